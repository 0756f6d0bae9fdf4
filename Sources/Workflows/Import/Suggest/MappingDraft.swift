import Formats
import SimpleFeatures
import Storage

/// A mapping in the making: columns matched with the layer's, each with its reason.
struct MappingDraft {
  /// A file column that was taken for a column of the layer.
  struct Match {
    var column: String
    var sample: ColumnSample
    var because: BilingualText
  }

  let layer: ImportLayer
  let samples: [ColumnSample]
  let rows: [SourceRow]
  let lexicon: ColumnLexicon
  let catalogue: CategoryCatalogue
  let study: StudyKnowledge?
  var fileName = ""
  var encoding = TextEncoding.utf8
  /// The format has no encoding of its own.
  var isEncodingSaid = true
  var crs: CRS?
  /// The file itself names its CRS.
  var isCRSDeclared = false
  var source: String?

  var matches: [Match] = []
  var boundary: [(part: String, sample: ColumnSample)] = []
  var questions: [BilingualText] = []
  var coordinates = CoordinateFinding()

  let fields: [String: AttributeType]

  init(
    layer: ImportLayer, header: [String], rows: [SourceRow], home: ProductHome,
    study: StudyKnowledge?
  ) throws {
    self.layer = layer
    self.rows = rows
    self.study = study
    samples = header.indices.map { index in
      ColumnSample(
        name: header[index], position: index,
        cells: rows.map { $0[index] })
    }
    lexicon = try ColumnLexicon(home: home, layer: layer)
    catalogue = try CategoryCatalogue(home: home)
    fields = Dictionary(
      (Layer(named: layer.rawValue)?.schema.fields ?? []).map { ($0.name, $0.type) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The layer's features are areas.
  var isOfAreas: Bool {
    Layer(named: layer.rawValue)?.schema.geometry == .multiPolygon
  }

  var hasGeometry: Bool { rows.contains { $0.geometry != nil } }

  // MARK: Matching

  private struct Bid {
    var column: ImportLayer.Column
    var sample: ColumnSample
    var score: Double
    var because: BilingualText
  }

  /// Pairs file columns with the layer's, the best first; each is taken once.
  mutating func match() {
    var bids: [Bid] = []
    for column in layer.columns {
      for sample in samples where !sample.isPersonal {
        if let bid = bid(column, sample) { bids.append(bid) }
      }
    }
    bids.sort { ($1.score, $0.sample.position) < ($0.score, $1.sample.position) }
    var taken: Set<Int> = []
    var given: Set<String> = []
    for bid in bids
    where !taken.contains(bid.sample.position) && !given.contains(bid.column.name) {
      taken.insert(bid.sample.position)
      given.insert(bid.column.name)
      matches.append(Match(column: bid.column.name, sample: bid.sample, because: bid.because))
    }
    let order = Dictionary(
      layer.columns.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    matches.sort { (order[$0.column] ?? 0) < (order[$1.column] ?? 0) }
  }

  func match(of column: String) -> Match? { matches.first { $0.column == column } }

  private func bid(_ column: ImportLayer.Column, _ sample: ColumnSample) -> Bid? {
    let name = lexicon.score(sample.name, for: column.name)
    let value = fit(column.name, sample)
    // Values can forbid what a name says; alone they speak for few columns.
    guard value.score > 0, name > 0 || value.score >= 1 else { return nil }
    let score = name + 0.5 * value.score
    guard score >= 0.5 else { return nil }
    let named = BilingualText(en: "by its name", zh: "按列名")
    return Bid(
      column: column, sample: sample, score: score,
      because: name > 0
        ? BilingualText(
          en: named.en + (value.because.en.isEmpty ? "" : "; \(value.because.en)"),
          zh: named.zh + (value.because.zh.isEmpty ? "" : "；\(value.because.zh)"))
        : BilingualText(
          en: "by its values: \(value.because.en)", zh: "按取值：\(value.because.zh)"))
  }

  private typealias Fit = (score: Double, because: BilingualText)

  /// 0 where the values forbid it, 0.5 where they allow it, 1 where they alone say so.
  private func fit(_ column: String, _ sample: ColumnSample) -> Fit {
    let silent: Fit = (0.5, BilingualText(en: "", zh: ""))
    let not: Fit = (0, BilingualText(en: "", zh: ""))
    guard !sample.values.isEmpty else { return (0.1, BilingualText(en: "empty", zh: "全空")) }
    switch column {
    case "lon", "lat": return coordinateFit(column, sample)
    case "id" where layer == .incidents:
      let hasDamage = sample.share(ColumnSample.isDamagedCode) > 0
      return sample.isUnique || hasDamage ? silent : not
    case "category":
      let known = sample.share {
        if case .none = CategoryGuess(catalogue).match($0) { return false }
        return true
      }
      let kinds = Set(sample.values).count
      guard kinds <= max(60, sample.values.count / 3) else { return not }
      guard known >= 0.6 else { return silent }
      let percent = Int((known * 100).rounded(.down))
      return (
        1,
        BilingualText(
          en: "\(percent) % of its values are known kinds", zh: "\(percent)% 的取值为已知类别")
      )
    case "place_code", "code", "parent", "town":
      let codes = sample.share(ColumnSample.isPlaceCode)
      let damaged = sample.share(ColumnSample.isDamagedCode)
      if codes >= 0.9, column == "place_code" {
        let lengths = Set(sample.values.map(\.utf8.count)).sorted().map(String.init)
          .joined(separator: ", ")
        return (
          1, BilingualText(en: "codes of \(lengths) digits", zh: "\(lengths) 位代码")
        )
      }
      if damaged > 0.5 {
        return (
          0.6,
          BilingualText(
            en: "but a spreadsheet turned its codes into numbers", zh: "但代码已被电子表格改成数字")
        )
      }
      return column == "place_code" ? (codes > 0 ? silent : not) : silent
    case "level", "kind", "status", "unit", "location_precision":
      guard lexicon.hasWords(column) else { return silent }
      let known = sample.share { lexicon.word($0, of: column) != nil }
      return known >= 0.5 ? (0.7, BilingualText(en: "", zh: "")) : known > 0 ? silent : not
    case "synthetic":
      let words = sample.share { ["0", "1", "true", "false"].contains($0.lowercased()) }
      return words == 1 ? silent : not
    default: break
    }
    switch fields[column] {
    case .instant, .day:
      let guess = TimeFormatGuess(sample.values)
      guard guess.isOfTimes else { return not }
      return (
        0.6,
        BilingualText(
          en: "\(guess.count - guess.unreadCount) of \(guess.count) values are times",
          zh: "\(guess.count) 个值中 \(guess.count - guess.unreadCount) 个为时间")
      )
    case .integer, .real:
      let numbers = sample.share { value in
        let bytes = Array(value.utf8)
        return (try? FieldParser.real(bytes.span)) != nil
          || (column.hasSuffix("_yuan") && isAmount(value))
      }
      return numbers >= 0.8 ? silent : not
    default: return silent
    }
  }

  private func isAmount(_ value: String) -> Bool {
    let bare = value.hasSuffix("万元") ? String(value.dropLast(2)) : value
    return (try? FieldParser.fen(Array(bare.utf8).span)) != nil
  }

  private func coordinateFit(_ column: String, _ sample: ColumnSample) -> Fit {
    guard let angles = sample.coordinates else { return (0, BilingualText(en: "", zh: "")) }
    let middle = angles.sorted()[angles.count / 2]
    let isSmall = angles.allSatisfy { abs($0) <= 180 }
    let inChina: ClosedRange<Double> = column == "lon" ? 73...136 : 3...54
    if isSmall, inChina.contains(middle) {
      let numbers = "\(angles.min() ?? 0) – \(angles.max() ?? 0)"
      // Longitudes of China are no latitudes of anything; a small number may be any number.
      let isSure =
        column == "lon" && angles.allSatisfy { $0 > 90 || $0 == 0 }
        && angles.contains { $0 != $0.rounded() }
      return (isSure ? 1 : 0.5, BilingualText(en: numbers, zh: numbers))
    }
    return (0.4, BilingualText(en: "", zh: ""))
  }
}
