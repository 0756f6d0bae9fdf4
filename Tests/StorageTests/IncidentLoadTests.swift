import Foundation
import GRDB
import SimpleFeatures
import Storage
import Testing

@testable import SpatiaLiteStorage

/// Incidents by the thousand: the way without indexes and the way through them end in the same
/// store.
@Suite struct IncidentLoadTests {
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A row of one of `identities` incidents, whatever it says of it.
  static func incident(_ random: inout Generator, identities: Int) -> IncidentRecord {
    let number = Int.random(in: 0..<identities, using: &random)
    var incident = StoreConformance.incident(
      number, day: Int32.random(in: 19_000..<20_000, using: &random),
      category: ["theft", "火灾", "a category of a longer name"].randomElement(using: &random) ?? "")
    if number % 3 == 0 { incident.source = "派出所" }
    incident.subcategory = number % 2 == 0 ? nil : "细类\(number % 7)"
    if Bool.random(using: &random) {
      let x = Double.random(in: 119.6..<120.6, using: &random)
      let y = Double.random(in: 26.5..<27.2, using: &random)
      incident.position = Coordinate(x: x, y: y)
      incident.metric = Coordinate(x: x * 1e5, y: y * 1e5)
      incident.grid = Bool.random(using: &random) ? 1 : nil
    } else {
      incident.position = nil
      incident.metric = nil
      incident.grid = nil
      incident.placeCode = "350921"
      incident.precision = .area
    }
    incident.lossFen =
      Bool.random(using: &random) ? Int64.random(in: 0..<1_000, using: &random) : nil
    incident.deaths = Int.random(in: 0..<3, using: &random)
    incident.severity = Int.random(in: 1...5, using: &random)
    for status in [IncidentStatus.reported, .filed, .solved] where Bool.random(using: &random) {
      let day = Int32.random(in: 20_000..<20_010, using: &random)
      incident.status = status
      incident.history.append(
        .init(status: status, at: Instant(Int64(day) * 86_400), day: DayNumber(day)))
    }
    return incident
  }

  static func load(
    _ incidents: [IncidentRecord], into store: SpatiaLiteStore, importID: Int64, expecting: Int?
  ) throws -> [IncidentOutcome] {
    try store.write { transaction throws in
      try transaction.run(
        InsertImport(id: importID, layer: "x", source: "t", file: "f", mapping: ""))
      let load = try transaction.beginIncidentLoad(
        IncidentLoadPlan(importID: importID, expectedRows: expecting))
      var outcomes: [IncidentOutcome] = []
      for start in stride(from: 0, to: incidents.count, by: 700) {
        var batch = IncidentBatch()
        for incident in incidents[start..<min(start + 700, incidents.count)] {
          batch.append(incident)
        }
        outcomes += try load.add(batch)
      }
      try load.finish()
      return outcomes
    }
  }

  /// The rows of the tables, each as a text, without their keys.
  static func contents(_ store: SpatiaLiteStore) throws -> [String] {
    try store.database.read { connection in
      let incidents = try Row.fetchAll(
        connection,
        sql: """
          SELECT source, source_id, category, subcategory, occurred_from, day, place_code,
            location_precision, severity, loss_fen, deaths, status, grid, x, y, import, hex(geom),
            (SELECT group_concat(status || at || day, ',') FROM (
              SELECT * FROM incident_status s WHERE s.incident = incident.id ORDER BY status, at))
          FROM incident ORDER BY source, source_id
          """)
      let schema = try Row.fetchAll(
        connection,
        sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, tbl_name")
      return (incidents + schema).map(\.description)
    }
  }

  @Test(arguments: 0..<6)
  func bothWaysEndInTheSameStore(seed: UInt64) throws {
    var random = Generator(state: seed)
    let identities = [50, 3_000][Int(seed % 2)]
    let rounds = (0..<3).map { round in
      (0..<[2_500, 300, 4_000][(round + Int(seed)) % 3]).map { _ in
        Self.incident(&random, identities: identities)
      }
    }
    let indexed = try SpatiaLiteStore.inMemory()
    let packed = try SpatiaLiteStore.inMemory()
    for store in [indexed, packed] { try StoreConformance.fill(store) }
    let began = try Self.contents(packed)
    for (round, incidents) in rounds.enumerated() {
      let id = Int64(round + 2)
      let one = try Self.load(incidents, into: indexed, importID: id, expecting: 1)
      let other = try Self.load(incidents, into: packed, importID: id, expecting: 1_000_000)
      #expect(one == other)
      #expect(one.contains(.inserted) || round > 0)
      let contents = try Self.contents(indexed)
      #expect(try contents == Self.contents(packed))
      #expect(contents != began)
      #expect(try indexed.faults() == [])
      #expect(try packed.faults() == [])
    }
    let (one, other) = try (Self.statistics(indexed), Self.statistics(packed))
    #expect(one.map(\.key) == other.map(\.key))
    // A box in single precision is up to a metre larger than what it holds.
    for (row, twin) in zip(one, other) {
      for (side, same) in zip(row.sides, twin.sides) { #expect(abs(side - same) < 0.00005) }
    }
  }

  /// A bulk load looks grids up behind its rows, not row by row; the promise is the same, and so it
  /// is for the next load.
  @Test(arguments: [1, 1_000_000])
  func aGridThatIsNotThereIsRefused(expecting: Int) throws {
    var random = Generator(state: 7)
    let store = try SpatiaLiteStore.inMemory()
    try StoreConformance.fill(store)
    var incidents = (0..<3_000).map { _ in Self.incident(&random, identities: 1 << 40) }
    let began = try Self.contents(store)
    let place = try #require(incidents.firstIndex { $0.grid == 1 })
    incidents[place].grid = 77
    for expecting in [expecting, 1] {
      #expect {
        _ = try Self.load(incidents, into: store, importID: 2, expecting: expecting)
      } throws: { error in
        "\(error)".localizedCaseInsensitiveContains("foreign key") || "\(error)".contains("grid 77")
      }
      #expect(try Self.contents(store) == began)
    }
    incidents[place].grid = 1
    #expect(
      try Self.load(incidents, into: store, importID: 2, expecting: expecting).count == 3_000)
    #expect(try store.faults() == [])
  }

