/// How much of an answer's variance comes from each of its inputs.
///
/// > A. Saltelli et al. "Variance based sensitivity analysis of model output." *Computer Physics
/// > Communications* 181, 2010. doi:10.1016/j.cpc.2009.09.018
public struct SobolIndices: Sendable, Equatable {
  /// By the input alone: `V(E(y | x)) / V(y)`.
  public let first: [Double]
  /// With all that the input does together with others.
  public let total: [Double]

  /// - Parameters:
  ///   - a: answers to the rows of a first sample.
  ///   - b: answers to those of a second, independent one.
  ///   - mixed: for each input, the answers to the rows of the first sample with that input taken
  ///     from the second.
  /// - Returns: `nil` where the answers do not vary, so that nothing has a share of that.
  /// - Complexity: O(rows · inputs).
  public init?(a: [Double], b: [Double], mixed: [[Double]]) {
    precondition(a.count == b.count && mixed.allSatisfy { $0.count == a.count })
    let all = a + b
    guard a.count > 1 else { return nil }
    let mean = all.reduce(0, +) / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count - 1)
    guard variance > 0, variance.isFinite else { return nil }
    let rows = Double(a.count)
    // Answers less their mean: the products are then not sums of large numbers.
    first = mixed.map { column in
      a.indices.reduce(0) { $0 + (b[$1] - mean) * (column[$1] - a[$1]) } / rows / variance
    }
    total = mixed.map { column in
      a.indices.reduce(0) { $0 + (a[$1] - column[$1]) * (a[$1] - column[$1]) }
        / (2 * rows) / variance
    }
  }
}
