import Analysis
import Testing

@Suite struct RateRanksTests {
  private static func table(
    _ counts: [Double], _ exposures: [Double], isRanked: [Bool]? = nil, threads: Int = 2,
    higherIsBetter: Bool = false
  ) throws -> RateRanks.Table {
    try RateRanks(draws: 400, threads: threads).table(
      of: .counts(counts, exposures: exposures), name: "n", higherIsBetter: higherIsBetter,
      isRanked: isRanked ?? counts.map { _ in true })
  }

  /// The tiny unit without an event is neither surely the best nor sure of anything.
  @Test func zeroIsNoRank() throws {
    var random = ReplicateGenerator(seed: 4, stream: 0)
    var counts = [0.0, 900]
    var exposures = [0.05, 30.0]
    for _ in 0..<60 {
      let exposure = 2 + 8 * random.uniform()
      exposures.append(exposure)
      counts.append(Double(random.poisson(mean: exposure * (2 + 8 * random.uniform()))))
    }
    let table = try Self.table(counts, exposures)
    let tiny = try #require(table.rankHigh[0])
    #expect(tiny - (table.rankLow[0] ?? 0) > 40)
    // The one with most events by far has a high rate, too, and is surely the last.
    #expect(table.rankLow[1] == 62 && table.rankHigh[1] == 62)
    for unit in counts.indices {
      #expect(table.low[unit] < table.rates[unit] && table.rates[unit] < table.high[unit])
    }
    // Turned round, ranks are counted from the other end.
    let turned = try Self.table(counts, exposures, higherIsBetter: true)
    #expect(turned.rankLow[1] == 1 && turned.rankHigh[1] == 1)
  }

  /// The one with most events is the largest, and has the lowest rate.
  @Test func aLargeCountIsNoBadRank() throws {
    let counts = [400] + (0..<25).map { Double(60 + $0 * 3) }
    let table = try Self.table(counts, [1000] + (0..<25).map { Double(10 + $0 % 4) })
    #expect(table.rankHigh[0] == 1)
    #expect(table.ranked == 26)
  }

  /// Where rates do not differ, no order of the rows may look like a rank.
  @Test func unitsThatCannotBeToldApartHaveAllRanks() throws {
    let table = try Self.table(.init(repeating: 5, count: 30), .init(repeating: 10, count: 30))
    for unit in 0..<30 {
      let (low, high) = (table.rankLow[unit] ?? 0, table.rankHigh[unit] ?? 0)
      #expect(low <= 6 && high >= 25, "\(low)–\(high)")
    }
  }

  @Test func tooFewTakeNobodysRank() throws {
    let table = try Self.table(
      [0, 30, 900, .nan], [0.1, 10, 10, 10], isRanked: [false, true, true, true])
    #expect(table.rankLow == [nil, 1, 2, nil] && table.ranked == 2)
    #expect(table.high[0] > 0 && table.low[3].isNaN)
  }

  @Test func threadsDoNotMatter() throws {
    let counts = (0..<50).map { Double($0 % 7) }
    let exposures = (0..<50).map { 1 + Double($0 % 5) }
    #expect(
      try Self.table(counts, exposures, threads: 1) == Self.table(counts, exposures, threads: 3))
  }

  @Test func whatIsWrongIsNamed() {
    #expect(throws: AnalysisError.negative(column: "n", position: 1)) {
      try Self.table([1, -1], [1, 1])
    }
    #expect(throws: AnalysisError.self) { try Self.table([1], [1], isRanked: []) }
    #expect(throws: AnalysisError.self) {
      try RateRanks().table(
        of: .counts([1], exposures: [1]), name: "n", smoothing: .localEmpiricalBayes,
        isRanked: [true])
    }
  }
}
