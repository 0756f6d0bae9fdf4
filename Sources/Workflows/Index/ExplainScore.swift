import Cartography
public import Foundation
import SimpleFeatures
public import Storage

/// Why a unit has its score: what each indicator takes from 100, down to what was counted, in words
/// and as a page of bars that add up.
///
/// Counts of a unit are told to the one: it is for those who own the file.
public struct ExplainScore: Sendable {
  public var unit: String
  /// `nil` for the run that the layers show.
  public var run: String?
  public var language = DrawWeeklySheet.SheetTongue.chinese
  let home: ProductHome

  public init(unit: String, home: ProductHome) {
    self.unit = unit
    self.home = home
  }

  /// A part of a score.
  public struct Part: Sendable, Codable, Hashable {
    public var indicator: String
    public var name: String
    /// Points that it adds, and points of 100 that it takes; unknown where the store holds nothing.
    public var contribution: Double?
    public var lost: Double?
    public var weight: Double
    public var scaled: Double?
    public var count: Double?
    public var exposure: Double?
    public var raw: Double?
    public var value: Double?
  }

  public struct Answer: Sendable, Codable, Hashable {
    public var run: String
    public var unit: String
    public var name: String
    public var period: [String]
    public var score: Double?
    public var low: Double?
    public var high: Double?
    public var stars: Int?
    public var rankLow: Int?
    public var rankHigh: Int?
    public var units: Int
    public var tooFew: Int
    public var why: BilingualText
    /// The greatest loss first, then those without points by their keys.
    public var parts: [Part]
  }

  /// Losses that have a bar of their own; the rest are one.
  static let mostBars = 24

  /// The unit that surely ranks last: whose best rank is the worst; `nil` without an index.
  public static func lastRanked(in store: any SpatialStore) throws -> String? {
    guard let layer = Layer(named: "safety_index"),
      let run = try store.answer(Runs(currentOf: ComputeSafetyIndex.kind)).first,
      let code = layer.schema.fields.firstIndex(where: { $0.name == "unit" }),
      let rank = layer.schema.fields.firstIndex(where: { $0.name == "rank_low" })
    else { return nil }
    var query = LayerQuery(layer: layer)
    query.run = run.id
    var last: (rank: Int64, unit: String)?
    try store.forEachFeature(of: query) { feature in
      guard case .integer(let own) = feature.values[rank],
        case .text(let unit) = feature.values[code], own > last?.rank ?? 0
      else { return }
      last = (own, unit)
    }
    return last?.unit
  }

  /// - Throws: a usage error where the run or the unit is not there.
  public func answer(from store: any SpatialStore) throws -> Answer {
    let found =
      try run.map { try store.answer(Runs(id: $0)).first }
      ?? store.answer(Runs(currentOf: ComputeSafetyIndex.kind)).first
    guard let own = found, own.kind == ComputeSafetyIndex.kind else {
      throw WorkflowError.usage(
        run.map { "no run \($0) of a safety index" }
          ?? "the store has no safety index; make one with anlan analyse safety-index")
    }
    let summary = CanonicalJSON.value(ComputeSafetyIndex.Summary.self, of: own.summary)
    guard let row = try rows("safety_index", own, in: store).first else {
      throw WorkflowError.usage("run \(own.id) has no unit \(unit)")
    }
    let parts = try rows("safety_index_contributions", own, in: store).map { part in
      Part(
        indicator: part.text("indicator"),
        name: part.text(language == .chinese ? "name_zh" : "name_en"),
        contribution: part.real("contribution"), lost: part.real("lost"),
        weight: part.real("weight") ?? 0, scaled: part.real("scaled"), count: part.real("count"),
        exposure: part.real("exposure"), raw: part.real("raw"), value: part.real("value"))
    }
    return Answer(
      run: own.id, unit: unit.trimmedCode, name: row.text("name"),
      period: [own.validFrom.description, own.validTo.description], score: row.real("score"),
      low: row.real("low"), high: row.real("high"), stars: row.integer("stars"),
      rankLow: row.integer("rank_low"), rankHigh: row.integer("rank_high"),
      units: summary?.units ?? 0, tooFew: summary?.tooFew ?? 0,
      why: BilingualText(en: row.text("why_en"), zh: row.text("why_zh")),
      parts: parts.sorted { ($1.lost ?? -1, $0.indicator) < ($0.lost ?? -1, $1.indicator) })
  }

  /// Writes the page of bars as the file's suffix says: .pdf, .png or .svg.
  ///
  /// - Throws: as `answer`; where the unit has no score; for another suffix.
  public func draw(_ answer: Answer, to file: URL) throws {
    guard let score = answer.score else {
      throw WorkflowError.failed("\(answer.name) has no score: too little is known of it")
    }
    let sheet = try self.sheet(answer, score: score).composed(SheetFiles(home: home).sheet().style)
    let bytes: [UInt8]
    switch file.pathExtension {
    case "pdf": bytes = try sheet.pdf()
    case "png": bytes = try sheet.png(dotsPerInch: DrawWeeklySheet.resolutionDotsPerInch)
    case "svg": bytes = try sheet.svg()
    default: throw WorkflowError.usage("\(file.lastPathComponent): .pdf, .png or .svg")
    }
    try OutputFile(file).write(bytes)
  }

  // MARK: Rows

