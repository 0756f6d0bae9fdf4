import SimpleFeatures

/// Days and instants as text, without a string in between.
enum InstantText {
  /// The bytes of `Instant.formatted(offsetSeconds:)`.
  static func append<Target: TextTarget & ~Copyable>(
    _ instant: Instant, offsetSeconds: Int, to bytes: inout Target
  ) {
    let local = instant.seconds + Int64(offsetSeconds)
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let second = Int(local - day * 86_400)
    append(DayNumber(Int32(clamping: day)), to: &bytes)
    bytes.append(0x54)  // T
    appendTwo(second / 3600, to: &bytes)
    bytes.append(ASCII.colon)
    appendTwo(second / 60 % 60, to: &bytes)
    bytes.append(ASCII.colon)
    appendTwo(second % 60, to: &bytes)
    guard offsetSeconds != 0 else { return bytes.append(0x5A) }  // Z
    let offset = abs(offsetSeconds)
    bytes.append(offsetSeconds < 0 ? ASCII.minus : ASCII.plus)
    appendTwo(offset / 3600, to: &bytes)
    bytes.append(ASCII.colon)
    appendTwo(offset / 60 % 60, to: &bytes)
  }

  /// The bytes of a day's description.
  static func append<Target: TextTarget & ~Copyable>(_ day: DayNumber, to bytes: inout Target) {
    let (year, month, date) = day.civil
    guard (0...9999).contains(year) else {
      return bytes.append(day.description)
    }
    appendTwo(year / 100, to: &bytes)
    appendTwo(year % 100, to: &bytes)
    bytes.append(ASCII.minus)
    appendTwo(month, to: &bytes)
    bytes.append(ASCII.minus)
    appendTwo(date, to: &bytes)
  }

  private static func appendTwo<Target: TextTarget & ~Copyable>(
    _ number: Int, to bytes: inout Target
  ) {
    bytes.append(ASCII.zero + UInt8(number / 10))
    bytes.append(ASCII.zero + UInt8(number % 10))
  }
}
