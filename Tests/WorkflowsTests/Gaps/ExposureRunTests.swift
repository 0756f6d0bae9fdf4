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

  private func storms(_ scene: ImportScene, agencies: [String] = [""]) throws {
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
            "\(storm),2018-07-0\(step + 1)T00:00:00Z,\(agency),\(121 - 1.5 * share + offset),"
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
