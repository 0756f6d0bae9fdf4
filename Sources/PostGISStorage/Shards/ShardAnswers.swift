import Storage
import Synchronization

/// What became of the rows on each shard, gathered from several threads.
final class Answers: Sendable {
  private let outcomes = Mutex<[Int: [IncidentOutcome]]>([:])

  func set(_ new: [IncidentOutcome], of shard: Int) { outcomes.withLock { $0[shard] = new } }

  func of(_ shard: Int) -> [IncidentOutcome] { outcomes.withLock { $0[shard] ?? [] } }
}

/// What failed in several threads.
final class Failures: Sendable {
  private let errors = Mutex<[Int: any Error]>([:])

  func keep(_ error: any Error, of index: Int) { errors.withLock { $0[index] = error } }

  /// Of the first shard, whichever thread was first.
  var first: (any Error)? { errors.withLock { all in all.min { $0.key < $1.key }?.value } }
}

/// The key and the first digits of each grid.
struct GridCounties: Query {
  static let statement = StatementText(
    name: "grid_counties", text: ShardScripts.gridCounties.sql)
  let arguments: [SQLValue] = []

  static func emptyAnswer() -> [(Int64, String)] { [] }

  static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [(Int64, String)]
  ) {
    answer.append((row.integer(0), row.text(1)))
  }
}
