/// Cases to be expected of a population, adjusted for covariates by indirect standardisation: each
/// class of people or premises (by age, by use) has the rate that it has in the whole study.
public enum ScanExpectation {
  /// The expected cases of each row: over the classes, the population times the rate of its class.
  ///
  /// - Parameters:
  ///   - population: persons, or persons times days; a row a place and interval, and in it one
  ///     element a class.
  ///   - classCases: the cases of each class in the whole study.
  /// - Throws: `negative`, `notFinite`, `differentLengths`, `invalidParameter` for cases of a class
  ///   that nobody belongs to.
  /// - Complexity: O(rows · classes).
  public static func standardised(
    population: Span<Double>, classCases: Span<Int32>
  ) throws(AnalysisError) -> [Double] {
    let classes = classCases.count
    guard classes > 0, population.count % classes == 0 else {
      throw .differentLengths(
        column: "population", count: population.count,
        expected: (population.count / max(1, classes) + 1) * max(1, classes))
    }
    var totals = [Double](repeating: 0, count: classes)
    for row in population.indices {
      guard population[row].isFinite else { throw .notFinite(column: "population", position: row) }
      guard population[row] >= 0 else { throw .negative(column: "population", position: row) }
      totals[row % classes] += population[row]
    }
    var rates = [Double](repeating: 0, count: classes)
    for one in 0..<classes {
      guard classCases[one] >= 0 else { throw .negative(column: "classCases", position: one) }
      if classCases[one] == 0 { continue }
      guard totals[one] > 0 else {
        throw .invalidParameter(
          name: "population", requirement: "positive in class \(one), which has cases")
      }
      rates[one] = Double(classCases[one]) / totals[one]
    }
    var expected = [Double](repeating: 0, count: population.count / classes)
    for row in population.indices {
      expected[row / classes] += population[row] * rates[row % classes]
    }
    return expected
  }

  /// The same where each row is of one class: its exposure times the rate of its class.
  ///
  /// - Parameters:
  ///   - exposure: persons, or persons times days, a row.
  ///   - classes: the class of each row, from 0.
  ///   - cases: of each row.
  /// - Throws: as above.
  /// - Complexity: O(rows).
  public static func standardised(
    exposure: Span<Double>, classes: Span<Int32>, cases: Span<Int32>
  ) throws(AnalysisError) -> [Double] {
    for (name, count) in [("classes", classes.count), ("cases", cases.count)]
    where count != exposure.count {
      throw .differentLengths(column: name, count: count, expected: exposure.count)
    }
    var totals: [Double] = []
    var sums: [Double] = []
    for row in exposure.indices {
      guard exposure[row].isFinite else { throw .notFinite(column: "exposure", position: row) }
      guard exposure[row] >= 0 else { throw .negative(column: "exposure", position: row) }
      guard cases[row] >= 0 else { throw .negative(column: "cases", position: row) }
      let own = Int(classes[row])
      guard own >= 0, own < 1 << 24 else {
        throw .invalidParameter(name: "classes", requirement: "from 0 to 16777215")
      }
      while totals.count <= own {
        totals.append(0)
        sums.append(0)
      }
      totals[own] += exposure[row]
      sums[own] += Double(cases[row])
    }
    for one in totals.indices where sums[one] > 0 && totals[one] <= 0 {
      throw .invalidParameter(
        name: "exposure", requirement: "positive in class \(one), which has cases")
    }
    return exposure.indices.map { row in
      let own = Int(classes[row])
      return totals[own] > 0 ? exposure[row] * (sums[own] / totals[own]) : 0
    }
  }

  /// The person-days of each interval, of a population that is known on some days.
  ///
  /// Between those days the population changes evenly; before the first and after the last it
  /// stays. An interval's person-days are the area under that line from its first day to the first
  /// day after it. A census of a year counts for the 1st of July.
  ///
  /// - Parameters:
  ///   - days: the days on which the population is known, ascending.
  ///   - counts: the population on them.
  ///   - starts: the first day of each interval, ascending, and the first day after the last.
  public static func personDays(
    days: [Int], counts: [Double], starts: [Int]
  ) throws(AnalysisError) -> [Double] {
    guard counts.count == days.count else {
      throw .differentLengths(column: "counts", count: counts.count, expected: days.count)
    }
    guard !days.isEmpty, zip(days, days.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .invalidParameter(name: "days", requirement: "one or more, ascending")
    }
    guard starts.count >= 2, zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .invalidParameter(name: "starts", requirement: "two or more, ascending")
    }
    for (position, count) in counts.enumerated() {
      guard count.isFinite else { throw .notFinite(column: "counts", position: position) }
      guard count >= 0 else { throw .negative(column: "counts", position: position) }
    }
    func population(_ day: Int) -> Double {
      guard let after = days.firstIndex(where: { $0 > day }) else {
        return counts[counts.count - 1]
      }
      if after == 0 { return counts[0] }
      let share = Double(day - days[after - 1]) / Double(days[after] - days[after - 1])
      return counts[after - 1] + (counts[after] - counts[after - 1]) * share
    }
    return zip(starts, starts.dropFirst()).map { start, next in
      let breaks = [start] + days.filter { $0 > start && $0 < next } + [next]
      return zip(breaks, breaks.dropFirst()).reduce(0) { sum, stretch in
        sum + (population(stretch.0) + population(stretch.1)) / 2 * Double(stretch.1 - stretch.0)
      }
    }
  }
}
