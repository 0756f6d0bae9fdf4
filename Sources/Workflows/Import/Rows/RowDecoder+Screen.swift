import Formats

extension RowDecoder {
  /// What becomes of a row before it is read as one of a layer.
  enum Step {
    /// `where` lets it in, and it holds no personal number.
    case row(SourceRow)
    /// It counts as read and is not used.
    case rejected(FormatError, SourceRow)
    /// `where` passes it over.
    case skipped
    case end
  }

  func next(of rows: SourceRows) throws(FormatError) -> Step {
    switch try rows.next() {
    case .end: return .end
    case .fault(let fault, let row):
      // A row that cannot be cut shows its personal columns with the others.
      guard !personalColumns.isEmpty, fault.kind == .syntax else { return .rejected(fault, row) }
      var silent = fault
      silent.found = nil
      return .rejected(silent, row.withoutCells)
    case .row(let row):
      guard admits(row) else { return .skipped }
      do {
        try requireNoPersonalData(row)
      } catch {
        return .rejected(error, row)
      }
      return .row(row)
    }
  }
}

extension SourceRow {
  fileprivate var withoutCells: SourceRow {
    SourceRow(
      line: line, geometry: geometry, feature: feature, page: page, firstCell: firstCell, count: 0)
  }
}
