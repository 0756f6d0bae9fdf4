public import SimpleFeatures

/// Writes a version of a grid, or updates the one with the same code and version. One that is the
/// same already does not count as changed.
public struct UpsertGrid: Command {
  public static let statement = StatementText("upsert_grid", PackageResources.upsert_grid_sql)
  public let arguments: [SQLValue]

  /// - Parameter importID: `nil` for a lattice and for villages, which no file brings as areas.
  public init(_ grid: GridRecord, importID: Int64?) {
    let lattice = grid.lattice
    arguments = [
      .text(grid.code), .text(grid.support.rawValue), .text(grid.name),
      .text(grid.kind), SQLValue(grid.population), SQLValue(grid.households),
      SQLValue(grid.workers), SQLValue(grid.staff), .real(grid.areaSquareMetres),
      .real(grid.label.x), .real(grid.label.y), SQLValue(lattice?.cellMetres),
      SQLValue(lattice.map { Int($0.column) }), SQLValue(lattice.map { Int($0.row) }),
      SQLValue(grid.version), SQLValue(grid.validFrom), SQLValue(grid.validTo),
      SQLValue(grid.isCurrent), SQLValue(grid.synthetic), SQLValue(importID),
      .geometry(grid.geometry),
    ]
  }
}

/// Takes a version of a grid out of the current layer; the runs that counted in it keep it.
public struct SupersedeGrid: Command {
  public static let statement = StatementText(
    "supersede_grid", PackageResources.supersede_grid_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - validTo: its last day; `nil` where nobody said when it was redrawn.
  ///   - importID: which import brought the next one; taking it back makes this one current again.
  ///     `nil` for the area of a village.
  public init(id: Int64, validTo: DayNumber?, importID: Int64?) {
    arguments = [.integer(id), SQLValue(validTo), SQLValue(importID)]
  }
}

/// Takes the lattice that was laid last out of use; its cells stay for the runs that name them.
public struct RetireLattice: Command {
  public static let statement = StatementText(
    "retire_lattice", PackageResources.retire_lattice_sql)
  public let arguments: [SQLValue] = []

  public init() {}
}

/// Puts a cell, which an earlier lattice may have had too, into use.
public struct ActivateCell: Command {
  public static let statement = StatementText(
    "activate_cell", PackageResources.activate_cell_sql)
  public let arguments: [SQLValue]

  public init(code: String) { arguments = [.text(code)] }
}

/// Says that a point in no grid lies so far from the one that it is counted in. A border never
/// changes within a version of a grid, so that the note stays true.
public struct NoteNearGrid: Command {
  public static let statement = StatementText("note_near_grid", PackageResources.note_near_grid_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  /// - Parameter metric: the point in metres, as its incident has it.
  public init(grid: Int64, metric: Coordinate, distanceMetres: Double) {
    arguments = [.integer(grid), .real(metric.x), .real(metric.y), .real(distanceMetres)]
  }
}
