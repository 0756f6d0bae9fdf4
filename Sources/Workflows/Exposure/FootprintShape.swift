import Formats
import Foundation
import Projections
import SimpleFeatures
import Topology

/// A surface of the ground: what was flooded, or lies under a swath.
struct FootprintShape {
  let name: String
  /// Metres of the store's CRS.
  private let surface: Geometry
  private let box: BoundingBox
  /// From WGS 84.
  private let toMetres: Transformation
  private let topology: TopologyContext

  /// - Parameter path: of a GeoJSON file; surfaces of all its features together.
  /// - Throws: a usage error that says what is wrong with the file.
  init(path: String, metric: CRS) throws {
    let url = URL(filePath: path)
    let name = url.deletingPathExtension().lastPathComponent
    guard path.hasSuffix(".geojson") || path.hasSuffix(".json") || path.hasSuffix(".geojsonl")
    else {
      throw WorkflowError.usage("--footprint \(path): a .geojson file with surfaces")
    }
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: url))
    } catch {
      throw WorkflowError.usage(
        "--footprint \(path): cannot be read (\(error.localizedDescription))")
    }
    var polygons: [Polygon] = []
    var reader = GeoJSONReader(ByteSource(bytes))
    loop: while true {
      switch try reader.next() {
      case .feature(let feature): polygons += feature.geometry?.polygons ?? []
      case .fault(let fault): throw WorkflowError.usage("--footprint \(path): \(fault)")
      case .end: break loop
      }
    }
    try self.init(polygons, crs: reader.crs ?? .wgs84, name, asked: path, metric: metric)
  }

  /// - Parameter surface: in WGS 84.
  init(_ surface: Geometry, name: String, metric: CRS) throws {
    try self.init(surface.polygons, crs: .wgs84, name, asked: "", metric: metric)
  }

  /// - Parameter asked: what was given, for messages.
  private init(
    _ polygons: [Polygon], crs: CRS, _ name: String, asked: String, metric: CRS
  ) throws {
    self.name = name
    guard !polygons.isEmpty else {
      throw WorkflowError.usage("--footprint \(asked): holds no surface, only points or lines")
    }
    toMetres = try Transformation(from: .wgs84, to: metric)
    let topology = try TopologyContext()
    self.topology = topology
    let own = try Transformation(from: crs, to: metric)
    let surfaces = try polygons.map { try topology.makeValid(own.forward(.polygon($0))) }
    let valid = try topology.union(surfaces)
    guard let box = valid.boundingBox else {
      throw WorkflowError.usage("--footprint \(asked): its surface is empty")
    }
    self.surface = valid
    self.box = box
  }

  /// How much of a surface in WGS 84 lies inside, from 0 to 1.
  func share(of geometry: Geometry) throws -> Double {
    let own = try toMetres.forward(geometry)
    guard let other = own.boundingBox, other.minX <= box.maxX, box.minX <= other.maxX,
      other.minY <= box.maxY, box.minY <= other.maxY
    else { return 0 }
    let whole = try GEOSGeometry(own, in: topology).area()
    guard whole > 0 else { return 0 }
    let valid = try topology.makeValid(own)
    let inside = try GEOSGeometry(
      topology.intersection(valid, surface), in: topology
    ).area()
    return min(1, max(0, inside / whole))
  }
}
