import SimpleFeatures
import Storage

/// Which code stands for one that has ended: 411626 (淮阳县) became 411603 (淮阳区), and with it
/// every longer code that begins so.
struct CodeTable {
  private var changes: [String: [CodeChange]] = [:]
  /// The lengths of the codes that ended, the longest first.
  private var lengths: [Int] = []

  init(_ changes: [CodeChange]) {
    for change in changes {
      self.changes[change.oldCode.trimmedCode, default: []].append(change)
    }
    lengths = Set(self.changes.keys.map(\.utf8.count)).sorted(by: >)
  }

  var isEmpty: Bool { changes.isEmpty }

  /// The code that stands for another on a day, and the last change that made it so.
  ///
  /// A chain of changes is followed in the order of its days, so that two codes that were
  /// exchanged and exchanged back do not run in a circle.
  ///
  /// - Parameter day: `nil` for the latest.
  func successor(of code: String, on day: DayNumber? = nil) -> (code: String, change: CodeChange)? {
    var found: (code: String, change: CodeChange)?
    var current = code
    while let change = next(after: found?.change.changedOn, of: current, until: day) {
      current = change.newCode.trimmedCode + current.dropFirst(change.oldCode.trimmedCode.count)
      found = (current, change)
    }
    return found
  }

  /// The latest code, and a word about it in the report where it is another.
  func current(_ code: String, on day: DayNumber? = nil, log: ImportLog) -> String {
    guard !changes.isEmpty, let successor = successor(of: code, on: day) else { return code }
    log.warn(Self.words(successor.change))
    return successor.code
  }

  /// What the report says of rows that a change concerns.
  static func words(_ change: CodeChange) -> String {
    "codes of \(change.oldCode), which is \(change.newCode) since \(change.changedOn), were read as "
      + "those"
  }

  private func next(
    after last: DayNumber?, of code: String, until day: DayNumber?
  ) -> CodeChange? {
    for length in lengths where length <= code.utf8.count {
      let candidate = changes[String(code.prefix(length))]?.filter { change in
        (last.map { change.changedOn > $0 } ?? true) && (day.map { change.changedOn <= $0 } ?? true)
      }.min { $0.changedOn < $1.changedOn }
      if let candidate { return candidate }
    }
    return nil
  }
}
