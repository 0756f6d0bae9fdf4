import Foundation
import GRDB
public import SimpleFeatures
import SpatiaLite
public import Storage

/// The embedded store: one SpatiaLite file that QGIS and GDAL open as it is.
public struct SpatiaLiteStore: SpatialStore {
  public let location: String
  let database: any DatabaseWriter
  /// Of a view, which asks for page after page of the same layer on its one connection.
  let pages: PageStatement?

  init(database: any DatabaseWriter, location: String, pages: PageStatement? = nil) {
    self.database = database
    self.location = location
    self.pages = pages
  }

  /// Closes the file. With SQLite's rollback journal nothing stays beside it, so that a read-only
  /// folder serves it: a file that says “WAL” could not be opened there.
  public func close() throws(StorageError) {
    try translating("close") {
      if let pages { try database.read { _ in pages.forget() } }
      try database.close()
    }
  }

  public func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer {
    try translating(Q.statement.name) {
      try database.read { connection in
        try PreparedStatement(Q.statement, on: connection).answer(query)
      }
    }
  }

  public func forEachRow(
    of query: LayerQuery, _ body: (any FeatureRow) throws -> Void
  ) throws {
    guard let layer = query.definition else { return }
    try explaining(layer.statement.name) {
      try database.read { connection in
        let statement = try PreparedStatement(layer.statement, on: connection)
        let row = StatementFeatureRow(statement)
        try statement.forEachRow(query.arguments) { _ in try body(row) }
      }
    }
  }

  /// What SQLite says becomes what a store says; any other error is the caller's own.
  func explaining<T>(_ statement: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StorageError(error, statement: statement, location: location)
    }
  }

  public func write<T>(_ body: (any StoreTransaction) throws -> T) throws -> T {
    try explaining("write") {
      try database.write { connection in
        let transaction = SpatiaLiteTransaction(connection: connection, location: location)
        let answer = try body(transaction)
        try transaction.complete()
        return answer
      }
    }
  }

  func translating<T>(_ statement: String, _ body: () throws -> T) throws(StorageError) -> T {
    do {
      return try body()
    } catch let error as StorageError {
      throw error
    } catch let error as DatabaseError {
      throw StorageError(error, statement: statement, location: location)
    } catch {
      throw .engine(statement: statement, message: "\(error)")
    }
  }
}

/// The changes under way on the one writing connection.
final class SpatiaLiteTransaction: StoreTransaction {
  private let connection: Database
  private let location: String
  private let reading: SpatiaLiteReading
  private var touchesLayers = false
  private var loads: [SpatiaLiteIncidentLoad] = []

  init(connection: Database, location: String) {
    self.connection = connection
    self.location = location
    reading = SpatiaLiteReading(connection: connection, location: location)
  }

  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer { try reading.answer(query) }

  func tables() throws(StorageError) -> [StoreTable] { try reading.tables() }

  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws {
    try reading.forEachRow(of: table, body)
  }

  func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(StorageError) {
    touchesLayers = true
    try reading.insert(rows, into: table)
  }

  func beginIncidentLoad(_ plan: IncidentLoadPlan) throws(StorageError) -> any IncidentLoad {
    precondition(loads.allSatisfy(\.isFinished), "one load at a time")
    let load = try SpatiaLiteIncidentLoad(plan: plan, connection: connection, location: location)
    loads.append(load)
    return load
  }

  /// What the store says about its layers, once all changes are made.
  func complete() throws {
    guard loads.allSatisfy(\.isFinished) else {
      throw StorageError.engine(
        statement: "incident_load", message: "a load of incidents was not finished")
    }
    let statistics = LayerStatistics(connection: connection)
    if touchesLayers {
      try statistics.refresh()
    } else if !loads.isEmpty {
      try statistics.addIncidents(loads.reduce(0) { $0 + $1.inserted })
    }
  }

  @discardableResult
  func run(_ change: some Change) throws(StorageError) -> Int {
    let text = change.statement
    touchesLayers = touchesLayers || type(of: change).touchesLayers
    return try reading.translating(text.name) {
      try reading.prepared.statement(text).run(change.arguments)
    }
  }
}

extension StorageError {
  /// SQLite's words without the arguments, which may be personal.
  init(_ error: DatabaseError, statement: String, location: String) {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(location: location)
    case .SQLITE_FULL: self = .outOfSpace(location: location)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .readOnly(location: location)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .damaged(error.message ?? error.resultCode.description)
    default:
      self = .engine(
        statement: statement, message: error.message ?? error.resultCode.description)
    }
  }
}
