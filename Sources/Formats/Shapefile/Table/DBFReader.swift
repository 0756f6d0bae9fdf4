/// The rows of a dBASE table one at a time, in constant memory: what lies beside a shapefile, or
/// stands alone.
///
/// A cell is text as it is written, without the blanks that fill its column: all digits of a
/// number, `2026-07-03` of a date, `T` or `F` of a logical; blank, `****` and `?` are unknown.
public final class DBFReader {
  public let fields: [DBFField]
  /// Rows that the header counts, the deleted ones among them.
  public let declaredRows: Int
  /// Of the row in hand, from 1, the deleted ones counted.
  public private(set) var record = 0
  public internal(set) var notes = DBFNotes()

  private let source: ByteSource
  private var buffer: ByteBuffer
  private var position = 0
  private let rowLength: Int
  private var decoder: RowDecoder
  /// The row in hand as UTF-8, and where each cell lies in it; empty for what is unknown.
  private var text: [UInt8] = []
  private var cells: [Range<Int>] = []
  /// The texts of the row in hand, one after the other, before they are decoded.
  private var raw: [UInt8] = []
  private var isFinished = false

  /// A row as it lies in the file, or what there is instead.
  enum Step { case row, deleted, fault(FormatError), end }

  /// Reads as far as the header.
  ///
  /// - Parameter cpg: the text of the `.cpg` beside it, such as `UTF-8` or `936`.
  public init(
    _ source: ByteSource, cpg: String? = nil, options: DBFOptions = DBFOptions()
  ) throws(FormatError) {
    self.source = source
    // The header's length takes 16 bits.
    buffer = ByteBuffer(capacity: max(options.windowBytes, 65_536))
    try buffer.refill(keepingFrom: 0, from: source, limit: .max)
    let header = try buffer.withSpan(0..<buffer.count) { bytes throws(FormatError) in
      try DBFHeader(bytes)
    }
    let encoding = try DBFEncoding(cpg: cpg, driver: header.languageDriver, options: options)
    notes.unknownCodePage = encoding.unknownCodePage
    notes.contradictedDriver = encoding.contradictedDriver
    declaredRows = header.rows
    rowLength = header.rowLength
    position = header.length
    decoder = RowDecoder(declared: encoding.encoding)
    let texts = header.fields.filter { $0.kind == .text }.map { $0.offset..<$0.offset + $0.width }
    if encoding.encoding == .auto {
      let settled = try Self.surveyed(buffer, header, texts)
      if settled != .auto { decoder = RowDecoder(declared: settled) }
    }
    var names = DBFNames(encoding: decoder.verdict.readAs)
    fields = header.fields.enumerated().map { index, field in
      DBFField(
        name: names.text(field.name, number: index + 1), kind: field.kind, width: field.width,
        decimals: field.decimals, offset: field.offset)
    }
    notes.ignoredFields = header.ignored.enumerated().map { index, field in
      "\(names.text(field.name, number: index + 1)) (\(field.letter))"
    }
    notes.cutTexts = names.cut
  }

  /// The names of the columns.
  public var header: [String] { fields.map(\.name) }

  /// The encoding of the rows so far, and what speaks against it.
  public var encodingVerdict: EncodingVerdict { decoder.verdict }

  /// Goes to the next row that is not deleted.
  ///
  /// - Throws: where the table is cut off, or holds other rows than its header counts.
  /// - Complexity: O(bytes of the row).
  public func next() throws(FormatError) -> ShapefileStep {
    while true {
      switch try advance() {
      case .row: return .row
      case .deleted: continue
      case .fault(let fault): return .fault(fault)
      case .end: return .end
      }
    }
  }

  func advance() throws(FormatError) -> Step {
    cells.removeAll(keepingCapacity: true)
    guard record < declaredRows else {
      if !isFinished { try checkEnd() }
      isFinished = true
      return .end
    }
    guard try hasBytes(rowLength) else {
      throw FormatError(
        .truncated, "the .dbf is cut off: its header counts \(declaredRows) rows",
        record: record + 1)
    }
    record += 1
    defer { position += rowLength }
    let mark = buffer.view[position]
    switch mark {
    case 0x2A:
      notes.deletedRows += 1
      return .deleted
    case ASCII.space, 0: break
    default:
      return .fault(
        FormatError(
          .syntax, "the row of the .dbf begins with byte \(mark)", record: record,
          expected: "a blank, or * for a deleted row"))
    }
    do {
      try readCells()
      return .row
    } catch {
      guard error.kind != .transfer else { throw error }
      return .fault(error.placed(record: record))
    }
  }

  private func hasBytes(_ count: Int) throws(FormatError) -> Bool {
    while buffer.count - position < count, !buffer.isExhausted {
      // The row lies whole before the one in hand.
      let skipped = min(position, buffer.count)
      try buffer.refill(keepingFrom: skipped, from: source, limit: .max)
      position -= skipped
    }
    return buffer.count - position >= count
  }

  /// More rows than the header counts would be lost in silence.
  private func checkEnd() throws(FormatError) {
    guard try hasBytes(rowLength), rowLength > 1 else { return }
    let mark = buffer.view[position]
    guard mark == ASCII.space || mark == 0x2A else { return }
    throw FormatError(
      .value, "more rows follow in the .dbf than the \(declaredRows) that its header counts",
      expected: "a table that was closed: save it again")
  }

  // MARK: The row in hand

  public var columns: Int { fields.count }

  /// The cell as text; `nil` for what is unknown.
  public func text(_ column: Int) -> String? {
    guard column < cells.count, !cells[column].isEmpty else { return nil }
    let bytes = text
    return FieldParser.text(bytes.span.extracting(cells[column]))
  }

