public import SimpleFeatures

/// A date, with or without a time of day, as a calendar and a clock on the wall show it. Which
/// instant that is depends on a time zone, and is not known here unless the text said its offset.
public struct CivilTime: Sendable, Hashable {
  /// 1 to 9999.
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int
  /// A time of day was written, be it 00:00.
  public let hasTime: Bool
  /// Seconds east of UTC, where the text said so: 28,800 for `+08:00`.
  public let offsetSeconds: Int?

  /// `nil` for a day or a time that does not exist. A leap second is read as the one before it.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    hasTime: Bool = true, offsetSeconds: Int? = nil
  ) {
    guard DayNumber(year: year, month: month, day: day) != nil, (0...23).contains(hour),
      (0...59).contains(minute), (0...60).contains(second),
      (-64_800...64_800).contains(offsetSeconds ?? 0)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = min(second, 59)
    self.hasTime = hasTime
    self.offsetSeconds = offsetSeconds
  }

  public var dayNumber: DayNumber { DayNumber(year: year, month: month, day: day) ?? DayNumber(0) }
  public var secondOfDay: Int { hour * 3600 + minute * 60 + second }

  /// Seconds since 1970-01-01T00:00:00 on the same clock; less the offset it is UTC.
  public var localSeconds: Int64 { Int64(dayNumber.number) * 86_400 + Int64(secondOfDay) }

  /// `nil` unless the text said its offset.
  public var instant: Instant? { offsetSeconds.map { Instant(localSeconds - Int64($0)) } }
}

/// How times are written in a column.
public enum CivilTimeFormat: Sendable, Hashable {
  /// `2026-07-03`, `2026/7/3`, `2026年7月3日`, alone or followed by a space or `T` and `8:05`,
  /// `08:05:30`, `08:05:30.25` or `8时5分`, and by `Z`, `+08:00`, `+0800` or `+08`.
  case usual
  /// Days since 1899-12-30 with a fraction for the time: how Excel keeps them.
  case excelSerial
  /// Numbers are Excel's, all else is usual.
  case usualOrExcelSerial
  case pattern(CivilTimePattern)
}

extension FieldParser {
  public static func civilTime(
    _ bytes: Span<UInt8>, _ format: CivilTimeFormat = .usual
  ) throws(FormatError) -> CivilTime {
    let value = bytes.extracting(trimmed(bytes))
    switch format {
    case .usual: return try usual(value)
    case .excelSerial: return try serial(value)
    case .usualOrExcelSerial:
      return DecimalNumber(value) != nil ? try serial(value) : try usual(value)
    case .pattern(let pattern): return try pattern.parse(value)
    }
  }

  private static let usualForm = "a date such as 2026-07-03 or 2026/7/3 8:05"

  private static func usual(_ bytes: Span<UInt8>) throws(FormatError) -> CivilTime {
    var scanner = CivilTimeScanner()
    guard scanner.date(bytes), scanner.time(bytes), scanner.zone(bytes),
      scanner.index == bytes.count
    else { throw failure("not a date or time", bytes, usualForm) }
    guard let time = scanner.value else {
      throw failure("a date or time that does not exist", bytes, usualForm)
    }
    return time
  }

  private static func serial(_ bytes: Span<UInt8>) throws(FormatError) -> CivilTime {
    let expected = "Excel's day number, 61 to 2958465"
    guard let number = DecimalNumber(bytes), let days = number.nearestDouble(bytes) else {
      throw failure("not a day number", bytes, expected)
    }
    // Excel counts a 29th of February 1900; before it the numbers mean other days.
    guard days >= 61, days < 2_958_466 else {
      throw failure("a day number out of range", bytes, expected)
    }
    let seconds = Int64((days * 86_400).rounded())
    let day = (DayNumber(Int32(seconds / 86_400 - 25_569))).civil
    let second = Int(seconds % 86_400)
    guard
      let time = CivilTime(
        year: day.year, month: day.month, day: day.day, hour: second / 3600,
        minute: second / 60 % 60, second: second % 60, hasTime: !number.isWhole)
    else { throw failure("a day number out of range", bytes, expected) }
    return time
  }
}

extension DecimalNumber {
  /// Nothing but zeros after the point.
  fileprivate var isWhole: Bool {
    guard exponent < 0, exponent >= -19, digits <= 19 else { return exponent >= 0 }
    return significand % Self.powers[-exponent] == 0
  }
}
