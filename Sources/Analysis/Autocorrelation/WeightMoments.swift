/// The sums of weights that the moments of global statistics are made of.
///
/// > A.D. Cliff, J.K. Ord. *Spatial Processes: Models and Applications.* Pion, 1981, ch. 2.
struct WeightMoments {
  /// Σ w.
  let s0: Double
  /// ½ Σ (wᵢⱼ + wⱼᵢ)².
  let s1: Double
  /// Σᵢ (Σⱼ wᵢⱼ + Σⱼ wⱼᵢ)².
  let s2: Double

  init(_ weights: SpatialWeights) {
    let graph = weights.graph
    var received = [Double](repeating: 0, count: graph.placeCount)
    var (s0, s1) = (0.0, 0.0)
    for place in 0..<graph.placeCount {
      for entry in weights.entries(of: place) {
        let neighbour = Int(graph.neighbours[entry])
        let weight = weights.weight(entry, of: place)
        received[neighbour] += weight
        s0 += weight
        // (a + b)² over both directions is a² + b² + 2ab: the mutual part by looking it up.
        s1 += weight * weight + weight * Self.weight(weights, from: neighbour, to: Int32(place))
      }
    }
    var s2 = 0.0
    for place in 0..<graph.placeCount {
      let sum = weights.sums(of: place).weights + received[place]
      s2 += sum * sum
    }
    self.s0 = s0
    self.s1 = s1
    self.s2 = s2
  }

  private static func weight(_ weights: SpatialWeights, from place: Int, to other: Int32) -> Double
  {
    var range = weights.entries(of: place)
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let neighbour = weights.graph.neighbours[middle]
      if neighbour == other { return weights.weight(middle, of: place) }
      range =
        neighbour < other ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  func setMoranVariances(of test: inout GlobalTest, n: Double, kurtosis: Double) {
    let square = s0 * s0
    let mean = -1 / (n - 1)
    test.normalVariance =
      (n * n * s1 - n * s2 + 3 * square) / (square * (n * n - 1)) - mean * mean
    guard n > 3 else { return }
    let first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * square)
    let second = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * square)
    test.randomisedVariance =
      (first - second) / ((n - 1) * (n - 2) * (n - 3) * square) - mean * mean
    test.keepPositiveVariances()
  }

  func setGearyVariances(of test: inout GlobalTest, n: Double, kurtosis: Double) {
    let square = s0 * s0
    test.normalVariance =
      ((2 * s1 + s2) * (n - 1) - 4 * square) / (2 * (n + 1) * square)
    guard n > 3 else { return }
    let first = (n - 1) * s1 * (n * n - 3 * n + 3 - (n - 1) * kurtosis)
    let second = (n - 1) * s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * kurtosis) / 4
    let third = square * (n * n - 3 - (n - 1) * (n - 1) * kurtosis)
    test.randomisedVariance = (first - second + third) / (n * (n - 2) * (n - 3) * square)
    test.keepPositiveVariances()
  }
}

extension GlobalTest {
  /// A variance of 0 or less, which a graph of all pairs has, is none.
  fileprivate mutating func keepPositiveVariances() {
    if let variance = normalVariance, !(variance > 1e-15) { normalVariance = nil }
    if let variance = randomisedVariance, !(variance > 1e-15) { randomisedVariance = nil }
  }
}
