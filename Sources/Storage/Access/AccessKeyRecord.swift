public import SimpleFeatures

/// A key as the store keeps it: never the key itself.
public struct AccessKeyRecord: Sendable, Hashable {
  /// The public part.
  public var id: String
  /// SHA-256 of the secret part, in hexadecimal digits.
  public var digest: String
  public var role: String
  /// The first digits of the codes that it may see; empty for all.
  public var area: String
  /// What it is for: a post or a machine.
  public var note: String
  public var created: Instant
  public var expires: Instant?
  public var revoked: Instant?

  public init(
    id: String, digest: String, role: String, area: String, note: String, created: Instant,
    expires: Instant?, revoked: Instant? = nil
  ) {
    self.id = id
    self.digest = digest
    self.role = role
    self.area = area
    self.note = note
    self.created = created
    self.expires = expires
    self.revoked = revoked
  }
}

/// All keys, the oldest first.
public struct AccessKeys: Query {
  public static let statement = StatementText("access_keys", PackageResources.access_keys_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [AccessKeyRecord] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [AccessKeyRecord]
  ) {
    answer.append(
      AccessKeyRecord(
        id: row.text(0), digest: row.text(1), role: row.text(2), area: row.text(3),
        note: row.text(4), created: Instant(row.integer(5)),
        expires: row.isNull(6) ? nil : Instant(row.integer(6)),
        revoked: row.isNull(7) ? nil : Instant(row.integer(7))))
  }
}

public struct InsertAccessKey: Command {
  public static let statement = StatementText(
    "insert_access_key", PackageResources.insert_access_key_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(_ record: AccessKeyRecord) {
    arguments = [
      .text(record.id), .text(record.digest), .text(record.role), .text(record.area),
      .text(record.note), SQLValue(record.created), SQLValue(record.expires),
    ]
  }
}

/// Changes nothing where the key is revoked already, or there is none.
public struct RevokeAccessKey: Command {
  public static let statement = StatementText(
    "revoke_access_key", PackageResources.revoke_access_key_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(id: String, at now: Instant) { arguments = [.text(id), SQLValue(now)] }
}
