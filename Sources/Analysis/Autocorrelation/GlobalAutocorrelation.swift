/// Whether values near each other are alike over the whole study: Moran's I and Geary's C.
///
/// I is n / S₀ · Σᵢⱼ wᵢⱼ zᵢ zⱼ / Σ z²: about −1 / (n − 1) without pattern, higher where neighbours
/// are alike. C is (n − 1) / 2S₀ · Σᵢⱼ wᵢⱼ (xᵢ − xⱼ)² / Σ z²: 1 without pattern, lower where
/// neighbours are alike. S₀ is the sum of all weights. Islands count among the n places, as in
/// esda (spdep leaves them out of n).
///
/// > A.D. Cliff, J.K. Ord. *Spatial Processes: Models and Applications.* Pion, 1981.
public struct GlobalAutocorrelation: Sendable {
  public enum Statistic: String, Sendable, CaseIterable {
    case moran
    case geary
  }

  /// Fewer places than this say nothing.
  public static let minimumPlaces = 3

  public let weights: SpatialWeights
  public let statistic: Statistic

  public init(weights: SpatialWeights, statistic: Statistic = .moran) {
    self.weights = weights
    self.statistic = statistic
  }

  /// The statistic of a column with its moments, and its p by permutations.
  ///
  /// - Throws: `tooFewPlaces` below 3 known ones, `tooFewIncidents` below
  ///   `settings.minimumTotal`, `constant`, `invalidGraph` if no place has a neighbour,
  ///   `differentLengths`, `invalidParameter`, `cancelled`.
  /// - Complexity: O((draws + 1) · (places + neighbours)); O(places + draws) memory a thread.
  public func test(
    of column: PlaceColumn, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> GlobalTest {
    let (known, scores) = try prepared(column, settings)
    let n = Double(scores.values.count)
    let sums = WeightMoments(known)
    let form = QuadraticForm(
      weights: known, own: scores.values, other: scores.values, dealsOwn: true,
      isGeary: statistic == .geary, sum: sums.s0)
    var test = GlobalTest(statistic: form.value, expected: statistic == .moran ? -1 / (n - 1) : 1)
    switch statistic {
    case .moran: sums.setMoranVariances(of: &test, n: n, kurtosis: scores.kurtosis)
    case .geary: sums.setGearyVariances(of: &test, n: n, kurtosis: scores.kurtosis)
    }
    test.permutations = try PermutationTest(form, settings: settings, isCancelled: isCancelled)
    return test
  }

  /// Whether one column is high where another is high around: the bivariate Moran,
  /// n / S₀ · Σᵢⱼ wᵢⱼ zxᵢ zyⱼ / √(Σ zx² · Σ zy²).
  ///
  /// It has no moments, only permutations, in which the second column is dealt out. Places that
  /// only one column knows are left out. Equals esda's `Moran_BV` for row-standardised weights
  /// without islands (esda divides by n where we divide by S₀).
  ///
  /// > D. Wartenberg. "Multivariate Spatial Correlation: A Method for Exploratory Geographical
  /// > Analysis." *Geographical Analysis*, vol. 17, no. 4, 1985.
  /// > doi:10.1111/j.1538-4632.1985.tb00849.x
  ///
  /// - Throws: as `test(of:)`; `invalidParameter` for Geary's C, which has no such form here.
  public func test(
    of column: PlaceColumn, around surroundings: PlaceColumn, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> GlobalTest {
    guard statistic == .moran else {
      throw .invalidParameter(name: "statistic", requirement: "moran for two columns")
    }
    if let refusal = column.refusal(minimumTotal: settings.minimumTotal)
      ?? surroundings.refusal(minimumTotal: settings.minimumTotal)
    {
      throw refusal
    }
    try surroundings.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    let (x, y) = PlaceColumn.common(column, surroundings)
    let (known, own) = try prepared(x, settings)
    let (_, other) = try prepared(y, settings)
    let form = QuadraticForm(
      weights: known, own: own.values, other: other.values, dealsOwn: false, isGeary: false,
      sum: WeightMoments(known).s0)
    var test = GlobalTest(statistic: form.value, expected: nil)
    test.permutations = try PermutationTest(form, settings: settings, isCancelled: isCancelled)
    return test
  }

  private func prepared(
    _ column: PlaceColumn, _ settings: HotspotSettings
  ) throws(AnalysisError) -> (SpatialWeights, StandardScores) {
    try settings.validate()
    try column.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    if let refusal = column.refusal(minimumTotal: settings.minimumTotal) { throw refusal }
    let scores = StandardScores(column.values)
    if scores.isConstant { throw .constant(column: column.name) }
    let known = weights.induced(by: column.places)
    guard (0..<known.placeCount).contains(where: { known.sums(of: $0).weights > 0 }) else {
      throw .invalidGraph(place: 0, reason: "no place has a neighbour")
    }
    return (known, scores)
  }
}

/// What a global statistic says.
public struct GlobalTest: Sendable, Equatable {
  public let statistic: Double
  /// What it would be without pattern; `nil` in the bivariate form, which has no moments.
  public let expected: Double?
  /// Its variance if values are independent and normal.
  public internal(set) var normalVariance: Double?
  /// Its variance if the values are dealt out anew; `nil` with 3 places, or where it is not
  /// above 0.
  public internal(set) var randomisedVariance: Double?
  /// `nil` where no permutations were asked for.
  public internal(set) var permutations: PermutationTest?

  init(statistic: Double, expected: Double?) {
    self.statistic = statistic
    self.expected = expected
  }

  /// In standard deviations; above 0 is alike for I, and unlike for C, as in esda.
  public var normalZ: Double? { z(normalVariance) }
  public var randomisedZ: Double? { z(randomisedVariance) }
  /// Two-sided.
  public var normalP: Double? { normalZ.map(Significance.normalP) }
  public var randomisedP: Double? { randomisedZ.map(Significance.normalP) }

  private func z(_ variance: Double?) -> Double? {
    guard let variance, let expected, variance > 0 else { return nil }
    return (statistic - expected) / variance.squareRoot()
  }
}
