public import SimpleFeatures

/// A governance grid with what it stands on.
public struct GridSurface: Sendable, Hashable {
  public var code: String
  public var isSea: Bool
  /// WGS 84.
  public var geometry: Geometry
}

/// The governance grids with their kinds, by code.
public struct GridSurfaces: Query {
  public static let statement = StatementText("grid_surfaces", PackageResources.grid_surfaces_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [GridSurface] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [GridSurface]
  ) throws(StorageError) {
    guard let geometry = try row.geometry(2) else { return }
    answer.append(
      GridSurface(code: row.text(0), isSea: row.text(1) == "sea", geometry: geometry))
  }
}
