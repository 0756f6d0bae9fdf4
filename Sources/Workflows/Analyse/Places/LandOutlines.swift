import Projections
import SimpleFeatures
import Storage
import Topology

/// Where land is, as far as the store knows: the areas of the highest units of administration that
/// stop at the shore, that is, that hold no sea grid.
struct LandOutlines {
  /// In metres of the store's CRS; empty where no unit tells.
  let metric: [Geometry]
  private let grids: [GridSurface]

  /// - Parameter day: on which the units' codes hold.
  init(on day: DayNumber, in store: any SpatialStore) throws {
    let toMetres = try Transformation(from: .wgs84, to: store.metricCRS())
    grids = try store.answer(GridSurfaces())
    let levels = Dictionary(
      try store.answer(UnitsOnDay(day)).map { ($0.code, $0.level) },
      uniquingKeysWith: { first, _ in first })
    let areas = try store.answer(UnitAreas())
    let context = try TopologyContext()
    let water = try grids.filter(\.isSea).compactMap { try context.pointOnSurface(of: $0.geometry) }
    var found: [Geometry] = []
    for level in ["province", "city", "county", "town", "village"] where found.isEmpty {
      let candidates = areas.filter { levels[$0.code] == level }.map(\.geometry)
      guard !candidates.isEmpty else { continue }
      let index = try PolygonIndex(candidates)
      if water.allSatisfy({ index.owner(of: $0) == nil }) {
        for area in candidates { found.append(try toMetres.forward(area)) }
      }
    }
    metric = found
  }

  /// What each unit stands on: a grid says it, of a cell its middle does, a village is land.
  func media(
    of units: [AnalysisUnit], support: Support
  ) throws -> [WaterAwareNeighbours.Medium] {
    switch support {
    case .village: return units.map { _ in .land }
    case .grid: return units.map { $0.kind == "sea" ? .sea : .land }
    case .lattice: break
    }
    if !metric.isEmpty {
      let index = try PolygonIndex(metric)
      return index.locate(x: units.map(\.label.x), y: units.map(\.label.y))
        .map { $0 >= 0 ? .land : .sea }
    }
    guard grids.contains(where: \.isSea) else {
      throw WorkflowError.failed(
        "--neighbours water must know what is land: the store has neither units of administration "
          + "that stop at the shore nor sea grids; import units, or take --neighbours queen")
    }
    let index = try PolygonIndex(grids.map(\.geometry))
    return units.map { unit in
      let owner = unit.geometry.boundingBox.flatMap { index.owner(of: $0.centre) }
      return owner.map { grids[$0].isSea ? .sea : .land } ?? .sea
    }
  }
}
