import Foundation
import SimpleFeatures
import Testing

@Suite struct ISOWeekTests {
  /// Foundation's ISO calendar is the slow, obvious version.
  @Test func agreesWithFoundationOverEightyYears() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for number in stride(from: Int32(-9000), through: 20_000, by: 1) {
      let day = DayNumber(number)
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekOfYear, .yearForWeekOfYear], from: date)
      let civil = day.civil
      #expect(civil == (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0))
      let week = ISOWeek(day)
      #expect(week.year == parts.yearForWeekOfYear && week.week == parts.weekOfYear)
      #expect(week.monday <= day && day <= week.sunday)
      #expect(DayNumber(year: civil.year, month: civil.month, day: civil.day) == day)
      #expect(DayNumber(day.description) == day)
    }
  }

  @Test(arguments: ["2026-W30", "2020-W53", "2021-W01"])
  func readsWhatItWrites(text: String) throws {
    #expect(try #require(ISOWeek(text)).description == text)
  }

  @Test(arguments: ["2021-W53", "2026-W00", "2026W30", "26-W30", "2026-30", "2026-W3"])
  func refusesWeeksThatNoYearHas(text: String) { #expect(ISOWeek(text) == nil) }

  @Test func weekFiftyThreeFallsBackToThe52ndOfTheYearBefore() throws {
    #expect(try #require(ISOWeek("2020-W53")).yearBefore.description == "2019-W52")
    #expect(try #require(ISOWeek("2026-W30")).yearBefore.description == "2025-W30")
  }

  @Test func writesLocalTimeWithItsOffset() {
    #expect(Instant(0).formatted(offsetSeconds: 28_800) == "1970-01-01T08:00:00+08:00")
    #expect(Instant(-1).formatted(offsetSeconds: 0) == "1969-12-31T23:59:59Z")
    #expect(Instant(0).formatted(offsetSeconds: -25_200) == "1969-12-31T17:00:00-07:00")
  }
}
