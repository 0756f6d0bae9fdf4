public import SimpleFeatures

/// Which time of an incident counts it into a week: when it happened, was reported, or was filed.
public enum TimeBasis: String, Sendable, CaseIterable {
  case occurred, reported, filed
}

/// How far a case must have come to count.
///
/// A case counts as filed when it is or was filed or solved; a closing alone does not say that it
/// was ever filed.
public enum Stage: String, Sendable, CaseIterable {
  case calls, accepted, filed, solved

  /// Any of these, now or earlier, makes the case count; empty: every case counts.
  var statuses: [IncidentStatus] {
    switch self {
    case .calls: []
    case .accepted: [.accepted, .filed, .solved, .mediated, .closed, .reopened]
    case .filed: [.filed, .solved]
    case .solved: [.solved, .mediated]
    }
  }
}

/// Which incidents an analysis counts.
public struct IncidentFilter: Sendable, Hashable {
  public var basis = TimeBasis.occurred
  public var stage = Stage.calls
  /// Empty for all.
  public var categories: [String] = []
  public var firstDay: DayNumber
  public var lastDay: DayNumber
  /// The first digits of a code; empty for all.
  public var area = ""

  public init(firstDay: DayNumber, lastDay: DayNumber) {
    self.firstDay = firstDay
    self.lastDay = lastDay
  }

  /// `$1` to `$6` of the statements that count incidents.
  var arguments: [SQLValue] {
    [
      .text(basis.rawValue), SQLValue(firstDay), SQLValue(lastDay),
      .text(LayerQuery.delimited(categories)), .text(area),
      .text(LayerQuery.delimited(stage.statuses.map(\.rawValue))),
    ]
  }
}

/// Incidents as columns, ready for the kernels.
public struct IncidentPoints: Sendable {
  public var id: [Int64] = []
  /// The grid's key, 0 for none.
  public var grid: [Int64] = []
  /// Metres in the store's metric CRS; not a number where there is no point.
  public var x: [Double] = []
  public var y: [Double] = []
  public var day: [Int32] = []

  public var count: Int { id.count }
}

/// The incidents that a filter lets through, ordered by source and id.
public struct IncidentPointsInWindow: Query {
  public static let statement = StatementText(
    "incident_points", PackageResources.incident_points_sql)
  public let arguments: [SQLValue]

  public init(_ filter: IncidentFilter) { arguments = filter.arguments }

  public static func emptyAnswer() -> IncidentPoints { IncidentPoints() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout IncidentPoints
  ) {
    answer.id.append(row.integer(0))
    answer.grid.append(row.integer(1))
    answer.x.append(row.optionalReal(2) ?? .nan)
    answer.y.append(row.optionalReal(3) ?? .nan)
    answer.day.append(Int32(clamping: row.integer(4)))
  }
}

/// An incident's point in WGS 84, with the grid that it is said to lie in.
public struct LocatedIncident: Sendable, Hashable {
  public var id: Int64
  public var position: Coordinate
  /// Metres in the store's metric CRS.
  public var metric: Coordinate
  public var grid: Int64?
}

/// The incidents with a point, to find their grids anew.
public struct LocatedIncidents: Query {
  public static let statement = StatementText(
    "located_incidents", PackageResources.located_incidents_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [LocatedIncident] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [LocatedIncident]
  ) throws(StorageError) {
    guard case .point(let position) = try row.geometry(1) else { return }
    let grid = row.integer(2)
    answer.append(
      LocatedIncident(
        id: row.integer(0), position: position,
        metric: Coordinate(x: row.real(3), y: row.real(4)), grid: grid == 0 ? nil : grid))
  }
}

/// One incident as the tables of a sheet count it.
public struct LedgerEntry: Sendable, Hashable {
  public var day: DayNumber
  public var category: String
  /// The grid's code, else the place's; empty where neither is known.
  public var placeCode: String
  public var status: IncidentStatus?
  /// The day of the report, else of the event.
  public var reportedDay: DayNumber
  public var precision: LocationPrecision
  /// Metres in the store's metric CRS.
  public var metric: Coordinate?
  /// The grid's key.
  public var grid: Int64?
  public var synthetic: Bool
}

/// The incidents that a filter lets through, by the day that its basis means.
public struct IncidentLedger: Query {
  public static let statement = StatementText(
    "incident_ledger", PackageResources.incident_ledger_sql)
  public let arguments: [SQLValue]

  public init(_ filter: IncidentFilter) { arguments = filter.arguments }

  public static func emptyAnswer() -> [LedgerEntry] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [LedgerEntry]
  ) {
    let metric = row.isNull(6) ? nil : Coordinate(x: row.real(6), y: row.real(7))
    let grid = row.integer(8)
    answer.append(
      LedgerEntry(
        day: DayNumber(Int32(clamping: row.integer(0))), category: row.text(1),
        placeCode: row.text(2), status: IncidentStatus(rawValue: row.text(3)),
        reportedDay: DayNumber(Int32(clamping: row.integer(4))),
        precision: LocationPrecision(rawValue: row.text(5)) ?? .area, metric: metric,
        grid: grid == 0 ? nil : grid, synthetic: row.integer(9) != 0))
  }
}

/// The categories that occur.
public struct IncidentCategories: Query {
  public static let statement = StatementText("categories", PackageResources.categories_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [String] { [] }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout [String])
  {
    answer.append(row.text(0))
  }
}

/// The first and the last key of all incidents; `nil` for a store without.
public struct IncidentKeyRange: Query {
  public static let statement = StatementText(
    "incident_key_range", PackageResources.incident_key_range_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> ClosedRange<Int64>? { nil }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout ClosedRange<Int64>?
  ) {
    guard !row.isNull(0) else { return }
    answer = row.integer(0)...row.integer(1)
  }
}

/// How far the incidents reach in time.
public struct DataWindow: Sendable, Hashable {
  public var firstDay: DayNumber
  public var lastDay: DayNumber
  /// The last day that any row tells of, reports included: the data's cut-off.
  public var cutOff: DayNumber
  public var count: Int
  public var holdsSyntheticRows: Bool
}

/// `nil` for a store without incidents.
public struct IncidentWindow: Query {
  public static let statement = StatementText("data_window", PackageResources.data_window_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> DataWindow? { nil }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout DataWindow?
  ) {
    guard !row.isNull(0) else { return }
    answer = DataWindow(
      firstDay: DayNumber(Int32(clamping: row.integer(0))),
      lastDay: DayNumber(Int32(clamping: row.integer(1))),
      cutOff: DayNumber(Int32(clamping: row.integer(2))), count: Int(row.integer(3)),
      holdsSyntheticRows: row.integer(4) != 0)
  }
}
