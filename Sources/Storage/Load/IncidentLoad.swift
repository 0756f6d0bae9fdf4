/// What became of a row.
public enum IncidentOutcome: UInt8, Sendable, Hashable {
  case inserted, updated, unchanged
  /// The same source and id stood in an earlier row of this load; nothing was written.
  case double
  /// The store has no such incident, and the row lacks what a new one needs; nothing was written.
  case unknown
}

/// What an engine is told before the rows come.
public struct IncidentLoadPlan: Sendable {
  public var importID: Int64
  /// About how many rows will come; `nil` where nobody knows.
  public var expectedRows: Int?

  public init(importID: Int64, expectedRows: Int? = nil) {
    self.importID = importID
    self.expectedRows = expectedRows
  }
}

/// Incidents on their way into a store, in the engine's fastest way, inside one transaction.
///
/// A row with a source and id that the store has updates that incident in the columns that the row
/// gives, and leaves the others; one that says what the store says already changes nothing. The
/// steps of its history are added, and a step that it gives another time is corrected.
public protocol IncidentLoad: AnyObject {
  /// - Returns: what became of each row, in order. Each is known at once, so that a caller needs
  ///   to keep no rows.
  /// - Complexity: O(rows) where the load is large beside the store, O(rows · log(store))
  ///   otherwise.
  func add(_ batch: IncidentBatch) throws(StorageError) -> [IncidentOutcome]

  /// Completes what was left for the end, such as indexes. Without it the transaction fails.
  func finish() throws(StorageError)
}

extension StoreTransaction {
  /// A few incidents, with all their columns.
  @discardableResult
  public func load(
    _ incidents: [IncidentRecord], importID: Int64
  ) throws(StorageError) -> [IncidentOutcome] {
    let load = try beginIncidentLoad(
      IncidentLoadPlan(importID: importID, expectedRows: incidents.count))
    var batch = IncidentBatch()
    for incident in incidents { batch.append(incident) }
    let outcomes = try load.add(batch)
    try load.finish()
    return outcomes
  }
}
