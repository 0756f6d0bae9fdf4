public import SimpleFeatures

/// The incidents of some days in a box: what a map shows of them. Each engine reaches its spatial
/// index in its own way.
public struct IncidentsInBox: Query {
  public static let statement = StatementText(perEngine: "incidents_in_box")
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - box: WGS 84, its borders included.
  ///   - limit: how many at most, the first by source and id.
  public init(
    _ box: BoundingBox, firstDay: DayNumber = DayNumber(.min), lastDay: DayNumber = DayNumber(.max),
    limit: Int = .max
  ) {
    arguments = [
      .real(box.minX), .real(box.minY), .real(box.maxX), .real(box.maxY), SQLValue(firstDay),
      SQLValue(lastDay), SQLValue(limit),
    ]
  }

  public static func emptyAnswer() -> [Feature] { [] }

  /// The fields are those of the layer of incidents.
  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [Feature]
  ) throws(StorageError) {
    answer.append(try Layer.incidents.feature(from: row))
  }
}
