#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How wide to spread events.
public enum Bandwidth {
  /// Silverman's and Scott's rule, which are one in the plane: the standard deviation of the
  /// events times n to the power of −1/6, for a Gaussian kernel.
  ///
  /// The deviation is the root of the mean of the variances along both axes. The rule supposes one
  /// normal cloud, and is wide for events of many centres: see `likelihood`. For another kernel
  /// see `DensityKernel.bandwidth(standardDeviation:)`.
  ///
  /// > D.W. Scott. *Multivariate Density Estimation.* Wiley, 1992.
  ///
  /// - Throws: `tooFewIncidents` below three, `constant` if all are at one place, `notFinite`,
  ///   `differentLengths`.
  public static func rule(x: Span<Double>, y: Span<Double>) throws(AnalysisError) -> Double {
    let deviations = try standardDeviations(x: x, y: y)
    let variance = (deviations.x * deviations.x + deviations.y * deviations.y) / 2
    return variance.squareRoot() * pow(Double(x.count), -1.0 / 6)
  }

  /// The rule along each axis by itself: spatstat's `bw.scott`.
  public static func rulePerAxis(
    x: Span<Double>, y: Span<Double>
  ) throws(AnalysisError) -> (x: Double, y: Double) {
    let deviations = try standardDeviations(x: x, y: y)
    let factor = pow(Double(x.count), -1.0 / 6)
    return (deviations.x * factor, deviations.y * factor)
  }

  private static func standardDeviations(
    x: Span<Double>, y: Span<Double>
  ) throws(AnalysisError) -> (x: Double, y: Double) {
    let events = try DensityEvents(x, y, nil)
    let count = events.x.count
    guard count >= 3 else { throw .tooFewIncidents(count: Double(count), minimum: 3) }
    func deviation(_ values: [Double]) -> Double {
      // About the first, so that events at one place vary by nothing at all.
      let mean = values.reduce(0) { $0 + ($1 - values[0]) } / Double(count)
      let squares = values.reduce(0) { sum, value in
        let offset = value - values[0] - mean
        return sum + offset * offset
      }
      return (squares / Double(count - 1)).squareRoot()
    }
    let deviations = (x: deviation(events.x), y: deviation(events.y))
    guard deviations.x > 0 || deviations.y > 0 else { throw .constant(column: "x, y") }
    return deviations
  }

  /// The bandwidth under which each event is best foretold by the others: it maximises the sum of
  /// the logarithms of the density at each event that the others give.
  ///
  /// Sought between bounds on a grid of 25 bandwidths, each a constant factor wider than the one
  /// before, then by golden section about the best. Events on one coordinate foretell each other
  /// ever better the narrower the kernel: where many are, the answer is the lower bound, which
  /// should be how precise coordinates are.
  ///
  /// > R.P.W. Duin. "On the Choice of Smoothing Parameters for Parzen Estimators of Probability
  /// > Density Functions." *IEEE Trans. Computers*, vol. 25, no. 11, 1976.
  /// > doi:10.1109/TC.1976.1674577
  ///
  /// - Parameters:
  ///   - range: the least and the largest bandwidth, in metres.
  ///   - sample: of more events than this, so many are drawn (replicate 0 of the seed) to be
  ///     foretold by all others.
  /// - Complexity: O(sample · n · 45).
  public static func likelihood(
    x: Span<Double>, y: Span<Double>, kernel: DensityKernel, range: ClosedRange<Double>,
    sample: Int = 2000, seed: UInt64 = 0, threads: Int = Parallel.coreCount,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Double {
    let events = try DensityEvents(x, y, nil)
    let count = events.x.count
    guard count >= 3 else { throw .tooFewIncidents(count: Double(count), minimum: 3) }
    guard range.lowerBound > 0, range.upperBound.isFinite,
      (range.lowerBound * range.lowerBound).isNormal
    else {
      throw .invalidParameter(name: "range", requirement: "positive numbers of metres")
    }
    guard sample >= 3 else { throw .invalidParameter(name: "sample", requirement: "at least 3") }
    var chosen = Array(0..<count)
    if count > sample {
      var random = ReplicateGenerator(seed: seed, stream: 0)
      for turn in 0..<sample {
        chosen.swapAt(turn, turn + Int(random.integer(below: UInt64(count - turn))))
      }
      chosen = Array(chosen[..<sample])
    }
    let search = LeaveOneOut(
      events: events, chosen: chosen, kernel: kernel, parallel: Parallel(threads: threads))
    let steps = 24
    let ratio = log(range.upperBound / range.lowerBound) / Double(steps)
    var best = (step: 0, score: -Double.infinity)
    for step in 0...steps {
      let score = try search.score(range.lowerBound * exp(Double(step) * ratio), isCancelled)
      if score > best.score { best = (step, score) }
    }
    var low = log(range.lowerBound) + Double(max(0, best.step - 1)) * ratio
    var high = log(range.lowerBound) + Double(min(steps, best.step + 1)) * ratio
    let golden = (5.0.squareRoot() - 1) / 2
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var scores = (
      try search.score(exp(left), isCancelled), try search.score(exp(right), isCancelled)
    )
    for _ in 0..<18 {
      if scores.0 >= scores.1 {
        high = right
        (right, scores.1) = (left, scores.0)
        left = high - golden * (high - low)
        scores.0 = try search.score(exp(left), isCancelled)
      } else {
        low = left
        (left, scores.0) = (right, scores.1)
        right = low + golden * (high - low)
        scores.1 = try search.score(exp(right), isCancelled)
      }
    }
    return min(max(exp((low + high) / 2), range.lowerBound), range.upperBound)
  }
}

/// How well events are foretold by the others.
private struct LeaveOneOut: Sendable {
  let events: DensityEvents
  let chosen: [Int]
  let kernel: DensityKernel
  let parallel: Parallel

  /// The sum of log densities. An event that no other reaches counts as if one lay 38 bandwidths
  /// away: so unlikely that no bandwidth wins by it, and yet a number.
  func score(
    _ bandwidth: Double, _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> Double {
    let logs = Scratch<Double>(chosen.count)
    let scale = 1 / (bandwidth * bandwidth)
    let peak = log(kernel.peak * scale / Double(events.x.count - 1))
    let parts = min(chosen.count, parallel.threads * 16)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for index in Parallel.slice(part, of: parts, count: chosen.count) {
        let own = chosen[index]
        let (x, y) = (events.x[own], events.y[own])
        var sum = 0.0
        for other in events.x.indices where other != own {
          let dx = events.x[other] - x
          let dy = events.y[other] - y
          let square = (dx * dx + dy * dy) * scale
          if square < (kernel == .gaussian ? 1444 : 1) { sum += kernel.share(square) }
        }
        logs[index] = peak + (sum > 0 ? log(sum) : -722)
      }
    }
    var total = 0.0
    for index in chosen.indices { total += logs[index] }
    return total
  }
}
