/// What the events of a record lose a year on average, with the range of that mean.
///
/// Events come as a Poisson process, each with a loss of the record, so that the mean is a sum of
/// Poisson counts with weights. Its range is Fay and Feuer's: the limits of a gamma law with the
/// sum's mean and variance; for the upper one there is room for one event more, as large as the
/// largest. With equal losses these are the exact limits of a Poisson mean. They hold for few and
/// unequal events, where resampled years would repeat the record and nothing else.
///
/// Of what nobody knows to be insured or not there is nothing in the mean and the lower end; the upper
/// end counts it as uninsured. Nothing is told of events larger than the record's.
///
/// > M.P. Fay, E.J. Feuer. "Confidence Intervals for Directly Standardized Rates: A Method Based on
/// > the Gamma Distribution." *Statistics in Medicine*, vol. 16, 1997.
/// > doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#
public struct YearlyLoss: Sendable, Equatable {
  /// Yuan a year.
  public var expected: Double
  public var low: Double
  /// `nil` where no event of the record destroyed anything: how much one would, it does not say.
  public var high: Double?

  /// The losses of all events of a place: their sum, that of their squares, and the largest.
  public struct Sums: Sendable, Equatable {
    public var sum = 0.0
    public var squares = 0.0
    public var largest = 0.0

    public init() {}

    public mutating func add(_ loss: Double) {
      sum += loss
      squares += loss * loss
      largest = max(largest, loss)
    }
  }

  public init(expected: Double, low: Double, high: Double?) {
    (self.expected, self.low, self.high) = (expected, low, high)
  }

  /// - Parameters:
  ///   - uninsured: losses that are known to be nobody's but the owner's.
  ///   - open: these and those of which it is not known; at least as large.
  ///   - years: of the record, above 0.
  ///   - confidence: of the range, between 0 and 1.
  /// - Throws: `invalidParameter`, `notFinite`, `negative`.
  /// - Complexity: O(1), or O(√events).
  public init(
    uninsured: Sums, open: Sums, years: Double, confidence: Double = 0.9
  ) throws(AnalysisError) {
    guard years > 0, years.isFinite else {
      throw .invalidParameter(name: "years of the record", requirement: "above 0")
    }
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    for (position, value) in [
      uninsured.sum, uninsured.squares, open.sum, open.squares, open.largest,
    ].enumerated() {
      guard value.isFinite else { throw .notFinite(column: "losses", position: position) }
      guard value >= 0 else { throw .negative(column: "losses", position: position) }
    }
    let tail = (1 - confidence) / 2
    expected = uninsured.sum / years
    low = 0
    if uninsured.squares > 0 {
      let law = GammaDistribution(shape: uninsured.sum * uninsured.sum / uninsured.squares)
      low = min(expected, law.quantile(tail) * uninsured.squares / uninsured.sum / years)
    }
    if open.largest > 0 {
      let sum = open.sum + open.largest
      let squares = open.squares + open.largest * open.largest
      let law = GammaDistribution(shape: sum * sum / squares)
      high = max(expected, law.quantile(1 - tail) * squares / sum / years)
    }
  }

  /// With a loss that comes from other causes, by the distances of the ends from the means: those of
  /// two independent estimates add up as squares.
  ///
  /// > G.Y. Zou, A. Donner. "Construction of confidence limits about effect measures: a general
  /// > approach." *Statistics in Medicine*, vol. 27, 2008. doi:10.1002/sim.3095
  public func with(_ other: UninsuredLoss) -> YearlyLoss {
    func far(_ one: Double, _ two: Double) -> Double { (one * one + two * two).squareRoot() }
    let sum = expected + other.expected
    return YearlyLoss(
      expected: sum, low: max(0, sum - far(expected - low, other.expected - other.low)),
      high: high.map { sum + far($0 - expected, other.high - other.expected) })
  }

  /// Of two places: one storm hits both, and so their ends add up. A place that no event of the record
  /// has hit adds nothing.
  public static func + (one: YearlyLoss, other: YearlyLoss) -> YearlyLoss {
    let ends = [one.high, other.high].compactMap { $0 }
    return YearlyLoss(
      expected: one.expected + other.expected, low: one.low + other.low,
      high: ends.isEmpty ? nil : ends.reduce(0, +))
  }
}
