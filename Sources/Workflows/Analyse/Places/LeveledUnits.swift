import Analysis
import Projections
import SimpleFeatures
import Storage
import Topology

/// Units of a level, each the union of its grids: a code is the first digits of theirs.
struct LeveledUnits {
  let level: IndexLevel
  /// Sorted.
  let codes: [String]
  let names: [String]
  /// Multipolygons, WGS 84.
  let geometries: [Geometry]
  /// The grids of each, in the order of the codes.
  let grids: [[AnalysisUnit]]
  private let position: [String: Int]

  /// - Parameter area: the first digits of a code; empty for all.
  /// - Throws: where the store has no grids there.
  init(level: IndexLevel, area: String, in store: any SpatialStore) throws {
    self.level = level
    let grids = try store.answer(AnalysisUnits(support: .grid, area: area))
      .filter { $0.code.count >= level.digits }
    guard !grids.isEmpty else {
      throw WorkflowError.failed("the store has no grids here; import some first")
    }
    var members: [String: [AnalysisUnit]] = [:]
    for grid in grids { members[String(grid.code.prefix(level.digits)), default: []].append(grid) }
    let codes = members.keys.sorted()
    self.codes = codes
    self.grids = codes.map { members[$0] ?? [] }
    position = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset) })
    let named =
      level == .village
      ? try store.answer(NamedPlaces()).map { ($0.code, $0.name) }
      : try store.answer(UnitNames()).map { ($0.code, $0.name) }
    let known = Dictionary(named, uniquingKeysWith: { first, _ in first })
    names = codes.map { code in
      level == .grid ? members[code]?.first?.name ?? code : known[code] ?? code
    }
    let topology = try TopologyContext()
    geometries = try self.grids.map { own in
      let whole = own.count == 1 ? own[0].geometry : try topology.union(own.map(\.geometry))
      if case .polygon(let rings) = whole { return .multiPolygon([rings]) }
      return whole
    }
  }

  var count: Int { codes.count }

  /// Units that touch, or lie at most a metre apart.
  ///
  /// - Complexity: O(vertices).
  func neighbours(in store: any SpatialStore) throws -> NeighbourGraph {
    let toMetres = try Transformation(from: .wgs84, to: store.metricCRS())
    var metric: [Geometry] = []
    for geometry in geometries { metric.append(try toMetres.forward(geometry)) }
    let contiguity = try ContiguityGraph(metric, rule: .queen)
    return try WorkflowError.translating { () throws(AnalysisError) in
      try NeighbourGraph(lists: contiguity.neighbours)
    }
  }

  /// The unit that a place's code begins with; `nil` for one too coarse, and for one elsewhere.
  func unit(of code: String) -> Int? { position[String(code.prefix(level.digits))] }
}
