public import SimpleFeatures

/// Which polygons are neighbours of which.
public struct ContiguityGraph: Sendable, Equatable {
  /// What makes two polygons neighbours.
  public enum Rule: Sendable, Hashable {
    /// They come within the tolerance of each other, overlap, or one lies in the other.
    case queen
    /// Their borders run side by side, within the tolerance, for longer than the tolerance.
    case rook
  }

  /// The neighbours of each polygon, ascending. Symmetric; nobody is a neighbour of itself.
  public let neighbours: [[Int]]

  /// - Parameters:
  ///   - geometries: surfaces in projected metres; points and lines have no neighbours.
  ///   - toleranceMetres: how far apart two drawings of one border may lie; 0 for borders that
  ///     share their positions exactly.
  /// - Throws: as `PolygonIndex.init`.
  /// - Complexity: near O(positions) where borders are spread evenly.
  public init(
    _ geometries: [Geometry], rule: Rule = .queen, toleranceMetres: Double = 1
  ) throws(TopologyError) {
    precondition(toleranceMetres >= 0 && toleranceMetres < 1e100, "a tolerance is a distance")
    let index = try PolygonIndex(geometries)
    let borders = OwnedBorders(geometries, tolerance: toleranceMetres)
    var pairs = rule == .queen ? borders.closePairs() : borders.parallelPairs()
    if rule == .queen {
      // A polygon that lies inside another may be far from its border.
      for (item, geometry) in geometries.enumerated() {
        for polygon in geometry.polygons {
          for other in index.covering(polygon.exterior[0]) where other != item {
            pairs.insert(OwnedBorders.Pair(item, other))
          }
        }
      }
    }
    var lists = [[Int]](repeating: [], count: geometries.count)
    for pair in pairs {
      lists[Int(pair.low)].append(Int(pair.high))
      lists[Int(pair.high)].append(Int(pair.low))
    }
    for item in lists.indices { lists[item].sort() }
    neighbours = lists
  }

  /// Polygons without a neighbour, ascending.
  public var islands: [Int] { neighbours.indices.filter { neighbours[$0].isEmpty } }
}
