import Testing

@testable import Analysis

@Suite struct SafetyIndexTests {
  private static func counts(
    _ counts: [Double], by exposures: [Double], smoothing: IndicatorSmoothing = .empiricalBayes,
    worst: Double = 0.02, leastExposure: Double = 0
  ) -> Indicator {
    Indicator(
      name: "theft", data: .counts(counts, exposures: exposures), smoothing: smoothing,
      scale: .goalposts(worst: worst, best: 0), leastExposure: leastExposure)
  }

  private static func values(_ values: [Double], errors: [Double]? = nil) -> Indicator {
    Indicator(
      name: "survey", data: .values(values, standardErrors: errors ?? values.map { _ in 0 }),
      scale: .goalposts(worst: 0, best: 100))
  }

  private static func flat(_ count: Int, _ aggregation: Aggregation = .arithmetic) throws
    -> SafetyIndex
  {
    SafetyIndex(
      try IndexTree(
        [.init((0..<count).map { .init(.indicator($0)) }, aggregation: aggregation)],
        indicatorCount: count))
  }

  // MARK: Scores

  @Test(arguments: Aggregation.allCases)
  func lossesAddUpToWhatTheScoreLacks(aggregation: Aggregation) throws {
    var random = ReplicateGenerator(seed: 3, stream: 0)
    let units = 200
    let indicators = (0..<5).map { _ in
      Self.values((0..<units).map { _ in random.uniform() < 0.1 ? .nan : 100 * random.uniform() })
    }
    let tree = try IndexTree(
      [
        .init(
          [.init(.indicator(0), weight: 2), .init(.indicator(3))], aggregation: aggregation,
          leastKnown: 0.3),
        .init([.init(.indicator(1)), .init(.indicator(2), weight: 0.5)], aggregation: .geometric),
        .init(
          [.init(.node(0), weight: 3), .init(.node(1)), .init(.indicator(4))],
          aggregation: aggregation, leastKnown: 0.2),
      ], indicatorCount: 5)
    let table = try SafetyIndex(tree).table(indicators)
    var known = 0
    for unit in 0..<units where !table.scores[unit].isNaN {
      known += 1
      let contributions = (0..<5).reduce(0) { $0 + table.contribution(of: $1, to: unit) }
      #expect(abs(contributions - table.scores[unit]) < 1e-9)
      #expect(abs(table.scores[unit] - table.nodes[2][unit]) < 1e-9)
      #expect(abs((0..<5).reduce(0) { $0 + table.weights[$1][unit] } - 1) < 1e-12)
      #expect((0..<5).allSatisfy { table.losses[$0][unit] > -1e-12 })
    }
    #expect(known > 150)
    #expect(abs(tree.indicatorWeights.reduce(0, +) - 1) < 1e-12)
  }

  @Test func unknownPartsLeaveTheirWeightToTheOthers() throws {
    let index = try Self.flat(2)
    let table = try index.table([Self.values([80, .nan, .nan]), Self.values([40, 40, .nan])])
    #expect(table.scores[0] == 60 && table.scores[1] == 40 && table.scores[2].isNaN)
    #expect(table.weights[0][1] == 0 && table.weights[1][1] == 1)
    // Less than its least share is known: so is not the whole.
    let strict = SafetyIndex(
      try IndexTree(
        [.init([.init(.indicator(0)), .init(.indicator(1))], leastKnown: 0.6)], indicatorCount: 2))
    #expect(try strict.table([Self.values([.nan]), Self.values([40])]).scores[0].isNaN)
  }

  @Test func aConstantIndicatorIsNamedAndIsANumber() throws {
    let index = try Self.flat(1)
    for scale in [
      IndicatorScale.minMax(higherIsBetter: true), .zScore(higherIsBetter: false),
      .rank(higherIsBetter: true), .distanceToTarget(7, higherIsBetter: true),
    ] {
      var indicator = Self.values([7, 7, 7])
      indicator.scale = scale
      let table = try index.table([indicator])
      #expect(table.scores == [50, 50, 50] && table.constant == [0])
    }
    #expect(try index.table([Self.values([7])]).scores == [7])
  }

  @Test func scalesAreWhatTheySay() {
    let values = [1.0, 4, 4, .nan, 9]
    func points(_ scale: IndicatorScale) -> [Double] {
      scale.points(values, floor: 0).filter { !$0.isNaN }
    }
    #expect(points(.goalposts(worst: 10, best: 0)) == [90, 60, 60, 10])
    #expect(points(.goalposts(worst: 0, best: 5)) == [20, 80, 80, 100])
    #expect(points(.minMax(higherIsBetter: true)) == [0, 37.5, 37.5, 100])
    #expect(points(.rank(higherIsBetter: false)) == [100, 50, 50, 0])
    #expect(points(.distanceToTarget(5, higherIsBetter: true)) == [0, 75, 75, 100])
    // A changed post changes its own indicator alone.
    #expect(IndicatorScale.minMax(higherIsBetter: true).points([2, 3], floor: 1) == [1, 100])
  }

