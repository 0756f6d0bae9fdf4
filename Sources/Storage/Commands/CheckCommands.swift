public import SimpleFeatures

/// Forgets the faults of the grids that the last check found.
public struct ClearGridFaults: Command {
  public static let statement = StatementText(
    "clear_grid_faults", PackageResources.clear_grid_faults_sql)
  public let arguments: [SQLValue] = []

  public init() {}
}

public struct InsertGridFault: Command {
  public static let statement = StatementText(
    "insert_grid_fault", PackageResources.insert_grid_fault_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - kind: overlap, gap, sliver or invalid.
  ///   - grids: codes, parted by spaces.
  ///   - geometry: WGS 84.
  public init(
    number: Int, kind: String, grids: String, areaSquareMetres: Double, widthMetres: Double,
    geometry: Geometry
  ) {
    arguments = [
      SQLValue(number), .text(kind), .text(grids), .real(areaSquareMetres), .real(widthMetres),
      .geometry(geometry),
    ]
  }
}

/// Counts anew how far the incidents of each grid can be trusted.
public struct ClearDataQuality: Command {
  public static let statement = StatementText(
    "clear_data_quality", PackageResources.clear_data_quality_sql)
  public let arguments: [SQLValue] = []

  public init() {}
}

public struct FillDataQuality: Command {
  public static let statement = StatementText(
    "fill_data_quality", PackageResources.fill_data_quality_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - offsets: seconds that local clocks are ahead of UTC, in winter and in summer.
  ///   - asOf: days after this one lie in the future.
  ///   - spikeRows: a coordinate of more rows than this is a default's.
  public init(offsets: (Int, Int), asOf: DayNumber?, spikeRows: Int) {
    arguments = [
      SQLValue(offsets.0), SQLValue(offsets.1), SQLValue(asOf ?? DayNumber(.max)),
      SQLValue(spikeRows),
    ]
  }
}
