/// Units by their distance from the best and the worst that there is: a challenger to a weighted
/// sum. The order of two units can change when a third joins, so that it is no scale to publish.
///
/// > G.-H. Tzeng, J.-J. Huang. *Multiple Attribute Decision Making*. CRC Press, 2011.
public enum TOPSIS {
  /// - Parameters:
  ///   - columns: one an indicator, a row a unit, without unknowns.
  ///   - higherIsBetter: for each indicator.
  /// - Returns: 0 for a unit that is the worst in all, 1 for one that is the best; 0.5 for all
  ///   where none differs.
  /// - Throws: `differentLengths`, `notFinite`, `invalidParameter` for weights that are negative or
  ///   all 0.
  /// - Complexity: O(units · indicators).
  public static func closeness(
    _ columns: [[Double]], weights: [Double], higherIsBetter: [Bool]
  ) throws(AnalysisError) -> [Double] {
    let units = columns.first?.count ?? 0
    guard weights.count == columns.count, higherIsBetter.count == columns.count else {
      throw .differentLengths(column: "weights", count: weights.count, expected: columns.count)
    }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 }) else {
      throw .invalidParameter(name: "weights", requirement: "from 0 on, and not all 0")
    }
    var toBest = [Double](repeating: 0, count: units)
    var toWorst = toBest
    for (number, column) in columns.enumerated() {
      guard column.count == units else {
        throw .differentLengths(column: "indicator \(number)", count: column.count, expected: units)
      }
      if let place = column.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: "indicator \(number)", position: place)
      }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      let factor = weights[number] / length
      let low = (column.min() ?? 0) * factor
      let high = (column.max() ?? 0) * factor
      let (best, worst) = higherIsBetter[number] ? (high, low) : (low, high)
      for unit in 0..<units {
        let value = column[unit] * factor
        toBest[unit] += (value - best) * (value - best)
        toWorst[unit] += (value - worst) * (value - worst)
      }
    }
    return zip(toBest, toWorst).map { best, worst in
      let (best, worst) = (best.squareRoot(), worst.squareRoot())
      return best + worst > 0 ? worst / (best + worst) : 0.5
    }
  }
}
