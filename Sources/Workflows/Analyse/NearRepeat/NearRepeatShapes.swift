import Analysis
import Projections
import SimpleFeatures
import Topology

/// The areas of zones at risk.
struct NearRepeatShapes {
  private let topology: TopologyContext
  private let toWGS84: Transformation

  /// The same place has an area too: about a plot.
  private static let leastRadiusMetres = 15.0

  init(metricCRS: CRS) throws {
    topology = try TopologyContext()
    toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
  }

  /// A disc, or a ring where the zone begins at some distance.
  func zone(_ zone: NearRepeatZone, around origin: Coordinate) throws -> Geometry {
    let radius = max(zone.radiusMetres, Self.leastRadiusMetres)
    var shape = try topology.buffer(.point(origin), metres: radius)
    if zone.innerRadiusMetres > 0 {
      shape = try topology.difference(
        shape, topology.buffer(.point(origin), metres: zone.innerRadiusMetres))
    }
    return .multiPolygon(try toWGS84.forward(shape).polygons)
  }
}
