import GRDB
public import Storage

extension SpatiaLiteStore {
  /// Pages, foreign keys, spatial indexes, and what the tables promise each other.
  ///
  /// - Complexity: O(size of the file).
  public func faults() throws(StorageError) -> [String] {
    let checks: [(name: String, text: [UInt8])] = [
      ("check_integrity", PackageResources.check_integrity_sql),
      ("check_foreign_keys", PackageResources.check_foreign_keys_sql),
      ("check_spatial_indexes", PackageResources.check_spatial_indexes_sql),
      ("check_contents", PackageResources.check_contents_sql),
    ]
    var faults: [String] = []
    for check in checks {
      faults += try translating(check.name) {
        try database.read { connection in
          try String.fetchAll(connection, sql: String(decoding: check.text, as: UTF8.self))
        }
      }.filter { $0 != "ok" }
    }
    return faults
  }
}
