public import SimpleFeatures

/// What is kept and what may be asked, without an engine.
///
/// Calls block until the engine has answered; a server calls them from threads of its own.
/// Reads may run at the same time as one write and see the state before it.
public protocol SpatialStore: Sendable {
  /// A name for messages: a path, or a URL without its password.
  var location: String { get }

  /// The whole answer to one question, from one state of the store.
  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer

  /// Row by row, in constant memory, from one state of the store; each row is valid until `body`
  /// returns. An error thrown by `body` ends the reading and is thrown on.
  func forEachRow(
    of query: LayerQuery, _ body: (any FeatureRow) throws -> Void
  ) throws

  /// As `forEachRow` of a query: a page of features, in the order of their keys.
  func forEachRow(of page: FeaturePage, _ body: (any FeatureRow) throws -> Void) throws

  /// Views of one state of the store that may be asked at the same time, each by one thread: two
  /// where the store can, else itself alone. They are not kept.
  func withViews<T>(_ body: ([any SpatialStore]) throws -> T) throws -> T

  /// How many features the filter and the box of a page choose; where it begins and ends does not
  /// count.
  func count(of page: FeaturePage) throws(StorageError) -> Int

  /// A text that is another one once anything was committed; `nil` where the store cannot tell.
  func revision() throws(StorageError) -> String?

  /// Several questions to one state of the store.
  func read<T>(_ body: (any StoreReading) throws -> T) throws -> T

  /// All of `body`'s changes or none: an error, or the end of the process, leaves the store as
  /// before.
  func write<T>(_ body: (any StoreTransaction) throws -> T) throws -> T

  /// Lets go of the file or the connections; nothing is asked afterwards.
  func close() throws(StorageError)

  /// Looks for damage; empty when the store is sound.
  func faults() throws(StorageError) -> [String]
}

extension SpatialStore {
  public func withViews<T>(_ body: ([any SpatialStore]) throws -> T) throws -> T {
    try body([self])
  }

  /// As `forEachRow`, with what outlasts the row.
  public func forEachFeature(of query: LayerQuery, _ body: (Feature) throws -> Void) throws {
    guard let layer = query.definition else { return }
    try forEachRow(of: query) { try body($0.feature(layer.schema)) }
  }
}

/// One state of a store.
public protocol StoreReading {
  func answer<Q: Query>(_ query: Q) throws(StorageError) -> Q.Answer

  /// All that a copy carries.
  func tables() throws(StorageError) -> [StoreTable]

  /// Row by row in the order of the key, in constant memory. An error thrown by `body` ends the
  /// reading and is thrown on.
  func forEachRow(of table: StoreTable, _ body: ([SQLValue]) throws -> Void) throws
}

/// The changes under way. It sees what it has written.
public protocol StoreTransaction: StoreReading {
  /// How many rows changed.
  @discardableResult
  func run(_ change: some Change) throws(StorageError) -> Int

  /// Rows of another store as they are, keys and all, into a table that was empty. Each row has the
  /// columns of `table`, in their order.
  func insert(_ rows: [[SQLValue]], into table: StoreTable) throws(StorageError)

  /// The way in for incidents, few or millions; one at a time in a transaction.
  func beginIncidentLoad(_ plan: IncidentLoadPlan) throws(StorageError) -> any IncidentLoad
}
