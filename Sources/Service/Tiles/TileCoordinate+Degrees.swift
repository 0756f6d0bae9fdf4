import Foundation
import SimpleFeatures
import Tiles

extension TileCoordinate {
  /// What a tile shows, in degrees.
  ///
  /// > OGC 17-083r4 (Two Dimensional Tile Matrix Set), annex D.1, WebMercatorQuad.
  var degrees: BoundingBox {
    let side = Double(1 << zoom)
    func longitude(_ column: Int) -> Double { Double(column) / side * 360 - 180 }
    func latitude(_ row: Int) -> Double {
      atan(sinh(Double.pi * (1 - 2 * Double(row) / side))) * 180 / Double.pi
    }
    return BoundingBox(
      minX: longitude(Int(column)), minY: latitude(Int(row) + 1),
      maxX: longitude(Int(column) + 1), maxY: latitude(Int(row)))
  }
}
