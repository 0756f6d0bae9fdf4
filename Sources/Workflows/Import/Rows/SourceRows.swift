import Formats
import SimpleFeatures

/// One row of a file as texts, whatever the format.
struct SourceRow {
  /// Where it begins in the file, from 1.
  var line: Int
  /// What a file gives as a geometry of its own.
  var geometry: Geometry?
  /// Its number in a GeoJSON file, whose features may all stand in one line.
  var feature: Int?
  let page: RowPage
  let firstCell: Int
  /// How many cells it has.
  let count: Int

  /// The text of a column; `nil` where the row has none.
  subscript(column: Int) -> String? {
    column < count ? page.text(firstCell + column) : nil
  }

  func withCell<R, E: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R? {
    guard column < count else { return nil }
    return try page.withCell(firstCell + column, body)
  }
}

/// A format that has rows of texts, some with a geometry: what a reader must give to be imported.
protocol RowSource: AnyObject {
  /// The names of the columns.
  var header: [String] { get }
  /// The CRS that the file itself names.
  var declaredCRS: CRS? { get }
  /// What the file calls a CRS, where that is none that is known.
  var unknownCRS: String? { get }
  /// What the rows so far were read as.
  var encoding: TextEncoding { get }
  /// What the bytes so far say against the encoding they were read in.
  var encodingObjection: String? { get }
  /// Columns that came too late for the header, each with the line of its first row.
  var lateColumns: [String: Int] { get }
  /// Whether its rows have a geometry besides their columns.
  var givesGeometry: Bool { get }
  /// What was chosen, dropped or mended so far, in sentences without their full stops.
  var notes: [String] { get }

  /// Told which columns will be read.
  func expect(columns: Set<Int>)

  /// Goes to the next row and appends its cells, in the order of the header.
  ///
  /// - Throws: where the file can be read no further.
  func next(into page: RowPage) throws(FormatError) -> RowSourceStep
}

/// What one step of a format met.
enum RowSourceStep {
  case row(line: Int, geometry: Geometry? = nil, feature: Int? = nil)
  /// A row that cannot be read; the next one can.
  case fault(FormatError, hasTooFewCells: Bool = false)
  case end
}

extension RowSource {
  var declaredCRS: CRS? { nil }
  var unknownCRS: String? { nil }
  var encoding: TextEncoding { .utf8 }
  var encodingObjection: String? { nil }
  var lateColumns: [String: Int] { [:] }
  var givesGeometry: Bool { false }
  var notes: [String] { [] }
  func expect(columns: Set<Int>) {}
}

/// A file's rows one after the other, in constant memory.
final class SourceRows {
  enum Step {
    case row(SourceRow)
    /// A row that cannot be read, as far as it can be shown.
    case fault(FormatError, SourceRow)
    case end
  }

  let source: any RowSource
  // Changed for every row, and by nothing that is called meanwhile.
  @exclusivity(unchecked) private var page = RowPage()
  @exclusivity(unchecked) private var rowsInPage = 0
  /// A step that was looked at too early.
  @exclusivity(unchecked) private var ahead: Step?
  /// The last byte of a text file that was read; a file cut off ends without a line end.
  private let lastByte: (() -> UInt8?)?

  private static let rowsOfPage = 4096
  private static let bytesOfPage = 1 << 20

  init(_ source: any RowSource, lastByte: (() -> UInt8?)? = nil) {
    self.source = source
    self.lastByte = lastByte
  }

  var header: [String] { source.header }

  /// - Throws: where the file breaks off, or can be read no further.
  func next() throws(FormatError) -> Step {
    if let known = ahead {
      ahead = nil
      return known
    }
    let (step, isSuspect) = try following()
    guard isSuspect, let lastByte, case .fault(let fault, _) = step else { return step }
    let next = try following().step
    ahead = next
    guard case .end = next, lastByte() != UInt8(ascii: "\n") else { return step }
    throw FormatError(
      .truncated, "the file is cut off: its last line is not whole and has no line end",
      line: fault.line)
  }

  /// Nothing is appended to the pages of the rows that were handed out so far: they may go to another
  /// thread.
  func turnPage() {
    page = RowPage()
    rowsInPage = 0
  }

  /// - Returns: the step, and whether it looks like the end of a file that was cut off.
  private func following() throws(FormatError) -> (step: Step, isSuspect: Bool) {
    if rowsInPage >= Self.rowsOfPage || page.byteCount >= Self.bytesOfPage { turnPage() }
    rowsInPage += 1
    let first = page.count
    switch try source.next(into: page) {
    case .end: return (.end, false)
    case .row(let line, let geometry, let feature):
      return (.row(row(line, geometry, feature, from: first)), false)
    case .fault(let fault, let hasTooFewCells):
      return (
        .fault(fault, row(fault.line ?? 0, nil, nil, from: first)),
        hasTooFewCells || fault.kind == .truncated
      )
    }
  }

  private func row(
    _ line: Int, _ geometry: Geometry?, _ feature: Int?, from first: Int
  ) -> SourceRow {
    SourceRow(
      line: line, geometry: geometry, feature: feature, page: page, firstCell: first,
      count: page.count - first)
  }
}
