import Formats
import Storage

/// What becomes of the rows of one import, row by row.
final class ImportLog {
  var report: ImportReport
  /// Rows that were inserted or updated.
  var changed = 0
  /// What the faults of positions say about the CRS that was declared.
  private(set) var crsHint: String?
  /// Rows that lie outside the study area.
  var outsideArea = 0
  /// Rows whose position is not one of the declared CRS.
  private var misplaced = 0

  private let rejects: RejectFile?
  private let progress: (Int) -> Void
  private var reasons: [String: Int] = [:]
  private var unknownCategories: Set<String> = []

  private static let firstRejects = 20

  init(
    file: InputFile, settings: ImportSettings, rejects: RejectFile?,
    progress: @escaping (Int) -> Void
  ) {
    report = ImportReport(layer: settings.mapping.layer, file: file.name)
    self.rejects = rejects
    self.progress = progress
  }

  /// Reads to the end: rows that `where` lets in and that hold no personal number go to `body`.
  func forEachRow(
    _ rows: SourceRows, _ decoder: RowDecoder, _ body: (SourceRow) throws -> Void
  ) throws {
    while true {
      switch try rows.next() {
      case .end:
        progress(report.counts.read)
        return
      case .fault(let fault, let cells):
        report.counts.read += 1
        // A row that cannot be cut shows its personal columns with the others.
        let isShown = decoder.personalColumns.isEmpty || fault.kind != .syntax
        try reject(
          isShown ? fault : fault.withoutFound(), cells: isShown ? cells : [])
      case .row(let row):
        guard decoder.admits(row) else {
          report.skipped += 1
          continue
        }
        report.counts.read += 1
        if report.counts.read % 20_000 == 0 { progress(report.counts.read) }
        do {
          try decoder.requireNoPersonalData(row)
        } catch {
          try reject(error, row)
          continue
        }
        try body(row)
      }
    }
  }

  func reject(_ fault: FormatError, _ row: SourceRow) throws {
    try reject(fault.placed(record: row.feature), cells: row.cells)
    for companion in companions { try rejects?.append(fault, cells: companion.cells) }
  }

  /// Rows that go to the reject file with the row at hand: the other points of its area.
  var companions: ArraySlice<SourceRow> = []

  /// Points that were read as rows are counted as the areas that they make.
  func recount(points: Int, areas: Int) { report.counts.read += areas - points }


  private func reject(_ fault: FormatError, cells: [String?]) throws {
    var fault = fault
    let isPersonal = cells.contains { $0.map { PersonalData.find(in: $0) != nil } ?? false }
    if isPersonal { fault.found = fault.found.map(PersonalData.masked) }
    report.counts.rejected += 1
    reasons[fault.message, default: 0] += 1
    if report.firstRejects.count < Self.firstRejects {
      report.firstRejects.append(fault.description)
    }
    try rejects?.append(fault, cells: cells)
  }

  func note(crsHint hint: String?) {
    guard let hint else { return }
    crsHint = crsHint ?? hint
    misplaced += 1
  }

  /// No row fits, most of them for their position: the CRS is another one than was declared.
  var isInAnotherCRS: Bool {
    report.counts.rejected == report.counts.read && misplaced * 2 > report.counts.rejected
  }

  func noteUnknownCategory(_ name: String) { unknownCategories.insert(name) }

  func finished() -> ImportReport {
    report.unknownCategories = unknownCategories.sorted()
    report.reasons = reasons.map { ImportReport.Reason(reason: $0.key, rows: $0.value) }
      .sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }
    return report
  }
}

extension FormatError {
  fileprivate func withoutFound() -> FormatError {
    var fault = self
    fault.found = nil
    return fault
  }
}
