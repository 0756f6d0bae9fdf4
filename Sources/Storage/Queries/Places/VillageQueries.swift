public import SimpleFeatures

/// A village, not an estate in one, as it was imported.
public struct Village: Sendable, Hashable {
  public var code: String
  public var name: String
  public var population: Double?
  public var households: Double?
  public var isSynthetic: Bool
  /// WGS 84; `nil` where nobody knows.
  public var position: Coordinate?

  public init(
    code: String, name: String, population: Double? = nil, households: Double? = nil,
    isSynthetic: Bool = false
  ) {
    self.code = code
    self.name = name
    self.population = population
    self.households = households
    self.isSynthetic = isSynthetic
  }
}

/// The villages, by code.
public struct Villages: Query {
  public static let statement = StatementText("villages", PackageResources.villages_sql)
  public let arguments: [SQLValue]

  /// - Parameter area: the first digits of the code.
  public init(area: String) { arguments = [.text(area)] }

  public static func emptyAnswer() -> [Village] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [Village]
  ) throws(StorageError) {
    var village = Village(
      code: row.text(0), name: row.text(1), population: row.optionalReal(2),
      households: row.optionalReal(3), isSynthetic: row.integer(4) != 0)
    if case .point(let position) = try row.geometry(5) { village.position = position }
    answer.append(village)
  }
}

/// Incidents as columns, with the code of the place that they are said to lie in.
public struct IncidentPlaces: Sendable {
  /// Of the grid, else of the place; empty where neither is known.
  public var code: [String] = []
  /// Metres in the store's metric CRS; not a number where there is no point.
  public var x: [Double] = []
  public var y: [Double] = []
  public var day: [Int32] = []
  /// Their keys.
  public var id: [Int64] = []

  public var count: Int { code.count }
}

/// The incidents that a filter lets through, ordered by source and id.
public struct IncidentPlacesInWindow: Query {
  public static let statement = StatementText(
    "incident_places", PackageResources.incident_places_sql)
  public let arguments: [SQLValue]

  public init(_ filter: IncidentFilter) { arguments = filter.arguments }

  public static func emptyAnswer() -> IncidentPlaces { IncidentPlaces() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout IncidentPlaces
  ) {
    answer.code.append(row.text(0))
    answer.x.append(row.optionalReal(1) ?? .nan)
    answer.y.append(row.optionalReal(2) ?? .nan)
    answer.day.append(Int32(clamping: row.integer(3)))
    answer.id.append(row.integer(4))
  }
}
