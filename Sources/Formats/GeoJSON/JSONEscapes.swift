/// The escapes of JSON strings.
enum JSONEscapes {
  struct Problem: Error { let message: String }

  /// The bytes with their escapes resolved.
  static func decode(_ bytes: Span<UInt8>) -> Result<[UInt8], Problem> {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == ASCII.backslash else {
        text.append(bytes[index])
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { return .failure(Problem(message: "half an escape")) }
      let letter = bytes[index + 1]
      index += 2
      switch letter {
      case ASCII.quote, ASCII.backslash, ASCII.slash: text.append(letter)
      case 0x62: text.append(0x08)
      case 0x66: text.append(0x0C)
      case 0x6E: text.append(ASCII.lineFeed)
      case 0x72: text.append(ASCII.carriageReturn)
      case 0x74: text.append(ASCII.tab)
      case 0x75:
        guard let scalar = unicode(bytes, &index) else {
          return .failure(Problem(message: "a \\u escape is broken or half of a surrogate pair"))
        }
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
      default: return .failure(Problem(message: "an escape that JSON does not have"))
      }
    }
    return .success(text)
  }

  /// Reads behind `\u`; a pair of surrogates is one scalar.
  private static func unicode(_ bytes: Span<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
    guard let first = unit(bytes, &index) else { return nil }
    guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) }
    guard index + 1 < bytes.count, bytes[index] == ASCII.backslash, bytes[index + 1] == 0x75 else {
      return nil
    }
    index += 2
    guard let second = unit(bytes, &index), second & 0xFC00 == 0xDC00 else { return nil }
    return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
  }

  private static func unit(_ bytes: Span<UInt8>, _ index: inout Int) -> UInt32? {
    guard bytes.count - index >= 4 else { return nil }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case ASCII.zero...ASCII.nine: digit = byte - ASCII.zero
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      unit = unit << 4 | UInt32(digit)
      index += 1
    }
    return unit
  }

  /// Appends a string in quotes; what Unicode calls a letter stays as it is.
  static func append<Target: TextTarget & ~Copyable>(
    _ text: String, to page: inout Target
  ) {
    var text = text
    text.withUTF8 { append($0.span, to: &page) }
  }

  static func append<Target: TextTarget & ~Copyable>(
    _ text: Span<UInt8>, to page: inout Target
  ) {
    page.append(ASCII.quote)
    text.withUnsafeBufferPointer { bytes in
      var start = 0
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte >= 0x20 && byte != ASCII.quote && byte != ASCII.backslash {
          index += 1
          continue
        }
        page.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
        appendEscape(byte, to: &page)
        index += 1
        start = index
      }
      page.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    page.append(ASCII.quote)
  }

  private static func appendEscape<Target: TextTarget & ~Copyable>(
    _ byte: UInt8, to page: inout Target
  ) {
    page.append(ASCII.backslash)
    switch byte {
    case ASCII.quote, ASCII.backslash: page.append(byte)
    case ASCII.lineFeed: page.append(0x6E)
    case ASCII.carriageReturn: page.append(0x72)
    case ASCII.tab: page.append(0x74)
    default:
      page.append("u00")
      page.append(ASCII.zero + byte >> 4)
      let low = byte & 0x0F
      page.append(low < 10 ? ASCII.zero + low : 0x61 + low - 10)
    }
  }
}
