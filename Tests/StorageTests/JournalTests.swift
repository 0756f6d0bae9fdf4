import GRDB
import Storage
import TestSupport
import Testing

@testable import PostGISStorage
@testable import SpatiaLiteStorage

/// What an import changes can be taken back, whatever table and column it is: a column that a later
/// migration adds is missed here, not by the person who undoes.
@Suite struct JournalTests {
  @Test func everyColumnOfEveryImportedTableIsJournalled() throws {
    let store = try SpatiaLiteStore.inMemory()
    try store.database.read { connection in
      let tables = try String.fetchAll(
        connection, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      var checked = 0
      for table in tables where table != "import_journal" && table != "same_event_suggestion" {
        let columns = try Row.fetchAll(
          connection, sql: "SELECT name, hidden FROM pragma_table_xinfo(?)", arguments: [table])
        let names: [String] = columns.filter { $0[1] == 0 }.map { $0[0] }
        guard names.contains("import"), names.contains("id") else { continue }
        func trigger(_ name: String) throws -> String {
          try String.fetchOne(
            connection, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?",
            arguments: [name]) ?? ""
        }
        let journal = try trigger("journal_\(table)")
        let restore = try trigger("restore_\(table)")
        let removal = try trigger("remove_brought")
        #expect(removal.contains("DELETE FROM \(table) "), "\(table)")
        for name in names where name != "id" && name != "import" {
          #expect(journal.contains("OLD.\(name) IS NOT NEW.\(name),"), "\(table).\(name)")
          #expect(restore.contains(" \(name) = "), "\(table).\(name)")
        }
        checked += 1
      }
      #expect(checked > 20)
    }
  }

  @Test func andOnAServer() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      let functions = try server.psql(
        database, "select proname || ' ' || prosrc from pg_proc where proname like 'anlan%'")
      var checked = 0
      for table in try store.read({ try $0.tables() }) {
        let names = table.columns.map(\.name)
        guard table.name != "import_journal", names.contains("import"), names.contains("id")
        else { continue }
        func function(_ name: String) throws -> Substring {
          let start = try #require(
            functions.firstRange(of: "\(name)_\(table.name) "), "\(name)_\(table.name)")
          return functions[start.lowerBound...].prefix(6_000)
        }
        let journal = try function("anlan_journal")
        let restore = try function("anlan_restore")
        #expect(functions.contains("'\(table.name)'"), "\(table.name) is not removed")
        for name in names where name != "id" && name != "import" {
          #expect(journal.contains("OLD.\(name) IS DISTINCT FROM"), "\(table.name).\(name)")
          #expect(restore.contains(" \(name) = "), "\(table.name).\(name)")
        }
        checked += 1
      }
      #expect(checked > 20)
    }
  }
}
