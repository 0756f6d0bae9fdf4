import Glibc
import SimpleFeatures
import Storage
import Topology

/// Which governance grid holds a point.
///
/// A point on a shared border has one owner, always the same. A point in no grid goes to the
/// nearest one within a reach, or to none.
struct GridFinder {
  /// In metres, where the store does not say another.
  static let usualReach = 200.0
  /// Of a degree of latitude, on average (WGS 84: 110.574 km to 111.694 km).
  private static let metresInDegree = 111_195.0

  let grids: [PlaceArea]
  private let index: PolygonIndex
  private let reachMetres: Double

  struct Found: Equatable {
    /// The key of the grid.
    var grid: Int64
    /// 0 where it holds the point.
    var distanceMetres: Double
  }

  /// - Complexity: O(vertices).
  init(grids: [PlaceArea], reachMetres: Double) throws(WorkflowError) {
    self.grids = grids
    self.reachMetres = reachMetres
    do {
      index = try PolygonIndex(grids.map(\.geometry))
    } catch {
      throw .failed("the grids cannot be indexed: \(error)")
    }
  }

  var isEmpty: Bool { grids.isEmpty }

  /// With the grids and the reach of a store.
  static func of(_ transaction: any StoreTransaction) throws -> GridFinder {
    let reach = try transaction.answer(Settings())[.gridReach].flatMap(Double.init)
    return try GridFinder(
      grids: try transaction.answer(GridAreas()), reachMetres: reach ?? usualReach)
  }

  /// The grid at a position in WGS 84, or `nil`.
  func grid(at position: Coordinate) -> Found? {
    if let owner = index.owner(of: position) {
      return Found(grid: grids[owner].id, distanceMetres: 0)
    }
    let nearest = index.nearest(
      to: position, within: reachMetres / Self.metresInDegree,
      xScale: cos(position.y * .pi / 180))
    return nearest.map {
      Found(grid: grids[$0.index].id, distanceMetres: $0.distance * Self.metresInDegree)
    }
  }
}
