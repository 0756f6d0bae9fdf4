import Synchronization

/// Answers that were given lately, bounded in bytes; one of an older revision of the store is none.
final class AnswerCache: Sendable {
  private struct Entry {
    var revision: String
    var answer: ServiceAnswer
    var bytes: Int
    var lastUse: UInt64
  }

  private struct Shelf {
    var entries: [String: Entry] = [:]
    var bytes = 0
    var uses: UInt64 = 0
    var hits = 0
  }

  private let limit: Int
  private let shelf = Mutex(Shelf())

  init(bytes limit: Int) { self.limit = limit }

  var state: (entries: Int, bytes: Int, hits: Int) {
    shelf.withLock { ($0.entries.count, $0.bytes, $0.hits) }
  }

  func answer(_ key: String, revision: String) -> ServiceAnswer? {
    shelf.withLock { shelf in
      guard let entry = shelf.entries[key] else { return nil }
      guard entry.revision == revision else {
        shelf.entries[key] = nil
        shelf.bytes -= entry.bytes
        return nil
      }
      shelf.uses += 1
      shelf.hits += 1
      shelf.entries[key]?.lastUse = shelf.uses
      return entry.answer
    }
  }

  /// - Complexity: O(1) on average; when it is full, the half that was not used for longest goes at
  ///   once.
  func keep(_ answer: ServiceAnswer, _ key: String, revision: String) {
    let bytes = answer.body.count + key.utf8.count + 512
    guard bytes * 4 < limit else { return }
    shelf.withLock { shelf in
      if let old = shelf.entries[key] { shelf.bytes -= old.bytes }
      shelf.uses += 1
      shelf.entries[key] = Entry(
        revision: revision, answer: answer, bytes: bytes, lastUse: shelf.uses)
      shelf.bytes += bytes
      guard shelf.bytes > limit else { return }
      for (key, entry) in shelf.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
        guard shelf.bytes > limit / 2 else { break }
        shelf.entries[key] = nil
        shelf.bytes -= entry.bytes
      }
    }
  }
}
