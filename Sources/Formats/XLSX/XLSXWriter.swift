public import SimpleFeatures

/// Rows of values to an Excel workbook (.xlsx) of one sheet, in constant memory.
///
/// Texts stand in their cells, not in a table that cells share: such a table has to be kept until
/// the end, and deflate finds the repetitions as well. Codes are text cells in a text format, so
/// that no program cuts or rounds them; so are whole numbers above 15 digits, which Excel would
/// cut. Days and instants are Excel's day numbers in a format that shows them as ISO 8601 does. The
/// header is bold and stays in view. The same rows give the same bytes.
///
/// > ECMA-376-1:2016. "Office Open XML File Formats", part 1.
public struct XLSXWriter: ~Copyable {
  public struct Options: Sendable {
    /// 1 to 31 characters without `: \ / ? * [ ]` and without an apostrophe at its ends.
    public var sheetName = "Sheet1"
    /// In widths of a digit, by column; columns beyond are as wide as their names ask for.
    public var columnWidths: [Double] = []
    /// The offset from UTC, in seconds, that an instant is written in: cells know no zone.
    public var offsetSeconds: @Sendable (Instant) -> Int = { _ in 0 }

    public init() {}
  }

  /// Rows of a sheet, the header among them.
  public static let maximalRows = 1_048_576
  public static let maximalColumns = 16_384
  /// What a cell holds, in units of UTF-16.
  public static let maximalText = 32_767

  private let options: Options
  private var archive: ZIPWriter
  private var page: [UInt8] = []
  private var row = 0
  private var column = 0
  private var hasBegun = false
  private var fault: FormatError?
  private static let pageBytes = 64 << 10

  public init(_ sink: ByteSink, options: Options = Options()) {
    self.options = options
    archive = ZIPWriter(sink)
    page.reserveCapacity(Self.pageBytes + 4096)
  }

  /// Writes the names of the columns. It comes first, if at all, and once.
  public mutating func write(header: [String]) throws(FormatError) {
    precondition(!hasBegun, "the header comes first")
    try begin(header)
    beginRow()
    for name in header { append(text: name, style: .header) }
    try endRow()
  }

  public mutating func write(row: [AttributeValue]) throws(FormatError) {
    for value in row { append(value) }
    try endRow()
  }

  public mutating func append(_ value: AttributeValue) {
    switch value {
    case .unknown: column += 1
    case .boolean(let value):
      beginCell(.general, type: "b")
      page.append(value ? ASCII.zero + 1 : ASCII.zero)
      endCell()
    case .integer(let value): append(integer: value)
    case .real(let value): append(real: value)
    case .text(let value): append(text: value)
    case .day(let day): append(day: day)
    case .instant(let instant):
      let offset = options.offsetSeconds(instant)
      append(serial: Double(instant.seconds + Int64(offset)) / 86_400 + 25_569, .instant) {
        instant.formatted(offsetSeconds: offset)
      }
    }
  }

  public mutating func append(integer: Int64) {
    guard integer.magnitude < 1_000_000_000_000_000 else { return append(text: String(integer)) }
    beginCell(.general)
    DecimalText.append(integer, to: &page)
    endCell()
  }

  /// Not a number and infinity are unknown.
  public mutating func append(real: Double) {
    guard real.isFinite else {
      column += 1
      return
    }
    beginCell(.general)
    DecimalText.appendShortest(real, to: &page)
    endCell()
  }

  public mutating func append(day: DayNumber) {
    append(serial: Double(day.number) + 25_569, .day) { day.description }
  }

  public mutating func append(text: String) { append(text: text, style: .text) }

  public mutating func endRow() throws(FormatError) {
    if !hasBegun { try begin([]) }
    beginRowIfNeeded()
    page.append(contentsOf: "</row>".utf8)
    isInRow = false
    column = 0
    if let fault { throw fault }
    if page.count >= Self.pageBytes { try flush() }
  }

  /// Writes what is left and the directory. Without it the workbook cannot be opened.
  public mutating func finish() throws(FormatError) {
    if !hasBegun { try begin([]) }
    page.append(contentsOf: "</sheetData></worksheet>".utf8)
    try flush()
    try archive.endEntry()
    try archive.finish()
  }

