/// Characters that XML cannot hold stand in cells as `_x000D_`: four digits of UTF-16 in base 16.
///
/// > ECMA-376-1:2016, 22.9.2.19 ST_Xstring.
enum XLSXText {
  /// Appends a cell's text with the escapes undone.
  static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
    var start = 0
    var index = 0
    while index + 7 <= bytes.count {
      guard bytes[index] == underscore, let unit = unit(bytes, index) else {
        index += 1
        continue
      }
      append(bytes, start..<index, to: &text)
      index += 7
      if UTF16.isLeadSurrogate(unit), index + 7 <= bytes.count,
        let trail = self.unit(bytes, index), UTF16.isTrailSurrogate(trail)
      {
        text.append(contentsOf: String(decoding: [unit, trail], as: UTF16.self).utf8)
        index += 7
      } else {
        // Half a pair becomes U+FFFD.
        text.append(contentsOf: String(decoding: [unit], as: UTF16.self).utf8)
      }
      start = index
    }
    append(bytes, start..<bytes.count, to: &text)
  }

  /// Appends a text as XML, escapes and entities set.
  static func appendEscaped(_ bytes: Span<UInt8>, to xml: inout [UInt8]) {
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case 0x26: xml.append(contentsOf: "&amp;".utf8)
      case 0x3C: xml.append(contentsOf: "&lt;".utf8)
      case 0x3E: xml.append(contentsOf: "&gt;".utf8)
      case ASCII.quote: xml.append(contentsOf: "&quot;".utf8)
      case underscore where index + 7 <= bytes.count && unit(bytes, index) != nil:
        xml.append(contentsOf: "_x005F_".utf8)
      case ASCII.tab, ASCII.lineFeed: xml.append(byte)
      case 0..<0x20:
        xml.append(contentsOf: "_x00".utf8)
        xml.append(byte < 16 ? ASCII.zero : ASCII.zero + 1)
        xml.append(contentsOf: String(byte & 15, radix: 16, uppercase: true).utf8)
        xml.append(underscore)
      // U+FFFE and U+FFFF are no characters of XML.
      case 0xEF
      where index + 2 < bytes.count && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE:
        xml.append(contentsOf: (bytes[index + 2] == 0xBE ? "_xFFFE_" : "_xFFFF_").utf8)
      case 0xBF where isNonCharacterTail(bytes, index, 1): continue
      case 0xBE...0xBF where isNonCharacterTail(bytes, index, 2): continue
      default: xml.append(byte)
      }
    }
  }

  private static let underscore: UInt8 = 0x5F

  private static func isNonCharacterTail(
    _ bytes: Span<UInt8>, _ index: Int, _ back: Int
  ) -> Bool {
    let first = index - back
    return first >= 0 && first + 2 < bytes.count && bytes[first] == 0xEF
      && bytes[first + 1] == 0xBF && bytes[first + 2] >= 0xBE
  }

  /// The unit that `_xHHHH_` at an index stands for; seven bytes lie there.
  private static func unit(_ bytes: Span<UInt8>, _ index: Int) -> UInt16? {
    guard bytes[index] == underscore, bytes[index + 1] == 0x78, bytes[index + 6] == underscore
    else { return nil }
    var value: UInt16 = 0
    for place in index + 2..<index + 6 {
      guard let digit = Character(UnicodeScalar(bytes[place])).hexDigitValue, bytes[place] < 0x80
      else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
    bytes.extracting(range).withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }
}
