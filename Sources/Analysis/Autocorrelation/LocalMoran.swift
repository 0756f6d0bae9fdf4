/// Anselin's local Moran: whether a place and its surroundings are alike, both high or both low,
/// or unlike.
///
/// I of place *i* is zᵢ / m₂ · Σⱼ wᵢⱼ zⱼ, with z the values less their mean and m₂ their mean
/// square: above 0 where a place is like its neighbours. The sum over all places is global Moran's
/// I times the sum of all weights. An island has an I of 0.
///
/// ## Which z and p
///
/// All are conditional: a place's own value stays, the others are dealt out anew. The score `z` is
/// I in standard deviations of that distribution, exactly (Sokal and others; spdep's default, not
/// its "total" randomisation, for which see `totalMoments`). The p by permutations is two-sided,
/// twice the smaller tail, where esda's `p_sim` is one-sided. Given a place's own value, I says no
/// more than the sum around it: p is that of `GetisOrd` with the same seed, and `z` the score of
/// G with the sign of I. With 0 permutations, p is the normal one of `z`.
///
/// ## Two columns
///
/// The bivariate form takes z of a first column and the surroundings of a second: is it high here
/// where the other is high around? The second column is dealt out, all but the place's own value.
///
/// > L. Anselin. "Local Indicators of Spatial Association—LISA." *Geographical Analysis*, vol. 27,
/// > no. 2, 1995. doi:10.1111/j.1538-4632.1995.tb00338.x
///
/// > R.R. Sokal, N.L. Oden, B.A. Thomson. "Local Spatial Autocorrelation in a Biological Model."
/// > *Geographical Analysis*, vol. 30, no. 4, 1998. doi:10.1111/j.1538-4632.1998.tb00406.x
public struct LocalMoran: Sendable {
  /// What the squares are divided by for m₂.
  public enum Divisor: String, Sendable, CaseIterable {
    /// The number of places, as in the paper and in spdep.
    case places
    /// One less, as in esda, whose I is smaller by (n − 1) / n.
    case placesLessOne = "places-less-one"
  }

  /// Fewer places than this say nothing.
  public static let minimumPlaces = 3

  public let weights: SpatialWeights
  public let divisor: Divisor

  public init(weights: SpatialWeights, divisor: Divisor = .places) {
    self.weights = weights
    self.divisor = divisor
  }

