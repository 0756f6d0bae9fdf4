import Analysis
import Foundation
public import SimpleFeatures
public import Storage

/// What became of incidents where cameras, patrols or a campaign came, against what they would have
/// become. It is answered from counts, not kept: what is compared is said with the answer.
public struct EvaluateIntervention: Sendable {
  public struct Period: Sendable, Hashable {
    public var first: DayNumber
    public var last: DayNumber

    public init(first: DayNumber, last: DayNumber) {
      self.first = first
      self.last = last
    }

    var days: Double { Double(last.number - first.number) + 1 }
    var text: String { first == last ? "\(first)" : "\(first) – \(last)" }
  }

  public var categories: [String]
  public var before: Period
  public var after: Period
  /// Codes of the units where something was done; a shorter code stands for all units in it.
  public var treated: [String]
  /// Codes of the units to compare with; empty for all others.
  public var comparison: [String] = []
  public var level = IndexLevel.grid
  public var area = ""
  public var per = IndexColumn.population
  /// Besides the days on which schemes of the store begin.
  public var breaks: [ReportingBreak] = []
  public var confidence = 0.95

  public init(categories: [String], before: Period, after: Period, treated: [String]) {
    self.categories = categories
    self.before = before
    self.after = after
    self.treated = treated
  }

  public struct Report: Sendable, Codable, Hashable {
    public var categories: [String]
    /// First and last day.
    public var before: [String]
    public var after: [String]
    public var treatedUnits: Int
    public var comparisonUnits: Int
    /// Units whose residents, or whatever incidents are counted by, nobody knows: left out.
    public var leftOut: Int
    public var incidentsBefore: Double
    public var incidentsAfter: Double
    public var naiveRatio: Double?
    public var trend: Double
    public var usualBefore: Double
    public var expectedAfter: Double
    public var effect: Double?
    public var low: Double?
    public var high: Double?
    public var p: Double?
    public var differences: Double?
    public var differencesLow: Double?
    public var differencesHigh: Double?
    public var overdispersion: Double
    public var sentence: BilingualText
  }

  /// - Throws: a usage error for periods that overlap, units that are not there or stand on both
  ///   sides; `failed` where a break in reporting lies inside, or too little is left to compare.
  public func run(in store: any SpatialStore) throws -> Report {
    guard before.first <= before.last, after.first <= after.last, before.last < after.first else {
      throw WorkflowError.usage(
        "before is \(before.text) and after \(after.text): after must begin when before has ended")
    }
    try requireNoBreak(in: store)
    let home = try counts(before, in: store)
    let later = try counts(after, in: store)
    let isTreated = try chosen(treated, home.codes, "treated")
    let isCompared =
      comparison.isEmpty
      ? isTreated.map { !$0 } : try chosen(comparison, home.codes, "comparison")
    if let both = home.codes.indices.first(where: { isTreated[$0] && isCompared[$0] }) {
      throw WorkflowError.usage("\(home.codes[both]) stands among the treated and the compared")
    }
    var columns = BeforeAfterStudy.Columns(
      before: [], after: [], exposureBefore: [], exposureAfter: [], isTreated: [])
    var leftOut = 0
    for unit in home.codes.indices where isTreated[unit] || isCompared[unit] {
      guard home.exposures[unit] > 0, later.exposures[unit] > 0 else {
        leftOut += 1
        continue
      }
      columns.before.append(home.counts[unit])
      columns.after.append(later.counts[unit])
      columns.exposureBefore.append(home.exposures[unit] * before.days)
      columns.exposureAfter.append(later.exposures[unit] * after.days)
      columns.isTreated.append(isTreated[unit])
    }
    do {
      let answer = try BeforeAfterStudy(confidence: confidence).answer(columns)
      return report(answer, leftOut: leftOut)
    } catch {
      throw WorkflowError.failed(
        "nothing can be said: a change is compared with units where nothing was done, and of the "
          + "\(columns.isTreated.count { !$0 }) that there are: \(error)")
    }
  }

  // MARK: What is compared

  private func requireNoBreak(in store: any SpatialStore) throws {
    let inside = try store.reportingBreaks(
      after: before.first, upTo: after.last, besides: breaks)
    guard let first = inside.first else { return }
    throw WorkflowError.failed(
      "on \(first.day) \(first.reason): from then on incidents are reported otherwise, and a "
        + "comparison over that day would count reports for incidents. Choose both periods on one "
        + "side of it")
  }

