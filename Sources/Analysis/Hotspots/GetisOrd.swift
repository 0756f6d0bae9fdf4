/// The local statistics G and G* of Getis and Ord: how far the sum of values around a place lies
/// from what chance would give. G* includes the place itself, G leaves it out.
///
/// Neighbours weigh 1, or as `SpatialWeights` say; a weight that all neighbours of a place share
/// does not change its score, so binary and row-standardised weights give the same. Under G* the
/// place itself weighs as much as the neighbour that weighs most. Values are counts or rates;
/// scores are in standard deviations and have no unit. A place without neighbours (an island)
/// keeps a score, that of its own value under G* and 0 under G.
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
/// The same holds for `LocalMoran`, of one column or two, whose p is conditional in the same way:
/// a lone place is not `highHigh`. It would be `highLow` only if its surroundings were low beyond
/// chance, which says nothing of how high it is.
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

  public let weights: SpatialWeights
  public let statistic: Statistic

  public var graph: NeighbourGraph { weights.graph }

  public init(weights: SpatialWeights, statistic: Statistic = .giStar) {
    self.weights = weights
    self.statistic = statistic
  }

  /// Every neighbour weighs 1.
  public init(graph: NeighbourGraph, statistic: Statistic = .giStar) {
    self.init(weights: .binary(graph), statistic: statistic)
  }

  /// Writes the score of each place; 0 where the values do not vary.
  ///
  /// Equals `Zs` of esda's `G_Local(transform="B")` and spdep's `localG` for any weights. (esda's
  /// scores of row-standardised weights are not those of the paper: its variance takes the sum of
  /// the weights where the paper has that of their squares.)
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
    var sums = WeightSums()
    let range = weights.entries(of: place)
    if let column = weights.column {
      for entry in range {
        sums.add(column[entry], moments.centred(values[Int(graph.neighbours[entry])]))
      }
    } else {
      for entry in range { sums.value += moments.centred(values[Int(graph.neighbours[entry])]) }
      sums.weights = Double(range.count)
      sums.squares = sums.weights
    }
    switch statistic {
    case .giStar:
      let heaviest = weights.column?[range].max() ?? 1
      sums.add(heaviest > 0 ? heaviest : 1, moments.centred(values[place]))
      return moments.isConstant
        ? 0
        : sums.standardised(mean: 0, variance: moments.variance, count: Double(values.count))
    case .gi:
      let others = moments.without(place, values)
      return sums.standardised(
        mean: others.mean, variance: others.variance, count: Double(values.count - 1))
    }
  }
}

/// A weighted sum of some of many values.
private struct WeightSums {
  var value = 0.0
  var weights = 0.0
  var squares = 0.0

  mutating func add(_ weight: Double, _ value: Double) {
    self.value += weight * value
    weights += weight
    squares += weight * weight
  }

  /// The sum, less what chance gives if `count` values are dealt out, in its standard deviations.
  func standardised(mean: Double, variance: Double, count: Double) -> Double {
    let shape = count * squares - weights * weights
    // With all values in the sum, equally weighted, there is no chance: what is left is rounding.
    guard shape > count * squares * 0x1p-44 else { return 0 }
    let spread = (variance * shape / (count - 1)).squareRoot()
    return spread > 0 ? (value - weights * mean) / spread : 0
  }
}
