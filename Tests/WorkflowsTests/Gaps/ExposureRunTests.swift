import Analysis
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

@Suite struct ExposureRunTests {
  private func assess(
    _ hazard: AssessExposure.Hazard, in scene: ImportScene,
    change: (inout AssessExposure) -> Void = { _ in }
  ) throws -> (outcome: AnalysisOutcome, rows: [[String: AttributeValue]]) {
    var assess = AssessExposure(hazard, home: ImportScene.home)
    assess.day = CoverScene.day
    change(&assess)
    let outcome = try assess.run(in: scene.store)
    return (outcome, try CoverScene.rows("exposure", of: outcome.run, in: scene.store))
  }

  private func storms(
    _ scene: ImportScene, agencies: [String] = [""], month: String = "2018-07"
  ) throws {
    func track(_ id: String, _ season: Int, _ offset: Double) -> String {
      CoverScene.feature(
        #""id":"\#(id)","season":\#(season)"#,
        #"{"type":"LineString","coordinates":[[\#(121 + offset),25.5],[\#(119.5 + offset),27.5]]}"#)
    }
    try scene.load(
      [track("S1", 2018, 0), track("S2", 2019, 1.2), track("S3", 2021, 30)]
        .map { $0 + "\n" }.joined().utf8, as: "s.geojsonl", into: .storms)
    var rows = ["storm,time,agency,lon,lat,wind_kt,pressure_hpa"]
    for agency in agencies {
      for (storm, offset) in [("S1", 0.0), ("S2", 1.2), ("S3", 30.0)] {
        for step in 0...4 {
          let share = Double(step) / 4
          rows.append(
            "\(storm),\(month)-0\(step + 1)T00:00:00Z,\(agency),\(121 - 1.5 * share + offset),"
              + "\(25.5 + 2 * share),\(80 - 5 * step),\(950 + 8 * step)")
        }
      }
    }
    let report = try scene.load(
      rows.map { $0 + "\n" }.joined().utf8, as: "sp.csv", into: .stormPoints)
    #expect(report.counts.rejected == 0, "\(scene.rejects)")
  }

  /// Half of the first zone: half of its 600,000 yuan and of what policies say.
  @Test func aFootprintTakesWhatLiesInside() throws {
    try CoverScene.run { scene in
      let file = scene.folder.appending(path: "flood.geojson")
      try Data(
        #"""
        {"type":"Polygon","coordinates":[[[119.9,26.6],[120.005,26.6],[120.005,26.715],[119.9,26.715],[119.9,26.6]]]}
        """#.utf8
      ).write(to: file)
      let (outcome, rows) = try assess(.footprint(path: file.path), in: scene)
      #expect(rows.count == 1)
      let row = try #require(rows.first)
      #expect(row["footprint"] == .text("flood") && row["unit"] == .text("350921104Y001"))
      #expect(abs(row.real("inside_share") - 0.5) < 1e-4)
      #expect(abs(row.real("value_yuan") - 300_000) < 60)
      #expect(abs(row.real("sum_insured") - 102_000) < 30)
      // 144,000 and 60,000 of 600,000 are insured.
      #expect(abs(row.real("sum_uninsured") - 198_000) < 60)
      #expect(row["class"] == .text("part") && row["wind_ms"] == .unknown)
      #expect(outcome.run.summary.contains(#""mutual""#))
      let (_, alone) = try assess(.footprint(path: file.path), in: scene) { $0.schemes = ["stock"] }
      #expect(abs(alone[0].real("sum_insured") - 72_000) < 30)
    }
  }

  @Test func withoutACurveThereIsNoLossAndWithoutAShareNoPersons() throws {
    try CoverScene.run { scene in
      try storms(scene)
      let (outcome, rows) = try assess(.storm("S1"), in: scene)
      #expect(rows.count == 4)
      for row in rows {
        #expect(row.real("wind_ms") > 17.2)
        #expect(row["loss_ground_up"] == .unknown && row["people"] == .unknown)
      }
      #expect(outcome.sentence.contains("--curve"), "\(outcome.sentence)")
      #expect(outcome.run.summary.contains("Holland 1980"))
      let (_, crews) = try assess(.storm("S1"), in: scene) { $0.settings.evacuatedShare = 0.8 }
      let first = try #require(crews.first { $0["unit"] == .text("350921104Y001") })
      #expect(abs(first.real("people") - 1) < 1e-9)
      // The third lies by a sheltered coast; no shelter is counted on unless it is said.
      let (_, sheltered) = try assess(.storm("S1"), in: scene) {
        $0.settings.shelterSheltered = 0.5
      }
      let third = try #require(sheltered.first { $0["unit"] == .text("350921104Y003") })
      #expect(abs(third.real("sheltered_wind_ms") - third.real("wind_ms") / 2) < 1e-9)
    }
  }

  @Test func theRecordHasItsExceedance() throws {
    try CoverScene.run { scene in
      try storms(scene)
      let (outcome, rows) = try assess(.allStorms, in: scene) {
        $0.settings.curves = [.init(kind: "mu", winds: [15, 60], shares: [0, 1])]
        $0.settings.aggregateLimitYuan = 20_000
      }
      let events = try CoverScene.rows("exposure_events", of: outcome.run, in: scene.store)
      #expect(events.count == 3 && events[0].real("rank") == 1)
      let total = events.reduce(0) { $0 + $1.real("loss_ground_up") }
      let byPlace = rows.filter { $0["loss_ground_up"] != .unknown }
        .reduce(0) { $0 + $1.real("loss_ground_up") }
      #expect(total > 0 && abs(total - byPlace) < 1e-6 * total)
      #expect(
        abs(
          rows.reduce(0) { $0 + ($1.real("contribution").isNaN ? 0 : $1.real("contribution")) } - 1)
          < 1e-9)
      // Four seasons from 2018 to 2021; the worst came once.
      #expect(events[0].real("return_period_years") == 4 && events[0].real("rate") == 0.25)
      // Thirty degrees to the east there is no loss, and no return period.
      #expect(events[2]["footprint"] == .text("S3") && events[2].real("loss_ground_up") == 0)
      #expect(events[2]["return_period_years"] == .unknown)
      // The first zone insures 204,000 of 600,000. Of the second's 300,000, policies name 90,000 and
      // nobody knows whether they pay in a 禁养区; those without a value are in no sum.
      for row in rows where row["loss_ground_up"] != .unknown {
        let parts =
          row.real("loss_insured") + row.real("loss_uninsured") + row.real("loss_unknown")
        #expect(abs(parts - row.real("loss_ground_up")) < 1e-6)
        let isSecond = row["unit"] == .text("350921104Y002")
        #expect(abs(row.real("sum_unknown") - (isSecond ? 90_000 : 0)) < 1e-6)
        let share = row.real("loss_unknown") / row.real("loss_ground_up")
        #expect(abs(share - (isSecond ? 0.3 : 0)) < 1e-9)
      }
      let worst = events[0]
      #expect(worst.real("loss_unknown") > 0 && worst.real("loss_insured") > 0)
      #expect(
        abs(
          worst.real("loss_insured") + worst.real("loss_uninsured") + worst.real("loss_unknown")
            - worst.real("loss_ground_up")) < 1e-6 * worst.real("loss_ground_up"))
      #expect(outcome.run.summary.contains("breachHigh"))
      #expect(outcome.run.validFrom == CoverScene.day)
    }
  }

  private func gaps(
    _ storms: String?, in scene: ImportScene, change: (inout FindCoverageGaps) -> Void = { _ in }
  ) throws -> (summary: FindCoverageGaps.Summary, rows: [[String: AttributeValue]], run: Run) {
    var find = FindCoverageGaps(scheme: "stock", day: CoverScene.day, home: ImportScene.home)
    find.storms = storms
    change(&find)
    let run = try find.run(in: scene.store).run
    return (
      try #require(CanonicalJSON.value(FindCoverageGaps.Summary.self, of: run.summary)),
      try CoverScene.rows("coverage_gaps", of: run, in: scene.store), run
    )
  }

  private func yuan(
    _ rows: [[String: AttributeValue]], _ zone: String
  ) throws -> [String: AttributeValue] {
    for row in rows where row["unit"] == .text(CoverScene.town + zone) {
      if row["measure"] == .text("yuan") { return row }
    }
    throw WorkflowError.failed("no row of \(zone)")
  }

  private static let curves = [StormSettings.Curve(kind: "mu", winds: [15, 60], shares: [0, 1])]

  /// What the first zone loses uninsured in each of two storms, over four seasons: its mean, its
  /// range, and both together with what policies have paid in usual years.
  @Test func theGapTakesTheStormsPartWithItsRange() throws {
    try CoverScene.run { scene in
      try storms(scene)
      var sums = YearlyLoss.Sums()
      for storm in ["S1", "S2"] {
        let (_, rows) = try assess(.storm(storm), in: scene) { $0.settings.curves = Self.curves }
        let row = try #require(rows.first { $0["unit"] == .text("350921104Y001") })
        #expect(row["loss_a_year"] == .unknown, "one storm is no record")
        sums.add(row.real("loss_uninsured"))
      }
      let expected = try YearlyLoss(uninsured: sums, open: sums, years: 4)
      let (outcome, rows) = try assess(.allStorms, in: scene) { $0.settings.curves = Self.curves }
      let first = try #require(rows.first { $0["unit"] == .text("350921104Y001") })
      #expect(abs(first.real("loss_a_year") / expected.expected - 1) < 1e-9)
      #expect(abs(first.real("low") / expected.low - 1) < 1e-6)
      #expect(abs(first.real("high") / (expected.high ?? 0) - 1) < 1e-6)
      #expect(first.real("low") < first.real("loss_a_year"))
      // Of a third of the second zone nobody knows whether it is insured: the upper end counts it.
      let second = try #require(rows.first { $0["unit"] == .text("350921104Y002") })
      #expect(
        second.real("high") / second.real("loss_a_year") > 1.2 * first.real("high")
          / first.real("loss_a_year"))
      #expect(outcome.run.summary.contains("yearlyUninsuredHigh"))

      let plain = try yuan(gaps(nil, in: scene).rows, "Y001")
      #expect(plain["storm_loss"] == .unknown && plain["attritional_loss"] == .unknown)
      let (summary, all, run) = try gaps(outcome.run.id, in: scene)
      let zone = try yuan(all, "Y001")
      #expect(zone["storm_loss"] == first["loss_a_year"] && zone["storm_high"] == first["high"])
      #expect(zone["attritional_loss"] == plain["expected_uninsured_loss"])
      let loss = zone.real("attritional_loss") + zone.real("storm_loss")
      #expect(abs(zone.real("expected_uninsured_loss") - loss) < 1e-6 * loss)
      func far(_ one: Double, _ two: Double) -> Double { (one * one + two * two).squareRoot() }
      let below = far(
        plain.real("expected_uninsured_loss") - plain.real("low"),
        zone.real("storm_loss") - zone.real("storm_low"))
      let above = far(
        plain.real("high") - plain.real("expected_uninsured_loss"),
        zone.real("storm_high") - zone.real("storm_loss"))
      #expect(abs(zone.real("low") - max(0, loss - below)) < 1e-6 * loss)
      #expect(abs(zone.real("high") - (loss + above)) < 1e-6 * loss)
      // No value, no loss; and a sum of which a part is not known is not known.
      #expect(try yuan(all, "Y003")["storm_loss"] == .unknown)
      #expect(try yuan(all, "Y003")["expected_uninsured_loss"] == .unknown)
      #expect(summary.stormRun == outcome.run.id && summary.claimsOfStorms == 0)
      let total = try #require(summary.totals["yuan"])
      let known = all.filter { $0["expected_uninsured_loss"] != .unknown }
      #expect(
        abs((total.uninsuredLossHighYuan ?? 0) - known.reduce(0) { $0 + $1.real("high") }) < 1)
      #expect((total.uninsuredLossLowYuan ?? 0) < (total.expectedUninsuredLossYuan ?? 0))
      let coast = try CoverScene.rows("coast_gaps", of: run, in: scene.store)
      let shore = try #require(
        coast.first { $0["unit"] == .text("350921104H001") && $0["measure"] == .text("yuan") })
      #expect(shore["storm_loss"] == zone["storm_loss"] && shore["high"] == zone["high"])
      #expect(try scene.store.faults() == [])
    }
  }

  /// A claim of the days of a storm is the storm's: it is not counted again among usual years.
  @Test func claimsOfStormDaysAreCountedOnce() throws {
    try CoverScene.run { scene in
      try storms(scene, month: "2025-09")
      let (outcome, _) = try assess(.allStorms, in: scene) { $0.settings.curves = Self.curves }
      let (summary, rows, _) = try gaps("current", in: scene)
      #expect(summary.stormRun == outcome.run.id && summary.claimsOfStorms == 1)
      // Of the two claims one is left, and one says nothing of how losses vary.
      let zone = try yuan(rows, "Y001")
      #expect(zone["attritional_loss"] == .unknown && zone.real("storm_loss") > 0)
      #expect(zone["expected_uninsured_loss"] == .unknown)
    }
  }

  @Test func aStormPartOfOtherThingsIsRefused() throws {
    try CoverScene.run { scene in
      try storms(scene)
      func refusal(_ run: String, _ change: @escaping (inout FindCoverageGaps) -> Void = { _ in })
        throws -> String
      {
        let (words, isUsage) = try scene.refusal { try gaps(run, in: $0, change: change) }
        #expect(isUsage, "\(words)")
        return words
      }
      #expect(try refusal("nothing").contains("no such run of exposure"))
      let (one, _) = try assess(.storm("S1"), in: scene) { $0.settings.curves = Self.curves }
      #expect(try refusal(one.run.id).contains("all storms of the record"))
      let (bare, _) = try assess(.allStorms, in: scene)
      #expect(try refusal(bare.run.id).contains("--curve"))
      let (mutual, _) = try assess(.allStorms, in: scene) {
        $0.settings.curves = Self.curves
        $0.schemes = ["mutual"]
      }
      #expect(try refusal(mutual.run.id).contains("mutual"))
      let (sound, _) = try assess(.allStorms, in: scene) { $0.settings.curves = Self.curves }
      #expect(try refusal(sound.run.id) { $0.day = CoverScene.day + -1 }.contains("differ by day"))
      #expect(try refusal(sound.run.id) { $0.confidence = 0.5 }.contains("--confidence"))
      #expect(try refusal(sound.run.id) { $0.terms.family = .workers }.contains("for stock"))
    }
  }

  @Test func aTriggerLineMissesAndPaysAside() throws {
    try CoverScene.run { scene in
      try storms(scene)
      let (outcome, _) = try assess(.allStorms, in: scene) {
        $0.settings.curves = [.init(kind: "all", winds: [15, 60], shares: [0, 1])]
        $0.settings.trigger = .init(
          longitudes: [119.8, 120.35], latitudes: [26.4, 26.9], gateKnots: 40, seawardBearing: 135,
          moveKilometres: 100)
      }
      #expect(outcome.run.summary.contains(#""basisRisk""#))
      #expect(outcome.run.summary.contains(#""loss_no_pay":1"#), "\(outcome.run.summary)")
      // By stretch of coast: each storm is one of the four, and what is not paid is lost.
      let coast = try CoverScene.rows("basis_risk", of: outcome.run, in: scene.store)
      #expect(coast.count == 2)
      for row in coast {
        #expect(
          row.real("loss_and_pay") + row.real("loss_no_pay") + row.real("pay_no_loss")
            + row.real("neither") == 3)
        let losses = row.real("loss_and_pay") + row.real("loss_no_pay")
        #expect(abs(row.real("no_pay_given_loss") - row.real("loss_no_pay") / losses) < 1e-12)
        #expect(row.real("low") <= row.real("no_pay_given_loss"))
        #expect((row.real("loss_not_paid") > 0) == (row.real("loss_no_pay") > 0))
      }
      let whole = try CoverScene.rows("exposure_events", of: outcome.run, in: scene.store)
        .reduce(0) { $0 + $1.real("loss_ground_up") }
      let (_, always) = try assess(.allStorms, in: scene) {
        $0.settings.curves = [.init(kind: "all", winds: [15, 60], shares: [0, 1])]
        $0.settings.trigger = .init(
          longitudes: [100, 101], latitudes: [0, 0], gateKnots: 40, seawardBearing: 135,
          moveKilometres: 100)
      }
      #expect(!always.isEmpty)
      // A line that no storm crosses pays for nothing: all the loss of the record stays.
      let far = try #require(
        try scene.store.answer(Runs(currentOf: AssessExposure.kind)).first)
      let missed = try CoverScene.rows("basis_risk", of: far, in: scene.store)
      #expect(
        abs(missed.reduce(0) { $0 + $1.real("loss_not_paid") } - whole) < 1e-6 * whole)
      #expect(missed.allSatisfy { $0["class"] == .text("missed") })
    }
  }

  @Test func whatCannotBeAskedIsRefusedInWords() throws {
    try CoverScene.run { scene in
      var (words, isUsage) = try scene.refusal { try assess(.storm("S9"), in: $0) }
      #expect(isUsage && words.contains("import storms"), "\(words)")
      try storms(scene, agencies: ["jtwc", "wmo"])
      (words, isUsage) = try scene.refusal { try assess(.storm("S1"), in: $0) }
      #expect(isUsage && words.contains("--agency"), "\(words)")
      _ = try assess(.storm("S1"), in: scene) { $0.settings.agency = "wmo" }
      (words, isUsage) = try scene.refusal { try assess(.storm("S9"), in: $0) }
      #expect(isUsage && words.contains("S1, S2, S3"), "\(words)")
      (words, isUsage) = try scene.refusal { try assess(.footprint(path: "/none.geojson"), in: $0) }
      #expect(isUsage && words.contains("/none.geojson"), "\(words)")
      let file = scene.folder.appending(path: "point.geojson")
      try Data(#"{"type":"Point","coordinates":[120,26]}"#.utf8).write(to: file)
      (words, isUsage) = try scene.refusal { try assess(.footprint(path: file.path), in: $0) }
      #expect(isUsage && words.contains("no surface"), "\(words)")
      (words, isUsage) = try scene.refusal {
        try assess(.storm("S1"), in: $0) {
          $0.settings.agency = "wmo"
          $0.settings.curves = [.init(kind: "mu", winds: [30, 20], shares: [0, 1])]
        }
      }
      #expect(isUsage && words.contains("wind 2 of the curve"), "\(words)")
    }
  }
}
