/// Cutting rows into fields, eight bytes at a time.
extension CSVReader {
  enum Scan { case row, end, junkAfterQuote(column: Int) }

  private enum Cut {
    /// The row ends; the next one begins there.
    case row(next: Int)
    case needsMore
    case junkAfterQuote(at: Int)
    case openQuote
    case tooManyFields
  }

  /// Cuts the next row, reading on until it is whole. After a refill a row is cut from its start
  /// again; a window that is too small doubles, so that stays linear.
  mutating func scanRow() throws(FormatError) -> Scan {
    isDecoded = false
    line = nextLine
    while true {
      rowStart = position
      if position == buffer.count && buffer.isExhausted {
        rowEnd = position
        fields.removeAll(keepingCapacity: true)
        return .end
      }
      switch cut(from: position) {
      case .row(let next):
        position = next
        return .row
      case .needsMore: try refill()
      case .junkAfterQuote(let at):
        guard try skipRow(from: at) else { continue }
        return .junkAfterQuote(column: fields.count - 1)
      case .openQuote:
        throw FormatError(
          .truncated, "a quote is opened and never closed: the file may be cut off", line: line,
          field: name(of: fields.count))
      case .tooManyFields:
        throw FormatError(
          .limit, "a row has more than \(options.maximalColumns) fields", line: line)
      }
    }
  }

  mutating func refill() throws(FormatError) {
    do {
      try buffer.refill(keepingFrom: position, from: source, limit: options.maximalRowBytes)
      position = 0
    } catch {
      guard error.kind == .limit else { throw error.placed(line: line) }
      throw FormatError(
        .limit, "a row is longer than \(options.maximalRowBytes) bytes: is a quote not closed?",
        line: line)
    }
  }

  /// Ends a faulty row at its next line end. `false` when the row has to be cut again after a
  /// refill.
  private mutating func skipRow(from start: Int) throws(FormatError) -> Bool {
    let view = buffer.view
    var end = start
    while end < view.count, view[end] != ASCII.lineFeed, view[end] != ASCII.carriageReturn {
      end += 1
    }
    if end + 1 >= view.count && !buffer.isExhausted {
      try refill()
      return false
    }
    rowEnd = end
    nextLine = line + view.controls(in: rowStart..<end).newlines + 1
    if end < view.count, view[end] == ASCII.carriageReturn { end += 1 }
    if end < view.count, view[end] == ASCII.lineFeed { end += 1 }
    position = end
    return true
  }

