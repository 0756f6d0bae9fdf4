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
/// whatever the order of their terms. Where neighbours do not weigh the same (`WeightedSums`), a
/// place's first neighbour takes the first of the sequence, and so on; sums are then a place's own,
/// so a replicate costs O(degrees of the places that draw).
///
/// A weight that all neighbours of a place share, such as that of a row-standardised graph, changes
/// the sums of all draws alike, and so no count: it is left out.
///
/// > L. Anselin. "Local Indicators of Spatial Association—LISA." *Geographical Analysis*, vol. 27,
/// > no. 2, 1995. doi:10.1111/j.1538-4632.1995.tb00338.x
struct ConditionalPermutation {
  let sums: NeighbourSums
  let seed: UInt64
  let parallel: Parallel
  /// How many draws were at least, and at most, as great as observed, and how many there were.
  private(set) var upper: [Int]
  private(set) var lower: [Int]
  private(set) var draws: [Int]

  init(sums: NeighbourSums, seed: UInt64, parallel: Parallel) {
    self.sums = sums
    self.seed = seed
    self.parallel = parallel
    upper = .init(repeating: 0, count: sums.degrees.count)
    lower = upper
    draws = upper
  }

  var placeCount: Int { draws.count }

  /// How many values a replicate draws and sums for some places.
  func cost(of places: [Int32]) -> Int {
    var (largest, all) = (0, 0)
    for place in places {
      let degree = Int(sums.degrees[Int(place)])
      largest = max(largest, degree)
      all += degree
    }
    switch sums {
    case .equal: return largest
    case .weighted: return largest + all
    }
  }

  /// Draws the replicates for some places, and adds what came out to their counts.
  ///
  /// - Parameter places: in ascending order, all with `replicates.lowerBound` draws so far.
  mutating func draw(
    _ replicates: Range<Int>, for places: [Int32], isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let own = Scratch<Int32>(repeating: 0, count: 2 * placeCount)
    switch sums {
    case .equal(let sums):
      let groups = SumGroups(places: places, degrees: sums.degrees, observed: sums.observed)
      let isTaken = Scratch<Bool>(repeating: false, count: placeCount)
      for place in places { isTaken[Int(place)] = true }
      let counts = Scratch<Int32>(repeating: 0, count: 2 * groups.bucketCount)
      try run(replicates, shared: counts, own: own, isCancelled: isCancelled) {
        sums.draw(
          $0, length: groups.largestDegree, seed: seed, groups, isTaken: isTaken.base,
          counts: $1, corrections: $2)
      }
      groups.accumulate(counts.base)
      for place in places {
        let bucket = groups.bucket(of: Int(place), degrees: sums.degrees, observed: sums.observed)
        own[2 * Int(place)] &+= counts[bucket]
        own[2 * Int(place) + 1] &+= counts[groups.bucketCount + bucket]
      }
    case .weighted(let sums):
      let none = Scratch<Int32>(0)
      try run(replicates, shared: none, own: own, isCancelled: isCancelled) {
        sums.draw($0, seed: seed, places: places, counts: $2)
      }
    }
    for place in places {
      upper[Int(place)] += Int(own[2 * Int(place)])
      lower[Int(place)] += Int(own[2 * Int(place) + 1])
      draws[Int(place)] = replicates.upperBound
    }
  }

  /// Runs slices of the replicates, each counting into columns of its own, and adds these up.
  private func run(
    _ replicates: Range<Int>, shared: borrowing Scratch<Int32>, own: borrowing Scratch<Int32>,
    isCancelled: @Sendable () -> Bool,
    _ body: (Range<Int>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Void
  ) throws(AnalysisError) {
    // So there should be few parts; and many enough to cancel.
    let parts = min(parallel.threads * 4, replicates.count / 256 + 1)
    let width = shared.count + own.count
    let columns = Scratch<Int32>(repeating: 0, count: parts * width)
    let sharedCount = shared.count
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let slice = Parallel.slice(part, of: parts, count: replicates.count)
      let column = columns.base + part * width
      body(
        replicates.lowerBound + slice.lowerBound..<replicates.lowerBound + slice.upperBound,
        column, column + sharedCount)
    }
    for part in 0..<parts {
      let column = columns.base + part * width
      for bucket in 0..<sharedCount { shared[bucket] &+= column[bucket] }
      for place in 0..<own.count { own[place] &+= column[sharedCount + place] }
    }
  }
}

/// What is summed over the neighbours of each place.
enum NeighbourSums {
  /// Neighbours weigh the same.
  case equal(FixedPointSums)
  case weighted(WeightedSums)

  init(values: [Double], weights: SpatialWeights) {
    self =
      if let column = weights.column {
        .weighted(WeightedSums(values: values, graph: weights.graph, weights: column))
      } else {
        .equal(FixedPointSums(values: values, graph: weights.graph))
      }
  }

  var degrees: [Int32] {
    switch self {
    case .equal(let sums): sums.degrees
    case .weighted(let sums): sums.degrees
    }
  }
}
