public import SimpleFeatures

/// Incidents of one kind in one grid, in a period.
public struct UnitIncidentCount: Sendable, Hashable {
  /// The grid's code.
  public var grid: String
  public var category: String
  /// Empty where they say none.
  public var subcategory: String
  public var count: Double
  /// How many of them have reached a state, by its word; only states that one has reached.
  public var reached: [String: Double]
  /// What they came to; only what one of them says.
  public var harm: [IncidentHarm: Harm]

  public struct Harm: Sendable, Hashable {
    public var sum: Double
    public var sumOfSquares: Double
  }
}

/// What an incident costs besides that it happened.
public enum IncidentHarm: String, Sendable, CaseIterable {
  /// Persons.
  case deaths
  /// Persons.
  case injuries
  case lossYuan = "loss_yuan"
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
    for (column, state) in states.enumerated() where row.integer(4 + column) > 0 {
      reached[state] = row.real(4 + column)
    }
    var harm: [IncidentHarm: UnitIncidentCount.Harm] = [:]
    for (number, kind) in IncidentHarm.allCases.enumerated() {
      let column = 4 + states.count + 2 * number
      guard !row.isNull(column) else { continue }
      harm[kind] = .init(sum: row.real(column), sumOfSquares: row.real(column + 1))
    }
    answer.append(
      UnitIncidentCount(
        grid: row.text(0), category: row.text(1), subcategory: row.text(2), count: row.real(3),
        reached: reached, harm: harm))
  }
}

/// The categories that occur, each with the subcategories that do.
public struct IncidentKinds: Query {
  public static let statement = StatementText(
    "incident_kinds", PackageResources.incident_kinds_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [String: Set<String>] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String: Set<String>]
  ) {
    let subcategory = row.text(1)
    answer[row.text(0), default: []].formUnion(subcategory.isEmpty ? [] : [subcategory])
  }
}

/// What registers hold of places, as `place_measures.sql` names it.
public enum PlaceMeasure: String, Sendable, CaseIterable {
  case hazardsFound = "hazards_found"
  case hazardsOpen = "hazards_open"
  case hazardsOverdue = "hazards_overdue"
  case hazardsFixed = "hazards_fixed"
  case inspections, visits
  case visitedHouseholds = "visited_households"
  case stations
  case stationStaff = "station_staff"
  case tasksDue = "tasks_due"
  case tasksDone = "tasks_done"
  case awards
  case dossierHouseholds = "dossier_households"
  case dossierPopulation = "dossier_population"
  case dossierCoveredHouseholds = "dossier_covered_households"
  case dossierCameras = "dossier_cameras"
  case dossierLawsuits = "dossier_lawsuits"
  case dossierMediations = "dossier_mediations"
  case dossierMembers = "dossier_members"
  case dossierRebateYuan = "dossier_rebate_yuan"
  /// Units insured on the last day, by what they are.
  case insured
  case claims
  case claimsPaid = "claims_paid"

  /// It stands on the last day, or is of the year before it; other measures are of the period.
  public var isStanding: Bool {
    switch self {
    case .hazardsOpen, .hazardsOverdue, .stations, .stationStaff, .awards, .dossierHouseholds,
      .dossierPopulation, .dossierCoveredHouseholds, .dossierCameras, .dossierLawsuits,
      .dossierMediations, .dossierMembers, .dossierRebateYuan, .insured:
      true
    case .hazardsFound, .hazardsFixed, .inspections, .visits, .visitedHouseholds, .tasksDue,
      .tasksDone, .claims, .claimsPaid:
      false
    }
  }

  /// The words by which its rows are told apart; empty where they are not.
  public var kinds: [String] {
    switch self {
    case .hazardsFound, .hazardsOpen, .hazardsOverdue, .hazardsFixed: Self.words("hazards", "kind")
    case .inspections: Self.words("inspections", "result")
    case .visits, .visitedHouseholds: Self.words("visits", "kind")
    case .stations, .stationStaff: Self.words("stations", "kind")
    case .tasksDue, .tasksDone: Self.words("tasks", "kind")
    case .awards: Self.words("awards", "colour")
    case .insured: Self.words("policies", "unit")
    case .claims, .claimsPaid: Self.words("policies", "insured_kind")
    case .dossierHouseholds, .dossierPopulation, .dossierCoveredHouseholds, .dossierCameras,
      .dossierLawsuits, .dossierMediations, .dossierMembers, .dossierRebateYuan:
      []
    }
  }

  private static func words(_ layer: String, _ column: String) -> [String] {
    guard
      case .word(let words)? = Layer(named: layer)?.columns.first(where: { $0.name == column })?
        .kind
    else { return [] }
    return words
  }
}

/// One number of a register.
public struct PlaceMeasureRow: Sendable, Hashable {
  public var kind: String
  /// Of a grid, or of what holds grids.
  public var code: String
  public var value: Double
}

/// What the registers hold between two days. Only what grows by single rows is counted in the
/// period; what lasts, such as stations, on its last day.
public struct PlaceMeasures: Query {
  public static let statement = StatementText(
    "place_measures", PackageResources.place_measures_sql)
  public let arguments: [SQLValue]

  public init(firstDay: DayNumber, lastDay: DayNumber) {
    arguments = [SQLValue(firstDay), SQLValue(lastDay)]
  }

  public static func emptyAnswer() -> [PlaceMeasure: [PlaceMeasureRow]] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable,
    into answer: inout [PlaceMeasure: [PlaceMeasureRow]]
  ) {
    guard let measure = PlaceMeasure(rawValue: row.text(0)), !row.isNull(2) else { return }
    answer[measure, default: []].append(
      PlaceMeasureRow(kind: row.text(1), code: row.text(2), value: row.real(3)))
  }
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
