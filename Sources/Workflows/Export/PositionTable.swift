import Projections
import SimpleFeatures
import Topology

/// Features as rows of a table: the attributes, then a position. A point's own; of an area, a
/// position inside it; of a line, none. A layer without places is a table without a position.
struct PositionTable {
  let header: [String]
  private let transformation: Transformation?
  private let topology: TopologyContext
  private let audience: Audience
  private let hasPosition: Bool

  /// - Parameter crs: of the positions; WGS 84 has the columns lon and lat, any other x (east) and
  ///   y (north).
  init(schema: FeatureSchema, crs: CRS, audience: Audience) throws {
    transformation = crs == .wgs84 ? nil : try Transformation(from: .wgs84, to: crs)
    topology = try TopologyContext()
    self.audience = audience
    hasPosition = schema.geometry != nil
    let position = !hasPosition ? [] : crs == .wgs84 ? ["lon", "lat"] : ["x", "y"]
    header = schema.fields.map(\.name) + position + ["audience"]
  }

  /// What stands behind the attributes.
  func tail(_ geometry: Geometry?) throws -> [AttributeValue] {
    let audience = AttributeValue.text(audience.rawValue)
    guard hasPosition else { return [audience] }
    guard let position = try position(of: geometry) else { return [.unknown, .unknown, audience] }
    return [.real(position.x), .real(position.y), audience]
  }

  private func position(of geometry: Geometry?) throws -> Coordinate? {
    guard let geometry else { return nil }
    let position: Coordinate?
    switch geometry {
    case .point(let point): position = point
    case .polygon, .multiPolygon: position = try topology.pointOnSurface(of: geometry)
    case .lineString, .multiPoint, .multiLineString, .geometryCollection: position = nil
    }
    guard let position else { return nil }
    guard let transformation else { return Self.rounded(position, 1e7) }
    return transformation.forward(position).map { Self.rounded($0, 1e7) }
  }

  /// A centimetre is what a position of seven decimals of a degree tells.
  private static func rounded(_ position: Coordinate, _ unit: Double) -> Coordinate {
    Coordinate(x: (position.x * unit).rounded() / unit, y: (position.y * unit).rounded() / unit)
  }
}