  /// The bytes of the cell as UTF-8; none for what is unknown.
  public func withCell<R, E: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let bytes = text
    return try body(bytes.span.extracting(column < cells.count ? cells[column] : 0..<0))
  }

  /// Forgets the row in hand: the shape beside it cannot be used.
  func clear() { cells.removeAll(keepingCapacity: true) }

  private func readCells() throws(FormatError) {
    text.removeAll(keepingCapacity: true)
    let view = buffer.view
    let start = position
    let isASCII = view.isASCII(start..<start + rowLength)
    let reading = isASCII ? RowDecoder.Reading.utf8 : try decideRow()
    for field in fields {
      let from = text.count
      let range = start + field.offset..<start + field.offset + field.width
      switch field.kind {
      case .text:
        try appendText(range, field, reading, isASCII: isASCII)
      case .number, .float: appendNumber(DBFCell.trimmed(view, range))
      case .logical: DBFCell.appendLogical(view, range, to: &text)
      case .date: DBFCell.appendDate(view, range, to: &text)
      case .dateTime: DBFCell.appendDateTime(view, range, to: &text)
      }
      cells.append(from..<text.count)
    }
  }

  private func appendNumber(_ range: Range<Int>) {
    let view = buffer.view
    if let first = range.first, view[first] == 0x2A {
      notes.starredNumbers += 1
      return
    }
    // What is no number stays as it is written, for whoever reads it as one to refuse.
    for index in range { text.append(view[index] < 0x80 ? view[index] : 0x3F) }
  }

  private func appendText(
    _ range: Range<Int>, _ field: DBFField, _ reading: RowDecoder.Reading, isASCII: Bool
  ) throws(FormatError) {
    let view = buffer.view
    var range = DBFCell.filled(view, range)
    guard !range.isEmpty else { return }
    if !isASCII, range.count == field.width, view[range.upperBound - 1] >= 0x30 {
      let encoding: TextEncoding = reading == .gb18030 ? .gb18030 : .utf8
      let tail = buffer.withSpan(range) { CutCharacter.tail($0, encoding) }
      if tail > 0 { notes.cutTexts += 1 }
      range = range.lowerBound..<range.upperBound - tail
    }
    // Handed over, since the buffer is being read.
    var decoded: [UInt8] = []
    swap(&decoded, &text)
    let isWhole = buffer.withSpan(range) { bytes in
      if reading == .gb18030 {
        return GB18030Table.shared?.decode(bytes, into: &decoded) == nil
      }
      guard isASCII || UTF8Validation(bytes).isValid else { return false }
      bytes.withUnsafeBufferPointer { decoded.append(contentsOf: $0) }
      return true
    }
    swap(&decoded, &text)
    guard isWhole else {
      if reading == .gb18030 { decoder.markBroken() }
      let shown = buffer.withSpan(range) { FieldParser.text($0) }
      throw FormatError(
        .encoding, "the text is not \(reading == .gb18030 ? "GB18030" : "UTF-8")",
        field: field.name, found: shown,
        expected: "the encoding that the .cpg names; without one, UTF-8 or GB18030")
    }
  }

  /// Judges the texts of the row, each without a character that its column has cut.
  private func decideRow() throws(FormatError) -> RowDecoder.Reading {
    Self.collect(
      buffer, position, fields.lazy.filter { $0.kind == .text }.map(\.range),
      decoder.verdict.readAs, into: &raw)
    let bytes = raw
    return try decoder.decide(bytes.span, line: record)
  }

  private static func collect(
    _ buffer: borrowing ByteBuffer, _ start: Int, _ texts: some Sequence<Range<Int>>,
    _ encoding: TextEncoding, into raw: inout [UInt8]
  ) {
    raw.removeAll(keepingCapacity: true)
    for text in texts {
      let cell = start + text.lowerBound..<start + text.upperBound
      let range = DBFCell.filled(buffer.view, cell)
      buffer.withSpan(range) { bytes in
        var tail = 0
        if range.count == text.count, let last = range.last, buffer.view[last] >= 0x30 {
          tail = CutCharacter.tail(bytes, encoding)
        }
        bytes.extracting(droppingLast: tail).withUnsafeBufferPointer { raw.append(contentsOf: $0) }
      }
      raw.append(ASCII.lineFeed)
    }
  }

  /// What the rows of the first window speak for: a first row may be UTF-8 by accident.
  private static func surveyed(
    _ buffer: borrowing ByteBuffer, _ header: DBFHeader, _ texts: [Range<Int>]
  ) throws(FormatError) -> TextEncoding {
    var decoder = RowDecoder(declared: .auto)
    var raw: [UInt8] = []
    for name in header.fields.map(\.name) + header.ignored.map(\.name) {
      let tail = CutCharacter.tail(name.span, .auto)
      raw += name.dropLast(tail) + [ASCII.lineFeed]
    }
    try decoder.survey(raw.span, line: 0)
    var at = header.length
    var row = 0
    while row < header.rows, at + header.rowLength <= buffer.count {
      if !buffer.view.isASCII(at..<at + header.rowLength) {
        collect(buffer, at, texts, decoder.verdict.readAs, into: &raw)
        try decoder.survey(raw.span, line: row + 1)
      }
      at += header.rowLength
      row += 1
    }
    return decoder.verdict.suggestion ?? decoder.verdict.readAs
  }
}

extension UTF8Validation {
  fileprivate var isValid: Bool {
    if case .valid = self { true } else { false }
  }
}
