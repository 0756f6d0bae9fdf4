/// A calendar day, counted from 1970-01-01 = 0, in the proleptic Gregorian calendar and without a
/// time zone: what "the 3rd of March" means in the study area.
///
/// > Howard Hinnant. "chrono-Compatible Low-Level Date Algorithms", 2013 (`days_from_civil`).
public struct DayNumber: Sendable, Hashable, Comparable {
  public var number: Int32

  public init(_ number: Int32) { self.number = number }

  /// `nil` for a day that no calendar has, such as the 30th of February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.daysIn(month: month, year: year)).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2026-07-20`.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      parts[2].utf8.count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month from 1, day from 1.
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// 1 is Monday, 7 is Sunday (ISO 8601).
  public var weekday: Int { (((Int(number) + 3) % 7) + 7) % 7 + 1 }

  /// `2026-07-20`.
  public var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  public static func < (left: DayNumber, right: DayNumber) -> Bool { left.number < right.number }

  public static func + (day: DayNumber, days: Int) -> DayNumber {
    DayNumber(day.number + Int32(days))
  }

  public static func - (day: DayNumber, days: Int) -> DayNumber { day + -days }

  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension DayNumber: CustomStringConvertible {}

/// An instant in seconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
public struct Instant: Sendable, Hashable, Comparable {
  public var seconds: Int64

  public init(_ seconds: Int64) { self.seconds = seconds }

  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// The day of a clock that is so far ahead of UTC.
  public func day(offsetSeconds: Int) -> DayNumber {
    DayNumber(Int32(clamping: (seconds + Int64(offsetSeconds)).floorDivided(by: 86_400)))
  }

  /// `2026-07-20T13:05:00+08:00` for an offset from UTC of 28,800 seconds (RFC 3339).
  public func formatted(offsetSeconds: Int) -> String {
    let local = seconds + Int64(offsetSeconds)
    let day = local.floorDivided(by: 86_400)
    let second = Int(local - day * 86_400)
    let clock =
      "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    let offset = abs(offsetSeconds)
    let zone =
      offset == 0
      ? "Z"
      : "\(offsetSeconds < 0 ? "-" : "+")\(padded(offset / 3600, 2)):\(padded(offset / 60 % 60, 2))"
    return "\(DayNumber(Int32(clamping: day)))T\(clock)\(zone)"
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
