import SimpleFeatures

/// The incidents of one state of a store in columns, by their keys: what chooses them, and what
/// tiles show of them.
///
/// A million take 62 MB.
public struct IncidentTable: Sendable {
  /// Ascending.
  public private(set) var keys: [Int64] = []
  /// Degrees of WGS 84; not a number where there is no point.
  public private(set) var longitudes: [Double] = []
  public private(set) var latitudes: [Double] = []
  public private(set) var categories = TextColumn()
  /// From 1 to 5; 0 where it is unknown.
  public private(set) var severities: [UInt8] = []
  public private(set) var statuses = TextColumn()
  /// Of the study area.
  private(set) var days: [Int32] = []
  /// Seconds of UTC.
  private(set) var beginnings: [Int64] = []
  /// Seconds of UTC; `unknown` where there is none.
  private(set) var ends: [Int64] = []

  /// Of the points, once all of them are there.
  private(set) var cells: PointCells?

  static let unknown = Int64.min

  public var count: Int { keys.count }

  init() {}

  /// Sorts the points into cells, by which a box finds its own; for a table that is asked often.
  ///
  /// - Complexity: O(rows): 20 ms a million.
  public mutating func indexPoints() {
    cells = PointCells(longitudes: longitudes, latitudes: latitudes)
  }

  mutating func append(_ row: borrowing some ResultRow & ~Copyable) throws(StorageError) {
    keys.append(row.integer(0))
    var position = Coordinate(x: .nan, y: .nan)
    if case .point(let point) = try row.geometry(1) { position = point }
    longitudes.append(position.x)
    latitudes.append(position.y)
    days.append(Int32(clamping: row.integer(2)))
    beginnings.append(row.integer(3))
    ends.append(row.optionalInteger(4) ?? Self.unknown)
    categories.append(row.optionalText(5))
    severities.append(UInt8(clamping: row.integer(6)))
    statuses.append(row.optionalText(7))
  }
}

/// A column of few different texts: each stands once, and a row has its number.
public struct TextColumn: Sendable {
  /// In the order in which they first came.
  public private(set) var texts: [String] = []
  /// The number of each row's text, or `unknown`.
  public private(set) var codes: [UInt8] = []
  /// Some texts have no number: there were too many different ones.
  public private(set) var isCut = false
  /// Some rows have none.
  private(set) var holdsUnknown = false

  public static let unknown = UInt8.max

  init() {}

  /// - Complexity: O(different texts).
  mutating func append(_ text: String?) {
    guard let text else {
      holdsUnknown = true
      return codes.append(Self.unknown)
    }
    // Texts are the same where their bytes are, as they are to a store.
    if let known = texts.firstIndex(where: { $0 == text && $0.utf8.elementsEqual(text.utf8) }) {
      codes.append(UInt8(known))
    } else if texts.count < Int(Self.unknown) {
      codes.append(UInt8(texts.count))
      texts.append(text)
    } else {
      isCut = true
      codes.append(Self.unknown)
    }
  }
}

/// All incidents in columns.
public struct IncidentsInColumns: Query {
  public static let statement = StatementText(
    "incidents_in_columns", PackageResources.incidents_in_columns_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> IncidentTable { IncidentTable() }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout IncidentTable
  ) throws(StorageError) {
    try answer.append(row)
  }
}