  private struct Row {
    var values: [String: AttributeValue]

    func text(_ name: String) -> String {
      if case .text(let text)? = values[name] { return text }
      return ""
    }

    func real(_ name: String) -> Double? {
      if case .real(let number)? = values[name] { return number }
      return nil
    }

    func integer(_ name: String) -> Int? {
      if case .integer(let number)? = values[name] { return Int(number) }
      return nil
    }
  }

  private func rows(
    _ name: String, _ run: Run, in store: any SpatialStore
  ) throws -> [Row] {
    guard let layer = Layer(named: name) else { return [] }
    let names = layer.schema.fields.map(\.name)
    var query = LayerQuery(layer: layer)
    query.run = run.id
    query.area = unit.trimmedCode
    var rows: [Row] = []
    try store.forEachFeature(of: query) { feature in
      let row = Row(
        values: Dictionary(
          zip(names, feature.values), uniquingKeysWith: { first, _ in first }))
      // The area is the beginning of a code; the unit is the whole of it.
      if row.text("unit") == unit.trimmedCode { rows.append(row) }
    }
    return rows
  }

  // MARK: The page

  private func sheet(_ answer: Answer, score: Double) throws -> WaterfallSheet {
    let words = WeeklyWords(isChinese: language == .chinese)
    let losing = answer.parts.filter { ($0.lost ?? 0) > 0 }
    var bars = losing.prefix(Self.mostBars).map { part in
      WaterfallSheet.Bar(
        label: part.name, detail: detail(part, words), loss: part.lost ?? 0,
        value: "−" + Self.text(part.lost ?? 0))
    }
    let others = losing.dropFirst(Self.mostBars)
    if !others.isEmpty {
      let lost = others.reduce(0) { $0 + ($1.lost ?? 0) }
      bars.append(
        WaterfallSheet.Bar(
          label: words.say("其余 \(others.count) 项", "\(others.count) others"), detail: "",
          loss: lost, value: "−" + Self.text(lost)))
    }
    let range = answer.low.flatMap { low in answer.high.map { low...max(low, $0) } }
    let ends = range.map { "\(Self.text($0.lowerBound))–\(Self.text($0.upperBound))" }
    let told = ends.map { words.say("（\($0)）", " (\($0))") } ?? ""
    let unknown = answer.parts.count { $0.lost == nil }
    let date = DayNumber(answer.period[1]) ?? DayNumber(0)
    return WaterfallSheet(
      title: words.say(
        "\(answer.name)：\(Self.text(score)) 分\(told)",
        "\(answer.name): \(Self.text(score)) points\(told)"),
      subtitle: subtitle(answer, words),
      marking: words.say("内部使用：含到件的数字", "For analysts: counts to the one"),
      whole: (words.say("满分", "All points"), 100), bars: bars,
      rest: (words.say("得分", "Score"), Self.text(score)),
      range: range,
      marks: stride(from: 0.0, through: 100, by: 20).map {
        .init(place: $0, label: String(Int($0)))
      },
      notes: [
        answer.why.text(inChinese: words.isChinese),
        words.say(
          "各指标的失分从 100 分中依次扣除，相加恰好等于失去的分数；括号内为 90% 区间。",
          "What the indicators take from 100 adds up to what the score lacks; in brackets the range."
        ),
        unknown > 0
          ? words.say(
            "\(unknown) 项指标没有数据，其权重已分给其余指标。",
            "Unknown here: \(unknown) of the indicators; their weight went to the others.") : "",
      ],
      footer: words.say("运行 \(answer.run)", "run \(answer.run)"),
      language: language == .chinese ? .chinese : .english, date: date)
  }

  private func subtitle(_ answer: Answer, _ words: WeeklyWords) -> String {
    let period = words.say(
      "\(answer.period[0]) 至 \(answer.period[1])", "\(answer.period[0]) to \(answer.period[1])")
    let stars =
      answer.stars.map { words.say("\($0) 星", "\($0) stars") }
      ?? words.say("样本过少，不排名", "too few to rank")
    var told = [period, stars]
    if let low = answer.rankLow, let high = answer.rankHigh {
      told.append(
        words.say(
          "名次 \(low)–\(high)/\(answer.units)", "rank \(low)–\(high) of \(answer.units)"))
    }
    told.append(
      words.say(
        "\(answer.units) 个单元中 \(answer.tooFew) 个样本过少，不排名",
        "\(answer.tooFew) of \(answer.units) units are too few to rank"))
    return told.joined(separator: " · ")
  }

  private func detail(_ part: Part, _ words: WeeklyWords) -> String {
    var told: [String] = []
    if let count = part.count, let exposure = part.exposure {
      told.append("\(Self.plain(count)) / \(Self.plain(exposure))")
    }
    if let raw = part.raw, let value = part.value {
      let change = abs(raw - value) > 0.005 * abs(raw) ? "\(Self.plain(raw)) → " : ""
      told.append(
        words.say("率 \(change)\(Self.plain(value))", "rate \(change)\(Self.plain(value))"))
    }
    told.append(words.say("权重 \(Self.plain(part.weight))", "weight \(Self.plain(part.weight))"))
    return told.joined(separator: words.say("，", ", "))
  }

  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9
      ? String(format: "%.0f", value)
      : abs(value) >= 100 ? String(format: "%.0f", value) : String(format: "%.3g", value)
  }
}
