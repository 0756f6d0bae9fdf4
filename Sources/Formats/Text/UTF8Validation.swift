/// What a run of bytes is as UTF-8 (RFC 3629: no surrogates, no overlong forms).
enum UTF8Validation: Equatable {
  /// `hasWide`: some character takes three bytes or more. Text in GBK passes for such UTF-8 only
  /// by a rare accident, while pairs that pass for two-byte characters are common (楼 is C2 A5).
  case valid(isASCII: Bool, hasWide: Bool)
  case invalid(offset: Int, hasWide: Bool)

  /// - Complexity: O(bytes), eight at a time over ASCII.
  init(_ bytes: Span<UInt8>) {
    var index = 0
    var isASCII = true
    var hasWide = false
    let count = bytes.count
    let raw = bytes.bytes
    func follows(_ at: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      at < count && range.contains(bytes[at])
    }
    while index < count {
      if count - index >= 8,
        raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self) & ByteWord.highBits == 0
      {
        index += 8
        continue
      }
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      isASCII = false
      let length: Int
      switch lead {
      case 0xC2...0xDF: length = follows(index + 1) ? 2 : 0
      case 0xE0: length = follows(index + 1, 0xA0...0xBF) && follows(index + 2) ? 3 : 0
      case 0xED: length = follows(index + 1, 0x80...0x9F) && follows(index + 2) ? 3 : 0
      case 0xE1...0xEF: length = follows(index + 1) && follows(index + 2) ? 3 : 0
      case 0xF0...0xF4:
        let second: ClosedRange<UInt8> =
          lead == 0xF0 ? 0x90...0xBF : lead == 0xF4 ? 0x80...0x8F : 0x80...0xBF
        length =
          follows(index + 1, second) && follows(index + 2) && follows(index + 3) ? 4 : 0
      default: length = 0
      }
      guard length > 0 else {
        self = .invalid(offset: index, hasWide: hasWide)
        return
      }
      if length > 2 { hasWide = true }
      index += length
    }
    self = .valid(isASCII: isASCII, hasWide: hasWide)
  }

  /// How many characters of three bytes or more there are, and how many bytes that fit nowhere.
  static func tally(_ bytes: Span<UInt8>) -> (wide: Int, invalid: Int) {
    var wide = 0
    var invalid = 0
    var rest = 0
    while rest < bytes.count {
      let lead = bytes[rest]
      let length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      let end = min(rest + length, bytes.count)
      switch UTF8Validation(bytes.extracting(rest..<end)) {
      case .valid(_, let hasWide):
        if hasWide { wide += 1 }
        rest = end
      case .invalid:
        invalid += 1
        rest += 1
      }
    }
    return (wide, invalid)
  }
}
