extension ScanReplicates {
  /// Any stretch of intervals: for each circle the cases before each interval, searched by
  /// lengths. Where no window of the longest length has what the shortest asks, none between has.
  func scanDurations(
    _ replicates: [Int], _ own: Range<Int>, _ deck: borrowing ScanDraw.Deck,
    _ filter: borrowing ScanFilter, _ found: borrowing Scratch<Double>
  ) {
    let circles = engine.circles
    let intervals = engine.intervals
    let width = (intervals + 15) / 16
    let counts = Scratch<SIMD16<Int32>>(circles.placeCount * width)
    // Zeros before the first interval, so that a window may begin before it.
    let lead = (engine.duration + 16) / 16
    let sums = Scratch<SIMD16<Int32>>(repeating: .zero, count: lead + width)
    let zero = UnsafeMutableRawPointer(sums.base + lead)
    for position in own {
      counts.base.update(repeating: .zero, count: circles.placeCount * width)
      draw.deal(replicates[position], deck) { place, interval in
        counts.base[place &* width &+ interval >> 4][interval & 15] &+= 1
      }
      accumulate(counts, width)
      var best = found[position]
      for centre in 0..<circles.placeCount {
        for block in 0..<width { sums[lead + block] = .zero }
        var next = circles.placeStart[centre]
        for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
          while next < circles.circleEnd[circle] {
            let row = counts.base + Int(circles.places[next]) * width
            for block in 0..<width { sums.base[lead + block] &+= row[block] }
            next += 1
          }
          let search = Search(
            replicates: self, circle: circle, centre: centre, after: zero, bar: filter.bar,
            high: filter.high.base + circle * engine.duration,
            low: filter.hasLow ? filter.low.base + circle * engine.duration : nil)
          search.high(1, engine.duration, &best)
          if filter.hasLow { search.low(1, engine.duration, &best) }
        }
      }
      found[position] = best
    }
  }

  /// Makes each place's counts the sums up to each interval.
  private func accumulate(_ counts: borrowing Scratch<SIMD16<Int32>>, _ width: Int) {
    for place in 0..<engine.circles.placeCount {
      var carry: Int32 = 0
      for block in 0..<width {
        var lanes = counts[place * width + block]
        if lanes == .zero {
          lanes = SIMD16(repeating: carry)
        } else {
          for lane in 0..<16 {
            carry &+= lanes[lane]
            lanes[lane] = carry
          }
        }
        counts[place * width + block] = lanes
      }
    }
  }

  /// The windows of one circle.
  private struct Search {
    let replicates: ScanReplicates
    let circle: Int
    let centre: Int
    /// The cases up to the end of each interval, zeros before.
    let after: UnsafeMutableRawPointer
    let bar: ScanBar
    let high: UnsafeMutablePointer<Int32>
    let low: UnsafeMutablePointer<Int32>?

    private var intervals: Int { replicates.engine.intervals }

    @inline(__always)
    private func cases(_ length: Int, endingAt last: Int) -> Int32 {
      after.load(fromByteOffset: last &* 4, as: Int32.self)
        &- after.load(fromByteOffset: (last &- length) &* 4, as: Int32.self)
    }

    @inline(__always)
    private func vector(_ length: Int, endingAt last: Int) -> SIMD16<Int32> {
      after.loadUnaligned(fromByteOffset: last &* 4, as: SIMD16<Int32>.self)
        &- after.loadUnaligned(fromByteOffset: (last &- length) &* 4, as: SIMD16<Int32>.self)
    }

    func high(_ shortest: Int, _ longest: Int, _ best: inout Double) {
      // Lanes past the last interval repeat its sum: their windows are shorter, never higher.
      let bar = SIMD16<Int32>(repeating: high[shortest - 1])
      var passes = SIMD16<Int32>.zero
      for last in stride(from: 0, to: intervals, by: 16) {
        passes |= bar &- vector(longest, endingAt: last)
      }
      if !ScanReplicates.hasSign(passes) { return }
      if shortest < longest {
        let middle = (shortest + longest) / 2
        high(shortest, middle, &best)
        high(middle + 1, longest, &best)
        return
      }
      for last in shortest - 1..<intervals
      where cases(shortest, endingAt: last) > high[shortest - 1] {
        take(shortest, last, &best)
      }
    }

    func low(_ shortest: Int, _ longest: Int, _ best: inout Double) {
      guard let low else { return }
      let bar = low[longest - 1]
      let first = shortest - 1
      guard (first..<intervals).contains(where: { cases(shortest, endingAt: $0) < bar }) else {
        return
      }
      if shortest < longest {
        let middle = (shortest + longest) / 2
        self.low(shortest, middle, &best)
        self.low(middle + 1, longest, &best)
        return
      }
      for last in first..<intervals where cases(shortest, endingAt: last) < bar {
        take(shortest, last, &best)
      }
    }

    private func take(_ length: Int, _ last: Int, _ best: inout Double) {
      let measure = replicates.engine.measure(
        circle, around: centre, last + 1 - length..<last + 1)
      best = max(best, replicates.ratio(cases(length, endingAt: last), measure, bar))
    }
  }
}
