import ArgumentParser
import Foundation
import Storage
import Workflows

struct Copy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Carry a whole store to another, empty one, on a file or a server.",
    discussion: """
      Example: anlan copy --store xiapu.sqlite --to postgresql://planner@db.example/xiapu

      Rows keep their keys; settings, runs, imports and styles go along. What arrived is read again
      and compared by counts and digests before it is kept.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Option(
    help: "The other store: a path, or postgresql://USER@HOST/DATABASE. It is made if need be.")
  var to: String

  func run() throws {
    let target = try StoreAddress(required: to)
    let progress = Progress("copy", isQuiet: speech.quiet)
    let report = try store.withStore(readOnly: true) { source in
      try target.filling { other in
        try CopyStore().run(from: source, to: other) { progress.rows($0) }
      }
    }
    progress.finish()
    if speech.json { try Console.show(json: report) }
    speech.note(
      "\(target.name) has all \(report.rows) rows of \(report.tables.count) tables; counts and "
        + "digests agree")
  }
}

extension StoreAddress {
  /// Makes the store or opens it, and hands it to `body`. A file that was made for it is gone again
  /// when `body` fails.
  fileprivate func filling<T>(_ body: (any SpatialStore) throws -> T) throws -> T {
    var isNew = false
    if case .file(let path) = self { isNew = !FileManager.default.fileExists(atPath: path) }
    let store = try create()
    do {
      let answer = try body(store)
      try store.close()
      return answer
    } catch {
      try? store.close()
      if isNew, case .file(let path) = self { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
  }
}
