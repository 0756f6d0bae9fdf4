public import SimpleFeatures
public import Storage

/// The store on a PostgreSQL server with PostGIS: for a province, and for many writers at once.
///
/// A statement of `Storage` runs as it is, unless this room has a text of the same name.
public struct PostGISStore: SpatialStore {
  public var location: String { address.location }
  let address: ServerAddress
  let pool: ConnectionPool
  let limits: ServerLimits
  /// Its incidents lie on shards.
  var isCoordinator = false

  init(_ address: ServerAddress, limits: ServerLimits, isReadOnly: Bool = false) {
    self.address = address
    self.limits = limits
    pool = ConnectionPool(address, limits: limits, isReadOnly: isReadOnly)
  }

  /// Closes the connections that nobody uses.
  public func close() throws(StorageError) { pool.close() }

  public func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer {
    try StorageError.translating(Q.statement.name) {
      var answer = Q.emptyAnswer()
      if isCoordinator, ShardRoute.isSpread(Q.statement.name) {
        try foldShards(query, into: &answer)
      }
      var rows = 0
      try pool.withConnection(isUntouched: { rows == 0 }) { connection in
        try connection.run(
          Q.statement.serverText(onCoordinator: isCoordinator), query.arguments
        ) { row throws in
          rows += 1
          try Q.fold(row, into: &answer)
        }
      }
      return answer
    }
  }

  public func forEachRow(
    of query: LayerQuery, _ body: (any FeatureRow) throws -> Void
  ) throws {
    guard let layer = query.definition else { return }
    var rows = 0
    let shown = ServerFeatureRow()
    try pool.withConnection(isUntouched: { rows == 0 }) { connection in
      try connection.run(layer.statement.serverText, query.arguments) { row throws in
        rows += 1
        shown.moveTo(row)
        defer { shown.leave() }
        try body(shown)
      }
    }
  }

  public func write<T>(_ body: (any StoreTransaction) throws -> T) throws -> T {
    guard !isCoordinator else { return try writeOnShards { shards, _ in try body(shards) } }
    var hasBegun = false
    return try pool.withConnection(isUntouched: { !hasBegun }) { connection in
      try connection.run(script: ServerScripts.begin, named: "begin")
      hasBegun = true
      do {
        let transaction = PostGISTransaction(connection: connection)
        let answer = try body(transaction)
        try transaction.complete()
        try commit(connection)
        return answer
      } catch {
        connection.rollBack()
        throw error
      }
    }
  }

  /// Where the connection breaks in the last word, the server is asked what became of it.
  func commit(_ connection: ServerConnection) throws(StorageError) {
    var transaction = ""
    try StorageError.translating("commit") {
      try connection.run(ServerScripts.transactionNumber, []) { row throws in
        transaction = row.text(0)
      }
    }
    do {
      try connection.commit(ServerScripts.commit)
    } catch .connectionLost(let location, let statement) where !transaction.isEmpty {
      var outcome = ""
      do {
        try pool.withConnection(isUntouched: { true }) { connection in
          try connection.run(ServerScripts.transactionOutcome, [.text(transaction)]) {
            row throws in outcome = row.text(0)
          }
        }
      } catch {
        throw .uncertainCommit(location: location)
      }
      if outcome == "committed" { return }
      throw outcome == "aborted"
        ? .connectionLost(location: location, statement: statement)
        : .uncertainCommit(location: location)
    }
  }
}

/// The changes under way on one connection.
///
/// To PostgreSQL a transaction in which a statement failed is over: `write` then fails as a whole.
final class PostGISTransaction: StoreTransaction {
  private let connection: ServerConnection
  private let reading: PostGISReading
  private var loads: [PostGISIncidentLoad] = []
  private var intake: CopyIntake?

  init(connection: ServerConnection, isSharded: Bool = false) {
    self.connection = connection
    reading = PostGISReading(connection: connection, isSharded: isSharded)
  }

  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer { try reading.answer(query) }

  func fold<Q: Query>(_ query: Q, into answer: inout Q.Answer) throws(StorageError) {
    try reading.fold(query, into: &answer)
  }

  func tables() throws(StorageError) -> [StoreTable] { try reading.tables() }

  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws {
    try reading.forEachRow(of: table, body)
  }

  func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(StorageError) {
    let intake = intake ?? CopyIntake(connection: connection)
    self.intake = intake
    try intake.insert(rows, into: table, try reading.own(table))
  }

  func beginIncidentLoad(_ plan: IncidentLoadPlan) throws(StorageError) -> any IncidentLoad {
    precondition(loads.allSatisfy(\.isFinished), "one load at a time")
    let load = try PostGISIncidentLoad(plan: plan, connection: connection)
    loads.append(load)
    return load
  }

  /// What was left for the end.
  func complete() throws(StorageError) {
    guard loads.allSatisfy(\.isFinished) else {
      throw .engine(statement: "incident_load", message: "a load of incidents was not finished")
    }
    try intake?.complete()
  }

  /// A statement of this room that answers a row says there how many rows changed.
  @discardableResult
  func run(_ change: some Change) throws(StorageError) -> Int {
    let text = change.statement
    return try StorageError.translating(text.name) {
      var told: Int?
      let changed = try connection.run(text.serverText, change.arguments) { row throws in
        told = Int(row.integer(0))
      }
      return told ?? changed
    }
  }
}