  private mutating func cut(from start: Int) -> Cut {
    let view = buffer.view
    let limit = view.count
    let isLast = buffer.isExhausted
    let separator = separator
    let pattern = UInt64(separator) &* ByteWord.ones
    fields.removeAll(keepingCapacity: true)
    hasNUL = false
    nextLine = line + 1
    var cursor = start
    fieldStart: while true {
      guard fields.count < options.maximalColumns else { return .tooManyFields }
      if cursor < limit, view[cursor] == ASCII.quote {
        guard let close = closingQuote(view, from: cursor + 1, isLast: isLast, start) else {
          return isLast ? .openQuote : .needsMore
        }
        cursor = close + 1
        if cursor == limit {
          guard isLast else { return .needsMore }
          rowEnd = limit
          return .row(next: limit)
        }
        let byte = view[cursor]
        if byte == separator {
          cursor += 1
          continue fieldStart
        }
        guard byte == ASCII.lineFeed || byte == ASCII.carriageReturn else {
          return .junkAfterQuote(at: cursor)
        }
        return endOfRow(view, at: cursor, isLast: isLast)
      }
      var field = cursor
      var base = cursor
      while base < limit {
        let word = view.word(at: base)
        var hits = ByteWord.bytesBelow14(word) | ByteWord.zeroBytes(word ^ pattern)
        if limit &- base < 8 { hits &= ByteWord.low(limit &- base) }
        while hits != 0 {
          let at = base &+ hits.trailingZeroBitCount &>> 3
          hits &= hits &- 1
          let byte = view[at]
          if byte == separator {
            fields.append(CSVField(start: field &- start, end: at &- start))
            field = at &+ 1
            if field < limit, view[field] == ASCII.quote {
              cursor = field
              continue fieldStart
            }
          } else if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
            fields.append(CSVField(start: field &- start, end: at &- start))
            guard fields.count <= options.maximalColumns else { return .tooManyFields }
            return endOfRow(view, at: at, isLast: isLast)
          } else if byte == 0 {
            hasNUL = true
          }
        }
        guard fields.count <= options.maximalColumns else { return .tooManyFields }
        base &+= 8
      }
      guard isLast else { return .needsMore }
      fields.append(CSVField(start: field &- start, end: limit &- start))
      rowEnd = limit
      return .row(next: limit)
    }
  }

  private mutating func endOfRow(_ view: ByteView, at end: Int, isLast: Bool) -> Cut {
    rowEnd = end
    guard view[end] == ASCII.carriageReturn else { return .row(next: end + 1) }
    guard end + 1 < view.count else { return isLast ? .row(next: end + 1) : .needsMore }
    return .row(next: view[end + 1] == ASCII.lineFeed ? end + 2 : end + 1)
  }

  /// Appends the quoted field whose text begins at `open`.
  ///
  /// - Returns: the closing quote, or `nil` when the window ends before it is known.
  private mutating func closingQuote(
    _ view: ByteView, from open: Int, isLast: Bool, _ start: Int
  ) -> Int? {
    var isEscaped = false
    var search = open
    while let quote = view.firstIndex(of: ASCII.quote, from: search) {
      if quote + 1 == view.count && !isLast { return nil }
      guard quote + 1 < view.count, view[quote + 1] == ASCII.quote else {
        fields.append(CSVField(start: open - start, end: quote - start, isEscaped: isEscaped))
        let (newlines, holdsNUL) = view.controls(in: open..<quote)
        nextLine += newlines
        hasNUL = hasNUL || holdsNUL
        return quote
      }
      isEscaped = true
      search = quote + 2
    }
    return nil
  }

  /// No field holds anything.
  var isBlank: Bool { fields.allSatisfy { $0.start == $0.end } }

  /// Checks the row in hand and makes it UTF-8.
  mutating func finishRow() throws(FormatError) -> FormatError? {
    if hasNUL {
      return FormatError(
        .encoding, "the row holds zero bytes: is the file UTF-16, or damaged?", line: line)
    }
    var isGB18030 = false
    if !buffer.view.isASCII(rowStart..<rowEnd) {
      let line = line
      let reading = try buffer.withSpan(rowStart..<rowEnd) { row throws(FormatError) in
        try decoder.decide(row, line: line)
      }
      switch reading {
      case .utf8: break
      case .gb18030: isGB18030 = true
      case .broken(let offset, let encoding): return brokenByte(offset, encoding)
      }
    }
    if isGB18030 || fields.contains(where: \.isEscaped) {
      if let offset = try decode(isGB18030: isGB18030) {
        decoder.markBroken()
        return brokenByte(offset, .gb18030)
      }
    }
    guard header.isEmpty || fields.count == header.count else {
      return FormatError(
        .syntax, "the row has \(fields.count) fields, the header has \(header.count)", line: line,
        found: rowText)
    }
    if header.isEmpty && !options.hasHeader { header = (1...fields.count).map(String.init) }
    return nil
  }

  private func brokenByte(_ offset: Int, _ encoding: TextEncoding) -> FormatError {
    let column = fields.firstIndex { offset < Int($0.end) } ?? 0
    return FormatError(
      .encoding, "byte \(offset + 1) of the row is not \(encoding.rawValue)", line: line,
      field: name(of: column), found: hexadecimal(buffer.view[rowStart + offset]),
      expected: "text in \(encoding.rawValue)")
  }

  /// Writes the fields one after the other into `decoded`.
  ///
  /// - Returns: the offset in the row of a byte that is not text.
  private mutating func decode(isGB18030: Bool) throws(FormatError) -> Int? {
    decoded.removeAll(keepingCapacity: true)
    for index in fields.indices {
      let field = fields[index]
      let start = decoded.count
      let range = rowStart + Int(field.start)..<rowStart + Int(field.end)
      let fault = buffer.withSpan(range) { bytes -> Int? in
        if isGB18030 { return GB18030Table.shared?.decode(bytes, into: &decoded) }
        bytes.withUnsafeBufferPointer { decoded.append(contentsOf: $0) }
        return nil
      }
      if let fault { return Int(field.start) + fault }
      if field.isEscaped { halveQuotes(from: start) }
      fields[index] = CSVField(start: start, end: decoded.count)
    }
    isDecoded = true
    return nil
  }

  private mutating func halveQuotes(from start: Int) {
    var kept = start
    var index = start
    while index < decoded.count {
      decoded[kept] = decoded[index]
      if decoded[index] == ASCII.quote { index += 1 }
      kept += 1
      index += 1
    }
    decoded.removeLast(decoded.count - kept)
  }
}
