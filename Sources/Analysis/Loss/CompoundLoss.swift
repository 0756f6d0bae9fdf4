/// What some time of cover costs: a number of claims that is not known for sure, each of a size of
/// its own. Frequency is a gamma number by what was seen (Jeffreys' prior), claims given it a
/// Poisson number, sizes a body with a Pareto tail.
///
/// Replicate k draws from (seed, k): the same results for any number of threads.
///
/// > S.A. Klugman, H.H. Panjer, G.E. Willmot. *Loss Models*. Wiley, 4th edition, 2012, chapter 9.
public struct CompoundLoss: Sendable {
  public let severity: ClaimSeverity
  /// Claims seen, and the years in which they were seen.
  public let claims: Int
  public let years: Double
  public var replicates = 100_000
  public var seed: UInt64 = 1
  public var threads = Parallel.coreCount

  /// - Throws: `invalidParameter` for years that are not above 0.
  public init(_ severity: ClaimSeverity, claims: Int, years: Double) throws(AnalysisError) {
    guard claims >= 0, years.isFinite, years > 0 else {
      throw .invalidParameter(name: "years", requirement: "above 0, with claims of 0 or more")
    }
    self.severity = severity
    self.claims = claims
    self.years = years
  }

  /// The mean of the rate, by year.
  public var claimsPerYear: Double { (Double(claims) + 0.5) / years }

  /// The expected cost of a year.
  public var pureCost: Double { claimsPerYear * severity.mean }

  /// Simulates what is left of a period.
  ///
  /// - Parameters:
  ///   - left: of the limit, when the period begins.
  ///   - span: of the period, in years.
  /// - Throws: `invalidParameter` for a span or a limit below 0 or fewer than 100 replicates;
  ///   `cancelled`.
  /// - Complexity: O(replicates · claims in the span).
  public func exhaustion(
    ofLimit left: Double, span: Double, isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> LimitExhaustion {
    guard left >= 0, left.isFinite, span >= 0, span.isFinite else {
      throw .invalidParameter(name: "limit and span", requirement: "finite and not below 0")
    }
    guard (100...10_000_000).contains(replicates) else {
      throw .invalidParameter(name: "replicates", requirement: "from 100 to 10 000 000")
    }
    var totals = [Double](repeating: 0, count: replicates)
    var times = [Double](repeating: .infinity, count: replicates)
    let parts = min(replicates, 256)
    let inverse = severity.tailExponent.map { 1 / $0 } ?? 0
    let count = replicates
    totals.withUnsafeMutableBufferPointer { totals in
      times.withUnsafeMutableBufferPointer { times in
        // Each part writes the replicates that are its own.
        nonisolated(unsafe) let totals = totals
        nonisolated(unsafe) let times = times
        _ = try? Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
          for replicate in Parallel.slice(part, of: parts, count: count) {
            let drawn = draw(replicate, left: left, span: span, inverse: inverse)
            totals[replicate] = drawn.total
            times[replicate] = drawn.time
          }
        }
      }
    }
    if isCancelled() { throw .cancelled }
    return LimitExhaustion(totals: totals, times: times, span: span)
  }

  /// The cost of one course of the period, and when it passes what is left.
  @inline(__always)
  private func draw(
    _ replicate: Int, left: Double, span: Double, inverse: Double
  ) -> (total: Double, time: Double) {
    var generator = ReplicateGenerator(seed: seed, stream: UInt64(replicate))
    let rate = generator.gamma(shape: Double(claims) + 0.5) / years
    let count = generator.poisson(mean: rate * span)
    var total = 0.0
    var passing = 0
    for claim in 0..<count {
      total += severity.draw(&generator, inverseExponent: inverse)
      if passing == 0, total >= left { passing = claim + 1 }
    }
    guard left > 0 else { return (total, 0) }
    guard passing > 0 else { return (total, .infinity) }
    // Given their number, claims fall like ordered uniform numbers: the j-th one's is a beta number.
    let place = generator.beta(Double(passing), Double(count - passing + 1))
    return (total, place * span)
  }
}

/// When a limit runs out, over simulated courses of a period.
public struct LimitExhaustion: Sendable {
  /// The cost of the period in each course, in the claims' unit; sorted.
  public let totals: [Double]
  /// The years until the limit is used up; sorted, infinite where the period ends before.
  public let times: [Double]
  /// Of the period, in years.
  public let span: Double

  init(totals: [Double], times: [Double], span: Double) {
    self.totals = totals.sorted()
    self.times = times.sorted()
    self.span = span
  }

  /// That the limit runs out before the period ends.
  public var probability: Double {
    Double(times.count { $0.isFinite }) / Double(times.count)
  }

  /// The years by which a share of the courses has run out; `nil` where fewer do.
  public func years(byShare share: Double) -> Double? {
    let time = times[Self.place(share, of: times.count)]
    return time.isFinite ? time : nil
  }

  /// The cost that a share of the courses stays below.
  public func cost(belowInShare share: Double) -> Double {
    totals[Self.place(share, of: totals.count)]
  }

  public var meanCost: Double { totals.reduce(0, +) / Double(totals.count) }

  private static func place(_ share: Double, of count: Int) -> Int {
    min(max(0, Int((share * Double(count)).rounded(.up)) - 1), count - 1)
  }
}
