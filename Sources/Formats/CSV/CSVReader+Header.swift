extension CSVReader {
  /// Byte order mark, skipped lines, separator and header.
  mutating func begin() throws(FormatError) {
    try buffer.refill(keepingFrom: 0, from: source, limit: options.maximalRowBytes)
    let mark = try buffer.withSpan(0..<buffer.count) { bytes throws(FormatError) in
      try ByteOrderMark.read(bytes)
    }
    if let (encoding, length) = mark {
      guard options.encoding == .auto || options.encoding == encoding else {
        throw FormatError(
          .encoding, "the file begins with the byte order mark of \(encoding.rawValue)", line: 1,
          expected: options.encoding.rawValue)
      }
      decoder = RowDecoder(declared: encoding)
      position = length
    }
    for _ in 0..<options.skippedLines { try skipLine() }
    if options.separator == nil {
      try readLine()
      separator = sniffedSeparator()
    }
    if options.hasHeader { try readHeader() }
  }

  private mutating func readHeader() throws(FormatError) {
    switch try next() {
    case .end: throw FormatError(.truncated, "the file is empty", expected: "a row of names")
    case .fault(let fault): throw fault
    case .row: break
    }
    header = fields.indices.map { trimmedText($0) ?? "" }
    rows = 0
  }

  /// Brings a whole line into the buffer; the row in hand is that line.
  private mutating func readLine() throws(FormatError) {
    while true {
      let view = buffer.view
      var end = position
      while end < view.count, view[end] != ASCII.lineFeed, view[end] != ASCII.carriageReturn {
        end += 1
      }
      if end < view.count || buffer.isExhausted {
        (rowStart, rowEnd) = (position, end)
        return
      }
      try refill()
    }
  }

  private mutating func skipLine() throws(FormatError) {
    try readLine()
    // A CR at the end of the window may have its LF behind it.
    if rowEnd + 1 >= buffer.count && !buffer.isExhausted {
      try refill()
      try readLine()
    }
    let view = buffer.view
    position = rowEnd
    guard position < view.count else { return }
    position += view[position] == ASCII.carriageReturn ? 1 : 0
    if position < view.count, view[position] == ASCII.lineFeed { position += 1 }
    nextLine += 1
  }

  /// By the line in hand, which is passed over if it is Excel's `sep=;`.
  private mutating func sniffedSeparator() -> UInt8 {
    let view = buffer.view
    let declaration = Array("sep=".utf8)
    if rowEnd - rowStart == 5, (0..<4).allSatisfy({ view[rowStart + $0] == declaration[$0] }) {
      let separator = view[rowEnd - 1]
      position = rowEnd
      while position < view.count, position < rowEnd + 2,
        view[position] == ASCII.carriageReturn || view[position] == ASCII.lineFeed
      {
        position += 1
      }
      nextLine += 1
      return separator
    }
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for index in rowStart..<rowEnd {
      let byte = view[index]
      if byte == ASCII.quote { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    let candidates = [ASCII.comma, ASCII.semicolon, ASCII.tab]
    let most = candidates.map { counts[$0] ?? 0 }.max() ?? 0
    return candidates.first { counts[$0] ?? 0 == most } ?? ASCII.comma
  }
}
