import GRDB
import SimpleFeatures
import SpatiaLite
import Storage
import Testing

@testable import SpatiaLiteStorage

/// A store that an older program made, with rows in it, opens and holds them all.
@Suite struct PlaceMigrationTests {
  private static let rows = """
    INSERT INTO import VALUES (1, 'grids', 's', 'f', 'd', '', 2, 2, 0, 0, 0);
    INSERT INTO grid (id, code, support, name, kind, population, area_m2, label_x, label_y, import,
      geom)
    VALUES (7, '350921104201001', 'grid', '甲', 'village', 12, 1e6, 500000, 2970000, 1,
      GeomFromText('MULTIPOLYGON(((120 26.8,120.1 26.8,120.1 26.9,120 26.9,120 26.8)))', 4326));
    INSERT INTO grid (id, code, support, name, kind, area_m2, label_x, label_y, lattice_cell,
      lattice_column, lattice_row, lattice_active, geom)
    VALUES (9, 'L250C1R1', 'lattice', 'L250C1R1', 'cell', 62500, 1, 1, 250, 1, 1, 0,
      GeomFromText('MULTIPOLYGON(((121 26.8,121.1 26.8,121.1 26.9,121 26.9,121 26.8)))', 4326));
    INSERT INTO village (code, name, geom)
    VALUES ('350921104201', '甲村', GeomFromText('POINT(120.05 26.85)', 4326));
    INSERT INTO incident (source, source_id, category, occurred_from, day, location_precision,
      grid, x, y, geom)
    VALUES ('110', 'a', 'theft', 1000, 0, 'exact', 7, 1, 1, GeomFromText('POINT(120.05 26.85)', 4326));
    INSERT INTO run (id, kind, parameters, time_basis, stage, seed, input_digest, version,
      valid_from, valid_to, synthetic, summary)
    VALUES ('r', 'hotspots', '{}', 'occurred', 'calls', 1, 'd', '1', 1, 2, 0, '{}');
    INSERT INTO current_run VALUES ('hotspots', 'r');
    INSERT INTO hotspot (run, grid, count, class, statistic) VALUES ('r', 7, 1, 'none', 'gi-star');
    INSERT INTO hotspot (run, grid, count, class, statistic) VALUES ('r', 9, 0, 'none', 'gi-star');
    """

  private func oldStore(upTo step: String) throws -> SpatiaLiteStore {
    let queue = try DatabaseQueue(
      configuration: SpatiaLiteConnection.configuration(readOnly: false, settings: ""))
    try queue.writeWithoutTransaction { connection in
      try connection.inTransaction {
        _ = try Int.fetchOne(connection, sql: "SELECT InitSpatialMetaData('WGS84')")
        return .commit
      }
    }
    try Migrations.migrator.migrate(queue, upTo: step)
    return SpatiaLiteStore(database: queue, location: ":memory:")
  }

  private func features(_ store: SpatiaLiteStore, _ name: String, run: String = "") throws
    -> [Feature]
  {
    var query = LayerQuery(layer: try #require(Layer(named: name)))
    query.run = run
    var features: [Feature] = []
    try store.forEachFeature(of: query) { features.append($0) }
    return features
  }

  @Test func aStoreWithRowsIsBroughtUpToDate() throws {
    let store = try oldStore(upTo: "0005_views")
    try store.database.write { try $0.execute(sql: Self.rows) }
    try store.migrate()
    let faults = try store.faults()
    #expect(faults == [])
    let grids = try features(store, "grids")
    #expect(grids.map(\.id) == [.integer(7)])
    #expect(grids[0].values.first == .text("350921104201001"))
    #expect(try features(store, "hotspots", run: "r").map(\.id) == [.integer(7), .integer(9)])
    #expect(try features(store, "villages")[0].values.contains(.text("village")))
    let shown = try store.database.read { connection in
      try Int.fetchAll(
        connection,
        sql: """
          SELECT count(*) FROM grids UNION ALL SELECT count(*) FROM incidents WHERE grid IS NOT NULL
          UNION ALL SELECT count(*) FROM hotspots UNION ALL SELECT count(*) FROM lattice
          UNION ALL SELECT count(*) FROM idx_grid_geom
          UNION ALL SELECT count(*) FROM views_geometry_columns WHERE f_table_name = 'grid'
            AND view_name IN ('grids', 'lattice', 'hotspots')
          """)
    }
    #expect(shown == [1, 1, 2, 0, 2, 3])
    // The rules of the new table hold for the old rows.
    #expect(throws: DatabaseError.self) {
      try store.database.write { try $0.execute(sql: "DELETE FROM grid WHERE id = 7") }
    }
    try store.migrate()
    #expect(try store.answer(LayerCounts())["grids"] == 1)
  }

  /// The schema of a migrated store is that of a new one.
  @Test func aMigratedStoreLooksLikeANewOne() throws {
    func schema(_ store: SpatiaLiteStore) throws -> [String] {
      try store.database.read {
        try String.fetchAll(
          $0,
          sql: """
            SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1
            """)
      }
    }
    let old = try oldStore(upTo: "0005_views")
    try old.database.write { try $0.execute(sql: Self.rows) }
    try old.migrate()
    let fresh = try SpatiaLiteStore.inMemory()
    #expect(try schema(old) == schema(fresh))
  }
}