  // MARK: Cells

  private var isInRow = false

  private mutating func beginRowIfNeeded() { if !isInRow { beginRow() } }

  private mutating func beginRow() {
    isInRow = true
    row += 1
    let cells = column
    defer { column = cells }
    column = 0
    if row > Self.maximalRows {
      fail(
        .limit, "a sheet has at most \(Self.maximalRows) rows",
        expected: "fewer rows: the export in parts, by area or dates, or as .csv or .gpkg")
    }
    page.append(contentsOf: "<row r=\"".utf8)
    DecimalText.appendDigits(UInt64(row), to: &page)
    page.append(contentsOf: "\">".utf8)
  }

  private mutating func beginCell(_ style: XLSXStyle, type: StaticString? = nil) {
    beginRowIfNeeded()
    column += 1
    if column > Self.maximalColumns {
      fail(.limit, "a sheet has at most \(Self.maximalColumns) columns", expected: "fewer columns")
    }
    page.append(contentsOf: "<c r=\"".utf8)
    XLSXParts.append(column: column, to: &page)
    DecimalText.appendDigits(UInt64(row), to: &page)
    if style != .general {
      page.append(contentsOf: "\" s=\"".utf8)
      DecimalText.appendDigits(UInt64(style.rawValue), to: &page)
    }
    if let type {
      page.append(contentsOf: "\" t=\"".utf8)
      type.withUTF8Buffer { page.append(contentsOf: $0) }
    }
    page.append(contentsOf: "\"><v>".utf8)
  }

  private mutating func endCell() { page.append(contentsOf: "</v></c>".utf8) }

  /// A day number where Excel has one, else the text.
  private mutating func append(serial: Double, _ style: XLSXStyle, _ text: () -> String) {
    // From 1900-03-01 to 9999-12-31 all programs agree on the number.
    guard serial >= 61, serial < 2_958_466 else { return append(text: text()) }
    beginCell(style)
    DecimalText.appendShortest(serial, to: &page)
    endCell()
  }

  private mutating func append(text: String, style: XLSXStyle) {
    beginCell(style, type: "inlineStr")
    page.removeLast(3)  // <v>
    var text = text
    text.withUTF8 { bytes in
      let isSpaced = bytes.contains { $0 <= ASCII.space }
      page.append(contentsOf: (isSpaced ? "<is><t xml:space=\"preserve\">" : "<is><t>").utf8)
      XLSXText.appendEscaped(bytes.span, to: &page)
    }
    page.append(contentsOf: "</t></is></c>".utf8)
    // A unit of UTF-16 is at least a byte of UTF-8.
    if text.utf8.count > Self.maximalText, text.utf16.count > Self.maximalText {
      fail(
        .limit, "a cell holds at most \(Self.maximalText) characters", found: text,
        expected: "a shorter text, or .csv")
    }
  }

  /// Rows are told of at their end.
  private mutating func fail(
    _ kind: FormatError.Kind, _ message: String, found: String? = nil, expected: String
  ) {
    if fault == nil {
      fault = FormatError(
        kind, message, line: row, field: column > 0 ? "column \(column)" : nil, found: found,
        expected: expected)
    }
  }

  // MARK: Parts

  private mutating func begin(_ header: [String]) throws(FormatError) {
    hasBegun = true
    let name = options.sheetName
    guard (1...31).contains(name.utf16.count), !name.hasPrefix("'"), !name.hasSuffix("'"),
      !name.contains(where: { ":\\/?*[]".contains($0) || $0.isNewline })
    else {
      throw FormatError(
        .value, "a sheet cannot bear this name", found: name,
        expected: "1 to 31 characters without : \\ / ? * [ ]")
    }
    for part in XLSXParts.all(sheetName: name) {
      let bytes = Array(part.text.utf8)
      try archive.add(part.path, bytes.span)
    }
    try archive.beginEntry("xl/worksheets/sheet1.xml")
    page.append(
      contentsOf: XLSXParts.sheetBeginning(header: header, widths: options.columnWidths).utf8)
  }

  private mutating func flush() throws(FormatError) {
    var full: [UInt8] = []
    swap(&full, &page)
    try archive.append(full.span)
    full.removeAll(keepingCapacity: true)
    page = full
  }
}
