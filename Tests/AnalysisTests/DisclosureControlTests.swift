import Analysis
import Testing

struct DisclosureControlTests {
  struct Table {
    var counts: [Int]
    var groups: [Int]
    var groupCount: Int
  }

  private static func randomTable(seed: Int) -> Table {
    var random = ReplicateGenerator(seed: 61, stream: UInt64(seed))
    let groupCount = Int.random(in: 1...4, using: &random)
    let units = Int.random(in: 0...8, using: &random)
    let mean = [0.2, 1, 3, 8][seed % 4]
    return Table(
      counts: (0..<units).map { _ in random.poisson(mean: mean) },
      groups: (0..<units).map { _ in Int.random(in: 0..<groupCount, using: &random) },
      groupCount: groupCount)
  }

  /// The adversary tries all whole numbers for the suppressed counts that fit what is published:
  /// each suppressed count, and each suppressed total, must keep two values or more.
  @Test(arguments: 0..<400)
  func noSuppressedCountCanBeTold(seed: Int) throws {
    let table = Self.randomTable(seed: seed)
    let control = try DisclosureControl()
    let answer = try control.suppression(
      counts: table.counts, groups: table.groups, groupCount: table.groupCount)
    for (unit, count) in table.counts.enumerated() where count < 3 { #expect(answer.units[unit]) }
    let solver = PublishedTable(table.counts, table.groups, table.groupCount, answer)
    for unit in table.counts.indices where answer.units[unit] {
      #expect(solver.canBe(unit, otherThan: table.counts[unit]), "unit \(unit) of \(table)")
    }
    for group in 0..<table.groupCount where answer.groupTotals[group] {
      #expect(solver.totalCanDiffer(group), "group \(group) of \(table)")
    }
  }

  @Test func examples() throws {
    let control = try DisclosureControl()
    // One small count: the next smallest goes with it, or the total gives it away.
    var answer = try control.suppression(
      counts: [2, 9, 5, 7], groups: [0, 0, 0, 0], groupCount: 1)
    #expect(answer.units == [true, false, true, false])
    #expect(answer.groupTotals == [false] && !answer.grandTotal)
    // Two zeros: their sum would say so.
    answer = try control.suppression(counts: [0, 0, 8, 4], groups: [0, 0, 0, 0], groupCount: 1)
    #expect(answer.units == [true, true, false, true])
    // A town with nothing but a zero: its total goes, and the smallest other town's with it.
    answer = try control.suppression(
      counts: [0, 50, 60, 20, 30], groups: [0, 1, 1, 2, 2], groupCount: 3)
    #expect(answer.units == [true, false, false, true, false])
    #expect(answer.groupTotals == [true, false, true])
    #expect(!answer.grandTotal)
    // Nothing to hide.
    answer = try control.suppression(counts: [3, 4, 5], groups: [0, 0, 1], groupCount: 2)
    #expect(!answer.units.contains(true) && !answer.groupTotals.contains(true))
    // Nothing to tell.
    answer = try control.suppression(counts: [0, 1], groups: [0, 1], groupCount: 2)
    #expect(answer.grandTotal && answer.groupTotals == [true, true])
  }

  @Test func theThresholdCanOnlyBeRaised() throws {
    for threshold in [2, 1, 0, -5] {
      #expect(throws: AnalysisError.self) { try DisclosureControl(threshold: threshold) }
    }
    let stricter = try DisclosureControl(threshold: 10)
    let answer = try stricter.suppression(
      counts: [9, 30, 12], groups: [0, 0, 0], groupCount: 1)
    #expect(answer.units == [true, false, true])
  }

  @Test func refusesWhatIsNoTable() throws {
    let control = try DisclosureControl()
    #expect(throws: AnalysisError.negative(column: "counts", position: 1)) {
      try control.suppression(counts: [3, -1], groups: [0, 0], groupCount: 1)
    }
    #expect(throws: AnalysisError.self) {
      try control.suppression(counts: [3], groups: [1], groupCount: 1)
    }
    #expect(throws: AnalysisError.self) {
      try control.suppression(counts: [3], groups: [], groupCount: 1)
    }
    let huge = try control.suppression(
      counts: [.max, .max, 1], groups: [0, 0, 0], groupCount: 1)
    #expect(huge.units == [true, false, true])
  }
}
