import Testing

@testable import Analysis

/// The fast making of an index by other choices, against the obvious one.
@Suite struct AlternativeTests {
  /// A tree of three groups under a root with a leaf of its own; every aggregation occurs.
  private static func tree(_ random: inout ReplicateGenerator) throws -> IndexTree {
    func weight() -> Double { 0.2 + random.uniform() }
    func aggregation() -> Aggregation {
      Aggregation.allCases[Int(random.integer(below: 3))]
    }
    var nodes: [IndexTree.Node] = []
    for group in 0..<3 {
      let own = group == 2 ? 8..<9 : group * 4..<group * 4 + 4
      nodes.append(
        IndexTree.Node(
          own.map { .init(.indicator($0), weight: weight()) }, aggregation: aggregation(),
          leastKnown: 0.1 + 0.7 * random.uniform()))
    }
    nodes.append(
      IndexTree.Node(
        (0..<3).map { .init(.node($0), weight: weight()) }
          + [.init(.indicator(9), weight: weight())],
        aggregation: aggregation(), leastKnown: 0.5))
    return try IndexTree(nodes, indicatorCount: 10)
  }

  private static func indicators(
    _ units: Int, isHoled: Bool, _ random: inout ReplicateGenerator
  ) -> [Indicator] {
    (0..<10).map { number in
      let exposures = (0..<units).map { _ in 1 + 20 * random.uniform() }
      let counts = exposures.map { exposure in
        isHoled && random.uniform() < 0.2
          ? Double.nan : Double(random.poisson(mean: exposure * (0.5 + random.uniform())))
      }
      return Indicator(
        name: "i\(number)", data: .counts(counts, exposures: exposures),
        scale: .goalposts(worst: 3, best: 0))
    }
  }

  @Test(arguments: 0..<60)
  func scoresEqualTheObviousOnes(seed: Int) throws {
    var random = ReplicateGenerator(seed: UInt64(seed), stream: 7)
    let tree = try Self.tree(&random)
    // More than a block of units, and not a whole number of blocks.
    let units = seed % 3 == 0 ? 300 : 41
    let indicators = Self.indicators(units, isHoled: seed % 2 == 0, &random)
    let columns = try AlternativeColumns(SafetyIndex(tree), indicators)
    var batch = AlternativeBatch(columns, tree, bounds: [50])
    let alternatives =
      [Alternative.asGiven]
      + (0..<8).map { Alternative(seed: 5, row: $0 + seed * 8, sample: 0, tree, spread: 0.5) }
    batch.make(alternatives)
    for (place, alternative) in alternatives.enumerated() {
      let obvious = try obviousScores(alternative, tree, indicators)
      let scores = batch.points(of: place)
      for unit in 0..<units {
        #expect(scores[unit].isNaN == obvious[unit].isNaN)
        #expect(obvious[unit].isNaN || abs(scores[unit] - obvious[unit]) < 2e-3)
      }
      #expect(batch.ranks(of: place) == obviousRanks(scores))
    }
  }

  @Test(arguments: 0..<60)
  func ranksEqualTheObviousOnes(seed: Int) throws {
    var random = ReplicateGenerator(seed: UInt64(seed), stream: 8)
    let units = 1 + Int(random.integer(below: 700))
    let scores = (0..<units).map { _ -> Float in
      switch random.integer(below: 10) {
      case 0: .nan
      case 1: 0
      case 2: -0.0
      case 3: Float(random.integer(below: 4)) * 25
      default: Float(200 * random.uniform() - 100)
      }
    }
    var sorter = RankSorter(units: units)
    var ranks = [Int32](repeating: -1, count: units)
    let known = ranks.withUnsafeMutableBufferPointer { ranks in
      scores.withUnsafeBufferPointer { scores in
        guard let from = scores.baseAddress, let to = ranks.baseAddress else { return -1 }
        return sorter.rank(from, .shared, into: to)
      }
    }
    #expect(known == scores.count { !$0.isNaN })
    #expect(ranks == obviousRanks(scores.map(Double.init)))
    // In turn, each has a rank of its own, and better scores better ones.
    let start = Int(random.integer(below: UInt64(units)))
    _ = ranks.withUnsafeMutableBufferPointer { ranks in
      scores.withUnsafeBufferPointer { scores in
        guard let from = scores.baseAddress, let to = ranks.baseAddress else { return -1 }
        return sorter.rank(from, .inTurn(from: start), into: to)
      }
    }
    #expect(ranks.filter { $0 > 0 }.sorted() == (0..<known).map { Int32($0 + 1) })
    let order = scores.indices.filter { ranks[$0] > 0 }.sorted { ranks[$0] < ranks[$1] }
    for (one, next) in zip(order, order.dropFirst()) {
      #expect(scores[one] >= scores[next])
      if scores[one] == scores[next] {
        #expect((one - start + units) % units < (next - start + units) % units)
      }
    }
  }

  /// Histograms against the ranks themselves: never narrower, and wider by a bin at most.
  @Test(arguments: [7, 150, 200, 431])
  func histogramsHoldTheRanks(units: Int) throws {
    var random = ReplicateGenerator(seed: 3, stream: UInt64(units))
    let draws = 200
    var tally = DrawTally(units: units, bounds: 0)
    var all = [[Int32]](repeating: [], count: units)
    for first in stride(from: 0, to: draws, by: 50) {
      var ranks: [Int32] = []
      for _ in first..<first + 50 {
        let scores = (0..<units).map { Double($0) + 0.2 * Double(units) * random.normal() }
        ranks += obviousRanks(scores)
      }
      for unit in 0..<units {
        for draw in 0..<50 { all[unit].append(ranks[draw * units + unit]) }
      }
      ranks.withUnsafeBufferPointer { ranks in
        guard let ranks = ranks.baseAddress else { return }
        tally.add(ranks: ranks, known: [Int](repeating: units, count: 50))
      }
    }
    let step = (units + 199) / 200
    for unit in 0..<units {
      let sorted = all[unit].sorted().map(Int.init)
      let (low, high) = (sorted[10], sorted[draws - 11])
      let range = try #require(tally.range(unit, .usual, known: units))
      #expect(range.low <= low && low - range.low < step)
      #expect(range.high >= high && range.high - high < step)
      let middle = try #require(tally.median(unit, known: units))
      #expect(abs(middle - sorted[draws / 2]) <= step)
      #expect(tally.draws(unit) == draws)
    }
  }
}
