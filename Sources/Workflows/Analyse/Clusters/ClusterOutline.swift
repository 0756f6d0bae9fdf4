import Analysis
import Projections
import SimpleFeatures
import Topology

/// Where a cluster lies.
struct ClusterOutline {
  /// Positions among the points of the study.
  var members: [Int]
  /// WGS 84.
  var geometry: Geometry

  /// How much an outline follows its points: 0 as closely as it can, 1 the convex hull.
  private static let hullRatio = 0.15
  /// Around a cluster without a radius of its own: the least, and the most, in metres.
  private static let reaches = 25.0...250.0

  /// A concave hull of each cluster's points, somewhat wider, so that a cluster at one address has
  /// an area too.
  ///
  /// > M. Duckham et al. "Efficient generation of simple polygons for characterizing the shape of
  /// > a set of points in the plane." *Pattern Recognition*, vol. 41, no. 10, 2008.
  ///
  /// - Parameter reachMetres: how much wider; `nil` for half of the mean spacing of its points.
  static func of(
    _ found: FoundClusters, _ points: StudyPoints, reachMetres: Double?, metricCRS: CRS
  ) throws -> [ClusterOutline] {
    var members = [[Int]](repeating: [], count: found.clusterCount)
    for (point, label) in found.labels.enumerated() where label != PointClusters.noise {
      members[Int(label)].append(point)
    }
    let topology = try TopologyContext()
    let toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
    return try members.map { own in
      let hull = try topology.concaveHull(
        of: .multiPoint(own.map { Coordinate(x: points.x[$0], y: points.y[$0]) }),
        ratio: hullRatio)
      let reach = try reachMetres ?? spacing(own, points) / 2
      let outline = try topology.buffer(hull, metres: reach)
      return ClusterOutline(
        members: own, geometry: .multiPolygon(try toWGS84.forward(outline).polygons))
    }
  }

  private static func spacing(_ members: [Int], _ points: StudyPoints) throws -> Double {
    let snapshot = try ClusterSnapshot(
      members: members.map { points.id[$0] }, x: members.map { points.x[$0] },
      y: members.map { points.y[$0] })
    let radius = snapshot.radiusMetres
    let spacing = (Double.pi * radius * radius / Double(members.count)).squareRoot()
    return min(max(spacing, reaches.lowerBound), reaches.upperBound)
  }
}
