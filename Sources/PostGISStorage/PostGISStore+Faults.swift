public import Storage

extension PostGISStore {
  /// What the tables promise each other, and indexes that the server gave up on. Keys and checks
  /// the server itself keeps.
  public func faults() throws(StorageError) -> [String] {
    var faults: [String] = []
    for check in isCoordinator ? ServerScripts.coordinatorChecks : ServerScripts.checks {
      do {
        try StorageError.translating(check.name) {
          try pool.withConnection(isUntouched: { false }) { connection in
            try connection.run(check, []) { row throws in faults.append(row.text(0)) }
          }
        }
      } catch {
        // A shard that is away is told of by its own check.
        guard isCoordinator, case .unreachable = error else { throw error }
      }
    }
    if isCoordinator { faults += try shardFaults() }
    return faults
  }
}
