public import Storage

/// Takes an import back: rows that it brought go, rows that it changed get their former values
/// again. The entry in the log stays, marked.
///
/// Runs that were computed meanwhile stay as they are and are marked as stale: they are documents.
public struct UndoImport {
  public let id: Int64

  public init(id: Int64) { self.id = id }

  public struct Report: Sendable, Codable {
    public var id: Int64
    public var layer: String
    public var file: String
    public var removed: Int
    public var restored: Int
    /// Runs that are marked as stale by it.
    public var staleRuns: Int
  }

  /// - Throws: a failure that names the later imports of the same rows, or the runs that need the
  ///   grids; the store is as before.
  public func run(in store: any SpatialStore) throws -> Report {
    try store.write { transaction in
      let entries = try transaction.answer(ImportEntries())
      guard let entry = entries.first(where: { $0.id == id }) else {
        let known = entries.filter { !$0.isUndone }.suffix(5)
          .map { "\($0.id) (\($0.file) into \($0.layer))" }.joined(separator: ", ")
        throw WorkflowError.failed(
          "there is no import \(id)" + (known.isEmpty ? "" : "; the last are \(known)"))
      }
      guard !entry.isUndone else {
        throw WorkflowError.failed("import \(id) (\(entry.file)) is undone already")
      }
      try requireLast(entry, entries, transaction)
      let days = try transaction.answer(ImportDays(importID: id))
      let before = try transaction.answer(LayerCounts())[entry.layer] ?? 0
      try transaction.run(BeginUndo(importID: id))
      let restored = try transaction.run(RestoreChangedRows(importID: id))
      try transaction.run(FinishUndo(importID: id))
      let after = try transaction.answer(LayerCounts())[entry.layer] ?? 0
      if entry.layer == ImportLayer.grids.rawValue { try AssignGrids().run(in: transaction) }
      let isOfIncidents = entry.layer == ImportLayer.incidents.rawValue
      // An import that changed nothing leaves nothing stale.
      let hasChanged = before != after || restored > 0
      let stale =
        !hasChanged
        ? 0
        : try transaction.run(
          isOfIncidents
            ? MarkRunsStale(firstDay: days?.lowerBound ?? 1, lastDay: days?.upperBound ?? 0)
            : MarkRunsStale(firstDay: .min, lastDay: .max))
      return Report(
        id: id, layer: entry.layer, file: entry.file, removed: before - after, restored: restored,
        staleRuns: stale)
    }
  }

  private func requireLast(
    _ entry: ImportEntry, _ entries: [ImportEntry], _ transaction: any StoreTransaction
  ) throws {
    let later = try transaction.answer(LaterImports(importID: id))
    if !later.isEmpty {
      let names = later.map { change in
        let file = entries.first { $0.id == change.id }?.file ?? ""
        return "import \(change.id) (\(file), \(change.rows) rows)"
      }.joined(separator: ", ")
      throw WorkflowError.failed(
        "import \(id) (\(entry.file)) cannot be taken back: its rows were changed since by \(names). "
          + "Undo the later ones first, the last one before the others")
    }
    let runs = try transaction.answer(RunsOverImport(importID: id))
    if let first = runs.first {
      throw WorkflowError.failed(
        "import \(id) (\(entry.file)) cannot be taken back: \(runs.count) runs were computed over "
          + "its grids, such as \(first). Delete them first: anlan runs delete \(first)")
    }
  }
}