  /// Each layer's name with its count, and its extent.
  static func statistics(_ store: SpatiaLiteStore) throws -> [(key: String, sides: [Double])] {
    try store.database.read { connection in
      try Row.fetchAll(
        connection,
        sql: """
          SELECT f_table_name || ' ' || row_count, extent_min_x, extent_max_x, extent_min_y,
            extent_max_y FROM geometry_columns_statistics
          UNION ALL SELECT view_name || ' ' || row_count, extent_min_x, extent_max_x,
            extent_min_y, extent_max_y FROM views_geometry_columns_statistics
          ORDER BY 1
          """
      ).map { row in (key: row[0], sides: (1...4).map { row[$0] }) }
    }
  }

  /// From no node to three levels of them.
  @Test(arguments: [0, 1, 44, 45, 46, 2_000, 9_000])
  func thePackedIndexAnswersAsAScanDoes(count: Int) throws {
    let store = try SpatiaLiteStore.inMemory()
    try StoreConformance.fill(store, incidents: 1)
    var random = Generator(state: UInt64(count))
    let points = (0..<count).map { number -> IncidentRecord in
      var incident = StoreConformance.incident(number + 10)
      // Some on one spot.
      let place = number % 10 == 0 ? 0 : number
      incident.position = Coordinate(
        x: 119.6 + Double(place * 7919 % 10_007) / 10_007,
        y: 26.5 + Double(place * 104_729 % 10_009) / 20_000)
      return incident
    }
    _ = try Self.load(points, into: store, importID: 2, expecting: 100_000)
    for change in 0..<2 {
      #expect(try store.faults() == [])
      for _ in 0..<50 {
        let x = Double.random(in: 119.5..<120.6, using: &random)
        let y = Double.random(in: 26.4..<27.1, using: &random)
        let side = Double.random(in: 0..<0.3, using: &random)
        let arguments: StatementArguments = [x, x + side, y, y + side]
        let (found, scanned) = try store.database.read { connection in
          (
            try Int64.fetchAll(
              connection,
              sql: """
                SELECT i.id FROM idx_incident_geom r JOIN incident i ON i.id = r.pkid
                WHERE r.xmax >= ?1 AND r.xmin <= ?2 AND r.ymax >= ?3 AND r.ymin <= ?4
                  AND ST_X(i.geom) BETWEEN ?1 AND ?2 AND ST_Y(i.geom) BETWEEN ?3 AND ?4
                ORDER BY i.id
                """, arguments: arguments),
            try Int64.fetchAll(
              connection,
              sql: """
                SELECT id FROM incident
                WHERE ST_X(geom) BETWEEN ?1 AND ?2 AND ST_Y(geom) BETWEEN ?3 AND ?4 ORDER BY id
                """, arguments: arguments)
          )
        }
        #expect(found == scanned)
      }
      guard change == 0 else { continue }
      // Ordinary changes go on from there: points added, moved and taken away.
      let more = (0..<200).map { Self.incident(&random, identities: 150 + $0) }
      _ = try Self.load(more, into: store, importID: 3, expecting: 1)
      try store.database.write { connection in
        try connection.execute(sql: "DELETE FROM incident WHERE id % 3 = 0")
      }
    }
  }

