import GRDB
import SpatiaLite
import Testing

@Suite struct MemoryTableTests {
  private static let declaration = "CREATE TABLE t (a, b, c, d)"

  private func withConnection(_ body: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(configuration: SpatiaLiteConnection.configuration())
    try queue.write(body)
  }

  @Test func rowsOfEveryKindAreReadAndGoneAfterwards() throws {
    try withConnection { connection in
      let table = try MemoryTable(
        "t", declaration: Self.declaration, columns: 4, on: connection)
      let text = Array("霞浦".utf8)
      let blob: [UInt8] = [0, 1, 0]
      func shown() throws -> [[String]] {
        try Row.fetchAll(connection, sql: "SELECT a, b, c, hex(d), typeof(d) FROM t").map { row in
          (0..<5).map { "\(row[$0] as DatabaseValue)" }
        }
      }
      #expect(try shown() == [])
      try text.withUnsafeBufferPointer { text throws in
        try blob.withUnsafeBytes { blob throws in
          try table.hold(3) { row, cells in
            cells[0] = .integer(Int64(row) - 1)
            switch row {
            case 0:
              cells[1] = .text(text)
              cells[2] = .real(0.1)
              cells[3] = .blob(blob)
            case 1: cells[1] = .text(UnsafeBufferPointer(start: nil, count: 0))
            default: cells[1] = .literal("exact")
            }
          } while: {
            let rows = try shown()
            #expect(
              rows == [
                ["-1", "\"霞浦\"", "0.1", "\"000100\"", "\"blob\""],
                ["0", "\"\"", "NULL", "\"\"", "\"null\""],
                ["1", "\"exact\"", "NULL", "\"\"", "\"null\""],
              ])
            // Two cursors at once.
            let pairs = try Int.fetchOne(connection, sql: "SELECT count(*) FROM t AS x, t AS y")
            #expect(pairs == 9)
          }
        }
      }
      #expect(try shown() == [])
    }
  }

  /// A table takes the place of one with the same name; rules of the target still hold.
  @Test func aStatementThatBreaksARuleLeavesTheTargetAsItWas() throws {
    try withConnection { connection in
      try connection.execute(sql: "CREATE TABLE target (a INTEGER PRIMARY KEY, b CHECK (b > 0))")
      _ = try MemoryTable(
        "t", declaration: "CREATE TABLE t (z)", columns: 1, on: connection)
      let table = try MemoryTable(
        "t", declaration: Self.declaration, columns: 4, on: connection)
      for (worst, count) in [(Int64(1), 5_000), (0, 0)] {
        do {
          try table.hold(5_000) { row, cells in
            cells[0] = .integer(Int64(row))
            cells[1] = .integer(row == 4_321 ? worst : 7)
          } while: {
            try connection.execute(sql: "INSERT INTO target SELECT a, b FROM t")
          }
        } catch let error as DatabaseError {
          #expect(error.resultCode == .SQLITE_CONSTRAINT && worst == 0)
        }
        #expect(try Int.fetchOne(connection, sql: "SELECT count(*) FROM target") == count)
        try connection.execute(sql: "DELETE FROM target")
      }
    }
  }
}
