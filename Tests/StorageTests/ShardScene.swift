import Foundation
import PostGISStorage
import SimpleFeatures
import Storage
import TestSupport
import Testing

/// A coordinator with shards, each a server of its own, and what is done with them.
struct ShardScene {
  var coordinator: PostGISServer
  var servers: [PostGISServer]
  var database: String
  var store: PostGISStore

  func url(of shard: Int) -> String { servers[shard - 1].url(database: database) }

  /// Of the three grids.
  static let counties = ["350921", "350922", "350923"]

  /// Three more servers than one are slow to start: they are shared by the tests of this suite.
  private static let servers = Result { try (0..<3).map { _ in try PostGISServer() } }
  private static let number = Counter()

  static func withShards(
    _ count: Int = 3, _ body: (ShardScene) throws -> Void
  ) throws {
    if let absence = PostGISServer.absence { try Test.cancel("\(absence)") }
    let coordinator = try PostGISServer.shared.get()
    let servers = Array(try Self.servers.get().prefix(count))
    let home = try coordinator.freshDatabase()
    defer { coordinator.drop(database: home) }
    let database = "s\(Self.number.next())"
    for server in servers {
      try server.psql("postgres", "create database \(database) template prepared")
    }
    defer {
      for server in servers {
        _ = try? server.psql("postgres", "drop database \(database) with (force)")
      }
    }
    try PostGISStore.create(url: coordinator.url(database: home)).close()
    let plain = try PostGISStore.open(url: coordinator.url(database: home))
    try plain.beginShards(urls: servers.map { $0.url(database: database) })
    try plain.close()
    let store = try PostGISStore.open(url: coordinator.url(database: home))
    defer { try? store.close() }
    try body(
      ShardScene(coordinator: coordinator, servers: servers, database: database, store: store))
  }

  static func grid(_ county: Int) -> GridRecord {
    var grid = StoreConformance.grid(1)
    grid.code = "\(counties[county])104201001"
    return grid
  }

  static func incident(_ number: Int, county: Int?, day: Int32 = 20_000) -> IncidentRecord {
    var incident = StoreConformance.incident(number, day: day, grid: county.map { Int64($0 + 1) })
    if number % 7 == 0 {
      incident.status = .filed
      incident.history = [
        .init(status: .filed, at: Instant(Int64(day) * 86_400), day: DayNumber(day))
      ]
    }
    return incident
  }

  static func entry(_ id: Int64) -> InsertImport {
    InsertImport(id: id, layer: "incidents", source: "t", file: "f\(id)", mapping: "")
  }

  static func layGrids(_ store: any SpatialStore) throws {
    try store.write { transaction throws in
      try transaction.run(entry(1))
      for county in 0..<3 { try transaction.run(UpsertGrid(grid(county), importID: 1)) }
    }
  }

  static func load(
    _ incidents: [IncidentRecord], as id: Int64, into store: any SpatialStore,
    expecting: Int? = nil
  ) throws -> [IncidentOutcome] {
    try store.write { transaction throws in
      try transaction.run(entry(id))
      let load = try transaction.beginIncidentLoad(
        IncidentLoadPlan(importID: id, expectedRows: expecting ?? incidents.count))
      var batch = IncidentBatch()
      for incident in incidents { batch.append(incident) }
      let outcomes = try load.add(batch)
      try load.finish()
      return outcomes
    }
  }

  /// Every published row, without keys, which are an engine's own.
  static func contents(_ store: any SpatialStore) throws -> [String: [String]] {
    var contents: [String: [String]] = [:]
    for layer in Layer.all {
      try store.forEachFeature(of: LayerQuery(layer: layer)) { feature in
        contents[layer.name, default: []].append("\(feature.values) \(feature.geometry as Any)")
      }
    }
    // By their keys, which differ.
    contents["incidents"]?.sort()
    return contents
  }

  /// Loads large and small, updates, doubles, rows without a place, policies, claims, evidence.
  static func work(_ store: any SpatialStore) throws -> [[IncidentOutcome]] {
    try layGrids(store)
    var outcomes: [[IncidentOutcome]] = []
    let first = (0..<9_000).map { incident($0, county: $0 % 4 == 3 ? nil : $0 % 4) }
    outcomes.append(try load(first + [first[5]], as: 2, into: store))
    var second = (8_990..<9_010).map { incident($0, county: $0 % 3) }
    for index in second.indices { second[index].status = .solved }
    outcomes.append(try load(second, as: 3, into: store))
    var partial = IncidentBatch()
    partial.append(incident(3, county: nil))
    partial.append(incident(99_999, county: nil))
    for index in partial.rows.indices {
      partial.rows[index].isWhole = false
      partial.rows[index].given = [.severity]
      partial.rows[index].severity = 4
    }
    let batch = partial
    outcomes.append(
      try store.write { transaction throws in
        try transaction.run(entry(4))
        let load = try transaction.beginIncidentLoad(IncidentLoadPlan(importID: 4, expectedRows: 2))
        let told = try load.add(batch)
        try load.finish()
        return told
      })
    try store.write { transaction throws in
      try transaction.run(entry(5))
      for name in ["schemes", "policies"] {
        let layer = try #require(Layer(named: name))
        try transaction.run(try #require(LayerRow(layer).upsert(importID: 5)))
      }
    }
    try store.write { transaction throws in
      try transaction.run(entry(6))
      for name in ["claims", "evidence", "resolutions"] {
        let layer = try #require(Layer(named: name))
        try transaction.run(try #require(LayerRow(layer).upsert(importID: 6)))
      }
    }
    return outcomes
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0

  func next() -> Int {
    lock.withLock {
      value += 1
      return value
    }
  }
}
