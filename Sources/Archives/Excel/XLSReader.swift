import Foundation
import GRDB
import SpatiaLite

/// Reads the sheets of an Excel 97–2003 workbook through SpatiaLite's `VirtualXL`, which is FreeXL,
/// on a connection in memory.
///
/// Cells with a date format come as ISO text, all others as numbers or text. FreeXL 1.0 knows neither
/// the names of sheets nor the results of formulas: `WorkbookRecords` does, for Excel 97 and later.
/// A percentage is its fraction; a date in a cell without a date format is Excel's day number; a
/// workbook with a password is not read.
///
/// For the inside of a decoding process: a hostile file may bring FreeXL down.
final class XLSReader {
  private let queue: DatabaseQueue
  private let fileName: String
  private let handle: FileHandle
  /// A name for the open file that needs no quoting, whatever the path.
  private var openFile: String { "/dev/fd/\(handle.fileDescriptor)" }

  /// `nil` for a workbook that is older than Excel 97.
  private let records: WorkbookRecords?

  private static let mostSheets = 256

  init(path: String) throws(ArchiveError) {
    fileName = URL(filePath: path).lastPathComponent
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ArchiveError(.noFile, file: fileName, "\(path) cannot be read")
    }
    self.handle = handle
    do {
      try Self.requireWorkbook(handle, fileName)
      records = WorkbookRecords([UInt8](try Data(contentsOf: URL(filePath: path))))
      queue = try DatabaseQueue(configuration: SpatiaLiteConnection.configuration())
    } catch let error as ArchiveError {
      throw error
    } catch {
      throw ArchiveError(.form, file: fileName, "the workbook cannot be read: \(error)")
    }
  }

  /// The sheets that hold anything, without their columns.
  func tables() throws -> [ForeignTable] {
    let sheets = try (1...(records?.sheets.count ?? Self.mostSheets)).prefix { number in
      // VirtualXL does not say how many there are: what is past the last is as an empty one.
      try records != nil || columns(ofSheet: number) > 0
    }
    let tables = try sheets.filter { try columns(ofSheet: $0) > 0 }.map {
      ForeignTable(name: name(ofSheet: $0), title: "", columns: [])
    }
    guard !tables.isEmpty else { throw unreadable() }
    return tables
  }

  /// Reads a sheet: first its header, then the rows below it; rows without any cell are passed over.
  ///
  /// - Parameters:
  ///   - sheet: its name, or its number from 1; `nil` for the first.
  ///   - headerRow: from 1; `nil` for the first row with two filled cells.
  /// - Complexity: O(cells); FreeXL holds the whole workbook.
  func read(
    sheet: String?, headerRow: Int?, header: (ForeignTable) throws -> Void,
    row: (RawRow) throws -> Void
  ) throws {
    let number = try sheetNumber(sheet)
    try queue.inDatabase { connection in
      try withSheet(number, connection) { columns in
        guard columns > 0 else {
          if number == 1 && records == nil { throw unreadable() }
          throw ArchiveError(
            .noTable, file: fileName, "the sheet is empty or cannot be read",
            table: name(ofSheet: number), expected: "a row of names and rows below it")
        }
        try read(number, columns, headerRow, connection, header: header, row: row)
      }
    }
  }

  private func read(
    _ sheet: Int, _ columns: Int, _ headerRow: Int?, _ connection: Database,
    header: (ForeignTable) throws -> Void, row body: (RawRow) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      connection, sql: SQLTemplate(PackageResources.xls_rows_sql).plain)
    let results = records.map { $0.results(of: $0.sheets[sheet - 1]) } ?? [:]
    func cell(_ column: Int, _ row: Row, _ number: Int64) -> String? {
      Self.text(row[column + 1])
        ?? (results.isEmpty ? nil : results[.init(row: Int(number) - 1, column: column)])
    }
    var width: Int?
    while let row = try rows.next() {
      let number: Int64 = row[0] ?? 0
      if let width {
        var raw = RawRow(number: number, cells: [])
        raw.cells.reserveCapacity(width)
        for column in 0..<width { raw.cells.append(cell(column, row, number)) }
        if raw.cells.contains(where: { $0 != nil }) { try body(raw) }
        continue
      }
      let names = (0..<columns).map { cell($0, row, number) }
      let filled = names.count { $0 != nil }
      let isHeader = headerRow.map { Int64($0) == number } ?? (filled >= min(2, columns))
      guard isHeader else { continue }
      // A column past the last name holds nothing that a mapping could ask for.
      let last = names.lastIndex { $0 != nil } ?? -1
      width = last + 1
      try header(
        ForeignTable(
          name: name(ofSheet: sheet), title: "",
          columns: names[...last].enumerated().map { index, name in
            .init(name: name.map(Self.trimmed) ?? Self.letters(index), type: nil)
          }))
    }
    guard width != nil else {
      throw ArchiveError(
        .form, file: fileName, "no row of names was found", table: name(ofSheet: sheet),
        row: headerRow.map { Int64($0) }, expected: "the number of the row that holds the names")
    }
  }

  /// Lays a sheet as the table `sheet`, and drops it again.
  ///
  /// - Parameter body: gets the number of columns; 0 for a sheet that is empty, is not there or
  ///   cannot be read: `VirtualXL` does not tell these apart.
  private func withSheet<T>(
    _ number: Int, _ connection: Database, _ body: (Int) throws -> T
  ) throws -> T {
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

  private func columns(ofSheet number: Int) throws -> Int {
    try queue.inDatabase { connection in try withSheet(number, connection) { $0 } }
  }

  private func name(ofSheet number: Int) -> String {
    guard let records, number <= records.sheets.count else { return "\(number)" }
    return records.sheets[number - 1].name
  }

  private func sheetNumber(_ sheet: String?) throws(ArchiveError) -> Int {
    guard let sheet else { return 1 }
    let known = records?.sheets.map(\.name) ?? []
    if let index = known.firstIndex(of: sheet) { return index + 1 }
    if let number = Int(sheet), number >= 1, number <= (records?.sheets.count ?? Self.mostSheets) {
      return number
    }
    throw ArchiveError(
      .noTable, file: fileName, "there is no such sheet", found: sheet,
      expected: known.isEmpty
        ? "the number of a sheet, from 1" : "one of \(known.joined(separator: ", "))")
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