  @Test func statisticsSayTheCountAndTheExtent() throws {
    let store = try SpatiaLiteStore.inMemory()
    try StoreConformance.fill(store)
    var random = Generator(state: 7)
    for (round, expecting) in [1, 100_000, 1].enumerated() {
      let incidents = (0..<3_000).map { _ in Self.incident(&random, identities: 100_000) }
      _ = try Self.load(incidents, into: store, importID: Int64(round + 2), expecting: expecting)
      let row = try store.database.read { connection in
        try Row.fetchOne(
          connection,
          sql: """
            SELECT s.row_count - count(*), abs(s.extent_min_x - min(ST_X(geom))),
              abs(s.extent_max_x - max(ST_X(geom))), abs(s.extent_min_y - min(ST_Y(geom))),
              abs(s.extent_max_y - max(ST_Y(geom))), s.extent_min_x <= min(ST_X(geom)),
              s.extent_max_y >= max(ST_Y(geom))
            FROM geometry_columns_statistics s, incident WHERE s.f_table_name = 'incident'
            """)
      }
      let found = try #require(row)
      #expect(found[0] == 0)
      for side in 1...4 { #expect(found[side] < 0.00005) }
      #expect(found[5] == 1 && found[6] == 1)
    }
  }

  @Test func aLoadThatIsNotFinishedLeavesNothing() throws {
    let store = try SpatiaLiteStore.inMemory()
    try StoreConformance.fill(store)
    let before = try Self.contents(store)
    for expecting in [1, 1_000_000] {
      #expect(throws: StorageError.self) {
        try store.write { transaction throws in
          let load = try transaction.beginIncidentLoad(
            IncidentLoadPlan(importID: 1, expectedRows: expecting))
          var batch = IncidentBatch()
          batch.append(StoreConformance.incident(77))
          _ = try load.add(batch)
        }
      }
      #expect(try Self.contents(store) == before)
      #expect(try store.faults() == [])
    }
  }

  @Test(arguments: [1, 1_000_000])
  func aRowWritesOnlyWhatItGives(expecting: Int) throws {
    let store = try SpatiaLiteStore.inMemory()
    try StoreConformance.fill(store)
    var whole = StoreConformance.incident(1, grid: 1)
    whole.lossFen = 500
    whole.status = .reported
    whole.statusAt = Instant(1_728_000_000)
    _ = try Self.load([whole], into: store, importID: 2, expecting: 1)

    func give(_ columns: IncidentColumns, _ row: IncidentBatch.Row) throws -> IncidentOutcome? {
      try store.write { transaction throws in
        let load = try transaction.beginIncidentLoad(
          IncidentLoadPlan(importID: 2, expectedRows: expecting))
        var batch = IncidentBatch()
        var row = row
        row.source = batch.append("110")
        row.sourceID = batch.append("case-1")
        row.placeCode = batch.append("350921")
        row.given = columns
        row.isWhole = false
        batch.rows.append(row)
        var stranger = row
        stranger.sourceID = batch.append("case-x")
        batch.rows.append(stranger)
        let outcomes = try load.add(batch)
        try load.finish()
        #expect(outcomes.last == .unknown)
        return outcomes.first
      }
    }
    func values() throws -> String {
      try store.database.read { connection in
        try #require(
          try String.fetchOne(
            connection,
            sql: """
              SELECT category || ' ' || loss_fen || ' ' || status || ' '
                || coalesce(status_at, '-') || ' ' || (x IS NULL) || ' ' || location_precision
                || ' ' || coalesce(place_code, '-')
              FROM incident WHERE source_id = 'case-1'
              """))
      }
    }
    #expect(try values() == "theft 500 reported 1728000000 0 exact -")
    var row = IncidentBatch.Row()
    row.status = .reported
    #expect(try give(.status, row) == .unchanged)
    row.status = .solved
    #expect(try give(.status, row) == .updated)
    // The time of the status before is none of the new one.
    #expect(try values() == "theft 500 solved - 0 exact -")
    // A code is no word on a point that is known exactly.
    #expect(try give(.placeCode, row) == .updated)
    #expect(try values() == "theft 500 solved - 0 exact 350921")
    #expect(try give([.point, .placeCode], row) == .updated)
    #expect(try values() == "theft 500 solved - 1 area 350921")
    row.lossFen = 7
    #expect(try give([.loss], row) == .updated)
    #expect(try values() == "theft 7 solved - 1 area 350921")
    #expect(try store.faults() == [])
  }
}
