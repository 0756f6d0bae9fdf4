/// A safety budget (反哺: premium that comes back for prevention) shared in three ways, side by side.
///
/// By *risk*: in step with the expected loss of all. By *need*: in step with the expected loss of
/// those who are not insured. By *premium*: in step with what a unit has paid in. The ways answer
/// different questions, so that none is mixed with another. Each adds up to the budget to the yuan.
public struct BudgetShares: Sendable, Equatable {
  /// Whole yuan, a row a unit; `nil` where nobody has anything to share by.
  public let byRisk: [Int]?
  public let byNeed: [Int]?
  public let byPremium: [Int]?

  /// - Parameters:
  ///   - budget: whole yuan, from 0 on.
  ///   - risk: a row a unit, in any unit of measure, at least 0; so are `need` and `premium`.
  /// - Throws: `differentLengths`, `negative`, `notFinite`, `invalidParameter`.
  public init(
    budget: Int, risk: [Double], need: [Double], premium: [Double]
  ) throws(AnalysisError) {
    for (column, values) in [("need", need), ("premium", premium)] where values.count != risk.count
    {
      throw .differentLengths(column: column, count: values.count, expected: risk.count)
    }
    byRisk = try Self.shares(of: budget, by: risk, column: "risk")
    byNeed = try Self.shares(of: budget, by: need, column: "need")
    byPremium = try Self.shares(of: budget, by: premium, column: "premium")
  }

  /// A sum in whole yuan in step with weights, by the method of the largest remainder; of equal
  /// remainders the earlier unit gets the yuan.
  ///
  /// - Returns: `nil` where all weights are 0.
  /// - Complexity: O(units log units).
  public static func shares(
    of budget: Int, by weights: [Double], column: String = "weights"
  ) throws(AnalysisError) -> [Int]? {
    guard budget >= 0, budget <= 1 << 52 else {
      throw .invalidParameter(name: "budget", requirement: "from 0 to 2^52 yuan")
    }
    for (unit, weight) in weights.enumerated() {
      guard weight.isFinite else { throw .notFinite(column: column, position: unit) }
      guard weight >= 0 else { throw .negative(column: column, position: unit) }
    }
    let largest = weights.max() ?? 0
    guard largest > 0 else { return nil }
    let total = weights.reduce(0) { $0 + $1 / largest }
    let exact = weights.map { Double(budget) * ($0 / largest / total) }
    var shares = exact.map { Int($0.rounded(.down)) }
    var left = budget - shares.reduce(0, +)
    let order = exact.indices.sorted {
      let (one, other) = (exact[$0] - Double(shares[$0]), exact[$1] - Double(shares[$1]))
      return one != other ? one > other : $0 < $1
    }
    for unit in order where left > 0 && weights[unit] > 0 {
      shares[unit] += 1
      left -= 1
    }
    // Rounding may have given a yuan too many or left one over: the largest unit bears it.
    if left != 0, let unit = weights.firstIndex(of: largest) { shares[unit] += left }
    return shares
  }
}
