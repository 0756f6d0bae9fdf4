/// How a global statistic lies among those of values dealt out anew.
public struct PermutationTest: Sendable, Equatable {
  /// Two-sided: twice the smaller tail, the statistic itself counted as one of the draws.
  public let p: Double
  public let draws: Int
  /// Of the statistics drawn.
  public let mean: Double
  public let variance: Double
  /// Whether the draws decide if p is at most the settings' rate; where not, more are drawn until
  /// the budget is spent.
  public let isDecided: Bool

  /// - Returns: `nil` with 0 permutations.
  init?(
    _ form: QuadraticForm, settings: HotspotSettings, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    guard settings.permutations > 0 else { return nil }
    let parallel = Parallel(threads: settings.threads)
    var left = settings.drawBudget ?? 1 << 28
    var counts = (upper: 0, lower: 0)
    var (sum, squares) = (0.0, 0.0)
    var drawn = 0
    var next = settings.permutations
    while true {
      // Slabs, so that memory does not grow with the draws.
      while drawn < next {
        let slab = drawn..<min(next, drawn + 1 << 14)
        let statistics = Scratch<Double>(slab.count)
        let parts = min(slab.count, parallel.threads * 4)
        try parallel.forEach(parts, isCancelled: isCancelled) { part in
          let slice = Parallel.slice(part, of: parts, count: slab.count)
          form.draw(
            slab.lowerBound + slice.lowerBound..<slab.lowerBound + slice.upperBound,
            seed: settings.seed, into: statistics.base + slice.lowerBound)
        }
        for index in 0..<slab.count {
          let statistic = statistics[index]
          counts.upper += statistic + form.tolerance >= form.value ? 1 : 0
          counts.lower += statistic - form.tolerance <= form.value ? 1 : 0
          // About the observed one, so that the squares of a narrow distribution keep digits.
          let offset = statistic - form.value
          sum += offset
          squares += offset * offset
        }
        drawn = slab.upperBound
      }
      let tail = min(counts.upper, counts.lower)
      let interval = MonteCarloInterval(hits: tail, draws: drawn)
      let level = settings.falseDiscoveryRate / 2
      let isDecided = interval.high <= level || interval.low > level
      let (cost, overflow) = drawn.multipliedReportingOverflow(by: form.cost)
      if isDecided || !settings.refines || overflow || cost > left {
        let offset = sum / Double(drawn)
        p = min(1, 2 * Double(tail + 1) / Double(drawn + 1))
        draws = drawn
        mean = form.value + offset
        variance = max(0, squares / Double(drawn) - offset * offset)
        self.isDecided = isDecided
        return
      }
      left -= cost
      next = 2 * drawn
    }
  }
}

/// A global statistic of standard scores, of places as they are and as they are dealt out.
struct QuadraticForm {
  let weights: SpatialWeights
  let own: [Double]
  let other: [Double]
  /// Whether both columns are the same one, dealt out as one.
  let dealsOwn: Bool
  let isGeary: Bool
  let factor: Double
  let value: Double
  /// Statistics this close are equal: the rounding of their terms.
  let tolerance: Double

  init(
    weights: SpatialWeights, own: [Double], other: [Double], dealsOwn: Bool, isGeary: Bool,
    sum: Double
  ) {
    self.weights = weights
    self.own = own
    self.other = other
    self.dealsOwn = dealsOwn
    self.isGeary = isGeary
    let n = Double(own.count)
    factor = isGeary ? (n - 1) / (2 * n * sum) : 1 / sum
    value = Self.sum(weights, own, other, isGeary: isGeary) * factor
    tolerance = 1e-12 * max(1, abs(value))
  }

  var cost: Int { own.count + weights.graph.neighbours.count }

  private static func sum(
    _ weights: SpatialWeights, _ own: [Double], _ other: [Double], isGeary: Bool
  ) -> Double {
    let graph = weights.graph
    var all = 0.0
    for place in own.indices {
      let mine = own[place]
      if isGeary {
        for entry in weights.entries(of: place) {
          let apart = mine - other[Int(graph.neighbours[entry])]
          all += weights.weight(entry, of: place) * apart * apart
        }
      } else {
        all += mine * weights.lag(of: place, other)
      }
    }
    return all
  }

  /// Writes the statistic of each replicate.
  func draw(_ replicates: Range<Int>, seed: UInt64, into statistics: UnsafeMutablePointer<Double>) {
    var dealt = other
    for (position, replicate) in replicates.enumerated() {
      // From the column as it is, so that a replicate does not depend on those before it.
      for place in other.indices { dealt[place] = other[place] }
      var generator = ReplicateGenerator(seed: seed, stream: UInt64(replicate), substream: 1)
      for place in stride(from: dealt.count - 1, to: 0, by: -1) {
        dealt.swapAt(
          place, Int(truncatingIfNeeded: generator.integer(below: UInt64(place + 1))))
      }
      statistics[position] =
        factor * Self.sum(weights, dealsOwn ? dealt : own, dealt, isGeary: isGeary)
    }
  }
}
