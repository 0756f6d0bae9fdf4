public import Storage

/// Questions to one state of the store, on one connection.
final class PostGISReading: StoreReading {
  /// What only this engine says of a table.
  struct Own {
    var reading: ServerStatement.Text
    var copying: ServerStatement.Text
    /// `int8`, `text`, `geometry` … of each column.
    var types: [String]
  }

  private let connection: ServerConnection
  private let isSharded: Bool
  private var own: [String: Own] = [:]

  init(connection: ServerConnection, isSharded: Bool = false) {
    self.connection = connection
    self.isSharded = isSharded
  }

  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer {
    var answer = Q.emptyAnswer()
    try fold(query, into: &answer)
    return answer
  }

  func fold<Q: Query>(_ query: Q, into answer: inout Q.Answer) throws(StorageError) {
    try StorageError.translating(Q.statement.name) {
      try connection.run(
        Q.statement.serverText(onCoordinator: isSharded), query.arguments
      ) { row throws in
        try Q.fold(row, into: &answer)
      }
    }
  }

  func tables() throws(StorageError) -> [StoreTable] {
    guard !isSharded else { throw ShardedTransaction.notWhole }
    return try StorageError.translating("copy_tables") {
      var found: [(name: String, columns: String, referenced: String, probe: String)] = []
      try connection.run(ServerScripts.copyTables, []) { row throws in
        let name = row.text(0)
        found.append((name, row.text(1), row.text(2), row.text(3)))
        own[name] = Own(
          reading: ServerStatement.Text(name: "read_\(name)", sql: row.text(4)),
          copying: ServerStatement.Text(name: "copy_\(name)", sql: row.text(5)),
          types: row.text(6).split(separator: ",").map(String.init))
      }
      return try found.map { table in
        var rows: Int64 = 0
        let probe = ServerStatement.Text(name: "probe_\(table.name)", sql: table.probe)
        try connection.run(probe, []) { row throws in rows = row.integer(0) }
        return try StoreTable(
          name: table.name, columns: table.columns, referenced: table.referenced,
          isEmpty: rows == 0)
      }
    }
  }

  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws {
    try connection.run(try own(table).reading, []) { row throws in
      try body(try table.values(of: row))
    }
  }

  func own(_ table: StoreTable) throws(StorageError) -> Own {
    if own.isEmpty { _ = try tables() }
    guard let known = own[table.name] else {
      throw .engine(statement: "copy_tables", message: "there is no table \(table.name)")
    }
    return known
  }
}

extension PostGISStore {
  /// In one transaction that sees the state at its beginning, whatever others write meanwhile.
  public func read<T>(_ body: (any StoreReading) throws -> T) throws -> T {
    var hasBegun = false
    return try pool.withConnection(isUntouched: { !hasBegun }) { connection in
      try connection.run(script: ServerScripts.beginReading, named: "begin")
      hasBegun = true
      defer { connection.rollBack() }
      return try body(PostGISReading(connection: connection, isSharded: isCoordinator))
    }
  }
}
