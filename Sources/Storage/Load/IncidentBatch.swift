public import SimpleFeatures

/// The columns of an incident that a source gave. What it did not give stays as it is where the
/// incident is known already.
public struct IncidentColumns: OptionSet, Sendable, Hashable {
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let category = Self(rawValue: 1)
  public static let subcategory = Self(rawValue: 2)
  /// The beginning, with its day; an end that was not given goes with it.
  public static let occurredFrom = Self(rawValue: 4)
  public static let occurredTo = Self(rawValue: 8)
  public static let reported = Self(rawValue: 16)
  /// A code without `point` moves an incident that has no point of its own.
  public static let placeCode = Self(rawValue: 32)
  public static let precision = Self(rawValue: 64)
  /// The point in both systems, its grid and its precision.
  public static let point = Self(rawValue: 128)
  public static let severity = Self(rawValue: 256)
  public static let loss = Self(rawValue: 512)
  public static let deaths = Self(rawValue: 1024)
  public static let injuries = Self(rawValue: 2048)
  public static let status = Self(rawValue: 4096)
  public static let statusAt = Self(rawValue: 8192)
  public static let synthetic = Self(rawValue: 16384)

  public static let all = Self(rawValue: 32767)
}

/// Incidents side by side, their texts in one piece of memory: what crosses from a reader to an
/// engine's bulk load without an object a row.
public struct IncidentBatch: Sendable {
  /// A text of the batch, as UTF-8.
  public struct Text: Sendable, Hashable {
    var start: Int32
    var count: Int32

    /// Unknown.
    public static let none = Text(start: 0, count: -1)

    public var isNone: Bool { count < 0 }
  }

  /// One incident; the meaning of its fields is that of `IncidentRecord`.
  public struct Row: Sendable {
    public var source = Text.none
    public var sourceID = Text.none
    public var category = Text.none
    public var subcategory = Text.none
    public var placeCode = Text.none
    public var occurredFrom = Instant(0)
    public var occurredTo: Instant?
    public var day = DayNumber(0)
    public var reportedAt: Instant?
    public var reportedDay: DayNumber?
    public var statusAt: Instant?
    public var lossFen: Int64?
    public var grid: Int64?
    /// WGS 84.
    public var position: Coordinate?
    /// Metres in the store's metric CRS; known where the position is.
    public var metric: Coordinate?
    public var severity: Int32?
    public var deaths: Int32?
    public var injuries: Int32?
    public var precision = LocationPrecision.area
    public var status: IncidentStatus?
    public var synthetic = false
    /// It has all that a new incident needs: category, time and place.
    public var isWhole = true
    public var given = IncidentColumns.all
    var firstStep: Int32 = 0
    var stepCount: Int32 = 0

    public init() {}
  }

  public var rows: [Row] = []
  private var bytes: [UInt8] = []
  private var steps: [IncidentRecord.StatusChange] = []

  public init() {}

  public var count: Int { rows.count }

  public mutating func append(_ text: Span<UInt8>) -> Text {
    let start = Int32(bytes.count)
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    return Text(start: start, count: Int32(text.count))
  }

  public mutating func append(_ text: [UInt8]) -> Text {
    let start = Int32(bytes.count)
    bytes.append(contentsOf: text)
    return Text(start: start, count: Int32(text.count))
  }

  public mutating func append(_ text: String?) -> Text {
    guard let text else { return .none }
    let start = Int32(bytes.count)
    bytes.append(contentsOf: text.utf8)
    return Text(start: start, count: Int32(bytes.count) - start)
  }

  /// Adds a step to the history of a row that is not yet, or is the last one, in the batch. A
  /// later time for the same status takes the place of the earlier.
  public mutating func append(_ step: IncidentRecord.StatusChange, to row: inout Row) {
    if row.stepCount == 0 { row.firstStep = Int32(steps.count) }
    for index in Int(row.firstStep)..<Int(row.firstStep + row.stepCount)
    where steps[index].status == step.status {
      steps[index] = step
      return
    }
    steps.append(step)
    row.stepCount += 1
  }

  public mutating func append(_ record: IncidentRecord) {
    var row = Row()
    row.source = append(record.source)
    row.sourceID = append(record.sourceID)
    row.category = append(record.category)
    row.subcategory = append(record.subcategory)
    row.placeCode = append(record.placeCode)
    row.occurredFrom = record.occurredFrom
    row.occurredTo = record.occurredTo
    row.day = record.day
    row.reportedAt = record.reportedAt
    row.reportedDay = record.reportedDay
    row.statusAt = record.statusAt
    row.lossFen = record.lossFen
    row.grid = record.grid
    row.position = record.position
    row.metric = record.metric
    row.severity = record.severity.map { Int32(clamping: $0) }
    row.deaths = record.deaths.map { Int32(clamping: $0) }
    row.injuries = record.injuries.map { Int32(clamping: $0) }
    row.precision = record.precision
    row.status = record.status
    row.synthetic = record.synthetic
    for step in record.history { append(step, to: &row) }
    rows.append(row)
  }

  /// The steps of a row's history: one time a status.
  public func history(of row: Row) -> ArraySlice<IncidentRecord.StatusChange> {
    steps[Int(row.firstStep)..<Int(row.firstStep + row.stepCount)]
  }

  /// The bytes of all texts, for an engine that binds them where they lie.
  public func withBytes<R, E: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let all = bytes.span
    return try all.withUnsafeBufferPointer(body)
  }

  /// Where a text lies in the bytes; `nil` where it is unknown.
  public static func range(of text: Text) -> Range<Int>? {
    text.isNone ? nil : Int(text.start)..<Int(text.start) + Int(text.count)
  }

  public func text(_ text: Text) -> String? {
    Self.range(of: text).map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}