  @Test func badColumnsAreNamed() throws {
    let index = try Self.flat(1)
    func refusal(_ data: IndicatorData) -> AnalysisError? {
      do {
        _ = try index.table([
          Indicator(name: "x", data: data, scale: .minMax(higherIsBetter: true))
        ])
        return nil
      } catch { return error }
    }
    #expect(refusal(.counts([1, -1], exposures: [1, 1])) == .negative(column: "x", position: 1))
    #expect(
      refusal(.counts([1, 1], exposures: [1, .infinity])) == .notFinite(column: "x", position: 1))
    #expect(
      refusal(.shares([3], of: [2]))
        == .invalidParameter(name: "x at position 0", requirement: "at most its whole"))
    #expect(
      refusal(.counts([1], exposures: [1, 2]))
        == .differentLengths(column: "x", count: 2, expected: 1))
    // No exposure is no rate, and no error.
    #expect(refusal(.counts([1, 0], exposures: [0, 9])) == nil)
    #expect(throws: AnalysisError.self) { try PairwiseComparison([[1, 2], [2, 1]]) }
    #expect(throws: AnalysisError.self) {
      try IndexTree([.init([.init(.indicator(0)), .init(.indicator(0))])], indicatorCount: 1)
    }
    #expect(throws: AnalysisError.self) {
      try IndexTree(
        [.init([.init(.indicator(0))]), .init([.init(.indicator(1))])], indicatorCount: 2)
    }
  }

  @Test func topsisGoesFromTheWorstToTheBest() throws {
    let closeness = try TOPSIS.closeness(
      [[3, 1, 2], [10, 30, 20]], weights: [0.5, 0.5], higherIsBetter: [true, false])
    #expect(closeness[0] == 1 && closeness[1] == 0 && abs(closeness[2] - 0.5) < 1e-12)
    #expect(try TOPSIS.closeness([[0, 0]], weights: [1], higherIsBetter: [true]) == [0.5, 0.5])
  }

  // MARK: How sure

  /// Two hundred people and no theft say little; twenty thousand and none say much.
  @Test func aTinyUnitWithoutEventsIsNotSurelyTheBest() throws {
    var random = ReplicateGenerator(seed: 9, stream: 0)
    var exposures = (0..<100).map { _ in 2_000 + 8_000 * random.uniform() }
    var counts = exposures.map {
      Double(random.poisson(mean: $0 * 0.005 * (0.5 + random.uniform())))
    }
    exposures += [60, 60_000]
    counts += [0, 0]
    let index = try Self.flat(1)
    let indicators = [Self.counts(counts, by: exposures)]
    let table = try index.table(indicators)
    #expect(table.scores[101] > 98 && table.scores[100] < 90)
    let sure = try IndexUncertainty(draws: 400).table(of: index, indicators)
    #expect(sure.low[101] > 98)
    #expect(sure.low[100] < 75 && sure.high[100] - sure.low[100] > 10)
    for unit in 0..<102 {
      #expect(sure.low[unit] <= table.scores[unit] + 3 && sure.high[unit] >= table.scores[unit] - 3)
      #expect(try #require(sure.rankLow[unit]) <= #require(sure.rankHigh[unit]))
    }
    #expect(sure.rankLow[101] == 1)
    #expect(try #require(sure.rankHigh[100]) > 40)
    // The same with one thread and two.
    let one = try IndexUncertainty(draws: 400, threads: 1).table(of: index, indicators)
    let two = try IndexUncertainty(draws: 400, threads: 2).table(of: index, indicators)
    #expect(one == two)
  }

  /// The range holds the true score about as often as it says.
  @Test func rangesHoldTheTruthAsOftenAsTheySay() throws {
    var held = 0
    var all = 0
    let index = try Self.flat(1)
    for seed in 0..<20 {
      var random = ReplicateGenerator(seed: UInt64(seed), stream: 5)
      let exposures = (0..<150).map { _ in 200 + 1_800 * random.uniform() }
      let truth = exposures.map { _ in random.gamma(shape: 4) * 0.002 }
      let counts = zip(exposures, truth).map { Double(random.poisson(mean: $0 * $1)) }
      let sure = try IndexUncertainty(draws: 200, seed: 1).table(
        of: index, [Self.counts(counts, by: exposures, worst: 0.05)])
      for unit in 0..<150 {
        let score = 100 * (1 - truth[unit] / 0.05)
        all += 1
        if sure.low[unit] <= score && score <= sure.high[unit] { held += 1 }
      }
    }
    let share = Double(held) / Double(all)
    #expect(share > 0.86 && share < 0.94, "\(share)")
  }

  @Test func drawnNumbersHaveTheirMoments() {
    var random = ReplicateGenerator(seed: 2, stream: 2)
    func moments(_ draw: (inout ReplicateGenerator) -> Double) -> (mean: Double, variance: Double) {
      let numbers = (0..<40_000).map { _ in draw(&random) }
      let mean = numbers.reduce(0, +) / 40_000
      return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000)
    }
    for shape in [0.3, 1, 7.5] {
      let gamma = moments { $0.gamma(shape: shape) }
      #expect(abs(gamma.mean - shape) < 0.06 && abs(gamma.variance - shape) < 0.3)
    }
    let beta = moments { $0.beta(2, 6) }
    #expect(abs(beta.mean - 0.25) < 0.005 && abs(beta.variance - 0.020_833) < 0.001)
    for (trials, share) in [(7.0, 0.4), (900, 0.02), (900, 0.7)] {
      let binomial = moments { $0.binomial(trials, share) }
      #expect(abs(binomial.mean - trials * share) < 0.3)
      let variance = trials * share * (1 - share)
      #expect(abs(binomial.variance / variance - 1) < 0.05)
    }
  }
}
