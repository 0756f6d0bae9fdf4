public import SimpleFeatures

/// Rows of values to CSV (RFC 4180): CRLF, quotes where needed, UTF-8.
///
/// Text that reads as a number is quoted, so that a reader which tells text from numbers keeps the
/// zeros of a code. What is unknown is an empty field; an empty text is `""`.
public struct CSVWriter: ~Copyable {
  public struct Options: Sendable {
    public var separator: UInt8 = 0x2C
    /// Excel takes UTF-8 for the local code page unless a byte order mark says otherwise.
    public var hasByteOrderMark = true
    /// Puts an apostrophe before text that a spreadsheet would run as a formula: that begins with
    /// `=`, `+`, `-`, `@`, TAB or CR and is not a number. The price is that such text does not
    /// read back as it was; turn it off where programs exchange files.
    ///
    /// > OWASP. "CSV Injection."
    public var guardsFormulas = true
    /// `nil` writes the shortest text that reads back as the same double.
    public var decimals: Int?
    /// The offset from UTC, in seconds, that an instant is written in.
    public var offsetSeconds: @Sendable (Instant) -> Int = { _ in 0 }

    public init() {}
  }

  private let options: Options
  private let sink: ByteSink
  private var page: TextPage
  private var isAtLineStart = true
  private static let pageBytes = 64 << 10

  public init(_ sink: ByteSink, options: Options = Options()) {
    self.sink = sink
    self.options = options
    page = TextPage(capacity: Self.pageBytes + 4096)
    if options.hasByteOrderMark { page.append("\u{FEFF}") }
  }

  public mutating func write(header: [String]) throws(FormatError) {
    for name in header { append(text: name) }
    try endRow()
  }

  public mutating func write(row: [AttributeValue]) throws(FormatError) {
    for value in row { append(value) }
    try endRow()
  }

  public mutating func append(_ value: AttributeValue) {
    switch value {
    case .unknown: beginField()
    case .boolean(let value):
      beginField()
      page.append(value ? "true" : "false" as StaticString)
    case .integer(let value): append(integer: value)
    case .real(let value): append(real: value)
    case .text(let value): append(text: value)
    case .day(let day):
      beginField()
      InstantText.append(day, to: &page)
    case .instant(let instant):
      beginField()
      InstantText.append(instant, offsetSeconds: options.offsetSeconds(instant), to: &page)
    }
  }

  /// A cell of a feature under a cursor.
  public mutating func append(_ row: any FeatureRow, _ field: Int, as type: AttributeType) {
    guard type == .text, !row.isUnknown(field) else { return append(row.value(field, as: type)) }
    row.withText(field) { append(text: $0) }
  }

  public mutating func append(integer: Int64) {
    beginField()
    DecimalText.append(integer, to: &page)
  }

  /// Not a number and infinity are unknown.
  public mutating func append(real: Double) {
    beginField()
    guard real.isFinite else { return }
    if let decimals = options.decimals {
      DecimalText.append(real, decimals: decimals, to: &page)
    } else {
      DecimalText.appendShortest(real, to: &page)
    }
  }

  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(text: $0.span) }
  }

  /// A text as UTF-8.
  public mutating func append(text: Span<UInt8>) {
    beginField()
    text.withUnsafeBufferPointer { bytes in
      let isNumber = DecimalNumber(bytes.span) != nil
      let isFormula = !isNumber && options.guardsFormulas && Self.beginsFormula(bytes.span)
      let isQuoted = isNumber || bytes.isEmpty || needsQuotes(bytes.span)
      if isQuoted { page.append(ASCII.quote) }
      if isFormula { page.append(0x27) }
      if isQuoted {
        for byte in bytes {
          if byte == ASCII.quote { page.append(ASCII.quote) }
          page.append(byte)
        }
        page.append(ASCII.quote)
      } else {
        page.append(contentsOf: bytes)
      }
    }
  }

  public mutating func endRow() throws(FormatError) {
    page.append(ASCII.carriageReturn)
    page.append(ASCII.lineFeed)
    isAtLineStart = true
    if page.count >= Self.pageBytes { try flush() }
  }

  /// Hands over what is left. Without it the last page is lost.
  public mutating func finish() throws(FormatError) { try flush() }

  /// Hands over what was written so far.
  public mutating func flush() throws(FormatError) {
    guard !page.isEmpty else { return }
    try sink.hand(page)
    page.removeAll()
  }

  private mutating func beginField() {
    if !isAtLineStart { page.append(options.separator) }
    isAtLineStart = false
  }

  private static func beginsFormula(_ bytes: Span<UInt8>) -> Bool {
    guard !bytes.isEmpty else { return false }
    switch bytes[0] {
    case 0x3D, ASCII.plus, ASCII.minus, 0x40, ASCII.tab, ASCII.carriageReturn: return true
    default: return false
    }
  }

  private func needsQuotes(_ bytes: Span<UInt8>) -> Bool {
    if bytes[0] == ASCII.space || bytes[bytes.count - 1] == ASCII.space { return true }
    for index in bytes.indices {
      switch bytes[index] {
      case ASCII.quote, ASCII.lineFeed, ASCII.carriageReturn, ASCII.comma, ASCII.semicolon,
        ASCII.tab, options.separator:
        return true
      default: continue
      }
    }
    return false
  }
}
