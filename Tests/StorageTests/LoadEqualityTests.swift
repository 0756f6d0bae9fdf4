import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

/// The same rows end in the same contents, whatever the engine and whichever way they take into it.
@Suite struct LoadEqualityTests {
  /// The rows of incidents and their steps without keys, which are an engine's own.
  private func contents(_ store: any SpatialStore) throws -> [String] {
    try store.read { reading in
      let tables = Dictionary(
        uniqueKeysWithValues: try reading.tables().map { ($0.name, $0) })
      var identities: [SQLValue: String] = [:]
      var contents: [String] = []
      let incidents = try #require(tables["incident"])
      func place(_ name: String, _ table: StoreTable) throws -> Int {
        try #require(table.columns.firstIndex { $0.name == name })
      }
      let id = try place("id", incidents)
      let names = [try place("source", incidents), try place("source_id", incidents)]
      try reading.forEachRow(of: incidents) { row in
        identities[row[id]] = "\(row[names[0]]) \(row[names[1]])"
        var rest = row
        rest.remove(at: id)
        contents.append("\(rest)")
      }
      let steps = try #require(tables["incident_status"])
      let owner = try place("incident", steps)
      try reading.forEachRow(of: steps) { row in
        var rest = row
        rest[owner] = .text(identities[row[owner]] ?? "nobody")
        contents.append("\(rest)")
      }
      return contents.sorted()
    }
  }

  private func load(
    _ rounds: [[IncidentRecord]], into store: any SpatialStore, expecting: Int
  ) throws -> [IncidentOutcome] {
    _ = try store.write { transaction throws in
      try transaction.run(InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
      return try transaction.run(UpsertGrid(StoreConformance.grid(1), importID: 1))
    }
    var outcomes: [IncidentOutcome] = []
    for (round, incidents) in rounds.enumerated() {
      try store.write { transaction throws in
        let importID = Int64(round + 2)
        try transaction.run(
          InsertImport(id: importID, layer: "x", source: "t", file: "f", mapping: ""))
        let load = try transaction.beginIncidentLoad(
          IncidentLoadPlan(importID: importID, expectedRows: expecting))
        for start in stride(from: 0, to: incidents.count, by: 700) {
          var batch = IncidentBatch()
          for incident in incidents[start..<min(start + 700, incidents.count)] {
            batch.append(incident)
          }
          outcomes += try load.add(batch)
        }
        try load.finish()
      }
    }
    return outcomes
  }

  @Test(arguments: StoreKind.allCases, [1, 1_000_000])
  func everyWayEndsAsTheEmbeddedStoreDoes(kind: StoreKind, expecting: Int) throws {
    var random = IncidentLoadTests.Generator(state: 11)
    let rounds = [2_600, 900].map { count in
      (0..<count).map { _ in IncidentLoadTests.incident(&random, identities: 1_500) }
    }
    let oracle = try SpatiaLiteStore.inMemory()
    let expected = try load(rounds, into: oracle, expecting: 1)
    for outcome: IncidentOutcome in [.inserted, .updated, .double] {
      #expect(expected.contains(outcome))
    }
    let contents = try contents(oracle)
    #expect(contents.count > 2_000)
    try kind.withStore { store throws in
      #expect(try load(rounds, into: store, expecting: expecting) == expected)
      #expect(try self.contents(store) == contents)
      #expect(try store.faults() == [])
    }
  }

  /// The way with and without a staging table gives what a row says, and no more.
  @Test(arguments: StoreKind.allCases)
  func aRowWritesOnlyWhatItGives(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      func give(
        _ columns: IncidentColumns, _ change: (inout IncidentBatch.Row) -> Void
      ) throws -> [IncidentOutcome] {
        try store.write { transaction throws in
          let load = try transaction.beginIncidentLoad(
            IncidentLoadPlan(importID: 1, expectedRows: 2))
          var batch = IncidentBatch()
          var row = IncidentBatch.Row()
          row.source = batch.append("110")
          row.sourceID = batch.append("case-1")
          row.placeCode = batch.append("350921")
          row.given = columns
          row.isWhole = false
          change(&row)
          batch.rows.append(row)
          var stranger = row
          stranger.sourceID = batch.append("case-x")
          batch.rows.append(stranger)
          let outcomes = try load.add(batch)
          try load.finish()
          return outcomes
        }
      }
      #expect(try give(.status) { $0.status = .solved } == [.updated, .unknown])
      #expect(try give(.status) { $0.status = .solved } == [.unchanged, .unknown])
      #expect(try give(.loss) { $0.lossFen = 700 } == [.updated, .unknown])
      // A code is no word on a point that is known exactly.
      #expect(try give(.placeCode) { _ in } == [.updated, .unknown])
      var found: [Feature] = []
      try store.forEachFeature(of: LayerQuery(layer: #require(Layer(named: "incidents")))) {
        found.append($0)
      }
      let incident = try #require(found.first)
      let schema = try #require(Layer(named: "incidents")).schema
      func value(_ name: String) throws -> AttributeValue {
        incident.values[try #require(schema.fields.firstIndex { $0.name == name })]
      }
      #expect(try value("status") == .text("solved"))
      #expect(try value("loss_yuan") == .real(7))
      #expect(try value("location_precision") == .text("exact"))
      #expect(try value("place_code") == .text("350921"))
      #expect(incident.geometry != nil)
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aBoxAndDaysFindWhatAScanFinds(kind: StoreKind) throws {
    try kind.withStore { store throws in
      var random = IncidentLoadTests.Generator(state: 3)
      let incidents = (0..<2_500).map { _ in
        IncidentLoadTests.incident(&random, identities: 5_000)
      }
      _ = try load([incidents], into: store, expecting: 2_500)
      var all: [Feature] = []
      try store.forEachFeature(of: LayerQuery(layer: #require(Layer(named: "incidents")))) {
        all.append($0)
      }
      let box = BoundingBox(minX: 119.9, minY: 26.6, maxX: 120.2, maxY: 26.9)
      let days = (first: DayNumber(19_300), last: DayNumber(19_700))
      let found = try store.answer(
        IncidentsInBox(box, firstDay: days.first, lastDay: days.last))
      var query = LayerQuery(layer: try #require(Layer(named: "incidents")))
      query.firstDay = days.first
      query.lastDay = days.last
      var scanned: [Feature] = []
      try store.forEachFeature(of: query) { feature in
        guard case .point(let point)? = feature.geometry, point.x >= box.minX, point.x <= box.maxX,
          point.y >= box.minY, point.y <= box.maxY
        else { return }
        scanned.append(feature)
      }
      // The layer comes in the order of the table, the box in that of sources and ids.
      func place(_ feature: Feature) -> [UInt8] {
        guard case .text(let id) = feature.values[0], case .text(let source) = feature.values[1]
        else { return [] }
        return Array(source.utf8) + [0] + Array(id.utf8)
      }
      let inOrder = scanned.sorted { place($0).lexicographicallyPrecedes(place($1)) }
      #expect(found.map(\.values) == inOrder.map(\.values))
      #expect(found.count > 20 && found.count < all.count / 2)
      #expect(
        try store.answer(IncidentsInBox(box, limit: 7)).map(\.id)
          == store.answer(IncidentsInBox(box)).prefix(7).map(\.id))
    }
  }
}
