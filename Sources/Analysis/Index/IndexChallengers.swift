/// What becomes of the ranks when the whole index is made by another school: equal weights, those that
/// the data suggest, or distances from the best and the worst.
public struct IndexChallengers: Sendable {
  public enum School: String, Sendable, CaseIterable {
    case equal, entropy, critic, topsis
  }

  public struct Answer: Sendable, Equatable {
    /// Places by which a rank moves, on average.
    public let meanShift: Double
    /// Spearman's, of the units that both rank.
    public let rankCorrelation: Double
  }

  public let index: SafetyIndex

  public init(_ index: SafetyIndex) { self.index = index }

  /// - Returns: `nil` where fewer than three units can be compared.
  /// - Throws: what the columns have against them.
  /// - Complexity: O(units · indicators²) for CRITIC, O(units · indicators) for others.
  public func answer(
    _ school: School, _ indicators: [Indicator]
  ) throws(AnalysisError) -> Answer? {
    let base = try index.table(indicators)
    let scores: [Double]
    do {
      switch school {
      case .equal: scores = try reweighted(.equal, indicators)
      case .entropy: scores = try reweighted(.entropy, indicators)
      case .critic: scores = try reweighted(.critic, indicators)
      case .topsis: scores = try distances(base)
      }
    } catch .tooFewPlaces {
      return nil
    }
    let both = scores.indices.filter { !scores[$0].isNaN && !base.scores[$0].isNaN }
    guard both.count >= 3 else { return nil }
    let (one, other) = (
      Self.ranks(both.map { base.scores[$0] }), Self.ranks(both.map { scores[$0] })
    )
    let shift = zip(one, other).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(both.count)
    return Answer(meanShift: shift, rankCorrelation: Self.correlation(one, other))
  }

  private func reweighted(
    _ way: DataWeights, _ indicators: [Indicator]
  ) throws(AnalysisError) -> [Double] {
    let tree = try index.tree.reweighted(index.tree.nodes.map { _ in way }, by: indicators)
    return try SafetyIndex(tree).table(indicators).scores
  }

  /// Of the units that know all indicators that anybody knows.
  private func distances(_ base: SafetyIndex.Table) throws(AnalysisError) -> [Double] {
    let held = base.points.indices.filter { column in
      base.points[column].contains { !$0.isNaN }
    }
    let rows = base.scores.indices.filter { unit in
      held.allSatisfy { !base.points[$0][unit].isNaN }
    }
    let weights = index.tree.indicatorWeights
    let closeness = try TOPSIS.closeness(
      held.map { column in rows.map { base.points[column][$0] } },
      weights: held.map { weights[$0] }, higherIsBetter: held.map { _ in true })
    var scores = base.scores.map { _ in Double.nan }
    for (row, value) in zip(rows, closeness) { scores[row] = value }
    return scores
  }

  /// From 1 for the highest; equals share the middle of theirs.
  private static func ranks(_ scores: [Double]) -> [Double] {
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var ranks = scores
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }

  private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
    let mean = Double(one.count + 1) / 2
    var (product, first, second) = (0.0, 0.0, 0.0)
    for (a, b) in zip(one, other) {
      product += (a - mean) * (b - mean)
      first += (a - mean) * (a - mean)
      second += (b - mean) * (b - mean)
    }
    let scale = (first * second).squareRoot()
    return scale > 0 ? product / scale : 1
  }
}
