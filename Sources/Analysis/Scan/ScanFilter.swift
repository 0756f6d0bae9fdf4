/// For a bound on the likelihood ratio, what counts let a window pass it: a table of the windows
/// that a replicate is compared with, instead of two logarithms a window.
///
/// High bars hold the least count less one and low bars the largest plus one, so that the sign of
/// a difference tells.
struct ScanFilter: ~Copyable {
  let bound: Double
  /// How bars lie: of one purely spatial window a circle; of the last intervals, sixteen windows
  /// a vector; or of durations, each with the least bar of all windows so long.
  enum Layout { case spatial, lastIntervals, durations }
  let layout: Layout
  let high: Scratch<Int32>
  let low: Scratch<Int32>
  /// Of durations: for each length the longest that is tried together with it.
  let rangeEnd: Scratch<Int32>
  let lastHigh: Scratch<SIMD16<Int32>>
  let lastLow: Scratch<SIMD16<Int32>>
  let hasLow: Bool
  let bar: ScanBar

  static func layout(_ engine: ScanEngine) -> Layout {
    engine.intervals == 1 ? .spatial : engine.isProspective ? .lastIntervals : .durations
  }

  /// Vectors of sixteen windows for each circle.
  static func blocks(_ engine: ScanEngine) -> Int { (engine.duration + 15) / 16 }

  init(
    _ engine: ScanEngine, bound: Double, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    self.bound = bound
    let layout = Self.layout(engine)
    let hasLow = engine.settings.rates != .high
    let count = engine.circleCount
    let blocks = Self.blocks(engine)
    let duration = engine.duration
    let rows = layout == .spatial ? count : layout == .durations ? count * duration : 0
    let vectors = layout == .lastIntervals ? count * blocks : 0
    let high = Scratch<Int32>(rows)
    let low = Scratch<Int32>(hasLow ? rows : 0)
    let rangeEnd = Scratch<Int32>(layout == .durations ? rows : 0)
    let lastHigh = Scratch<SIMD16<Int32>>(vectors)
    let lastLow = Scratch<SIMD16<Int32>>(hasLow ? vectors : 0)
    let bar = ScanBar(engine.likelihood, settings: engine.settings, bound: bound)
    let places = engine.circles.placeCount
    let parts = min(places, ScanEngine.parts)
    let end = engine.intervals
    let extremes = (1...max(1, duration)).map(engine.extremeCases)
    try engine.parallel.forEach(parts, isCancelled: isCancelled) { part in
      let sums = Scratch<Double>(end + 1)
      for centre in Parallel.slice(part, of: parts, count: places) {
        engine.forEachCircle(around: centre, sums) { circle in
          switch layout {
          case .spatial:
            high[circle] = bar.high(sums[1] - sums[0]) - 1
            if hasLow { low[circle] = bar.low(sums[1] - sums[0]) + 1 }
          case .lastIntervals:
            for block in 0..<blocks {
              var highs = SIMD16<Int32>(repeating: ScanBar.never)
              var lows = SIMD16<Int32>(repeating: 0)
              for lane in 0..<min(16, duration - block * 16) {
                let measure = sums[end] - sums[end - block * 16 - lane - 1]
                highs[lane] = bar.high(measure) - 1
                lows[lane] = hasLow ? bar.low(measure) + 1 : 0
              }
              lastHigh[block * count + circle] = highs
              if hasLow { lastLow[block * count + circle] = lows }
            }
          case .durations:
            let row = circle * duration
            for length in 1...duration {
              var least = Double.infinity
              var most = 0.0
              if let extremes = extremes[length - 1] {
                least = engine.circleMeasures[circle] * extremes.lowerBound
                most = engine.circleMeasures[circle] * extremes.upperBound
              } else {
                for last in length...end {
                  let measure = sums[last] - sums[last - length]
                  least = min(least, measure)
                  most = max(most, measure)
                }
              }
              high[row + length - 1] = bar.high(least) - 1
              if hasLow { low[row + length - 1] = bar.low(most) + 1 }
            }
            // A longer window never asks for less: what a search over lengths relies on.
            for length in stride(from: duration - 1, to: 0, by: -1) {
              high[row + length - 1] = min(high[row + length - 1], high[row + length])
            }
            let mean = engine.likelihood.expected(sums[end]) / Double(end)
            for length in 1...duration {
              rangeEnd[row + length - 1] = Self.rangeEnd(
                from: length, bar: high[row + length - 1], casesAnInterval: mean, duration)
            }
            if hasLow {
              for length in 1..<max(1, duration) {
                low[row + length] = max(low[row + length], low[row + length - 1])
              }
            }
          }
        }
      }
    }
    self.rangeEnd = rangeEnd
    self.layout = layout
    self.hasLow = hasLow
    self.bar = bar
    self.high = high
    self.low = low
    self.lastHigh = lastHigh
    self.lastLow = lastLow
  }

  /// The longest length of which chance hardly ever gives as many cases as the shortest asks: by
  /// four and a half standard deviations, since sixteen replicates have many windows each.
  private static func rangeEnd(
    from shortest: Int, bar: Int32, casesAnInterval mean: Double, _ duration: Int
  ) -> Int32 {
    var longest = shortest
    while longest < duration {
      let cases = mean * Double(longest + 1)
      if cases + 4.5 * cases.squareRoot() + 1 > Double(bar) { break }
      longest += 1
    }
    return Int32(truncatingIfNeeded: longest)
  }
}
