import Formats
import SimpleFeatures

/// What the coordinate columns of a sample are, as far as their numbers tell.
struct CoordinateFinding {
  var crs: CRS?
  var why = BilingualText(en: "", zh: "")
  /// The columns must change places: the one named X holds the north.
  var isExchanged = false
  var hasAngleMarks = false
  var question: BilingualText?
  var datum: DatumFinding?

  init() {}

  /// - Parameters:
  ///   - east: values of the column taken for east, one a row.
  ///   - codes: of the places that the rows name.
  init(
    east: [Double], north: [Double], codes: [String?], ground: [DatumTally.Ground],
    study: StudyKnowledge?
  ) {
    let pairs = zip(east, north).filter { $0.0 != 0 || $0.1 != 0 }
    guard !pairs.isEmpty else { return }
    let x = pairs.map(\.0).sorted()[pairs.count / 2]
    let y = pairs.map(\.1).sorted()[pairs.count / 2]
    let guess = CoordinateGuess(x: x, y: y, within: study?.box)
    let numbers = "\(x), \(y)"
    guard let best = guess.best(preferring: study?.metricCRS) else {
      let outside = study?.box != nil
      question = BilingualText(
        en: "\(numbers) lies in no system "
          + (outside ? "that reaches the study area" : "of China") + ": say which it is",
        zh: "\(numbers) 不属于\(outside ? "研究区内" : "中国范围内")任何已知坐标系，请写明")
      return
    }
    isExchanged = best.isExchanged
    if best.crs == .wgs84 {
      judgeDatum(east: east, north: north, codes: codes, ground: ground, study: study)
    } else {
      judgeMetres(guess, best, numbers: numbers, study: study)
    }
    if isExchanged {
      why.en += "; X is the north and Y the east, as Chinese surveyors write"
      why.zh += "；X 为北、Y 为东（测绘习惯）"
    }
  }

  private mutating func judgeMetres(
    _ guess: CoordinateGuess, _ best: CoordinateGuess.Candidate, numbers: String,
    study: StudyKnowledge?
  ) {
    let names = Set(guess.candidates.map(\.crs.identifier)).sorted().joined(separator: ", ")
    guard guess.isWithinStudyArea || !guess.isAmbiguous else {
      crs = nil
      question = BilingualText(
        en: "metres without a zone (\(numbers)): the central meridian is not in them. Say crs, one "
          + "of \(names); with --store the study area decides",
        zh: "米制坐标不含带号（\(numbers)），中央经线无从得知。请在 crs 写明，可能为 \(names)；加 --store 可按研究区判断")
      return
    }
    crs = best.crs
    why = BilingualText(
      en: "metres of \(best.crs.identifier), as CGCS2000"
        + (guess.isWithinStudyArea ? ": they lie in the study area" : "")
        + "; Xi'an 1980 and Beijing 1954 have like numbers: ask who issued them",
      zh: "\(best.crs.identifier) 米制坐标（按 CGCS2000）"
        + (guess.isWithinStudyArea ? "，落在研究区内" : "") + "；西安 80、北京 54 数值相近，请向提供方核实")
    if guess.isAmbiguous, guess.isWithinStudyArea {
      why.en += " (possible: \(names); the nearest meridian was taken)"
      why.zh += "（可能为 \(names)，取最近的中央经线）"
    }
  }

  private mutating func judgeDatum(
    east: [Double], north: [Double], codes: [String?], ground: [DatumTally.Ground],
    study: StudyKnowledge?
  ) {
    crs = .wgs84
    why = BilingualText(
      en: "degrees; whether they are WGS 84, GCJ-02 or BD-09 their numbers do not say",
      zh: "经纬度；是 WGS 84、GCJ-02 还是 BD-09，仅凭数值无法判断")
    guard let study else { return }
    var tally = DatumTally()
    for index in east.indices {
      let position =
        isExchanged
        ? Coordinate(x: north[index], y: east[index]) : Coordinate(x: east[index], y: north[index])
      tally.add(position, code: codes[index], ground: ground[index])
    }
    let finding = DatumCheck(reference: study.reference).judge(tally, declared: .wgs84)
    datum = finding
    why = finding.sentence
    if let suggested = finding.suggested.flatMap({ CRS($0) }) { crs = suggested }
  }
}
