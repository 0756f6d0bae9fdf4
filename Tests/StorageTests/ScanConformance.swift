import SimpleFeatures
import Storage
import Testing

/// Clusters with identities, densities, scans and near repeats, on each store.
@Suite struct ScanConformance {
  private static let area = Geometry.multiPolygon([StoreConformance.square])

  private func run(_ kind: String, _ seed: Int64 = 1) -> Run {
    Run(
      kind: kind, parameters: "{}", seed: seed, inputDigest: "d", version: "1",
      validFrom: DayNumber(19_990), validTo: DayNumber(20_010), summary: "{}")
  }

  /// Each with a place where the layer has one.
  private func rows(
    _ name: String, _ run: Run, in store: any SpatialStore
  ) throws -> [[String: AttributeValue]] {
    let hasPlaces = try #require(Layer(named: name)).schema.geometry != nil
    for feature in try store.features(of: name, run: run) {
      #expect((feature.geometry != nil) == hasPlaces)
    }
    return try store.rows(of: name, run: run)
  }

  @Test(arguments: StoreKind.allCases)
  func clustersKeepTheirFateAndAreReadBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      var gone = ClusterRecord(
        cluster: 4, count: 0, firstDay: DayNumber(19_991), lastDay: DayNumber(19_992),
        geometry: Self.area)
      gone.change = "gone"
      gone.countBefore = 12
      gone.mergedInto = 7
      var grown = ClusterRecord(
        cluster: 7, count: 2, firstDay: DayNumber(20_000), lastDay: DayNumber(20_001),
        geometry: Self.area)
      grown.change = "merged"
      grown.origins = [4, 7]
      grown.since = DayNumber(19_980)
      let run = run("clusters")
      try store.keep(run) { transaction, id in
        try transaction.run(InsertCluster(run: id, grown))
        try transaction.run(InsertCluster(run: id, gone))
        for incident in Int64(1)...3 {
          try transaction.run(
            InsertClusterMember(
              run: id, incident: incident, cluster: incident < 3 ? 7 : nil, isCore: incident == 1,
              probability: incident < 3 ? 0.5 : 0))
        }
      }
      let clusters = try rows("clusters", run, in: store)
      #expect(clusters.map { $0["cluster"] } == [.integer(4), .integer(7)])
      #expect(clusters[0]["merged_into"] == .integer(7) && clusters[0]["since"] == .unknown)
      #expect(clusters[1]["origins"] == .text("4 7"))
      #expect(clusters[1]["since"] == .day(DayNumber(19_980)))
      let records = try store.answer(ClustersOfRun(run: run.id))
      #expect(records.map(\.count) == [0, 2] && records[1].since == DayNumber(19_980))
      #expect(records[1].geometry == Self.area)
      let members = try store.answer(ClusterMembersOfRun(run: run.id))
      #expect(members.map(\.cluster) == [7, 7] && members.map(\.incident) == [1, 2])
      #expect(members[1].position == Coordinate(x: 500_497, y: 2_966_002))
      #expect(
        try rows("cluster_members", run, in: store).map { $0["probability"] }
          == [.real(0.5), .real(0.5), .real(0)])
      #expect(try store.faults() == [])
      // One that has incidents is not gone, and one without is.
      var wrong = gone
      wrong.change = "shrunk"
      wrong.cluster = 9
      let refused = wrong
      #expect(throws: StorageError.self) {
        try store.write { try $0.run(InsertCluster(run: run.id, refused)) }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func resultsAreReadBackAndGoWithTheirRun(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let density = run("density")
      try store.keep(density) { transaction, id in
        for part in 1...2 {
          try transaction.run(
            InsertDensityContour(
              run: id, level: 1, part: part, value: 3.5, share: 0.9, count: part,
              areaSquareMetres: 10, geometry: Self.area))
        }
        try transaction.run(
          InsertDensityUnit(
            run: id, unit: "350921104201", support: .grid, name: "网格", value: 0, band: 0,
            geometry: Self.area))
      }
      let scan = run("scan")
      try store.keep(scan) { transaction, id in
        try transaction.run(
          InsertScanCluster(
            run: id,
            ScanClusterRecord(
              rank: 1, isHigh: true, logLikelihoodRatio: 9.5, p: 0.001, gumbelP: nil,
              observed: 12, expected: 3.25, relativeRisk: nil, recurrenceDays: 1000,
              windowFrom: DayNumber(20_000), windowTo: DayNumber(20_010), radiusMetres: 0,
              members: ["b", "a"], geometry: Self.area)))
      }
      let repeats = run("near-repeat")
      try store.keep(repeats) { transaction, id in
        var cell = NearRepeatCellRecord(
          distanceBand: 1, timeBand: 1, distance: "d = 0 m", time: "0 ≤ t < 7 d", observed: 2.5,
          expected: 1)
        cell.p = 0.02
        try transaction.run(InsertNearRepeatCell(run: id, cell))
        try transaction.run(
          InsertNearRepeatZone(
            run: id, incident: 2, from: DayNumber(20_000), until: DayNumber(20_006),
            innerRadiusMetres: 0, radiusMetres: 100, factor: 3, p: 0.001, geometry: Self.area))
        try transaction.run(InsertAoristicHour(run: id, weekday: 7, hour: 23, weight: 0.25))
      }
      #expect(
        try rows("density", density, in: store).map { $0["n"] } == [.integer(1), .integer(2)])
      #expect(try rows("density_units", density, in: store).first?["level"] == .text("grid"))
      let cluster = try #require(try rows("scan_clusters", scan, in: store).first)
      #expect(cluster["members"] == .text("b a") && cluster["centre"] == .text("b"))
      #expect(cluster["units"] == .integer(2) && cluster["gumbel_p"] == .unknown)
      #expect(cluster["window_to"] == .day(DayNumber(20_010)))
      #expect(
        try rows("near_repeat_table", repeats, in: store).first?["time"] == .text("0 ≤ t < 7 d"))
      let zone = try #require(try rows("near_repeat", repeats, in: store).first)
      #expect(zone["origin"] == .text("case-2") && zone["until"] == .day(DayNumber(20_006)))
      #expect(try rows("aoristic_hours", repeats, in: store).first?["weight"] == .real(0.25))
      #expect(try store.faults() == [])
      let results = [
        "density", "density_units", "scan_clusters", "near_repeat", "near_repeat_table",
        "aoristic_hours",
      ]
      #expect(try results.allSatisfy { (try store.answer(LayerCounts())[$0] ?? 0) > 0 })
      try store.write { transaction throws in
        for run in [density, scan, repeats] { try transaction.run(DeleteRun(id: run.id)) }
      }
      #expect(try results.allSatisfy { try store.answer(LayerCounts())[$0] == 0 })
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func timesAreReadInTheOrderOfPoints(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      try store.write { transaction throws in
        var stretch = StoreConformance.incident(4)
        stretch.occurredTo = Instant(stretch.occurredFrom.seconds + 3_600)
        try transaction.load([stretch], importID: 1)
      }
      let filter = IncidentFilter(firstDay: DayNumber(20_000), lastDay: DayNumber(20_000))
      let times = try store.answer(IncidentTimesInWindow(filter))
      #expect(times.id == (try store.answer(IncidentPointsInWindow(filter))).id)
      #expect(zip(times.from, times.to).map { $1 - $0 } == [0, 0, 0, 3_600])
    }
  }
}
