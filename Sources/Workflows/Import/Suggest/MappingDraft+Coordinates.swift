import Formats
import SimpleFeatures
import Storage

extension MappingDraft {
  /// Looks at the coordinate columns together: their system, and which of them is the east.
  mutating func settleCoordinates() {
    guard let lon = match(of: "lon"), let lat = match(of: "lat") else {
      if layer.columns.contains(where: { $0.name == "lon" }), !hasGeometry { askForPlaces() }
      return
    }
    let placeCodes = match(of: "place_code") ?? match(of: "code")
    let categories = match(of: "category")
    coordinates = finding(
      east: lon.sample, north: lat.sample, code: placeCodes?.sample.position,
      category: categories?.sample.position)
    guard coordinates.isExchanged else { return }
    for index in matches.indices {
      if matches[index].column == "lon" { matches[index].sample = lat.sample }
      if matches[index].column == "lat" { matches[index].sample = lon.sample }
    }
  }

  private mutating func askForPlaces() {
    if match(of: "place_code") == nil, match(of: "place_name") == nil {
      questions.append(
        BilingualText(
          en: "no column says where: map lon and lat, place_code or place_name",
          zh: "未找到位置列：请指定 lon 与 lat，或 place_code，或 place_name"))
    }
  }

  func finding(
    east: ColumnSample, north: ColumnSample, code: Int?, category: Int?
  ) -> CoordinateFinding {
    var (xs, ys): ([Double], [Double]) = ([], [])
    var codes: [String?] = []
    var ground: [DatumTally.Ground] = []
    func cell(_ row: SourceRow, _ position: Int?) -> String? {
      position.flatMap { row[$0] }
    }
    for row in rows {
      guard let x = cell(row, east.position).flatMap(ColumnSample.coordinate),
        let y = cell(row, north.position).flatMap(ColumnSample.coordinate)
      else { continue }
      xs.append(x)
      ys.append(y)
      codes.append(cell(row, code).flatMap { ColumnSample.isPlaceCode($0) ? $0 : nil })
      ground.append(self.ground(ofCategory: cell(row, category)))
    }
    var finding = CoordinateFinding(
      east: xs, north: ys, codes: codes, ground: ground, study: study)
    finding.hasAngleMarks = (east.values + north.values).contains {
      let bytes = Array($0.utf8)
      return FieldParser.hasAngleMarks(bytes.span)
    }
    return finding
  }

  private func ground(ofCategory value: String?) -> DatumTally.Ground {
    guard let value else { return .unknown }
    let key: String
    switch CategoryGuess(catalogue).match(value) {
    case .known: key = value
    case .certain(let known, _): key = known
    default: return .unknown
    }
    return catalogue[key].map { DatumTally.Ground($0.surface) } ?? .unknown
  }

  /// A table of boundary points: a layer of areas, rows that are points, a column that numbers
  /// them within another.
  mutating func settleBoundary() {
    guard isOfAreas, !hasGeometry else { return }
    func best(_ part: String, _ isFit: (ColumnSample) -> Bool) -> ColumnSample? {
      samples.filter { !$0.isPersonal && isFit($0) }
        .map { ($0, lexicon.boundaryScore($0.name, for: part)) }
        .filter { $0.1 > 0 }.max { ($0.1, $1.0.position) < ($1.1, $0.0.position) }?.0
    }
    func axis(_ name: String) -> ColumnSample? {
      samples.filter { !$0.isPersonal && Self.holdsAngles($0) }
        .map { ($0, lexicon.score($0.name, for: name)) }
        .filter { $0.1 > 0 }.max { ($0.1, $1.0.position) < ($1.1, $0.0.position) }?.0
    }
    guard let zone = best("zone", { !$0.isUnique }),
      let number = best(
        "number", { $0.position != zone.position && $0.share(Self.isNumbered) > 0.9 }),
      var x = axis("lon"), var y = axis("lat"), x.position != y.position
    else {
      questions.append(
        BilingualText(
          en: "a layer of areas needs geometry: a GeoJSON file, or a table of boundary points with "
            + "the columns zone, point number, x and y",
          zh: "面状图层需要几何：请用 GeoJSON，或含区号、点号、坐标列的界址点表"))
      return
    }
    coordinates = finding(east: x, north: y, code: nil, category: nil)
    if coordinates.isExchanged { swap(&x, &y) }
    let ring = best("ring") { $0.position != number.position && $0.position != zone.position }
    boundary =
      [("zone", zone)] + (ring.map { [("ring", $0)] } ?? [])
      + [("number", number), ("x", x), ("y", y)]
    let used = Set(boundary.filter { $0.part != "zone" }.map(\.sample.position))
    matches.removeAll { used.contains($0.sample.position) }
    if match(of: "code") == nil {
      matches.insert(
        Match(
          column: "code", sample: zone,
          because: BilingualText(en: "the zone is the code", zh: "以区号为代码")), at: 0)
    }
  }

  private static func isNumbered(_ value: String) -> Bool {
    value.last.map { $0.isASCII && $0.isNumber } ?? false
  }

  private static func holdsAngles(_ sample: ColumnSample) -> Bool { sample.coordinates != nil }
}

extension DatumTally.Ground {
  /// Where a kind of event can happen.
  init(_ surface: CategoryCatalogue.Surface) {
    self =
      switch surface {
      case .land: .land
      case .sea: .sea
      case .both: .unknown
      }
  }
}
