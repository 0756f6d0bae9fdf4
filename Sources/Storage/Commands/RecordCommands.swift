public import SimpleFeatures

/// A count with its rate and the range of its rank, as they stand side by side.
public struct LeagueFigures: Sendable, Hashable {
  public var count: Double?
  public var exposure: Double?
  /// Before and after smoothing, with its range.
  public var rate: Double?
  public var smoothedRate: Double?
  public var low: Double?
  public var high: Double?
  /// From 1 for the best; `nil` where the unit is too few to rank.
  public var rankLow: Int?
  public var rankHigh: Int?
  /// Units that have a rank.
  public var ranked: Int?

  public init() {}

  var arguments: [SQLValue] {
    [
      SQLValue(exposure), SQLValue(rate), SQLValue(smoothedRate), SQLValue(low), SQLValue(high),
      SQLValue(rankLow), SQLValue(rankHigh),
    ]
  }

  var wholeCount: SQLValue { SQLValue(count.map { Int($0.rounded()) }) }
}

/// How many records of a unit stand, by what they say.
public struct StandingCounts: Sendable, Hashable {
  public var red = 0
  public var yellow = 0
  public var black = 0
  public var listed = 0

  public init() {}

  var arguments: [SQLValue] { [red, yellow, black, listed].map { .integer(Int64($0)) } }
}

/// A unit at the end of the month.
public struct StandingRow: Sendable {
  public var unit: String
  public var name: String
  /// Areas: a multipolygon.
  public var geometry: Geometry
  /// `listed`, `black`, `yellow`, `red`, `none`, `unknown`.
  public var className = "none"
  public var standing = StandingCounts()
  public var listedUntil: DayNumber?
  public var rulesChinese = ""
  public var rulesEnglish = ""
  /// Documents that are valid in the month.
  public var awards = StandingCounts()
  public var figures = LeagueFigures()
  public var isTooFew = false
  public var whyChinese = ""
  public var whyEnglish = ""

  public init(unit: String, name: String, geometry: Geometry) {
    self.unit = unit
    self.name = name
    self.geometry = geometry
  }
}

public struct InsertStanding: Command {
  public static let statement = StatementText(
    "insert_standing", PackageResources.insert_standing_sql)
  public let arguments: [SQLValue]

  public init(run: String, level: String, _ row: StandingRow) {
    let head: [SQLValue] = [
      .text(run), .text(row.unit), .text(level), .text(row.name), .text(row.className),
    ]
    let words: [SQLValue] = [
      SQLValue(row.listedUntil), .text(row.rulesChinese), .text(row.rulesEnglish),
    ]
    let tail: [SQLValue] = [
      .integer(Int64(row.figures.ranked ?? 0)), SQLValue(row.isTooFew), .text(row.whyChinese),
      .text(row.whyEnglish), .geometry(row.geometry),
    ]
    arguments =
      head + row.standing.arguments + words + row.awards.arguments.prefix(3)
      + [row.figures.wholeCount] + row.figures.arguments + tail
  }
}

/// A unit in a month.
public struct StandingMonthRow: Sendable {
  public var unit: String
  public var name: String
  /// `2026-06`.
  public var month: String
  public var className = "none"
  public var standing = StandingCounts()
  public var given = 0
  public var ended = 0
  public var figures = LeagueFigures()

  public init(unit: String, name: String, month: String) {
    self.unit = unit
    self.name = name
    self.month = month
  }
}

public struct InsertStandingMonth: Command {
  public static let statement = StatementText(
    "insert_standing_month", PackageResources.insert_standing_month_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: StandingMonthRow) {
    let head: [SQLValue] = [
      .text(run), .text(row.unit), .text(row.name), .text(row.month), .text(row.className),
    ]
    let counts: [SQLValue] = [
      .integer(Int64(row.given)), .integer(Int64(row.ended)), row.figures.wholeCount,
    ]
    arguments =
      head + row.standing.arguments + counts + row.figures.arguments
      + [.integer(Int64(row.figures.ranked ?? 0))]
  }
}

