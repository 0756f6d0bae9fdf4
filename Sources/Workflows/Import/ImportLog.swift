import Formats
import Storage

/// What becomes of the rows of one import, row by row.
final class ImportLog {
  var report: ImportReport
  /// Rows that were inserted or updated.
  var changed = 0
  /// What the faults of positions say about the CRS that was declared.
  var crsHint: String?

  private let rejects: RejectFile?
  private let progress: (Int) -> Void
  private var reasons: [String: Int] = [:]
  private var unknownCategories: Set<String> = []

  private static let firstRejects = 20

  init(
    file: InputFile, settings: ImportSettings, rejects: RejectFile?, progress: @escaping (Int) -> Void
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
        try reject(fault, cells: cells)
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
          try reject(error, cells: row.cells)
          continue
        }
        try body(row)
      }
    }
  }

  func reject(_ fault: FormatError, cells: [String?]) throws {
    report.counts.rejected += 1
    reasons[fault.message, default: 0] += 1
    if report.firstRejects.count < Self.firstRejects {
      report.firstRejects.append(fault.description)
    }
    try rejects?.append(fault, cells: cells)
  }

  func noteUnknownCategory(_ name: String) { unknownCategories.insert(name) }

  func finished() -> ImportReport {
    report.unknownCategories = unknownCategories.sorted()
    report.reasons = reasons.map { ImportReport.Reason(reason: $0.key, rows: $0.value) }
      .sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }
    return report
  }
}
