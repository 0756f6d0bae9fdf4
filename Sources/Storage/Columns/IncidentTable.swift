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
    categories.append(row, 5)
    severities.append(UInt8(clamping: row.integer(6)))
    statuses.append(row, 7)
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

  /// The bytes of each text.
  private var known: [[UInt8]] = []
  /// The row before's: neighbours in a file often share a text.
  private var last = 0

  init() {}

  /// - Complexity: O(different texts).
  mutating func append(_ row: borrowing some ResultRow & ~Copyable, _ column: Int) {
    guard !row.isNull(column) else {
      holdsUnknown = true
      return codes.append(Self.unknown)
    }
    row.withText(column) { text in codes.append(code(of: text)) }
  }

  /// Texts are the same where their bytes are, as they are to a store.
  private mutating func code(of text: Span<UInt8>) -> UInt8 {
    text.withUnsafeBufferPointer { text in
      func isIt(_ code: Int) -> Bool {
        known[code].count == text.count && known[code].elementsEqual(text)
      }
      if last < known.count, isIt(last) { return UInt8(last) }
      for code in known.indices where isIt(code) {
        last = code
        return UInt8(code)
      }
      guard known.count < Int(Self.unknown) else {
        isCut = true
        return Self.unknown
      }
      last = known.count
      known.append(Array(text))
      texts.append(String(decoding: text, as: UTF8.self))
      return UInt8(last)
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
