public import SimpleFeatures

/// What a scheme has experienced of a peril, in a town or as a whole.
public struct ClaimExperienceRow: Sendable, Hashable {
  public var scheme: String
  /// As claims name it, or `all`.
  public var peril: String
  /// Empty for the whole scheme.
  public var unit: String
  public var name: String
  /// Units insured for a year; `nil` where the policies do not say.
  public var exposure: Double?
  public var exposureUnit: String?
  public var claims = 0
  public var incurredFen: Int64 = 0
  /// Claims by exposure.
  public var frequency: Double?
  public var frequencyCredibility: Double?
  public var frequencyEstimate: Double?
  public var severityYuan: Double?
  public var severityCredibility: Double?
  public var severityEstimateYuan: Double?
  public var writtenFen: Int64?
  public var earnedFen: Int64?
  public var lossRatio: Double?
  public var purePremiumYuan: Double?
  public var chargedYuan: Double?
  public var adequacy: Double?
  /// It has policies there.
  public var hasExperience = false

  public init(scheme: String, peril: String, unit: String, name: String) {
    self.scheme = scheme
    self.peril = peril
    self.unit = unit
    self.name = name
  }
}

public struct InsertClaimExperience: Command {
  public static let statement = StatementText(
    "insert_claim_experience", PackageResources.insert_claim_experience_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: ClaimExperienceRow) {
    arguments = [
      .text(run), .text(row.scheme), .text(row.peril), .text(row.unit), .text(row.name),
      SQLValue(row.exposure), SQLValue(row.exposureUnit), SQLValue(row.claims),
      .integer(row.incurredFen), SQLValue(row.frequency), SQLValue(row.frequencyCredibility),
      SQLValue(row.frequencyEstimate), SQLValue(row.severityYuan),
      SQLValue(row.severityCredibility), SQLValue(row.severityEstimateYuan),
      SQLValue(row.writtenFen), SQLValue(row.earnedFen), SQLValue(row.lossRatio),
      SQLValue(row.purePremiumYuan), SQLValue(row.chargedYuan), SQLValue(row.adequacy),
      .text(row.hasExperience ? "own" : "none"),
    ]
  }
}

/// How long what is left of a policy's limit lasts.
public struct LimitForecastRow: Sendable, Hashable {
  public var scheme: String
  public var policy: String
  public var from: DayNumber
  public var to: DayNumber
  public var limitFen: Int64
  /// Paid and outstanding.
  public var usedFen: Int64 = 0
  public var claims = 0
  public var largestFen: Int64 = 0
  /// Of the limit, what one claim of a hundred takes at least.
  public var eventShare: Double?
  public var claimsPerYear: Double?
  public var tailExponent: Double?
  /// Courses of the rest of the period that were simulated.
  public var courses = 0
  public var exhaustedChance: Double?
  public var exhaustedLow: DayNumber?
  public var exhaustedMid: DayNumber?
  public var exhaustedHigh: DayNumber?
  public var expectedYuan: Double?
  public var lowYuan: Double?
  public var highYuan: Double?
  public var refusal: String?

  public init(scheme: String, policy: String, from: DayNumber, to: DayNumber, limitFen: Int64) {
    self.scheme = scheme
    self.policy = policy
    self.from = from
    self.to = to
    self.limitFen = limitFen
  }
}

public struct InsertLimitForecast: Command {
  public static let statement = StatementText(
    "insert_limit_forecast", PackageResources.insert_limit_forecast_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: LimitForecastRow) {
    arguments = [
      .text(run), .text(row.scheme), .text(row.policy), SQLValue(row.from), SQLValue(row.to),
      .integer(row.limitFen), .integer(row.usedFen),
      .real(Double(row.usedFen) / Double(row.limitFen)), SQLValue(row.claims),
      .integer(row.largestFen), SQLValue(row.eventShare), SQLValue(row.claimsPerYear),
      SQLValue(row.tailExponent), SQLValue(row.courses), SQLValue(row.exhaustedChance),
      SQLValue(row.exhaustedLow), SQLValue(row.exhaustedMid), SQLValue(row.exhaustedHigh),
      SQLValue(row.expectedYuan), SQLValue(row.lowYuan), SQLValue(row.highYuan),
      SQLValue(row.refusal),
    ]
  }
}
