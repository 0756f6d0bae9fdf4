#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How often a loss is reached or passed, from the losses of all events of so many years.
///
/// The k-th largest loss is reached k times in the years of the record: a rate of k / years, a
/// return period of years / k, and, events coming as a Poisson process, a chance of 1 − exp(−k /
/// years) in one year. Nothing is told beyond the record.
///
/// > P. Grossi, H. Kunreuther (ed.). *Catastrophe Modeling: A New Approach to Managing Risk*.
/// > Springer, 2005.
public struct ExceedanceCurve: Sendable {
  public struct Point: Sendable, Equatable {
    /// The event, as its position in the losses.
    public let event: Int
    public let loss: Double
    /// Events a year that lose as much or more.
    public let rate: Double
    /// That one year has such an event.
    public let annualProbability: Double
    public let returnPeriodYears: Double
  }

  /// Largest first; of equal losses each has the rate of all of them. Events without loss are left
  /// out.
  public let points: [Point]
  /// A year, of all events.
  public let expected: Double
  public let years: Double
  private let losses: [Double]

  /// - Parameters:
  ///   - losses: a row an event of the record, those without loss too.
  ///   - years: of the record, above 0.
  /// - Throws: `notFinite`, `negative`, `invalidParameter`.
  /// - Complexity: O(events log events).
  public init(losses: [Double], years: Double) throws(AnalysisError) {
    guard years > 0, years.isFinite else {
      throw .invalidParameter(name: "years of the record", requirement: "above 0")
    }
    for (event, loss) in losses.enumerated() {
      guard loss.isFinite else { throw .notFinite(column: "losses", position: event) }
      guard loss >= 0 else { throw .negative(column: "losses", position: event) }
    }
    self.years = years
    self.losses = losses
    expected = losses.reduce(0, +) / years
    let order = losses.indices.filter { losses[$0] > 0 }
      .sorted { losses[$0] != losses[$1] ? losses[$0] > losses[$1] : $0 < $1 }
    var counts = [Int](repeating: 0, count: order.count)
    for position in order.indices.reversed() {
      let isLast =
        position + 1 == order.count || losses[order[position + 1]] < losses[order[position]]
      counts[position] = isLast ? position + 1 : counts[position + 1]
    }
    points = zip(order, counts).map { event, count in
      let rate = Double(count) / years
      return Point(
        event: event, loss: losses[event], rate: rate, annualProbability: -expm1(-rate),
        returnPeriodYears: 1 / rate)
    }
  }

  /// The chance that the losses of one year together pass a limit, between two bounds.
  ///
  /// Events come as a Poisson process of the record's rate, each with a loss of the record. The
  /// compound sum is computed by Panjer's recursion on `steps` steps up to the limit, once with
  /// losses rounded down to a step (a bound from below) and once up.
  ///
  /// > H.H. Panjer. "Recursive Evaluation of a Family of Compound Distributions." *ASTIN Bulletin*,
  /// > vol. 12, 1981. doi:10.1017/S0515036100006796
  ///
  /// - Parameters:
  ///   - limit: in the unit of the losses, above 0.
  ///   - used: of the limit already.
  /// - Throws: `invalidParameter`.
  /// - Complexity: O(steps · events).
  public func breachProbability(
    limit: Double, used: Double = 0, steps: Int = 4_000
  ) throws(AnalysisError) -> (low: Double, high: Double) {
    guard limit > 0, limit.isFinite, used >= 0 else {
      throw .invalidParameter(name: "aggregate limit", requirement: "above 0")
    }
    guard (10...1_000_000).contains(steps) else {
      throw .invalidParameter(name: "steps", requirement: "from 10 to 1000000")
    }
    let left = limit - used
    guard left > 0 else { return (1, 1) }
    let step = left / Double(steps)
    let low = passes(steps) { ($0 / step).rounded(.down) }
    // A sum is passed when it is more than the limit: one that is rounded up to it is not.
    let high = passes(steps) { ($0 / step).rounded(.up) }
    return (min(low, high), max(low, high))
  }

  /// 1 − P(sum of rounded losses ≤ steps).
  private func passes(_ steps: Int, _ rounded: (Double) -> Double) -> Double {
    var weights: [Int: Double] = [:]
    var rate = 0.0
    for loss in losses where loss > 0 {
      let size = rounded(loss)
      guard size > 0 else { continue }
      rate += 1 / years
      if size <= Double(steps) { weights[Int(size), default: 0] += 1 / years }
    }
    let sizes = weights.sorted { $0.key < $1.key }
    var density = [Double](repeating: 0, count: steps + 1)
    density[0] = exp(-rate)
    var sum = density[0]
    for total in 1...steps {
      var value = 0.0
      for (size, weight) in sizes {
        if size > total { break }
        value += Double(size) * weight * density[total - size]
      }
      density[total] = value / Double(total)
      sum += density[total]
    }
    return max(0, 1 - sum)
  }
}
