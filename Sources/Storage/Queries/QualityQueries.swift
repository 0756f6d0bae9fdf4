/// What the layer `data_quality` holds, over all grids.
public struct QualitySums: Sendable, Hashable {
  public var rows = 0
  public var spikeRows = 0
  public var futureRows = 0
  public var exactShare = 0.0
  public var midnightShare = 0.0
}

public struct DataQualitySums: Query {
  public static let statement = StatementText(
    "data_quality_sums", PackageResources.data_quality_sums_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> QualitySums { QualitySums() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout QualitySums
  ) {
    answer = QualitySums(
      rows: Int(row.integer(0)), spikeRows: Int(row.integer(1)), futureRows: Int(row.integer(2)),
      exactShare: row.real(3), midnightShare: row.real(4))
  }
}
