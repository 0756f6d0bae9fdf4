/// The entry of an import in the store's log.
public struct ImportEntry: Sendable, Hashable, Codable {
  public var id: Int64
  public var layer: String
  public var source: String
  public var file: String
  public var digest: String
  public var counts: ImportCounts
  /// It was taken back; its rows are gone.
  public var isUndone: Bool
}

/// The imports in the order in which they were made.
public struct ImportEntries: Query {
  public static let statement = StatementText("imports", PackageResources.imports_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [ImportEntry] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [ImportEntry]
  ) {
    var counts = ImportCounts()
    counts.read = Int(row.integer(5))
    counts.inserted = Int(row.integer(6))
    counts.updated = Int(row.integer(7))
    counts.unchanged = Int(row.integer(8))
    counts.rejected = Int(row.integer(9))
    answer.append(
      ImportEntry(
        id: row.integer(0), layer: row.text(1), source: row.text(2), file: row.text(3),
        digest: row.text(4), counts: counts, isUndone: row.integer(10) != 0))
  }
}

/// The later imports that changed rows of one, with how many.
public struct LaterImports: Query {
  public static let statement = StatementText("later_imports", PackageResources.later_imports_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }

  public static func emptyAnswer() -> [(id: Int64, rows: Int)] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [(id: Int64, rows: Int)]
  ) {
    answer.append((row.integer(0), Int(row.integer(1))))
  }
}

/// Which columns the updates of an import changed, and how often: names parted by spaces.
public struct ChangedColumns: Query {
  public static let statement = StatementText(
    "changed_columns", PackageResources.changed_columns_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }

  public static func emptyAnswer() -> [String: Int] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String: Int]
  ) {
    for name in row.text(0).split(separator: " ") {
      answer[String(name), default: 0] += Int(row.integer(1))
    }
  }
}

/// The first and the last day of the incidents that an import brought or changed; `nil` for none.
public struct ImportDays: Query {
  public static let statement = StatementText("import_days", PackageResources.import_days_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }

  public static func emptyAnswer() -> ClosedRange<Int32>? { nil }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout ClosedRange<Int32>?
  ) {
    guard !row.isNull(0) else { return }
    answer = Int32(clamping: row.integer(0))...Int32(clamping: row.integer(1))
  }
}

/// The runs over grids that an import brought: while they are there, the grids must be.
public struct RunsOverImport: Query {
  public static let statement = StatementText(
    "runs_over_import", PackageResources.runs_over_import_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }

  public static func emptyAnswer() -> [String] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String]
  ) {
    answer.append(row.text(0))
  }
}
