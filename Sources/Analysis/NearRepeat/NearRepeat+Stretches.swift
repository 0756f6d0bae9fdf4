/// Near repeats of incidents whose time is only known to lie between two moments.
///
/// Each time is taken as spread evenly over its stretch, as in aoristic analysis, and the times of
/// two incidents as independent. A pair counts in a band of time for the chance that its times
/// differ so much; a cell is the sum over the pairs of its distance. Under chance the stretches are
/// dealt anew among the places, each as it is: so long stretches, which make every cell more alike,
/// do so under chance too, and p is as exact as with moments. With moments alone the table is that
/// of `table(x:y:days:)`.
///
/// > J.H. Ratcliffe. "Aoristic Analysis: The Spatial Interpretation of Unspecific Temporal
/// > Events." *Int. J. Geographical Information Science*, vol. 14, no. 7, 2000.
/// > doi:10.1080/136588100424963
extension NearRepeat {
  /// Of more events the expectation, over all pairs, would take longer than the permutations.
  public static let maximumStretches = 20_000

  /// The table of pairs.
  ///
  /// - Parameters:
  ///   - x: metres to the east of each incident.
  ///   - y: metres to the north.
  ///   - from: the earliest moment, in days, parts of days included.
  ///   - to: the latest moment, not before the earliest.
  /// - Throws: as `table(x:y:days:)`, and `tooManyPoints` past 20,000 incidents,
  ///   `invalidParameter` for a stretch that ends before it begins.
  /// - Complexity: O(n² + pairs within the farthest band times the permutations), each times the
  ///   bands of time.
  public func table(
    x: Span<Double>, y: Span<Double>, from: Span<Double>, to: Span<Double>,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> NearRepeatTable {
    let count = x.count
    for (name, other) in [("y", y.count), ("from", from.count), ("to", to.count)]
    where other != count {
      throw .differentLengths(column: name, count: other, expected: count)
    }
    guard permutations >= 0, permutations <= 1_000_000 else {
      throw .invalidParameter(name: "permutations", requirement: "from 0 to 1000000")
    }
    guard count >= Self.minimumEvents else {
      throw .tooFewIncidents(count: Double(count), minimum: Double(Self.minimumEvents))
    }
    guard count <= Self.maximumStretches else {
      throw .tooManyPoints(count: count, maximum: Self.maximumStretches)
    }
    var stretches: [TimeStretch] = []
    stretches.reserveCapacity(count)
    for event in 0..<count {
      guard from[event].isFinite else { throw .notFinite(column: "from", position: event) }
      guard to[event].isFinite else { throw .notFinite(column: "to", position: event) }
      guard from[event] <= to[event] else {
        throw .invalidParameter(name: "to", requirement: "a time, not before from")
      }
      // About the first, so that far days keep their digits.
      stretches.append(TimeStretch(from: from[event] - from[0], to: to[event] - from[0]))
    }
    let parallel = Parallel(threads: threads)
    let pairs = try NearPairs(x, y, distances, parallel, isCancelled)
    let chances = StretchBands(stretches: stretches, bands: timeBands)
    let cells = distanceBands.count * timeBands.count
    let replicates = permutations
    let seed = seed
    // The row past the last is of the order observed.
    let sums = Scratch<Double>(repeating: 0, count: (replicates + 1) * cells)
    let parts = min(replicates + 1, parallel.threads * 16)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let order = Scratch<Int32>(count)
      for replicate in Parallel.slice(part, of: parts, count: replicates + 1) {
        if replicate == replicates {
          for event in 0..<count { order[event] = Int32(truncatingIfNeeded: event) }
        } else {
          Self.deal(order, seed: seed, replicate: replicate)
        }
        chances.add(pairs, order, to: sums.base + replicate * cells)
      }
    }
    let byTime = try chances.overAllPairs(parallel, isCancelled)
    let all = Double(count) * Double(count - 1) / 2
    let byDistance = pairs.byBand
    let table = (0..<cells).map { index in
      let expected =
        Double(byDistance[index / timeBands.count]) * byTime[index % timeBands.count] / all
      var cell = NearRepeatTable.Cell(
        observed: sums[replicates * cells + index], expected: expected)
      cell.compare(with: (0..<replicates).map { sums[$0 * cells + index] })
      return cell
    }
    return NearRepeatTable(distanceBands: distanceBands, timeBands: timeBands, cells: table)
  }
}

/// When an incident happened, in days.
struct TimeStretch: Sendable {
  var from: Double
  var to: Double

  /// The chance that a moment of this stretch is no more than `days` after one of the other.
  ///
  /// The mean, over the moments of this one, of the share of the other that lies late enough.
  func chance(within days: Double, after other: TimeStretch) -> Double {
    let (own, length) = (to - from, other.to - other.from)
    // How much of the other is late enough for the latest and the earliest moment of this one.
    let least = other.to + days - to
    let most = other.to + days - from
    if least >= length { return 1 }
    if most <= 0 { return 0 }
    func area(_ reach: Double) -> Double {
      reach <= 0 ? 0 : reach < length ? reach * reach / (2 * length) : reach - length / 2
    }
    if own > 0 { return (area(most) - area(least)) / own }
    return length > 0 ? min(1, max(0, most / length)) : 1
  }
}

/// The chance of each band of time for a pair of stretches.
struct StretchBands: Sendable {
  let stretches: [TimeStretch]
  let bands: [DifferenceBand]

  @inline(__always)
  private func add(
    _ first: TimeStretch, _ second: TimeStretch, to sums: UnsafeMutablePointer<Double>
  ) {
    if first.from == first.to && second.from == second.to {
      let difference = abs(first.from - second.from)
      for (number, band) in bands.enumerated() where band.contains(difference) {
        sums[number] += 1
      }
      return
    }
    // The differences at hand; most pairs lie outside of all bands, or wholly within one.
    let farthest = max(first.to - second.from, second.to - first.from)
    let nearest = max(0, max(first.from - second.to, second.from - first.to))
    for (number, band) in bands.enumerated() {
      if band.lower > farthest || band.upper < nearest || band.lower == band.upper { continue }
      if band.lower <= nearest && farthest <= band.upper {
        sums[number] += 1
        continue
      }
      sums[number] += max(0, within(band.upper, first, second) - within(band.lower, first, second))
    }
  }

  /// The chance that two times are no further apart.
  private func within(_ days: Double, _ first: TimeStretch, _ second: TimeStretch) -> Double {
    first.chance(within: days, after: second) - first.chance(within: -days, after: second)
  }

  /// The sums over the near pairs, the stretches dealt in an order.
  func add(
    _ pairs: NearPairs, _ order: borrowing Scratch<Int32>,
    to cells: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<pairs.start.count - 1 {
      for pair in pairs.start[row]..<pairs.start[row + 1] {
        add(
          stretches[Int(order[Int(pairs.first[pair])])],
          stretches[Int(order[Int(pairs.second[pair])])], to: cells + row * bands.count)
      }
    }
  }

  /// The sums over all pairs, near or far.
  func overAllPairs(
    _ parallel: Parallel, _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> [Double] {
    let count = stretches.count
    let sums = Scratch<Double>(repeating: 0, count: count * bands.count)
    try parallel.forEach(count, isCancelled: isCancelled) { event in
      for other in event + 1..<count {
        add(stretches[event], stretches[other], to: sums.base + event * bands.count)
      }
    }
    var totals = [Double](repeating: 0, count: bands.count)
    for event in 0..<count {
      for band in bands.indices { totals[band] += sums[event * bands.count + band] }
    }
    return totals
  }
}
