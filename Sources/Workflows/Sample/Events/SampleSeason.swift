import Foundation
import SimpleFeatures

extension SampleCategory {
  /// 1 + amplitude · cos(2π (day of year − peak) / 365.25).
  func seasonalRate(on day: DayNumber) -> Double {
    let newYear = DayNumber(year: day.civil.year, month: 1, day: 1) ?? day
    let dayOfYear = Double(day.number - newYear.number + 1)
    return 1 + amplitude * cos(2 * Double.pi * (dayOfYear - Double(peakDayOfYear)) / 365.25)
  }
}

/// The two years of the scenario, which end with ISO week 2026-W30.
struct SamplePeriod: Sendable {
  static let lastWeek = "2026-W30"
  static let weeks = 104
  /// The weeks that a hot spot is looked for in.
  static let recentWeeks = 13

  let first: DayNumber
  let last: DayNumber

  /// Local time is kept as minutes since 1970-01-01 00:00 of the local clock.
  var endMinute: Int { (Int(last.number) + 1) * 1440 }
  var days: [DayNumber] { (0..<(Self.weeks * 7)).map { first + $0 } }

  init() {
    // 2026-07-26; the fallback is the same day.
    let sunday = ISOWeek(Self.lastWeek)?.sunday ?? DayNumber(20_660)
    last = sunday
    first = sunday - (Self.weeks * 7 - 1)
  }

  /// The Monday that begins the last so many weeks.
  func monday(ofLast weeks: Int) -> DayNumber { last - (weeks * 7 - 1) }

  /// `2026-07-20 13:05`
  static func text(minute: Int) -> String {
    let day = DayNumber(Int32(minute / 1440))
    let left = minute % 1440
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day) \(two(left / 60)):\(two(left % 60))"
  }
}
