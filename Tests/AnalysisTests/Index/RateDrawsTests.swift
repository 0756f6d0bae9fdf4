import Foundation
import Testing

@testable import Analysis

/// What rates may truly be: the law of the moments against counts that are made, and ties.
@Suite struct RateDrawsTests {
  private static func exposures(_ count: Int, spread: Double) -> [Double] {
    var random = ReplicateGenerator(seed: 31, stream: 0)
    return (0..<count).map { _ in 0.2 * exp(random.uniform() * log(spread)) }
  }

  /// Mean and variance between units, of counts made anew one by one.
  private static func made(
    _ exposures: [Double], mean: Double, between: Double, replicates: Int
  ) -> [(mean: Double, between: Double)] {
    (0..<replicates).map { replicate in
      var random = ReplicateGenerator(seed: 77, stream: UInt64(replicate))
      var moments = RateMoments()
      let counts = exposures.map { exposure in
        let rate =
          between > 0
          ? GammaLaw(shape: mean * mean / between).draw(&random) * between / mean : mean
        return Double(random.poisson(mean: rate * exposure))
      }
      for (count, exposure) in zip(counts, exposures) { moments.add(count, exposure) }
      let all = moments.mean
      for (count, exposure) in zip(counts, exposures) {
        moments.addSquare(count / exposure - all, exposure)
      }
      return (moments.mean, moments.unboundedBetween)
    }
  }

  private static func summary(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }

  /// Two normal numbers stand for thousands of counts: means within a tenth of the deviation, and
  /// deviations, tails and correlation within what 1,500 replicates can tell.
  @Test(arguments: [(2.0, 1.1), (0.5, 0.05), (3.0, 0.0)])
  func theLawOfMomentsIsThatOfCountsMadeAnew(mean: Double, between: Double) throws {
    let exposures = Self.exposures(1200, spread: 60)
    let law = try #require(
      RateMomentsLaw(
        exposures: exposures, known: Array(exposures.indices), mean: mean, between: between))
    let made = Self.made(exposures, mean: mean, between: between, replicates: 1500)
    var random = ReplicateGenerator(seed: 5, stream: 5)
    let drawn = (0..<1500).map { _ in law.draw(&random) }
    for (one, other, name) in [
      (made.map(\.mean), drawn.map(\.mean), "mean"),
      (made.map(\.between), drawn.map(\.unboundedBetween), "between"),
    ] {
      let (a, b) = (Self.summary(one), Self.summary(other))
      #expect(abs(a.mean - b.mean) < 0.12 * a.deviation, "\(name): \(a) \(b)")
      #expect(abs(b.deviation / a.deviation - 1) < 0.1, "\(name): \(a) \(b)")
      let (low, high) = (one.sorted()[75], one.sorted()[1424])
      let inside = Double(other.count { $0 >= low && $0 <= high }) / 1500
      #expect(abs(inside - 0.9) < 0.035, "\(name): \(inside)")
    }
    func correlation(_ pairs: [(Double, Double)]) -> Double {
      let (x, y) = (Self.summary(pairs.map(\.0)), Self.summary(pairs.map(\.1)))
      let sum = pairs.reduce(0) { $0 + ($1.0 - x.mean) * ($1.1 - y.mean) }
      return sum / Double(pairs.count - 1) / x.deviation / y.deviation
    }
    let (one, other) = (
      correlation(made.map { ($0.mean, $0.between) }),
      correlation(drawn.map { ($0.mean, $0.unboundedBetween) })
    )
    #expect(abs(one - other) < 0.1, "\(one) \(other)")
  }

  /// Few events, or one unit that makes up much: the sums are not normal, and counts are made.
  @Test func fewEventsOrOneLargeUnitHaveNoSuchLaw() {
    func law(_ exposures: [Double], mean: Double) -> RateMomentsLaw? {
      RateMomentsLaw(
        exposures: exposures, known: Array(exposures.indices), mean: mean, between: mean * mean / 4)
    }
    let alike = [Double](repeating: 1, count: 2000)
    #expect(law(alike, mean: 1) != nil)
    #expect(law(alike, mean: 0.1) == nil && law(alike, mean: 0) == nil)
    #expect(law(alike + [900], mean: 1) == nil)
    #expect(law([Double](repeating: 100, count: 30), mean: 5) == nil)
  }

  /// Units that no draw tells apart take ranks in turn by the number of the draw, whichever thread
  /// makes it.
  @Test func tiesDoNotDependOnThreads() throws {
    let index = SafetyIndex(
      try IndexTree([IndexTree.Node([.init(.indicator(0), weight: 1)])], indicatorCount: 1))
    let values = [Double](repeating: 3, count: 300)
    let indicator = Indicator(
      name: "a", data: .values(values, standardErrors: values.map { _ in 0 }),
      scale: .goalposts(worst: 10, best: 0))
    let tables = try [1, 2, 3].map {
      try IndexUncertainty(draws: 57, threads: $0).table(of: index, [indicator])
    }
    #expect(tables[0] == tables[1] && tables[0] == tables[2])
    #expect(tables[0].rankHigh.compactMap { $0 }.allSatisfy { $0 > 250 })
  }

  @Test func rangesAskForDrawsAndAConfidence() throws {
    #expect(throws: AnalysisError.invalidParameter(name: "draws", requirement: "20 at least")) {
      try DrawnRange(draws: 19, confidence: 0.9)
    }
    for confidence in [0, 1, -1, .nan] {
      #expect(throws: AnalysisError.self) { try DrawnRange(draws: 20, confidence: confidence) }
    }
    let range = try DrawnRange(draws: 20, confidence: 0.9)
    #expect(range.skipped(of: 20) == 1 && range.skipped(of: 19) == 0)
    // 20 draws in a slice that does not begin at 0: one is left out at either end.
    let bins = range.bins(of: [9, 1, 0, 12, 6, 1, 9][1..<6])
    #expect(bins?.low == 2 && bins?.high == 3)
    #expect(range.bins(of: [0, 0][0..<2]) == nil)
  }
}
