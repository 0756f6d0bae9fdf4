public import SimpleFeatures

/// A place that a person may name instead of giving its coordinates.
public struct NamedPlace: Sendable, Hashable {
  public var code: String
  public var name: String
  /// WGS 84.
  public var position: Coordinate
}

/// The gazetteer: what has a code, a name and a point.
public struct NamedPlaces: Query {
  public static let statement = StatementText("named_places", PackageResources.named_places_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [NamedPlace] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [NamedPlace]
  ) throws(StorageError) {
    guard case .point(let position) = try row.geometry(2) else { return }
    answer.append(NamedPlace(code: row.text(0), name: row.text(1), position: position))
  }
}
