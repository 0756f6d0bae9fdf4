import GRDB
import SpatiaLite

@testable import SpatiaLiteStorage

/// A store as an older program left it.
enum OlderStore {
  static func lay(at path: String, upTo migration: String, incidents: Int) throws {
    let queue = try DatabaseQueue(
      path: path, configuration: SpatiaLiteConnection.configuration())
    try queue.writeWithoutTransaction { connection in
      try connection.inTransaction {
        try connection.execute(sql: "SELECT InitSpatialMetaData('WGS84')")
        return .commit
      }
    }
    try Migrations.migrator.migrate(queue, upTo: migration)
    try queue.write { connection in
      try connection.execute(
        sql: """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(incidents))
          INSERT INTO incident (source, source_id, category, occurred_from, day,
            location_precision, x, y, geom)
          SELECT 's', 'case-' || i, 'theft', 1728000000, 20000, 'exact', 1, 2,
            MakePoint(120 + i / 100000.0, 26.5, 4326) FROM n;
          """)
    }
    try queue.close()
  }
}
