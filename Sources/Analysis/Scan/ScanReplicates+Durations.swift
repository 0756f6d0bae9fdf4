extension ScanReplicates {
  /// Any stretch of intervals: a lane a replicate, and for each circle the cases before each
  /// interval. Lengths are tried in ranges: where no window of the longest has what the shortest
  /// asks, none between has.
  func scanDurations(
    _ replicates: [Int], _ own: Range<Int>, _ deck: borrowing ScanDraw.Deck,
    _ filter: borrowing ScanFilter, _ found: borrowing Scratch<Double>,
    _ isCancelled: () -> Bool
  ) {
    let circles = engine.circles
    let intervals = engine.intervals
    let counts = Scratch<SIMD16<Int32>>(
      repeating: .zero, count: circles.placeCount * intervals)
    for position in own {
      let lane = position - own.lowerBound
      draw.deal(replicates[position], deck) { place, interval in
        counts.base[place &* intervals &+ interval][lane] &+= 1
      }
    }
    for place in 0..<circles.placeCount {
      let row = counts.base + place * intervals
      for interval in 1..<intervals { row[interval] &+= row[interval - 1] }
    }
    let sums = Scratch<SIMD16<Int32>>(intervals + 1)
    circles.places.withUnsafeBufferPointer { places in
      for centre in 0..<circles.placeCount {
        // A centre has many circles here, each with all durations.
        if isCancelled() { return }
        for interval in 0...intervals { sums[interval] = .zero }
        var next = circles.placeStart[centre]
        for circle in circles.circleStart[centre]..<circles.circleStart[centre + 1] {
          let end = circles.circleEnd[circle]
          while next < end {
            let row = counts.base + Int(places[next]) * intervals
            for interval in 0..<intervals { sums.base[interval &+ 1] &+= row[interval] }
            next &+= 1
          }
          let search = DurationSearch(
            replicates: self, circle: circle, centre: centre, before: sums.base, own: own,
            found: found.base, duration: engine.duration)
          search.high(filter)
          if filter.hasLow { search.low(filter) }
        }
      }
    }
  }
}

/// The windows of one circle, for sixteen replicates.
private struct DurationSearch {
  let replicates: ScanReplicates
  let circle: Int
  let centre: Int
  /// The cases before each interval, and of all.
  let before: UnsafeMutablePointer<SIMD16<Int32>>
  let own: Range<Int>
  let found: UnsafeMutablePointer<Double>
  let duration: Int

  private var intervals: Int { replicates.engine.intervals }

  @inline(__always)
  private func cases(_ length: Int, before end: Int) -> SIMD16<Int32> {
    before[end] &- before[end &- length]
  }

  func high(_ filter: borrowing ScanFilter) {
    let row = circle * duration
    if duration == 0 { return }
    var shortest = 1
    while shortest <= duration {
      let longest = Int(filter.rangeEnd[row + shortest - 1])
      let bar = SIMD16<Int32>(repeating: filter.high[row + shortest - 1])
      var passes = SIMD16<Int32>.zero
      var end = longest
      while end <= intervals {
        passes |= bar &- cases(longest, before: end)
        end &+= 1
      }
      if ScanReplicates.hasSign(passes) {
        for length in shortest...longest { high(length, filter) }
      }
      shortest = longest + 1
    }
  }

  private func high(_ length: Int, _ filter: borrowing ScanFilter) {
    let bar = SIMD16<Int32>(repeating: filter.high[circle * duration + length - 1])
    for end in length...intervals {
      let counts = cases(length, before: end)
      let passes = bar &- counts
      if ScanReplicates.hasSign(passes) { take(length, end, counts, passes, filter.bar) }
    }
  }

  func low(_ filter: borrowing ScanFilter) {
    for length in stride(from: 1, through: duration, by: 1) {
      let bar = SIMD16<Int32>(repeating: filter.low[circle * duration + length - 1])
      for end in length...intervals {
        let counts = cases(length, before: end)
        let passes = counts &- bar
        if ScanReplicates.hasSign(passes) { take(length, end, counts, passes, filter.bar) }
      }
    }
  }

  private func take(
    _ length: Int, _ end: Int, _ counts: SIMD16<Int32>, _ passes: SIMD16<Int32>, _ bar: ScanBar
  ) {
    let measure = replicates.engine.measure(circle, around: centre, end - length..<end)
    for position in own where passes[position - own.lowerBound] < 0 {
      let ratio = replicates.ratio(counts[position - own.lowerBound], measure, bar)
      if ratio > found[position] { found[position] = ratio }
    }
  }
}
