import Cartography
import Foundation
import SimpleFeatures
import Storage

/// The page of the gaps of cover: who has none on the map, why beside it, and where the next yuan does
/// most.
struct GapsPage: ResultPage {
  static let name = "gaps"
  let rows: ResultRows
  private let subsidies: ResultRows?
  private let words: WeeklyWords
  private let audience: Audience
  private let measure: String

  /// So many units stand in a table.
  private static let listed = 18
  private static let parts = ["gap_no_policy", "gap_under_limit", "gap_excluded", "gap_unknown"]

  /// - Returns: `nil` where no gaps were looked for.
  init?(
    in store: any SpatialStore, area: String, audience: Audience, catalogue: CategoryCatalogue,
    words: WeeklyWords
  ) throws {
    func read(_ name: String) throws -> ResultRows? {
      try ResultRows(name, in: store, area: area, audience: audience, catalogue: catalogue)
    }
    guard let rows = try read("coverage_gaps"), let first = rows.features.first else { return nil }
    self.rows = rows
    self.words = words
    self.audience = audience
    // Of stock there is a row in its own unit and one in yuan, which alone adds up over species.
    let isStock = rows.features.contains { rows.text("measure", $0) == "yuan" }
    measure = isStock ? "yuan" : rows.text("measure", first)
    subsidies = audience.seesPoints ? try read("subsidy") : nil
  }

  private func own(_ features: [Feature]) -> [Feature] {
    features.filter { rows.text("measure", $0) == measure }
  }

  func title(area: String) -> String { words.gapsTitle(area: area, day: rows.run.validTo) }

  var subtitle: String {
    let scheme = rows.features.first.map { rows.text("scheme", $0) } ?? ""
    let obligation = rows.features.first.map { rows.text("obligation", $0) } ?? ""
    return words.gapsSubtitle(
      scheme: scheme, measure: words.measure(measure), obligation: words.obligation(obligation))
  }

  func layer(_ map: WeeklyMap) throws -> MapLayer? {
    try map.ramps["coverage_gaps"].map { ramp in
      try rows.layer(ramp, map) { rows.text("measure", $0) == measure }
    }
  }

  /// Of all units together, and only where no single hidden one could be worked out of it.
  private var totals: [String: Double]? {
    let hidden = own(rows.features).count { rows.value("class", $0) == .unknown }
    guard audience.seesPoints || hidden != 1 else { return nil }
    var sums: [String: Double] = [:]
    for feature in own(rows.all) {
      for name in ["exposure", "insured", "other_cover", "expected_uninsured_loss"] + Self.parts {
        if let number = rows.number(name, feature) { sums[name, default: 0] += number }
      }
    }
    return sums
  }

  func figures() -> [MapSheet.Figure] {
    let totals = totals
    func share(_ name: String) -> String {
      guard let totals, let whole = totals["exposure"], whole > 0 else { return "·" }
      return String(format: "%.0f %%", (totals[name] ?? 0) / whole * 100)
    }
    var figures = [
      MapSheet.Figure(value: share("insured"), label: words.insuredShare),
      MapSheet.Figure(value: share("gap_no_policy"), label: words.gap("gap_no_policy")),
      MapSheet.Figure(value: share("gap_unknown"), label: words.gap("gap_unknown")),
    ]
    if let loss = totals?["expected_uninsured_loss"] {
      figures.append(MapSheet.Figure(value: words.yuan(loss), label: words.lossAYear))
    }
    return figures
  }

  func tables() -> [Table] { [gaps(), causes(), nextYuan()].compactMap { $0 } }

