/// Numbers as text, without a string in between.
enum DecimalText {
  /// The shortest text of `value` to `decimals` places: rounded exactly, ties to even as in C's
  /// `%.7f`, zeros at the end and a minus before zero left out. `value` is finite.
  ///
  /// Exact integer arithmetic below 9·10^18 units of the last place (9·10^11 for 7 places); the
  /// shortest text that reads back beyond, where no coordinate lies.
  static func append<Target: TextTarget & ~Copyable>(
    _ value: Double, decimals: Int, to bytes: inout Target
  ) {
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
    let isNegative = value < 0 && scaled > 0
    var places = decimals
    while places > 0 {
      let (shorter, last) = scaled.quotientAndRemainder(dividingBy: 10)
      guard last == 0 else { break }
      scaled = shorter
      places -= 1
    }
    append(scaled, places: places, isNegative: isNegative, to: &bytes)
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

  static func append<Target: TextTarget & ~Copyable>(_ value: Int64, to bytes: inout Target) {
    append(value.magnitude, places: 0, isNegative: value < 0, to: &bytes)
  }

  /// The shortest text that reads back as the same double.
  static func appendShortest<Target: TextTarget & ~Copyable>(
    _ value: Double, to bytes: inout Target
  ) {
    // Whole numbers are the most frequent by far and need no search.
    if value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value),
      whole != 0 || value.sign == .plus
    {
      return append(whole, to: &bytes)
    }
    bytes.append(value.description)
  }

  static func appendDigits<Target: TextTarget & ~Copyable>(_ value: UInt64, to bytes: inout Target)
  {
    append(value, places: 0, isNegative: false, to: &bytes)
  }

  /// `value / 10^places`, with all of its places. The digits come from the last to the first, so
  /// they are laid out before they are appended, all at once.
  private static func append<Target: TextTarget & ~Copyable>(
    _ value: UInt64, places: Int, isNegative: Bool, to bytes: inout Target
  ) {
    if value < 10 && places == 0 && !isNegative { return bytes.append(ASCII.zero + UInt8(value)) }
    // A minus, twenty digits and a point, or a zero before nine places.
    var text = InlineArray<24, UInt8>(repeating: ASCII.zero)
    var first = text.count
    var rest = value
    for _ in 0..<places {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      text[first] = ASCII.zero + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    }
    if places > 0 {
      first -= 1
      text[first] = ASCII.point
    }
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      text[first] = ASCII.zero + UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while rest > 0
    if isNegative {
      first -= 1
      text[first] = ASCII.minus
    }
    text.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0.extracting(first..<$0.count)) }
  }
}
