import GRDB
import SimpleFeatures
import SpatiaLite
import Storage

/// The statements of a load, which take a batch's values from where they lie.
struct IncidentTable {
  private let rows: MemoryTable
  private let steps: MemoryTable
  private let insertion: DirectStatement
  private let stepInsertion: DirectStatement
  private let change: DirectStatement
  private let keyOf: DirectStatement
  private let identityOf: DirectStatement
  private let times: DirectStatement
  private let mark: DirectStatement
  private let otherTimes: DirectStatement
  private let importID: Int64
  private let blob = UnsafeMutableRawBufferPointer.allocate(
    byteCount: SpatiaLiteBlob.pointSize, alignment: 8)

  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// A step of the history of the incident that has the key.
  struct Step {
    var key: Int64
    var change: IncidentRecord.StatusChange
  }

  init(connection: Database, importID: Int64) throws {
    func text(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }
    func statement(_ resource: [UInt8]) throws -> DirectStatement {
      try DirectStatement(text(resource), on: connection)
    }
    rows = try MemoryTable(
      "incident_row", declaration: text(PackageResources.incident_row_sql), on: connection)
    steps = try MemoryTable(
      "incident_step", declaration: text(PackageResources.incident_step_sql), on: connection)
    insertion = try statement(PackageResources.insert_incidents_sql)
    stepInsertion = try statement(PackageResources.insert_incident_steps_sql)
    change = try statement(PackageResources.update_incident_sql)
    keyOf = try statement(PackageResources.incident_key_sql)
    identityOf = try statement(PackageResources.incident_identity_sql)
    times = try statement(PackageResources.status_times_sql)
    mark = try statement(PackageResources.touch_incident_sql)
    otherTimes = try statement(PackageResources.delete_other_status_times_sql)
    self.importID = importID
  }

  func deallocate() { blob.deallocate() }

  static func text(_ text: IncidentBatch.Text, _ bytes: Bytes) -> Bytes? {
    IncidentBatch.range(of: text).map { Bytes(rebasing: bytes[$0]) }
  }

  /// By the index on source and id.
  func key(of row: IncidentBatch.Row, _ bytes: Bytes) throws -> Int64? {
    keyOf.bind(1, Self.cell(row.source, bytes))
    keyOf.bind(2, Self.cell(row.sourceID, bytes))
    defer { keyOf.reset() }
    return try keyOf.next() ? keyOf.integer(0) : nil
  }

  func has(_ key: Int64, source: Bytes, id: Bytes) throws -> Bool {
    identityOf.bind(1, .integer(key))
    defer { identityOf.reset() }
    guard try identityOf.next() else { return false }
    return identityOf.withBytes(0) { $0.elementsEqual(source) }
      && identityOf.withBytes(1) { $0.elementsEqual(id) }
  }

  /// New rows of a batch, by one statement.
  ///
  /// - Parameters:
  ///   - chosen: where they stand in the batch.
  ///   - firstKey: of the first of them; the next one has the next key.
  func insert(
    _ chosen: [Int32], of batch: IncidentBatch, firstKey: Int64, _ bytes: Bytes
  ) throws {
    guard !chosen.isEmpty else { return }
    try batch.rows.withUnsafeBufferPointer { all in
      try chosen.withUnsafeBufferPointer { chosen in
        try rows.hold(chosen.count) { place, column in
          cell(column, of: all[Int(chosen[place])], key: firstKey + Int64(place), bytes)
        } while: {
          try insertion.run()
        }
      }
    }
  }

  /// - Returns: whether the row said something new.
  func update(_ row: IncidentBatch.Row, key: Int64, _ bytes: Bytes) throws -> Bool {
    for column: Int32 in 0..<24 {
      change.bind(column + 1, cell(column, of: row, key: key, bytes))
    }
    change.bind(25, .integer(Int64(row.given.rawValue)))
    try change.run()
    return change.changes > 0
  }

