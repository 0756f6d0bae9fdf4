public import SimpleFeatures

/// What a run says of a unit. `nil` is unknown, or what the statistic does not have.
public struct HotspotRow: Sendable {
  /// The key of the unit.
  public var grid: Int64
  public var count: Int
  public var exposure: Double?
  public var rate: Double?
  public var smoothedRate: Double?
  public var z: Double?
  public var p: Double?
  public var q: Double?
  /// One of the classes that `interface.md` lists.
  public var className: String
  public var statistic: String
  public var draws: Int
  public var neighbours: Int?
  public var moran: Double?
  /// The unit's own value and the mean of its neighbours', in standard deviations.
  public var score: Double?
  public var lag: Double?
  public var quadrant: String?
  public var lisa: String?
  public var withCount: Int?
  public var withRate: Double?

  public init(grid: Int64, count: Int, className: String, statistic: String, draws: Int) {
    self.grid = grid
    self.count = count
    self.className = className
    self.statistic = statistic
    self.draws = draws
  }
}

public struct InsertHotspot: Command {
  public static let statement = StatementText(
    "insert_hotspot", PackageResources.insert_hotspot_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: HotspotRow) {
    arguments = [
      .text(run), .integer(row.grid), SQLValue(row.count), SQLValue(row.exposure),
      SQLValue(row.rate), SQLValue(row.z), SQLValue(row.p), SQLValue(row.q),
      .text(row.className), .text(row.statistic), SQLValue(row.draws),
      SQLValue(row.neighbours), SQLValue(row.smoothedRate), SQLValue(row.moran),
      SQLValue(row.score), SQLValue(row.lag), SQLValue(row.quadrant), SQLValue(row.lisa),
      SQLValue(row.withCount), SQLValue(row.withRate),
    ]
  }
}

/// What a run says of the study as a whole, by one statistic.
public struct AutocorrelationRow: Sendable, Hashable, Codable {
  /// moran, geary, moran-eb or bivariate-moran.
  public var statistic: String
  /// Units whose value is known.
  public var units: Int
  public var value: Double?
  /// Without pattern.
  public var expected: Double?
  /// If the values are dealt out anew, by formula.
  public var variance: Double?
  /// In standard deviations of that; its p if it is normal, two-sided.
  public var z: Double?
  public var normalP: Double?
  /// By permutations, two-sided.
  public var p: Double?
  public var draws = 0
  /// clustered_99, clustered_95, none, dispersed_95, dispersed_99, too_few or unresolved.
  public var className: String
  /// Why it has no value, where it has none.
  public var refusal: String?

  /// The names of the layer.
  private enum CodingKeys: String, CodingKey {
    case statistic, units, value, expected, variance, z
    case normalP = "normal_p"
    case p, draws
    case className = "class"
    case refusal
  }

  public init(statistic: String, units: Int, className: String) {
    self.statistic = statistic
    self.units = units
    self.className = className
  }
}

public struct InsertAutocorrelation: Command {
  public static let statement = StatementText(
    "insert_autocorrelation", PackageResources.insert_autocorrelation_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: AutocorrelationRow) {
    arguments = [
      .text(run), .text(row.statistic), SQLValue(row.units), SQLValue(row.value),
      SQLValue(row.expected), SQLValue(row.variance), SQLValue(row.z), SQLValue(row.normalP),
      SQLValue(row.p), SQLValue(row.draws), .text(row.className), SQLValue(row.refusal),
    ]
  }
}

/// What the history of a unit is called, and the numbers behind it.
public struct EmergingRow: Sendable {
  public var grid: Int64
  /// In all bins together.
  public var count: Int
  public var className: String
  public var rule: String
  /// The first days of the bins that gave the class, and of those on the other side.
  public var bins: [DayNumber] = []
  public var oppositeBins: [DayNumber] = []
  /// The first day of the unbroken row of such bins that ends with the last one.
  public var since: DayNumber?
  public var binCount: Int
  public var stepDays: Int
  public var hotBins = 0
  public var coldBins = 0
  public var unresolvedBins = 0
  /// up, down or none.
  public var trend: String?
  public var trendZ: Double?
  public var trendP: Double?
  public var tau: Double?
  /// Standard deviations a bin.
  public var slope: Double?
  /// Of the last bin.
  public var z: Double?
  public var p: Double?
  public var q: Double?

  public init(
    grid: Int64, count: Int, className: String, rule: String, binCount: Int, stepDays: Int
  ) {
    self.grid = grid
    self.count = count
    self.className = className
    self.rule = rule
    self.binCount = binCount
    self.stepDays = stepDays
  }
}

public struct InsertEmergingUnit: Command {
  public static let statement = StatementText(
    "insert_emerging_unit", PackageResources.insert_emerging_unit_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: EmergingRow) {
    arguments = [
      .text(run), .integer(row.grid), SQLValue(row.count), .text(row.className),
      .text(row.rule), Self.days(row.bins), Self.days(row.oppositeBins), SQLValue(row.since),
      SQLValue(row.binCount), SQLValue(row.stepDays), SQLValue(row.hotBins),
      SQLValue(row.coldBins), SQLValue(row.unresolvedBins), SQLValue(row.trend),
      SQLValue(row.trendZ), SQLValue(row.trendP), SQLValue(row.tau), SQLValue(row.slope),
      SQLValue(row.z), SQLValue(row.p), SQLValue(row.q),
    ]
  }

  private static func days(_ days: [DayNumber]) -> SQLValue {
    .text(days.map(\.description).joined(separator: " "))
  }
}

/// The numbers of a bin of a unit.
public struct InsertEmergingBin: Command {
  public static let statement = StatementText(
    "insert_emerging_bin", PackageResources.insert_emerging_bin_sql)
  public let arguments: [SQLValue]

  public init(
    run: String, grid: Int64, first: DayNumber, last: DayNumber, count: Int, z: Double?,
    p: Double?, q: Double?, className: String
  ) {
    arguments = [
      .text(run), .integer(grid), SQLValue(first), SQLValue(last), SQLValue(count), SQLValue(z),
      SQLValue(p), SQLValue(q), .text(className),
    ]
  }
}
