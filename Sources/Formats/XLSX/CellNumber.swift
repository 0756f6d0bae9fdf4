import SimpleFeatures

/// Numbers of cells as text.
struct CellNumber {
  enum Kind { case number, moment, cut }

  /// Days count from 1904-01-01, as in workbooks from old Macintoshes.
  var countsFrom1904 = false

  /// Appends the shortest text of a number, or the day and time that it stands for.
  ///
  /// - Returns: `nil` when the bytes are no number.
  func append(_ raw: Span<UInt8>, _ format: CellFormat, to text: inout [UInt8]) -> Kind? {
    let value = raw.extracting(FieldParser.trimmed(raw))
    guard let number = DecimalNumber(value) else { return nil }
    switch format {
    case .general: return appendPlain(value, number, to: &text)
    case .padded(let digits):
      let start = text.count
      let kind = appendPlain(value, number, to: &text)
      let isWhole = text[start...].allSatisfy(ASCII.isDigit)
      if isWhole, text.count - start < digits {
        text.insert(
          contentsOf: repeatElement(ASCII.zero, count: digits - (text.count - start)), at: start)
      }
      return kind
    case .date, .time, .elapsed:
      if let days = number.nearestDouble(value), appendMoment(days, format, to: &text) {
        return .moment
      }
      // What is no day stays the number that it is.
      return appendPlain(value, number, to: &text)
    }
  }

  // MARK: Numbers

  private func appendPlain(
    _ raw: Span<UInt8>, _ number: DecimalNumber, to text: inout [UInt8]
  ) -> Kind {
    // A number of at most 15 digits is its own shortest text, if it has no needless characters.
    let last = raw[raw.count - 1]
    let first = raw[raw.count > 1 && raw[0] == ASCII.minus ? 1 : 0]
    if number.digits <= 15, number.digits > 0, raw.count <= 18, ASCII.isDigit(first),
      number.isInteger
        ? first != ASCII.zero
        : last != ASCII.zero && ASCII.isDigit(last) && number.exponent < 0
          && (first != ASCII.zero
            || raw[raw.count > 1 && raw[0] == ASCII.minus ? 2 : 1] == ASCII.point)
          && !Self.hasExponent(raw)
    {
      raw.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      return .number
    }
    guard let double = number.nearestDouble(raw) else {
      raw.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      return .cut
    }
    guard double.magnitude >= 1e15 else {
      DecimalText.appendShortest(double == 0 ? 0 : double, to: &text)
      return .number
    }
    if let integer = number.integer, Self.isWhole(integer, double) {
      DecimalText.append(integer, to: &text)
      return .number
    }
    // The digits that are left, with zeros for those that were cut.
    if number.digits <= 19, (0...24).contains(number.exponent) {
      if number.isNegative { text.append(ASCII.minus) }
      DecimalText.appendDigits(number.significand, to: &text)
      text.append(contentsOf: repeatElement(ASCII.zero, count: number.exponent))
    } else {
      DecimalText.appendShortest(double, to: &text)
    }
    return .cut
  }

  /// Whether a whole number from 10^15 on is all there. Excel keeps 15 digits and writes zeros for
  /// the rest; a program that keeps doubles writes them to the last digit. What neither could have
  /// written came from whole numbers.
  private static func isWhole(_ integer: Int64, _ double: Double) -> Bool {
    var trimmed = integer.magnitude
    while trimmed % 10 == 0 && trimmed > 0 { trimmed /= 10 }
    guard trimmed >= 1_000_000_000_000_000 else { return false }
    return double.magnitude <= 9_007_199_254_740_992 || Int64(exactly: double) != integer
  }

  private static func hasExponent(_ raw: Span<UInt8>) -> Bool {
    for index in raw.indices where raw[index] | 0x20 == 0x65 { return true }
    return false
  }

  // MARK: Days and times

  private func appendMoment(
    _ value: Double, _ format: CellFormat, to text: inout [UInt8]
  ) -> Bool {
    guard value >= 0, value < (countsFrom1904 ? 2_957_004 : 2_958_466) else { return false }
    if format == .elapsed {
      appendClock(Int64((value * 86_400).rounded()), to: &text)
      return true
    }
    let isClock = value < 1 && (format == .time || !countsFrom1904 && value > 0)
    if isClock {
      // What rounds to midnight stays in its day.
      appendClock(min(Int64((value * 86_400).rounded()), 86_399), to: &text)
      return true
    }
    let seconds = Int64((value * 86_400).rounded())
    guard let day = day(seconds / 86_400) else { return false }
    text.append(contentsOf: day.description.utf8)
    let second = seconds % 86_400
    if second != 0 || format == .date(hasTime: true) || format == .time {
      text.append(0x54)
      appendClock(second, to: &text)
    }
    return true
  }

  /// The day of a serial number. The first one that is a day is 1900-01-01 = 1; Excel counts a
  /// 29th of February 1900, number 60, which is none.
  private func day(_ serial: Int64) -> DayNumber? {
    if countsFrom1904 { return DayNumber(Int32(serial - 24_107)) }
    guard serial >= 1, serial != 60 else { return nil }
    return DayNumber(Int32(serial - (serial < 60 ? 25_568 : 25_569)))
  }

  private func appendClock(_ seconds: Int64, to text: inout [UInt8]) {
    for (place, value) in [seconds / 3600, seconds / 60 % 60, seconds % 60].enumerated() {
      if place > 0 { text.append(ASCII.colon) }
      if value < 10 { text.append(ASCII.zero) }
      DecimalText.append(value, to: &text)
    }
  }
}