  /// The units with the most that nobody insures: by what it is expected to cost where that is known.
  private func gaps() -> Table? {
    let told = own(rows.features).filter { rows.number("gap", $0) != nil }
    guard !told.isEmpty else { return nil }
    func key(_ feature: Feature) -> (Double, Double, String) {
      (
        -(rows.number("expected_uninsured_loss", feature) ?? -1),
        -(rows.number("gap", feature) ?? 0), rows.text("unit", feature)
      )
    }
    let first = told.sorted { key($0) < key($1) }.prefix(Self.listed)
    return Table(
      title: words.gapsTable,
      columns: [.init(title: words.unit)]
        + [words.measure(measure), words.insuredShare, words.gapTitle, words.lossAYear].map {
          .init(title: $0, alignment: .trailing)
        } + [.init(title: words.whyTitle)],
      rows: first.map { feature in
        let whole = rows.number("exposure", feature) ?? 0
        let insured = rows.number("insured", feature) ?? 0
        return .cells([
          rows.text("name", feature), amount(whole),
          whole > 0 ? String(format: "%.0f %%", insured / whole * 100) : "",
          amount(rows.number("gap", feature) ?? 0), loss(feature), why(feature),
        ])
      }, notes: [words.gapsNote])
  }

  private func loss(_ feature: Feature) -> String {
    guard let expected = rows.number("expected_uninsured_loss", feature) else {
      return words.notKnown
    }
    guard let low = rows.number("low", feature), let high = rows.number("high", feature) else {
      return words.yuan(expected)
    }
    return "\(words.yuan(expected))（\(words.yuan(low))–\(words.yuan(high))）"
  }

  /// The largest part of the gap, and what is special about the place.
  private func why(_ feature: Feature) -> String {
    let parts = Self.parts.map { (name: $0, amount: rows.number($0, feature) ?? 0) }
    var told = parts.filter { $0.amount > 0 }.sorted { $0.amount > $1.amount }.prefix(2)
      .map { words.gap($0.name) }
    if rows.value("prohibited", feature) == .boolean(true) { told.append(words.prohibited) }
    return told.joined(separator: words.isChinese ? "、" : ", ")
  }

  /// All units together: what is covered, and why the rest is not.
  private func causes() -> Table? {
    guard let totals, let whole = totals["exposure"], whole > 0 else { return nil }
    let lines = ["insured", "other_cover"] + Self.parts
    return Table(
      title: words.causesTable,
      columns: [
        .init(title: words.part), .init(title: words.measure(measure), alignment: .trailing),
        .init(title: words.shareTitle, alignment: .trailing),
      ],
      rows: lines.map { name in
        let sum = totals[name] ?? 0
        return .cells([words.gap(name), amount(sum), String(format: "%.1f %%", sum / whole * 100)])
      } + [.total([words.exposed, amount(whole), "100 %"])],
      notes: [])
  }

  private func nextYuan() -> Table? {
    guard let subsidies else { return nil }
    let given = subsidies.features.filter { (subsidies.number("cost_yuan", $0) ?? 0) > 0 }
      .sorted {
        (-(subsidies.number("cost_yuan", $0) ?? 0), subsidies.text("unit", $0))
          < (-(subsidies.number("cost_yuan", $1) ?? 0), subsidies.text("unit", $1))
      }
    guard let first = given.first else { return nil }
    let isRule = subsidies.text("label", first) == "scheme_rule"
    return Table(
      title: words.nextYuanTable(isRule: isRule),
      columns: [.init(title: words.unit)]
        + [words.subsidyShare, words.cost, words.lossAYear].map {
          .init(title: $0, alignment: .trailing)
        },
      rows: given.prefix(Self.listed).map { feature in
        let before = subsidies.number("loss_before", feature).map(words.yuan) ?? ""
        let after = subsidies.number("loss_after", feature).map(words.yuan) ?? ""
        let share = (subsidies.number("subsidy_share", feature) ?? 0) * 100
        return .cells([
          subsidies.text("name", feature), String(format: "%.0f %%", share),
          words.yuan(subsidies.number("cost_yuan", feature) ?? 0), "\(before) → \(after)",
        ])
      }, notes: [])
  }

