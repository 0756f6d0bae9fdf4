import CSpatiaLite
public import GRDB
import Synchronization

/// Connections that speak SpatiaLite, opened and closed right.
///
/// A store opens its pool with `configuration(…)`: every connection of the pool then has
/// SpatiaLite's functions, and frees SpatiaLite's cache when SQLite closes it.
public enum SpatiaLiteConnection {
  /// How many connections hold a SpatiaLite cache now; 0 when all are closed. Tests watch it.
  public static var openCaches: Int { caches.load(ordering: .relaxed) }

  private static let caches = Atomic<Int>(0)

  /// What a statement needs to take itself back stays in memory up to 128 kB, the most that SQLite
  /// then writes in one piece. Its own 64 kB are passed by one point that splits nodes of a spatial
  /// index; from then on every statement of the transaction writes its pages to a temporary file:
  /// 200 MB for 10,000 rows. SQLite wants to know before its first connection.
  private static let hasLargeStatementJournals =
    anlan_keep_statement_journals_in_memory(131_071) == SQLITE_OK

  /// A GRDB configuration whose connections speak SpatiaLite and enforce foreign keys.
  ///
  /// - Parameters:
  ///   - busyTimeoutSeconds: how long a writer waits for another program's write before it fails
  ///     with `SQLITE_BUSY`.
  ///   - settings: statements that each connection runs first.
  public static func configuration(
    readOnly: Bool = false, busyTimeoutSeconds: Double = 30, settings: String = ""
  ) -> Configuration {
    _ = hasLargeStatementJournals
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      try attach(to: database)
      try database.execute(sql: settings)
    }
    return configuration
  }

  /// Whether a row that names another is refused at once where there is none. Unlike the pragma it
  /// also works within a transaction; who turns it off proves what it left out, and turns it on.
  public static func enforceForeignKeys(_ enforce: Bool, on database: Database) throws {
    let code = anlan_enforce_foreign_keys(database.sqliteConnection, enforce ? 1 : 0)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  private static func attach(to database: Database) throws {
    guard let cache = spatialite_alloc_connection() else {
      throw DatabaseError(resultCode: .SQLITE_NOMEM)
    }
    let connection = database.sqliteConnection
    spatialite_init_ex(connection, cache, 0)
    caches.add(1, ordering: .relaxed)
    // The cache must outlive every statement of its connection, and GRDB has no public "did
    // close" hook: SQLite itself frees it, as the destructor of a function of the connection.
    sqlite3_create_function_v2(
      connection, "anlan_spatialite_cache", 0, SQLITE_UTF8, cache,
      { context, _, _ in sqlite3_result_null(context) }, nil, nil,
      { cache in
        SpatiaLiteConnection.caches.subtract(1, ordering: .relaxed)
        spatialite_cleanup_ex(cache)
      })
  }
}
