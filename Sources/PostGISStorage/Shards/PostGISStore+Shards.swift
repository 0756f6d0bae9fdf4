import Foundation
public import Storage

/// What a coordinator says of one of its shards.
public struct ShardStatus: Sendable, Encodable {
  /// What lies there of one county; "" is what names no county.
  public struct Area: Sendable, Encodable {
    public var code: String
    public var incidents: Int64
    public var policies: Int64
    public var claims: Int64
  }

  public var number: Int
  public var location: String
  /// Why it cannot be reached; `nil` where it can.
  public var fault: String?
  /// Transactions that had been left half-way there, and were ended now.
  public var resolved = 0
  public var areas: [Area] = []
}

extension PostGISStore {
  /// Whether its incidents, policies and claims lie on other servers.
  public var isSharded: Bool { isCoordinator }

  /// Makes an empty store the coordinator of shards.
  ///
  /// - Parameter urls: of the shards: databases with an empty store or none.
  /// - Throws: `StorageError`; nothing is changed then, but for stores made in empty databases.
  public func beginShards(urls: [String]) throws(StorageError) {
    guard !isCoordinator else {
      throw .engine(
        statement: "shards", message: "\(location) has shards already; use anlan shards add")
    }
    try StorageError.translating("shards") {
      for url in urls { try Self.prepareShard(url) }
      try writeOnShards(
        first: { connection throws in
          try connection.run(script: ShardScripts.begin, named: "shards_begin")
          try connection.run(script: ShardScripts.loosen, named: "shards_loosen")
        }
      ) { transaction, connection in
        for url in urls { try add(url, in: transaction, over: connection) }
      }
    }
  }

  /// Adds a shard to a coordinator. Counties come to it by imports of new ones, or by `moveArea`.
  public func addShard(url: String) throws(StorageError) {
    try requireShards()
    try StorageError.translating("shards") {
      try Self.prepareShard(url)
      try writeOnShards { transaction, connection in
        try add(url, in: transaction, over: connection)
      }
    }
  }

  /// What each shard holds. Ends what an interrupted transaction left half-way there.
  public func shardStatus() throws(StorageError) -> [ShardStatus] {
    try requireShards()
    return try StorageError.translating("shards") {
      try pool.withConnection(isUntouched: { false }) { connection in
        let map = try ShardMap.read(over: connection)
        return try map.shards.map { shard in
          var status = ShardStatus(
            number: shard.number, location: try ServerAddress(shard.address).location)
          do {
            try look(at: shard, of: map, over: connection, into: &status)
          } catch {
            status.fault = "\(error)"
          }
          return status
        }
      }
    }
  }

  /// Where the county of a code lies, for analyses that need no other; `nil` where the store has no
  /// shards, or the code is of more than a county.
  public func shardAddress(ofArea code: String) throws(StorageError) -> String? {
    let county = ShardMap.county(of: code)
    guard isCoordinator, !county.isEmpty else { return nil }
    return try StorageError.translating("shards") {
      try pool.withConnection(isUntouched: { true }) { connection in
        let map = try ShardMap.read(over: connection)
        guard let number = map.areas[county] else { return nil }
        return map.shards.first { $0.number == number }?.address
      }
    }
  }

  /// Asks each shard too, what it keeps for itself.
  func foldShards<Q: Query>(_ query: Q, into answer: inout Q.Answer) throws {
    for shard in try shardMap().shards {
      let connection = try ServerConnection(
        try ServerAddress(shard.address), limits: limits, isReadOnly: true)
      try PostGISReading(connection: connection).fold(query, into: &answer)
    }
  }

  /// What each shard finds in its own rows; one that cannot be reached is a fault.
  func shardFaults() throws(StorageError) -> [String] {
    try StorageError.translating("check") {
      var faults: [String] = []
      for shard in try shardMap().shards {
        do {
          let store = try Self.open(url: shard.address, readOnly: true, limits: limits)
          faults += try store.faults().map { "shard \(shard.number): \($0)" }
          try store.close()
        } catch {
          faults.append("shard \(shard.number): \(error)")
        }
      }
      return faults
    }
  }

  private func shardMap() throws -> ShardMap {
    try pool.withConnection(isUntouched: { true }) { try ShardMap.read(over: $0) }
  }

