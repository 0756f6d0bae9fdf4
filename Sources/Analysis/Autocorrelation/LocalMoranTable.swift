/// How a place is to the mean, and its surroundings are.
public enum Quadrant: String, Sendable, CaseIterable {
  case highHigh = "high_high"
  case lowHigh = "low_high"
  case lowLow = "low_low"
  case highLow = "high_low"

  /// What is not above 0 counts as low, as in esda.
  init(score: Double, lag: Double) {
    self = score > 0 ? (lag > 0 ? .highHigh : .highLow) : lag > 0 ? .lowHigh : .lowLow
  }
}

/// What is said of a place by local Moran. The raw values are the words of the result layers.
public enum LocalMoranClass: String, Sendable, CaseIterable {
  /// High among high: a hot spot.
  case highHigh = "high_high"
  /// Low among low: a cold spot.
  case lowLow = "low_low"
  /// High among low: an outlier.
  case highLow = "high_low"
  /// Low among high: an outlier.
  case lowHigh = "low_high"
  case none
  /// The value is unknown, or the study has too few incidents.
  case tooFew = "too_few"
  /// More draws could make it significant, or not: the draws made do not decide.
  case unresolved

  /// Of a place that is significant. One at the very mean is neither high nor low; nor are
  /// surroundings that are above the mean, but less so than chance.
  init(score: Double, lag: Double, tail: Int) {
    switch (score, lag, tail) {
    case (0.nextUp..., 0.nextUp..., 1): self = .highHigh
    case (..<0, ..<0, -1): self = .lowLow
    case (0.nextUp..., ..<0, -1): self = .highLow
    case (..<0, 0.nextUp..., 1): self = .lowHigh
    default: self = .none
    }
  }
}

/// The local Morans of a study: columns with a row a place. `nil` is no value, never 0.
public struct LocalMoranTable: Sendable, Equatable {
  /// I, without a unit.
  public var statistic: [Double?]
  /// I in standard deviations of its conditional distribution.
  public var z: [Double?]
  /// The place's own value, in standard deviations from the mean.
  public var score: [Double?]
  /// The weighted sum of its neighbours' scores; of the other column, in the bivariate form.
  public var lag: [Double?]
  /// Two-sided: twice the smaller tail of the conditional permutations, at most 1; or, without
  /// permutations, the normal p of `z`.
  public var p: [Double?]
  /// p adjusted by Benjamini and Hochberg over all places that have one.
  public var q: [Double?]
  /// How many permutations were drawn for the place; 0 where p is the normal one.
  public var draws: [Int]
  /// Where the place lies in Moran's scatter plot, significant or not.
  public var quadrants: [Quadrant?]
  public var classes: [LocalMoranClass]
  /// Why no place has a value, where none has: "too few to say: 2 incidents, at least 10".
  public var refusal: AnalysisError?

  init(tooFewOf count: Int) {
    statistic = .init(repeating: nil, count: count)
    z = statistic
    score = statistic
    lag = statistic
    p = statistic
    q = statistic
    draws = .init(repeating: 0, count: count)
    quadrants = .init(repeating: nil, count: count)
    classes = .init(repeating: .tooFew, count: count)
  }
}