/// A record with its days, and what it rests on.
public struct RecordRow: Sendable {
  public var number: String
  public var unit: String
  public var name: String
  public var month: String
  public var rule: String
  public var chineseName: String
  public var englishName: String
  public var colour: String
  public var givenOn: DayNumber
  public var lastHeld: String
  public var expiresOn: DayNumber
  public var endedOn: DayNumber?
  /// `released`, `expired`, `renewed`.
  public var endedBy: String?
  public var renews: String?
  public var figures = LeagueFigures()
  public var evidence: [RecordEvidenceRow] = []
  public var whyChinese = ""
  public var whyEnglish = ""

  public init(
    number: String, unit: String, name: String, month: String, rule: String, chineseName: String,
    englishName: String, colour: String, givenOn: DayNumber, lastHeld: String, expiresOn: DayNumber
  ) {
    self.number = number
    self.unit = unit
    self.name = name
    self.month = month
    self.rule = rule
    self.chineseName = chineseName
    self.englishName = englishName
    self.colour = colour
    self.givenOn = givenOn
    self.lastHeld = lastHeld
    self.expiresOn = expiresOn
  }
}

/// One thing that made a record.
public struct RecordEvidenceRow: Sendable, Hashable {
  /// `incident`, `hazard`, `task`, `award`, `record`, `register`.
  public var kind: String
  /// Of incidents.
  public var category: String?
  public var reference: String
  public var day: DayNumber?
  /// Of a register that names no single rows.
  public var value: Double?

  public init(
    kind: String, category: String? = nil, reference: String, day: DayNumber? = nil,
    value: Double? = nil
  ) {
    self.kind = kind
    self.category = category
    self.reference = reference
    self.day = day
    self.value = value
  }
}

/// By what a record was decided.
public struct RecordAuthority: Sendable, Hashable {
  /// An office, never a person.
  public var decidedBy: String
  public var rules: String
  public var version: Int
  /// 16 hexadecimal digits of the rules' text.
  public var digest: String

  public init(decidedBy: String, rules: String, version: Int, digest: String) {
    self.decidedBy = decidedBy
    self.rules = rules
    self.version = version
    self.digest = digest
  }
}

public struct InsertRecord: Command {
  public static let statement = StatementText("insert_record", PackageResources.insert_record_sql)
  public let arguments: [SQLValue]

  public init(run: String, by authority: RecordAuthority, _ row: RecordRow) {
    let head: [SQLValue] = [
      .text(run), .text(row.number), .text(row.unit), .text(row.name), .text(row.month),
      .text(row.rule), .text(row.chineseName), .text(row.englishName), .text(row.colour),
    ]
    let days: [SQLValue] = [
      SQLValue(row.givenOn), .text(row.lastHeld), SQLValue(row.expiresOn), SQLValue(row.endedOn),
      SQLValue(row.endedBy), SQLValue(row.renews), SQLValue(row.figures.count),
    ]
    let tail: [SQLValue] = [
      SQLValue(row.figures.ranked), .integer(Int64(row.evidence.count)),
      .text(authority.decidedBy), .text(authority.rules), .integer(Int64(authority.version)),
      .text(authority.digest), .text(row.whyChinese), .text(row.whyEnglish),
    ]
    arguments = head + days + row.figures.arguments + tail
  }
}

public struct InsertRecordEvidence: Command {
  public static let statement = StatementText(
    "insert_record_evidence", PackageResources.insert_record_evidence_sql)
  public let arguments: [SQLValue]

  public init(run: String, record: String, unit: String, _ row: RecordEvidenceRow) {
    arguments = [
      .text(run), .text(record), .text(unit), .text(row.kind), SQLValue(row.category),
      .text(row.reference), SQLValue(row.day), SQLValue(row.value),
    ]
  }
}
