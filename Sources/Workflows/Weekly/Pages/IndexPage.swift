import Cartography
import Foundation
import SimpleFeatures
import Storage

/// The page of the safety index: stars on the map, the lowest and the highest units beside it, and how
/// many are too few to rank.
struct IndexPage: ResultPage {
  static let name = "index"
  let rows: ResultRows
  private let missing: [String]
  private let words: WeeklyWords
  private var features: [Feature] { rows.features }

  /// So many units stand in the table at either end.
  private static let listed = 12

  /// - Returns: `nil` where no index was computed.
  init?(
    in store: any SpatialStore, area: String, audience: Audience, catalogue: CategoryCatalogue,
    words: WeeklyWords
  ) throws {
    guard
      let rows = try ResultRows(
        "safety_index", in: store, area: area, audience: audience, catalogue: catalogue),
      let summary = CanonicalJSON.value(ComputeSafetyIndex.Summary.self, of: rows.run.summary)
    else { return nil }
    self.rows = rows
    self.words = words
    missing = summary.missing.isEmpty ? [] : [words.missingIndicators(summary.missing.count)]
  }

  func title(area: String) -> String { words.indexTitle(area: area, run: rows.run) }
  var subtitle: String { words.indexSubtitle }

  func layer(_ map: WeeklyMap) throws -> MapLayer? {
    try map.ramps["safety_index"].map { try rows.layer($0, map) }
  }

  func notes() -> [String] { [words.rangesNote] + missing }

  /// Units by their stars, and those that nobody can rank.
  func figures() -> [MapSheet.Figure] {
    let ranked = (1...5).reversed().map { stars in
      MapSheet.Figure(
        value: String(features.count { rows.value("stars", $0) == .integer(Int64(stars)) }),
        label: words.unitsWithStars(stars))
    }
    let few = features.count { rows.value("stars", $0) == .unknown }
    let share = Double(few) / Double(features.count) * 100
    return Array(ranked.prefix(2))
      + [MapSheet.Figure(value: String(format: "%.0f %%", share), label: words.tooFewToRank)]
  }

  /// The ends of the list by the range of ranks: never by a count, never by a point alone.
  func tables() -> [Table] {
    func rank(_ feature: Feature, _ name: String) -> Int64? {
      guard case .integer(let rank) = rows.value(name, feature) else { return nil }
      return rank
    }
    let ranked = features.compactMap { feature in
      rank(feature, "rank_low").flatMap { low in
        rank(feature, "rank_high").map { (low: low, high: $0, feature: feature) }
      }
    }
    .sorted {
      ($1.low + $1.high, rows.text("unit", $0.feature)) < (
        $0.low + $0.high, rows.text("unit", $1.feature)
      )
    }
    let seesScores = features.contains { rows.value("score", $0) != .unknown }
    func row(_ entry: (low: Int64, high: Int64, feature: Feature)) -> Table.Row {
      .cells(
        [
          rows.text("name", entry.feature), rows.text("stars", entry.feature),
          "\(entry.low)–\(entry.high)",
        ] + (seesScores ? [range(entry.feature), why(entry.feature)] : []))
    }
    let both = Self.listed * 2
    let listed =
      ranked.count <= both
      ? ranked.map(row)
      : [.group(words.lowestUnits)] + ranked.prefix(Self.listed).map(row)
        + [.group(words.highestUnits)] + ranked.suffix(Self.listed).map(row)
    let table = Table(
      title: words.indexTable,
      columns: [
        .init(title: words.unit), .init(title: words.stars, alignment: .trailing),
        .init(title: words.rankRange, alignment: .trailing),
      ]
        + (seesScores
          ? [.init(title: words.scoreRange, alignment: .trailing), .init(title: words.lostBy)]
          : []),
      rows: listed, notes: [words.rangesNote])
    return [table]
  }

  private func range(_ feature: Feature) -> String {
    guard case .real(let score) = rows.value("score", feature),
      case .real(let low) = rows.value("low", feature),
      case .real(let high) = rows.value("high", feature)
    else { return "" }
    return String(format: "%.1f（%.1f–%.1f）", score, low, high)
  }

  /// Without the name and the score, which stand beside it.
  private func why(_ feature: Feature) -> String {
    let told = rows.text(words.isChinese ? "why_zh" : "why_en", feature)
    let parts =
      words.isChinese
      ? told.split(separator: "。", maxSplits: 1) : told.split(separator: "; ", maxSplits: 1)
    return parts.count > 1 ? String(parts[1]) : told
  }
}

extension WeeklyWords {
  func indexTitle(area: String, run: Run) -> String {
    say(
      "\(area)平安指数 · \(run.validFrom) 至 \(run.validTo)",
      "\(area): safety index, \(run.validFrom) to \(run.validTo)")
  }
  var indexSubtitle: String {
    say(
      "星级取得分区间的下限；样本过少的单元不排名",
      "Stars are what the lower end of a score's range has earned; small units are not ranked")
  }
  func unitsWithStars(_ stars: Int) -> String { say("\(stars) 星单元", "units with \(stars) stars") }
  var tooFewToRank: String { say("不足以排名", "too few to rank") }
  var lowestUnits: String { say("名次最低", "Lowest") }
  var highestUnits: String { say("名次最高", "Highest") }
  var indexTable: String { say("平安指数：两端的单元", "Safety index: the units at either end") }
  var unit: String { say("单元", "Unit") }
  var stars: String { say("星级", "Stars") }
  var rankRange: String { say("名次区间", "Rank") }
  var scoreRange: String { say("得分（区间）", "Score (range)") }
  var lostBy: String { say("失分与提升", "Lost by") }
  var rangesNote: String {
    say(
      "名次为 90% 区间，区间重叠的单元不分高下。",
      "Ranks are ranges that hold nine tenths of the draws; units whose ranges overlap are not told apart."
    )
  }
  func missingIndicators(_ count: Int) -> String {
    say(
      "\(count) 项指标本库没有数据，其权重已分给其余指标。",
      "\(count) indicators are not in this store; their weight went to the others.")
  }
}
