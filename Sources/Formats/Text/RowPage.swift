/// The texts of some rows, side by side: what a reader hands on instead of an object a cell.
///
/// Cells are appended and never change; a row is known by its first cell and their number. It is
/// filled by one thread and may be read by others once that is done.
public final class RowPage {
  // Read once a cell: nothing that reads them changes them.
  @usableFromInline @exclusivity(unchecked) var bytes = GrowingMemory<UInt8>()
  @usableFromInline @exclusivity(unchecked) var cells = GrowingMemory<Cell>()

  @usableFromInline struct Cell: BitwiseCopyable {
    @usableFromInline var start: Int32
    /// Before the start: there is no text.
    @usableFromInline var end: Int32
  }

  public init() {}

  /// How many cells there are.
  public var count: Int { cells.count }
  public var byteCount: Int { bytes.count }

  /// - Parameter text: an empty one is none.
  public func append(_ text: String?) {
    let start = bytes.count
    if let text { bytes.append(text) }
    appendCell(start, bytes.count)
  }

  private func appendCell(_ start: Int, _ end: Int) {
    cells.append(
      Cell(
        start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: start < end ? end : start - 1)))
  }

  /// Appends cells that lie in one piece of memory, without the white space around each.
  func append(_ row: Span<UInt8>, fields: [CSVField]) {
    let start = bytes.count
    row.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    for field in fields {
      let text = FieldParser.trimmed(row.extracting(field.range))
      let first = start + Int(field.start) + text.lowerBound
      appendCell(first, first + text.count)
    }
  }

  public func isEmpty(_ cell: Int) -> Bool { cells[cell].end < cells[cell].start }

  /// The bytes of a cell as UTF-8; `nil` where there is no text. Nothing may be appended meanwhile.
  @inlinable
  public func withCell<R, E: Error>(
    _ cell: Int, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R? {
    let place = cells[cell]
    guard place.start <= place.end else { return nil }
    return try bytes.withSpan(Int(place.start)..<Int(place.end), body)
  }

  public func text(_ cell: Int) -> String? { withCell(cell, FieldParser.text) }
}

extension CSVReader {
  /// Copies the fields of the row in hand, without the white space around each.
  ///
  /// - Complexity: O(bytes of the row).
  public func appendFields(to page: RowPage) {
    if isDecoded {
      page.append(decoded.span, fields: fields)
    } else {
      buffer.withSpan(rowStart..<rowEnd) { page.append($0, fields: fields) }
    }
  }
}
