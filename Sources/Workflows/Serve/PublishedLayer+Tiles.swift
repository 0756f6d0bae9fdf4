import SimpleFeatures
public import Storage
public import Tiles

extension PublishedLayer {
  /// The layer's tiles. Points have little beside their counts: a client asks for a point's
  /// attributes by its key.
  ///
  /// - Parameters:
  ///   - ask: chooses features; its page is not looked at.
  ///   - deepestZoom: has every feature.
  /// - Complexity: O(features), all of them in memory.
  public func tiles(
    _ ask: Ask, deepestZoom: Int, in store: any SpatialStore
  ) throws -> any VectorTileLayer {
    let filter = try FeatureFilter(
      layer: layer, run: run, disclosure: disclosure, query: query(), in: store)
    var query = query()
    query.categories = ask.categories.sorted()
    if let day = ask.firstDay { query.firstDay = day }
    if let day = ask.lastDay { query.lastDay = day }
    let shown = schema.fields.indices.filter { index in
      layer.content != .points || BuildTiles.short.contains(schema.fields[index].name)
    }
    var told = schema
    told.fields = shown.map { schema.fields[$0] }
    var counts = RowCounts()
    let build = BuildTiles(schema: told, clock: clock, deepestZoom: deepestZoom)
    return try build.layer { take in
      try store.forEachRow(of: query) { row in
        guard let admitted = try filter.admitted(row, &counts) else { return }
        try take(
          Feature(
            id: admitted.id, geometry: try admitted.geometry(),
            values: shown.map { admitted.value($0, as: schema.fields[$0].type) }))
      }
    }
  }
}
