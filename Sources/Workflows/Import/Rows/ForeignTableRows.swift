import Archives
import Formats
import SimpleFeatures

/// The rows of a GeoPackage's layer or a sheet of an .xls workbook, from the process that reads it.
final class ForeignTableRows: RowSource {
  private let rows: ForeignRows

  init(_ rows: ForeignRows) { self.rows = rows }

  var header: [String] { rows.table.columns.map(\.name) }
  var givesGeometry: Bool { rows.table.geometryColumn != nil }
  var declaredCRS: CRS? { rows.table.reference?.crs }

  /// A GeoPackage may also say that it does not know: -1 and 0.
  var unknownCRS: String? {
    guard let reference = rows.table.reference, reference.crs == nil, reference.id > 0 else {
      return nil
    }
    return reference.name
  }

  var notes: [String] {
    var notes: [String] = []
    if !rows.table.skippedColumns.isEmpty {
      notes.append(
        "columns of bytes, not read: " + rows.table.skippedColumns.joined(separator: ", "))
    }
    if rows.droppedHeights > 0 {
      notes.append("the heights of \(rows.droppedHeights) geometries were dropped")
    }
    return notes
  }

  func next(into page: RowPage) throws(FormatError) -> RowSourceStep {
    let step: ForeignRows.Step
    do {
      step = try rows.next()
    } catch {
      throw FormatError(error)
    }
    switch step {
    case .end: return .end
    case .row(let row):
      for cell in row.cells { page.append(cell?.trimmingWhiteSpace) }
      return .row(
        line: Int(clamping: row.number), geometry: row.geometry,
        feature: givesGeometry ? Int(clamping: row.number) : nil)
    case .fault(let fault, let cells):
      for cell in cells { page.append(cell?.trimmingWhiteSpace) }
      return .fault(FormatError(fault))
    }
  }
}

extension FormatError {
  init(_ error: ArchiveError) {
    let kind: Kind =
      switch error.kind {
      case .limit: .limit
      case .form: .syntax
      case .died: .transfer
      case .noFile, .noTable, .value, .writing: .value
      }
    self.init(
      kind, error.message, line: error.row.map { Int(clamping: $0) }, field: error.field,
      found: error.found, expected: error.expected)
  }
}

extension String {
  fileprivate var trimmingWhiteSpace: String {
    let text = utf8.span
    let range = FieldParser.trimmed(text)
    return range.count == text.count ? self : FieldParser.text(text.extracting(range))
  }
}
