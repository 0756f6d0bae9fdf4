import Storage

/// A transaction of a coordinator and its shards: all of it or nothing, by two-phase commit.
///
/// What lies on shards is changed there; what every server has alike is changed on the coordinator,
/// and the shards are made like it before the commit. Questions are asked of the coordinator, which
/// sees the shards as they were before: nothing in one transaction reads there what it has written.
final class ShardedTransaction: StoreTransaction {
  let home: PostGISTransaction
  private let connection: ServerConnection
  private let limits: ServerLimits
  private(set) var map: ShardMap
  private var visits: [Int: ShardVisit] = [:]
  private var load: ShardedIncidentLoad?
  private var importEntry: (any Change)?
  private var isUnlike = false
  private var hasTurn = false

  init(connection: ServerConnection, limits: ServerLimits) throws {
    self.connection = connection
    self.limits = limits
    home = PostGISTransaction(connection: connection, isSharded: true)
    map = try ShardMap.read(over: connection)
  }

  // MARK: Shards

  /// The shard's part of the transaction, begun when it is first asked for.
  func visit(_ number: Int) throws(StorageError) -> ShardVisit {
    if let known = visits[number] { return known }
    guard let shard = map.shards.first(where: { $0.number == number }) else {
      throw .engine(statement: "shards", message: "there is no shard \(number)")
    }
    return try StorageError.translating("shard \(number)") {
      // One transaction over shards at a time: what is left prepared then is nobody's.
      if !hasTurn {
        try connection.run(ServerScripts.takeTurn, [])
        hasTurn = true
      }
      let visit = try ShardVisit(shard, of: map.coordinator, limits: limits) { name throws in
        try isCommitted(name)
      }
      if let importEntry { try visit.transaction.run(importEntry) }
      visits[number] = visit
      return visit
    }
  }

  private func isCommitted(_ name: String) throws -> Bool {
    var count: Int64 = 0
    try connection.run(ShardScripts.outcome, [.text(name)]) { row throws in count = row.integer(0) }
    return count > 0
  }

  /// The shard of a county, which is placed now where none has it, on one of those in reach.
  func shard(of county: String, reachable: Set<Int>? = nil) throws(StorageError) -> Int {
    if let known = map.areas[county] { return known }
    guard let shard = map.emptiest(among: reachable ?? Set(map.shards.map(\.number))) else {
      throw .engine(statement: "shards", message: "no shard can be reached to take \(county)")
    }
    try place(county, on: shard.number)
    return shard.number
  }

  /// Says that a county lies on a shard, in both places.
  func place(_ county: String, on number: Int) throws(StorageError) {
    let visit = try visit(number)
    try StorageError.translating("place_area") {
      try visit.connection.run(ShardScripts.openArea, [.text(county)])
      try connection.run(
        ShardScripts.placeArea, [.text(county), .integer(Int64(number))])
    }
    map.areas[county] = number
  }

  /// The shard that has a row.
  private func shard(
    with statement: ServerStatement.Text, _ arguments: [SQLValue]
  ) throws(StorageError) -> Int? {
    for shard in map.shards {
      if try visit(shard.number).has(statement, arguments) { return shard.number }
    }
    return nil
  }

  func register(_ shard: ShardMap.Shard) { map.shards.append(shard) }

  // MARK: Reading

  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer {
    if query is LayerCounts, !visits.isEmpty, let counts = try counts() as? Q.Answer {
      return counts
    }
    guard ShardRoute.isSpread(Q.statement.name) else { return try home.answer(query) }
    var answer = Q.emptyAnswer()
    try home.fold(query, into: &answer)
    for shard in map.shards { try visit(shard.number).transaction.fold(query, into: &answer) }
    return answer
  }

  /// As they are in this transaction, which the coordinator does not see on the shards.
  private func counts() throws(StorageError) -> [String: Int] {
    let spread = ["incidents", "policies", "claims", "evidence", "links", "resolutions"]
    var counts = try home.answer(LayerCounts())
    for layer in spread { counts[layer] = 0 }
    for shard in map.shards {
      let part = try visit(shard.number).transaction.answer(LayerCounts())
      for layer in spread { counts[layer, default: 0] += part[layer] ?? 0 }
    }
    return counts
  }

