public import SimpleFeatures

/// Incidents of one kind in one grid, in a period.
public struct UnitIncidentCount: Sendable, Hashable {
  /// The grid's code.
  public var grid: String
  public var category: String
  public var count: Double
  /// How many of them have reached a state, by its word; only states that one has reached.
  public var reached: [String: Double]
}

/// How many incidents each grid had of each kind, by the day they occurred.
public struct UnitIncidents: Query {
  public static let statement = StatementText(
    "unit_incidents", PackageResources.unit_incidents_sql)
  public let arguments: [SQLValue]

  public init(firstDay: DayNumber, lastDay: DayNumber) {
    arguments = [SQLValue(firstDay), SQLValue(lastDay)]
  }

  public static func emptyAnswer() -> [UnitIncidentCount] { [] }

  private static let states = ["filed", "solved", "mediated", "closed"]

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [UnitIncidentCount]
  ) {
    var reached: [String: Double] = [:]
    for (column, state) in states.enumerated() where row.integer(3 + column) > 0 {
      reached[state] = row.real(3 + column)
    }
    answer.append(
      UnitIncidentCount(
        grid: row.text(0), category: row.text(1), count: row.real(2), reached: reached))
  }
}

/// Rows of a register by the code of their place.
public struct PlaceRegister: Sendable, Hashable {
  /// Anything at all, whatever the days.
  public var hasRows = false
  public var rows: [Row] = []

  public struct Row: Sendable, Hashable {
    /// Of a grid, or of what holds grids.
    public var code: String
    public var count: Double
  }

  mutating func add(_ row: borrowing some ResultRow & ~Copyable) {
    hasRows = true
    if row.real(1) > 0 { rows.append(Row(code: row.text(0), count: row.real(1))) }
  }
}

/// Hazards that are open on a day.
public struct PlaceHazards: Query {
  public static let statement = StatementText("place_hazards", PackageResources.place_hazards_sql)
  public let arguments: [SQLValue]

  public init(day: DayNumber) { arguments = [SQLValue(day)] }

  public static func emptyAnswer() -> PlaceRegister { PlaceRegister() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout PlaceRegister
  ) { answer.add(row) }
}

/// Households that were visited between two days.
public struct PlaceVisits: Query {
  public static let statement = StatementText("place_visits", PackageResources.place_visits_sql)
  public let arguments: [SQLValue]

  public init(firstDay: DayNumber, lastDay: DayNumber) {
    arguments = [SQLValue(firstDay), SQLValue(lastDay)]
  }

  public static func emptyAnswer() -> PlaceRegister { PlaceRegister() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout PlaceRegister
  ) { answer.add(row) }
}

/// A score of an earlier run.
public struct SafetyScore: Sendable, Hashable {
  public var score: Double
  public var low: Double
  public var high: Double
}

/// The scores of a run by unit.
public struct SafetyScores: Query {
  public static let statement = StatementText("safety_scores", PackageResources.safety_scores_sql)
  public let arguments: [SQLValue]

  public init(run: String) { arguments = [.text(run)] }

  public static func emptyAnswer() -> [String: SafetyScore] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String: SafetyScore]
  ) {
    answer[row.text(0)] = SafetyScore(score: row.real(1), low: row.real(2), high: row.real(3))
  }
}
