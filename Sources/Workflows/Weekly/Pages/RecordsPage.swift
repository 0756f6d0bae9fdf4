import Cartography
import Foundation
import Schemes
import SimpleFeatures
import Storage

/// The page of red, yellow and black records: how units stand on the map, and beside it count, rate
/// and range of ranks side by side, by which rules, and month by month.
struct RecordsPage: ResultPage {
  static let name = "records"
  let rows: ResultRows
  private let months: ResultRows?
  private let headline: KeepRecords.Summary.Headline?
  private let words: WeeklyWords

  /// So many units stand in a table, and so many months beside each other.
  private static let listed = 24
  private static let shownMonths = 6

  /// - Returns: `nil` where no records were kept.
  init?(
    in store: any SpatialStore, area: String, audience: Audience, catalogue: CategoryCatalogue,
    words: WeeklyWords
  ) throws {
    func read(_ name: String) throws -> ResultRows? {
      try ResultRows(name, in: store, area: area, audience: audience, catalogue: catalogue)
    }
    guard let rows = try read("record_scoreboard"),
      let summary = CanonicalJSON.value(KeepRecords.Summary.self, of: rows.run.summary)
    else { return nil }
    self.rows = rows
    self.words = words
    headline = summary.headline
    months = audience.seesPoints ? try read("record_months") : nil
  }

  func title(area: String) -> String { words.recordsTitle(area: area, day: rows.run.validTo) }

  var subtitle: String {
    words.recordsSubtitle(
      headline: headline.map { words.isChinese ? $0.zh : $0.en } ?? "",
      months: headline?.months ?? 1)
  }

  func layer(_ map: WeeklyMap) throws -> MapLayer? {
    try map.ramps["record_scoreboard"].map { try rows.layer($0, map) }
  }

  func figures() -> [MapSheet.Figure] {
    func count(_ name: String) -> String {
      String(rows.features.count { rows.text("class", $0) == name })
    }
    let few = rows.features.count { rows.value("too_few", $0) == .boolean(true) }
    let share = Double(few) / Double(rows.features.count) * 100
    return ["listed", "black", "yellow", "red"].map {
      MapSheet.Figure(value: count($0), label: words.standing($0))
    } + [MapSheet.Figure(value: String(format: "%.0f %%", share), label: words.tooFewToRank)]
  }

  func tables() -> [Table] { [scoreboard(), standing(), monthly()].compactMap { $0 } }

  func notes() -> [String] { [words.recordsNote, words.rangesNote] }

  /// Heaviest first, then by code: never by a count.
  private var ordered: [Feature] {
    func weight(_ feature: Feature) -> Int {
      RecordColour(rawValue: rows.text("class", feature)).flatMap {
        RecordColour.allCases.firstIndex(of: $0)
      } ?? -1
    }
    return rows.features.sorted {
      (-weight($0), rows.text("unit", $0)) < (-weight($1), rows.text("unit", $1))
    }
  }

  // MARK: Tables

  private func scoreboard() -> Table {
    let shown = ordered.prefix(Self.listed)
    let numbers = [words.records, words.documents, words.count, rateTitle, words.rankRange]
    let rest = rows.features.count - shown.count
    return Table(
      title: words.scoreboard,
      columns: [.init(title: words.unit), .init(title: words.standingTitle)]
        + numbers.map { .init(title: $0, alignment: .trailing) },
      rows: shown.map { feature in
        .cells([
          rows.text("name", feature), words.standing(rows.text("class", feature)),
          ["red", "yellow", "black", "listed"].map { rows.text($0, feature) }
            .joined(separator: "/"),
          ["award_red", "award_yellow", "award_black"].map { rows.text($0, feature) }
            .joined(separator: "/"),
          words.orHidden(rows.text("count", feature)), rate(feature), rank(feature),
        ])
      }, notes: [words.scoreboardNote] + (rest > 0 ? [words.unitsNotListed(rest)] : []))
  }

  /// With its range for those who may have it.
  private var rateTitle: String {
    words.rate(
      per: headline?.unit, hasRange: rows.features.contains { rows.number("low", $0) != nil })
  }

  private func rate(_ feature: Feature) -> String {
    func text(_ number: Double) -> String { String(format: "%.2f", number) }
    if let rate = rows.number("smoothed_rate", feature), let low = rows.number("low", feature),
      let high = rows.number("high", feature)
    {
      return "\(text(rate))（\(text(low))–\(text(high))）"
    }
    return rows.number("rate", feature).map(text) ?? words.orHidden("")
  }

  private func rank(_ feature: Feature) -> String {
    guard let low = rows.number("rank_low", feature), let high = rows.number("rank_high", feature),
      let ranked = rows.number("ranked", feature)
    else { return words.tooFewToRank }
    return "\(Int(low))–\(Int(high)) / \(Int(ranked))"
  }

