import Glibc
import SimpleFeatures
import Storage
import Topology

/// Which governance grid holds a point.
///
/// A point on a shared border has one owner, always the same. A point in no grid goes to the
/// nearest one within `reachMetres`, or to none.
struct GridFinder {
  static let reachMetres = 200.0
  /// Of a degree of latitude, on average (WGS 84: 110.574 km to 111.694 km).
  private static let metresInDegree = 111_195.0

  private let grids: [PlaceArea]
  private let index: PolygonIndex

  /// - Complexity: O(vertices).
  init(grids: [PlaceArea]) throws(WorkflowError) {
    self.grids = grids
    do {
      index = try PolygonIndex(grids.map(\.geometry))
    } catch {
      throw .failed("the grids cannot be indexed: \(error)")
    }
  }

  var isEmpty: Bool { grids.isEmpty }

  /// The key of the grid at a position in WGS 84, or `nil`.
  func grid(at position: Coordinate) -> Int64? {
    if let owner = index.owner(of: position) { return grids[owner].id }
    let nearest = index.nearest(
      to: position, within: Self.reachMetres / Self.metresInDegree,
      xScale: cos(position.y * .pi / 180))
    return nearest.map { grids[$0.index].id }
  }
}
