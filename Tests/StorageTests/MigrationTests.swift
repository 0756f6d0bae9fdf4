import Foundation
import GRDB
import SimpleFeatures
import SpatiaLite
import Storage
import Testing

@testable import SpatiaLiteStorage

/// A store that an earlier program made opens, with its rows.
@Suite struct MigrationTests {
  /// Made by the migrations up to one, with rows and a run's member.
  private func oldStore(at path: String, upTo migration: String) throws {
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
          INSERT INTO import VALUES (1, 'incidents', 's', 'f', 'd', '', 500, 500, 0, 0, 0);
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
          INSERT INTO incident (source, source_id, category, occurred_from, day,
            location_precision, x, y, import, geom)
          SELECT 's', 'case-' || i, 'theft', 1728000000, 20000, 'exact', 1, 2, 1,
            MakePoint(120 + i / 1000.0, 26.5, 4326) FROM n;
          INSERT INTO incident_status SELECT id, 'filed', 1728000000, 20000 FROM incident;
          INSERT INTO run (id, kind, parameters, time_basis, stage, seed, input_digest, version,
            valid_from, valid_to, synthetic, summary)
          VALUES ('r', 'clusters', '', 'occurred', 'calls', 1, 'd', '1', 1, 2, 0, '');
          INSERT INTO current_run VALUES ('clusters', 'r');
          INSERT INTO cluster_member (run, incident, cluster, core)
          SELECT 'r', id, NULL, 0 FROM incident WHERE id % 2 = 0;
          """)
    }
    try queue.close()
  }

  @Test func incidentsOfAnOlderStoreStay() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "s.sqlite").path
      try oldStore(at: path, upTo: "0005_views")
      let store = try SpatiaLiteStore.open(path: path)
      #expect(try store.faults() == [])
      #expect(try store.answer(LayerCounts())["incidents"] == 500)
      #expect(try store.answer(LayerCounts())["cluster_members"] == 250)
      let indexes = try store.database.read { connection in
        try String.fetchAll(
          connection,
          sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'incident'")
      }
      #expect(
        Set(indexes) == ["incident_by_source_id", "incident_by_day", "incident_by_grid"])
      // The index still says no to a second row, and the bulk way drops and makes it again.
      #expect(throws: DatabaseError.self) {
        try store.database.write { connection in
          try connection.execute(
            sql: """
              INSERT INTO incident (source, source_id, category, occurred_from, day, place_code,
                location_precision) VALUES ('s', 'case-7', 'theft', 1, 1, '350921', 'area')
              """)
        }
      }
      var again = StoreConformance.incident(7)
      again.source = "s"
      let more = [again] + (0..<5_000).map { StoreConformance.incident($0) }
      let outcomes = try IncidentLoadTests.load(more, into: store, importID: 2, expecting: 5_001)
      #expect(outcomes.first == .updated)
      #expect(outcomes.dropFirst().allSatisfy { $0 == .inserted })
      #expect(try store.faults() == [])
      try store.close()
      // Nothing of it is in memory alone.
      let reopened = try SpatiaLiteStore.open(path: path, readOnly: true)
      defer { try? reopened.close() }
      #expect(try reopened.answer(LayerCounts())["incidents"] == 5_500)
      #expect(try reopened.faults() == [])
    }
  }

  /// Reading brings a store up to date, too, where it can be written.
  @Test func anOlderStoreIsBroughtUpToDateByReading() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "s.sqlite").path
      try oldStore(at: path, upTo: "0005_views")
      let store = try SpatiaLiteStore.open(path: path, readOnly: true)
      defer { try? store.close() }
      #expect(try store.faults() == [])
      #expect(try store.answer(LayerCounts())["incidents"] == 500)
    }
  }

  /// The rules for words, which a later step put in other words, refuse what they refused.
  @Test(arguments: [
    "location_precision = 'somewhere'", "status = 'lost'", "severity = 6", "synthetic = 2",
    "location_precision = NULL",
  ])
  func wordsThatAreNoneAreRefused(change: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "s.sqlite").path
      try oldStore(at: path, upTo: "0005_views")
      let store = try SpatiaLiteStore.open(path: path)
      defer { try? store.close() }
      try store.database.write { connection in
        #expect(throws: DatabaseError.self) {
          try connection.execute(sql: "UPDATE incident SET \(change) WHERE id = 7")
        }
        for word in ["'reopened'", "'mediated'", "NULL"] {
          try connection.execute(sql: "UPDATE incident SET status = \(word) WHERE id = 7")
        }
        #expect(throws: DatabaseError.self) {
          try connection.execute(sql: "INSERT INTO incident_status VALUES (7, 'lost', 1, 1)")
        }
      }
    }
  }

  /// A new store and an old one that was brought up to date are the same but for their rows.
  @Test func anOlderStoreGetsTheSchemaOfANewOne() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "s.sqlite").path
      try oldStore(at: path, upTo: "0005_views")
      let old = try SpatiaLiteStore.open(path: path)
      defer { try? old.close() }
      let new = try SpatiaLiteStore.inMemory()
      func schema(_ store: SpatiaLiteStore) throws -> [String] {
        try store.database.read { connection in
          try String.fetchAll(
            connection,
            sql: """
              SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '')
              FROM sqlite_schema ORDER BY 1
              """)
        }
      }
      #expect(try schema(old) == schema(new))
    }
  }
}