  func tables() throws(StorageError) -> [StoreTable] { throw Self.notWhole }

  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws {
    throw Self.notWhole
  }

  func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(StorageError) {
    throw Self.notWhole
  }

  static let notWhole = StorageError.engine(
    statement: "copy", message: "a store on shards is copied shard by shard, each by its address")

  // MARK: Writing

  func beginIncidentLoad(_ plan: IncidentLoadPlan) throws(StorageError) -> any IncidentLoad {
    precondition(load?.isFinished ?? true, "one load at a time")
    let load = try ShardedIncidentLoad(plan: plan, transaction: self)
    self.load = load
    return load
  }

  @discardableResult
  func run(_ change: some Change) throws(StorageError) -> Int {
    switch ShardRoute(change.statement.name, change.arguments) {
    case .coordinator: return try home.run(change)
    case .likeEverywhere:
      isUnlike = true
      return try home.run(change)
    case .everywhere:
      // What the coordinator takes back in its own tables goes to the shards as it then is.
      isUnlike = true
      return try home.run(change) + (try onEveryShard(change))
    case .everyShard: return try onEveryShard(change)
    case .beginsImport:
      importEntry = change
      for visit in visits.values { try visit.transaction.run(change) }
      return try home.run(change)
    case .endsImport:
      for visit in visits.values { try visit.transaction.run(change) }
      return try home.run(change)
    case .county(let county):
      return try visit(try shard(of: county)).transaction.run(change)
    case .policy(let number):
      guard let shard = try shard(with: ShardScripts.keyOfPolicy, [number]) else {
        // Nobody has the policy: any shard says so in the same words.
        return try visit(map.shards.first?.number ?? 0).transaction.run(change)
      }
      return try visit(shard).transaction.run(change)
    case .incidents(let incidents):
      var shards: Set<Int> = []
      for incident in incidents {
        shards.insert(
          try shard(with: ShardScripts.keyOfIncident, [incident.source, incident.id])
            ?? map.shards.first?.number ?? 0)
      }
      guard shards.count == 1, let shard = shards.first else {
        throw .engine(
          statement: change.statement.name,
          message: "the two incidents lie on different shards, and no link between them is kept")
      }
      return try visit(shard).transaction.run(change)
    }
  }

  private func onEveryShard(_ change: some Change) throws(StorageError) -> Int {
    var changed = 0
    // An incident can only be in a grid that its shard knows.
    if case .everyShard = ShardRoute(change.statement.name, change.arguments) { try alignAll() }
    for shard in map.shards { changed += try visit(shard.number).transaction.run(change) }
    return changed
  }

  // MARK: The end

  /// What was left for the end.
  func complete() throws(StorageError) {
    guard load?.isFinished ?? true else {
      throw .engine(statement: "incident_load", message: "a load of incidents was not finished")
    }
    try home.complete()
    try alignAll()
  }

  private func alignAll() throws(StorageError) {
    guard isUnlike else { return }
    isUnlike = false
    for shard in map.shards {
      let visit = try visit(shard.number)
      try ShardAlignment.align(visit.connection, with: connection)
    }
  }

  func commit(in store: PostGISStore) throws {
    guard !visits.isEmpty else { return try store.commit(connection) }
    var name = ""
    try connection.run(ShardScripts.assignTransaction, []) { row throws in name = row.text(0) }
    for visit in visits.values { try visit.prepare(name, of: map.coordinator) }
    try connection.run(ShardScripts.keepOutcome, [.text(name)])
    do {
      try store.commit(connection)
    } catch {
      // Then the shards stay prepared until the coordinator can say.
      if case .uncertainCommit = error { visits = [:] }
      throw error
    }
    let done = visits.values.map { $0.commit() }
    visits = [:]
    if !done.contains(false) {
      _ = try? connection.run(ShardScripts.forgetOutcome, [.text(name)])
    }
  }

  func rollBack() {
    for visit in visits.values { visit.rollBack() }
    visits = [:]
  }
}
