/// What is scanned: the cases of each place and time interval, and what chance would give there.
///
/// Columns are dense, a row a place and in it one element an interval:
/// `cases[place * intervals + interval]`. One interval is a purely spatial study.
///
/// Expectations are kept as whole multiples of a quantum of 2⁻⁵² of their sum, so that the sum over
/// a window does not depend on the order of its places: the same window seen from two centres has
/// the same likelihood to the last bit.
public struct ScanStudy: Sendable {
  enum Model: Sendable {
    case poisson
    case bernoulli
    case permutation
  }

  let model: Model
  public let placeCount: Int
  public let intervalCount: Int
  let cases: [Int32]
  let caseCount: Int
  /// What a window is measured by, in quanta. Poisson: the expected cases. Bernoulli: cases and
  /// controls. Empty for the permutation model, whose measure is a product of two margins.
  let measures: [Double]
  /// The measure of everything.
  let total: Double
  /// Cases by place, and by interval.
  let placeCases: [Int]
  let intervalCases: [Int]

  /// More cases or individuals than this are not counted in 32 bits.
  static let maximumCases = 1 << 30

  /// Cases that follow a Poisson distribution whose mean is known up to a common factor.
  ///
  /// - Parameter expected: the cases that chance would give: a population, or expectations
  ///   adjusted for covariates (`ScanExpectation`). Scaled here so that their sum is that of the
  ///   cases.
  /// - Throws: `negative`, `notFinite`, `differentLengths`, `tooFewIncidents` below two cases,
  ///   `invalidParameter` where there are cases that cannot be expected.
  public static func poisson(
    cases: Span<Int32>, expected: Span<Double>, intervals: Int = 1
  ) throws(AnalysisError) -> ScanStudy {
    guard expected.count == cases.count else {
      throw .differentLengths(column: "expected", count: expected.count, expected: cases.count)
    }
    var sum = 0.0
    for row in expected.indices {
      guard expected[row].isFinite else { throw .notFinite(column: "expected", position: row) }
      guard expected[row] >= 0 else { throw .negative(column: "expected", position: row) }
      guard expected[row] > 0 || cases[row] <= 0 else {
        throw .invalidParameter(
          name: "expected", requirement: "positive where there are cases (row \(row))")
      }
      sum += expected[row]
    }
    guard sum.isFinite, sum > 0 else {
      throw .invalidParameter(name: "expected", requirement: "of a positive, finite sum")
    }
    let scale = 0x1p51 / sum
    var measures = [Double](repeating: 0, count: expected.count)
    for row in expected.indices where expected[row] > 0 {
      measures[row] = max(1, (expected[row] * scale).rounded())
    }
    return try ScanStudy(.poisson, cases, measures, intervals)
  }

  /// Cases among individuals of which each is a case or a control.
  public static func bernoulli(
    cases: Span<Int32>, controls: Span<Int32>, intervals: Int = 1
  ) throws(AnalysisError) -> ScanStudy {
    guard controls.count == cases.count else {
      throw .differentLengths(column: "controls", count: controls.count, expected: cases.count)
    }
    var measures: [Double] = []
    var sum = 0
    measures.reserveCapacity(cases.count)
    for row in cases.indices {
      guard controls[row] >= 0 else { throw .negative(column: "controls", position: row) }
      measures.append(Double(cases[row]) + Double(controls[row]))
      sum += Int(controls[row])
    }
    guard sum > 0 else { throw .invalidParameter(name: "controls", requirement: "one or more") }
    return try ScanStudy(.bernoulli, cases, measures, intervals)
  }

  /// Cases alone: whether those that are near in space are near in time, given how many there are
  /// at each place and at each time. Asks for no population.
  public static func spaceTimePermutation(
    cases: Span<Int32>, intervals: Int
  ) throws(AnalysisError) -> ScanStudy {
    guard intervals >= 2 else {
      throw .invalidParameter(name: "intervals", requirement: "at least 2 for permutations")
    }
    return try ScanStudy(.permutation, cases, [], intervals)
  }

  private init(
    _ model: Model, _ column: Span<Int32>, _ measures: [Double], _ intervals: Int
  ) throws(AnalysisError) {
    guard intervals >= 1, intervals <= 1 << 16 else {
      throw .invalidParameter(name: "intervals", requirement: "from 1 to 65536")
    }
    let places = column.count / intervals
    guard places * intervals == column.count else {
      throw .differentLengths(
        column: "cases", count: column.count, expected: (places + 1) * intervals)
    }
    var byPlace = [Int](repeating: 0, count: places)
    var byInterval = [Int](repeating: 0, count: intervals)
    var cases: [Int32] = []
    cases.reserveCapacity(column.count)
    for row in column.indices {
      guard column[row] >= 0 else { throw .negative(column: "cases", position: row) }
      byPlace[row / intervals] += Int(column[row])
      byInterval[row % intervals] += Int(column[row])
      cases.append(column[row])
    }
    let count = byPlace.reduce(0, +)
    guard count >= 2 else { throw .tooFewIncidents(count: Double(count), minimum: 2) }
    guard count <= Self.maximumCases else {
      throw .tooManyPoints(count: count, maximum: Self.maximumCases)
    }
    let total: Double =
      model == .permutation ? Double(count) * Double(count) : measures.reduce(0, +)
    guard model != .bernoulli || total <= Double(Self.maximumCases) else {
      throw .tooManyPoints(count: Int(total), maximum: Self.maximumCases)
    }
    self.model = model
    placeCount = places
    intervalCount = intervals
    self.cases = cases
    caseCount = count
    self.measures = measures
    self.total = total
    placeCases = byPlace
    intervalCases = byInterval
  }

  /// By what the share of a circle is taken: expected cases, individuals, or cases.
  func weights() -> [Double] {
    if model == .permutation { return placeCases.map(Double.init) }
    return (0..<placeCount).map { place in
      measures[place * intervalCount..<(place + 1) * intervalCount].reduce(0, +)
    }
  }
}
