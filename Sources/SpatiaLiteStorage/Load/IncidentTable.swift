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
  /// Of a row that changes one.
  private let changed = MemoryTable.Cells.allocate(capacity: Self.columns)
  /// Of `incident_row`.
  private static let columns = 23

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
      "incident_row", declaration: text(PackageResources.incident_row_sql),
      columns: Self.columns, on: connection)
    steps = try MemoryTable(
      "incident_step", declaration: text(PackageResources.incident_step_sql), columns: 4,
      on: connection)
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

  func deallocate() {
    blob.deallocate()
    changed.deallocate()
  }

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

  /// New rows of a batch, by one statement. SQLite gives each the key behind the table's last one.
  ///
  /// - Parameters:
  ///   - chosen: where they stand in the batch.
  ///   - lastKey: what the last of them must have become.
  func insert(
    _ chosen: [Int32], of batch: IncidentBatch, lastKey: Int64, _ bytes: Bytes
  ) throws {
    guard !chosen.isEmpty else { return }
    try batch.rows.withUnsafeBufferPointer { all in
      try chosen.withUnsafeBufferPointer { chosen in
        try rows.hold(chosen.count) { place, cells in
          fill(cells, with: all[Int(chosen[place])], bytes)
        } while: {
          try insertion.run()
        }
      }
    }
    guard insertion.lastKey == lastKey else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "an incident has the key \(insertion.lastKey), not \(lastKey)")
    }
  }

  /// - Returns: whether the row said something new.
  func update(_ row: IncidentBatch.Row, key: Int64, _ bytes: Bytes) throws -> Bool {
    changed.initialize(repeating: .null)
    fill(changed, with: row, bytes)
    change.bind(1, .integer(key))
    for column in 0..<Self.columns { change.bind(Int32(column) + 2, changed[column]) }
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
    try steps.hold(added.count) { place, cells in
      let step = added[place]
      cells[0] = .integer(step.key)
      cells[1] = .literal(step.change.status.literal)
      cells[2] = .integer(step.change.at.seconds)
      cells[3] = .integer(Int64(step.change.day.number))
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

  /// Writes a row in the order of `incident_row`. The blob of its point lies in memory that the
  /// next one takes.
  private func fill(_ cells: MemoryTable.Cells, with row: IncidentBatch.Row, _ bytes: Bytes) {
    cells[0] = Self.cell(row.source, bytes)
    cells[1] = Self.cell(row.sourceID, bytes)
    cells[2] = Self.cell(row.category, bytes)
    cells[3] = Self.cell(row.subcategory, bytes)
    cells[4] = .integer(row.occurredFrom.seconds)
    cells[5] = .integer(row.occurredTo?.seconds)
    cells[6] = .integer(Int64(row.day.number))
    cells[7] = .integer(row.reportedAt?.seconds)
    cells[8] = .integer(row.reportedDay.map { Int64($0.number) })
    cells[9] = Self.cell(row.placeCode, bytes)
    cells[10] = .literal(row.precision.literal)
    cells[11] = .integer(row.severity.map { Int64($0) })
    cells[12] = .integer(row.lossFen)
    cells[13] = .integer(row.deaths.map { Int64($0) })
    cells[14] = .integer(row.injuries.map { Int64($0) })
    if let status = row.status { cells[15] = .literal(status.literal) }
    cells[16] = .integer(row.statusAt?.seconds)
    cells[17] = .integer(row.grid)
    if let metric = row.metric {
      cells[18] = .real(metric.x)
      cells[19] = .real(metric.y)
      if let position = row.position {
        SpatiaLiteBlob.write(position, srid: 4326, to: blob)
        cells[22] = .blob(UnsafeRawBufferPointer(blob))
      }
    }
    cells[20] = .integer(row.synthetic ? 1 : 0)
    cells[21] = .integer(importID)
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
