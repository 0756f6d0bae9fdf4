/// At which densities to draw borders.
public enum DensityLevels {
  /// The largest densities above which given shares of all that the nodes hold lie: the level of
  /// 0.5 encloses the smallest area with half of the events, as the kernel spreads them.
  ///
  /// Unlike equal steps up to the peak, these say the same of a town and of a county, and do not
  /// change when one peak grows.
  ///
  /// > R.J. Hyndman. "Computing and Graphing Highest Density Regions." *The American
  /// > Statistician*, vol. 50, no. 2, 1996. doi:10.1080/00031305.1996.10474359
  ///
  /// - Parameters:
  ///   - shares: above 0 and at most 1, in any order.
  ///   - values: densities of nodes of one area each, not negative.
  /// - Returns: one level a share, in their order; 0 where no node has a density above 0.
  /// - Throws: `notFinite`, `negative`, `invalidParameter` for a share out of range.
  /// - Complexity: O(nodes log nodes).
  public static func holding(
    _ shares: [Double], of values: Span<Double>
  ) throws(AnalysisError) -> [Double] {
    guard shares.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
      throw .invalidParameter(name: "shares", requirement: "above 0, at most 1")
    }
    var sorted: [Double] = []
    for node in values.indices {
      guard values[node].isFinite else { throw .notFinite(column: "values", position: node) }
      guard values[node] >= 0 else { throw .negative(column: "values", position: node) }
      if values[node] > 0 { sorted.append(values[node]) }
    }
    sorted.sort(by: >)
    let total = sorted.reduce(0, +)
    return shares.map { share in
      var sum = 0.0
      for value in sorted {
        sum += value
        if sum >= share * total { return value }
      }
      return sorted.last ?? 0
    }
  }
}
