/// A month of the civil calendar.
public struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Months since January of the year 0.
  public let number: Int

  private init(number: Int) { self.number = number }

  public init?(year: Int, month: Int) {
    guard (1...9998).contains(year), (1...12).contains(month) else { return nil }
    number = year * 12 + month - 1
  }

  /// The month that holds a day.
  public init(_ day: DayNumber) {
    let civil = day.civil
    number = civil.year * 12 + civil.month - 1
  }

  /// Reads `2026-06`.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      let year = Int(parts[0]), let month = Int(parts[1])
    else { return nil }
    self.init(year: year, month: month)
  }

  public var year: Int { number / 12 }

  /// From 1.
  public var month: Int { number % 12 + 1 }

  public var firstDay: DayNumber { DayNumber(year: year, month: month, day: 1) ?? DayNumber(0) }

  public var lastDay: DayNumber {
    firstDay + (DayNumber.daysIn(month: month, year: year) - 1)
  }

  public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }

  public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
    left.number < right.number
  }

  public static func + (month: CalendarMonth, months: Int) -> CalendarMonth {
    CalendarMonth(number: month.number + months)
  }

  public static func - (month: CalendarMonth, months: Int) -> CalendarMonth { month + -months }
}
