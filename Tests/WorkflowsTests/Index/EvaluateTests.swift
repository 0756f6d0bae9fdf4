import Analysis
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Before and after, through files and a store.
@Suite struct EvaluateTests {
  private static func period(_ first: String, _ last: String) -> EvaluateIntervention.Period {
    .init(first: DayNumber(first) ?? DayNumber(0), last: DayNumber(last) ?? DayNumber(0))
  }

  private static func evaluation(treated: [String]) -> EvaluateIntervention {
    var evaluation = EvaluateIntervention(
      categories: ["theft"], before: period("2025-09-01", "2025-12-31"),
      after: period("2026-01-01", "2026-04-26"), treated: treated)
    evaluation.level = .village
    return evaluation
  }

  /// Nothing was done in the scenario: of the villages that had most, a naive reading says that it
  /// helped, and the answer says that nothing is shown.
  @Test func choosingTheWorstIsNoEffect() throws {
    try Scenario.with(incidents: 12_000) { scenario in
      let before = try IndexUnits(
        level: .village, area: "", firstDay: Self.period("2025-09-01", "2025-12-31").first,
        lastDay: Self.period("2025-09-01", "2025-12-31").last, in: scenario.store)
      let thefts = before.data(
        FrameworkIndicator(
          key: "t", chineseName: "", englishName: "", source: .incidents(["theft": 1]),
          per: .population, unit: 1, scale: .goalposts(worst: 1, best: 0), smoothing: .none,
          origin: .passive))
      guard case .counts(let counts, let exposures) = thefts.data else {
        Issue.record("no counts")
        return
      }
      let rates = zip(counts, exposures).map { $0 / $1 }
      let worst = before.codes.indices.filter { rates[$0].isFinite }
        .sorted { rates[$0] > rates[$1] }.prefix(30).map { before.codes[$0] }
      let report = try Self.evaluation(treated: worst).run(in: scenario.store)
      #expect(report.treatedUnits == 30 && report.comparisonUnits > 200)
      #expect((report.naiveRatio ?? 1) < 0.85, "\(report)")
      #expect(report.usualBefore < report.incidentsBefore)
      #expect((report.low ?? 2) < 1 && (report.high ?? 0) > 1, "\(report)")
      #expect(report.sentence.en.contains("no effect is shown"))
      #expect(report.sentence.zh.contains("看不出效果"))
    }
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    try Scenario.with(incidents: 3000) { scenario in
      func fails(_ words: String, _ change: (inout EvaluateIntervention) -> Void) {
        var evaluation = Self.evaluation(treated: ["350921101"])
        change(&evaluation)
        do {
          _ = try evaluation.run(in: scenario.store)
          Issue.record("\(words): nothing was refused")
        } catch {
          #expect("\(error)".contains(words), "\(error)")
        }
      }
      fails("after must begin when before has ended") {
        $0.after = Self.period("2025-12-01", "2026-04-01")
      }
      fails("no village of the store begins with “999”") { $0.treated = ["999"] }
      fails("stands among the treated and the compared") { $0.comparison = ["350921"] }
      fails("incidents are reported otherwise") {
        $0.breaks = [.init(day: Self.period("2026-01-01", "2026-01-01").first, reason: "x")]
      }
      fails("where nothing was done") { $0.treated = ["350921"] }
      fails("no incidents of thefd") { $0.categories = ["thefd"] }
    }
  }

  /// A scheme that begins inside is a day from which more is reported.
  @Test func aSchemeThatBeginsInsideIsABreak() throws {
    try Scenario.with(incidents: 2000, registers: true) { scenario in
      var evaluation = Self.evaluation(treated: ["350921101"])
      evaluation.before = Self.period("2019-01-01", "2025-12-31")
      #expect(throws: WorkflowError.self) { try evaluation.run(in: scenario.store) }
    }
  }
}
