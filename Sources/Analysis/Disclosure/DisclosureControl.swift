/// Which counts may not be published, so that no small count is given away: neither by itself,
/// nor as the difference between a total and what is published beside it.
///
/// A count below the threshold is suppressed, 0 too. Then, in each group with a published total,
/// the next smallest are suppressed until those suppressed are at least two and sum up to at
/// least the threshold. Where a whole group cannot reach that, its total is suppressed as well;
/// the suppressed units of all such groups are then held to the same rule under the grand
/// total, with further groups taken in, the smallest totals first; last, the grand total goes.
///
/// The adversary knows all published numbers, that counts are whole and not negative, and the
/// threshold. For each suppressed count, two different values then fit all that is published.
///
/// > L. Willenborg, T. de Waal. *Elements of Statistical Disclosure Control.* Springer, 2001.
public struct DisclosureControl: Sendable, Equatable {
  /// Counts below this are small. It may be raised, never lowered.
  public static let minimumThreshold = 3

  public let threshold: Int

  /// - Throws: `invalidParameter` for a threshold below `minimumThreshold`.
  public init(threshold: Int = minimumThreshold) throws(AnalysisError) {
    guard threshold >= Self.minimumThreshold else {
      throw .invalidParameter(
        name: "threshold", requirement: "at least \(Self.minimumThreshold)")
    }
    self.threshold = threshold
  }

  /// What is suppressed, for one table of counts.
  public struct Suppression: Sendable, Equatable {
    /// For each unit, whether its count is suppressed.
    public var units: [Bool]
    /// For each group, whether its total is suppressed.
    public var groupTotals: [Bool]
    public var grandTotal: Bool
  }

  /// - Parameters:
  ///   - counts: one a unit, not negative.
  ///   - groups: the group of each unit, in `0..<groupCount`.
  /// - Throws: `differentLengths`, `negative`, `invalidParameter` for a group out of range.
  /// - Complexity: O(n log n).
  public func suppression(
    counts: [Int], groups: [Int], groupCount: Int
  ) throws(AnalysisError) -> Suppression {
    guard groups.count == counts.count else {
      throw .differentLengths(column: "groups", count: groups.count, expected: counts.count)
    }
    guard groupCount >= 0, groups.allSatisfy({ (0..<max(0, groupCount)).contains($0) }) else {
      throw .invalidParameter(name: "groups", requirement: "from 0 to groupCount - 1")
    }
    if let position = counts.firstIndex(where: { $0 < 0 }) {
      throw .negative(column: "counts", position: position)
    }
    var members = [[Int]](repeating: [], count: groupCount)
    for (unit, group) in groups.enumerated() { members[group].append(unit) }
    for group in members.indices {
      members[group].sort { (counts[$0], $0) < (counts[$1], $1) }
    }

    var answer = Suppression(
      units: .init(repeating: false, count: counts.count),
      groupTotals: .init(repeating: false, count: groupCount), grandTotal: false)
    // What is suppressed under the grand total alone, for want of a total of its own.
    var pooled = Pool()
    for group in members.indices {
      let pool = Pool(members[group], counts, threshold)
      for unit in members[group].prefix(pool.count) { answer.units[unit] = true }
      if pool.count > 0 && !pool.isSafe(threshold) {
        answer.groupTotals[group] = true
        pooled.add(pool)
      }
    }
    if pooled.count > 0 && !pooled.isSafe(threshold) {
      widen(&pooled, &answer, members, counts)
      answer.grandTotal = !pooled.isSafe(threshold)
    }
    return answer
  }

  /// Takes further groups into the pool under the grand total, the smallest totals first.
  private func widen(
    _ pooled: inout Pool, _ answer: inout Suppression, _ members: [[Int]], _ counts: [Int]
  ) {
    let totals = members.map { units in
      units.reduce(0) { $0.addingReportingOverflow(counts[$1]).partialValue }
    }
    let further = members.indices
      .filter { !answer.groupTotals[$0] && !members[$0].isEmpty }
      .sorted { (totals[$0], $0) < (totals[$1], $1) }
    for group in further {
      if pooled.isSafe(threshold) { return }
      // Its total would be told by its units, if all of them were published.
      answer.groupTotals[group] = true
      var suppressed = Pool()
      for unit in members[group] {
        if answer.units[unit] || suppressed.count == 0 {
          answer.units[unit] = true
          suppressed.add(counts[unit])
        }
      }
      pooled.add(suppressed)
    }
  }

  /// Suppressed counts whose sum is known.
  private struct Pool {
    var count = 0
    var sum = 0

    init() {}

    /// The units of a group that are suppressed: those below the threshold, and of the others as
    /// many as it takes, smallest first.
    init(_ ascending: [Int], _ counts: [Int], _ threshold: Int) {
      for unit in ascending {
        if counts[unit] >= threshold && (count == 0 || isSafe(threshold)) { return }
        add(counts[unit])
      }
    }

    /// Whether no member can be told from the sum.
    func isSafe(_ threshold: Int) -> Bool { count >= 2 && sum >= threshold }

    mutating func add(_ value: Int) {
      count += 1
      sum = sum.addingReportingOverflow(value).overflow ? .max : sum + value
    }

    mutating func add(_ other: Pool) {
      count += other.count
      sum = sum.addingReportingOverflow(other.sum).overflow ? .max : sum + other.sum
    }
  }
}
