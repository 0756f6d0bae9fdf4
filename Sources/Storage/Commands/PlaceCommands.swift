import SimpleFeatures

/// Changes to the places. Each writes one row or updates the row of the same code; a row that is
/// the same already does not count as changed.

public struct UpsertUnit: Command {
  public static let statement = StatementText("upsert_unit", PackageResources.upsert_unit_sql)
  public let arguments: [SQLValue]

  public init(_ unit: UnitRecord, importID: Int64) {
    arguments = [
      .text(unit.code), .text(unit.name), .text(unit.level), SQLValue(unit.parent),
      SQLValue(unit.validFrom), SQLValue(unit.validTo), SQLValue(unit.synthetic),
      .integer(importID), .geometry(unit.geometry),
    ]
  }
}

public struct UpsertGrid: Command {
  public static let statement = StatementText("upsert_grid", PackageResources.upsert_grid_sql)
  public let arguments: [SQLValue]

  /// - Parameter importID: `nil` for a lattice, which no file brings.
  public init(_ grid: GridRecord, importID: Int64?) {
    let lattice = grid.lattice
    arguments = [
      .text(grid.code), .text(lattice == nil ? "grid" : "lattice"), .text(grid.name),
      .text(grid.kind), SQLValue(grid.population), SQLValue(grid.households),
      SQLValue(grid.workers), SQLValue(grid.staff), .real(grid.areaSquareMetres),
      .real(grid.label.x), .real(grid.label.y), SQLValue(lattice?.cellMetres),
      SQLValue(lattice.map { Int($0.column) }), SQLValue(lattice.map { Int($0.row) }),
      SQLValue(grid.synthetic), SQLValue(importID), .geometry(grid.geometry),
    ]
  }
}

public struct UpsertVillage: Command {
  public static let statement = StatementText(
    "upsert_village", PackageResources.upsert_village_sql)
  public let arguments: [SQLValue]

  public init(_ village: VillageRecord, importID: Int64) {
    arguments = [
      .text(village.code), .text(village.name), SQLValue(village.population),
      SQLValue(village.households), SQLValue(village.synthetic), .integer(importID),
      .geometry(village.geometry),
    ]
  }
}

public struct UpsertCoastSegment: Command {
  public static let statement = StatementText(
    "upsert_coast_segment", PackageResources.upsert_coast_segment_sql)
  public let arguments: [SQLValue]

  public init(_ segment: CoastSegmentRecord, importID: Int64) {
    arguments = [
      .text(segment.code), .text(segment.kind), SQLValue(segment.town),
      SQLValue(segment.lengthMetres), SQLValue(segment.exposureClass),
      SQLValue(segment.synthetic), .integer(importID), .geometry(segment.geometry),
    ]
  }
}

public struct UpsertAquacultureZone: Command {
  public static let statement = StatementText(
    "upsert_aquaculture_zone", PackageResources.upsert_aquaculture_zone_sql)
  public let arguments: [SQLValue]

  public init(_ zone: AquacultureZoneRecord, importID: Int64) {
    arguments = [
      .text(zone.code), .text(zone.name), SQLValue(zone.species), SQLValue(zone.unit),
      SQLValue(zone.quantity), SQLValue(zone.workers), SQLValue(zone.licence),
      SQLValue(zone.licenceAreaMu), SQLValue(zone.prohibited), SQLValue(zone.unitValueFen),
      SQLValue(zone.synthetic), .integer(importID), .geometry(zone.geometry),
    ]
  }
}

public struct UpsertStorm: Command {
  public static let statement = StatementText("upsert_storm", PackageResources.upsert_storm_sql)
  public let arguments: [SQLValue]

  public init(_ storm: StormRecord, importID: Int64) {
    arguments = [
      .text(storm.code), SQLValue(storm.season), SQLValue(storm.maxWindKnots),
      SQLValue(storm.minPressureHectopascal), SQLValue(storm.synthetic), .integer(importID),
      .geometry(storm.geometry),
    ]
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
