import Formats

/// The rows of a sheet of an .xlsx workbook.
final class SheetRows: RowSource {
  private let reader: XLSXReader

  init(_ reader: XLSXReader) { self.reader = reader }

  var header: [String] { reader.header }
  var notes: [String] {
    var notes = reader.notes
    if reader.hiddenRows > 0 { notes.append("\(reader.hiddenRows) rows are hidden in the sheet") }
    if reader.errorCells > 0 {
      notes.append("\(reader.errorCells) cells hold an error of a formula, and are unknown")
    }
    return notes
  }

  /// A cut number matters only in a column that is read.
  func expect(columns: Set<Int>) { reader.checkedColumns = columns }

  func next(into page: RowPage) throws(FormatError) -> RowSourceStep {
    switch try reader.next() {
    case .end: return .end
    case .row:
      append(to: page)
      return .row(line: reader.line)
    case .fault(let fault):
      append(to: page)
      return .fault(fault)
    }
  }

  private func append(to page: RowPage) {
    for column in header.indices { page.append(reader.trimmedText(column)) }
  }
}
