public import SimpleFeatures

/// The schemes' files that the store keeps, by their keys.
public struct SchemeFiles: Query {
  public static let statement = StatementText("scheme_files", PackageResources.scheme_files_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [(scheme: String, text: String)] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [(scheme: String, text: String)]
  ) {
    answer.append((row.text(0), row.text(1)))
  }
}

/// What is known of incidents on a day, in columns with a row an incident, by source and id.
public struct IncidentFactColumns: Sendable {
  /// The first day of each step until the day asked for; `nil` where it has none.
  public struct Steps: Sendable, Hashable {
    public var reported: DayNumber?
    public var accepted: DayNumber?
    public var filed: DayNumber?
    public var solved: DayNumber?
    /// Mediated, closed or reopened.
    public var ended: DayNumber?
  }

  /// Evidence; unknown is `nil`.
  public struct Evidence: Sendable, Hashable {
    public var isLiableFound: Bool?
    public var isLiableAble: Bool?
    public var isCertified: Bool?
    public var isCompensated: Bool?
  }

  public var id: [Int64] = []
  public var day: [DayNumber] = []
  public var steps: [Steps] = []
  /// The state as the register has it now, and the last day that any of its steps bears: a state of
  /// a later day was not yet known.
  public var status: [IncidentStatus?] = []
  public var lastStep: [DayNumber?] = []
  public var evidence: [Evidence] = []
  public var lossFen: [Int64?] = []
  /// Positions in `kinds` and `places`.
  public var kind: [Int32] = []
  public var place: [Int32] = []
  /// `category` and `category/subcategory`.
  public private(set) var kinds: [String] = []
  /// Codes of grids, else of places; empty for none.
  public private(set) var places: [String] = []
  public var holdsSyntheticRows = false
  private var kindNumbers: [String: Int32] = [:]
  private var placeNumbers: [String: Int32] = [:]

  public var count: Int { id.count }

  fileprivate init() {}

  fileprivate mutating func number(kind: String) -> Int32 {
    if let known = kindNumbers[kind] { return known }
    let number = Int32(clamping: kinds.count)
    kindNumbers[kind] = number
    kinds.append(kind)
    return number
  }

  fileprivate mutating func number(place: String) -> Int32 {
    if let known = placeNumbers[place] { return known }
    let number = Int32(clamping: places.count)
    placeNumbers[place] = number
    places.append(place)
    return number
  }
}

/// The incidents that were reported until a day, with what was known of them then.
public struct IncidentFactsOnDay: Query {
  public static let statement = StatementText(
    "incident_facts", PackageResources.incident_facts_sql)
  public let arguments: [SQLValue]
  /// - Parameters:
  ///   - area: the first digits of a code; empty for all.
  ///   - categories: empty for all.
  public init(_ day: DayNumber, area: String = "", categories: [String] = []) {
    arguments = [SQLValue(day), .text(area), .text(LayerQuery.delimited(categories))]
  }

  public static func emptyAnswer() -> IncidentFactColumns { IncidentFactColumns() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout IncidentFactColumns
  ) {
    answer.id.append(row.integer(0))
    let subcategory = row.text(2)
    answer.kind.append(
      answer.number(kind: subcategory.isEmpty ? row.text(1) : "\(row.text(1))/\(subcategory)"))
    answer.day.append(DayNumber(Int32(clamping: row.integer(3))))
    let steps = IncidentFactColumns.Steps(
      reported: row.optionalDay(4), accepted: row.optionalDay(5), filed: row.optionalDay(6),
      solved: row.optionalDay(7), ended: row.optionalDay(8))
    answer.steps.append(steps)
    answer.status.append(IncidentStatus(rawValue: row.text(10)))
    answer.lastStep.append(row.optionalDay(9))
    answer.place.append(answer.number(place: row.text(11)))
    answer.lossFen.append(row.optionalInteger(12))
    func truth(_ column: Int) -> Bool? { row.optionalInteger(column).map { $0 != 0 } }
    answer.evidence.append(
      .init(
        isLiableFound: truth(13), isLiableAble: truth(14), isCertified: truth(15),
        isCompensated: truth(16)))
    if row.integer(17) != 0 { answer.holdsSyntheticRows = true }
  }
}

