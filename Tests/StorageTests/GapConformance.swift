import SimpleFeatures
import Storage
import Testing

/// Gaps of cover, subsidies and storms, on each store.
@Suite struct GapConformance {
  private static let area = Geometry.multiPolygon([StoreConformance.square])
  private static let line = Geometry.multiLineString([
    [Coordinate(x: 120, y: 26), Coordinate(x: 121, y: 27)]
  ])

  private static func account(_ measure: String) -> CoverageAccountRow {
    var account = CoverageAccountRow()
    account.scheme = "s"
    account.measure = measure
    account.basis = "policy"
    account.obligation = "unknown"
    account.className = "part"
    account.policies = 2
    account.exposure = 10
    account.insured = 6
    account.gap = 4
    account.gapUnknown = 4
    (account.attritionalLoss, account.stormLoss) = (3, 5)
    (account.stormLow, account.stormHigh) = (1, nil)
    return account
  }

  @Test(arguments: StoreKind.allCases)
  func gapsAreReadBackByUnitAndMeasure(kind: StoreKind) throws {
    try kind.withStore { store throws in
      let run = Run(
        kind: "coverage-gaps", parameters: "{}", seed: 0, inputDigest: "d", version: "1",
        validFrom: DayNumber(20_660), validTo: DayNumber(20_660), summary: "{}")
      let storm = Run(
        kind: "exposure", parameters: "{}", seed: 0, inputDigest: "d", version: "1",
        validFrom: DayNumber(20_660), validTo: DayNumber(20_660), summary: "{}")
      try store.write { transaction throws in
        try transaction.run(InsertRun(run))
        try transaction.run(SetCurrentRun(kind: run.kind, run: run.id))
        for measure in ["yuan", "mu"] {
          var gap = CoverageGapRow(geometry: Self.area, account: Self.account(measure))
          (gap.unit, gap.level, gap.name, gap.prohibited) = ("350921104Y001", "zone", "一", false)
          try transaction.run(InsertCoverageGap(run: run.id, gap))
        }
        var coast = CoastGapRow(geometry: Self.line, account: Self.account("mu"))
        (coast.unit, coast.name, coast.zones) = ("350921104H001", "岸", 2)
        try transaction.run(InsertCoastGap(run: run.id, coast))
        var subsidy = SubsidyRow(geometry: Self.area)
        (subsidy.unit, subsidy.scheme, subsidy.label) = ("350921104Y001", "s", "what_if")
        (subsidy.measure, subsidy.className, subsidy.costYuan) = ("mu", "some", 5_000_000_000)
        try transaction.run(InsertSubsidy(run: run.id, subsidy))
        try transaction.run(InsertRun(storm))
        try transaction.run(SetCurrentRun(kind: storm.kind, run: storm.id))
        var exposure = ExposureRow(geometry: Self.area)
        (exposure.footprint, exposure.unit, exposure.level) = ("S1", "350921104Y001", "zone")
        (exposure.insideShare, exposure.className) = (1, "part")
        (exposure.sumUnknown, exposure.lossUnknown) = (7, 3)
        (exposure.lossAYear, exposure.low, exposure.high) = (2, 0.5, 6)
        try transaction.run(InsertExposure(run: storm.id, exposure))
        for rank in [2, 1] {
          var event = ExposureEventRow(geometry: Self.line)
          (event.footprint, event.rank) = ("S\(rank)", rank)
          try transaction.run(InsertExposureEvent(run: storm.id, event))
        }
        var basis = BasisRiskRow(geometry: Self.line)
        (basis.unit, basis.zones, basis.storms, basis.lossNoPay) = ("350921104H001", 2, 3, 3)
        (basis.noPayGivenLoss, basis.className) = (1, "missed")
        try transaction.run(InsertBasisRisk(run: storm.id, basis))
      }
      func column(_ layer: String, _ run: Run, _ name: String) throws -> [AttributeValue] {
        let layer = try #require(Layer(named: layer))
        let position = try #require(layer.schema.fields.firstIndex { $0.name == name })
        var query = LayerQuery(layer: layer)
        query.run = run.id
        query.area = layer.name == "exposure_events" ? "" : "350921104"
        var values: [AttributeValue] = []
        try store.forEachFeature(of: query) { values.append($0.values[position]) }
        return values
      }
      #expect(try column("coverage_gaps", run, "measure") == [.text("mu"), .text("yuan")])
      #expect(try column("coverage_gaps", run, "prohibited") == [.boolean(false), .boolean(false)])
      #expect(try column("coverage_gaps", run, "gap_unknown") == [.real(4), .real(4)])
      #expect(try column("coverage_gaps", run, "species") == [.unknown, .unknown])
      #expect(try column("coast_gaps", run, "zones") == [.integer(2)])
      #expect(try column("coast_gaps", run, "storm_loss") == [.real(5)])
      #expect(try column("coverage_gaps", run, "attritional_loss") == [.real(3), .real(3)])
      #expect(try column("coverage_gaps", run, "storm_low") == [.real(1), .real(1)])
      #expect(try column("coverage_gaps", run, "storm_high") == [.unknown, .unknown])
      #expect(try column("exposure", storm, "loss_a_year") == [.real(2)])
      #expect(try column("exposure", storm, "high") == [.real(6)])
      #expect(try column("subsidy", run, "cost_yuan") == [.integer(5_000_000_000)])
      #expect(try column("exposure", storm, "wind_ms") == [.unknown])
      #expect(try column("exposure", storm, "sum_unknown") == [.real(7)])
      #expect(try column("exposure", storm, "loss_unknown") == [.real(3)])
      #expect(try column("exposure_events", storm, "loss_unknown") == [.unknown, .unknown])
      #expect(try column("basis_risk", storm, "loss_no_pay") == [.integer(3)])
      #expect(try column("basis_risk", storm, "moved_loss_no_pay") == [.unknown])
      #expect(try column("exposure_events", storm, "footprint") == [.text("S1"), .text("S2")])
      let counts = try store.answer(LayerCounts())
      #expect(
        ["coverage_gaps", "coast_gaps", "subsidy", "exposure", "exposure_events", "basis_risk"]
          .map { counts[$0] } == [2, 1, 1, 1, 2, 1])
      #expect(try store.faults() == [])
      _ = try store.write { try $0.run(DeleteRun(id: run.id)) }
      #expect(try store.answer(LayerCounts())["coverage_gaps"] == 0)
    }
  }
}
