public import SimpleFeatures

/// A place by key and code, with its geometry in WGS 84.
public struct PlaceArea: Sendable, Hashable {
  public var id: Int64
  public var code: String
  public var geometry: Geometry

  public init(id: Int64, code: String, geometry: Geometry) {
    self.id = id
    self.code = code
    self.geometry = geometry
  }
}

extension [PlaceArea] {
  /// Key, code, geometry; a place without one is none.
  fileprivate mutating func append(
    placeIn row: borrowing some ResultRow & ~Copyable
  ) throws(StorageError) {
    guard let geometry = try row.geometry(2) else { return }
    append(PlaceArea(id: row.integer(0), code: row.text(1), geometry: geometry))
  }
}

/// The governance grids, by code.
public struct GridAreas: Query {
  public static let statement = StatementText("grid_areas", PackageResources.grid_areas_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [PlaceArea] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [PlaceArea]
  ) throws(StorageError) {
    try answer.append(placeIn: row)
  }
}

/// The units of administration, by code.
public struct UnitAreas: Query {
  public static let statement = StatementText("unit_areas", PackageResources.unit_areas_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [PlaceArea] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [PlaceArea]
  ) throws(StorageError) {
    try answer.append(placeIn: row)
  }
}

/// Where each village lies, by its twelve-digit code.
public struct VillagePlaces: Query {
  public static let statement = StatementText(
    "village_places", PackageResources.village_places_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [String: Coordinate] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String: Coordinate]
  ) throws(StorageError) {
    guard case .point(let position) = try row.geometry(1) else { return }
    answer[row.text(0)] = position
  }
}

/// The name of a unit of administration.
public struct UnitName: Sendable, Hashable {
  public var code: String
  public var name: String
  public var level: String
}

public struct UnitNames: Query {
  public static let statement = StatementText("unit_names", PackageResources.unit_names_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [UnitName] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [UnitName]
  ) {
    answer.append(UnitName(code: row.text(0), name: row.text(1), level: row.text(2)))
  }
}

/// The units whose codes held on a day, by code. A code is joined with its day, never a name.
public struct UnitsOnDay: Query {
  public static let statement = StatementText("units_on_day", PackageResources.units_on_day_sql)
  public let arguments: [SQLValue]

  /// - Parameter code: only the unit of this code.
  public init(_ day: DayNumber, code: String = "") { arguments = [SQLValue(day), .text(code)] }

  public static func emptyAnswer() -> [UnitName] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [UnitName]
  ) {
    answer.append(UnitName(code: row.text(0), name: row.text(1), level: row.text(2)))
  }
}

/// The support of an analysis: governance grids, square cells, or villages.
public enum Support: String, Sendable, CaseIterable {
  case grid, lattice, village
}

/// A place that an analysis counts in.
public struct AnalysisUnit: Sendable, Hashable {
  public var id: Int64
  public var code: String
  public var name: String
  public var kind: String
  public var population: Double?
  public var households: Double?
  public var workers: Double?
  public var staff: Double?
  public var areaSquareMetres: Double
  /// Metres in the store's metric CRS, inside the unit.
  public var label: Coordinate
  public var column: Int32?
  public var row: Int32?
  /// WGS 84.
  public var geometry: Geometry
  /// Which of the borders that its code has had.
  public var version = 1

  public init(
    id: Int64, code: String, name: String, kind: String, population: Double?,
    households: Double?, workers: Double?, staff: Double?, areaSquareMetres: Double,
    label: Coordinate, column: Int32? = nil, row: Int32? = nil, geometry: Geometry,
    version: Int = 1
  ) {
    self.id = id
    self.code = code
    self.name = name
    self.kind = kind
    self.population = population
    self.households = households
    self.workers = workers
    self.staff = staff
    self.areaSquareMetres = areaSquareMetres
    self.label = label
    self.column = column
    self.row = row
    self.geometry = geometry
    self.version = version
  }
}

/// The governance grids, or the cells of the lattice, by code. Of villages the store keeps what they
/// are made of: see `Villages`.
public struct AnalysisUnits: Query {
  public static let statement = StatementText(
    "analysis_units", PackageResources.analysis_units_sql)
  public let arguments: [SQLValue]

  /// - Parameter area: the first digits of the code; the cells of a lattice have no codes of areas
  ///   and all come.
  public init(support: Support, area: String) {
    arguments = [.text(support.rawValue), .text(area)]
  }

  public static func emptyAnswer() -> [AnalysisUnit] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [AnalysisUnit]
  ) throws(StorageError) {
    guard let geometry = try row.geometry(11) else { return }
    answer.append(
      AnalysisUnit(
        id: row.integer(0), code: row.text(1), name: row.text(2), kind: row.text(3),
        population: row.optionalReal(4), households: row.optionalReal(5),
        workers: row.optionalReal(6), staff: row.optionalReal(13),
        areaSquareMetres: row.real(14), label: Coordinate(x: row.real(7), y: row.real(8)),
        column: row.optionalInteger(9).map { Int32(clamping: $0) },
        row: row.optionalInteger(10).map { Int32(clamping: $0) }, geometry: geometry,
        version: Int(row.integer(12))))
  }
}
