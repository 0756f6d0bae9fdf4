/// The largest likelihood ratio of random data sets.
struct ScanReplicates: Sendable {
  let engine: ScanEngine
  let draw: ScanDraw

  init(_ engine: ScanEngine) {
    self.engine = engine
    draw = ScanDraw(engine.study, seed: engine.settings.seed, from: engine.firstInterval)
  }

  /// Replicates that share a thread's storage, and in a purely spatial scan a vector.
  static let batch = 16
  /// Centres of circles between two questions whether the result is still wanted.
  static let patience = 64

  /// Writes the largest ratio of each replicate that passes the filter's bound; leaves the others.
  func maxima(
    of replicates: [Int], _ filter: borrowing ScanFilter, into maxima: inout [Double?],
    isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let found = Scratch<Double>(repeating: filter.bound, count: replicates.count)
    let parts = (replicates.count + Self.batch - 1) / Self.batch
    try engine.parallel.forEach(parts, isCancelled: isCancelled) { part in
      let own = part * Self.batch..<min(replicates.count, (part + 1) * Self.batch)
      let deck = draw.deck()
      switch filter.layout {
      case .spatial: scanPlaces(replicates, own, deck, filter, found, isCancelled)
      case .lastIntervals: scanLastIntervals(replicates, own, deck, filter, found, isCancelled)
      case .durations: scanDurations(replicates, own, deck, filter, found, isCancelled)
      }
    }
    // A part that was broken off is no part that was left out.
    if isCancelled() { throw .cancelled }
    for (position, replicate) in replicates.enumerated() where found[position] > filter.bound {
      maxima[replicate] = found[position]
    }
  }

  /// The ratio of a window, if it is of a rate that is asked for and can pass the bound.
  func ratio(_ count: Int32, _ measure: Double, _ bar: ScanBar) -> Double {
    guard bar.letsThrough(Int(count), measure) else { return 0 }
    let cases = Double(count)
    let settings = engine.settings
    if engine.likelihood.isHigh(cases, measure) {
      if settings.rates == .low || Int(count) < settings.minimumCases { return 0 }
    } else if settings.rates == .high || !engine.likelihood.isLow(cases, measure) {
      return 0
    }
    return engine.likelihood.ratio(cases, measure)
  }

  /// Whether the sign bit of any lane is set.
  @inline(__always)
  static func hasSign(_ lanes: SIMD16<Int32>) -> Bool {
    let eight = lanes.lowHalf | lanes.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y < 0
  }

  // MARK: Purely spatial: a lane a replicate

  private func scanPlaces(
    _ replicates: [Int], _ own: Range<Int>, _ deck: borrowing ScanDraw.Deck,
    _ filter: borrowing ScanFilter, _ found: borrowing Scratch<Double>,
    _ isCancelled: () -> Bool
  ) {
    let circles = engine.circles
    let counts = Scratch<SIMD16<Int32>>(repeating: .zero, count: circles.placeCount)
    for position in own {
      let lane = position - own.lowerBound
      draw.deal(replicates[position], deck) { place, _ in counts.base[place][lane] &+= 1 }
    }
    circles.places.withUnsafeBufferPointer { places in
      circles.circleEnd.withUnsafeBufferPointer { ends in
        for centre in 0..<circles.placeCount {
          if centre % Self.patience == 0, isCancelled() { return }
          var sum = SIMD16<Int32>.zero
          var next = circles.placeStart[centre]
          for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
            let end = ends[circle]
            while next < end {
              sum &+= counts[Int(places[next])]
              next &+= 1
            }
            var passes = SIMD16<Int32>(repeating: filter.high[circle]) &- sum
            if filter.hasLow { passes |= sum &- SIMD16(repeating: filter.low[circle]) }
            if !Self.hasSign(passes) { continue }
            let measure = engine.circleMeasures[circle]
            for position in own where passes[position - own.lowerBound] < 0 {
              found[position] = max(
                found[position], ratio(sum[position - own.lowerBound], measure, filter.bar))
            }
          }
        }
      }
    }
  }

  // MARK: The last intervals: a lane a duration

  private func scanLastIntervals(
    _ replicates: [Int], _ own: Range<Int>, _ deck: borrowing ScanDraw.Deck,
    _ filter: borrowing ScanFilter, _ found: borrowing Scratch<Double>,
    _ isCancelled: () -> Bool
  ) {
    let circles = engine.circles
    let blocks = ScanFilter.blocks(engine)
    let placeCount = circles.placeCount
    let counts = Scratch<SIMD16<Int32>>(placeCount * blocks)
    let last = engine.intervals - 1
    for position in own {
      if isCancelled() { return }
      counts.base.update(repeating: .zero, count: placeCount * blocks)
      draw.deal(replicates[position], deck) { place, interval in
        let age = last &- interval
        if age < engine.duration { counts.base[(age >> 4) &* placeCount &+ place][age & 15] &+= 1 }
      }
      for place in 0..<placeCount {
        var carry: Int32 = 0
        for block in 0..<blocks {
          let sums = Self.running(counts[block * placeCount + place]) &+ carry
          counts[block * placeCount + place] = sums
          carry = sums[15]
        }
      }
      for block in 0..<blocks {
        found[position] = scan(block, counts.base + block * placeCount, filter, found[position])
      }
    }
  }

  /// Sums of the lanes up to each.
  @inline(__always)
  private static func running(_ lanes: SIMD16<Int32>) -> SIMD16<Int32> {
    if lanes == .zero { return lanes }
    var sums = lanes
    for lane in 1..<16 { sums[lane] &+= sums[lane - 1] }
    return sums
  }

  private func scan(
    _ block: Int, _ counts: UnsafeMutablePointer<SIMD16<Int32>>, _ filter: borrowing ScanFilter,
    _ floor: Double
  ) -> Double {
    let circles = engine.circles
    var best = floor
    let highs = filter.lastHigh.base + block * engine.circleCount
    let lows = filter.lastLow.base + (filter.hasLow ? block * engine.circleCount : 0)
    circles.places.withUnsafeBufferPointer { places in
      circles.circleEnd.withUnsafeBufferPointer { ends in
        for centre in 0..<circles.placeCount {
          var sum = SIMD16<Int32>.zero
          var next = circles.placeStart[centre]
          for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
            let end = ends[circle]
            while next < end {
              sum &+= counts[Int(places[next])]
              next &+= 1
            }
            var passes = highs[circle] &- sum
            if filter.hasLow { passes |= sum &- lows[circle] }
            if !Self.hasSign(passes) { continue }
            for lane in 0..<16 where passes[lane] < 0 {
              let start = engine.intervals - 1 - block * 16 - lane
              if start < engine.intervals - engine.duration { continue }
              let measure = engine.measure(
                circle, around: centre, start..<engine.intervals)
              best = max(best, ratio(sum[lane], measure, filter.bar))
            }
          }
        }
      }
    }
    return best
  }
}
