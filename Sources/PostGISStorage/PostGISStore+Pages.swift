public import SimpleFeatures
public import Storage

extension PostGISStore {
  public func forEachRow(
    of page: FeaturePage, _ body: (any FeatureRow) throws -> Void
  ) throws {
    guard let layer = page.query.definition else { return }
    let (text, values) = try FilterRenderer.page(page, of: layer)
    var rows = 0
    let shown = ServerFeatureRow()
    try pool.withConnection(isUntouched: { rows == 0 }) { connection in
      try connection.run(text, values) { row throws in
        rows += 1
        shown.moveTo(row)
        defer { shown.leave() }
        try body(shown)
      }
    }
  }

  public func count(of page: FeaturePage) throws(StorageError) -> Int {
    guard let layer = page.query.definition else { return 0 }
    let (text, values) = try FilterRenderer.count(page, of: layer)
    return try StorageError.translating("page_count") {
      var count = 0
      try pool.withConnection(isUntouched: { true }) { connection in
        try connection.run(text, values) { row throws in count = Int(row.integer(0)) }
      }
      return count
    }
  }

  public func revision() throws(StorageError) -> String? {
    try StorageError.translating("revision") {
      var revision = ""
      try pool.withConnection(isUntouched: { true }) { connection in
        try connection.run(ServerScripts.revision, []) { row throws in revision = row.text(0) }
      }
      return revision
    }
  }
}
