/// The conditional permutation distribution of the sum over a place's neighbours: its own value
/// stays, and the values of all other places are dealt out anew.
///
/// Replicate *k* draws from `(seed, k)` and is shared by all places, as in esda: it is a sequence
/// of different places, and a place with *d* neighbours takes the first *d*. A place that meets
/// itself in the sequence takes the last place instead, whom no sequence holds; so each place
/// draws from the others with equal chances, without replacement. Since the sums of a replicate
/// are the same for all places of one degree that did not meet themselves, a replicate costs
/// O(degree + degrees · log places), not O(places · degree).
///
/// Sums are of integers (values in fixed point), so they are exact, and equal sums are equal
/// whatever the order of their terms.
///
/// > L. Anselin. "Local Indicators of Spatial Association—LISA." *Geographical Analysis*, vol. 27,
/// > no. 2, 1995. doi:10.1111/j.1538-4632.1995.tb00338.x
struct ConditionalPermutation {
  let values: [Int64]
  let degrees: [Int32]
  /// The sum over the neighbours of each place, as it is.
  let observed: [Int64]
  /// Sums this close are equal: the rounding of their terms.
  let tolerance: Int64
  let seed: UInt64
  let parallel: Parallel
  /// How many draws were at least, and at most, as great as observed, and how many there were.
  private(set) var upper: [Int]
  private(set) var lower: [Int]
  private(set) var draws: [Int]

  /// - Parameter values: one a place, within ±2⁶⁰ / (largest degree + 2).
  init(
    values: [Int64], degrees: [Int32], observed: [Int64], tolerance: Int64, seed: UInt64,
    parallel: Parallel
  ) {
    self.values = values
    self.degrees = degrees
    self.observed = observed
    self.tolerance = tolerance
    self.seed = seed
    self.parallel = parallel
    upper = .init(repeating: 0, count: values.count)
    lower = upper
    draws = upper
  }

  /// Draws the replicates for some places, and adds what came out to their counts.
  ///
  /// - Parameter places: in ascending order, all with `replicates.lowerBound` draws so far.
  mutating func draw(
    _ replicates: Range<Int>, for places: [Int32], isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let groups = SumGroups(places: places, degrees: degrees, observed: observed)
    // A part counts into columns of its own, so there should be few; and many enough to cancel.
    let parts = min(parallel.threads * 4, replicates.count / 256 + 1)
    let columns = 2 * groups.bucketCount
    let counts = Scratch<Int32>(repeating: 0, count: parts * columns)
    let corrections = Scratch<Int32>(repeating: 0, count: parts * 2 * values.count)
    let isTaken = Scratch<Bool>(repeating: false, count: values.count)
    for place in places { isTaken[Int(place)] = true }
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let slice = Parallel.slice(part, of: parts, count: replicates.count)
      run(
        replicates.lowerBound + slice.lowerBound..<replicates.lowerBound + slice.upperBound,
        groups, isTaken: isTaken.base, counts: counts.base + part * columns,
        corrections: corrections.base + part * 2 * values.count)
    }
    for part in 1..<max(1, parts) {
      for column in 0..<columns { counts[column] &+= counts[part * columns + column] }
      for place in 0..<2 * values.count {
        corrections[place] &+= corrections[part * 2 * values.count + place]
      }
    }
    groups.accumulate(counts.base)
    for place in places {
      let bucket = groups.bucket(of: Int(place), degrees: degrees, observed: observed)
      let index = Int(place)
      upper[index] += Int(counts[bucket]) + Int(corrections[2 * index])
      lower[index] += Int(counts[groups.bucketCount + bucket]) + Int(corrections[2 * index + 1])
      draws[index] = replicates.upperBound
    }
  }

  private func run(
    _ replicates: Range<Int>, _ groups: SumGroups, isTaken: UnsafeMutablePointer<Bool>,
    counts: UnsafeMutablePointer<Int32>, corrections: UnsafeMutablePointer<Int32>
  ) {
    let others = UInt64(values.count - 1)
    let length = groups.largestDegree
    let sequence = Scratch<Int32>(length)
    // The sums over the first 0, 1, 2 … of the sequence.
    let sums = Scratch<Int64>(length + 1)
    sums[0] = 0
    // A short sequence is looked through; for a long one, each place keeps the last that took it.
    let isShort = length <= 24
    let lastTaken = Scratch<UInt32>(repeating: 0, count: isShort ? 0 : values.count)
    let lastValue = values[values.count - 1]
    values.withUnsafeBufferPointer { values in
      for (turn, replicate) in replicates.enumerated() {
        var generator = ReplicateGenerator(seed: seed, stream: UInt64(replicate))
        let mark = UInt32(truncatingIfNeeded: turn &+ 1)
        var sum: Int64 = 0
        for step in 0..<length {
          var place = Int(truncatingIfNeeded: generator.integer(below: others))
          if isShort {
            while Self.contains(sequence.base, step, Int32(truncatingIfNeeded: place)) {
              place = Int(truncatingIfNeeded: generator.integer(below: others))
            }
          } else {
            while lastTaken[place] == mark {
              place = Int(truncatingIfNeeded: generator.integer(below: others))
            }
            lastTaken[place] = mark
          }
          sequence[step] = Int32(truncatingIfNeeded: place)
          sum &+= values[place]
          sums[step &+ 1] = sum
        }
        groups.count(sums.base, tolerance, counts)
        for step in 0..<length {
          let place = Int(sequence[step])
          if !isTaken[place] { continue }
          let degree = Int(degrees[place])
          if degree <= step { continue }
          let shared = sums[degree]
          let own = shared &- values[place] &+ lastValue
          let target = observed[place]
          corrections[2 &* place] &+=
            (own &+ tolerance >= target ? 1 : 0) &- (shared &+ tolerance >= target ? 1 : 0)
          corrections[2 &* place &+ 1] &+=
            (own &- tolerance <= target ? 1 : 0) &- (shared &- tolerance <= target ? 1 : 0)
        }
      }
    }
  }

  @inline(__always)
  private static func contains(
    _ sequence: UnsafeMutablePointer<Int32>, _ count: Int, _ place: Int32
  ) -> Bool {
    var isThere = false
    for step in 0..<count { isThere = isThere || sequence[step] == place }
    return isThere
  }
}
