import Analysis
import Projections
import SimpleFeatures
import Storage
import Topology

/// Where incidents of a density could be: the units of a support, else the units of
/// administration, else nowhere in particular.
struct DensityStudyArea {
  let metricCRS: CRS
  /// Of the units that get a density; `nil` where there are none.
  let support: Support?
  let units: [AnalysisUnit]
  let surface: CategoryCatalogue.Surface
  /// The side of the lattice's cells, where it is the support.
  let latticeCell: Int?
  let words: String
  /// Metres; `nil` where no area is known.
  private let index: PolygonIndex?
  /// Around all areas, in metres.
  let box: BoundingBox?
  private let versions: [String]

  init(
    support asked: Support?, filter: IncidentFilter, catalogue: CategoryCatalogue,
    in store: any SpatialStore
  ) throws {
    metricCRS = try store.metricCRS()
    let cell = try store.answer(Settings())[.latticeCell].flatMap(Int.init)
    let counts = try store.answer(LayerCounts())
    support =
      asked ?? ((counts["lattice"] ?? 0) > 0 ? .lattice : (counts["grids"] ?? 0) > 0 ? .grid : nil)
    surface = support == .grid ? catalogue.surface(of: filter.categories) : .both
    latticeCell = support == .lattice ? cell : nil
    var areas: [Geometry] = []
    if let support {
      units = try AnalysisPlaces(
        support: support, filter: filter, surface: surface, cellMetres: cell ?? 0, in: store
      ).units
      areas = units.map(\.geometry)
      versions = units.map { $0.version > 1 ? "\($0.code) version \($0.version)" : $0.code }
      words = "\(units.count) \(support == .lattice ? "cells" : "units")"
    } else {
      units = []
      let places = try store.answer(UnitAreas()).filter { $0.code.hasPrefix(filter.area) }
      areas = places.map(\.geometry)
      versions = places.map(\.code)
      words = places.isEmpty ? "an area without a known edge" : "\(places.count) units"
    }
    let toMetres = try Transformation(from: .wgs84, to: metricCRS)
    let metric = try areas.map { try toMetres.forward($0) }
    index = metric.isEmpty ? nil : try PolygonIndex(metric)
    let boxes = metric.compactMap(\.boundingBox)
    box = boxes.first.map { boxes.reduce($0) { $0.union($1) } }
  }

  var isKnown: Bool { index != nil }

  /// Whether each position lies in the area; all do where none is known.
  func holds(x: [Double], y: [Double]) -> [Bool] {
    guard let index else { return [Bool](repeating: true, count: x.count) }
    return index.locate(x: x, y: y).map { $0 >= 0 }
  }

  func inside(_ points: StudyPoints) -> StudyPoints {
    guard isKnown else { return points }
    let isInside = holds(x: points.x, y: points.y)
    return points.filtered { isInside[$0] }
  }

  func update(_ digest: inout ContentDigest) {
    for version in versions { digest.update(version) }
    if let box { digest.update([box.minX, box.minY, box.maxX, box.maxY]) }
  }
}
