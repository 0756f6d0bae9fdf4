import Testing

@testable import Workflows

@Suite struct TimeFormatGuessTests {
  private static let cases: [(values: [String], formats: [String])] = [
    (["2026-07-03 08:05:30", "2026-07-04"], ["usual"]),
    (["2026/7/3 8:05", "2026年7月3日8时5分"], ["usual"]),
    (["2026.7.3 8:05", "2026.7.13 18:05"], ["yyyy.M.d H:mm"]),
    (["20260703080530", "20260713180530"], ["yyyyMMddHHmmss"]),
    (["20260703"], ["yyyyMMdd"]),
    (["2026-7-3 8:05"], ["yyyy-M-d H:mm"]),
    (["13/7/2026 8:05", "3/7/2026 9:05"], ["d/M/yyyy H:mm"]),
    (["7/13/2026", "7/3/2026"], ["M/d/yyyy"]),
    (["46206.5", "46207"], ["excel"]),
    (["2026-07-03", "2026-07-04", "46206.5"], ["usual", "excel"]),
    (["2026-07-03", "2026.7.3", "2026.7.4", "20260703"], ["yyyy.M.d", "usual", "yyyyMMdd"]),
  ]

  @Test(arguments: cases)
  func formatsAreTakenFromAllValues(values: [String], formats: [String]) {
    let guess = TimeFormatGuess(values)
    #expect(guess.formats == formats && guess.unreadCount == 0 && guess.isOfTimes)
    #expect(!guess.isAmbiguous && !guess.isContradictory)
  }

  @Test func whatCanBeReadTwoWaysIsSaid() {
    #expect(TimeFormatGuess(["3/7/2026", "4/8/2026"]).isAmbiguous)
    #expect(!TimeFormatGuess(["3/7/2026", "14/8/2026"]).isAmbiguous)
    #expect(TimeFormatGuess(["13/7/2026", "7/13/2026"]).isContradictory)
  }

  @Test func otherColumnsAreNoTimes() {
    for values in [["1", "2", "350"], ["盗窃", "诈骗"], ["119.5", "120.1"], ["350921104201"]] {
      #expect(!TimeFormatGuess(values).isOfTimes, "\(values)")
    }
    let mixed = TimeFormatGuess(
      Array(repeating: "2026-07-03", count: 9) + ["不详"])
    #expect(mixed.isOfTimes && mixed.unread == ["不详"])
  }
}