  func notes() -> [String] {
    let hasStorms = rows.all.contains { rows.value("storm_loss", $0) != .unknown }
    return [words.gapsNote] + (hasStorms ? [words.stormsNote] : [])
      + (audience.seesPoints ? [] : [words.fewPolicies])
  }

  private func amount(_ number: Double) -> String {
    measure == "yuan" ? words.yuan(number) : MarineGaps.plain((number * 10).rounded() / 10)
  }
}

extension WeeklyWords {
  func gapsTitle(area: String, day: DayNumber) -> String {
    say("\(area)保障缺口 · \(day)", "\(area): gaps of cover on \(day)")
  }
  func gapsSubtitle(scheme: String, measure: String, obligation: String) -> String {
    say(
      "方案 \(scheme) · 口径：\(measure) · 投保义务：\(obligation)",
      "Scheme \(scheme) · measured in \(measure) · obligation to join: \(obligation)")
  }
  func measure(_ name: String) -> String {
    switch name {
    case "person_years": say("作业人年", "person-years")
    case "mu": say("亩", "mu")
    case "kou": say("口", "cages (kou)")
    case "xiang": say("箱", "boxes (xiang)")
    case "yuan": say("价值（元）", "yuan")
    case "households": say("户", "households")
    default: say("人", "persons")
    }
  }
  func obligation(_ name: String) -> String {
    switch name {
    case "compulsory": say("强制", "compulsory")
    case "voluntary": say("自愿", "voluntary")
    default: say("不明", "not known")
    }
  }
  func gap(_ name: String) -> String {
    switch name {
    case "insured": say("本方案已保", "insured by the scheme")
    case "other_cover": say("其他保障", "other cover")
    case "gap_no_policy": say("无保单", "no policy")
    case "gap_under_limit": say("保额不足", "under the limit")
    case "gap_excluded": say("条款除外", "excluded")
    default: say("条款不明", "terms not known")
    }
  }
  var gapTitle: String { say("缺口", "Gap") }
  var part: String { say("构成", "Part") }
  var exposed: String { say("暴露量", "Exposed") }
  var shareTitle: String { say("占比", "Share") }
  var whyTitle: String { say("原因", "Why") }
  var prohibited: String { say("位于禁养区", "where farming is forbidden") }
  var notKnown: String { say("不明", "not known") }
  var insuredShare: String { say("已保占比", "insured") }
  var lossAYear: String { say("预期未保损失（元/年）", "expected uninsured loss, yuan a year") }
  var gapsTable: String { say("缺口最大的单元", "Where the gap costs most") }
  var causesTable: String { say("缺口由何而来", "Where the gap comes from") }
  func nextYuanTable(isRule: Bool) -> String {
    isRule
      ? say("下一元补贴投向何处（按方案条款）", "The next yuan of subsidy, by the scheme's rule")
      : say("下一元补贴投向何处（测算，方案未规定补贴）", "The next yuan of subsidy: a what-if")
  }
  var subsidyShare: String { say("补贴占保费", "Of the premium") }
  var cost: String { say("补贴（元）", "Yuan") }
  var gapsNote: String {
    say(
      "暴露量 = 已保 + 其他保障 + 缺口；没有公布的条款算“不明”，既不算缺口原因也不算保障。",
      "Exposure = insured + other cover + gap; a term that nobody printed is unknown, neither a gap nor "
        + "a cover.")
  }
  var stormsNote: String {
    say(
      "预期未保损失 = 平常年份的损失 + 历史台风的损失，括号内为区间；历史上未受灾的单元没有上限。",
      "Expected uninsured loss = that of usual years + that of the storms of the record, with its range; "
        + "a unit that none of them hit has no upper end.")
  }
  var fewPolicies: String {
    say("只有一两张保单的单元不予显示。", "Units with one or two policies are not told.")
  }
  func yuan(_ number: Double) -> String {
    guard isChinese, abs(number) >= 100_000 else { return MarineGaps.plain(number.rounded()) }
    return String(format: "%.1f 万", number / 10_000)
  }
}
