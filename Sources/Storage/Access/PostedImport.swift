public import SimpleFeatures

/// What was answered to incidents that came over HTTP, so that the same ones sent again get the
/// same answer.
public struct PostedImport: Sendable, Hashable {
  /// Who sent them, and under which name.
  public var key: String
  public var name: String
  /// Of the body and what was said beside it.
  public var digest: String
  public var status: Int
  /// The report, as JSON.
  public var report: String
  public var posted: Instant

  public init(
    key: String, name: String, digest: String, status: Int, report: String, posted: Instant
  ) {
    self.key = key
    self.name = name
    self.digest = digest
    self.status = status
    self.report = report
    self.posted = posted
  }
}

public struct PostedImports: Query {
  public static let statement = StatementText(
    "posted_imports", PackageResources.posted_imports_sql)
  public let arguments: [SQLValue]

  public init(key: String, name: String) { arguments = [.text(key), .text(name)] }

  public static func emptyAnswer() -> PostedImport? { nil }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout PostedImport?
  ) {
    answer = PostedImport(
      key: row.text(0), name: row.text(1), digest: row.text(2), status: Int(row.integer(3)),
      report: row.text(4), posted: Instant(row.integer(5)))
  }
}

public struct InsertPostedImport: Command {
  public static let statement = StatementText(
    "insert_posted_import", PackageResources.insert_posted_import_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(_ posted: PostedImport) {
    arguments = [
      .text(posted.key), .text(posted.name), .text(posted.digest), SQLValue(posted.status),
      .text(posted.report), SQLValue(posted.posted),
    ]
  }
}

/// How many rows that an import brought or changed lie, or lay, outside of an area.
public struct ImportedElsewhere: Query {
  public static let statement = StatementText(
    "imported_elsewhere", PackageResources.imported_elsewhere_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64, area: String) { arguments = [.integer(importID), .text(area)] }

  public static func emptyAnswer() -> Int { 0 }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout Int) {
    answer = Int(row.integer(0))
  }
}
