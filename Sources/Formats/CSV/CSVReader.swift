/// Rows of a CSV file, one at a time, in constant memory (RFC 4180, and what Excel and county
/// offices make of it).
///
/// Lines end in CRLF, LF or CR. A quoted field may hold separators, line ends and doubled quotes;
/// a quote inside an unquoted field is an ordinary character. Empty lines and rows whose fields
/// are all empty are passed over and counted. A field is asked from the row in hand, where it
/// lies: nothing is allocated for it.
///
///     var reader = try CSVReader(source)
///     let longitude = try reader.column("经度")
///     while true {
///       switch try reader.next() {
///       case .row: x.append(try reader.real(longitude) ?? .nan)
///       case .fault(let error): reject(reader.rowBytes, error)
///       case .end: return
///       }
///     }
///
/// What is thrown ends the file: the source failed, a quote was never closed, a byte order mark
/// names an encoding that is not read.
///
/// > Y. Shafranovich. "Common Format and MIME Type for CSV Files." RFC 4180, 2005.
public struct CSVReader: ~Copyable {
  /// The names of the columns, white space around them taken off.
  public internal(set) var header: [String] = []
  public internal(set) var separator: UInt8
  /// The line on which the row in hand begins, from 1.
  public internal(set) var line = 1
  /// Rows given by `next` so far, the faulty ones among them.
  public internal(set) var rows = 0
  /// Empty rows passed over.
  public internal(set) var blankRows = 0

  let options: CSVOptions
  let source: ByteSource
  var buffer: ByteBuffer
  /// Where the next row begins in the buffer, and on which line.
  var position = 0
  var nextLine = 1
  /// The row in hand, in the buffer.
  var rowStart = 0
  var rowEnd = 0
  var fields: [CSVField] = []
  var decoder: RowDecoder
  /// The row in hand after decoding; used when it does not lie in the buffer as it is.
  var decoded: [UInt8] = []
  var isDecoded = false
  var hasNUL = false

  /// Reads as far as the header.
  public init(_ source: ByteSource, options: CSVOptions = CSVOptions()) throws(FormatError) {
    self.source = source
    self.options = options
    separator = options.separator ?? ASCII.comma
    buffer = ByteBuffer(capacity: options.windowBytes)
    decoder = RowDecoder(declared: options.encoding)
    try begin()
  }

  /// The encoding of the rows so far, and what speaks against it.
  public var encodingVerdict: EncodingVerdict { decoder.verdict }

  /// Goes to the next row.
  ///
  /// - Complexity: O(bytes of the row). Allocates nothing once the longest row was seen.
  public mutating func next() throws(FormatError) -> CSVStep {
    while true {
      let scan = try scanRow()
      switch scan {
      case .end: return .end
      case .row:
        if isBlank {
          blankRows += 1
          continue
        }
        rows += 1
        if let fault = try finishRow() { return .fault(fault) }
        return .row
      case .junkAfterQuote(let column):
        rows += 1
        return .fault(
          FormatError(
            .syntax, "text follows a closing quote", line: line, field: name(of: column),
            found: rowText, expected: "a separator or the end of the line"))
      }
    }
  }

  // MARK: The row in hand

  public var columns: Int { fields.count }

  /// The column of a name; the first of several is not guessed.
  public func column(_ name: String) throws(FormatError) -> Int {
    let found = header.indices.filter { header[$0] == name }
    guard let first = found.first else {
      throw FormatError(
        .value, "there is no column \(name)", line: line,
        expected: "one of \(header.joined(separator: ", "))")
    }
    guard found.count == 1 else {
      throw FormatError(.value, "\(found.count) columns are named \(name)", line: line)
    }
    return first
  }

  /// The bytes of a field as UTF-8, without its quotes.
  public func withField<R, E: Error>(
    _ column: Int, _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let range = fields[column].range
    if isDecoded { return try body(decoded.span.extracting(range)) }
    return try buffer.withSpan(rowStart + range.lowerBound..<rowStart + range.upperBound, body)
  }

  /// Nothing, or nothing but white space.
  public func isEmpty(_ column: Int) -> Bool {
    withField(column) { FieldParser.trimmed($0).isEmpty }
  }

  /// The text as it stands; white space around it stays.
  public func text(_ column: Int) -> String { withField(column, FieldParser.text) }

  /// The text without white space around it; `nil` when nothing is left.
  public func trimmedText(_ column: Int) -> String? {
    withField(column) { bytes in
      let range = FieldParser.trimmed(bytes)
      return range.isEmpty ? nil : FieldParser.text(bytes.extracting(range))
    }
  }

  /// Any parser of `FieldParser` over a field; `nil` for an empty one. Its error gets line and
  /// column.
  public func value<Value>(
    _ column: Int, _ parse: (Span<UInt8>) throws(FormatError) -> Value
  ) throws(FormatError) -> Value? {
    do {
      return try withField(column) { bytes throws(FormatError) in
        FieldParser.trimmed(bytes).isEmpty ? nil : try parse(bytes)
      }
    } catch {
      throw error.placed(line: line, field: name(of: column))
    }
  }

  public func integer(_ column: Int) throws(FormatError) -> Int64? {
    try value(column, FieldParser.integer)
  }

  public func real(_ column: Int) throws(FormatError) -> Double? {
    try value(column, FieldParser.real)
  }

  public func boolean(_ column: Int) throws(FormatError) -> Bool? {
    try value(column, FieldParser.boolean)
  }

  /// An amount of yuan in whole fen.
  public func fen(_ column: Int) throws(FormatError) -> Int64? {
    try value(column, FieldParser.fen)
  }

  public func civilTime(
    _ column: Int, _ format: CivilTimeFormat = .usual
  ) throws(FormatError) -> CivilTime? {
    try value(column) { bytes throws(FormatError) in try FieldParser.civilTime(bytes, format) }
  }

  /// The row as it stood in the file, in the file's encoding, without its line end.
  public var rowBytes: [UInt8] {
    buffer.withSpan(rowStart..<rowEnd) { bytes in
      bytes.withUnsafeBufferPointer { Array($0) }
    }
  }

  /// The row as text for a person: bytes that are no text are shown as U+FFFD.
  public var rowText: String {
    if decoder.verdict.readAs == .gb18030, let table = GB18030Table.shared {
      var text: [UInt8] = []
      let isText = buffer.withSpan(rowStart..<rowEnd) { table.decode($0, into: &text) } == nil
      if isText { return String(decoding: text, as: UTF8.self) }
    }
    return String(decoding: rowBytes, as: UTF8.self)
  }

  func name(of column: Int) -> String {
    column < header.count && !header[column].isEmpty ? header[column] : "column \(column + 1)"
  }
}
