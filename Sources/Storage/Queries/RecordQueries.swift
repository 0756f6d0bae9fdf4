public import SimpleFeatures

/// A single thing that a register holds of a place: a hazard, a task, a document about a unit.
public struct RegisterFact: Sendable, Hashable {
  public enum Register: String, Sendable, CaseIterable {
    case hazard, task, award
  }

  public var register: Register
  /// Its code or number.
  public var reference: String
  /// Of an award its colour.
  public var kind: String
  /// Of an award; empty for others.
  public var level: String
  public var place: String
  public var began: DayNumber
  /// Until when it is due, or valid.
  public var until: DayNumber?
  public var done: DayNumber?
  public var state: String
}

/// All of them, by register and number.
public struct RegisterFacts: Query {
  public static let statement = StatementText("record_facts", PackageResources.record_facts_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [RegisterFact] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [RegisterFact]
  ) {
    guard let register = RegisterFact.Register(rawValue: row.text(0)) else { return }
    let days = (5...7).map { column in
      row.isNull(column) ? nil : DayNumber(Int32(clamping: row.integer(column)))
    }
    answer.append(
      RegisterFact(
        register: register, reference: row.text(1), kind: row.text(2), level: row.text(3),
        place: row.text(4), began: days[0] ?? DayNumber(0), until: days[1], done: days[2],
        state: row.text(8)))
  }
}

/// An incident that a record may rest on.
public struct RecordIncident: Sendable, Hashable {
  /// The grid's code.
  public var grid: String
  public var category: String
  /// Empty where it says none.
  public var subcategory: String
  public var source: String
  public var id: String
  public var day: DayNumber
  /// Of what it did at least one of.
  public var harm: Set<IncidentHarm>
}

/// The incidents of some categories in grids, by the day they occurred.
public struct RecordIncidents: Query {
  public static let statement = StatementText(
    "record_incidents", PackageResources.record_incidents_sql)
  public let arguments: [SQLValue]

  public init(firstDay: DayNumber, lastDay: DayNumber, categories: [String]) {
    arguments = [
      SQLValue(firstDay), SQLValue(lastDay), .text(LayerQuery.delimited(categories)),
    ]
  }

  public static func emptyAnswer() -> [RecordIncident] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [RecordIncident]
  ) {
    var harm: Set<IncidentHarm> = []
    for (number, kind) in IncidentHarm.allCases.enumerated() where row.integer(6 + number) > 0 {
      harm.insert(kind)
    }
    answer.append(
      RecordIncident(
        grid: row.text(0), category: row.text(1), subcategory: row.text(2), source: row.text(3),
        id: row.text(4), day: DayNumber(Int32(clamping: row.integer(5))), harm: harm))
  }
}