  /// Whether the history has the step's status at its time, and at no other.
  func hasOnly(_ change: IncidentRecord.StatusChange, key: Int64) throws -> Bool {
    times.bind(1, .integer(key))
    times.bind(2, .literal(change.status.literal))
    defer { times.reset() }
    var found = 0
    while try times.next() {
      guard times.integer(0) == change.at.seconds else { return false }
      found += 1
    }
    return found == 1
  }

  /// Says of a row that the load changes what belongs to it.
  func touch(_ key: Int64) throws {
    mark.bind(1, .integer(key))
    mark.bind(2, .integer(importID))
    try mark.run()
  }

  /// Steps that the histories lack.
  func insert(_ added: [Step]) throws {
    guard !added.isEmpty else { return }
    try steps.hold(added.count) { place, column in
      let step = added[place]
      switch column {
      case 0: return .integer(step.key)
      case 1: return .literal(step.change.status.literal)
      case 2: return .integer(step.change.at.seconds)
      default: return .integer(Int64(step.change.day.number))
      }
    } while: {
      try stepInsertion.run()
    }
  }

  /// A file that gives a step another time corrects it.
  func removeOtherTimes(of change: IncidentRecord.StatusChange, key: Int64) throws {
    otherTimes.bind(1, .integer(key))
    otherTimes.bind(2, .literal(change.status.literal))
    otherTimes.bind(3, .integer(change.at.seconds))
    try otherTimes.run()
  }

  private static func cell(_ text: IncidentBatch.Text, _ bytes: Bytes) -> SQLiteCell {
    if let text = Self.text(text, bytes) { .text(text) } else { .null }
  }

  /// The columns in the order of `incident_row`; the blob of a point lies in memory that the next
  /// one takes.
  private func cell(
    _ column: Int32, of row: IncidentBatch.Row, key: Int64, _ bytes: Bytes
  ) -> SQLiteCell {
    switch column {
    case 0: return .integer(key)
    case 1: return Self.cell(row.source, bytes)
    case 2: return Self.cell(row.sourceID, bytes)
    case 3: return Self.cell(row.category, bytes)
    case 4: return Self.cell(row.subcategory, bytes)
    case 5: return .integer(row.occurredFrom.seconds)
    case 6: return .integer(row.occurredTo?.seconds)
    case 7: return .integer(Int64(row.day.number))
    case 8: return .integer(row.reportedAt?.seconds)
    case 9: return .integer(row.reportedDay.map { Int64($0.number) })
    case 10: return Self.cell(row.placeCode, bytes)
    case 11: return .literal(row.precision.literal)
    case 12: return .integer(row.severity.map { Int64($0) })
    case 13: return .integer(row.lossFen)
    case 14: return .integer(row.deaths.map { Int64($0) })
    case 15: return .integer(row.injuries.map { Int64($0) })
    case 16: return row.status.map { .literal($0.literal) } ?? .null
    case 17: return .integer(row.statusAt?.seconds)
    case 18: return .integer(row.grid)
    case 19: return row.metric.map { .real($0.x) } ?? .null
    case 20: return row.metric.map { .real($0.y) } ?? .null
    case 21: return .integer(row.synthetic ? 1 : 0)
    case 22: return .integer(importID)
    default:
      guard let position = row.position, row.metric != nil else { return .null }
      SpatiaLiteBlob.write(position, srid: 4326, to: blob)
      return .blob(UnsafeRawBufferPointer(blob))
    }
  }
}

extension IncidentStatus {
  /// The raw value, where it lies in the program.
  fileprivate var literal: StaticString {
    switch self {
    case .reported: "reported"
    case .accepted: "accepted"
    case .filed: "filed"
    case .solved: "solved"
    case .mediated: "mediated"
    case .closed: "closed"
    case .reopened: "reopened"
    }
  }
}

extension LocationPrecision {
  /// The raw value, where it lies in the program.
  fileprivate var literal: StaticString {
    switch self {
    case .exact: "exact"
    case .street: "street"
    case .village: "village"
    case .area: "area"
    }
  }
}
