/// A number as decimal text, read to the nearest double.
///
/// Up to 19 digits and powers of ten to 19, which is every coordinate and amount, cost one
/// division of 128 bits; the rest goes to the standard library.
///
/// > W.D. Clinger. "How to Read Floating Point Numbers Accurately." PLDI 1990.
/// > doi:10.1145/93542.93557
struct DecimalNumber {
  var isNegative = false
  /// The digits without the point, leading zeros dropped; exact while `digits` is at most 19.
  var significand: UInt64 = 0
  var digits = 0
  /// The power of ten that `significand` is to be multiplied by.
  var exponent = 0
  /// Neither a point nor an exponent stands in it.
  var isInteger = true

  /// Reads an optional sign, digits with an optional point, an optional exponent, and nothing
  /// after it.
  ///
  /// - Parameter strict: the grammar of JSON: no plus, no leading zeros, digits on both sides of
  ///   the point.
  init?(_ bytes: Span<UInt8>, strict: Bool = false) {
    let count = bytes.count
    var index = 0
    if index < count, bytes[index] == ASCII.minus || (!strict && bytes[index] == ASCII.plus) {
      isNegative = bytes[index] == ASCII.minus
      index += 1
    }
    let start = index
    takeDigits(bytes, &index)
    let whole = index - start
    if strict, whole == 0 || (whole > 1 && bytes[start] == ASCII.zero) { return nil }
    var fraction = 0
    if index < count, bytes[index] == ASCII.point {
      isInteger = false
      index += 1
      let first = index
      takeDigits(bytes, &index)
      fraction = index - first
      if strict && fraction == 0 { return nil }
      exponent = -fraction
    }
    guard whole + fraction > 0 else { return nil }
    if index < count, bytes[index] | 0x20 == 0x65 {
      isInteger = false
      index += 1
      guard takeExponent(bytes, &index) else { return nil }
    }
    guard index == count else { return nil }
  }

  @inline(__always) private mutating func takeDigits(_ bytes: Span<UInt8>, _ index: inout Int) {
    while index < bytes.count, ASCII.isDigit(bytes[index]) {
      if digits < 19 { significand = significand &* 10 &+ UInt64(bytes[index] & 0x0F) }
      if significand != 0 { digits += 1 }
      index += 1
    }
  }

  private mutating func takeExponent(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
    var isDown = false
    if index < bytes.count, bytes[index] == ASCII.minus || bytes[index] == ASCII.plus {
      isDown = bytes[index] == ASCII.minus
      index += 1
    }
    let first = index
    var power = 0
    while index < bytes.count, ASCII.isDigit(bytes[index]) {
      power = min(power * 10 + Int(bytes[index] & 0x0F), 1_000_000)
      index += 1
    }
    exponent += isDown ? -power : power
    return index > first
  }

  /// The value if it is whole, written as digits alone, and fits.
  var integer: Int64? {
    guard isInteger, digits <= 19 else { return nil }
    return isNegative
      ? (significand <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- significand) : nil)
      : Int64(exactly: significand)
  }

  /// The nearest double, ties to even; `nil` beyond the largest.
  ///
  /// - Parameter text: the bytes that this was read from.
  func nearestDouble(_ text: Span<UInt8>) -> Double? {
    if significand == 0 && digits == 0 { return isNegative ? -0.0 : 0 }
    guard digits <= 19, (-19...19).contains(exponent) else { return Self.slowDouble(text) }
    let magnitude: Double
    if significand <= 1 << 53 {
      // Both factors are exact doubles as far as 10^19 is one (5^19 < 2^53), so is one rounding.
      let power = Self.powers[abs(exponent)]
      magnitude =
        exponent < 0 ? Double(significand) / Double(power) : Double(significand) * Double(power)
    } else if exponent >= 0 {
      let (high, low) = significand.multipliedFullWidth(by: Self.powers[exponent])
      magnitude = Self.rounded(high: high, low: low, hasRest: false, power: 0)
    } else {
      magnitude = Self.quotient(significand, Self.powers[-exponent])
    }
    return isNegative ? -magnitude : magnitude
  }

  /// `value / divisor`, rounded once.
  private static func quotient(_ value: UInt64, _ divisor: UInt64) -> Double {
    let shift = divisor.leadingZeroBitCount
    let scaled = divisor << UInt64(shift)
    // The dividend is below 2^63 · 2^64 and the divisor has its top bit, so the quotient fits.
    let up = value.leadingZeroBitCount
    let dividend = (value << UInt64(up)) >> 1
    let rest = (value << UInt64(up)) & 1
    let (quotient, remainder) = scaled.dividingFullWidth((dividend, rest << 63))
    // value = quotient · 2^-63 · 2^(shift - up)
    return rounded(
      high: 0, low: quotient, hasRest: remainder != 0, power: shift - up - 63)
  }

  /// `(high, low) · 2^power`, ties to even, where `hasRest` says that a little more was cut off.
  /// The result is far from the ends of the range of doubles.
  private static func rounded(high: UInt64, low: UInt64, hasRest: Bool, power: Int) -> Double {
    var top = high
    var rest = hasRest
    var exponent = power
    if high == 0 {
      top = low
    } else {
      let shift = high.leadingZeroBitCount
      if shift > 0 { top = high << UInt64(shift) | low >> UInt64(64 - shift) }
      rest = rest || low << UInt64(shift) != 0
      exponent += 64 - shift
    }
    // A bit below the last one that counts remembers what was cut off: `Double` rounds 64 bits to
    // 53 by itself.
    let normal = top.leadingZeroBitCount
    top <<= UInt64(normal)
    exponent -= normal
    if rest { top |= 1 }
    return Double(sign: .plus, exponent: exponent, significand: Double(top))
  }

  private static func slowDouble(_ text: Span<UInt8>) -> Double? {
    let string = text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    guard let value = Double(string), value.isFinite else { return nil }
    return value
  }

  static let powers: [UInt64] = (0...19).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}
