/// How a CSV file is read.
public struct CSVOptions: Sendable {
  /// `nil`: whichever of comma, semicolon and tab is most frequent in the first line, or what an
  /// Excel line `sep=;` says.
  public var separator: UInt8?
  public var encoding = TextEncoding.auto
  /// The first row names the columns. Otherwise they are named `1`, `2`, … by the first row.
  public var hasHeader = true
  /// Lines before the header, such as a report's title.
  public var skippedLines = 0
  /// A longer row is an error of the file: most likely a quote was never closed.
  public var maximalRowBytes = 16 << 20
  public var maximalColumns = 16_384
  /// The window onto the source; memory stays at this size while rows are shorter.
  public var windowBytes = 256 << 10

  public init() {}
}

/// What one step of the reader met.
public enum CSVStep: Sendable {
  /// A row is there to be asked.
  case row
  /// A row that cannot be read; `CSVReader.rowBytes` has it as it stood. The next step goes on
  /// after it.
  case fault(FormatError)
  case end
}

/// One field of the row in hand, by its place relative to the row or to the decoded row.
struct CSVField {
  var start: Int32
  var end: Int32
  /// Doubled quotes stand in it.
  var isEscaped: Bool

  @inline(__always) init(start: Int, end: Int, isEscaped: Bool = false) {
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
    self.isEscaped = isEscaped
  }

  var range: Range<Int> { Int(start)..<Int(end) }
}
