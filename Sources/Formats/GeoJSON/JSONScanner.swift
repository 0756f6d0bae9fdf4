/// The tokens of JSON (RFC 8259) from a source of bytes, in constant memory.
///
/// What breaks the structure is thrown. What is wrong inside a token (an escape, a number, a byte
/// that is not UTF-8) is noted in `fault`, and the scan goes on behind it, so that one bad feature
/// costs no more than itself.
struct JSONScanner: ~Copyable {
  /// A string token, without its quotes; it stands in the window until the next token is asked.
  struct Text {
    var range: Range<Int>
    var isEscaped: Bool
    var isASCII: Bool
  }

  enum Word { case null, boolean(Bool), number }

  let source: ByteSource
  let limit: Int
  var buffer: ByteBuffer
  var position = 0
  /// Bytes from here on are kept over a refill.
  var mark: Int?
  /// The first fault since it was last taken.
  var fault: FormatError?
  /// A line feed ends the record, as it does in newline-delimited JSON.
  var endsAtLineFeed = false

  private var lines = 1
  private var counted = 0

  init(_ source: ByteSource, windowBytes: Int, limit: Int) {
    self.source = source
    self.limit = limit
    buffer = ByteBuffer(capacity: windowBytes)
  }

  // MARK: Place

  var line: Int {
    mutating get {
      if position > counted {
        lines += buffer.view.lineFeeds(in: counted..<position)
        counted = position
      }
      return lines
    }
  }

  mutating func refill() throws(FormatError) {
    let kept = min(mark ?? position, position)
    if counted < kept {
      lines += buffer.view.lineFeeds(in: counted..<kept)
      counted = kept
    }
    do {
      try buffer.refill(keepingFrom: kept, from: source, limit: limit)
    } catch {
      throw error.placed(line: line)
    }
    position -= kept
    counted -= kept
    if let mark { self.mark = mark - kept }
  }

  mutating func note(
    _ kind: FormatError.Kind, _ message: String, field: String? = nil, found: String? = nil,
    expected: String? = nil
  ) {
    guard fault == nil else { return }
    fault = FormatError(
      kind, message, line: line, field: field, found: found, expected: expected)
  }

  mutating func takeFault() -> FormatError? {
    defer { fault = nil }
    return fault
  }

  mutating func broken(_ expected: String) throws(FormatError) -> FormatError {
    guard let byte = try peek() else {
      return FormatError(.truncated, "the text ends too soon", line: line, expected: expected)
    }
    while buffer.count - position < 20, !buffer.isExhausted { try refill() }
    let view = buffer.view
    let end = min(position + 20, view.count)
    let lineEnd = view.firstIndex(of: ASCII.lineFeed, from: position) ?? end
    let found = buffer.withSpan(position..<min(end, lineEnd)) { FieldParser.text($0) }
    return FormatError(
      .syntax, byte < 0x20 ? "a control character" : "not JSON", line: line, found: found,
      expected: expected)
  }

  // MARK: Structure

  /// The next byte that is not white space, which stays; `nil` at the end.
  @inline(__always) mutating func peek() throws(FormatError) -> UInt8? {
    while true {
      let view = buffer.view
      while position < view.count {
        let byte = view[position]
        if byte > ASCII.space { return byte }
        switch byte {
        case ASCII.space, ASCII.tab, ASCII.carriageReturn: position += 1
        case ASCII.lineFeed:
          if endsAtLineFeed { return nil }
          position += 1
        default: return byte
        }
      }
      if buffer.isExhausted { return nil }
      try refill()
    }
  }

  /// Takes the byte if it comes next.
  @inline(__always) mutating func take(_ byte: UInt8) throws(FormatError) -> Bool {
    guard try peek() == byte else { return false }
    position += 1
    return true
  }

  mutating func need(_ byte: UInt8) throws(FormatError) {
    guard try take(byte) else { throw try broken("\"\(Character(UnicodeScalar(byte)))\"") }
  }

  /// After an element: `true` if another follows, `false` if the closing byte was taken.
  @inline(__always) mutating func isFollowed(
    closing: UInt8
  ) throws(FormatError) -> Bool {
    let byte = try peek()
    if byte == ASCII.comma {
      position += 1
      return true
    }
    if byte == closing {
      position += 1
      return false
    }
    throw try broken("a comma or \"\(Character(UnicodeScalar(closing)))\"")
  }

  mutating func takeByteOrderMark() throws(FormatError) -> Bool {
    if buffer.count - position < 3 && !buffer.isExhausted { try refill() }
    guard buffer.count - position >= 3, buffer.view[position + 1] == 0xBB,
      buffer.view[position + 2] == 0xBF
    else { return false }
    position += 3
    return true
  }

  // MARK: Tokens