  func requireShards() throws(StorageError) {
    guard isCoordinator else {
      throw .engine(
        statement: "shards",
        message: "\(location) has no shards; anlan shards init makes it a coordinator of some")
    }
  }

  private func look(
    at shard: ShardMap.Shard, of map: ShardMap, over coordinator: ServerConnection,
    into status: inout ShardStatus
  ) throws {
    let connection = try ServerConnection(try ServerAddress(shard.address), limits: limits)
    try coordinator.run(script: ServerScripts.begin, named: "begin")
    defer { coordinator.rollBack() }
    try coordinator.run(ServerScripts.takeTurn, [])
    status.resolved = try ShardVisit.resolve(shard, map.coordinator, connection) { name throws in
      var count: Int64 = 0
      try coordinator.run(ShardScripts.outcome, [.text(name)]) { row throws in
        count = row.integer(0)
      }
      return count > 0
    }
    try connection.run(ShardScripts.rows, []) { row throws in
      status.areas.append(
        ShardStatus.Area(
          code: row.text(0), incidents: row.integer(1), policies: row.integer(2),
          claims: row.integer(3)))
    }
  }

  /// Makes a store there where there is none, and looks whether it can be a shard.
  private static func prepareShard(_ url: String) throws {
    let store = try create(url: url)
    defer { try? store.close() }
    try store.pool.withConnection(isUntouched: { false }) { connection in
      var isEmpty = false
      try connection.run(ShardScripts.isEmptyStore, []) { row throws in
        isEmpty = row.integer(0) != 0
      }
      guard isEmpty, !store.isCoordinator else {
        throw StorageError.unsuitableServer(
          location: store.location, reason: "a shard begins empty, and it holds rows")
      }
      var limit: Int64 = 0
      try connection.run(ShardScripts.preparedLimit, []) { row throws in limit = row.integer(0) }
      guard limit > 0 else {
        throw StorageError.unsuitableServer(
          location: store.location,
          reason: "it allows no prepared transactions; set max_prepared_transactions = 20 in its "
            + "postgresql.conf and restart it")
      }
    }
  }

  private func add(
    _ url: String, in transaction: ShardedTransaction, over connection: ServerConnection
  ) throws {
    let address = try ServerAddress(url)
    let number = (transaction.map.shards.map(\.number).max() ?? 0) + 1
    func json(_ keys: Set<String>, _ more: [String: String] = [:]) throws -> SQLValue {
      let chosen = address.given.filter { keys.contains($0.key) }.merging(more) { $1 }
      return .text(String(decoding: try JSONEncoder().encode(chosen), as: UTF8.self))
    }
    // The coordinator's own link to it does not wait for ever for a lock that this program holds.
    let options = address.options + " -c lock_timeout=30s"
    try connection.run(
      ShardScripts.addShard,
      [
        .integer(Int64(number)), .text(address.textWithoutPassword),
        try json(
          ["host", "hostaddr", "port", "dbname", "sslmode", "sslrootcert"], ["options": options]),
        try json(["user", "password"]),
      ])
    transaction.register(
      ShardMap.Shard(number: number, address: address.textWithoutPassword))
    let visit = try transaction.visit(number)
    try visit.connection.run(script: ShardScripts.adopt, named: "shard_adopt")
    try visit.connection.run(
      ShardScripts.adoptShard, [.integer(Int64(number)), .text(transaction.map.coordinator)])
    try ShardAlignment.align(visit.connection, with: connection)
    if transaction.map.areas[""] == nil { try transaction.place("", on: number) }
  }

  /// A transaction over the coordinator and its shards.
  ///
  /// - Parameter first: what comes before the list of shards is read.
  func writeOnShards<T>(
    first: (ServerConnection) throws -> Void = { _ in },
    _ body: (ShardedTransaction, ServerConnection) throws -> T
  ) throws -> T {
    var hasBegun = false
    return try pool.withConnection(isUntouched: { !hasBegun }) { connection in
      try connection.run(script: ServerScripts.begin, named: "begin")
      hasBegun = true
      var transaction: ShardedTransaction?
      do {
        try first(connection)
        let begun = try ShardedTransaction(connection: connection, limits: limits)
        transaction = begun
        let answer = try body(begun, connection)
        try begun.complete()
        try begun.commit(in: self)
        return answer
      } catch {
        transaction?.rollBack()
        connection.rollBack()
        throw error
      }
    }
  }
}
