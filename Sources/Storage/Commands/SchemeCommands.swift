public import SimpleFeatures

/// Keeps a scheme's file, in the place of an earlier one of its key.
public struct UpsertSchemeFile: Command {
  public static let statement = StatementText(
    "upsert_scheme_file", PackageResources.upsert_scheme_file_sql)
  public let arguments: [SQLValue]

  public init(scheme: String, text: String) { arguments = [.text(scheme), .text(text)] }
}

/// Lists a version of a scheme.
public struct AddSchemeVersion: Command {
  public static let statement = StatementText(
    "add_scheme_version", PackageResources.add_scheme_version_sql)
  public let arguments: [SQLValue]

  public init(
    scheme: String, version: String, name: String, reference: String, from: DayNumber?,
    to: DayNumber?, isSynthetic: Bool
  ) {
    arguments = [
      .text(scheme), .text(version), .text(name), .text(reference), SQLValue(from), SQLValue(to),
      SQLValue(isSynthetic),
    ]
  }
}

/// What of a unit's incidents is owed and not claimed.
public struct UnpaidUnitRow: Sendable {
  public var unit: String
  public var name: String
  public var count = 0
  public var eligible = 0
  public var waiting = 0
  public var undecided = 0
  public var dueFen: Int64 = 0
  public var dueUnknown = 0
  /// `none`, `few`, `some`, `many`, `undecided`, `no_cover`.
  public var className = "no_cover"
  /// Areas: a multipolygon.
  public var geometry: Geometry

  public init(unit: String, name: String, geometry: Geometry) {
    self.unit = unit
    self.name = name
    self.geometry = geometry
  }
}

public struct InsertUnpaidUnit: Command {
  public static let statement = StatementText(
    "insert_unpaid_unit", PackageResources.insert_unpaid_unit_sql)
  public let arguments: [SQLValue]

  public init(run: String, level: String, scheme: String, _ row: UnpaidUnitRow) {
    arguments = [
      .text(run), .text(row.unit), .text(level), .text(row.name), .text(scheme),
      SQLValue(row.count), SQLValue(row.eligible), SQLValue(row.eligible - row.count),
      SQLValue(row.waiting), SQLValue(row.undecided), .integer(row.dueFen),
      SQLValue(row.dueUnknown), .text(row.className), .geometry(row.geometry),
    ]
  }
}

/// How far the incidents of a unit and week came under a scheme.
public struct SchemeUseRow: Sendable, Hashable {
  /// Claims whose answer was promised within days.
  public struct Promises: Sendable, Hashable {
    public var kept = 0
    public var broken = 0
    public var open = 0

    public init() {}
  }

  public var reported = 0
  public var filed = 0
  public var clock = 0
  public var claimed = 0
  public var paid = 0
  public var refused = 0
  public var eligible = 0
  public var waiting = 0
  public var undecided = 0
  public var notEligible = 0
  public var unclaimed = 0
  public var doublePaid = 0
  /// `nil` where no paper promises.
  public var promises: Promises?
  public var paidFen: Int64 = 0

  public init() {}
}

public struct InsertSchemeUse: Command {
  public static let statement = StatementText(
    "insert_scheme_use", PackageResources.insert_scheme_use_sql)
  public let arguments: [SQLValue]

  public init(
    run: String, scheme: String, unit: String, level: String, name: String, week: ISOWeek,
    _ row: SchemeUseRow
  ) {
    let counts = [
      row.reported, row.filed, row.clock, row.claimed, row.paid, row.refused, row.eligible,
      row.waiting, row.undecided, row.notEligible, row.unclaimed, row.doublePaid,
    ]
    arguments =
      [
        .text(run), .text(scheme), .text(unit), .text(level), .text(name),
        .text(week.description),
      ] + counts.map { SQLValue($0) } + [
        SQLValue(row.promises?.kept), SQLValue(row.promises?.broken),
        SQLValue(row.promises?.open), .integer(row.paidFen),
      ]
  }
}

/// What is said of one incident under one scheme.
public struct EligibilityCaseRow: Sendable, Hashable {
  public var incident: Int64
  public var scheme: String
  public var version: String?
  public var item: String?
  /// `eligible`, `waiting`, `unknown`, `not_eligible`.
  public var verdict: String
  public var clause: String?
  /// Clauses parted by spaces.
  public var missingPapers: String?
  public var missingFacts: String?
  /// The last day to be solved in.
  public var clockDay: DayNumber?
  public var dueFen: Int64?
  public var claims = 0
  public var paidFen: Int64 = 0

  public init(incident: Int64, scheme: String, verdict: String) {
    self.incident = incident
    self.scheme = scheme
    self.verdict = verdict
  }
}

public struct InsertEligibilityCase: Command {
  public static let statement = StatementText(
    "insert_eligibility_case", PackageResources.insert_eligibility_case_sql)
  public let arguments: [SQLValue]

  public init(run: String, _ row: EligibilityCaseRow) {
    arguments = [
      .text(run), .integer(row.incident), .text(row.scheme), SQLValue(row.version),
      SQLValue(row.item), .text(row.verdict), SQLValue(row.clause), SQLValue(row.missingPapers),
      SQLValue(row.missingFacts), SQLValue(row.clockDay), SQLValue(row.dueFen),
      SQLValue(row.claims), .integer(row.paidFen),
    ]
  }
}
