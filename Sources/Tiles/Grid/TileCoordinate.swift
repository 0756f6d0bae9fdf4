public import SimpleFeatures

/// A square of the Web Mercator pyramid (the tile matrix set WebMercatorQuad): at zoom 0 one square
/// holds the world, and each zoom cuts every square into four. Rows count from the north.
public struct TileCoordinate: Sendable, Hashable {
  /// What the whole numbers that tiles are cut with can hold: 4 cm.
  public static let deepestZoom = 18

  public let zoom: Int
  public let column: Int
  public let row: Int

  /// `nil` where the pyramid has no such square.
  public init?(zoom: Int, column: Int, row: Int) {
    guard (0...Self.deepestZoom).contains(zoom) else { return nil }
    let side = 1 << zoom
    guard (0..<side).contains(column), (0..<side).contains(row) else { return nil }
    self.init(known: zoom, column, row)
  }

  init(known zoom: Int, _ column: Int, _ row: Int) {
    self.zoom = zoom
    self.column = column
    self.row = row
  }

  /// The square's place along a Hilbert curve through all zooms, the shallowest first: neighbours
  /// in the number are mostly neighbours on the map.
  ///
  /// > PMTiles 3, clause 4.1 (tile ids).
  public var identifier: UInt64 {
    var x = column
    var y = row
    var identifier = Self.firstIdentifier(ofZoom: zoom)
    for level in (0..<zoom).reversed() {
      let side = 1 << level
      let isEast = x & side != 0
      let isSouth = y & side != 0
      let quarter: UInt64 = isEast ? (isSouth ? 2 : 3) : (isSouth ? 1 : 0)
      identifier += quarter << (2 * UInt64(level))
      guard !isSouth else { continue }
      if isEast {
        x = (side - 1) &- x
        y = (side - 1) &- y
      }
      swap(&x, &y)
    }
    return identifier
  }

  /// `nil` below the deepest zoom.
  public init?(identifier: UInt64) {
    guard
      let zoom = (0...Self.deepestZoom).first(where: {
        identifier < Self.firstIdentifier(ofZoom: $0 + 1)
      })
    else { return nil }
    var rest = Int(identifier - Self.firstIdentifier(ofZoom: zoom))
    var x = 0
    var y = 0
    for level in 0..<zoom {
      let side = 1 << level
      let isEast = rest & 2 != 0
      let isSouth = (rest ^ (isEast ? 1 : 0)) & 1 != 0
      if !isSouth {
        if isEast {
          x = side - 1 - x
          y = side - 1 - y
        }
        swap(&x, &y)
      }
      if isEast { x += side }
      if isSouth { y += side }
      rest >>= 2
    }
    self.init(known: zoom, x, y)
  }

  private static func firstIdentifier(ofZoom zoom: Int) -> UInt64 {
    ((1 << (2 * UInt64(zoom))) - 1) / 3
  }

  /// Degrees of WGS 84.
  public var bounds: BoundingBox {
    let shift = Int32(WorldPosition.bits - zoom)
    let corner = WorldPosition(x: Int32(column) << shift, y: Int32(row) << shift)
    // The far corner of the last tile is one past what 30 bits hold, which Int32 still does.
    let far = WorldPosition(x: Int32(column + 1) << shift, y: Int32(row + 1) << shift)
    return BoundingBox(
      minX: corner.coordinate.x, minY: far.coordinate.y, maxX: far.coordinate.x,
      maxY: corner.coordinate.y)
  }
}
