public import SimpleFeatures

/// That points were seen: by which key and role, of which layer and place; never by whom, and
/// never which.
public struct AuditRecord: Sendable, Hashable {
  public var time: Instant
  public var key: String
  public var role: String
  public var area: String
  /// items, item, tile, tilejson, process or import.
  public var action: String
  public var layer: String
  public var run: String?
  /// What was asked about, in degrees of WGS 84; `nil` for no place in particular.
  public var box: BoundingBox?
  /// How many features were told, as far as that is known.
  public var features: Int

  public init(
    time: Instant, key: String, role: String, area: String, action: String, layer: String,
    run: String? = nil, box: BoundingBox? = nil, features: Int
  ) {
    self.time = time
    self.key = key
    self.role = role
    self.area = area
    self.action = action
    self.layer = layer
    self.run = run
    self.box = box
    self.features = features
  }
}

public struct InsertAudit: Command {
  public static let statement = StatementText("insert_audit", PackageResources.insert_audit_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(_ record: AuditRecord) {
    arguments = [
      SQLValue(record.time), .text(record.key), .text(record.role), .text(record.area),
      .text(record.action), .text(record.layer), SQLValue(record.run),
      SQLValue(record.box?.minX), SQLValue(record.box?.minY), SQLValue(record.box?.maxX),
      SQLValue(record.box?.maxY), SQLValue(record.features),
    ]
  }
}

/// What was seen, the oldest first.
public struct AuditRecords: Query {
  public static let statement = StatementText("audit_records", PackageResources.audit_records_sql)
  public let arguments: [SQLValue]

  /// - Parameter key: of one key; empty for all.
  public init(key: String = "") { arguments = [.text(key)] }

  public static func emptyAnswer() -> [AuditRecord] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [AuditRecord]
  ) {
    var record = AuditRecord(
      time: Instant(row.integer(0)), key: row.text(1), role: row.text(2), area: row.text(3),
      action: row.text(4), layer: row.text(5), run: row.isNull(6) ? nil : row.text(6),
      features: Int(row.integer(11)))
    if !row.isNull(7) {
      record.box = BoundingBox(
        minX: row.real(7), minY: row.real(8), maxX: row.real(9), maxY: row.real(10))
    }
    answer.append(record)
  }
}
