import CSpatiaLite
public import GRDB

/// A prepared statement whose values go from memory to SQLite and back without an object for each:
/// for the millions of rows of an import or an export.
///
/// Parameters are numbered from 1 and written `?1` in the text (`$1` is a name to SQLite, which
/// numbers names as they come); columns are numbered from 0. It must not outlive its connection, and belongs
/// to the connection's thread. A statement that was made before a change of the schema goes on.
public final class DirectStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  /// A bit for each of the first parameters that are null already: most of a wide row is.
  private var nulls: UInt64

  /// - Throws: `DatabaseError` with SQLite's words.
  public init(_ text: String, on database: Database) throws {
    guard let connection = database.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else { throw Self.error(code, connection) }
    self.handle = handle
    self.connection = connection
    nulls = .max
  }

  deinit { sqlite3_finalize(handle) }

  // MARK: Parameters

  private func bindNull(_ parameter: Int32) {
    let bit = Self.bit(parameter)
    guard nulls & bit == 0 else { return }
    nulls |= bit
    sqlite3_bind_null(handle, parameter)
  }

  /// 0 for a parameter that no bit stands for.
  private static func bit(_ parameter: Int32) -> UInt64 {
    parameter < 64 ? 1 << UInt64(parameter) : 0
  }

  /// A value whose memory stays until the statement has run.
  public func bind(_ parameter: Int32, _ cell: SQLiteCell) {
    switch cell {
    case .null: return bindNull(parameter)
    case .integer(let value): sqlite3_bind_int64(handle, parameter, value)
    case .real(let value): sqlite3_bind_double(handle, parameter, value)
    case .text(let text):
      sqlite3_bind_text(handle, parameter, SQLiteCell.address(text), Int32(text.count), nil)
    case .literal(let text):
      sqlite3_bind_text(
        handle, parameter, UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
        Int32(text.utf8CodeUnitCount), nil)
    case .blob(let bytes):
      sqlite3_bind_blob(handle, parameter, bytes.baseAddress, Int32(bytes.count), nil)
    }
    nulls &= ~Self.bit(parameter)
  }

  /// A text that SQLite copies.
  public func bind(_ parameter: Int32, copying text: String) {
    nulls &= ~Self.bit(parameter)
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        _ = sqlite3_bind_text(
          handle, parameter, $0.baseAddress ?? Self.emptyText, Int32($0.count), Self.copied)
      }
    }
  }

  /// Bytes that SQLite copies.
  public func bind(_ parameter: Int32, copying blob: [UInt8]) {
    nulls &= ~Self.bit(parameter)
    _ = blob.withUnsafeBytes {
      sqlite3_bind_blob(handle, parameter, $0.baseAddress, Int32($0.count), Self.copied)
    }
  }

  // SQLITE_TRANSIENT, which is no pointer and which Swift does not import.
  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  private static var emptyText: UnsafePointer<CChar> {
    UnsafeRawPointer(("" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
  }

  // MARK: Running

  /// Runs a statement without an answer.
  public func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw Self.error(code, connection) }
  }

  /// How many rows the last statement of the connection changed.
  public var changes: Int { Int(sqlite3_changes64(connection)) }

  /// The key of the row that the connection inserted last.
  public var lastKey: Int64 { sqlite3_last_insert_rowid(connection) }

  /// Goes to the next row of the answer; `false` behind the last, and the statement can run again.
  public func next() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw Self.error(code, connection) }
    return false
  }

  /// Ends an answer that was not read to its end.
  public func reset() { sqlite3_reset(handle) }

  // MARK: The row in hand

  public func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// What a cell holds, whatever its column was declared as.
  public enum Content: Sendable { case null, integer, real, text, bytes }

  public func content(_ column: Int32) -> Content {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .bytes
    default: .null
    }
  }

  public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  public func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  /// The bytes of a text or a blob, valid until the next step; empty for null.
  public func withBytes<R, E: Error>(
    _ column: Int32, _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  public func text(_ column: Int32) -> String {
    withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  private static func error(_ code: Int32, _ connection: OpaquePointer) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }
}