extension ResultRow where Self: ~Copyable {
  fileprivate func optionalDay(_ column: Int) -> DayNumber? {
    optionalInteger(column).map { DayNumber(Int32(clamping: $0)) }
  }
}

/// A claim with what its policy and its incident say.
public struct ClaimFact: Sendable, Hashable {
  public var number: String
  public var policy: String
  /// Empty where the policy names none.
  public var scheme: String
  /// The incident's key; `nil` where no register has it.
  public var incident: Int64?
  /// Of the incident's grid, else of the policy's; empty where neither is known.
  public var place: String
  public var peril: String
  public var occurredOn: DayNumber?
  public var notifiedOn: DayNumber
  public var filedOn: DayNumber?
  public var reserveFen: Int64?
  public var paidFen: Int64?
  public var paidOn: DayNumber?
  public var isRefused: Bool
  public var closedOn: DayNumber?
  /// The day of the incident, by its register.
  public var incidentDay: DayNumber?
  /// The claim names an incident.
  public var namesIncident: Bool
  /// Of the policy.
  public var zone: String?
}

/// The claims that were notified until a day, by number.
public struct ClaimsOnDay: Query {
  public static let statement = StatementText("claim_facts", PackageResources.claim_facts_sql)
  public let arguments: [SQLValue]

  public init(_ day: DayNumber) { arguments = [SQLValue(day)] }

  public static func emptyAnswer() -> [ClaimFact] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [ClaimFact]
  ) {
    answer.append(
      ClaimFact(
        number: row.text(0), policy: row.text(1), scheme: row.text(2),
        incident: row.optionalInteger(3), place: row.text(4), peril: row.text(5),
        occurredOn: row.optionalDay(6), notifiedOn: row.optionalDay(7) ?? DayNumber(0),
        filedOn: row.optionalDay(8), reserveFen: row.optionalInteger(9),
        paidFen: row.optionalInteger(10), paidOn: row.optionalDay(11),
        isRefused: row.integer(12) != 0, closedOn: row.optionalDay(13),
        incidentDay: row.optionalDay(14), namesIncident: !row.isNull(15),
        zone: row.optionalText(16)))
  }
}

/// A policy as cover is counted by.
public struct PolicyFact: Sendable, Hashable {
  public var number: String
  /// Empty where it names none.
  public var scheme: String
  public var insuredKind: String
  public var unit: String
  /// In the unit beside it.
  public var units: Double?
  public var sumFen: Int64?
  public var premiumFen: Int64?
  public var from: DayNumber
  /// The last day of cover.
  public var to: DayNumber
  /// Of a grid or village; empty for none.
  public var place: String
  public var zone: String?
}

/// All policies, by number.
public struct PolicyFacts: Query {
  public static let statement = StatementText("policy_facts", PackageResources.policy_facts_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [PolicyFact] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [PolicyFact]
  ) {
    answer.append(
      PolicyFact(
        number: row.text(0), scheme: row.text(1), insuredKind: row.text(2), unit: row.text(3),
        units: row.optionalReal(4), sumFen: row.optionalInteger(5),
        premiumFen: row.optionalInteger(6), from: row.optionalDay(7) ?? DayNumber(0),
        to: row.optionalDay(8) ?? DayNumber(0), place: row.text(9), zone: row.optionalText(10)))
  }
}

/// The zones of aquaculture, by code.
public struct ZonePlaces: Query {
  public static let statement = StatementText("zone_places", PackageResources.zone_places_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [PlaceArea] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [PlaceArea]
  ) throws(StorageError) {
    guard let geometry = try row.geometry(2) else { return }
    answer.append(PlaceArea(id: row.integer(0), code: row.text(1), geometry: geometry))
  }
}
