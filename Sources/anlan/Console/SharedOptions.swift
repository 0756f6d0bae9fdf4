import ArgumentParser
import Foundation
import Storage
import Workflows

/// Which store, and how much to say.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store: a path, or postgresql://USER@HOST/DATABASE. Falls back to ANLAN_STORE.")
  var store: String?

  /// Opens the store, hands it to `body` and closes it, so that a plain file stays behind.
  func withStore<T>(readOnly: Bool = false, _ body: (any SpatialStore) throws -> T) throws -> T {
    let store = try address().open(readOnly: readOnly)
    let answer: T
    do {
      answer = try body(store)
    } catch {
      try? store.close()
      throw error
    }
    try store.close()
    return answer
  }

  /// Opens the store some times, for questions at the same time.
  func withReaders<T>(_ count: Int, _ body: ([any SpatialStore]) throws -> T) throws -> T {
    let address = try address()
    var stores: [any SpatialStore] = []
    defer { for store in stores { try? store.close() } }
    for _ in 0..<count {
      stores.append(try address.open(readOnly: true, isOneOfMany: true))
    }
    return try body(stores)
  }

  func address() throws -> StoreAddress {
    guard let named = store ?? ProcessInfo.processInfo.environment["ANLAN_STORE"], !named.isEmpty
    else { throw WorkflowError.usage("say which store: --store PATH, or ANLAN_STORE") }
    return try StoreAddress(required: named)
  }
}

/// Where the product's own files lie, and how its words come out.
struct SpeechOptions: ParsableArguments {
  @Option(help: "The folder that holds styles/ and geodata/. Falls back to ANLAN_HOME.")
  var home: String?

  @Flag(help: "No progress and no sentences.")
  var quiet = false

  @Flag(help: "The result as JSON on standard output.")
  var json = false

  func productHome() throws -> ProductHome {
    try ProductHome.find(
      named: home ?? ProcessInfo.processInfo.environment["ANLAN_HOME"],
      executable: Bundle.main.executableURL)
  }

  func note(_ text: String) {
    if !quiet { Console.note(text) }
  }
}
