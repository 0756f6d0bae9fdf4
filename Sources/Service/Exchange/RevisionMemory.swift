import Synchronization

/// What was asked of a store, for as long as nothing is written: it costs less to remember than to
/// ask again, and while an import holds the file it can be had at all.
final class RevisionMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Shelf {
    var revision = ""
    var values: [Key: Value] = [:]
  }

  private let most: Int
  private let shelf = Mutex(Shelf())

  /// - Parameter most: values at a time; behind them all are forgotten.
  init(most: Int) { self.most = most }

  /// - Parameter revision: of the store before it is asked; `nil` keeps nothing.
  func value(_ key: Key, revision: String?, _ ask: () throws -> Value) rethrows -> Value {
    guard let revision else { return try ask() }
    let known = shelf.withLock { shelf -> Value? in
      shelf.revision == revision ? shelf.values[key] : nil
    }
    if let known { return known }
    let value = try ask()
    shelf.withLock { shelf in
      if shelf.revision != revision || shelf.values.count >= most {
        shelf.revision = revision
        shelf.values.removeAll(keepingCapacity: true)
      }
      shelf.values[key] = value
    }
    return value
  }
}
