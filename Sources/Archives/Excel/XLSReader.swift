import Foundation
import GRDB
import SpatiaLite

/// Reads the sheets of an Excel 97–2003 workbook through SpatiaLite's `VirtualXL`, which is FreeXL,
/// on a connection in memory.
///
/// Cells with a date format come as ISO text, all others as numbers or text. Limits of FreeXL 1.0:
/// the result of a formula is not read, so that its cell is empty; a percentage is its fraction; a
/// date in a cell without a date format is Excel's day number; sheets go by number, not by name; an
/// encrypted workbook is not read.
///
/// For the inside of a decoding process: a hostile file may bring FreeXL down.
final class XLSReader {
  private let queue: DatabaseQueue
  private let fileName: String
  private let handle: FileHandle
  /// A name for the open file that needs no quoting, whatever the path.
  private var openFile: String { "/dev/fd/\(handle.fileDescriptor)" }

  private static let mostSheets = 256

  init(path: String) throws(ArchiveError) {
    fileName = URL(filePath: path).lastPathComponent
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ArchiveError(.noFile, file: fileName, "\(path) cannot be read")
    }
    self.handle = handle
    do {
      try Self.requireWorkbook(handle, fileName)
      queue = try DatabaseQueue(configuration: SpatiaLiteConnection.configuration())
    } catch let error as ArchiveError {
      throw error
    } catch {
      throw ArchiveError(.form, file: fileName, "the workbook cannot be read: \(error)")
    }
  }

  /// The sheets that hold anything, named by their numbers, without their columns.
  func tables() throws -> [ForeignTable] {
    var tables: [ForeignTable] = []
    for sheet in 1...Self.mostSheets {
      let columns = try queue.inDatabase { connection in
        try withSheet(sheet, connection) { $0 }
      }
      guard let columns else { break }
      if columns > 0 { tables.append(ForeignTable(name: "\(sheet)", title: "", columns: [])) }
    }
    guard !tables.isEmpty else { throw unreadable() }
    return tables
  }

  /// Reads a sheet: first its header, then the rows below it; rows without any cell are passed over.
  ///
  /// - Parameters:
  ///   - sheet: its number from 1; `nil` for the first.
  ///   - headerRow: from 1; `nil` for the first row with two filled cells.
  /// - Complexity: O(cells); FreeXL holds the whole workbook.
  func read(
    sheet: String?, headerRow: Int?, header: (ForeignTable) throws -> Void,
    row: (RawRow) throws -> Void
  ) throws {
    let number = try sheetNumber(sheet)
    try queue.inDatabase { connection in
      let columns = try withSheet(number, connection) { columns -> Int in
        if columns > 0 {
          try read(number, columns, headerRow, connection, header: header, row: row)
        }
        return columns
      }
      switch columns {
      case nil where number == 1: throw unreadable()
      case nil:
        throw ArchiveError(
          .noTable, file: fileName, "there is no such sheet", found: "\(number)",
          expected: "the number of a sheet, from 1")
      case 0:
        throw ArchiveError(
          .noTable, file: fileName, "the sheet is empty", table: "sheet \(number)",
          expected: "a row of names and rows below it")
      default: break
      }
    }
  }

  private func read(
    _ sheet: Int, _ columns: Int, _ headerRow: Int?, _ connection: Database,
    header: (ForeignTable) throws -> Void, row body: (RawRow) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      connection, sql: SQLTemplate(PackageResources.xls_rows_sql).plain)
    var width: Int?
    while let row = try rows.next() {
      let number: Int64 = row[0] ?? 0
      if let width {
        var raw = RawRow(number: number, cells: [])
        raw.cells.reserveCapacity(width)
        for column in 0..<width { raw.cells.append(Self.text(row[column + 1])) }
        if raw.cells.contains(where: { $0 != nil }) { try body(raw) }
        continue
      }
      let names = (0..<columns).map { Self.text(row[$0 + 1]) }
      let filled = names.count { $0 != nil }
      let isHeader = headerRow.map { Int64($0) == number } ?? (filled >= min(2, columns))
      guard isHeader else { continue }
      // A column past the last name holds nothing that a mapping could ask for.
      let last = names.lastIndex { $0 != nil } ?? -1
      width = last + 1
      try header(
        ForeignTable(
          name: "\(sheet)", title: "",
          columns: names[...last].enumerated().map { index, name in
            .init(name: name.map(Self.trimmed) ?? Self.letters(index), type: nil)
          }))
    }
    guard width != nil else {
      throw ArchiveError(
        .form, file: fileName, "no row of names was found", table: "sheet \(sheet)",
        row: headerRow.map { Int64($0) }, expected: "the number of the row that holds the names")
    }
  }

  /// Lays a sheet as the table `sheet`, and drops it again.
  ///
  /// - Parameter body: gets the number of columns; 0 for an empty sheet.
  /// - Returns: `nil` where there is no such sheet, or the file cannot be read: `VirtualXL` does not
  ///   tell the two apart.
  private func withSheet<T>(
    _ number: Int, _ connection: Database, _ body: (Int) throws -> T
  ) throws -> T? {
    try connection.execute(
      sql: SQLTemplate(PackageResources.xls_open_sheet_sql).filled([
        "path": .text(openFile), "index": .number(number - 1),
      ]))
    defer {
      try? connection.execute(sql: SQLTemplate(PackageResources.xls_close_sheet_sql).plain)
    }
    let columns =
      try Int.fetchOne(
        connection, sql: SQLTemplate(PackageResources.xls_columns_sql).plain) ?? 0
    return try body(columns)
  }

  private func sheetNumber(_ sheet: String?) throws(ArchiveError) -> Int {
    guard let sheet else { return 1 }
    guard let number = Int(sheet), (1...Self.mostSheets).contains(number) else {
      throw ArchiveError(
        .noTable, file: fileName, "sheets of an .xls file go by number", found: sheet,
        expected: "the number of a sheet, from 1")
    }
    return number
  }

  private func unreadable() -> ArchiveError {
    ArchiveError(
      .form, file: fileName, "the workbook cannot be read: it is damaged or has a password",
      expected: "a workbook that Excel opens unasked; save it there as .xlsx or CSV")
  }

  /// FreeXL answers what it cannot read with no rows; so look first.
  private static func requireWorkbook(
    _ handle: FileHandle, _ fileName: String
  ) throws {
    let head = [UInt8](try handle.read(upToCount: 512) ?? Data())
    try handle.seek(toOffset: 0)
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return }
    // BIFF 2 to 4 begin with their first record.
    if head.count > 4, head[0] == 0x09, [0x00, 0x02, 0x04].contains(head[1]) { return }
    let text = String(decoding: head, as: UTF8.self).lowercased()
    let what =
      if head.isEmpty { "it is empty" } else if head.starts(with: [0x50, 0x4B]) {
        "it is a newer workbook: give it the suffix .xlsx"
      } else if text.contains("<html") || text.contains("<table") || text.contains("<?xml") {
        "it is a web page that bears the suffix .xls: open it in Excel and save it as .xlsx or CSV"
      } else {
        "it is no workbook of Excel; if it is a text, give it the suffix .csv"
      }
    throw ArchiveError(.form, file: fileName, what)
  }

  private static func text(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .null, .blob: nil
    case .int64(let number): "\(number)"
    case .double(let number): CellText.number(number)
    case .string(let text): text.isEmpty ? nil : text
    }
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A, B, … Z, AA: what Excel calls a column that has no name.
  private static func letters(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(0x41 + index % 26)))
    return index < 26 ? letter : letters(index / 26 - 1) + letter
  }
}
