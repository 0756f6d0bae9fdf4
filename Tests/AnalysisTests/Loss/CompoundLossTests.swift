import Analysis
import Testing

@Suite struct CompoundLossTests {
  /// Sums of a Pareto law with exponent 2 above 1000, by its quantiles: no chance in them.
  private static let pareto = (0..<1000).map {
    1000 * (1 / (1 - (Double($0) + 0.5) / 1000)).squareRoot()
  }

  /// α of the 100 largest quantiles by Hill's formula, worked out apart:
  /// 100 / Σ ln(x / x₉₀₀) with x = 1000 / √((1000 − k − ½) / 1000).
  @Test func findsTheTailsExponent() throws {
    let severity = try ClaimSeverity(Self.pareto)
    var sum = 0.0
    for k in 900..<1000 {
      sum += logarithm(Self.pareto[k] / Self.pareto[899])
    }
    let alpha = try #require(severity.tailExponent)
    #expect(abs(alpha - 100 / sum) < 1e-9)
    #expect(abs(alpha - 2) < 0.05)
    #expect(severity.tailShare == 0.1 && severity.body.count == 900)
  }

  /// The natural logarithm, by the series of artanh: the test links no mathematics.
  private func logarithm(_ x: Double) -> Double {
    var x = x
    var halvings = 0.0
    while x > 1.5 {
      x /= 2
      halvings += 1
    }
    let y = (x - 1) / (x + 1)
    var term = y
    var sum = 0.0
    for k in 0..<60 {
      sum += term / Double(2 * k + 1)
      term *= y * y
    }
    return 2 * sum + halvings * 0.693_147_180_559_945_3
  }

  /// The mean of Pareto(2) above 1000, capped at c, is 2000 − 1000² / c.
  @Test func aCapBoundsTheMean() throws {
    #expect(abs(try ClaimSeverity(Self.pareto).mean - 2000) < 40)
    let capped = try ClaimSeverity(Self.pareto, cap: 10_000)
    #expect(abs(capped.mean - 1900) < 25)
    #expect(capped.exceeded(withChance: 1e-9) == 10_000)
    // One in a hundred: 1000 · √100.
    #expect(abs(try ClaimSeverity(Self.pareto).exceeded(withChance: 0.01) - 10_000) < 200)
  }

  /// Cutting claims at a limit does not make the tail look lighter.
  @Test func aCutTailKeepsItsExponent() throws {
    let whole = try #require(try ClaimSeverity(Self.pareto).tailExponent)
    let cut = try #require(try ClaimSeverity(Self.pareto, cap: 6000).tailExponent)
    #expect(abs(cut / whole - 1) < 0.06)
    let all = try ClaimSeverity([1, 1, 1, 1, 1, 9, 9, 9, 9, 9], cap: 5)
    #expect((all.tailExponent ?? 9) < 0.1 && all.exceeded(withChance: 0.2) == 5)
  }

  @Test func simulatedYearsHaveTheirMeanAndSpread() throws {
    let claims = (0..<400).map { 500 + 5 * Double($0) }
    let severity = try ClaimSeverity(claims, cap: 3000)
    let model = try CompoundLoss(severity, claims: 400, years: 2)
    let simulated = try model.exhaustion(ofLimit: 1e12, span: 1)
    #expect(abs(simulated.meanCost / model.pureCost - 1) < 0.003)
    #expect(simulated.probability == 0 && simulated.years(byShare: 0.5) == nil)
    // Var = E[λ] E[X²] + Var[λ] E[X]², with λ a gamma number of shape 400.5 and rate 2.
    let square = claims.reduce(0) { $0 + $1 * $1 } / 400
    let variance =
      model.claimsPerYear * square + 400.5 / 4 * severity.mean * severity.mean
    let width = simulated.cost(belowInShare: 0.95) - simulated.cost(belowInShare: 0.05)
    #expect(abs(width / (2 * 1.644_854 * variance.squareRoot()) - 1) < 0.03)
  }

  /// Of claims that are all the same, the limit runs out with the n-th: a Poisson question.
  @Test func theDayIsThatOfTheClaimThatPasses() throws {
    let severity = try ClaimSeverity([Double](repeating: 100, count: 10))
    #expect(severity.tailExponent == nil && severity.mean == 100)
    let model = try CompoundLoss(severity, claims: 1_000_000, years: 10_000)
    // 100 claims a year, 10 are left: after about a tenth of a year.
    let found = try model.exhaustion(ofLimit: 1000, span: 1)
    #expect(found.probability == 1)
    // The 10th arrival of rate 100: gamma of shape 10; its 5, 50 and 95 % by R 4.2.2,
    // qgamma(c(.05, .5, .95), 10, 100) = 0.05425406 0.09668715 0.15705216.
    for (share, expected) in [(0.05, 0.054_254), (0.5, 0.096_687), (0.95, 0.157_052)] {
      let years = try #require(found.years(byShare: share))
      #expect(abs(years - expected) < 0.0012, "\(share): \(years)")
    }
  }

