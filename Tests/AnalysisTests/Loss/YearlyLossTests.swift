import Foundation
import Testing

@testable import Analysis

/// What storms of a record lose a year, and how sure that is.
@Suite struct YearlyLossTests {
  /// scipy 1.17.1: gamma.ppf(p, shape).
  @Test(arguments: [
    (0.95, 1.0, 2.995732273553991), (0.95, 2.0, 4.743864518390590), (0.05, 5.0, 1.970149568),
    (0.95, 11.0, 16.962219239), (0.5, 0.5, 0.227468211560), (0.05, 400.0, 367.681174062),
  ])
  func quantilesOfTheGammaLaw(probability: Double, shape: Double, expected: Double) {
    let law = GammaDistribution(shape: shape)
    let found = law.quantile(probability)
    #expect(abs(found / expected - 1) < 1e-6, "\(found)")
    #expect(abs(law.cumulative(found) - probability) < 1e-9)
    #expect(law.cumulative(0) == 0 && law.cumulative(-1) == 0)
  }

  private static func sums(_ losses: [Double]) -> YearlyLoss.Sums {
    var sums = YearlyLoss.Sums()
    for loss in losses { sums.add(loss) }
    return sums
  }

  private static func yearly(
    _ losses: [Double], years: Double = 44
  ) throws -> YearlyLoss {
    let sums = sums(losses)
    return try YearlyLoss(uninsured: sums, open: sums, years: years)
  }

  /// Events that all lose the same: the exact limits of a Poisson mean, by its number of events.
  ///
  /// > F. Garwood. "Fiducial Limits for the Poisson Distribution." *Biometrika*, vol. 28, 1936.
  @Test(arguments: [(1, 0.051293, 4.743865), (5, 1.970150, 10.513035), (10, 5.425406, 16.962219)])
  func equalLossesHaveGarwoodsLimits(events: Int, low: Double, high: Double) throws {
    let loss = try Self.yearly(.init(repeating: 300, count: events), years: 20)
    #expect(abs(loss.expected - 15 * Double(events)) < 1e-9)
    #expect(abs(loss.low / (15 * low) - 1) < 1e-5, "\(loss.low)")
    #expect(abs((loss.high ?? 0) / (15 * high) - 1) < 1e-5, "\(loss)")
  }

  /// No storm destroyed anything: that is no certainty that none will.
  @Test func aRecordWithoutLossHasNoUpperEnd() throws {
    let loss = try Self.yearly([0, 0, 0])
    #expect(loss == YearlyLoss(expected: 0, low: 0, high: nil))
    let other = try Self.yearly([10, 20])
    #expect(loss + other == other && (loss + loss).high == nil)
  }

  /// Of what is unknown there is nothing in the mean and the lower end, and all in the upper.
  @Test func theUpperEndCountsWhatIsUnknown() throws {
    let known = Self.sums([100, 0, 40])
    let both = Self.sums([150, 60, 40])
    let loss = try YearlyLoss(uninsured: known, open: both, years: 10)
    let alone = try YearlyLoss(uninsured: known, open: known, years: 10)
    #expect(loss.expected == 14 && loss.low == alone.low)
    #expect((loss.high ?? 0) > (alone.high ?? .infinity))
    let none = try YearlyLoss(uninsured: .init(), open: both, years: 10)
    #expect(none.expected == 0 && none.low == 0 && none.high == loss.high)
  }

  /// Losses as different as storms': over many records of 44 years nine tenths of the ranges, or
  /// somewhat more, hold the true mean.
  @Test func rangesHoldTheTrueMean() throws {
    let mean = exp(0.5)
    var held = 0
    let records = 1500
    for record in 0..<records {
      var random = ReplicateGenerator(seed: 8, stream: UInt64(record))
      let storms = random.poisson(mean: 44 * 0.75)
      let losses = (0..<storms).map { _ in exp(random.normal()) }
      let loss = try Self.yearly(losses)
      if loss.low <= 0.75 * mean, let high = loss.high, high >= 0.75 * mean { held += 1 }
    }
    let share = Double(held) / Double(records)
    #expect(share > 0.87 && share < 0.97, "\(share)")
  }

  /// Distances of the ends from the means add up as squares.
  @Test func twoPartsHaveOneRange() throws {
    let storms = YearlyLoss(expected: 100, low: 40, high: 180)
    let usual = try UninsuredLoss(
      frequency: .init(value: 0.5, standardError: 0.1),
      severity: .init(value: 10, standardError: 2), uninsuredUnits: 10)
    let sum = storms.with(usual)
    #expect(abs(sum.expected - 150) < 1e-9)
    let (below, above) = (usual.expected - usual.low, usual.high - usual.expected)
    #expect(abs(sum.low - (150 - (3600 + below * below).squareRoot())) < 1e-9)
    #expect(abs((sum.high ?? 0) - (150 + (6400 + above * above).squareRoot())) < 1e-9)
    #expect(YearlyLoss(expected: 0, low: 0, high: nil).with(usual).high == nil)
  }

  @Test func whatCannotBeIsRefused() {
    let sums = Self.sums([1])
    for (years, confidence) in [(0, 0.9), (.nan, 0.9), (10, 1), (10, 0)] {
      #expect(throws: AnalysisError.self) {
        try YearlyLoss(uninsured: sums, open: sums, years: years, confidence: confidence)
      }
    }
  }
}
