#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Weights that the data themselves suggest. They reward an indicator for telling units apart, be
/// it by chance: ask them of smoothed rates, and beside weights that somebody answers for.
public enum DataWeights: String, Sendable, CaseIterable {
  case equal
  /// > C.E. Shannon. "A Mathematical Theory of Communication." *Bell System Technical Journal*,
  /// > vol. 27, 1948; as weights: M. Zeleny, *Multiple Criteria Decision Making*, 1982.
  case entropy
  /// > D. Diakoulaki, G. Mavrotas, L. Papayannakis. "Determining Objective Weights in Multiple
  /// > Criteria Problems: The CRITIC Method." *Computers & Operations Research*, vol. 22, no. 7,
  /// > 1995. doi:10.1016/0305-0548(94)00059-H
  case critic

  /// - Parameter columns: one an indicator, a row a unit, without unknowns.
  /// - Returns: weights that add up to 1. A column that is the same everywhere has none; where all
  ///   are, the weights are equal.
  /// - Throws: `tooFewPlaces` below two units, `differentLengths`, `notFinite`, and for entropy
  ///   `negative`: shares of a whole need numbers from 0 on.
  /// - Complexity: O(units · indicators), CRITIC O(units · indicators²).
  public func weights(of columns: [[Double]]) throws(AnalysisError) -> [Double] {
    guard let first = columns.first else { return [] }
    guard first.count >= 2 else { throw .tooFewPlaces(count: first.count, minimum: 2) }
    for (number, column) in columns.enumerated() {
      guard column.count == first.count else {
        throw .differentLengths(
          column: "indicator \(number)", count: column.count, expected: first.count)
      }
      if let place = column.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: "indicator \(number)", position: place)
      }
      if self == .entropy, let place = column.firstIndex(where: { $0 < 0 }) {
        throw .negative(column: "indicator \(number)", position: place)
      }
    }
    let information: [Double] =
      switch self {
      case .equal: columns.map { _ in 1 }
      case .entropy: columns.map(Self.diversification)
      case .critic: Self.contrast(columns)
      }
    let total = information.reduce(0, +)
    guard total > 0 else { return columns.map { _ in 1 / Double(columns.count) } }
    return information.map { $0 / total }
  }

  /// 1 less the entropy of the column's shares, as a part of the greatest possible.
  private static func diversification(_ column: [Double]) -> Double {
    let total = column.reduce(0, +)
    guard total > 0, column.contains(where: { $0 != column[0] }) else { return 0 }
    var entropy = 0.0
    for value in column where value > 0 {
      let share = value / total
      entropy -= share * log(share)
    }
    return max(0, 1 - entropy / log(Double(column.count)))
  }

  /// Standard deviation times what the other columns do not say already, on columns from 0 to 1.
  private static func contrast(_ columns: [[Double]]) -> [Double] {
    let scaled = columns.map { column -> (values: [Double], deviation: Double) in
      let low = column.min() ?? 0
      let range = (column.max() ?? 0) - low
      guard range > 0 else { return (column.map { _ in 0 }, 0) }
      let values = column.map { ($0 - low) / range }
      let mean = values.reduce(0, +) / Double(values.count)
      let centred = values.map { $0 - mean }
      let squares = centred.reduce(0) { $0 + $1 * $1 }
      return (centred, (squares / Double(values.count - 1)).squareRoot())
    }
    // One that alone tells units apart has none to be at odds with, and says all there is.
    guard scaled.count(where: { $0.deviation > 0 }) > 1 else { return scaled.map(\.deviation) }
    return scaled.map { own in
      guard own.deviation > 0 else { return 0 }
      var conflict = 0.0
      for other in scaled where other.deviation > 0 {
        let product = zip(own.values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
        conflict += 1 - product / Double(own.values.count - 1) / own.deviation / other.deviation
      }
      return own.deviation * conflict
    }
  }
}
