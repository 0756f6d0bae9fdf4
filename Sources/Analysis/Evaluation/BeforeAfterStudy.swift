#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What became of incidents where something was done, against what they would have become: by
/// empirical Bayes, which takes out that places are chosen for a bad year, and by difference in
/// differences.
///
/// A fall that is compared with nothing is no effect: without units where nothing was done there is
/// no answer.
///
/// > E. Hauer. *Observational Before–After Studies in Road Safety.* Pergamon, 1997, chapters 9–12.
/// > ISBN 978-0-08-043053-9. AASHTO. *Highway Safety Manual*, 2010, appendix 9A.
public struct BeforeAfterStudy: Sendable {
  /// Columns with a row a unit.
  public struct Columns: Sendable {
    public var before: [Double]
    public var after: [Double]
    /// Residents times days, or whatever incidents are counted by; above 0.
    public var exposureBefore: [Double]
    public var exposureAfter: [Double]
    /// Whether something was done in the unit.
    public var isTreated: [Bool]

    public init(
      before: [Double], after: [Double], exposureBefore: [Double], exposureAfter: [Double],
      isTreated: [Bool]
    ) {
      self.before = before
      self.after = after
      self.exposureBefore = exposureBefore
      self.exposureAfter = exposureAfter
      self.isTreated = isTreated
    }
  }

  public struct Answer: Sendable, Equatable {
    public var treatedUnits: Int
    public var comparisonUnits: Int
    /// Of the treated units: incidents before and after.
    public var before: Double
    public var after: Double
    /// After by before, by exposure: what a fall looks like without any comparison.
    public var naive: Double
    /// After by before of the comparison units, by exposure.
    public var trend: Double
    /// What the treated units' incidents before would have been in a usual year.
    public var usualBefore: Double
    /// What they would have been afterwards if nothing had been done.
    public var expected: Double
    /// After by expected, 1 for no effect, with its range and the p of its being chance.
    public var effect: Double
    public var low: Double
    public var high: Double
    public var p: Double
    /// The same by difference in differences, which does not know the usual year; not a number
    /// where a count is 0.
    public var differences: Double
    public var differencesLow: Double
    public var differencesHigh: Double
    /// How much more the comparison units' changes vary than Poisson's, 1 at least.
    public var overdispersion: Double
  }

  public static let fewestComparisonUnits = 5
  public static let fewestComparisonIncidents = 20.0

  /// Of the ranges.
  public var confidence: Double

  public init(confidence: Double = 0.95) { self.confidence = confidence }

  /// - Throws: `differentLengths`, `negative`, `notFinite`, `tooFewPlaces` without a treated unit or
  ///   with fewer than five to compare with, `tooFewIncidents` where these have fewer than 20 before
  ///   or after, `invalidParameter`.
  /// - Complexity: O(units).
  public func answer(_ columns: Columns) throws(AnalysisError) -> Answer {
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    try Self.check(columns)
    let treated = columns.isTreated.indices.filter { columns.isTreated[$0] }
    let others = columns.isTreated.indices.filter { !columns.isTreated[$0] }
    guard !treated.isEmpty else { throw .tooFewPlaces(count: 0, minimum: 1) }
    guard others.count >= Self.fewestComparisonUnits else {
      throw .tooFewPlaces(count: others.count, minimum: Self.fewestComparisonUnits)
    }
    func sum(_ column: [Double], _ units: [Int]) -> Double { units.reduce(0) { $0 + column[$1] } }
    let (before, after) = (sum(columns.before, treated), sum(columns.after, treated))
    let (otherBefore, otherAfter) = (sum(columns.before, others), sum(columns.after, others))
    for count in [otherBefore, otherAfter] where count < Self.fewestComparisonIncidents {
      throw .tooFewIncidents(count: count, minimum: Self.fewestComparisonIncidents)
    }
    let (exposureBefore, exposureAfter) = (
      sum(columns.exposureBefore, treated), sum(columns.exposureAfter, treated)
    )
    let trend =
      otherAfter / sum(columns.exposureAfter, others)
      / (otherBefore / sum(columns.exposureBefore, others))
    let dispersion = Self.overdispersion(columns, others)
    let trendVariance = dispersion * (1 / otherBefore + 1 / otherAfter)

    let usual = Self.usual(columns, treated: treated, others: others)
    // To the exposure of the period after, unit by unit.
    var (usualBefore, expected, variance) = (0.0, 0.0, 0.0)
    for (place, unit) in treated.enumerated() {
      let growth = trend * columns.exposureAfter[unit] / columns.exposureBefore[unit]
      usualBefore += usual[place].mean
      expected += growth * usual[place].mean
      variance += growth * growth * usual[place].variance
    }
    let relative = (expected > 0 ? variance / (expected * expected) : 0) + trendVariance
    let width = NormalRange.halfWidth(confidence: confidence)
    var answer = Answer(
      treatedUnits: treated.count, comparisonUnits: others.count, before: before, after: after,
      naive: before > 0 ? after / exposureAfter / (before / exposureBefore) : .nan, trend: trend,
      usualBefore: usualBefore, expected: expected, effect: .nan, low: .nan, high: .nan, p: .nan,
      differences: .nan, differencesLow: .nan, differencesHigh: .nan, overdispersion: dispersion)
    guard expected > 0 else { return answer }
    answer.effect = after / expected / (1 + relative)
    if after > 0 {
      let error = (dispersion / after + relative).squareRoot()
      answer.low = answer.effect * exp(-width * error)
      answer.high = answer.effect * exp(width * error)
      answer.p = NormalRange.twoSided(log(answer.effect), error: error)
    } else {
      // None at all: as few as that happen with the tail's probability.
      answer.low = 0
      answer.high = -log((1 - confidence) / 2) * dispersion / expected
      answer.p = min(1, 2 * exp(-expected / dispersion))
    }
    if before > 0, after > 0 {
      let error = (dispersion * (1 / before + 1 / after) + trendVariance).squareRoot()
      answer.differences = answer.naive / trend
      answer.differencesLow = answer.differences * exp(-width * error)
      answer.differencesHigh = answer.differences * exp(width * error)
    }
    return answer
  }

