public import SimpleFeatures

/// Whether the store holds the row that another one names by its key.
public struct ReferenceExists: Query {
  public static let statement = StatementText(
    "reference_exists", PackageResources.reference_exists_sql)
  public let arguments: [SQLValue]

  /// - Parameter source: of an incident; not looked at for other layers.
  public init(layer: String, key: String, source: String = "") {
    arguments = [.text(layer), .text(key), .text(source)]
  }

  public static func emptyAnswer() -> Bool { false }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout Bool) {
    answer = true
  }
}

/// A code that ended, and the one that took its place.
public struct CodeChange: Sendable, Hashable {
  public var oldCode: String
  public var newCode: String
  /// The first day of the new code.
  public var changedOn: DayNumber

  public init(oldCode: String, newCode: String, changedOn: DayNumber) {
    self.oldCode = oldCode
    self.newCode = newCode
    self.changedOn = changedOn
  }
}

/// All changes of codes, the earliest first.
public struct CodeChanges: Query {
  public static let statement = StatementText("code_changes", PackageResources.code_changes_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [CodeChange] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [CodeChange]
  ) {
    answer.append(
      CodeChange(
        oldCode: row.text(0), newCode: row.text(1),
        changedOn: DayNumber(Int32(clamping: row.integer(2)))))
  }
}

/// A border that a grid has or had.
public struct GridVersion: Sendable, Hashable {
  public var id: Int64
  public var number: Int
  public var validFrom: DayNumber?
  public var validTo: DayNumber?
  public var isCurrent: Bool
  /// WGS 84.
  public var geometry: Geometry
  /// A run has counted in it, and must go on drawing it.
  public var isCounted: Bool

  public init(
    id: Int64, number: Int, validFrom: DayNumber?, validTo: DayNumber?, isCurrent: Bool,
    geometry: Geometry, isCounted: Bool
  ) {
    self.id = id
    self.number = number
    self.validFrom = validFrom
    self.validTo = validTo
    self.isCurrent = isCurrent
    self.geometry = geometry
    self.isCounted = isCounted
  }
}

/// The borders of a grid, or the areas of a village, in the order in which they came.
public struct GridVersions: Query {
  public static let statement = StatementText("grid_versions", PackageResources.grid_versions_sql)
  public let arguments: [SQLValue]

  public init(code: String, support: Support = .grid) {
    arguments = [.text(code), .text(support.rawValue)]
  }

  public static func emptyAnswer() -> [GridVersion] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [GridVersion]
  ) throws(StorageError) {
    guard let geometry = try row.geometry(5) else { return }
    func day(_ column: Int) -> DayNumber? {
      row.optionalInteger(column).map { DayNumber(Int32(clamping: $0)) }
    }
    answer.append(
      GridVersion(
        id: row.integer(0), number: Int(row.integer(1)), validFrom: day(2), validTo: day(3),
        isCurrent: row.integer(4) != 0, geometry: geometry, isCounted: row.integer(6) != 0))
  }
}
