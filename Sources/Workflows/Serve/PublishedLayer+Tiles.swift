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
  ///   - table: the incidents of the store, where they are in memory: a second a million is saved.
  /// - Complexity: O(features), all of them in memory.
  public func tiles(
    _ ask: Ask, deepestZoom: Int, in store: any SpatialStore, table: IncidentTable? = nil
  ) throws -> any VectorTileLayer {
    let shown = schema.fields.indices.filter { index in
      layer.content != .points || BuildTiles.short.contains(schema.fields[index].name)
    }
    var told = schema
    told.fields = shown.map { schema.fields[$0] }
    let build = BuildTiles(schema: told, clock: clock, deepestZoom: deepestZoom)
    if let points = table.flatMap({ points(ask, told, $0) }) { return build.layer(points) }
    let filter = try FeatureFilter(
      layer: layer, run: run, disclosure: disclosure, query: query(), in: store)
    var query = query()
    query.categories = ask.categories.sorted()
    if let day = ask.firstDay { query.firstDay = day }
    if let day = ask.lastDay { query.lastDay = day }
    var counts = RowCounts()
    let shownRow = KeptFeatureRow(Feature(geometry: nil, values: []))
    return try build.layer { take in
      try store.forEachRow(of: query) { row in
        guard let admitted = try filter.admitted(row, &counts) else { return }
        shownRow.feature = Feature(
          id: admitted.id, geometry: try admitted.geometry(),
          values: shown.map { admitted.value($0, as: schema.fields[$0].type) })
        try take(shownRow)
      }
    }
  }

  /// The incidents that are on tiles, the withheld kinds left out; `nil` where the columns do not
  /// tell what is asked for.
  private func points(
    _ ask: Ask, _ told: FeatureSchema, _ table: IncidentTable
  ) -> PointTable? {
    guard let choice = TableChoice(page(ask), in: table) else { return nil }
    var fields: [PointTable.Field] = []
    for field in told.fields {
      switch field.name {
      case "category": fields.append(Self.field(table.categories))
      case "status": fields.append(Self.field(table.statuses))
      case "severity":
        fields.append(
          PointTable.Field(
            values: [.unknown] + (1...255).map { .integer($0) }, codes: table.severities))
      default: return nil
      }
    }
    return PointTable(
      ids: table.keys, longitudes: table.longitudes, latitudes: table.latitudes, fields: fields,
      rows: choice.rows())
  }

  private static func field(_ column: TextColumn) -> PointTable.Field {
    PointTable.Field(values: column.texts.map { .text($0) }, codes: column.codes)
  }
}
