public import Storage

extension PostGISStore {
  /// What the tables promise each other, and indexes that the server gave up on. Keys and checks
  /// the server itself keeps.
  public func faults() throws(StorageError) -> [String] {
    var faults: [String] = []
    for check in ServerScripts.checks {
      try StorageError.translating(check.name) {
        try pool.withConnection(isUntouched: { false }) { connection in
          try connection.run(check, []) { row throws in faults.append(row.text(0)) }
        }
      }
    }
    return faults
  }
}