  /// Takes a string.
  mutating func string() throws(FormatError) -> Text {
    guard try peek() == ASCII.quote else { throw try broken("a string") }
    var at = position + 1
    var isEscaped = false
    var highBits: UInt64 = 0
    var hasControl = false
    let quotes = UInt64(ASCII.quote) &* ByteWord.ones
    let slashes = UInt64(ASCII.backslash) &* ByteWord.ones
    scan: while true {
      let view = buffer.view
      while at < view.count {
        let word = view.word(at: at)
        var hits =
          ByteWord.zeroBytes(word ^ quotes) | ByteWord.zeroBytes(word ^ slashes)
          | ByteWord.bytesBelow32(word)
        if view.count - at < 8 { hits &= ByteWord.low(view.count - at) }
        guard hits != 0 else {
          highBits |= view.count - at < 8 ? word & ByteWord.low(view.count - at) : word
          at = min(at + 8, view.count)
          continue
        }
        let offset = hits.trailingZeroBitCount >> 3
        highBits |= word & ByteWord.low(offset)
        at += offset
        switch view[at] {
        case ASCII.quote: break scan
        case ASCII.backslash:
          isEscaped = true
          at += 2
        default:
          if endsAtLineFeed && view[at] == ASCII.lineFeed {
            position = at
            throw try broken("the end of a string")
          }
          hasControl = true
          at += 1
        }
      }
      guard !buffer.isExhausted else {
        throw FormatError(.truncated, "the text ends inside a string", line: line)
      }
      // An escape may have stepped over the end by one.
      let relative = at - position
      try refill()
      at = position + relative
    }
    if hasControl {
      note(.syntax, "a control character stands in a string", expected: "an escape such as \\n")
    }
    let text = Text(
      range: position + 1..<at, isEscaped: isEscaped,
      isASCII: highBits & ByteWord.highBits == 0)
    position = at + 1
    return text
  }

  /// Takes `null`, `true`, `false` or a number; `range` is where it stands. Anything else that
  /// looks like a word is noted and answered as `null`.
  mutating func word() throws(FormatError) -> (Word, range: Range<Int>) {
    _ = try peek()
    var at = position
    while true {
      let view = buffer.view
      while at < view.count, Self.isWordByte(view[at]) { at += 1 }
      if at < view.count || buffer.isExhausted { break }
      let relative = at - position
      try refill()
      at = position + relative
    }
    guard at > position else { throw try broken("a value") }
    let range = position..<at
    position = at
    let first = buffer.view[range.lowerBound]
    if ASCII.isDigit(first) || first == ASCII.minus { return (.number, range) }
    let text = buffer.withSpan(range) { FieldParser.text($0) }
    switch text {
    case "null": return (.null, range)
    case "true": return (.boolean(true), range)
    case "false": return (.boolean(false), range)
    default:
      note(.value, "\(text) is not JSON", expected: "a number, a string, true, false or null")
      return (.null, range)
    }
  }

  @inline(__always) private static func isWordByte(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || byte == ASCII.point || byte == ASCII.minus || byte == ASCII.plus
      || (byte | 0x20) &- 0x61 < 26
  }

  /// A number; `nil`, and noted, for what JSON does not allow or a double cannot hold.
  @inline(__always) mutating func double(_ range: Range<Int>) -> Double? {
    let value = buffer.withSpan(range) { bytes in
      DecimalNumber(bytes, strict: true)?.nearestDouble(bytes)
    }
    if value == nil { noteNumber(range) }
    return value
  }

  mutating func noteNumber(_ range: Range<Int>) {
    let found = buffer.withSpan(range) { FieldParser.text($0) }
    note(.value, "not a number of JSON, or too large", found: found)
  }

  /// The string's text; `nil`, and noted, when it is none.
  mutating func decode(_ text: Text) -> String? {
    guard !text.isEscaped else { return unescaped(text) }
    let decoded = buffer.withSpan(text.range) { bytes in
      bytes.withUnsafeBufferPointer { bytes in
        text.isASCII
          ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
      }
    }
    if decoded == nil { noteEncoding() }
    return decoded
  }

  mutating func noteEncoding() {
    note(.encoding, "a string is not UTF-8", expected: "UTF-8: name the encoding if it is another")
  }

  private mutating func unescaped(_ text: Text) -> String? {
    let result = buffer.withSpan(text.range) { JSONEscapes.decode($0) }
    switch result {
    case .success(let bytes):
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      noteEncoding()
    case .failure(let problem):
      note(.value, problem.message)
    }
    return nil
  }

  // MARK: Whole values

  /// Takes any value, checking its grammar, not its strings.
  mutating func skipValue(depth: Int) throws(FormatError) {
    guard depth > 0 else { throw FormatError(.limit, "values nest too deep", line: line) }
    switch try peek() {
    case ASCII.quote: _ = try string()
    case ASCII.openBrace:
      position += 1
      if try take(ASCII.closeBrace) { return }
      repeat {
        _ = try string()
        try need(ASCII.colon)
        try skipValue(depth: depth - 1)
      } while try isFollowed(closing: ASCII.closeBrace)
    case ASCII.openBracket:
      position += 1
      if try take(ASCII.closeBracket) { return }
      repeat { try skipValue(depth: depth - 1) } while try isFollowed(closing: ASCII.closeBracket)
    default:
      let (word, range) = try word()
      if case .number = word { _ = double(range) }
    }
  }

  /// Takes any value and gives its text as it stands.
  mutating func rawValue(depth: Int) throws(FormatError) -> String? {
    _ = try peek()
    mark = position
    defer { mark = nil }
    try skipValue(depth: depth)
    let text = buffer.withSpan((mark ?? position)..<position) { bytes in
      bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    }
    if text == nil { noteEncoding() }
    return text
  }
}
