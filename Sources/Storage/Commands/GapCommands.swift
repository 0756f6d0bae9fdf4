public import SimpleFeatures

/// What is covered of a place in one measure, as the layers of gaps tell it.
public struct CoverageAccountRow: Sendable {
  public var scheme = ""
  /// Persons at work for a year, units of stock, or yuan: never added to each other.
  public var measure = ""
  /// What a loss is of: all that is destroyed, or what a policy would pay.
  public var basis = ""
  /// Unknown where the register does not say.
  public var exposure: Double?
  public var insured: Double?
  public var otherCover: Double?
  /// Exposure = insured + other_cover + gap.
  public var gap: Double?
  public var gapNoPolicy: Double?
  public var gapUnderLimit: Double?
  public var gapExcluded: Double?
  /// A term that nobody printed is neither a gap nor a cover.
  public var gapUnknown: Double?
  public var obligation = ""
  public var penetration: Double?
  public var penetrationLow: Double?
  public var penetrationHigh: Double?
  /// Yuan a year, on the basis beside it; unknown without experience.
  public var expectedUninsuredLoss: Double?
  public var low: Double?
  /// Counts what is unknown as uninsured.
  public var high: Double?
  /// What the loss is made of: by what policies have paid in usual years, and by the storms of the
  /// record, with its own range. Unknown where no storms were asked.
  public var attritionalLoss: Double?
  public var stormLoss: Double?
  public var stormLow: Double?
  public var stormHigh: Double?
  public var policies = 0
  /// Insured beyond what is exposed: an error of the register, in no sum.
  public var excess: Double?
  public var className = ""

  public init() {}

  var values: [SQLValue] {
    [
      .text(scheme), .text(measure), .text(basis), SQLValue(exposure), SQLValue(insured),
      SQLValue(otherCover), SQLValue(gap), SQLValue(gapNoPolicy), SQLValue(gapUnderLimit),
      SQLValue(gapExcluded), SQLValue(gapUnknown), .text(obligation), SQLValue(penetration),
      SQLValue(penetrationLow), SQLValue(penetrationHigh), SQLValue(expectedUninsuredLoss),
      SQLValue(low), SQLValue(high), SQLValue(policies), SQLValue(excess), .text(className),
    ]
  }

  /// Behind the geometry, as the statements have them.
  var parts: [SQLValue] {
    [SQLValue(attritionalLoss), SQLValue(stormLoss), SQLValue(stormLow), SQLValue(stormHigh)]
  }
}

/// A row of the layer `coverage_gaps`; unknown is `nil`.
public struct CoverageGapRow: Sendable {
  public var unit = ""
  public var level = ""
  public var name = ""
  public var species: String?
  public var licence: String?
  /// Lies where farming is forbidden; unknown is null.
  public var prohibited: Bool?
  /// The nearest of the coast.
  public var segment: String?
  public var segmentMetres: Double?
  public var exposureClass: String?
  /// Policies of a village or the county, shared by households or persons.
  public var spread = false
  /// Of a year up to the day.
  public var incidents: Int?
  /// Of a year up to the day.
  public var claims: Int?
  /// Incidents a household and year, drawn to the mean as far as chance goes.
  public var risk: Double?
  /// Incidents a year expected in what is not covered.
  public var gapRisk: Double?
  /// Of the safety budget, three ways side by side.
  public var shareByRisk: Int?
  public var shareByNeed: Int?
  public var shareByPremium: Int?
  public var account: CoverageAccountRow
  /// Of the kind that the layer holds.
  public var geometry: Geometry

  public init(geometry: Geometry, account: CoverageAccountRow) {
    self.geometry = geometry
    self.account = account
  }
}

public struct InsertCoverageGap: Command {
  public static let statement = StatementText(
    "insert_coverage_gap", PackageResources.insert_coverage_gap_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: CoverageGapRow) {
    arguments =
      [
        .text(run), .text(row.unit), .text(row.level), .text(row.name),
      ] + row.account.values + [
        SQLValue(row.species), SQLValue(row.licence), SQLValue(row.prohibited),
        SQLValue(row.segment), SQLValue(row.segmentMetres), SQLValue(row.exposureClass),
        SQLValue(row.spread), SQLValue(row.incidents), SQLValue(row.claims),
        SQLValue(row.risk), SQLValue(row.gapRisk), SQLValue(row.shareByRisk),
        SQLValue(row.shareByNeed), SQLValue(row.shareByPremium), .geometry(row.geometry),
      ] + row.account.parts
  }
}

/// A row of the layer `coast_gaps`; unknown is `nil`.
public struct CoastGapRow: Sendable {
  public var unit = ""
  public var name = ""
  public var zones = 0
  public var exposureClass: String?
  /// Of the line that is kept here: a coast has no length of its own.
  public var lengthM: Double?
  public var account: CoverageAccountRow
  /// Of the kind that the layer holds.
  public var geometry: Geometry

  public init(geometry: Geometry, account: CoverageAccountRow) {
    self.geometry = geometry
    self.account = account
  }
}

public struct InsertCoastGap: Command {
  public static let statement = StatementText(
    "insert_coast_gap", PackageResources.insert_coast_gap_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: CoastGapRow) {
    arguments =
      [
        .text(run), .text(row.unit), .text("coast_segment"), .text(row.name),
      ] + row.account.values + [
        SQLValue(row.zones), SQLValue(row.exposureClass), SQLValue(row.lengthM),
        .geometry(row.geometry),
      ] + row.account.parts
  }
}

/// A row of the layer `subsidy`; unknown is `nil`.
public struct SubsidyRow: Sendable {
  public var unit = ""
  public var name = ""
  public var scheme = ""
  public var town: String?
  /// What_if: no text of the scheme grants such a subsidy.
  public var label = ""
  public var measure = ""
  public var proposed = false
  /// Why nothing is proposed here.
  public var reason: String?
  public var subsidyLevel = 0
  public var subsidyShare = 0.0
  public var uninsuredBefore: Double?
  public var uninsuredAfter: Double?
  public var penetrationBefore: Double?
  public var penetrationAfter: Double?
  public var lossBefore: Double?
  public var lossAfter: Double?
  public var costYuan = 0
  /// What taking the best ratio first would give.
  public var greedyCostYuan = 0
  public var className = ""
  /// Of the kind that the layer holds.
  public var geometry: Geometry

  public init(geometry: Geometry) {
    self.geometry = geometry
  }
}

public struct InsertSubsidy: Command {
  public static let statement = StatementText(
    "insert_subsidy_zone", PackageResources.insert_subsidy_zone_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: SubsidyRow) {
    arguments = [
      .text(run), .text(row.unit), .text("zone"), .text(row.name), .text(row.scheme),
      SQLValue(row.town), .text(row.label), .text(row.measure), SQLValue(row.proposed),
      SQLValue(row.reason), SQLValue(row.subsidyLevel), SQLValue(row.subsidyShare),
      SQLValue(row.uninsuredBefore), SQLValue(row.uninsuredAfter),
      SQLValue(row.penetrationBefore), SQLValue(row.penetrationAfter),
      SQLValue(row.lossBefore), SQLValue(row.lossAfter), SQLValue(row.costYuan),
      SQLValue(row.greedyCostYuan), .text(row.className), .geometry(row.geometry),
    ]
  }
}
