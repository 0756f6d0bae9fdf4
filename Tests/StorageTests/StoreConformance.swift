import SimpleFeatures
import Storage
import Testing

/// Every behaviour of a store, run on each.
@Suite struct StoreConformance {
  static let square = Polygon(BoundingBox(minX: 120, minY: 26.8, maxX: 120.01, maxY: 26.81))

  static func grid(_ number: Int, polygon: Polygon = square) -> GridRecord {
    GridRecord(
      code: "350921104201\(String(1000 + number).dropFirst())", name: "网格\(number)",
      kind: "village", population: 100 * number, households: nil, workers: nil, staff: 1,
      areaSquareMetres: 1e6, label: Coordinate(x: 500_000, y: 2_970_000), lattice: nil,
      synthetic: true, geometry: .multiPolygon([polygon]))
  }

  static func incident(
    _ number: Int, day: Int32 = 20_000, category: String = "theft", grid: Int64? = nil
  ) -> IncidentRecord {
    var incident = IncidentRecord(
      source: "110", sourceID: "case-\(number)", category: category,
      occurredFrom: Instant(Int64(day) * 86_400), day: DayNumber(day), precision: .exact)
    incident.position = Coordinate(x: 120.005, y: 26.805)
    incident.metric = Coordinate(x: 500_497, y: 2_966_000 + Double(number))
    incident.grid = grid
    return incident
  }

