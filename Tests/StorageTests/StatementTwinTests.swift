import Foundation
import GRDB
import Storage
import TestSupport
import Testing

@testable import PostGISStorage
@testable import SpatiaLiteStorage

/// Every question has its text on both engines, and each text fits a fresh schema of its engine.
@Suite struct StatementTwinTests {
  private func statements(of room: String) throws -> [String: String] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/\(room)/SQL")
    var texts: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      texts[String(name.prefix { $0 != "." })] = text
    }
    return texts
  }

  @Test func everyStatementFitsTheEmbeddedSchema() throws {
    let store = try SpatiaLiteStore.inMemory()
    let statements = try statements(of: "Storage").merging(PreparedStatement.own) { $1 }
    #expect(statements.count > 90)
    try store.database.read { connection in
      for (name, text) in statements {
        #expect(throws: Never.self, "\(name)") {
          _ = try PreparedStatement(StatementText(name: name, text: text), on: connection)
        }
      }
    }
  }

  @Test func everyStatementFitsTheServersSchema() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      let shared = try statements(of: "Storage").mapValues { Optional($0) }
      let own = ServerScripts.own.mapValues { Optional($0.sql) }
      for (name, text) in shared.merging(own, uniquingKeysWith: { $1 }) {
        #expect(throws: Never.self, "\(name)") {
          try store.pool.withConnection(isUntouched: { false }) { connection in
            try connection.prepare(ServerStatement.Text(name: name, sql: text ?? ""))
          }
        }
      }
      // The check itself can fail.
      #expect(throws: StorageError.self) {
        try store.pool.withConnection(isUntouched: { false }) { connection in
          try connection.prepare(ServerStatement.Text(name: "x", sql: "SELECT nothing FROM unit"))
        }
      }
    }
  }

  @Test func whatOneEngineHasItsOwnTextForTheOtherCanAskToo() throws {
    let shared = Set(try statements(of: "Storage").keys)
    let embedded = Set(PreparedStatement.own.keys)
    let server = Set(ServerScripts.own.keys)
    let upserts = LayerRow.layers.compactMap { LayerRow($0).upsert(importID: 1)?.statement.name }
    #expect(server.isSubset(of: shared.union(embedded).union(upserts)))
    #expect(embedded.isSubset(of: shared.union(server)))
    for (name, text) in ServerScripts.own {
      #expect(try statements(of: "PostGISStorage")[name] == text.sql)
    }
  }

  /// A coordinator counts the layers of a whole store, by part where they lie on shards.
  @Test func aCoordinatorCountsTheSameLayers() throws {
    let own = try #require(ShardScripts.own["layer_counts"]).sql
    let shared = try #require(try statements(of: "Storage")["layer_counts"])
    func names(_ text: String) -> [Substring] {
      text.matches(of: /SELECT '(\w+)',/).map(\.output.1)
    }
    #expect(names(own) == names(shared) && names(shared).count > 30)
    #expect(own.matches(of: /GROUP BY/).count == 6)
  }

  @Test func everyMigrationHasItsTwin() {
    #expect(ServerMigrations.names == Migrations.names)
  }

  /// Tables, columns and what they refer to, as a copy sees them.
  @Test func theSchemasAreTheSame() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      let tables = try store.read { try $0.tables() }
      #expect(try tables == SpatiaLiteStore.inMemory().read { try $0.tables() })
      #expect(tables.count > 30 && StoreTable.ordered(tables)?.count == tables.count)
      // The columns of the layers that clients see, too.
      let seen = try server.psql(
        database,
        """
        select table_name || '.' || column_name from information_schema.columns c
        where table_schema = 'public' and exists (select 1 from information_schema.views v
          where v.table_name = c.table_name and v.view_definition not like '%geometry_columns%')
        order by table_name collate "C", column_name collate "C"
        """
      ).split(separator: "\n").map(String.init).filter {
        !$0.hasPrefix("geometry_columns.") && !$0.hasPrefix("geography_columns.")
      }
      let embedded = try SpatiaLiteStore.inMemory().database.read { connection in
        try String.fetchAll(
          connection,
          sql: """
            SELECT m.name || '.' || x.name FROM sqlite_schema m, pragma_table_info(m.name) x
            WHERE m.type = 'view' AND m.sql NOT LIKE '%geometry_columns%'
              AND m.name NOT LIKE '%spatial_ref_sys%'
            ORDER BY m.name, x.name
            """)
      }
      #expect(seen == embedded)
      #expect(seen.count > 200)
    }
  }
}