  @Test func moreLeftNeverRunsOutEarlier() throws {
    let severity = try ClaimSeverity(Self.pareto, cap: 300_000)
    let model = try CompoundLoss(severity, claims: 300, years: 1)
    var last = 1.0
    for left in [0.0, 1e5, 3e5, 6e5, 9e5] {
      let found = try model.exhaustion(ofLimit: left, span: 1)
      #expect(found.probability <= last)
      last = found.probability
      #expect(left > 0 || found.probability == 1 && found.years(byShare: 1) == 0)
    }
    #expect(last < 0.1)
  }

  @Test func threadsChangeNothing() throws {
    var model = try CompoundLoss(try ClaimSeverity(Self.pareto), claims: 200, years: 1)
    model.replicates = 5_001
    model.threads = 1
    let one = try model.exhaustion(ofLimit: 2e5, span: 0.7)
    for threads in [2, 5] {
      model.threads = threads
      let other = try model.exhaustion(ofLimit: 2e5, span: 0.7)
      #expect(one.totals == other.totals && one.times == other.times)
    }
    model.seed = 2
    #expect(try model.exhaustion(ofLimit: 2e5, span: 0.7).totals != one.totals)
  }

  @Test func whatCannotBeSaidIsRefused() throws {
    #expect(throws: AnalysisError.tooFewIncidents(count: 9, minimum: 10)) {
      _ = try ClaimSeverity([Double](repeating: 1, count: 9))
    }
    #expect(throws: AnalysisError.negative(column: "claims", position: 3)) {
      _ = try ClaimSeverity((0..<10).map { $0 == 3 ? 0 : 1 })
    }
    #expect(throws: AnalysisError.notFinite(column: "claims", position: 0)) {
      _ = try ClaimSeverity((0..<10).map { $0 == 0 ? .nan : 1 })
    }
    let severity = try ClaimSeverity([Double](repeating: 1, count: 10))
    #expect(throws: AnalysisError.self) { _ = try CompoundLoss(severity, claims: 1, years: 0) }
    let model = try CompoundLoss(severity, claims: 1, years: 1)
    #expect(throws: AnalysisError.self) { _ = try model.exhaustion(ofLimit: -1, span: 1) }
    #expect(throws: AnalysisError.cancelled) {
      _ = try model.exhaustion(ofLimit: 1, span: 1, isCancelled: { true })
    }
  }
}

@Suite struct EarnedPremiumTests {
  @Test func halfThePeriodEarnsHalfThePremium() throws {
    var premium = EarnedPremium()
    premium.add(premium: 7300, units: 10, firstDay: 0, lastDay: 729, asOf: 364)
    #expect(premium.written == 7300 && premium.earned == 3650)
    #expect(abs(premium.exposure - 3650 / 365.25) < 1e-12)
    #expect(premium.lossRatio(incurred: 1825) == 0.5)
    // 365.25 yuan a unit and year are charged; 200 are expected, at a target of 0.6 asking for 333.
    let adequacy = try #require(premium.adequacy(pureCost: 200, target: 0.6))
    #expect(abs(adequacy - 365.25 / (200 / 0.6)) < 1e-12)
  }

  /// Huai'an: three years' premium after two years is not all earned.
  @Test func afterTwoOfThreeYearsTwoThirdsAreEarned() {
    var premium = EarnedPremium()
    premium.add(premium: 200, units: 1, firstDay: 0, lastDay: 1095, asOf: 730)
    #expect(abs(premium.earned - 200 * 731 / 1096) < 1e-9)
  }

  @Test func beforeTheFirstDayNothingIsEarned() {
    var premium = EarnedPremium()
    premium.add(premium: 100, units: 5, firstDay: 10, lastDay: 20, asOf: 9)
    premium.add(premium: 100, units: 5, firstDay: 20, lastDay: 10, asOf: 30)
    #expect(premium.earned == 0 && premium.exposure == 0)
    #expect(premium.lossRatio(incurred: 5) == nil)
    #expect(premium.adequacy(pureCost: 1, target: 0.6) == nil)
  }

  @Test func anUnknownPremiumLeavesTheExposure() {
    var premium = EarnedPremium()
    premium.add(premium: nil, units: 365.25, firstDay: 1, lastDay: 10, asOf: 10)
    #expect(premium.earned == 0 && premium.exposure == 10)
    #expect(premium.lossRatio(incurred: 5) == nil)
  }
}
