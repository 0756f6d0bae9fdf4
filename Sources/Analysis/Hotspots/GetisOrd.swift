/// The local statistics G and G* of Getis and Ord: how far the sum of values around a place lies
/// from what chance would give. G* includes the place itself, G leaves it out.
///
/// Neighbours weigh 1. Values are counts or rates; scores are in standard deviations and have no
/// unit. A place without neighbours (an island) keeps a score, that of its own value under G*
/// and 0 under G.
///
/// ## Which p
///
/// Two p's go with a score, each true to its own idea of chance (`HotspotSettings.permutations`).
///
/// *Conditional permutations*, the default, ask whether the surroundings of a place are high: its
/// own value stays and the others are dealt out anew. They suppose nothing of the values, so the
/// bound on false discoveries also holds for sparse and for uneven counts. The p does not depend
/// on the place's own value, is the same for G and G*, and is 1 for an island.
///
/// *The normal p* of the score, with 0 permutations, also counts the place's own value, under G*.
/// It finds a place that is high alone, and calls its neighbours with it, whose sums hold the
/// same value. It is as good as the sums are normal. Of studies without any pattern, so many have
/// a place called at a rate of 0.05 (queen lattices of 560 and 10,302 places; standard error 0.02):
///
/// | values | 560 | 10,302 |
/// | --- | --- | --- |
/// | normal | 0.04 | 0.04 |
/// | Poisson, mean 8 | 0.05 | 0.10 |
/// | Poisson, mean 2 | 0.08 | 0.24 |
/// | Poisson, mean 0.5 | 0.22 | 0.75 |
/// | negative binomial, mean 2, variance 6 | 0.37 | 0.94 |
///
/// So take permutations to find where values gather; take the normal p to look for lone places,
/// where counts are not sparse, and check what it calls.
///
/// ## Why permutations do not find a lone place
///
/// Their chance is that values may be anything and only their arrangement is chance. A lone high
/// value agrees with that: it has to lie somewhere. It lies at a given place in 1 of n
/// arrangements, among given m places in m of n; so even if a place's own value were dealt out
/// too, the m sums that hold it would have a p of about m/n each, which among n places is a q of
/// about 1, however high the value. What is wrong with it must be said by a law of the values
/// themselves (Poisson? with how much more scatter?), and a law estimated from one study cannot
/// tell a hot place from a heavy tail. A p under such a law is a statement about that law: mixed
/// into q it would halve the level for the surroundings and make every class depend on the law.
/// So it is not mixed.
///
/// > J.K. Ord, A. Getis. "Local Spatial Autocorrelation Statistics." *Geographical Analysis*,
/// > vol. 27, no. 4, 1995. doi:10.1111/j.1538-4632.1995.tb00912.x
public struct GetisOrd: Sendable {
  public enum Statistic: String, Sendable, CaseIterable {
    case gi
    case giStar = "gi-star"
  }

  /// Fewer places than this say nothing.
  public static let minimumPlaces = 3

  public let graph: NeighbourGraph
  public let statistic: Statistic

  public init(graph: NeighbourGraph, statistic: Statistic = .giStar) {
    self.graph = graph
    self.statistic = statistic
  }

  /// Writes the score of each place; 0 where the values do not vary.
  ///
  /// Equals `Zs` of esda's `G_Local(transform="B")` and spdep's `localG`.
  ///
  /// - Parameter scores: storage of the caller, one element a place.
  /// - Throws: `tooFewPlaces`, `differentLengths`, `notFinite`.
  /// - Complexity: O(places + neighbours). Allocates nothing.
  public func score(
    _ values: Span<Double>, into scores: inout MutableSpan<Double>
  ) throws(AnalysisError) {
    try requireColumn(values, "values")
    guard scores.count == graph.placeCount else {
      throw .differentLengths(column: "scores", count: scores.count, expected: graph.placeCount)
    }
    guard values.count >= Self.minimumPlaces else {
      throw .tooFewPlaces(count: values.count, minimum: Self.minimumPlaces)
    }
    let moments = ValueMoments(values)
    for place in 0..<graph.placeCount {
      scores[place] = score(of: place, values, moments)
    }
  }

