import Formats
import Storage

/// What becomes of the rows of one import, row by row.
final class ImportLog {
  var report: ImportReport
  /// Rows that were inserted or updated.
  var changed = 0
  /// Of these the inserted ones, where the writer knows; else the layer's rows are counted.
  var inserted: Int?
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
  private var warnings: [String: Int] = [:]

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
      switch try decoder.next(of: rows) {
      case .end: return
      case .skipped: note(read: 0, skipped: 1)
      case .rejected(let fault, let row):
        note(read: 1, skipped: 0)
        try reject(fault, row)
      case .row(let row):
        note(read: 1, skipped: 0)
        try body(row)
      }
    }
  }

  /// Rows that go to the reject file with the row at hand: the other points of its area.
  var companions: ArraySlice<SourceRow> = []

  /// Points that were read as rows are counted as the areas that they make.
  func recount(points: Int, areas: Int) { report.counts.read += areas - points }

  func note(read: Int, skipped: Int) {
    report.skipped += skipped
    let before = report.counts.read
    report.counts.read += read
    if before / 20_000 != report.counts.read / 20_000 { progress(report.counts.read) }
  }

  func reject(_ fault: FormatError, _ row: SourceRow) throws {
    var fault = fault.placed(record: row.feature)
    let isPersonal = (0..<row.count).contains { column in
      (row.withCell(column) { PersonalData.find(in: $0) } ?? nil) != nil
    }
    if isPersonal { fault.found = fault.found.map(PersonalData.masked) }
    report.counts.rejected += 1
    reasons[fault.message, default: 0] += 1
    if report.firstRejects.count < Self.firstRejects {
      report.firstRejects.append(fault.description)
    }
    try rejects?.append(fault, row)
    for companion in companions { try rejects?.append(fault, companion) }
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

  /// Counts a row that went in although something about it is worth a word.
  func warn(_ words: String, rows: Int = 1) { warnings[words, default: 0] += rows }

  func finished() -> ImportReport {
    progress(report.counts.read)
    report.unknownCategories = unknownCategories.sorted()
    report.reasons = Self.sorted(reasons)
    report.warnings = Self.sorted(warnings)
    return report
  }

  private static func sorted(_ counts: [String: Int]) -> [ImportReport.Reason] {
    counts.map { ImportReport.Reason(reason: $0.key, rows: $0.value) }
      .sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }
  }
}
