public import SimpleFeatures

public struct InsertDensityContour: Command {
  public static let statement = StatementText(
    "insert_density_contour", PackageResources.insert_density_contour_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - level: from 1, the lowest.
  ///   - value: incidents a square kilometre.
  ///   - share: of all incidents, spread by the kernel, where the level is reached.
  ///   - count: incidents inside this part.
  public init(
    run: String, level: Int, part: Int, value: Double, share: Double, count: Int,
    areaSquareMetres: Double, geometry: Geometry
  ) {
    arguments = [
      .text(run), SQLValue(level), SQLValue(part), SQLValue(value), SQLValue(share),
      SQLValue(count), SQLValue(areaSquareMetres), .geometry(geometry),
    ]
  }
}

public struct InsertDensityUnit: Command {
  public static let statement = StatementText(
    "insert_density_unit", PackageResources.insert_density_unit_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - value: incidents a square kilometre.
  ///   - band: the highest level that it reaches; 0 for none.
  public init(
    run: String, unit: String, support: Support, name: String, value: Double, band: Int,
    geometry: Geometry
  ) {
    arguments = [
      .text(run), .text(unit), .text(support.rawValue), .text(name), SQLValue(value),
      SQLValue(band), .geometry(geometry),
    ]
  }
}

/// A cluster of a scan as a run keeps it.
public struct ScanClusterRecord: Sendable, Hashable {
  public var rank: Int
  public var isHigh: Bool
  public var logLikelihoodRatio: Double
  public var p: Double?
  public var gumbelP: Double?
  public var observed: Int
  public var expected: Double
  public var relativeRisk: Double?
  public var recurrenceDays: Double?
  public var windowFrom: DayNumber
  public var windowTo: DayNumber
  public var radiusMetres: Double
  /// Codes of units, the nearest to the centre first, which is the first.
  public var members: [String]
  /// WGS 84.
  public var geometry: Geometry

  public init(
    rank: Int, isHigh: Bool, logLikelihoodRatio: Double, p: Double?, gumbelP: Double?,
    observed: Int, expected: Double, relativeRisk: Double?, recurrenceDays: Double?,
    windowFrom: DayNumber, windowTo: DayNumber, radiusMetres: Double, members: [String],
    geometry: Geometry
  ) {
    self.rank = rank
    self.isHigh = isHigh
    self.logLikelihoodRatio = logLikelihoodRatio
    self.p = p
    self.gumbelP = gumbelP
    self.observed = observed
    self.expected = expected
    self.relativeRisk = relativeRisk
    self.recurrenceDays = recurrenceDays
    self.windowFrom = windowFrom
    self.windowTo = windowTo
    self.radiusMetres = radiusMetres
    self.members = members
    self.geometry = geometry
  }
}

public struct InsertScanCluster: Command {
  public static let statement = StatementText(
    "insert_scan_cluster", PackageResources.insert_scan_cluster_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ record: ScanClusterRecord) {
    arguments = [
      .text(run), SQLValue(record.rank), .text(record.isHigh ? "high" : "low"),
      SQLValue(record.logLikelihoodRatio), SQLValue(record.p), SQLValue(record.gumbelP),
      SQLValue(record.observed), SQLValue(record.expected), SQLValue(record.relativeRisk),
      SQLValue(record.recurrenceDays), SQLValue(record.windowFrom), SQLValue(record.windowTo),
      SQLValue(record.radiusMetres), SQLValue(record.members.first),
      SQLValue(record.members.count), .text(record.members.joined(separator: " ")),
      .geometry(record.geometry),
    ]
  }
}

/// A cell of the near-repeat table as a run keeps it.
public struct NearRepeatCellRecord: Sendable, Hashable {
  /// From 1.
  public var distanceBand: Int
  public var timeBand: Int
  /// The bands in words.
  public var distance: String
  public var time: String
  /// Pairs; parts of pairs where times are stretches.
  public var observed: Double
  public var expected: Double
  public var mean: Double?
  public var median: Double?
  /// Observed over the mean of the permutations.
  public var factor: Double?
  public var p: Double?
  public var poissonP: Double?

  public init(
    distanceBand: Int, timeBand: Int, distance: String, time: String, observed: Double,
    expected: Double
  ) {
    self.distanceBand = distanceBand
    self.timeBand = timeBand
    self.distance = distance
    self.time = time
    self.observed = observed
    self.expected = expected
  }
}

public struct InsertNearRepeatCell: Command {
  public static let statement = StatementText(
    "insert_near_repeat_cell", PackageResources.insert_near_repeat_cell_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ record: NearRepeatCellRecord) {
    arguments = [
      .text(run), SQLValue(record.distanceBand), SQLValue(record.timeBand),
      .text(record.distance), .text(record.time), SQLValue(record.observed),
      SQLValue(record.expected), SQLValue(record.mean), SQLValue(record.median),
      SQLValue(record.factor), SQLValue(record.p), SQLValue(record.poissonP),
    ]
  }
}

public struct InsertNearRepeatZone: Command {
  public static let statement = StatementText(
    "insert_near_repeat_zone", PackageResources.insert_near_repeat_zone_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - incident: the key of the one that raises the risk.
  ///   - from: the first day at risk.
  ///   - until: the last day at risk.
  public init(
    run: String, incident: Int64, from: DayNumber, until: DayNumber, innerRadiusMetres: Double,
    radiusMetres: Double, factor: Double, p: Double, geometry: Geometry
  ) {
    arguments = [
      .text(run), .integer(incident), SQLValue(from), SQLValue(until),
      SQLValue(innerRadiusMetres), SQLValue(radiusMetres), SQLValue(factor), SQLValue(p),
      .geometry(geometry),
    ]
  }
}

public struct InsertAoristicHour: Command {
  public static let statement = StatementText(
    "insert_aoristic_hour", PackageResources.insert_aoristic_hour_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - weekday: from 1, Monday.
  ///   - hour: from 0, local time.
  ///   - weight: incidents, in parts.
  public init(run: String, weekday: Int, hour: Int, weight: Double) {
    arguments = [.text(run), SQLValue(weekday), SQLValue(hour), SQLValue(weight)]
  }
}
