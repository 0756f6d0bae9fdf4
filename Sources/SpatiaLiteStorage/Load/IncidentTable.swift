import GRDB
import SimpleFeatures
import SpatiaLite
import Storage

/// The statements of a load, bound from where a batch's values lie.
struct IncidentTable {
  private let insertion: DirectStatement
  private let change: DirectStatement
  private let keyOf: DirectStatement
  private let identityOf: DirectStatement
  private let step: DirectStatement
  private let otherTimes: DirectStatement
  private let importID: Int64
  private let blob = UnsafeMutableRawBufferPointer.allocate(
    byteCount: SpatiaLiteBlob.pointSize, alignment: 8)

  typealias Bytes = UnsafeBufferPointer<UInt8>

  init(connection: Database, importID: Int64) throws {
    func statement(_ text: [UInt8]) throws -> DirectStatement {
      try DirectStatement(String(decoding: text, as: UTF8.self), on: connection)
    }
    insertion = try statement(PackageResources.insert_incident_sql)
    change = try statement(PackageResources.update_incident_sql)
    keyOf = try statement(PackageResources.incident_key_sql)
    identityOf = try statement(PackageResources.incident_identity_sql)
    step = try statement(PackageResources.insert_incident_status_sql)
    otherTimes = try statement(PackageResources.delete_other_status_times_sql)
    self.importID = importID
  }

  func deallocate() { blob.deallocate() }

  static func text(_ text: IncidentBatch.Text, _ bytes: Bytes) -> Bytes? {
    IncidentBatch.range(of: text).map { Bytes(rebasing: bytes[$0]) }
  }

  /// By the index on source and id.
  func key(of row: IncidentBatch.Row, _ bytes: Bytes) throws -> Int64? {
    bind(keyOf, 1, row.source, bytes)
    bind(keyOf, 2, row.sourceID, bytes)
    defer { keyOf.reset() }
    return try keyOf.next() ? keyOf.integer(0) : nil
  }

  func has(_ key: Int64, source: Bytes, id: Bytes) throws -> Bool {
    identityOf.bind(1, key)
    defer { identityOf.reset() }
    guard try identityOf.next() else { return false }
    return identityOf.withBytes(0) { $0.elementsEqual(source) }
      && identityOf.withBytes(1) { $0.elementsEqual(id) }
  }

  func insert(_ row: IncidentBatch.Row, key: Int64, _ bytes: Bytes) throws {
    bind(insertion, row, key: key, bytes)
    try insertion.run()
  }

  /// - Returns: whether the row said something new.
  func update(_ row: IncidentBatch.Row, key: Int64, _ bytes: Bytes) throws -> Bool {
    bind(change, row, key: key, bytes)
    change.bind(25, Int64(row.given.rawValue))
    try change.run()
    return change.changes > 0
  }

  func insert(_ change: IncidentRecord.StatusChange, key: Int64) throws -> Bool {
    step.bind(1, key)
    step.bind(2, text: change.status.literal)
    step.bind(3, change.at.seconds)
    step.bind(4, Int64(change.day.number))
    try step.run()
    return step.changes > 0
  }

  /// A file that gives a step another time corrects it.
  func removeOtherTimes(of change: IncidentRecord.StatusChange, key: Int64) throws {
    otherTimes.bind(1, key)
    otherTimes.bind(2, text: change.status.literal)
    otherTimes.bind(3, change.at.seconds)
    try otherTimes.run()
  }

  private func bind(
    _ statement: DirectStatement, _ parameter: Int32, _ text: IncidentBatch.Text, _ bytes: Bytes
  ) {
    if let text = Self.text(text, bytes) {
      statement.bind(parameter, text: text)
    } else {
      statement.bindNull(parameter)
    }
  }

  /// The parameters that both statements have, in the same order.
  private func bind(
    _ statement: DirectStatement, _ row: IncidentBatch.Row, key: Int64, _ bytes: Bytes
  ) {
    statement.bind(1, key)
    bind(statement, 2, row.source, bytes)
    bind(statement, 3, row.sourceID, bytes)
    bind(statement, 4, row.category, bytes)
    bind(statement, 5, row.subcategory, bytes)
    statement.bind(6, row.occurredFrom.seconds)
    statement.bind(7, row.occurredTo?.seconds)
    statement.bind(8, Int64(row.day.number))
    statement.bind(9, row.reportedAt?.seconds)
    statement.bind(10, row.reportedDay.map { Int64($0.number) })
    bind(statement, 11, row.placeCode, bytes)
    statement.bind(12, text: row.precision.literal)
    statement.bind(13, row.severity.map { Int64($0) })
    statement.bind(14, row.lossFen)
    statement.bind(15, row.deaths.map { Int64($0) })
    statement.bind(16, row.injuries.map { Int64($0) })
    if let status = row.status {
      statement.bind(17, text: status.literal)
    } else {
      statement.bindNull(17)
    }
    statement.bind(18, row.statusAt?.seconds)
    statement.bind(19, row.grid)
    statement.bind(22, Int64(row.synthetic ? 1 : 0))
    statement.bind(23, importID)
    if let position = row.position, let metric = row.metric {
      statement.bind(20, metric.x)
      statement.bind(21, metric.y)
      SpatiaLiteBlob.write(position, srid: 4326, to: blob)
      statement.bind(24, blob: UnsafeRawBufferPointer(blob))
    } else {
      for parameter: Int32 in [20, 21, 24] { statement.bindNull(parameter) }
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
