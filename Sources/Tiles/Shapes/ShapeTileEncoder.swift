import SimpleFeatures

/// Writes one tile after the other.
struct ShapeTileEncoder {
  private let layer: ShapeTiles
  private var shapes: TileLayerEncoder
  private var labels: TileLayerEncoder
  private var geometry = TileGeometry()

  init(layer: ShapeTiles) {
    self.layer = layer
    let names = layer.schema.fields.map(\.name)
    let pool = layer.attributes.pool
    shapes = TileLayerEncoder(
      name: layer.schema.name, keys: names + ["merged"], pool: pool)
    labels = TileLayerEncoder(
      name: "\(layer.schema.name)_labels", keys: names, pool: pool)
  }

  /// - Parameter pieces: of one tile, as are `labels`, by the order of features.
  mutating func encode(
    _ pieces: ArraySlice<ShapeCutter.Piece>, _ points: ArraySlice<ShapeCutter.Label>,
    _ bytes: [UInt8]
  ) -> [UInt8] {
    let fieldCount = layer.schema.fields.count
    for piece in pieces {
      let shape = layer.shapes.shapes[piece.shape]
      for field in 0..<fieldCount {
        shapes.tag(field, layer.attributes.number(row: piece.shape, field: field))
      }
      if piece.merged > 1 { shapes.tag(fieldCount, count: piece.merged) }
      shapes.finishFeature(
        id: shape.id, shape.isSurface ? .polygon : .line, geometry: bytes[piece.range])
    }
    for label in points {
      for field in layer.labelFields {
        labels.tag(field, layer.attributes.number(row: label.shape, field: field))
      }
      geometry.begin()
      geometry.point(label.place)
      labels.finishFeature(
        id: layer.shapes.shapes[label.shape].id, .point, geometry: geometry.bytes)
    }
    var tile: [UInt8] = []
    shapes.finishLayer(into: &tile)
    labels.finishLayer(into: &tile)
    return tile
  }
}