  private static func check(_ columns: Columns) throws(AnalysisError) {
    let units = columns.isTreated.count
    let named = [
      ("before", columns.before), ("after", columns.after),
      ("exposureBefore", columns.exposureBefore), ("exposureAfter", columns.exposureAfter),
    ]
    for (name, column) in named {
      guard column.count == units else {
        throw .differentLengths(column: name, count: column.count, expected: units)
      }
      for unit in 0..<units {
        guard column[unit].isFinite else { throw .notFinite(column: name, position: unit) }
        guard column[unit] >= 0 else { throw .negative(column: name, position: unit) }
        guard !name.hasPrefix("exposure") || column[unit] > 0 else {
          throw .invalidParameter(name: "\(name) at position \(unit)", requirement: "above 0")
        }
      }
    }
  }

  /// Each treated unit's incidents before as its usual year would have them: between its own count
  /// and that of units like it, by how much units differ. A gamma prior from the moments of the
  /// units where nothing was done: those that were chosen are chosen for being bad.
  private static func usual(
    _ columns: Columns, treated: [Int], others: [Int]
  ) -> [(mean: Double, variance: Double)] {
    var moments = RateMoments()
    for unit in others { moments.add(columns.before[unit], columns.exposureBefore[unit]) }
    let mean = moments.mean
    for unit in others {
      moments.addSquare(
        columns.before[unit] / columns.exposureBefore[unit] - mean, columns.exposureBefore[unit])
    }
    let between = moments.between(.poisson)
    return treated.map { unit in
      let (count, exposure) = (columns.before[unit], columns.exposureBefore[unit])
      guard between > 0 else { return (mean * exposure, 0) }
      let (shape, rate) = (mean * mean / between, mean / between)
      let posterior = (shape + count) / (rate + exposure)
      return (posterior * exposure, posterior / (rate + exposure) * exposure * exposure)
    }
  }

  /// Pearson's chi-square of the comparison units' changes by its degrees of freedom.
  private static func overdispersion(_ columns: Columns, _ others: [Int]) -> Double {
    var (before, after) = (0.0, 0.0)
    for unit in others {
      before += columns.before[unit]
      after += columns.after[unit]
    }
    let growth =
      after / others.reduce(0) { $0 + columns.exposureAfter[$1] }
      / (before / others.reduce(0) { $0 + columns.exposureBefore[$1] })
    var (sum, degrees) = (0.0, -1.0)
    for unit in others {
      let all = columns.before[unit] + columns.after[unit]
      guard all > 0 else { continue }
      let ratio = growth * columns.exposureAfter[unit] / columns.exposureBefore[unit]
      let share = ratio / (1 + ratio)
      let rest = columns.after[unit] - all * share
      sum += rest * rest / (all * share * (1 - share))
      degrees += 1
    }
    return degrees > 0 ? max(1, sum / degrees) : 1
  }
}
