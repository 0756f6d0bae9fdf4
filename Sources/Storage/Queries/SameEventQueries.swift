/// An incident as another source may have told it too.
public struct SameEventCandidate: Sendable, Hashable {
  public var id: Int64
  public var source: String
  public var sourceID: String
  public var category: String
  /// UTC seconds; `to` is `from` where no end is known.
  public var from: Int64
  public var to: Int64
  /// Metres in the store's metric CRS.
  public var x: Double
  public var y: Double
  /// It is of the import at hand.
  public var isNew: Bool
}

/// Whether incidents come from more than one source.
public struct HasSeveralSources: Query {
  public static let statement = StatementText(
    "has_several_sources", PackageResources.has_several_sources_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> Bool { false }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout Bool) {
    answer = row.integer(0) != 0
  }
}

/// The incidents of some days whose point is known, by key.
public struct SameEventCandidates: Query {
  public static let statement = StatementText(
    "same_event_candidates", PackageResources.same_event_candidates_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - firstDay: days since 1970-01-01, as is `lastDay`.
  public init(importID: Int64, firstDay: Int32, lastDay: Int32) {
    arguments = [.integer(importID), .integer(Int64(firstDay)), .integer(Int64(lastDay))]
  }

  public static func emptyAnswer() -> [SameEventCandidate] { [] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [SameEventCandidate]
  ) {
    answer.append(
      SameEventCandidate(
        id: row.integer(0), source: row.text(1), sourceID: row.text(2), category: row.text(3),
        from: row.integer(4), to: row.integer(5), x: row.real(6), y: row.real(7),
        isNew: row.integer(8) != 0))
  }
}

/// Links two incidents that may be one event, for a person to judge.
public struct SuggestSameEvent: Command {
  public static let statement = StatementText(
    "suggest_same_event", PackageResources.suggest_same_event_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(
    first: Int64, second: Int64, distanceMetres: Double, gapSeconds: Int64, importID: Int64
  ) {
    arguments = [
      .integer(first), .integer(second), .real(distanceMetres), .integer(gapSeconds),
      .integer(importID),
    ]
  }
}
