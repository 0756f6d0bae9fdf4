/// Numbers as text, without a string in between.
enum DecimalText {
  /// The shortest text of `value` to `decimals` places: rounded exactly, ties to even as in C's
  /// `%.7f`, zeros at the end and a minus before zero left out. `value` is finite.
  ///
  /// Exact integer arithmetic below 9·10^18 units of the last place (9·10^11 for 7 places); the
  /// shortest text that reads back beyond, where no coordinate lies.
  static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    precondition((0...9).contains(decimals))
    let scale = DecimalNumber.powers[decimals]
    guard abs(value) < 9e18 / Double(scale) else { return appendShortest(value, to: &bytes) }
    let (mantissa, exponent) = parts(of: value)
    // |value| = mantissa · 2^exponent with exponent < 0, or an integer.
    var scaled: UInt64
    if exponent >= 0 {
      scaled = (mantissa << UInt64(exponent)) &* scale
    } else {
      let product = mantissa.multipliedFullWidth(by: scale)
      scaled = rounded(product.high, product.low, shift: -exponent)
    }
    if value < 0 && scaled > 0 { bytes.append(ASCII.minus) }
    let whole = scaled / scale
    appendDigits(whole, to: &bytes)
    scaled -= whole * scale
    guard scaled > 0 else { return }
    bytes.append(ASCII.point)
    var divisor = scale / 10
    while scaled > 0 {
      let digit = scaled / divisor
      bytes.append(ASCII.zero + UInt8(digit))
      scaled -= digit * divisor
      divisor /= 10
    }
  }

  /// `|value| = mantissa · 2^exponent`.
  private static func parts(of value: Double) -> (mantissa: UInt64, exponent: Int) {
    let fraction = value.significandBitPattern
    guard value.exponentBitPattern > 0 else { return (fraction, -1074) }
    return (fraction | 1 << 52, Int(value.exponentBitPattern) - 1075)
  }

  /// `(high, low) / 2^shift` to the nearest, ties to even. The quotient fits 64 bits.
  private static func rounded(_ high: UInt64, _ low: UInt64, shift: Int) -> UInt64 {
    guard shift < 128 else { return 0 }
    let quotient: UInt64
    let half: Bool
    let rest: Bool
    if shift < 64 {
      quotient = high << UInt64(64 - shift) | low >> UInt64(shift)
      half = low >> UInt64(shift - 1) & 1 == 1
      rest = low & ((1 << UInt64(shift - 1)) - 1) != 0
    } else if shift == 64 {
      quotient = high
      half = low >> 63 == 1
      rest = low << 1 != 0
    } else {
      quotient = high >> UInt64(shift - 64)
      half = high >> UInt64(shift - 65) & 1 == 1
      rest = high & ((1 << UInt64(shift - 65)) - 1) != 0 || low != 0
    }
    return half && (rest || quotient & 1 == 1) ? quotient + 1 : quotient
  }

  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(ASCII.minus) }
    appendDigits(value.magnitude, to: &bytes)
  }

  /// The shortest text that reads back as the same double.
  static func appendShortest(_ value: Double, to bytes: inout [UInt8]) {
    // Whole numbers are the most frequent by far and need no search.
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value),
      whole != 0 || value.sign == .plus
    {
      return append(whole, to: &bytes)
    }
    bytes.append(contentsOf: value.description.utf8)
  }

  static func appendDigits(_ value: UInt64, to bytes: inout [UInt8]) {
    if value < 10 { return bytes.append(ASCII.zero + UInt8(value)) }
    var count = 1
    while count < 19, value >= DecimalNumber.powers[count] { count += 1 }
    if value >= DecimalNumber.powers[19] { count = 20 }
    let start = bytes.count
    for _ in 0..<count { bytes.append(ASCII.zero) }
    var rest = value
    var index = start + count
    while index > start {
      index -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes[index] = ASCII.zero + UInt8(digit)
      rest = quotient
    }
  }
}
