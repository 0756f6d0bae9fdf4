import Analysis

/// One of some things, each as likely as its weight says.
struct SampleChoice: Sendable {
  private let sums: [Double]

  /// Weights below zero count as zero.
  init(_ weights: [Double]) {
    var sum = 0.0
    sums = weights.map { weight in
      sum += max(0, weight)
      return sum
    }
  }

  var total: Double { sums.last ?? 0 }

  /// - Complexity: O(log n), one number of the generator.
  func draw(_ generator: inout ReplicateGenerator) -> Int {
    let target = generator.uniform() * total
    var low = 0
    var high = max(0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
