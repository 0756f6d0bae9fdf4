import CSpatiaLite
public import GRDB

/// A value as SQLite takes it, where it lies: memory that it points to must stay until the
/// statement has taken it.
public enum SQLiteCell {
  case null
  case integer(Int64)
  case real(Double)
  case text(UnsafeBufferPointer<UInt8>)
  case literal(StaticString)
  case blob(UnsafeRawBufferPointer)

  /// Unknown is null.
  public static func integer(_ value: Int64?) -> SQLiteCell {
    if let value { .integer(value) } else { .null }
  }
}

/// A table of one connection whose rows lie in the program's memory, so that one statement takes
/// thousands of them: no binding, no new start of the statement and of its rules for each row. A
/// row is asked for as a whole when a statement comes to it.
///
/// It can be named in any statement of the connection, has no place in the file, and is empty
/// except within `hold`.
///
/// > SQLite, "The Virtual Table Mechanism of SQLite", section 2.1.2: an eponymous-only table.
public final class MemoryTable {
  /// The cells of a row, in the order of the columns.
  public typealias Cells = UnsafeMutableBufferPointer<SQLiteCell>

  /// Whose module it is in SQLite, which owns it until the connection is closed.
  private final class Rows {
    let declaration: String
    let columns: Int
    var count = 0
    var fill: (Int, Cells) -> Void = { _, _ in }

    init(declaration: String, columns: Int) {
      self.declaration = declaration
      self.columns = columns
    }
  }

  private let rows: Rows

  /// - Parameters:
  ///   - name: of the table; a second table of the name takes the place of the first.
  ///   - declaration: the statement that would make such a table.
  ///   - columns: how many it declares.
  /// - Throws: `DatabaseError`, also where a statement on the table under way keeps its place.
  public init(
    _ name: String, declaration: String, columns: Int, on database: Database
  ) throws {
    rows = Rows(declaration: declaration, columns: columns)
    let code = sqlite3_create_module_v2(
      database.sqliteConnection, name, Self.module,
      Unmanaged.passRetained(rows).toOpaque(),
      { Unmanaged<Rows>.fromOpaque($0!).release() })
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  /// Gives the table rows while the body runs.
  ///
  /// - Parameter fill: writes the row of a number, counted from 0, into cells that are null; asked
  ///   in the order of the rows. What the cells point to must stay until the next row.
  public func hold(
    _ count: Int, fill: (Int, Cells) -> Void, while body: () throws -> Void
  ) rethrows {
    try withoutActuallyEscaping(fill) { fill in
      rows.count = count
      rows.fill = fill
      defer {
        rows.count = 0
        rows.fill = { _, _ in }
      }
      try body()
    }
  }

  // MARK: What SQLite calls

  private struct Table {
    var base = sqlite3_vtab()
    var rows: Unmanaged<Rows>
  }

  private struct Cursor {
    var base = sqlite3_vtab_cursor()
    var row = 0
    /// Of the row in hand.
    var cells: Cells
  }

  // Made once, read by SQLite alone, and there as long as the program.
  nonisolated(unsafe) private static let module: UnsafePointer<sqlite3_module> = {
    let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
    module.initialize(to: sqlite3_module())
    // Without `xCreate` a table needs no statement to make it.
    module.pointee.xConnect = { connection, rows, _, _, table, _ in
      let rows = Unmanaged<Rows>.fromOpaque(rows!)
      let code = sqlite3_declare_vtab(connection, rows.takeUnretainedValue().declaration)
      guard code == SQLITE_OK else { return code }
      let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
      made.initialize(to: Table(rows: rows))
      table!.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    module.pointee.xDisconnect = { table in
      UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).deallocate()
      return SQLITE_OK
    }
    module.pointee.xBestIndex = { _, plan in
      plan!.pointee.estimatedCost = 10_000
      plan!.pointee.estimatedRows = 10_000
      return SQLITE_OK
    }
    module.pointee.xOpen = { table, cursor in
      let rows = UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).pointee.rows
      let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
      made.initialize(
        to: Cursor(cells: Cells.allocate(capacity: rows.takeUnretainedValue().columns)))
      cursor!.pointee = UnsafeMutableRawPointer(made)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.pointee.xClose = { cursor in
      let made = UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
      made.pointee.cells.deallocate()
      made.deallocate()
      return SQLITE_OK
    }
    module.pointee.xFilter = { cursor, _, _, _, _ in
      MemoryTable.go(cursor, to: 0)
      return SQLITE_OK
    }
    module.pointee.xNext = { cursor in
      MemoryTable.go(cursor, to: MemoryTable.with(cursor) { $0.pointee.row } + 1)
      return SQLITE_OK
    }
    module.pointee.xEof = { cursor in
      MemoryTable.with(cursor) { cursor in
        MemoryTable.rows(of: cursor)._withUnsafeGuaranteedRef {
          cursor.pointee.row < $0.count ? 0 : 1
        }
      }
    }
    module.pointee.xColumn = { cursor, context, column in
      MemoryTable.with(cursor) { MemoryTable.answer(context, $0.pointee.cells[Int(column)]) }
      return SQLITE_OK
    }
    module.pointee.xRowid = { cursor, row in
      row!.pointee = Int64(MemoryTable.with(cursor) { $0.pointee.row })
      return SQLITE_OK
    }
    return UnsafePointer(module)
  }()

  @inline(__always)
  private static func with<R>(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?,
    _ body: (UnsafeMutablePointer<Cursor>) -> R
  ) -> R {
    body(UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self))
  }

  private static func go(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, to row: Int) {
    with(cursor) { cursor in
      cursor.pointee.row = row
      rows(of: cursor)._withUnsafeGuaranteedRef { rows in
        guard row < rows.count else { return }
        cursor.pointee.cells.initialize(repeating: .null)
        rows.fill(row, cursor.pointee.cells)
      }
    }
  }

  /// SQLite writes in a cursor which table it is on.
  @inline(__always)
  private static func rows(of cursor: UnsafeMutablePointer<Cursor>) -> Unmanaged<Rows> {
    UnsafeMutableRawPointer(cursor.pointee.base.pVtab!)
      .assumingMemoryBound(to: Table.self).pointee.rows
  }

  @inline(__always)
  private static func answer(_ context: OpaquePointer?, _ cell: SQLiteCell) {
    switch cell {
    case .null: break
    case .integer(let value): sqlite3_result_int64(context, value)
    case .real(let value): sqlite3_result_double(context, value)
    case .text(let text):
      sqlite3_result_text64(
        context, SQLiteCell.address(text), UInt64(text.count), nil, UInt8(SQLITE_UTF8))
    case .literal(let text):
      sqlite3_result_text64(
        context, UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
        UInt64(text.utf8CodeUnitCount), nil, UInt8(SQLITE_UTF8))
    case .blob(let bytes):
      sqlite3_result_blob64(context, bytes.baseAddress, UInt64(bytes.count), nil)
    }
  }
}

extension SQLiteCell {
  /// A text of no length has no address, which SQLite would take for null.
  static func address(_ text: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.baseAddress ?? ("" as StaticString).utf8Start)
      .assumingMemoryBound(to: CChar.self)
  }
}
