import Synchronization

/// The store's revision as answers see it: a writing of the audit changes the file and no answer, so
/// what is kept stays good behind it.
final class ContentRevision: Sendable {
  /// The newest revision, and the one whose answers are still its own.
  private let alias = Mutex<(newest: String, content: String)?>(nil)

  /// What answers are kept under.
  func content(of revision: String?) -> String? {
    guard let revision else { return nil }
    return alias.withLock { $0?.newest == revision ? $0?.content : nil } ?? revision
  }

  /// The audit was written, between these two.
  ///
  /// Where anything else was written in between, the file's counter went on by more than one. A
  /// server's revisions do not tell that, so there each writing is a new revision.
  func audited(from earlier: String?, to later: String?) {
    guard let earlier, let later, let before = UInt32(earlier, radix: 16),
      let after = UInt32(later, radix: 16), after == before &+ 1,
      let content = content(of: earlier)
    else { return }
    alias.withLock { $0 = (later, content) }
  }
}
