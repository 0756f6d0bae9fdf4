import SimpleFeatures

/// The bytes of one cell of a dBASE table.
enum DBFCell {
  /// Without the blanks and zeros that fill the column behind a text.
  static func filled(_ view: ByteView, _ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, view[end - 1] == ASCII.space || view[end - 1] == 0 { end -= 1 }
    return range.lowerBound..<end
  }

  /// Without the blanks and zeros on both sides.
  static func trimmed(_ view: ByteView, _ range: Range<Int>) -> Range<Int> {
    let range = filled(view, range)
    var start = range.lowerBound
    while start < range.upperBound, view[start] == ASCII.space || view[start] == 0 { start += 1 }
    return start..<range.upperBound
  }

  static func appendLogical(_ view: ByteView, _ range: Range<Int>, to text: inout [UInt8]) {
    guard let first = range.first else { return }
    switch view[first] {
    case 0x54, 0x74, 0x59, 0x79, 0x31: text.append(0x54)
    case 0x46, 0x66, 0x4E, 0x6E, 0x30: text.append(0x46)
    default: break
    }
  }

  /// `20260703` as `2026-07-03`. What is no date stays as it is written, for whoever reads it as
  /// one to refuse.
  static func appendDate(_ view: ByteView, _ range: Range<Int>, to text: inout [UInt8]) {
    let range = trimmed(view, range)
    let isNumber = range.allSatisfy { ASCII.isDigit(view[$0]) }
    if isNumber, range.allSatisfy({ view[$0] == ASCII.zero }) { return }
    for (index, at) in range.enumerated() {
      if isNumber, range.count == 8, index == 4 || index == 6 { text.append(ASCII.minus) }
      text.append(view[at] < 0x80 ? view[at] : 0x3F)
    }
  }

  /// FoxPro's Julian day and thousandths of a second, little-endian, as `2026-07-03T08:05:09`.
  static func appendDateTime(_ view: ByteView, _ range: Range<Int>, to text: inout [UInt8]) {
    let word = view.word(at: range.lowerBound)
    let julian = Int64(word & 0xFFFF_FFFF)
    let second = Int64((word >> 32 + 500) / 1000)
    // 1970-01-01 is day 2,440,588; the years are 1 to 9999.
    guard (1_721_426...5_373_484).contains(julian), (0..<86_400).contains(second) else { return }
    let instant = Instant((julian - 2_440_588) * 86_400 + second)
    text.append(contentsOf: instant.formatted(offsetSeconds: 0).utf8.dropLast())
  }
}

/// The names of columns as text: ten bytes may have cut the last character.
struct DBFNames {
  let encoding: TextEncoding
  private(set) var cut = 0

  init(encoding: TextEncoding) { self.encoding = encoding }

  /// - Parameter number: of the column, from 1, for one without a name.
  mutating func text(_ bytes: [UInt8], number: Int) -> String {
    guard !bytes.isEmpty else { return "column \(number)" }
    let tail = bytes.count >= 9 ? CutCharacter.tail(bytes.span, encoding) : 0
    if tail > 0 { cut += 1 }
    let whole = Array(bytes.dropLast(tail))
    if let text = String(validating: whole, as: UTF8.self), encoding != .gb18030 { return text }
    var decoded: [UInt8] = []
    if GB18030Table.shared?.decode(whole.span, into: &decoded) == nil {
      return String(decoding: decoded, as: UTF8.self)
    }
    return String(decoding: whole, as: UTF8.self)
  }
}
