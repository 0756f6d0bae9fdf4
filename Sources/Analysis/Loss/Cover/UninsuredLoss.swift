#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loss that one expects in a year on what is not insured, with the range of that expectation.
///
/// Frequency (claims a unit and year) and severity (yuan a claim) come with their standard errors,
/// from the credibility of each place. They are what *policies* have paid: limits applied. Where the
/// share of the value that policies insure is given, the loss is told ground-up: what a policy pays
/// for a unit, over that share, for units without policy, and the rest of it for units with one.
///
///     policy basis   f s · (units without policy)
///     ground-up      f s / share · (units without) + (f s / share − f s) · (units with)
///
/// The range is that of f · s, log-normal with the variance of a product of two independent numbers.
/// What is *unknown* is in neither the loss nor the lower end; the upper end counts it as uninsured.
public struct UninsuredLoss: Sendable, Equatable {
  /// Yuan a year.
  public var expected: Double
  public var low: Double
  public var high: Double
  public var basis: CoverageGap.Basis

  /// An estimate that is above 0, and the root of its mean squared error.
  public struct Estimate: Sendable {
    public var value: Double
    public var standardError: Double

    public init(value: Double, standardError: Double) {
      self.value = value
      self.standardError = standardError
    }
  }

  /// - Parameters:
  ///   - frequency: claims a unit and year.
  ///   - severity: yuan a claim, on the policy's basis.
  ///   - uninsuredUnits: known to be without cover.
  ///   - insuredUnits: with a policy; needed ground-up alone.
  ///   - unknownUnits: of which it is not known.
  ///   - insuredShare: of a unit's value that a policy insures, above 0 and up to 1; `nil` keeps to
  ///     the policy's basis.
  ///   - confidence: of the range, between 0 and 1.
  /// - Throws: `invalidParameter` for a share or confidence out of range, `negative`, `notFinite`.
  public init(
    frequency: Estimate, severity: Estimate, uninsuredUnits: Double, insuredUnits: Double = 0,
    unknownUnits: Double = 0, insuredShare: Double? = nil, confidence: Double = 0.9
  ) throws(AnalysisError) {
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    if let insuredShare, !(insuredShare > 0 && insuredShare <= 1) {
      throw .invalidParameter(name: "insured share", requirement: "above 0 and at most 1")
    }
    for (position, value) in [
      frequency.value, frequency.standardError, severity.value, severity.standardError,
      uninsuredUnits, insuredUnits, unknownUnits,
    ].enumerated() {
      guard value.isFinite else { throw .notFinite(column: "loss", position: position) }
      guard value >= 0 else { throw .negative(column: "loss", position: position) }
    }
    let pure = frequency.value * severity.value
    let share = insuredShare ?? 1
    let whole = pure / share
    let known = whole * uninsuredUnits + (whole - pure) * insuredUnits
    let unknown = whole * unknownUnits
    let (low, high) = Self.range(frequency, severity, confidence: confidence)
    expected = known
    self.low = known * low
    self.high = (known + unknown) * high
    basis = insuredShare == nil ? .policy : .groundUp
  }

  /// Expectations add up; so do the ends, as if all erred together: a range that is too wide, never
  /// too narrow. Of different bases, which are not to be added, the sum keeps the first's.
  public static func + (one: UninsuredLoss, other: UninsuredLoss) -> UninsuredLoss {
    var sum = one
    sum.expected += other.expected
    sum.low += other.low
    sum.high += other.high
    return sum
  }

  /// The ends of the range of a product, as shares of it.
  private static func range(
    _ first: Estimate, _ second: Estimate, confidence: Double
  ) -> (low: Double, high: Double) {
    func squaredSpread(_ one: Estimate) -> Double {
      one.value > 0 ? (one.standardError / one.value) * (one.standardError / one.value) : 0
    }
    let (a, b) = (squaredSpread(first), squaredSpread(second))
    let sigma = log1p(a + b + a * b).squareRoot()
    let z = NormalRange.halfWidth(confidence: confidence)
    // Around the median, which lies below the mean; the mean is always inside.
    let median = exp(-sigma * sigma / 2)
    return (min(1, median * exp(-z * sigma)), max(1, median * exp(z * sigma)))
  }
}
