import SimpleFeatures

extension CalendarMonth {
  /// The days of so many months up to a day: up to the 30th of June one month begins on the 1st, up
  /// to the 14th on the 15th of May.
  ///
  /// - Parameter count: 1 at least.
  static func days(_ count: Int, upTo last: DayNumber) -> ClosedRange<DayNumber> {
    let month = CalendarMonth(last)
    guard last != month.lastDay else { return (month - (count - 1)).firstDay...last }
    let before = month - count
    // The month before may have fewer days.
    return min(before.firstDay + last.civil.day, (before + 1).firstDay)...last
  }
}
