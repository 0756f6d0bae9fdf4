/// How an indicator's values become points, from 0 (the worst) to 100.
public enum IndicatorScale: Sendable, Hashable {
  /// Fixed posts: values at or beyond `worst` have no points, at or beyond `best` all; the only
  /// scale by which two periods, or two counties, can be compared. `worst` may be the larger one.
  case goalposts(worst: Double, best: Double)
  /// Between the least and the greatest of the units.
  case minMax(higherIsBetter: Bool)
  /// 50 at the mean, 10 points a standard deviation of the units.
  case zScore(higherIsBetter: Bool)
  /// By rank among the units; equal values share the mean of their ranks.
  case rank(higherIsBetter: Bool)
  /// All points at the target and beyond, none at the worst of the units.
  case distanceToTarget(Double, higherIsBetter: Bool)

  var isHigherBetter: Bool {
    switch self {
    case .goalposts(let worst, let best): best > worst
    case .minMax(let higherIsBetter), .zScore(let higherIsBetter), .rank(let higherIsBetter),
      .distanceToTarget(_, let higherIsBetter):
      higherIsBetter
    }
  }

  /// Points of a column whose unknown values are not numbers, and stay so.
  ///
  /// - Parameter floor: the least points that a unit can have; above 0 where points are multiplied.
  /// - Returns: the points; a column that is the same everywhere has half of all by a scale that
  ///   compares units.
  /// - Complexity: O(n), by rank O(n log n).
  func points(_ values: [Double], floor: Double) -> [Double] {
    let known = values.filter { !$0.isNaN }
    guard let low = known.min(), let high = known.max() else { return values }
    switch self {
    case .goalposts(let worst, let best):
      return Self.between(values, worst, best, floor)
    case .minMax(let higherIsBetter):
      return Self.between(values, higherIsBetter ? low : high, higherIsBetter ? high : low, floor)
    case .distanceToTarget(let target, let higherIsBetter):
      return Self.between(values, higherIsBetter ? low : high, target, floor)
    case .zScore(let higherIsBetter):
      let mean = known.reduce(0, +) / Double(known.count)
      let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = known.count > 1 ? (squares / Double(known.count - 1)).squareRoot() : 0
      guard deviation > 0 else { return Self.middle(values, floor) }
      let step = (higherIsBetter ? 10 : -10) / deviation
      return values.map { $0.isNaN ? $0 : min(100, max(floor, 50 + ($0 - mean) * step)) }
    case .rank(let higherIsBetter):
      guard low < high else { return Self.middle(values, floor) }
      let ranks = Self.ranks(values)
      let steps = Double(known.count - 1)
      return ranks.map {
        $0.isNaN ? $0 : floor + (100 - floor) * (higherIsBetter ? $0 : steps - $0) / steps
      }
    }
  }

  /// As `points`, in the column itself: fixed posts need no look at the others.
  func turnIntoPoints(_ values: inout [Double], floor: Double) {
    guard case .goalposts(let worst, let best) = self, worst != best else {
      values = points(values, floor: floor)
      return
    }
    let factor = (100 - floor) / (best - worst)
    values.withUnsafeMutableBufferPointer { values in
      for unit in values.indices {
        let points = floor + (values[unit] - worst) * factor
        // What is not a number is neither below nor above, and stays.
        values[unit] = points < floor ? floor : points > 100 ? 100 : points
      }
    }
  }

  /// Straight from `worst` to `best`.
  private static func between(
    _ values: [Double], _ worst: Double, _ best: Double, _ floor: Double
  ) -> [Double] {
    guard worst != best else { return middle(values, floor) }
    let factor = (100 - floor) / (best - worst)
    return values.map {
      $0.isNaN ? $0 : min(100, max(floor, floor + ($0 - worst) * factor))
    }
  }

  private static func middle(_ values: [Double], _ floor: Double) -> [Double] {
    values.map { $0.isNaN ? $0 : (floor + 100) / 2 }
  }

  /// From 0 for the least.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.filter { !values[$0].isNaN }
      .sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: .nan, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }
}