  private struct Counts {
    var codes: [String]
    var counts: [Double]
    var exposures: [Double]
  }

  private func counts(_ period: Period, in store: any SpatialStore) throws -> Counts {
    let units = try IndexUnits(
      level: level, area: area.trimmedCode, firstDay: period.first, lastDay: period.last, in: store)
    let indicator = FrameworkIndicator(
      key: "incidents", chineseName: "", englishName: "",
      source: .incidents(Dictionary(uniqueKeysWithValues: Set(categories).map { ($0, 1) })),
      per: per, unit: 1, scale: .goalposts(worst: 1, best: 0), smoothing: .none, origin: .passive)
    let found = units.data(indicator)
    guard case .counts(let counts, let exposures) = found.data else {
      throw WorkflowError.failed(found.missing ?? "the store has no such incidents")
    }
    return Counts(codes: units.codes, counts: counts, exposures: exposures)
  }

  private func chosen(
    _ prefixes: [String], _ codes: [String], _ name: String
  ) throws(WorkflowError) -> [Bool] {
    var chosen = [Bool](repeating: false, count: codes.count)
    for prefix in prefixes.map(\.trimmedCode) {
      var isThere = false
      for unit in codes.indices where codes[unit].hasPrefix(prefix) {
        chosen[unit] = true
        isThere = true
      }
      guard isThere else {
        throw .usage("\(name): no \(level.rawValue) of the store begins with “\(prefix)”")
      }
    }
    return chosen
  }

  // MARK: Words

  private func report(_ answer: BeforeAfterStudy.Answer, leftOut: Int) -> Report {
    func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
    return Report(
      categories: categories.sorted(),
      before: [before.first.description, before.last.description],
      after: [after.first.description, after.last.description],
      treatedUnits: answer.treatedUnits, comparisonUnits: answer.comparisonUnits,
      leftOut: leftOut, incidentsBefore: answer.before, incidentsAfter: answer.after,
      naiveRatio: known(answer.naive), trend: answer.trend, usualBefore: answer.usualBefore,
      expectedAfter: answer.expected, effect: known(answer.effect), low: known(answer.low),
      high: known(answer.high), p: known(answer.p), differences: known(answer.differences),
      differencesLow: known(answer.differencesLow), differencesHigh: known(answer.differencesHigh),
      overdispersion: answer.overdispersion, sentence: sentence(answer))
  }

  private func sentence(_ answer: BeforeAfterStudy.Answer) -> BilingualText {
    func whole(_ value: Double) -> String { String(format: "%.1f", value) }
    func change(_ ratio: Double) -> String { String(format: "%+.0f %%", (ratio - 1) * 100) }
    guard !answer.effect.isNaN else {
      return BilingualText(
        en: "None were to be expected there, before or after: nothing can be said.",
        zh: "处置单元前后本来就不会有事件：无从说起。")
    }
    let range = "\(change(answer.low)) to \(change(answer.high))"
    let chineseRange = "\(change(answer.low)) 至 \(change(answer.high))"
    let isShown = answer.high < 1 || answer.low > 1
    let english =
      isShown
      ? "That is \(change(answer.effect)) against it (\(range)): more than chance."
      : "That is \(change(answer.effect)) against it (\(range)): no effect is shown."
    let chinese =
      isShown
      ? "与之相比 \(change(answer.effect))（\(chineseRange)），超出偶然。"
      : "与之相比 \(change(answer.effect))（\(chineseRange)），看不出效果。"
    return BilingualText(
      en: "\(answer.treatedUnits) units, \(whole(answer.before)) incidents before and "
        + "\(whole(answer.after)) after. As units like them go they would have had "
        + "\(whole(answer.usualBefore)) in a usual period before, and \(whole(answer.expected)) "
        + "after had nothing been done (\(answer.comparisonUnits) units to compare, which went "
        + "\(change(answer.trend))). \(english)",
      zh: "\(answer.treatedUnits) 个单元，之前 \(whole(answer.before)) 起、之后 \(whole(answer.after)) 起。"
        + "同类单元平常水平为 \(whole(answer.usualBefore)) 起；若不处置，之后应为 \(whole(answer.expected)) 起"
        + "（对照 \(answer.comparisonUnits) 个单元，同期 \(change(answer.trend))）。\(chinese)")
  }
}
