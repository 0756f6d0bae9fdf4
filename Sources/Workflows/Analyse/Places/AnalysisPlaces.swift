import Analysis
import Projections
import SimpleFeatures
import Storage
import Topology

/// How places are neighbours.
public enum Neighbourhood: Sendable, Hashable {
  /// A shared point, or a gap of at most a metre.
  case queen
  /// A shared border.
  case rook
  /// Label points within a distance in metres.
  case distance(Double)
  /// The nearest label points.
  case nearest(Int)

  var name: String {
    switch self {
    case .queen: "queen"
    case .rook: "rook"
    case .distance(let metres): "distance \(metres)"
    case .nearest(let count): "knn \(count)"
    }
  }
}

/// The units of an analysis with the incidents counted into them.
struct AnalysisPlaces {
  let units: [AnalysisUnit]
  /// Incidents a unit.
  let counts: [Double]
  /// Incidents that lie in no unit, or have no point.
  let outside: Int
  let locator: UnitLocator

  /// - Parameter surface: theft is a matter of land grids: with the sea among the units, where
  ///   there is nothing to steal, the sea comes out cold and everything else too warm.
  init(
    support: Support, filter: IncidentFilter, surface: CategoryCatalogue.Surface,
    cellMetres: Int, in store: any SpatialStore
  ) throws {
    var units = try store.answer(AnalysisUnits(support: support, area: filter.area))
      .filter { surface == .both || ($0.kind == "sea") == (surface == .sea) }
    if support == .lattice, !filter.area.isEmpty {
      units = try Self.cells(units, inArea: filter.area, of: store)
    }
    self.units = units
    guard !units.isEmpty else {
      throw WorkflowError.failed(
        support == .grid
          ? "the store has no grids here; import some, or lay a lattice with anlan lattice"
          : "the store has no lattice; lay one with anlan lattice --cell 250")
    }
    locator = UnitLocator(units, cellMetres: support == .lattice ? cellMetres : nil)
    let points = try store.answer(IncidentPointsInWindow(filter))
    var counts = [Double](repeating: 0, count: units.count)
    var outside = 0
    for incident in 0..<points.count {
      let unit = locator.unit(
        grid: points.grid[incident], x: points.x[incident], y: points.y[incident])
      if let unit { counts[unit] += 1 } else { outside += 1 }
    }
    self.counts = counts
    self.outside = outside
  }

  /// The cells whose middle lies in a grid, or else a unit, of an area.
  private static func cells(
    _ cells: [AnalysisUnit], inArea area: String, of store: any SpatialStore
  ) throws -> [AnalysisUnit] {
    var places = try store.answer(GridAreas()).filter { $0.code.hasPrefix(area) }
    if places.isEmpty { places = try store.answer(UnitAreas()).filter { $0.code.hasPrefix(area) } }
    let index = try PolygonIndex(places.map(\.geometry))
    return cells.filter { cell in
      cell.geometry.boundingBox.map { index.owner(of: $0.centre) != nil } ?? false
    }
  }

  /// - Complexity: O(vertices) for areas, O(units) for cells.
  func graph(_ rule: Neighbourhood, metricCRS: CRS) throws -> NeighbourGraph {
    try WorkflowError.translating { try neighbours(rule, metricCRS: metricCRS) }
  }

  private func neighbours(_ rule: Neighbourhood, metricCRS: CRS) throws -> NeighbourGraph {
    let columns = units.compactMap(\.column)
    let rows = units.compactMap(\.row)
    let isLattice = columns.count == units.count && rows.count == units.count
    switch rule {
    case .queen where isLattice:
      return try NeighbourGraph.lattice(columns: columns.span, rows: rows.span, contiguity: .queen)
    case .rook where isLattice:
      return try NeighbourGraph.lattice(columns: columns.span, rows: rows.span, contiguity: .rook)
    case .queen, .rook:
      let toMetres = try Transformation(from: .wgs84, to: metricCRS)
      var metric: [Geometry] = []
      metric.reserveCapacity(units.count)
      for unit in units { metric.append(try toMetres.forward(unit.geometry)) }
      let contiguity = try ContiguityGraph(metric, rule: rule == .rook ? .rook : .queen)
      return try NeighbourGraph(lists: contiguity.neighbours)
    case .distance(let metres):
      let (x, y) = labels
      return try NeighbourGraph.distanceBand(x: x.span, y: y.span, radiusMetres: metres)
    case .nearest(let count):
      let (x, y) = labels
      return try NeighbourGraph.nearest(count, x: x.span, y: y.span)
    }
  }

  private var labels: (x: [Double], y: [Double]) {
    (units.map(\.label.x), units.map(\.label.y))
  }
}

/// Which unit of an analysis an incident lies in: by the key of its grid, or by its metres where
/// the units are the cells of a lattice.
struct UnitLocator {
  private enum Key: Hashable {
    case grid(Int64)
    case cell(Int32, Int32)
  }

  private let index: [Key: Int]
  private let side: Double?

  /// - Parameter cellMetres: of a lattice; `nil` for governance grids.
  init(_ units: [AnalysisUnit], cellMetres: Int?) {
    side = cellMetres.map(Double.init)
    var index: [Key: Int] = [:]
    index.reserveCapacity(units.count)
    for (position, unit) in units.enumerated() {
      if side == nil {
        index[.grid(unit.id)] = position
      } else if let column = unit.column, let row = unit.row {
        index[.cell(column, row)] = position
      }
    }
    self.index = index
  }

  /// - Parameters:
  ///   - grid: the key of the governance grid, 0 for none.
  ///   - x: metres to the east; not a number where there is no point.
  func unit(grid: Int64, x: Double, y: Double) -> Int? {
    guard let side else { return index[.grid(grid)] }
    guard x.isFinite, y.isFinite else { return nil }
    return index[.cell(Int32((x / side).rounded(.down)), Int32((y / side).rounded(.down)))]
  }
}
