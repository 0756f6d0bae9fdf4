/// The observed sums of some places, by degree and in order: where a drawn sum falls among them
/// counts it for all places of the degree at once.
struct SumGroups {
  let largestDegree: Int
  let bucketCount: Int
  private let groupDegrees: [Int]
  /// Where the sums of each degree start, and one more.
  private let starts: [Int]
  private let sums: [Int64]
  /// The group of each degree; -1 for a degree that no place has.
  private let groupOfDegree: [Int32]

  init(places: [Int32], degrees: [Int32], observed: [Int64]) {
    let largest = places.reduce(0) { max($0, Int(degrees[Int($1)])) }
    var byDegree = [Int](repeating: 0, count: largest + 2)
    for place in places { byDegree[Int(degrees[Int(place)]) + 1] += 1 }
    for degree in 0...largest { byDegree[degree + 1] += byDegree[degree] }
    var sorted = [Int64](repeating: 0, count: places.count)
    var next = byDegree
    for place in places {
      let degree = Int(degrees[Int(place)])
      sorted[next[degree]] = observed[Int(place)]
      next[degree] += 1
    }
    var groupDegrees: [Int] = []
    var starts = [0]
    var distinct: [Int64] = []
    var groupOfDegree = [Int32](repeating: -1, count: largest + 1)
    for degree in 0...largest where byDegree[degree] < byDegree[degree + 1] {
      groupOfDegree[degree] = Int32(groupDegrees.count)
      groupDegrees.append(degree)
      let start = distinct.count
      for sum in sorted[byDegree[degree]..<byDegree[degree + 1]].sorted()
      where distinct.count == start || distinct[distinct.count - 1] != sum {
        distinct.append(sum)
      }
      starts.append(distinct.count)
    }
    largestDegree = largest
    self.groupDegrees = groupDegrees
    self.starts = starts
    self.groupOfDegree = groupOfDegree
    sums = distinct
    // A group of m sums has m + 1 gaps a drawn sum can fall into.
    bucketCount = distinct.count + groupDegrees.count
  }

  /// Counts one replicate. `counts` holds the gaps of the upper tails, then of the lower ones.
  @inline(__always)
  func count(
    _ drawn: UnsafeMutablePointer<Int64>, _ tolerance: Int64, _ counts: UnsafeMutablePointer<Int32>
  ) {
    sums.withUnsafeBufferPointer { sums in
      for group in groupDegrees.indices {
        let sum = drawn[groupDegrees[group]]
        let range = starts[group]..<starts[group &+ 1]
        let above = Self.firstPosition(in: sums, range, notBelow: sum &+ tolerance &+ 1)
        var below = above
        while below > range.lowerBound && sums[below &- 1] >= sum &- tolerance { below &-= 1 }
        counts[above &+ group] &+= 1
        counts[bucketCount &+ below &+ group] &+= 1
      }
    }
  }

  /// Turns the gaps into tails: what `bucket(of:)` points at is then the place's count.
  func accumulate(_ counts: UnsafeMutablePointer<Int32>) {
    for group in groupDegrees.indices {
      let first = starts[group] + group
      let last = starts[group + 1] + group
      // At least as great as sum u is what fell into a later gap; as small, into this or before.
      var tail: Int32 = 0
      for gap in (first...last).reversed() {
        let own = counts[gap]
        counts[gap] = tail
        tail &+= own
      }
      var head: Int32 = 0
      for gap in first...last {
        head &+= counts[bucketCount + gap]
        counts[bucketCount + gap] = head
      }
    }
  }

  func bucket(of place: Int, degrees: [Int32], observed: [Int64]) -> Int {
    let group = Int(groupOfDegree[Int(degrees[place])])
    return sums.withUnsafeBufferPointer { sums in
      Self.firstPosition(
        in: sums, starts[group]..<starts[group + 1], notBelow: observed[place])
    } + group
  }

  @inline(__always)
  private static func firstPosition(
    in sums: UnsafeBufferPointer<Int64>, _ range: Range<Int>, notBelow sum: Int64
  ) -> Int {
    // Without a branch that could be mispredicted: drawn sums come in no order.
    var base = range.lowerBound
    var length = range.count
    while length > 0 {
      let half = (length &+ 1) >> 1
      base &+= sums[base &+ half &- 1] < sum ? half : 0
      length &-= half
    }
    return base
  }
}
