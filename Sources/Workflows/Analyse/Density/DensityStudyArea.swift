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
  private let words: String
  /// Metres; `nil` where no area is known.
  private let index: PolygonIndex?
  /// Around all areas, in metres.
  let box: BoundingBox?
  private let inputDigest: String

  init(
    support asked: Support?, filter: IncidentFilter, choice: IncidentChoice = .all,
    catalogue: CategoryCatalogue, in store: any SpatialStore
  ) throws {
    metricCRS = try store.metricCRS()
    let cell = try store.answer(Settings())[.latticeCell].flatMap(Int.init)
    let counts = try store.answer(LayerCounts())
    support =
      asked ?? ((counts["lattice"] ?? 0) > 0 ? .lattice : (counts["grids"] ?? 0) > 0 ? .grid : nil)
    surface = support == .lattice ? .both : catalogue.surface(of: filter.categories)
    latticeCell = support == .lattice ? cell : nil
    var digest = ContentDigest()
    var areas: [Geometry] = []
    if let support {
      let places = try AnalysisPlaces(
        support: support, filter: filter, surface: surface, cellMetres: cell ?? 0, choice: choice,
        in: store)
      units = places.units
      places.update(&digest)
      // Villages may be points: the area is that of what they are made of.
      areas =
        support == .village
        ? try Self.grids(filter, surface, in: store).filter(choice.holds)
        : units.map(\.geometry)
      words = "\(units.count) \(support == .lattice ? "cells" : "\(support.rawValue)s")"
    } else {
      units = []
      words = ""
    }
    if areas.isEmpty {
      areas = try store.answer(UnitAreas()).filter { $0.code.hasPrefix(filter.area) }
        .map(\.geometry).filter(choice.holds)
    }
    let toMetres = try Transformation(from: .wgs84, to: metricCRS)
    let metric = try areas.map { try toMetres.forward($0) }
    for geometry in metric {
      var corners: [Double] = []
      geometry.forEachCoordinate { corners += [$0.x, $0.y] }
      digest.update(corners)
    }
    inputDigest = digest.hexadecimal()
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

  /// In words.
  var description: String {
    isKnown
      ? (words.isEmpty ? "the units of administration" : words) : "an area without a known edge"
  }

  func update(_ digest: inout ContentDigest) { digest.update(inputDigest) }

  private static func grids(
    _ filter: IncidentFilter, _ surface: CategoryCatalogue.Surface, in store: any SpatialStore
  ) throws -> [Geometry] {
    try store.answer(AnalysisUnits(support: .grid, area: filter.area))
      .filter { surface == .both || ($0.kind == "sea") == (surface == .sea) }
      .map(\.geometry)
  }
}
