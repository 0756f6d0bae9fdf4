/// Values straight from the bytes of a field. White space around a value does not count.
///
/// - Complexity: each is O(bytes) and allocates nothing unless it fails.
public enum FieldParser {
  /// The bytes without spaces, tabs, no-break spaces and ideographic spaces (U+3000) around them.
  public static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end {
      let byte = bytes[start]
      if byte == ASCII.space || byte == ASCII.tab {
        start += 1
      } else if end - start >= 2, byte == 0xC2, bytes[start + 1] == 0xA0 {
        start += 2
      } else if end - start >= 3, byte == 0xE3, bytes[start + 1] == 0x80, bytes[start + 2] == 0x80 {
        start += 3
      } else {
        break
      }
    }
    while start < end {
      let byte = bytes[end - 1]
      if byte == ASCII.space || byte == ASCII.tab {
        end -= 1
      } else if end - start >= 2, byte == 0xA0, bytes[end - 2] == 0xC2 {
        end -= 2
      } else if end - start >= 3, byte == 0x80, bytes[end - 2] == 0x80, bytes[end - 3] == 0xE3 {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }

  /// `350`, `-7`, `+7`; also `350.0`, as spreadsheets write whole numbers.
  public static func integer(_ bytes: Span<UInt8>) throws(FormatError) -> Int64 {
    let value = bytes.extracting(trimmed(bytes))
    guard let number = DecimalNumber(value) else {
      throw failure("not a whole number", bytes, "digits such as 350")
    }
    if let integer = number.integer { return integer }
    if let double = number.nearestDouble(value), number.digits <= 19,
      let integer = Int64(exactly: double), abs(double) < 9_007_199_254_740_992
    {
      return integer
    }
    throw failure("not a whole number of 64 bits", bytes, "digits such as 350")
  }

  /// The double nearest to the decimal text; `1e3`, `.5` and `5.` are read, `inf` and `nan` are
  /// not.
  public static func real(_ bytes: Span<UInt8>) throws(FormatError) -> Double {
    let value = bytes.extracting(trimmed(bytes))
    guard let number = DecimalNumber(value) else {
      throw failure("not a number", bytes, "a number such as 120.0005")
    }
    guard let double = number.nearestDouble(value) else {
      throw failure("a number beyond the range of doubles", bytes, "less than 1.8e308")
    }
    return double
  }

  /// `true` `false`, `1` `0`, `yes` `no`, `是` `否`, in any case.
  public static func boolean(_ bytes: Span<UInt8>) throws(FormatError) -> Bool {
    switch text(bytes.extracting(trimmed(bytes))).lowercased() {
    case "true", "1", "yes", "y", "t", "是": return true
    case "false", "0", "no", "n", "f", "否": return false
    default: throw failure("not a yes or no", bytes, "true or false, 1 or 0, 是 or 否")
    }
  }

  /// An amount of yuan, in whole fen: `1234.5`, `1,234.50`, `¥1234.50`, `1234.5元`.
  ///
  /// Commas must stand between groups of three. A fraction of a fen is an error unless it is
  /// zero, and so is `万元`: a factor belongs to the mapping.
  public static func fen(_ bytes: Span<UInt8>) throws(FormatError) -> Int64 {
    try fen(bytes, powerOfTen: 0)
  }

  /// As `fen`, of a column that is in another unit than yuan.
  ///
  /// - Parameter powerOfTen: how many digits the point moves to the right to make yuan: 4 for a
  ///   column in 万元, 12.345 of which are 12345000 fen, exactly. At least -2.
  public static func fen(
    _ bytes: Span<UInt8>, powerOfTen: Int
  ) throws(FormatError) -> Int64 {
    var range = trimmed(bytes)
    let expected =
      powerOfTen == 0 ? "yuan such as 1234.50 or 1,234.50" : "an amount such as 1234.5"
    if powerOfTen == 4, ends(bytes, range, with: "万元") {
      range = range.lowerBound..<range.upperBound - 6
    } else if ends(bytes, range, with: "万元") || ends(bytes, range, with: "万") {
      throw failure("an amount in 万元", bytes, expected)
    } else if ends(bytes, range, with: "元") {
      guard powerOfTen == 0 else { throw failure("an amount in 元", bytes, expected) }
      range = range.lowerBound..<range.upperBound - 3
    }
    var index = range.lowerBound
    var isNegative = false
    if index < range.upperBound, bytes[index] == ASCII.minus || bytes[index] == ASCII.plus {
      isNegative = bytes[index] == ASCII.minus
      index += 1
    }
    for sign in ["¥", "￥"] where begins(bytes, index..<range.upperBound, with: sign) {
      index += sign.utf8.count
      break
    }
    var scanner = AmountScanner(places: max(0, powerOfTen + 2))
    while index < range.upperBound {
      guard scanner.take(bytes[index]) else {
        throw failure(scanner.fault, bytes, expected)
      }
      index += 1
    }
    guard let fen = scanner.fen else { throw failure(scanner.fault, bytes, expected) }
    return isNegative ? -fen : fen
  }

  /// The bytes as text; what the reader hands out is UTF-8.
  public static func text(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  static func failure(_ message: String, _ bytes: Span<UInt8>, _ expected: String) -> FormatError {
    // Four bytes a character are enough for what is shown.
    let shown = bytes.extracting(first: (FormatError.longestExcerpt + 1) * 4)
    return FormatError(.value, message, found: text(shown), expected: expected)
  }

  private static func ends(_ bytes: Span<UInt8>, _ range: Range<Int>, with text: String) -> Bool {
    let count = text.utf8.count
    guard range.count >= count else { return false }
    return begins(bytes, range.upperBound - count..<range.upperBound, with: text)
  }

  private static func begins(
    _ bytes: Span<UInt8>, _ range: Range<Int>, with text: String
  ) -> Bool {
    guard range.count >= text.utf8.count else { return false }
    var index = range.lowerBound
    for byte in text.utf8 {
      guard bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }
}

/// The digits of an amount, with commas between groups of three, as a whole number of its smallest
/// unit.
private struct AmountScanner {
  /// How many decimals the smallest unit is away.
  let places: Int
  private var value: Int64 = 0
  private var wholeDigits = 0
  private var sinceComma = 0
  private var hasComma = false
  private var decimals: Int?
  private(set) var fault = "not an amount"

  init(places: Int) { self.places = places }

  mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case ASCII.zero...ASCII.nine: return takeDigit(Int64(byte & 0x0F))
    case ASCII.comma:
      guard decimals == nil, hasComma ? sinceComma == 3 : (1...3).contains(wholeDigits) else {
        fault = "a comma that does not part groups of three digits"
        return false
      }
      hasComma = true
      sinceComma = 0
      return true
    case ASCII.point:
      guard decimals == nil, !hasComma || sinceComma == 3 else { return false }
      decimals = 0
      return true
    default: return false
    }
  }

  private mutating func takeDigit(_ digit: Int64) -> Bool {
    if let decimals {
      self.decimals = decimals + 1
      guard decimals < places else {
        fault = "a fraction of a fen"
        return digit == 0
      }
    } else {
      wholeDigits += 1
      sinceComma += 1
    }
    return append(digit)
  }

  private mutating func append(_ digit: Int64) -> Bool {
    let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, isTooLargeToo) = tenfold.addingReportingOverflow(digit)
    value = sum
    guard isTooLarge || isTooLargeToo else { return true }
    fault = "an amount that is too large"
    return false
  }

  var fen: Int64? {
    guard wholeDigits > 0, !hasComma || sinceComma == 3 else { return nil }
    var scaled = self
    for _ in min(decimals ?? 0, places)..<places {
      guard scaled.append(0) else { return nil }
    }
    return scaled.value
  }
}
