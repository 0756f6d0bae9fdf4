public import Storage

/// Deletes an analysis with its rows; the layers of its kind then show the last one that is left.
public struct RemoveRun {
  let id: String

  public init(id: String) { self.id = id }

  public func run(in store: any SpatialStore) throws {
    try store.write { transaction in
      guard let run = try transaction.answer(Runs(id: id)).first else {
        throw StorageError.unknownRun(id)
      }
      try transaction.run(DeleteRun(id: id))
      try transaction.run(RestoreCurrentRun(kind: run.kind))
    }
  }
}
