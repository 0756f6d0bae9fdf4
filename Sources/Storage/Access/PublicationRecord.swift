public import SimpleFeatures

/// A run that viewers may see, or once could: what was told once stays told.
public struct PublicationRecord: Sendable, Hashable {
  public var run: String
  public var kind: String
  public var firstDay: DayNumber
  public var lastDay: DayNumber
  public var published: Instant
  public var withdrawn: Instant?

  public init(run: Run, at now: Instant) {
    self.run = run.id
    kind = run.kind
    firstDay = run.validFrom
    lastDay = run.validTo
    published = now
  }

  init(row: borrowing some ResultRow & ~Copyable) {
    run = row.text(0)
    kind = row.text(1)
    firstDay = DayNumber(Int32(clamping: row.integer(2)))
    lastDay = DayNumber(Int32(clamping: row.integer(3)))
    published = Instant(row.integer(4))
    withdrawn = row.isNull(5) ? nil : Instant(row.integer(5))
  }
}

/// All that was ever published, the oldest first.
public struct Publications: Query {
  public static let statement = StatementText("publications", PackageResources.publications_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [PublicationRecord] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [PublicationRecord]
  ) {
    answer.append(PublicationRecord(row: row))
  }
}

/// Publishes a run, or one again that was withdrawn.
public struct InsertPublication: Command {
  public static let statement = StatementText(
    "insert_publication", PackageResources.insert_publication_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(_ record: PublicationRecord) {
    arguments = [
      .text(record.run), .text(record.kind), SQLValue(record.firstDay), SQLValue(record.lastDay),
      SQLValue(record.published),
    ]
  }
}

public struct WithdrawPublication: Command {
  public static let statement = StatementText(
    "withdraw_publication", PackageResources.withdraw_publication_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(run: String, at now: Instant) { arguments = [.text(run), SQLValue(now)] }
}
