import Foundation
import GRDB
import SpatiaLite
public import Storage

extension SpatiaLiteStore {
  /// Opens the store at a path; brings an older one up to date, step by step: interrupted, the next
  /// one to open it goes on.
  ///
  /// - Parameter isOneOfMany: several that read are open at a time, and each keeps less in memory.
  public static func open(
    path: String, readOnly: Bool = false, isOneOfMany: Bool = false
  ) throws(StorageError) -> SpatiaLiteStore {
    guard FileManager.default.fileExists(atPath: path) else { throw .noStore(location: path) }
    try requireStore(at: path)
    do {
      let isWritable = FileManager.default.isWritableFile(atPath: path)
      if readOnly || !isWritable {
        if isWritable { try recover(path: path) }
        let queue = try DatabaseQueue(
          path: path, configuration: connection(readOnly: true, isOneOfMany: isOneOfMany))
        let store = SpatiaLiteStore(database: queue, location: path)
        guard try store.isOld() else { return store }
        try queue.close()
        guard isWritable else { throw StorageError.olderSchema(location: path) }
        try open(path: path).close()
        return try open(path: path, readOnly: true, isOneOfMany: isOneOfMany)
      }
      let queue = try DatabaseQueue(path: path, configuration: connection())
      let store = SpatiaLiteStore(database: queue, location: path)
      try store.migrate()
      return store
    } catch let error as StorageError {
      throw error
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "open", location: path)
    } catch {
      throw .notAStore(location: path, reason: "\(error)")
    }
  }

  /// Makes a store, or opens the one that is there.
  ///
  /// A new store appears under its name only when it is whole: it is built beside its place and
  /// renamed, so that an interrupted `init` leaves nothing that looks like a store.
  public static func create(path: String) throws(StorageError) -> SpatiaLiteStore {
    if FileManager.default.fileExists(atPath: path) {
      do {
        return try open(path: path)
      } catch .notAStore {
        throw .alreadyExists(location: path)
      }
    }
    let unfinished = path + ".unfinished"
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? FileManager.default.removeItem(atPath: unfinished)
      let queue = try DatabaseQueue(
        path: unfinished, configuration: connection())
      let store = SpatiaLiteStore(database: queue, location: path)
      try store.lay()
      try queue.close()
      try FileManager.default.moveItem(atPath: unfinished, toPath: path)
    } catch let error as StorageError {
      throw error
    } catch let error as DatabaseError {
      throw StorageError(error, statement: "init", location: path)
    } catch {
      throw .engine(statement: "init", message: error.localizedDescription)
    }
    return try open(path: path)
  }

  /// A store that lives as long as its value, for tests and for questions without a file.
  public static func inMemory() throws(StorageError) -> SpatiaLiteStore {
    do {
      let queue = try DatabaseQueue(configuration: connection())
      try blank.get().backup(to: queue)
      return SpatiaLiteStore(database: queue, location: ":memory:")
    } catch let error as StorageError {
      throw error
    } catch {
      throw .engine(statement: "init", message: "\(error)")
    }
  }

  /// An empty store that those in memory are copies of: its schema is laid once, in a fifth of a
  /// second, and copied in milliseconds.
  private static let blank = Result<DatabaseQueue, any Error> {
    let queue = try DatabaseQueue(configuration: connection())
    try SpatiaLiteStore(database: queue, location: ":memory:").lay()
    return queue
  }

  /// Rolls back what a program that was killed had under way: a reader alone could not.
  private static func recover(path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "-journal") else { return }
    let queue = try DatabaseQueue(path: path, configuration: connection())
    _ = try queue.read { try $0.tableExists("setting") }
    try queue.close()
  }

  static func connection(readOnly: Bool = false, isOneOfMany: Bool = false) -> Configuration {
    let settings =
      PackageResources.connection_sql
      + (isOneOfMany ? PackageResources.connection_of_many_sql : [])
    return SpatiaLiteConnection.configuration(
      readOnly: readOnly, settings: String(decoding: settings, as: UTF8.self))
  }

  /// SpatiaLite's own tables first: they must be there before a geometry column is added.
  private func lay() throws {
    try database.writeWithoutTransaction { connection in
      try connection.inTransaction {
        try connection.requireTrue(PackageResources.init_spatial_metadata_sql)
        return .commit
      }
    }
    try migrate()
  }

  private static func requireStore(at path: String) throws(StorageError) {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw .notAStore(location: path, reason: "it cannot be read")
    }
    defer { try? handle.close() }
    let header = (try? handle.read(upToCount: 16)) ?? Data()
    guard header == Data("SQLite format 3\0".utf8) else {
      throw .notAStore(location: path, reason: "it is not a SQLite file")
    }
  }

  func migrate() throws {
    guard try isOld() else { return }
    try Migrations.migrator.migrate(database)
    try database.write { try LayerStatistics(connection: $0).refresh() }
  }

  /// - Throws: for what is no store, or one of a newer program.
  private func isOld() throws -> Bool {
    let migrator = Migrations.migrator
    let state = try database.read { connection in
      (
        applied: try connection.tableExists("grdb_migrations")
          ? migrator.appliedIdentifiers(connection) : [],
        isSpatial: try connection.tableExists("geometry_columns")
      )
    }
    guard state.isSpatial else {
      throw StorageError.notAStore(location: location, reason: "it has no spatial tables")
    }
    if let unknown = state.applied.subtracting(Migrations.names).sorted().first {
      throw StorageError.newerSchema(location: location, unknownMigration: unknown)
    }
    return state.applied.count < Migrations.names.count
  }
}
