import Foundation
import Testing

@testable import Analysis

@Suite struct BeforeAfterTests {
  private static func poisson(_ mean: Double, _ random: inout ReplicateGenerator) -> Double {
    var (count, product) = (0.0, random.uniform())
    let limit = exp(-mean)
    while product > limit {
      count += 1
      product *= random.uniform()
    }
    return count
  }

  /// Units whose true means differ; the worst tenth of the counts before is treated.
  private static func scene(
    seed: UInt64, effect: Double, trend: Double
  ) -> BeforeAfterStudy.Columns {
    var random = ReplicateGenerator(seed: seed, stream: 0)
    let units = 200
    let means = (0..<units).map { _ in 2 + 10 * random.uniform() }
    let before = means.map { poisson($0, &random) }
    let worst = Set(before.indices.sorted { before[$0] > before[$1] }.prefix(units / 10))
    let after = means.enumerated().map { unit, mean in
      poisson(mean * trend * (worst.contains(unit) ? effect : 1), &random)
    }
    let one = [Double](repeating: 1, count: units)
    return .init(
      before: before, after: after, exposureBefore: one, exposureAfter: one,
      isTreated: (0..<units).map { worst.contains($0) })
  }

  /// Nothing was done, and the worst are chosen: the naive fall is a quarter, the answer is none.
  @Test func aBadYearIsNoEffect() throws {
    var (found, naive, effect) = (0, 0.0, 0.0)
    for seed in 1...100 {
      let answer = try BeforeAfterStudy().answer(
        Self.scene(seed: UInt64(seed), effect: 1, trend: 1))
      naive += answer.naive / 100
      effect += answer.effect / 100
      found += answer.low > 1 || answer.high < 1 ? 1 : 0
      #expect(answer.usualBefore < answer.before)
    }
    #expect(naive < 0.8, "\(naive)")
    #expect(abs(effect - 1) < 0.06, "\(effect)")
    // Five in a hundred, and what a hundred leave to chance.
    #expect(found <= 14, "\(found)")
  }

  @Test func anEffectIsFoundBesideATrend() throws {
    var (effect, held, differences, trend) = (0.0, 0, 0.0, 0.0)
    for seed in 1...100 {
      let answer = try BeforeAfterStudy().answer(
        Self.scene(seed: UInt64(seed), effect: 0.6, trend: 1.3))
      effect += answer.effect / 100
      differences += answer.differences / 100
      held += answer.low <= 0.6 && answer.high >= 0.6 ? 1 : 0
      trend += answer.trend / 100
    }
    #expect(abs(effect - 0.6) < 0.05, "\(effect)")
    // The units that were not chosen had a good year before.
    #expect(trend > 1.3 && trend < 1.45, "\(trend)")
    #expect(held >= 86, "\(held)")
    // Without the usual year the effect looks larger than it is.
    #expect(differences < effect)
  }

  /// By hand: no variance between units, so the usual year is the mean of the others.
  @Test func equalsTheSumsByHand() throws {
    let columns = BeforeAfterStudy.Columns(
      before: [20, 10, 10, 10, 10, 10], after: [8, 12, 12, 12, 12, 12],
      exposureBefore: [1, 1, 1, 1, 1, 1], exposureAfter: [1, 1, 1, 1, 1, 1],
      isTreated: [true, false, false, false, false, false])
    let answer = try BeforeAfterStudy().answer(columns)
    #expect(answer.trend == 1.2 && answer.naive == 0.4 && answer.overdispersion == 1)
    #expect(answer.usualBefore == 10 && answer.expected == 12)
    let relative = 1.0 / 50 + 1.0 / 60
    #expect(abs(answer.effect - 8 / 12.0 / (1 + relative)) < 1e-12)
    let error = (1.0 / 8 + relative).squareRoot()
    #expect(abs(answer.high - answer.effect * exp(1.959963985 * error)) < 1e-8)
    #expect(abs(answer.differences - 0.4 / 1.2) < 1e-12)
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    var columns = Self.scene(seed: 1, effect: 1, trend: 1)
    columns.isTreated = columns.isTreated.map { _ in true }
    #expect(throws: AnalysisError.tooFewPlaces(count: 0, minimum: 5)) {
      try BeforeAfterStudy().answer(columns)
    }
    columns.isTreated = columns.isTreated.map { _ in false }
    #expect(throws: AnalysisError.tooFewPlaces(count: 0, minimum: 1)) {
      try BeforeAfterStudy().answer(columns)
    }
    columns = Self.scene(seed: 1, effect: 1, trend: 1)
    columns.after = columns.after.map { _ in 0 }
    #expect(throws: AnalysisError.self) { try BeforeAfterStudy().answer(columns) }
    columns = Self.scene(seed: 1, effect: 1, trend: 1)
    columns.exposureAfter[3] = 0
    #expect(throws: AnalysisError.self) { try BeforeAfterStudy().answer(columns) }
  }

  /// No incident at all afterwards is a range, not a zero that is sure.
  @Test func noneAtAllIsARange() throws {
    let columns = BeforeAfterStudy.Columns(
      before: [3, 10, 10, 10, 10, 10], after: [0, 10, 10, 10, 10, 10],
      exposureBefore: [1, 1, 1, 1, 1, 1], exposureAfter: [1, 1, 1, 1, 1, 1],
      isTreated: [true, false, false, false, false, false])
    let answer = try BeforeAfterStudy().answer(columns)
    #expect(answer.effect == 0 && answer.low == 0 && answer.high > 0.3 && answer.p < 0.05)
    #expect(answer.differences.isNaN)
  }
}