  static func fill(_ store: any SpatialStore, grids: Int = 2, incidents: Int = 3) throws {
    try store.write { transaction throws in
      try transaction.run(
        InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
      for number in 1...grids { try transaction.run(UpsertGrid(grid(number), importID: 1)) }
      try transaction.load((1...incidents).map { incident($0, grid: 1) }, importID: 1)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aFreshStoreIsSoundAndEmpty(kind: StoreKind) throws {
    try kind.withStore { store throws in
      #expect(try store.faults() == [])
      #expect(try store.answer(IncidentWindow()) == nil)
      #expect(try store.answer(LayerCounts()).values.allSatisfy { $0 == 0 })
      #expect(Set(try store.answer(LayerCounts()).keys) == Set(Layer.all.map(\.name)))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func everyLayerCanBeRead(kind: StoreKind) throws {
    try kind.withStore { store throws in
      for layer in Layer.all {
        var count = 0
        try store.forEachFeature(of: LayerQuery(layer: layer)) { _ in count += 1 }
        #expect(count == 0, "\(layer.name)")
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsWrittenIsReadBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try Self.fill(store)
      var features: [Feature] = []
      try store.forEachFeature(of: LayerQuery(layer: #require(Layer(named: "grids")))) {
        features.append($0)
      }
      #expect(features.map(\.values[0]) == [.text("350921104201001"), .text("350921104201002")])
      #expect(features[0].geometry == .multiPolygon([Self.square]))
      #expect(features[0].values[4] == .unknown, "households are unknown, not zero")
      let window = try #require(try store.answer(IncidentWindow()))
      #expect(window.count == 3 && window.firstDay == DayNumber(20_000))
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theSameRowTwiceChangesNothing(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try Self.fill(store)
      try store.write { transaction throws in
        try transaction.run(
          InsertImport(id: 2, layer: "x", source: "t", file: "f", mapping: ""))
        let sameGrid = try transaction.run(UpsertGrid(Self.grid(1), importID: 2))
        let same = try transaction.load([Self.incident(1, grid: 1)], importID: 2)
        #expect(sameGrid == 0 && same == [.unchanged])
        var changed = Self.incident(2, grid: 1)
        changed.status = .solved
        let updated = try transaction.load([changed, changed], importID: 2)
        #expect(updated == [.updated, .double])
      }
      #expect(try store.answer(LayerCounts())["incidents"] == 3)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aTransactionThatFailsLeavesTheStoreAsBefore(kind: StoreKind) throws {
    struct Stop: Error {}
    try kind.withStore { store throws in
      try Self.fill(store)
      #expect(throws: Stop.self) {
        try store.write { transaction throws in
          try transaction.load([Self.incident(9)], importID: 1)
          throw Stop()
        }
      }
      #expect(try store.answer(LayerCounts())["incidents"] == 3)
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theSchemaRefusesWhatCannotBe(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try Self.fill(store)
      var broken: [IncidentRecord] = []
      var incident = Self.incident(8)
      incident.lossFen = -1
      broken.append(incident)
      incident = Self.incident(8)
      incident.occurredTo = Instant(0)
      broken.append(incident)
      incident = Self.incident(8, grid: 999)
      broken.append(incident)
      incident = Self.incident(8)
      incident.severity = 6
      broken.append(incident)
      for incident in broken {
        #expect(throws: StorageError.self) {
          try store.write { try $0.load([incident], importID: 1) }
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func filtersMeanWhatTheySay(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try Self.fill(store)
      try store.write { transaction throws in
        var filed = Self.incident(4, day: 20_010, category: "motor_vehicle_theft", grid: 2)
        filed.status = .solved
        filed.reportedAt = Instant(20_012 * 86_400)
        filed.reportedDay = DayNumber(20_012)
        filed.history = [
          .init(status: .filed, at: Instant(20_013 * 86_400), day: DayNumber(20_013))
        ]
        try transaction.load([filed], importID: 1)
      }
      func count(_ change: (inout IncidentFilter) -> Void) throws -> Int {
        var filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(30_000))
        change(&filter)
        return try store.answer(IncidentPointsInWindow(filter)).count
      }
      #expect(try count { _ in } == 4)
      #expect(try count { $0.categories = ["theft"] } == 3)
      #expect(try count { $0.categories = ["theft", "motor_vehicle_theft"] } == 4)
      #expect(try count { $0.categories = ["motor-vehicle-theft"] } == 0)
      #expect(try count { $0.stage = .filed } == 1)
      #expect(try count { $0.stage = .accepted } == 1)
      #expect(try count { $0.basis = .reported } == 1)
      #expect(try count { $0.area = "350921104201002" } == 1)
      #expect(try count { $0.area = "350922" } == 0)
      #expect(
        try count {
          $0.basis = .filed
          $0.firstDay = DayNumber(20_013)
          $0.lastDay = DayNumber(20_013)
        } == 1)
    }
  }

  /// By their bytes: of one source, and of several, one of which begins as another.
  @Test(arguments: StoreKind.allCases)
  func incidentsComeBySourceAndID(kind: StoreKind) throws {
    try kind.withStore { store throws in
      // By the northing, which each has of its own.
      var keys: [Double: String] = [:]
      func isInOrder(_ pairs: [(source: String, id: String)]) throws -> Bool {
        var incidents: [IncidentRecord] = []
        for (source, id) in pairs {
          var incident = Self.incident(keys.count)
          incident.source = source
          incident.sourceID = id
          keys[incident.metric?.y ?? 0] = "\(source)\u{0}\(id)"
          incidents.append(incident)
        }
        let number = Int64(keys.count)
        try store.write { transaction throws in
          try transaction.run(
            InsertImport(id: number, layer: "x", source: "t", file: "f", mapping: ""))
          try transaction.load(incidents, importID: number)
        }
        let filter = IncidentFilter(firstDay: DayNumber(0), lastDay: DayNumber(40_000))
        let order = try store.answer(IncidentPointsInWindow(filter)).y.compactMap { keys[$0] }
        return order.count == keys.count
          && order == keys.values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      #expect(try isInOrder([("b", "2"), ("b", "10"), ("b", "a"), ("b", "é"), ("b", "B")]))
      #expect(try isInOrder([("b\u{1}", "1"), ("a", "3"), ("bb", "0"), ("甲", "1")]))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aDeletedRunTakesItsRowsAlongAndTheOneBeforeShows(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try Self.fill(store)
      func run(_ seed: Int64) -> Run {
        Run(
          kind: "hotspots", parameters: "{}", seed: seed, inputDigest: "d", version: "1",
          validFrom: DayNumber(1), validTo: DayNumber(2), summary: "{}")
      }
      let first = run(1)
      let second = run(2)
      #expect(first.id != second.id && run(1).id == first.id)
      for run in [first, second] {
        try store.write { transaction throws in
          try transaction.run(InsertRun(run))
          try transaction.run(SetCurrentRun(kind: run.kind, run: run.id))
          try transaction.run(
            InsertHotspot(
              run: run.id,
              HotspotRow(grid: 1, count: 3, className: "none", statistic: "gi-star", draws: 999)))
        }
      }
      #expect(try store.answer(Runs(currentOf: "hotspots")).map(\.id) == [second.id])
      try store.write { transaction throws in
        let deleted = try transaction.run(DeleteRun(id: second.id))
        #expect(deleted == 1)
        try transaction.run(RestoreCurrentRun(kind: "hotspots"))
      }
      #expect(try store.answer(Runs(currentOf: "hotspots")).map(\.id) == [first.id])
      #expect(try store.answer(LayerCounts())["hotspots"] == 1)
      #expect(try store.faults() == [])
    }
  }
}
