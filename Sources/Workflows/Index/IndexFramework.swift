public import Analysis
public import Storage

/// A safety index as its file says it: what is counted, by what, what is good, and what weighs how
/// much. Nothing of it is in the program.
public struct IndexFramework: Sendable {
  public let key: String
  public let chineseName: String
  public let englishName: String
  /// The least lower bound for so many stars, from the most stars down.
  public let stars: [(count: Int, bound: Double)]
  /// Of the ranges of scores and ranks.
  public let confidence: Double
  /// Units with fewer residents are too few to rank.
  public let leastPopulation: Double
  /// Units whose range is wider, in points, are too few to rank.
  public let widestRange: Double
  /// Rates are by the year, whatever the period, so that goalposts fit any.
  public let isPerYear: Bool
  /// Days from which incidents are reported otherwise: no change is told over one.
  public let breaks: [ReportingBreak]
  public let indicators: [FrameworkIndicator]
  public let groups: [FrameworkGroup]
  let tree: IndexTree
  /// The text that it was read from: a run's digest holds it.
  let text: String

  init(
    key: String, chineseName: String, englishName: String, stars: [(count: Int, bound: Double)],
    confidence: Double, leastPopulation: Double, widestRange: Double, isPerYear: Bool,
    breaks: [ReportingBreak], indicators: [FrameworkIndicator], groups: [FrameworkGroup],
    tree: IndexTree, text: String
  ) {
    self.key = key
    self.chineseName = chineseName
    self.englishName = englishName
    self.stars = stars
    self.confidence = confidence
    self.leastPopulation = leastPopulation
    self.widestRange = widestRange
    self.isPerYear = isPerYear
    self.breaks = breaks
    self.indicators = indicators
    self.groups = groups
    self.tree = tree
    self.text = text
  }

  /// Whether some indicator is drawn towards its unit's neighbours.
  var needsNeighbours: Bool { indicators.contains { $0.smoothing == .localEmpiricalBayes } }

  /// - Parameter low: the lower bound of a score.
  func starCount(low: Double) -> Int { stars.first { low >= $0.bound }?.count ?? 1 }
}

/// A part of the index that has parts itself.
public struct FrameworkGroup: Sendable, Hashable {
  public var key: String
  public var chineseName: String
  public var englishName: String
  /// What the data themselves suggest, where nobody says the weights of its parts.
  public var dataWeights = DataWeights.equal
}

/// What is looked at, and how it becomes points.
public struct FrameworkIndicator: Sendable, Hashable {
  /// Where its numbers come from.
  public enum Source: Sendable, Hashable {
    /// Incidents of some kinds in the period, each kind for so much.
    case incidents([String: Double])
    /// What these incidents came to.
    case harm(IncidentHarm, of: [String])
    /// Of these, the ones that reached a state.
    case reached(state: String, of: [String])
    /// What a register holds, of some of its kinds; all where none is named.
    case register(PlaceMeasure, kinds: [String])
    /// Which part of what a register holds is so.
    case part(PlaceMeasure, of: PlaceMeasure, kinds: [String], ofKinds: [String])
    /// What a survey found, unit by unit, with how many were asked.
    case survey(IndexSurvey)
    /// A column of the grids.
    case column(IndexColumn)
    /// What no table of the store holds, in words: it is reported as missing, and never made up.
    case absent(String)
  }

  /// Who brought the numbers.
  public enum Origin: String, Sendable, CaseIterable {
    /// People called, claimed or went to court.
    case passive
    /// Patrols and grid workers looked: more of it is diligence first.
    case active
  }

  public var key: String
  public var chineseName: String
  public var englishName: String
  public var source: Source
  /// What it is counted by; `nil` where it is a share or stands for itself.
  public var per: IndexColumn?
  /// Rates are so many times what is counted by one: 1000 for “by a thousand residents”.
  public var unit: Double
  public var scale: IndicatorScale
  public var smoothing: IndicatorSmoothing
  public var origin: Origin
  /// Units with less of what it is counted by have an unknown value; in the column's own measure.
  public var leastExposure = 0.0
  /// It is counted over so many months up to the last day of the index's period, not over the
  /// period: what is rare needs a year beside a month of thefts. `nil` for the period.
  public var months: Int?

  /// It is about incidents, of which nobody knows before the data begin.
  var countsIncidents: Bool {
    switch source {
    case .incidents, .harm, .reached: true
    case .register, .part, .survey, .column, .absent: false
    }
  }

  /// What happens has days; what stands, is asked or is missing has none.
  var hasDays: Bool {
    switch source {
    case .incidents, .harm, .reached: true
    case .register(let measure, _): !measure.isStanding
    case .part(let part, let whole, _, _): !(part.isStanding && whole.isStanding)
    case .survey, .column, .absent: false
    }
  }
}

/// Columns that units have of their own, each read in one place: `AnalysisUnit.value(of:)`; the
/// coast's in `IndexUnits`. A column that the store does not hold is unknown, and what is counted by
/// it is reported as missing: no layer has vehicles.
public enum IndexColumn: String, Sendable, CaseIterable {
  case population, households, workers, staff
  case areaKm2 = "area_km2"
  /// Of the coastline as it is kept here, by towns: a coast has no length of its own.
  case coastKm = "coast_km"
  case vehicles
}

/// The units that an index is of, by the first digits of their grids' codes.
public enum IndexLevel: String, Sendable, CaseIterable {
  case grid, village, town, county

  var digits: Int {
    switch self {
    case .grid: 15
    case .village: 12
    case .town: 9
    case .county: 6
    }
  }
}
