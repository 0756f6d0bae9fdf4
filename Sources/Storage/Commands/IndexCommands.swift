public import SimpleFeatures

/// A unit's row of a safety index.
public struct SafetyIndexRow: Sendable {
  public var unit: String
  public var name: String
  /// Areas: a multipolygon.
  public var geometry: Geometry
  public var score: Double?
  /// The range of the score, and of the rank among the units.
  public var low: Double?
  public var high: Double?
  public var rankLow: Int?
  public var rankHigh: Int?
  /// That the lower bound has earned; `nil` where the unit is too few to rank.
  public var stars: Int?
  /// `star_1` to `star_5`, `too_few`, `unknown`.
  public var className = "unknown"
  /// Since the run that it is compared with, and the p of its being chance.
  public var change: Double?
  public var changeP: Double?
  /// The middle of its ranks, and what holds nine tenths of them, when the index is made by other
  /// choices; `nil` where nobody asked.
  public var choiceRank: Int?
  public var choiceRankLow: Int?
  public var choiceRankHigh: Int?
  /// The share of those draws in which it has its stars or more.
  public var choiceStars: Double?
  /// In a sentence.
  public var whyChinese: String?
  public var whyEnglish: String?

  public init(unit: String, name: String, geometry: Geometry) {
    self.unit = unit
    self.name = name
    self.geometry = geometry
  }
}

public struct InsertSafetyIndex: Command {
  public static let statement = StatementText(
    "insert_safety_index", PackageResources.insert_safety_index_sql)
  public let arguments: [SQLValue]

  public init(run: String, level: String, _ row: SafetyIndexRow) {
    arguments = [
      .text(run), .text(row.unit), .text(level), .text(row.name), SQLValue(row.score),
      SQLValue(row.low), SQLValue(row.high), SQLValue(row.stars), SQLValue(row.rankLow),
      SQLValue(row.rankHigh), .text(row.className), SQLValue(row.change), SQLValue(row.changeP),
      SQLValue(row.whyChinese), SQLValue(row.whyEnglish), SQLValue(row.choiceRank),
      SQLValue(row.choiceRankLow), SQLValue(row.choiceRankHigh), SQLValue(row.choiceStars),
      .geometry(row.geometry),
    ]
  }
}

/// What an indicator adds to a unit's score, and what it was made of.
public struct ContributionRow: Sendable {
  public var unit: String
  public var indicator: String
  public var chineseName: String
  public var englishName: String
  /// Events, and what they are counted by; of a share, the part and the whole.
  public var count: Double?
  public var exposure: Double?
  /// Before and after smoothing.
  public var raw: Double?
  public var value: Double?
  /// Points from 0 to 100.
  public var scaled: Double?
  /// In the unit's score.
  public var weight: Double
  /// Points that it adds; those of a unit add up to its score.
  public var contribution: Double?
  /// Points of 100 that it costs.
  public var lost: Double?

  public init(
    unit: String, indicator: String, chineseName: String, englishName: String, count: Double?,
    exposure: Double?, raw: Double?, value: Double?, scaled: Double?, weight: Double,
    contribution: Double?, lost: Double?
  ) {
    self.unit = unit
    self.indicator = indicator
    self.chineseName = chineseName
    self.englishName = englishName
    self.count = count
    self.exposure = exposure
    self.raw = raw
    self.value = value
    self.scaled = scaled
    self.weight = weight
    self.contribution = contribution
    self.lost = lost
  }
}

public struct InsertContribution: Command {
  public static let statement = StatementText(
    "insert_contribution", PackageResources.insert_contribution_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: ContributionRow) {
    arguments = [
      .text(run), .text(row.unit), .text(row.indicator), .text(row.chineseName),
      .text(row.englishName), SQLValue(row.count), SQLValue(row.exposure), SQLValue(row.raw),
      SQLValue(row.value), SQLValue(row.scaled), .real(row.weight), SQLValue(row.contribution),
      SQLValue(row.lost),
    ]
  }
}
