public import SimpleFeatures

/// Points as vector tiles that count right.
///
/// Above the deepest zoom a tile is cut into 64 × 64 cells, and the points of a cell are one
/// feature at their middle, with their number `n`, the number of each kind (`n_theft` …) and the
/// worst severity. On the deepest zoom each point is a feature of its own with all its attributes.
/// A point is in one tile of a zoom, so the sum of `n` over a zoom's tiles is the number of points.
public struct PointTiles: VectorTileLayer {
  /// Of a tile's side, as a power of two: cells of eight pixels, where a tile has 512 of them.
  static let cellBits = 6

  let schema: FeatureSchema
  let columns: PointColumns
  let attributes: TileAttributes
  /// Names of the kinds that are counted.
  let kinds: [String]
  let keptFields: [Int]
  let countedField: Int?
  let worstField: Int?
  public let deepestZoom: Int
  public let bounds: BoundingBox?

  /// - Parameters:
  ///   - offsetSeconds: of the study area's clock from UTC.
  ///   - features: hands over every feature, one under a cursor after the other; each position of
  ///     a multi-point is a point.
  /// - Complexity: O(points), and all of them in memory.
  public init(
    schema: FeatureSchema, summary: PointSummary, deepestZoom: Int,
    offsetSeconds: @escaping @Sendable (Instant) -> Int,
    features: ((any FeatureRow) throws -> Void) throws -> Void
  ) throws {
    var gathering = PointGathering(schema, summary, offsetSeconds: offsetSeconds)
    try features { try gathering.add($0) }
    self.init(gathering, deepestZoom: deepestZoom)
  }

  /// As with features, of points that stand in columns: the same points give the same tiles.
  ///
  /// - Complexity: O(points): a third of a second a million.
  public init(
    schema: FeatureSchema, summary: PointSummary, deepestZoom: Int,
    offsetSeconds: @escaping @Sendable (Instant) -> Int, points: PointTable
  ) {
    var gathering = PointGathering(schema, summary, offsetSeconds: offsetSeconds)
    gathering.add(points)
    self.init(gathering, deepestZoom: deepestZoom)
  }

  private init(_ gathering: PointGathering, deepestZoom: Int) {
    schema = gathering.schema
    attributes = gathering.attributes
    kinds = gathering.kinds.names
    countedField = gathering.kinds.areTooMany ? nil : gathering.countedField
    worstField = gathering.worstField
    keptFields = gathering.keptFields
    columns = PointColumns(
      gathering.points, kindOfRow: gathering.kinds.ofRows,
      severityOfRow: gathering.severityOfRow)
    self.deepestZoom = deepestZoom
    bounds = Self.bounds(of: gathering.points)
  }

  static let unknownKind = UInt8.max

  private static func bounds(of points: [PointColumns.Point]) -> BoundingBox? {
    var low = SIMD2<Int32>(repeating: .max)
    var high = SIMD2<Int32>(repeating: .min)
    for point in points {
      let place = SIMD2(
        Int32(WorldPosition.gathered(point.morton)),
        Int32(WorldPosition.gathered(point.morton >> 1)))
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    guard !points.isEmpty else { return nil }
    return BoundingBox([
      WorldPosition(x: low.x, y: low.y).coordinate, WorldPosition(x: high.x, y: high.y).coordinate,
    ])
  }

  public var contents: [TileContent] {
    var fields = schema.fields.map { ($0.name, $0.type.tileName) }
    fields.append(("n", "Number"))
    fields += kinds.sorted().map { ("n_\($0)", "Number") }
    return [
      TileContent(
        name: schema.name, description: schema.chineseName,
        fields: Dictionary(fields) { first, _ in first }, zooms: 0...deepestZoom)
    ]
  }

  public var recipe: String {
    let counted = countedField.map { schema.fields[$0].name } ?? ""
    let worst = worstField.map { schema.fields[$0].name } ?? ""
    let kept = keptFields.map { schema.fields[$0].name }.joined(separator: ",")
    return "points 2;\(deepestZoom);\(schema.recipe);\(counted);\(worst);\(kept)"
  }

  /// A point is in one tile of a zoom.
  public var reach: Int32 { 0 }

  public var partsZoom: Int {
    var zoom = deepestZoom
    while zoom > 0 {
      let shift = UInt64(2 * (WorldPosition.bits - zoom))
      var squares = 0
      var last = UInt64.max
      for morton in columns.mortons where morton >> shift != last {
        last = morton >> shift
        squares += 1
      }
      if squares <= TileParts.most { break }
      zoom -= 1
    }
    return zoom
  }

  /// - Complexity: O(points · fields).
  public func parts(ofZoom zoom: Int) -> TileParts {
    let values = attributes.digests()
    let shift = UInt64(2 * (WorldPosition.bits - zoom))
    var digests: [UInt64: UInt64] = [:]
    var hash = StableHash()
    for index in 0..<columns.count {
      let morton = columns.mortons[index]
      hash.combine(morton)
      hash.combine(columns.ids[index])
      hash.combine(values[Int(columns.rows[index])])
      let square = morton >> shift
      guard index + 1 == columns.count || columns.mortons[index + 1] >> shift != square else {
        continue
      }
      let tile = TileCoordinate(
        known: zoom, WorldPosition.gathered(square), WorldPosition.gathered(square >> 1))
      digests[tile.identifier] = hash.value
      hash = StableHash()
    }
    return TileParts(zoom: zoom, digests)
  }

  public func tile(at tile: TileCoordinate) -> [UInt8] {
    var encoder = PointTileEncoder(layer: self)
    return encoder.encode(columns.range(of: tile), zoom: tile.zoom)
  }

  /// - Complexity: O(points); the tiles themselves are made as they are asked for.
  public func tiles(ofZoom zoom: Int, threads: Int) -> ZoomTiles {
    let shift = UInt64(2 * (WorldPosition.bits - zoom))
    var found: [(tile: TileCoordinate, identifier: UInt64, range: Range<Int>)] = []
    var start = 0
    for index in 0..<columns.count {
      let corner = columns.mortons[index] >> shift
      let isLast = index + 1 == columns.count || columns.mortons[index + 1] >> shift != corner
      guard isLast else { continue }
      let tile = TileCoordinate(
        known: zoom, WorldPosition.gathered(corner), WorldPosition.gathered(corner >> 1))
      found.append((tile, tile.identifier, start..<(index + 1)))
      start = index + 1
    }
    found.sort { $0.identifier < $1.identifier }
    let ranges = found.map(\.range)
    return ZoomTiles(tiles: found.map(\.tile)) {
      var encoder = PointTileEncoder(layer: self)
      return TileEncoder { encoder.encode(ranges[$0], zoom: zoom) }
    }
  }
}

/// Writes one tile after the other.
struct PointTileEncoder {
  private let layer: PointTiles
  private var features: TileLayerEncoder
  private var geometry = TileGeometry()
  private var counts: [Int]
  /// Kinds by name, so that the order in which they came does not show.
  private let kindOrder: [Int]
  private let numberKey: Int

