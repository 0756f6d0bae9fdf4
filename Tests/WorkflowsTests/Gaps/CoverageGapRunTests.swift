import Foundation
import SimpleFeatures
import Storage
import Synchronization
import Testing

@testable import Workflows

@Suite struct CoverageGapRunTests {
  private func find(
    _ scheme: String = "stock", in scene: ImportScene,
    change: (inout FindCoverageGaps) -> Void = { _ in }
  ) throws -> (outcome: AnalysisOutcome, gaps: [[String: AttributeValue]]) {
    var find = FindCoverageGaps(
      scheme: scheme, day: CoverScene.day, home: ImportScene.home)
    change(&find)
    let outcome = try find.run(in: scene.store)
    return (outcome, try CoverScene.rows("coverage_gaps", of: outcome.run, in: scene.store))
  }

  private func row(
    _ rows: [[String: AttributeValue]], _ unit: String, _ measure: String
  ) throws -> [String: AttributeValue] {
    try #require(
      rows.first {
        $0["unit"] == .text(CoverScene.town + unit) && $0["measure"] == .text(measure)
      })
  }

  /// 100 亩 at 6,000 yuan in July: 40 insured at 3,600, 10 with the mutual society, 50 with nobody.
  @Test func oneZoneIsWhatOneReckonsByHand() throws {
    try CoverScene.run { scene in
      let (_, rows) = try find(in: scene) { $0.terms.others = ["mutual"] }
      let units = try row(rows, "Y001", "mu")
      #expect(units.real("exposure") == 100 && units.real("insured") == 40)
      #expect(units.real("other_cover") == 10 && units.real("gap") == 50)
      #expect(units.real("gap_no_policy") == 50 && units.real("penetration") == 0.4)
      let yuan = try row(rows, "Y001", "yuan")
      #expect(yuan.real("exposure") == 600_000 && yuan.real("insured") == 144_000)
      #expect(yuan.real("other_cover") == 60_000)
      #expect(abs(yuan.real("gap_under_limit") - 96_000) < 1e-6)
      #expect(yuan.real("gap_no_policy") == 300_000 && yuan.real("gap_unknown") == 0)
      #expect(abs(yuan.real("penetration") - 0.24) < 1e-12)
      #expect(yuan["basis"] == .text("ground_up") && yuan["class"] == .text("little"))
      // Two claims of 12,000 on average in 40 units for 365 days; 0.6 of the value is insured.
      let pure = 2 / (40 * 365 / 365.25) * 12_000
      let whole = pure / 0.6
      let loss = whole * 50 + (whole - pure) * 40
      #expect(abs(yuan.real("expected_uninsured_loss") - loss) < 1e-6 * loss)
      #expect(yuan.real("low") < loss && yuan.real("high") > loss)
      // Told once: not in the row of the units as well.
      #expect(units["expected_uninsured_loss"] == .unknown)
      #expect(units["segment"] == .text("350921104H001"))
      #expect(units["exposure_class"] == .text("open") && units["licence"] == .text("valid"))
      #expect(abs(units.real("segment_metres") - 1108) < 3)
    }
  }

  /// Whoever leaves is noticed while the register is still read, on land as at sea.
  @Test func theReadingEndsWhenNobodyWaits() throws {
    try CoverScene.run { scene in
      for scheme in ["stock", "nobody's"] {
        for most in 0..<6 {
          let asked = Atomic<Int>(0)
          #expect(throws: WorkflowError.cancelled) {
            _ = try FindCoverageGaps(scheme: scheme, day: CoverScene.day, home: ImportScene.home)
              .find(in: scene.store) { asked.add(1, ordering: .relaxed).newValue > most }
          }
          #expect(asked.load(ordering: .relaxed) == most + 1)
        }
      }
    }
  }

  @Test func everyRowAddsUpAndUnknownIsNeverZero() throws {
    try CoverScene.run { scene in
      let (outcome, rows) = try find(in: scene)
      #expect(rows.count == 8)
      for row in rows where row["exposure"] != .unknown {
        let gap =
          row.real("gap_no_policy") + row.real("gap_under_limit") + row.real("gap_excluded")
          + row.real("gap_unknown")
        #expect(abs(gap - row.real("gap")) < 1e-6)
        #expect(
          abs(row.real("insured") + row.real("other_cover") + gap - row.real("exposure")) < 1e-6)
      }
      // In a zone where stock is forbidden nobody knows whether the scheme pays.
      let forbidden = try row(rows, "Y002", "mu")
      #expect(forbidden.real("gap_unknown") == 15 && forbidden.real("insured") == 0)
      #expect(forbidden["prohibited"] == .boolean(true))
      // No value, no yuan; no quantity, no exposure.
      #expect(try row(rows, "Y003", "yuan")["exposure"] == .unknown)
      #expect(try row(rows, "Y003", "kou").real("gap_no_policy") == 10)
      #expect(try row(rows, "Y004", "mu")["class"] == .text("unknown"))
      for fault in [
        "policy P5: 0.6 yuan for a unit that is worth 6000", "万元",
        "zone 350921104Y002: policies P5, P6 of stock overlap",
        "policy P7: zone 350921104Y009 is not in the register",
        "policy P8: counts mu, zone 350921104Y003 counts kou",
      ] { #expect(outcome.run.summary.contains(fault), "\(fault) in \(outcome.run.summary)") }
      // Where the scheme's text is known, the forbidden part is excluded.
      let (_, known) = try find(in: scene) { $0.terms.excludesProhibited = true }
      #expect(try row(known, "Y002", "mu").real("gap_excluded") == 15)
      let (_, covered) = try find(in: scene) { $0.terms.excludesProhibited = false }
      #expect(try row(covered, "Y002", "mu").real("insured") == 5)
    }
  }

  @Test func aStretchOfCoastIsTheSumOfItsZones() throws {
    try CoverScene.run { scene in
      let (outcome, rows) = try find(in: scene)
      let coast = try CoverScene.rows("coast_gaps", of: outcome.run, in: scene.store)
      let first = try #require(
        coast.first { $0["unit"] == .text("350921104H001") && $0["measure"] == .text("yuan") })
      let zone = try row(rows, "Y001", "yuan")
      #expect(first.real("zones") == 2 && first.real("exposure") == zone.real("exposure"))
      #expect(
        first.real("expected_uninsured_loss") == zone.real("expected_uninsured_loss"))
      // kou and mu stay apart.
      var measures: [AttributeValue] = []
      for row in coast where row["unit"] == .text("350921104H002") {
        measures.append(row["measure"] ?? .unknown)
      }
      #expect(measures == [.text("kou"), .text("mu"), .text("yuan")], "\(coast)")
    }
  }

  @Test func theNextYuanGoesWhereItMay() throws {
    try CoverScene.run { scene in
      let (outcome, _) = try find(in: scene) {
        $0.subsidy = SubsidyTerms(budgetYuan: 2_000, response: [.init(share: 0.5, takeUp: 0.4)])
      }
      let rows = try CoverScene.rows("subsidy", of: outcome.run, in: scene.store)
      func zone(_ code: String) throws -> [String: AttributeValue] {
        try #require(rows.first { $0["unit"] == .text(CoverScene.town + code) })
      }
      let open = try zone("Y001")
      // Level 20 would cost 24 units · 200.14 · 0.5 = 2,402 yuan.
      let premium = 8_000 / (40 * 365 / 365.25)
      let level = (0...20).last { level in
        let share = 0.5 * Double(level) / 20
        return ((60 * 0.8 * share).rounded(.down) * premium * share).rounded(.up) <= 2_000
      }
      #expect(open.real("subsidy_level") == Double(try #require(level)))
      #expect(open.real("cost_yuan") <= 2_000 && open.real("cost_yuan") > 0)
      #expect(open["label"] == .text("what_if") && open["proposed"] == .boolean(true))
      #expect(open.real("uninsured_after") < open.real("uninsured_before"))
      #expect(open.real("loss_after") < open.real("loss_before"))
      let forbidden = try zone("Y002")
      #expect(forbidden["proposed"] == .boolean(false) && forbidden.real("cost_yuan") == 0)
      #expect(forbidden["reason"] == .text("lies in a 禁养区"))
      #expect(try zone("Y003")["reason"] == .text("no premium is known"))
      #expect(outcome.sentence.contains("what-if") && outcome.sentence.contains("the optimum"))
    }
  }

  /// The paper of the scheme: one may join, nothing is paid in a 禁养区, and public money pays a fifth
  /// of a premium at least.
  @Test func whatThePaperSaysIsTakenAndTheUsersWordStandsAboveIt() throws {
    try CoverScene.run { scene in
      try CoverScene.addPaper(to: scene)
      let (outcome, rows) = try find(in: scene) {
        $0.subsidy = SubsidyTerms(
          budgetYuan: 2_000,
          response: [.init(share: 0.1, takeUp: 0.02), .init(share: 0.5, takeUp: 0.4)])
      }
      #expect(try row(rows, "Y002", "mu").real("gap_excluded") == 15)
      #expect(try row(rows, "Y002", "mu").real("gap_unknown") == 0)
      #expect(try row(rows, "Y001", "mu")["obligation"] == .text("voluntary"))
      #expect(outcome.run.parameters.contains(#""version":"2024""#), "\(outcome.run.parameters)")
      let proposals = try CoverScene.rows("subsidy", of: outcome.run, in: scene.store)
      for proposal in proposals {
        #expect(proposal["label"] == .text("scheme_rule"))
        let share = proposal.real("subsidy_share")
        #expect(share == 0 || share >= 0.2, "\(share)")
      }
      #expect(proposals.contains { $0.real("subsidy_share") >= 0.2 })
      let (_, own) = try find(in: scene) {
        $0.terms.excludesProhibited = false
        $0.terms.obligation = .compulsory
      }
      #expect(try row(own, "Y002", "mu").real("insured") == 5)
      #expect(try row(own, "Y001", "mu")["obligation"] == .text("compulsory"))
      // Nobody joins at a share that the paper does not pay.
      let (words, isUsage) = try scene.refusal {
        try find(in: $0) {
          $0.subsidy = SubsidyTerms(
            budgetYuan: 2_000, response: [.init(share: 0.1, takeUp: 0.02)])
        }
      }
      #expect(isUsage && words.contains("20 % of a premium at least"), "\(words)")
    }
  }

  @Test func whatCannotBeAskedIsRefusedInWords() throws {
    try CoverScene.run { scene in
      var (words, isUsage) = try scene.refusal { try find("none", in: $0) }
      #expect(isUsage && words.contains("mutual, stock"), "\(words)")
      (words, isUsage) = try scene.refusal {
        try find(in: $0) { $0.subsidy = SubsidyTerms(budgetYuan: 5, response: []) }
      }
      #expect(isUsage && words.contains("--take-up"), "\(words)")
      (words, isUsage) = try scene.refusal {
        try find(in: $0) {
          $0.subsidy = SubsidyTerms(
            budgetYuan: 5, response: [.init(share: 0.5, takeUp: 0.4), .init(share: 0.4, takeUp: 1)])
        }
      }
      #expect(isUsage && words.contains("0.4:1.0"), "\(words)")
    }
  }

  /// A scheme without a claim: the gap is told, the loss is not.
  @Test func withoutExperienceThereIsNoLoss() throws {
    try CoverScene.run { scene in
      let (outcome, rows) = try find("mutual", in: scene)
      #expect(rows.allSatisfy { $0["expected_uninsured_loss"] == .unknown })
      #expect(outcome.sentence.contains("no claim has been paid"), "\(outcome.sentence)")
      #expect(try row(rows, "Y001", "mu").real("insured") == 10)
    }
  }

  @Test func theSameQuestionIsTheSameRun() throws {
    try CoverScene.run { scene in
      let first = try find(in: scene).outcome
      let again = try find(in: scene).outcome
      #expect(again.wasKept && again.run.id == first.run.id)
      try scene.load(
        [CoverScene.policyHeader, "P9,stock,raft,mu,10,60000,,2026-01-01,2026-12-31,350921104Y001"]
          .map { $0 + "\n" }.joined().utf8, as: "p9.csv", into: .policies)
      #expect(try find(in: scene).outcome.run.id != first.run.id)
    }
  }

  /// 40 households of a village of 400 in two grids; the county's one sum for all is nobody's limit.
  @Test func onLandPoliciesOfAVillageAreSharedByHouseholds() throws {
    try ImportScene.run { scene in
      let grids = [(100, 320), (300, 900)].enumerated().map { index, people in
        CoverScene.feature(
          #""code":"35092110420100\#(index + 1)","name":"网格","households":\#(people.0),"population":\#(people.1)"#,
          #"{"type":"Polygon","coordinates":[[[120.\#(index),26.8],[120.\#(index + 1),26.8],[120.\#(index + 1),26.9],[120.\#(index),26.9],[120.\#(index),26.8]]]}"#
        )
      }
      try scene.load(
        grids.map { $0 + "\n" }.joined().utf8, as: "g.geojsonl", into: .grids)
      try scene.load(rows: ["1,theft,2026-03-01,120.05,26.85", "2,theft,2026-03-01,120.15,26.85"])
      try scene.load(
        [
          "number,scheme,insured_kind,unit,units,sum_insured_yuan,premium_yuan,period_from,period_to,village",
          "H1,home,household,household,40,2400000,2680,2026-01-01,2026-12-31,350921104201",
          "L1,land,residents,person,1220,1500000,300000,2026-01-01,2026-12-31,",
        ].map { $0 + "\n" }.joined().utf8, as: "p.csv", into: .policies)
      let (_, rows) = try find("home", in: scene) { $0.rebateYuan = 1_001 }
      #expect(rows.map { $0.real("insured") } == [10, 30])
      #expect(rows.allSatisfy { $0["spread"] == .boolean(true) && $0["level"] == .text("grid") })
      #expect(rows.map { $0.real("penetration") } == [0.1, 0.1])
      #expect(rows[0].real("penetration_high") > rows[1].real("penetration_high"))
      for way in ["share_by_risk", "share_by_need", "share_by_premium"] {
        #expect(rows.reduce(0) { $0 + $1.real(way) } == 1_001)
      }
      #expect(rows.map { $0.real("share_by_premium") } == [250, 751])
      let (_, county) = try find("land", in: scene)
      #expect(county.map { $0.real("gap_unknown") } == [320, 900])
      #expect(county.allSatisfy { $0.real("insured") == 0 && $0["class"] == .text("unknown") })
      // A limit that is known makes it cover.
      let (_, known) = try find("land", in: scene) { $0.terms.limitYuan = 30_000 }
      #expect(known.map { $0.real("insured") } == [320, 900])
    }
  }

  @Test func oneFarmsPolicyIsNotForTheMeeting() throws {
    try CoverScene.run { scene in
      _ = try find(in: scene)
      let layer = try #require(Layer(named: "coverage_gaps"))
      var export = ExportLayer(layer: layer, home: ImportScene.home)
      export.audience = .meeting
      let file = scene.folder.appending(path: "gaps.csv")
      _ = try export.run(from: scene.store, to: file)
      let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      let insured = try #require(lines.first { $0.contains("Y001") && $0.contains("yuan") })
      #expect(!insured.contains("144000") && insured.contains("600000"), "\(insured)")
      let bare = try #require(lines.first { $0.contains("Y003") && $0.contains("kou") })
      #expect(bare.contains("none"), "\(bare)")
      // Nor is the stretch of coast that the farm is summed into.
      var coast = ExportLayer(
        layer: try #require(Layer(named: "coast_gaps")), home: ImportScene.home)
      coast.audience = .meeting
      let sums = scene.folder.appending(path: "coast.csv")
      _ = try coast.run(from: scene.store, to: sums)
      let told = try String(contentsOf: sums, encoding: .utf8)
      #expect(told.contains("H001") && told.contains("600000") && !told.contains("144000"))
      coast.audience = .analyst
      _ = try coast.run(from: scene.store, to: sums)
      #expect(try String(contentsOf: sums, encoding: .utf8).contains("144000"))
    }
  }
}