  /// The places that are like or unlike their surroundings.
  ///
  /// Unknown places, and all of them where the incidents behind the column are fewer than
  /// `settings.minimumTotal`, are `tooFew`. Where values do not vary, I and z are 0, p is 1.
  ///
  /// - Throws: `tooFewPlaces` below 3, `differentLengths`, `invalidParameter`, `cancelled`.
  /// - Complexity: as `GetisOrd.hotspots`; O(places + neighbours) memory, whatever the draws.
  public func clusters(
    of column: PlaceColumn, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> LocalMoranTable {
    try clusters(
      of: column, around: column, settings: settings, isCancelled: isCancelled,
      progress: progress)
  }

  /// Where one column is high or low, and another around: the bivariate local Moran.
  ///
  /// Only places that both columns know take part. `highHigh` is where `column` is high and
  /// `surroundings` is high around; `highLow`, high among low ones.
  public func clusters(
    of column: PlaceColumn, around surroundings: PlaceColumn, settings: HotspotSettings = .init(),
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> LocalMoranTable {
    try settings.validate()
    try column.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    try surroundings.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    let (x, y) = PlaceColumn.common(column, surroundings)
    try x.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    var table = LocalMoranTable(tooFewOf: weights.placeCount)
    table.refusal =
      column.refusal(minimumTotal: settings.minimumTotal)
      ?? surroundings.refusal(minimumTotal: settings.minimumTotal)
    if table.refusal != nil { return table }

    let known = weights.induced(by: x.places)
    let (own, other) = (StandardScores(x.values), StandardScores(y.values))
    let conditional = try Self.conditionalScores(y.values, known, own)
    let significance =
      settings.permutations == 0
      ? Significance(normalScores: conditional)
      : try Significance.permuted(
        y.values, weights: known,
        rates: [
          settings.falseDiscoveryRate,
          min(settings.falseDiscoveryRate, HotspotSettings.strictRate),
        ], settings: settings, isCancelled: isCancelled, progress: progress)
    let q = FalseDiscoveryRate.benjaminiHochberg(significance.p.map(Optional.some))
    let scale = scale(count: x.values.count)
    for (position, place) in x.places.enumerated() {
      let place = Int(place)
      let lag = known.lag(of: position, other.values)
      table.score[place] = own.values[position]
      table.lag[place] = lag
      table.statistic[place] = own.values[position] * lag * scale
      table.z[place] = conditional[position]
      table.p[place] = significance.p[position]
      table.q[place] = q[position]
      table.draws[place] = significance.draws[position]
      table.quadrants[place] = Quadrant(score: own.values[position], lag: lag)
      // The normal scores have the sign of I; the tail is that of the surroundings.
      let direction = significance.directions[position]
      let tail =
        settings.permutations == 0 ? direction * Self.sign(own.values[position]) : direction
      table.classes[place] =
        significance.isUndecided[position]
        ? .unresolved
        : (q[position] ?? 1) <= settings.falseDiscoveryRate
          ? .init(score: own.values[position], lag: lag, tail: tail) : .none
    }
    progress(1)
    return table
  }

  /// The mean and variance of each place's I if all values are dealt out anew, its own among
  /// them: Anselin's randomisation, spdep's `localmoran(conditional = FALSE)`.
  ///
  /// - Throws: `tooFewPlaces` below 3 known ones, `differentLengths`, `constant`.
  /// - Complexity: O(places + neighbours).
  public func totalMoments(
    of column: PlaceColumn
  ) throws(AnalysisError) -> [(mean: Double, variance: Double)?] {
    try column.requirePlaces(weights.placeCount, minimum: Self.minimumPlaces)
    let scores = StandardScores(column.values)
    guard !scores.isConstant else { throw .constant(column: column.name) }
    let known = weights.induced(by: column.places)
    let n = Double(column.values.count)
    let b2 = scores.kurtosis
    let scale = scale(count: column.values.count)
    var moments = [(mean: Double, variance: Double)?](repeating: nil, count: weights.placeCount)
    for (position, place) in column.places.enumerated() {
      let sums = known.sums(of: position)
      let square = sums.weights * sums.weights
      let mean = -sums.weights / (n - 1)
      let variance =
        sums.squares * (n - b2) / (n - 1)
        + (square - sums.squares) * (2 * b2 - n) / ((n - 1) * (n - 2)) - mean * mean
      moments[Int(place)] = (mean * scale, max(0, variance) * scale * scale)
    }
    return moments
  }

  private func scale(count: Int) -> Double {
    divisor == .places ? 1 : Double(count - 1) / Double(count)
  }

  /// The score of G of the surroundings, with the sign of the place's own score.
  private static func conditionalScores(
    _ surroundings: [Double], _ weights: SpatialWeights, _ own: StandardScores
  ) throws(AnalysisError) -> [Double] {
    var scores = [Double](repeating: 0, count: surroundings.count)
    var storage = scores.mutableSpan
    try GetisOrd(weights: weights, statistic: .gi).score(surroundings.span, into: &storage)
    for place in scores.indices { scores[place] *= Double(sign(own.values[place])) }
    return scores
  }

  private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }
}

/// Values less their mean, in their standard deviations (over n); all 0 where they do not vary.
struct StandardScores {
  let values: [Double]
  let isConstant: Bool

  init(_ values: [Double]) {
    let moments = ValueMoments(values.span)
    isConstant = moments.isConstant || moments.variance == 0
    let deviation = isConstant ? .infinity : moments.variance.squareRoot()
    self.values = values.map { moments.centred($0) / deviation }
  }

  /// The mean fourth power: m₄ / m₂².
  var kurtosis: Double {
    values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
  }
}