  init(layer: PointTiles) {
    self.layer = layer
    numberKey = layer.schema.fields.count
    kindOrder = layer.kinds.indices.sorted { layer.kinds[$0] < layer.kinds[$1] }
    counts = [Int](repeating: 0, count: layer.kinds.count)
    features = TileLayerEncoder(
      name: layer.schema.name,
      keys: layer.schema.fields.map(\.name) + ["n"] + layer.kinds.map { "n_\($0)" },
      pool: layer.attributes.pool)
  }

  mutating func encode(_ range: Range<Int>, zoom: Int) -> [UInt8] {
    if zoom >= layer.deepestZoom {
      for index in range { add(index, zoom: zoom, fields: layer.schema.fields.indices) }
    } else {
      let shift = UInt64(2 * (WorldPosition.bits - zoom - PointTiles.cellBits))
      var start = range.lowerBound
      for index in range
      where index + 1 == range.upperBound
        || layer.columns.mortons[index + 1] >> shift != layer.columns.mortons[index] >> shift
      {
        if index == start {
          add(index, zoom: zoom, fields: layer.keptFields)
        } else {
          addCell(start...index, zoom: zoom)
        }
        start = index + 1
      }
    }
    var tile: [UInt8] = []
    features.finishLayer(into: &tile)
    return tile
  }

  private mutating func add(_ index: Int, zoom: Int, fields: some Sequence<Int>) {
    let row = Int(layer.columns.rows[index])
    for field in fields {
      features.tag(field, layer.attributes.number(row: row, field: field))
    }
    features.tag(numberKey, count: 1)
    let morton = layer.columns.mortons[index]
    finish(
      id: layer.columns.ids[index], WorldPosition.gathered(morton),
      WorldPosition.gathered(morton >> 1), zoom)
  }

  private mutating func addCell(_ members: ClosedRange<Int>, zoom: Int) {
    let columns = layer.columns
    var (x, y) = (0, 0)
    var worst: Int32 = -1
    for index in members {
      x += WorldPosition.gathered(columns.mortons[index])
      y += WorldPosition.gathered(columns.mortons[index] >> 1)
      if !columns.severities.isEmpty { worst = max(worst, columns.severities[index]) }
      if !columns.kinds.isEmpty, columns.kinds[index] != PointTiles.unknownKind {
        counts[Int(columns.kinds[index])] += 1
      }
    }
    if let field = layer.worstField, worst >= 0 { features.tag(field, count: Int(worst)) }
    features.tag(numberKey, count: members.count)
    for kind in kindOrder where counts[kind] > 0 {
      features.tag(numberKey + 1 + kind, count: counts[kind])
      counts[kind] = 0
    }
    finish(id: PointColumns.noID, x / members.count, y / members.count, zoom)
  }

  /// - Parameter x: in steps of the world, as is `y`.
  private mutating func finish(id: UInt64, _ x: Int, _ y: Int, _ zoom: Int) {
    let shift = TileScale(zoom: zoom).shift
    let mask = Int(TileScale.extent - 1)
    geometry.begin()
    geometry.point(SIMD2(Int32(x >> Int(shift) & mask), Int32(y >> Int(shift) & mask)))
    features.finishFeature(
      id: id == PointColumns.noID ? nil : id, .point, geometry: geometry.bytes)
  }
}