  func requireColumn(_ values: Span<Double>, _ name: String) throws(AnalysisError) {
    guard values.count == graph.placeCount else {
      throw .differentLengths(column: name, count: values.count, expected: graph.placeCount)
    }
    for place in values.indices where !values[place].isFinite {
      throw .notFinite(column: name, position: place)
    }
  }

  private func score(of place: Int, _ values: Span<Double>, _ moments: ValueMoments) -> Double {
    var sum = 0.0
    let neighbours = graph.neighbours(of: place)
    for neighbour in neighbours { sum += moments.centred(values[Int(neighbour)]) }
    var weight = Double(neighbours.count)
    switch statistic {
    case .giStar:
      sum += moments.centred(values[place])
      weight += 1
      return moments.isConstant
        ? 0
        : Self.standardised(
          sum, weight: weight, mean: 0, variance: moments.variance, count: Double(values.count))
    case .gi:
      let others = moments.without(place, values)
      return Self.standardised(
        sum, weight: weight, mean: others.mean, variance: others.variance,
        count: Double(values.count - 1))
    }
  }

  /// A sum of `weight` of `count` values, less what chance gives, in its standard deviations.
  private static func standardised(
    _ sum: Double, weight: Double, mean: Double, variance: Double, count: Double
  ) -> Double {
    let spread = (variance * (count * weight - weight * weight) / (count - 1)).squareRoot()
    return spread > 0 ? (sum - weight * mean) / spread : 0
  }
}

/// The mean and variance of a column, of values brought below 2 in size first, so that squares
/// neither overflow nor vanish; scores do not depend on the scale.
struct ValueMoments {
  /// A power of two: dividing by it is exact.
  let scale: Double
  let mean: Double
  /// Of the centred values, the sum of squares.
  let squares: Double
  let variance: Double
  let isConstant: Bool

  init(_ values: Span<Double>) {
    var low = Double.infinity
    var high = -Double.infinity
    for place in values.indices {
      low = min(low, values[place])
      high = max(high, values[place])
    }
    scale = Self.scale(of: max(abs(low), abs(high)))
    isConstant = low == high
    let count = Double(values.count)
    var sum = 0.0
    for place in values.indices { sum += values[place] / scale }
    let rough = sum / count
    // A second pass over the rest of the first takes its rounding out.
    var rest = 0.0
    for place in values.indices { rest += values[place] / scale - rough }
    mean = rough + rest / count
    var squares = 0.0
    for place in values.indices {
      let centred = values[place] / scale - mean
      squares += centred * centred
    }
    self.squares = squares
    variance = squares / count
  }

  /// The power of two that is at most `size`, and at least half of it; 1 for 0.
  static func scale(of size: Double) -> Double {
    size > 0 ? Double(sign: .plus, exponent: size.exponent, significand: 1) : 1
  }

  func centred(_ value: Double) -> Double { value / scale - mean }

  /// The mean (as a centred value) and variance of all places but one.
  func without(_ place: Int, _ values: Span<Double>) -> (mean: Double, variance: Double) {
    let own = centred(values[place])
    let count = Double(values.count - 1)
    // With more than half of all squares in one place the difference would be mere rounding.
    // There is at most one such place, so the loop stays O(places) in all; two at half each.
    if own * own < squares / 2 {
      let mean = -own / count
      return (mean, max(0, (squares - own * own) / count - mean * mean))
    }
    var sum = 0.0
    var low = Double.infinity
    var high = -Double.infinity
    for other in values.indices where other != place {
      low = min(low, values[other])
      high = max(high, values[other])
      sum += centred(values[other])
    }
    let mean = sum / count
    if low == high { return (mean, 0) }
    var squares = 0.0
    for other in values.indices where other != place {
      let rest = centred(values[other]) - mean
      squares += rest * rest
    }
    return (mean, squares / count)
  }
}
