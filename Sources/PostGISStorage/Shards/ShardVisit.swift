import Storage

/// The part of a transaction that one shard does, on a connection of its own.
final class ShardVisit {
  let shard: ShardMap.Shard
  let connection: ServerConnection
  let transaction: PostGISTransaction
  private var gid: String?

  /// Connects, ends what an earlier transaction left prepared, and begins.
  ///
  /// - Parameter isCommitted: what the coordinator knows of a transaction's name.
  /// - Throws: `StorageError` that names the shard.
  init(
    _ shard: ShardMap.Shard, of coordinator: String, limits: ServerLimits,
    isCommitted: (String) throws -> Bool
  ) throws {
    self.shard = shard
    connection = try ServerConnection(try ServerAddress(shard.address), limits: limits)
    transaction = PostGISTransaction(connection: connection)
    _ = try Self.resolve(shard, coordinator, connection, isCommitted: isCommitted)
    try connection.run(script: ServerScripts.begin, named: "begin")
  }

  /// Ends the transactions that a coordinator left prepared when it or the shard went away: as it
  /// decided, and where it decided nothing they are given up. The caller holds the coordinator's
  /// turn, so that none is under way.
  ///
  /// - Returns: how many there were.
  static func resolve(
    _ shard: ShardMap.Shard, _ coordinator: String, _ connection: ServerConnection,
    isCommitted: (String) throws -> Bool
  ) throws -> Int {
    var left: [String] = []
    let start = "anlan_\(coordinator)_"
    try connection.run(ShardScripts.preparedTransactions, [.text(start)]) { row throws in
      left.append(row.text(0))
    }
    for gid in left {
      let name = String(gid.dropFirst(start.count).prefix { $0 != "_" })
      let script =
        try isCommitted(name)
        ? ShardScripts.commitPrepared(gid) : ShardScripts.rollBackPrepared(gid)
      try connection.run(script: script, named: "resolve")
    }
    return left.count
  }

  /// The shard promises that it can commit, whatever happens to it meanwhile.
  ///
  /// - Parameter name: of the coordinator's transaction.
  func prepare(_ name: String, of coordinator: String) throws(StorageError) {
    let gid = "anlan_\(coordinator)_\(name)_\(shard.number)"
    try connection.run(script: ShardScripts.prepare(gid), named: "prepare_transaction")
    self.gid = gid
  }

  /// - Returns: whether it is done; what is not stays prepared, and the next visit commits it.
  func commit() -> Bool {
    guard let gid else { return false }
    do {
      try connection.run(script: ShardScripts.commitPrepared(gid), named: "commit_prepared")
      return true
    } catch {
      return false
    }
  }

  func rollBack() {
    connection.rollBack()
    if let gid {
      try? connection.run(script: ShardScripts.rollBackPrepared(gid), named: "rollback")
    }
    gid = nil
  }

  func has(_ statement: ServerStatement.Text, _ arguments: [SQLValue]) throws(StorageError) -> Bool
  {
    return try StorageError.translating(statement.name) {
      var isThere = false
      try connection.run(statement, arguments) { row throws in isThere = true }
      return isThere
    }
  }
}
