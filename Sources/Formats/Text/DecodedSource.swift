extension ByteSource {
  /// The same text as UTF-8, for formats that know no other, with a byte order mark taken off.
  ///
  /// `.auto` decides at the first byte that is not ASCII, wherever it comes, by what follows it in
  /// the window. UTF-8 passes as it is, so that a broken character stays the fault of its feature;
  /// a byte that is not GB 18030 is thrown with its line.
  public func decoded(as encoding: TextEncoding) -> ByteSource {
    let decoder = SourceDecoder(source: self, declared: encoding)
    return ByteSource { buffer in try decoder.fill(buffer) }
  }
}

private final class SourceDecoder {
  private let source: ByteSource
  private let declared: TextEncoding
  private var encoding: TextEncoding
  private var raw = ByteBuffer(capacity: 64 << 10)
  private var position = 0
  private var hasBegun = false
  private var line = 1
  private var text: [UInt8] = []
  private var given = 0

  init(source: ByteSource, declared: TextEncoding) {
    self.source = source
    self.declared = declared
    encoding = declared
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    while given == text.count {
      text.removeAll(keepingCapacity: true)
      given = 0
      if raw.isExhausted && position == raw.count { return 0 }
      try decodeWindow()
    }
    let count = min(buffer.count, text.count - given)
    buffer.copyBytes(from: text[given..<given + count])
    given += count
    return count
  }

  private func decodeWindow() throws(FormatError) {
    try raw.refill(keepingFrom: position, from: source, limit: .max)
    position = 0
    if !hasBegun {
      hasBegun = true
      let mark = try raw.withSpan(0..<raw.count) { bytes throws(FormatError) in
        try ByteOrderMark.read(bytes)
      }
      if let (named, length) = mark {
        guard declared == .auto || declared == named else {
          throw FormatError(
            .encoding, "the file begins with the byte order mark of \(named.rawValue)", line: 1,
            expected: declared.rawValue)
        }
        encoding = named
        position = length
      }
    }
    var range = position..<raw.count
    if encoding == .auto, let first = raw.view.firstNonASCII(in: range) {
      if first > range.lowerBound {
        // What follows is looked at with a whole window behind it.
        range = range.lowerBound..<first
      } else {
        decide(range)
      }
    }
    guard encoding == .gb18030 else {
      raw.withSpan(range) { bytes in
        bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      }
      line += raw.view.lineFeeds(in: range)
      position = range.upperBound
      return
    }
    guard let table = GB18030Table.shared else { throw RowDecoder.noConverter }
    let isLast = raw.isExhausted
    var taken = range.count
    let fault = raw.withSpan(range) { bytes -> Int? in
      if !isLast { taken -= GB18030Table.openTail(bytes) }
      return table.decode(bytes.extracting(..<taken), into: &text)
    }
    if let fault {
      throw FormatError(
        .encoding, "a byte is not GB18030",
        line: line + raw.view.lineFeeds(in: position..<position + fault),
        found: hexadecimal(raw.view[position + fault]))
    }
    line += raw.view.lineFeeds(in: position..<position + taken)
    position += taken
  }

  /// Settles `.auto` by a window that begins with a byte that is not ASCII.
  private func decide(_ range: Range<Int>) {
    let isLast = raw.isExhausted
    encoding = raw.withSpan(range) { bytes in
      let (wide, invalid) = UTF8Validation.tally(bytes)
      guard invalid > wide, let table = GB18030Table.shared else { return .utf8 }
      var ignored: [UInt8] = []
      let whole = isLast ? bytes.count : bytes.count - GB18030Table.openTail(bytes)
      return table.decode(bytes.extracting(..<whole), into: &ignored) == nil ? .gb18030 : .utf8
    }
  }
}

/// `0x8F`, as messages name a byte.
func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
}
