/// What an indicator is made of: a row a unit. What is unknown is not a number, never 0.
public enum IndicatorData: Sendable {
  /// Events in an exposure that they do not use up: thefts by households.
  case counts([Double], exposures: [Double])
  /// A part of a whole: cases solved of cases filed.
  case shares([Double], of: [Double])
  /// Numbers with the standard error of each, 0 where there is none: a survey's mean, a measure.
  case values([Double], standardErrors: [Double])

  public var unitCount: Int {
    switch self {
    case .counts(let counts, _): counts.count
    case .shares(let parts, _): parts.count
    case .values(let values, _): values.count
    }
  }
}

/// How far rates of small units are drawn towards the mean of all.
public enum IndicatorSmoothing: String, Sendable, CaseIterable {
  case none
  /// Empirical Bayes, global: `EmpiricalBayes`.
  case empiricalBayes = "eb"
  /// Empirical Bayes, towards the mean of a unit and its neighbours: `EmpiricalBayes`.
  case localEmpiricalBayes = "local-eb"
}

/// An indicator of an index, ready for the kernel.
public struct Indicator: Sendable {
  public var name: String
  public var data: IndicatorData
  public var smoothing: IndicatorSmoothing
  public var scale: IndicatorScale
  /// Units with less exposure have an unknown value.
  public var leastExposure: Double
  /// Which units are near each other: for local smoothing, which needs it.
  public var neighbours: NeighbourGraph?

  public init(
    name: String, data: IndicatorData, smoothing: IndicatorSmoothing = .empiricalBayes,
    scale: IndicatorScale, leastExposure: Double = 0, neighbours: NeighbourGraph? = nil
  ) {
    self.name = name
    self.data = data
    self.smoothing = smoothing
    self.scale = scale
    self.leastExposure = leastExposure
    self.neighbours = neighbours
  }
}
