import Projections
import SimpleFeatures
import Storage
import Topology

/// Draws the areas of villages.
struct VillageDrawing {
  private let toMetres: Transformation
  private let toWGS84: Transformation
  private let topology: TopologyContext

  init(metricCRS: CRS) throws {
    toMetres = try Transformation(from: .wgs84, to: metricCRS)
    toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
    topology = try TopologyContext()
  }

  struct Area {
    var wgs84: Geometry
    var metric: Geometry
    var squareMetres: Double
    var label: Coordinate
    /// Known by its point alone.
    var isPoint: Bool

    func record(of village: Village, grids: [AnalysisUnit]) -> GridRecord {
      var record = GridRecord(
        code: village.code, name: village.name, kind: "village",
        population: Self.whole(village.population) ?? Self.sum(grids, \.population),
        households: Self.whole(village.households) ?? Self.sum(grids, \.households),
        workers: Self.sum(grids, \.workers), staff: Self.sum(grids, \.staff),
        areaSquareMetres: squareMetres, label: label, lattice: nil,
        synthetic: village.isSynthetic, geometry: wgs84)
      record.isVillage = true
      return record
    }

    /// Unknown where one of them is: a sum of some would be too small.
    private static func sum(
      _ grids: [AnalysisUnit], _ number: KeyPath<AnalysisUnit, Double?>
    ) -> Int? {
      let numbers = grids.compactMap { $0[keyPath: number] }
      return numbers.isEmpty || numbers.count < grids.count ? nil : whole(numbers.reduce(0, +))
    }

    private static func whole(_ number: Double?) -> Int? { number.flatMap { Int(exactly: $0) } }
  }

  /// `nil` for a village that has no place.
  func area(of village: Village, unit: Geometry?, grids: [AnalysisUnit]) throws -> Area? {
    var surface = unit
    if surface == nil, !grids.isEmpty { surface = try topology.union(grids.map(\.geometry)) }
    let position = village.position.flatMap { toMetres.forward($0) }
    guard let surface, !surface.polygons.isEmpty else {
      guard let position else { return nil }
      let circle = try topology.buffer(.point(position), metres: VillageAreas.circleMetres)
      return Area(
        wgs84: .multiPolygon(try toWGS84.forward(circle).polygons), metric: circle,
        squareMetres: try topology.area(of: circle), label: position, isPoint: true)
    }
    let metric = try toMetres.forward(surface)
    guard let label = try position ?? topology.pointOnSurface(of: metric) else { return nil }
    return Area(
      wgs84: .multiPolygon(surface.polygons), metric: metric,
      squareMetres: try topology.area(of: metric), label: label, isPoint: false)
  }

  /// What is nearer to each point than to the others.
  func nearestCells(of points: [Coordinate], reachMetres: Double) throws -> [Polygon?] {
    guard let first = points.first else { return [] }
    let box = points.reduce(BoundingBox(first)) { $0.union(BoundingBox($1)) }
    return try topology.voronoiCells(of: points, in: box.expanded(by: reachMetres))
  }
}
