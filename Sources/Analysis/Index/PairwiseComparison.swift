/// Weights from judgements of pairs: the analytic hierarchy process.
///
/// `judgements[i][j]` says how many times as important item i is as item j, on Saaty's scale from
/// 1/9 to 9; `judgements[j][i]` is its reciprocal. The weights are the principal right eigenvector.
/// People contradict themselves: the consistency ratio compares by how much with judgements at
/// random, and one of a tenth or more is refused.
///
/// > T.L. Saaty. "Decision Making with the Analytic Hierarchy Process." *Int. J. Services
/// > Sciences*, vol. 1, no. 1, 2008. doi:10.1504/IJSSCI.2008.017590
public struct PairwiseComparison: Sendable, Hashable {
  /// They add up to 1.
  public let weights: [Double]
  /// The principal eigenvalue; the number of items where nobody contradicts himself.
  public let lambdaMax: Double
  /// (λmax − n) / (n − 1); 0 for one item.
  public let consistencyIndex: Double
  /// The index beside its mean over judgements at random; 0 for one or two items, which cannot
  /// contradict each other.
  public let consistencyRatio: Double

  /// Accepted below this.
  public static let acceptedRatio = 0.1
  /// What Saaty gives random indices for.
  public static let mostItems = 10
  private static let randomIndices = [
    0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49,
  ]

  /// - Throws: `invalidParameter` where the table is not square, has 0 or more than ten items, or
  ///   a judgement that is not positive or not the reciprocal of its counterpart.
  /// - Complexity: O(n²) a step of the power iteration, some tens of steps.
  public init(_ judgements: [[Double]]) throws(AnalysisError) {
    let count = judgements.count
    guard (1...Self.mostItems).contains(count), judgements.allSatisfy({ $0.count == count }) else {
      throw .invalidParameter(
        name: "judgements", requirement: "a square table of 1 to \(Self.mostItems) items")
    }
    for row in 0..<count {
      for column in 0..<count {
        let product = judgements[row][column] * judgements[column][row]
        guard judgements[row][column] > 0, abs(product - 1) < 1e-3 else {
          throw .invalidParameter(
            name: "judgements[\(row)][\(column)]",
            requirement: "positive, and the reciprocal of [\(column)][\(row)]")
        }
      }
    }
    var vector = [Double](repeating: 1 / Double(count), count: count)
    var lambda = Double(count)
    for _ in 0..<10_000 {
      var next = judgements.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      lambda = next.reduce(0, +)
      for item in next.indices { next[item] /= lambda }
      let change = zip(next, vector).reduce(0) { max($0, abs($1.0 - $1.1)) }
      vector = next
      if change < 1e-16 { break }
    }
    weights = vector
    lambdaMax = lambda
    consistencyIndex = count > 1 ? (lambda - Double(count)) / Double(count - 1) : 0
    consistencyRatio = count > 2 ? consistencyIndex / Self.randomIndices[count] : 0
  }

  public var isConsistent: Bool { consistencyRatio < Self.acceptedRatio }
}
