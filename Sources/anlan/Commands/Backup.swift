import ArgumentParser
import SpatiaLiteStorage
import Storage
import Workflows

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy a store as it is now into one file.",
    discussion: """
      Example: anlan backup monday.sqlite --store xiapu.sqlite

      The copy is of one moment, and gets its name when it is whole and sound. It is a store itself: \
      every command can read it.
      """)

  @Argument(help: "The file to make; it must not exist.")
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let embedded = try SpatiaLiteStore.open(path: try store.path(), readOnly: true)
    do {
      try embedded.backup(to: file)
    } catch {
      try? embedded.close()
      throw error
    }
    try embedded.close()
    speech.note("\(file) holds \(embedded.location) as it was")
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a store from a backup.",
    discussion: "Example: anlan restore monday.sqlite --store xiapu.sqlite --replace")

  @Argument(help: "What anlan backup made.")
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var speech: SpeechOptions

  @Flag(help: "Have it in the place of the store that is there.")
  var replace = false

  func run() throws {
    let path = try store.path()
    try SpatiaLiteStore.restore(from: file, to: path, replaces: replace)
    speech.note("\(path) is as \(file) was")
  }
}

extension StoreOptions {
  /// The path of an embedded store.
  fileprivate func path() throws -> String {
    guard case .file(let path) = try address() else {
      throw WorkflowError.usage(
        "a store on a server is backed up by its own means (pg_dump, pg_restore), or carried to a "
          + "file: anlan copy --to FILE")
    }
    return path
  }
}
