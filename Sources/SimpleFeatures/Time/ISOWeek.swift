/// A week of ISO 8601: Monday to Sunday, the first one holds the year's first Thursday.
public struct ISOWeek: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int
  public let week: Int

  public init?(year: Int, week: Int) {
    guard (1...9998).contains(year), week >= 1, week <= Self.weeks(in: year) else { return nil }
    self.year = year
    self.week = week
  }

  /// The week that holds a day.
  public init(_ day: DayNumber) {
    let thursday = day + (4 - day.weekday)
    let year = thursday.civil.year
    self.year = year
    self.week = Int(thursday.number - Self.newYear(year).number) / 7 + 1
  }

  /// Reads `2026-W30`.
  public init?(_ text: String) {
    let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].hasPrefix("W"),
      parts[1].utf8.count == 3, let year = Int(parts[0]), let week = Int(parts[1].dropFirst())
    else { return nil }
    self.init(year: year, week: week)
  }

  public var monday: DayNumber {
    let fourth = Self.newYear(year) + 3
    return fourth - (fourth.weekday - 1) + (week - 1) * 7
  }

  public var sunday: DayNumber { monday + 6 }

  /// The same week some weeks later; negative goes back.
  public func advanced(by weeks: Int) -> ISOWeek { ISOWeek(monday + weeks * 7) }

  /// The week of the same number in the year before; week 53 answers week 52 where that year has
  /// no 53rd.
  public var yearBefore: ISOWeek {
    ISOWeek(year: year - 1, week: week) ?? ISOWeek((ISOWeek(Self.newYear(year) - 7)).monday)
  }

  public var description: String { "\(padded(year, 4))-W\(padded(week, 2))" }

  public static func < (left: ISOWeek, right: ISOWeek) -> Bool { left.monday < right.monday }

  private static func newYear(_ year: Int) -> DayNumber {
    DayNumber(year: year, month: 1, day: 1) ?? DayNumber(0)
  }

  private static func weeks(in year: Int) -> Int {
    // A year has 53 weeks when it, or in a leap year its second day, starts on a Thursday.
    let first = newYear(year).weekday
    let isLeap = DayNumber.daysIn(month: 2, year: year) == 29
    return first == 4 || (isLeap && first == 3) ? 53 : 52
  }
}
