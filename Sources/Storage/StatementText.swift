/// The text of a statement: the content of `SQL/<name>.sql`.
///
/// A question about *what* has one text, here. A question about *where* has one text an engine,
/// because each reaches its spatial index in its own way: then `text` is `nil` and the store looks
/// for its own file of that name.
public struct StatementText: Sendable {
  public let name: String
  public let text: String?

  /// One text for every engine.
  init(_ name: String, _ resource: [UInt8]) {
    self.name = name
    text = String(decoding: resource, as: UTF8.self)
  }

  /// A text that an engine has composed itself.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// A text in each engine's own `SQL` folder.
  init(perEngine name: String) {
    self.name = name
    text = nil
  }
}

/// One question to the store: its text lives in a `.sql` file of its name, its answer is a value.
public protocol Query: Sendable {
  associatedtype Answer: Sendable

  static var statement: StatementText { get }

  /// Bound to `$1`, `$2`, …
  var arguments: [SQLValue] { get }

  static func emptyAnswer() -> Answer

  static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout Answer
  ) throws(StorageError)
}

/// One change to the store, run inside a transaction.
public protocol Change: Sendable {
  var statement: StatementText { get }

  /// Whether features of a layer may come, move or go by it: what a store says about its layers
  /// is then counted anew.
  static var touchesLayers: Bool { get }

  /// Bound to `$1`, `$2`, …
  var arguments: [SQLValue] { get }
}

extension Change {
  public static var touchesLayers: Bool { true }
}

/// A change whose type has one statement.
public protocol Command: Change {
  static var statement: StatementText { get }
}

extension Command {
  public var statement: StatementText { Self.statement }
}
