import GRDB
public import Storage

/// Questions to one state of the store, on one connection.
final class SpatiaLiteReading: StoreReading {
  let connection: Database
  private let location: String
  let prepared: PreparedStatements
  /// What the catalogue said of each table.
  private var texts: [String: (reading: StatementText, writing: StatementText)] = [:]

  init(connection: Database, location: String) {
    self.connection = connection
    self.location = location
    prepared = PreparedStatements(connection: connection)
  }

  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer {
    try translating(Q.statement.name) { try prepared.statement(Q.statement).answer(query) }
  }

  func tables() throws(StorageError) -> [StoreTable] {
    try translating("copy_tables") {
      let rows = try Row.fetchAll(
        connection, sql: String(decoding: PackageResources.copy_tables_sql, as: UTF8.self))
      return try rows.map { row in
        let name: String = row[0]
        texts[name] = (
          StatementText(name: "read_\(name)", text: row[4]),
          StatementText(name: "insert_\(name)", text: row[5])
        )
        return try StoreTable(
          name: name, columns: row[1], referenced: row[2] ?? "",
          isEmpty: try Int.fetchOne(connection, sql: row[3]) == 0)
      }
    }
  }

  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws {
    let text = try texts(of: table).reading
    try prepared.statement(text).forEachRow([]) { row in try body(try table.values(of: row)) }
  }

  func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(StorageError) {
    try translating("insert_\(table.name)") {
      let statement = try prepared.statement(try texts(of: table).writing)
      for row in rows { _ = try statement.run(row) }
    }
  }

  private func texts(
    of table: StoreTable
  ) throws(StorageError) -> (reading: StatementText, writing: StatementText) {
    if texts.isEmpty { _ = try tables() }
    guard let known = texts[table.name] else {
      throw .engine(statement: "copy_tables", message: "there is no table \(table.name)")
    }
    return known
  }

  func translating<T>(_ statement: String, _ body: () throws -> T) throws(StorageError) -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StorageError(error, statement: statement, location: location)
    } catch let error as StorageError {
      throw error
    } catch {
      throw .engine(statement: statement, message: "\(error)")
    }
  }
}

extension SpatiaLiteStore {
  public func read<T>(_ body: (any StoreReading) throws -> T) throws -> T {
    do {
      return try database.read { connection in
        try body(SpatiaLiteReading(connection: connection, location: location))
      }
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "read", location: location)
    }
  }
}