  /// By which rules, and listings until when.
  private func standing() -> Table? {
    let shown = ordered.filter { !rows.text("rules_zh", $0).isEmpty }.prefix(Self.listed)
    guard !shown.isEmpty else { return nil }
    return Table(
      title: words.rulesTable,
      columns: [
        .init(title: words.unit), .init(title: words.rules), .init(title: words.listedUntil),
      ],
      rows: shown.map { feature in
        .cells([
          rows.text("name", feature),
          rows.text(words.isChinese ? "rules_zh" : "rules_en", feature),
          rows.day("listed_until", feature).map { "\($0)" } ?? "",
        ])
      })
  }

  /// The class of each month, of units with a record in one of them.
  private func monthly() -> Table? {
    guard let months else { return nil }
    var byUnit: [String: [String: String]] = [:]
    var names: [String: String] = [:]
    var all: Set<String> = []
    for feature in months.features {
      let (unit, month) = (months.text("unit", feature), months.text("month", feature))
      byUnit[unit, default: [:]][month] = months.text("class", feature)
      names[unit] = months.text("name", feature)
      all.insert(month)
    }
    let shown = Array(all.sorted().suffix(Self.shownMonths))
    let units = byUnit.keys.sorted().filter { unit in
      shown.contains { RecordColour(rawValue: byUnit[unit]?[$0] ?? "") != nil }
    }
    guard !units.isEmpty else { return nil }
    return Table(
      title: words.monthsTable,
      columns: [.init(title: words.unit)] + shown.map { .init(title: $0) },
      rows: units.prefix(Self.listed).map { unit in
        .cells(
          [names[unit] ?? unit] + shown.map { words.mark(byUnit[unit]?[$0] ?? "") })
      }, notes: [words.marksNote])
  }
}

extension WeeklyWords {
  func recordsTitle(area: String, day: DayNumber) -> String {
    say("\(area)红黄黑记分榜 · 截至 \(day)", "\(area): red, yellow and black records on \(day)")
  }
  func recordsSubtitle(headline: String, months: Int) -> String {
    say(
      "并列口径：\(headline)（\(months) 个月）；记档看发生率的区间，不看件数",
      "Beside the records: \(headline), \(months) months; a record is given by the range of a rate, not "
        + "by a count")
  }
  func standing(_ name: String) -> String {
    switch name {
    case "listed": say("挂牌整治", "listed")
    case "black": say("黑（追责）", "black")
    case "yellow": say("黄（警示）", "yellow")
    case "red": say("红（表彰）", "red")
    case "none": say("无有效档案", "none")
    default: say("不详", "unknown")
    }
  }
  func mark(_ name: String) -> String {
    switch name {
    case "listed": say("牌", "L")
    case "black": say("黑", "B")
    case "yellow": say("黄", "Y")
    case "red": say("红", "R")
    case "none": "·"
    default: "?"
    }
  }
  func rate(per unit: Double?, hasRange: Bool) -> String {
    let range = hasRange ? say("（区间）", " (range)") : ""
    guard let unit else { return say("发生率", "Rate") + range }
    let number = MarineGaps.plain(unit)
    return say("每 \(number) 计的率", "Rate per \(number)") + range
  }
  /// A number that the audience does not get.
  func orHidden(_ text: String) -> String { text.isEmpty ? "·" : text }
  var scoreboard: String {
    say("记分榜：件数、发生率、名次区间并列", "Scoreboard: count, rate and rank side by side")
  }
  var standingTitle: String { say("等次", "Standing") }
  var records: String { say("红/黄/黑/牌", "R/Y/B/L") }
  var documents: String { say("文件 红/黄/黑", "Documents R/Y/B") }
  var count: String { say("件数", "Count") }
  var rules: String { say("所依规则", "By the rules") }
  var listedUntil: String { say("挂牌至", "Listed until") }
  var rulesTable: String { say("有效档案与所依规则", "What stands, and by which rules") }
  var monthsTable: String { say("逐月等次", "Month by month") }
  var marksNote: String {
    say("牌 挂牌整治；黑、黄、红；· 无；? 不详。", "L listed, B black, Y yellow, R red, · none, ? unknown.")
  }
  var scoreboardNote: String {
    say(
      "按等次排列，同等次按代码；从不按件数排名。“·”为不予显示的数。",
      "By standing, then by code; never ranked by a count. “·” is a number that is not told.")
  }
  func unitsNotListed(_ count: Int) -> String {
    say("另有 \(count) 个单元未列出。", "\(count) more units are not listed.")
  }
  var recordsNote: String {
    say(
      "档案由规则文件给出，附依据与有效期；到期或达到解除条件即终止。",
      "Records are given by a file of rules, with their evidence and until a day; they end when they run "
        + "out or when what releases them holds.")
  }
}
