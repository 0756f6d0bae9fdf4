public import SimpleFeatures

/// Lines and surfaces as vector tiles.
///
/// No feature vanishes: surfaces too small to be seen stand together as one square of their common
/// area, which says how many it is (`merged`) and has the attributes of the largest of them. A
/// second layer, `…_labels`, has a point inside each surface that is large enough to be named.
///
/// Positions are whole steps of a zoom, so a surface's border may touch itself where it is thinner
/// than that.
public struct ShapeTiles: VectorTileLayer {
  /// A surface of less than half as many square steps is not drawn by itself: a sixteenth of a
  /// pixel, where a tile has 512 of them.
  static let smallestDoubleArea: Int64 = 8
  /// Surfaces that small stand together in squares of so many steps: two pixels.
  static let standInCell: Int32 = 16
  /// A surface as wide as this many steps has room for a name: about two characters.
  static let labelWidth: Int32 = 128
  /// Above the deepest zoom a position goes whose triangle has fewer square steps than a quarter
  /// of a pixel.
  static let lightestTriangle: Float = 16

  let schema: FeatureSchema
  let shapes: Shapes
  let attributes: TileAttributes
  /// The fields that a label has.
  let labelFields: [Int]
  public let deepestZoom: Int

  /// - Parameters:
  ///   - labelFields: names of the fields that a label's point has.
  ///   - offsetSeconds: of the study area's clock from UTC.
  ///   - features: hands over every feature, WGS 84.
  /// - Complexity: O(positions · log positions), and all of them in memory.
  public init(
    schema: FeatureSchema, labelFields: Set<String>, deepestZoom: Int,
    offsetSeconds: @escaping @Sendable (Instant) -> Int,
    features: ((Feature) throws -> Void) throws -> Void
  ) rethrows {
    var shapes = Shapes()
    var attributes = TileAttributes(fields: schema.fields, offsetSeconds: offsetSeconds)
    try features { feature in
      guard let geometry = feature.geometry,
        shapes.append(geometry, id: feature.id.tileID)
      else { return }
      attributes.append(feature.values)
    }
    SharedBorders.weigh(&shapes)
    self.schema = schema
    self.shapes = shapes
    self.attributes = attributes
    self.labelFields = schema.fields.indices.filter {
      labelFields.contains(schema.fields[$0].name)
    }
    self.deepestZoom = deepestZoom
  }

  private var holdsSurfaces: Bool { shapes.shapes.contains(where: \.isSurface) }

  public var contents: [TileContent] {
    let fields = schema.fields.map { ($0.name, $0.type.tileName) }
    var contents = [
      TileContent(
        name: schema.name, description: schema.chineseName,
        fields: Dictionary(fields + [("merged", "Number")]) { first, _ in first },
        zooms: 0...deepestZoom)
    ]
    if holdsSurfaces {
      contents.append(
        TileContent(
          name: "\(schema.name)_labels", description: "\(schema.chineseName)（注记点）",
          fields: Dictionary(labelFields.map { fields[$0] }) { first, _ in first },
          zooms: 0...deepestZoom))
    }
    return contents
  }

  public var bounds: BoundingBox? {
    BoundingBox(shapes.shapes.flatMap { [$0.low.coordinate, $0.high.coordinate] })
  }

  public var recipe: String {
    let labels = labelFields.map { schema.fields[$0].name }.joined(separator: ",")
    return "shapes 1;\(deepestZoom);\(schema.recipe);\(labels)"
  }

  /// Far enough for a stand-in whose square reaches into the tile's buffer.
  public var reach: Int32 { TileScale.buffer + 2 * Self.standInCell }

  /// The squares that a shape's box lies in.
  private func squares(
    of shape: Shapes.Shape, zoom: Int
  ) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
    let shift = Int32(WorldPosition.bits - zoom)
    return (
      Int(shape.low.x >> shift)...Int(shape.high.x >> shift),
      Int(shape.low.y >> shift)...Int(shape.high.y >> shift)
    )
  }

  public var partsZoom: Int {
    var zoom = deepestZoom
    while zoom > 0 {
      var squares = 0
      for shape in shapes.shapes {
        let own = self.squares(of: shape, zoom: zoom)
        squares += own.columns.count * own.rows.count
        // Each shape may have a square of its own.
        if squares > TileParts.most + 4 * shapes.shapes.count { break }
      }
      if squares <= TileParts.most + 4 * shapes.shapes.count { break }
      zoom -= 1
    }
    return zoom
  }

  /// How a border is simplified is part of it: the weights of positions hang on the neighbours too.
  ///
  /// - Complexity: O(positions + shapes · fields + squares of the shapes' boxes).
  public func parts(ofZoom zoom: Int) -> TileParts {
    let values = attributes.digests()
    var hashes: [UInt64: StableHash] = [:]
    for (index, shape) in shapes.shapes.enumerated() {
      var own = StableHash()
      own.combine(shape.id.map { $0 &+ 1 } ?? 0)
      own.combine(values[index])
      for ring in shapes.rings[shape.rings] {
        own.combine(UInt64(ring.role.rawValue) << 32 | UInt64(ring.range.count))
        for position in ring.range {
          own.combine(shapes.positions[position].key)
          own.combine(UInt64(shapes.weights[position].bitPattern))
        }
      }
      let squares = squares(of: shape, zoom: zoom)
      for column in squares.columns {
        for row in squares.rows {
          let square = TileCoordinate(known: zoom, column, row).identifier
          hashes[square, default: StableHash()].combine(own.value)
        }
      }
    }
    return TileParts(zoom: zoom, hashes.mapValues(\.value))
  }

  public func tile(at tile: TileCoordinate) -> [UInt8] {
    let scale = TileScale(zoom: tile.zoom)
    let origin = SIMD2(Int32(tile.column), Int32(tile.row)) &* TileScale.extent
    let low = origin &- reach
    let high = origin &+ (TileScale.extent + reach)
    let near = shapes.shapes.indices.filter { index in
      let shape = shapes.shapes[index]
      return scale.step(shape.low.x) <= high.x && scale.step(shape.high.x) >= low.x
        && scale.step(shape.low.y) <= high.y && scale.step(shape.high.y) >= low.y
    }
    var cutter = ShapeCutter(layer: self, scale: scale, only: tile)
    for shape in near { cutter.take(shape) }
    cutter.addStandIns(cutter.tiny)
    var encoder = ShapeTileEncoder(layer: self)
    return encoder.encode(
      cutter.pieces.sorted { $0.shape < $1.shape }[...], cutter.labels[...], cutter.bytes)
  }

  public func tiles(ofZoom zoom: Int, threads: Int) -> ZoomTiles {
    let scale = TileScale(zoom: zoom)
    let count = shapes.shapes.count
    let portions = min(count, 32)
    var cut = TileThreads.map(portions, threads: threads) {
      ()
    } _: { part, _ in
      var cutter = ShapeCutter(layer: self, scale: scale, only: nil)
      for shape in (count * part / portions)..<(count * (part + 1) / portions) {
        cutter.take(shape)
      }
      return cutter
    }
    var last = ShapeCutter(layer: self, scale: scale, only: nil)
    last.addStandIns(cut.flatMap(\.tiny))
    cut.append(last)
    return ShapeLevel(layer: self, cut).tiles
  }
}

extension AttributeValue {
  /// The number that a tile can know a feature by.
  var tileID: UInt64? {
    guard case .integer(let number) = self, number >= 0 else { return nil }
    return UInt64(number)
  }
}
