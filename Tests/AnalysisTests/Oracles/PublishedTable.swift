import Analysis

/// What is published of a table of counts, and an adversary who tries every answer.
///
/// Values one above and one below the truth are tried for each suppressed count. That is enough:
/// the answers that fit are the whole points of a convex set, so if a count can differ at all, it
/// can by one, against one of another.
struct PublishedTable {
  let groups: [Int]
  let suppressed: [Int]
  let truth: [Int]
  let groupTotals: [Int?]
  let grandTotal: Int?

  init(
    _ counts: [Int], _ groups: [Int], _ groupCount: Int,
    _ answer: DisclosureControl.Suppression
  ) {
    self.groups = groups
    truth = counts
    suppressed = counts.indices.filter { answer.units[$0] }
    groupTotals = (0..<groupCount).map { group in
      answer.groupTotals[group]
        ? nil : counts.indices.filter { groups[$0] == group }.reduce(0) { $0 + counts[$1] }
    }
    grandTotal = answer.grandTotal ? nil : counts.reduce(0, +)
  }

  /// Whether some answer that fits has another value for the unit.
  func canBe(_ unit: Int, otherThan count: Int) -> Bool {
    answers(from: 0, truth) { $0[unit] != count }
  }

  func totalCanDiffer(_ group: Int) -> Bool {
    let total = members(group, truth)
    return answers(from: 0, truth) { members(group, $0) != total }
  }

  private func members(_ group: Int, _ counts: [Int]) -> Int {
    counts.indices.filter { groups[$0] == group }.reduce(0) { $0 + counts[$1] }
  }

  private func answers(from index: Int, _ counts: [Int], _ holds: ([Int]) -> Bool) -> Bool {
    if index == suppressed.count { return fits(counts) && holds(counts) }
    let unit = suppressed[index]
    var counts = counts
    for change in -1...1 where truth[unit] + change >= 0 {
      counts[unit] = truth[unit] + change
      if answers(from: index + 1, counts, holds) { return true }
    }
    return false
  }

  private func fits(_ counts: [Int]) -> Bool {
    for (group, total) in groupTotals.enumerated() {
      if let total, members(group, counts) != total { return false }
    }
    if let grandTotal, counts.reduce(0, +) != grandTotal { return false }
    return true
  }
}
