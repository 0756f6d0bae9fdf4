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

  /// - Parameter surface: theft is a matter of land grids: with the sea among the units, where
  ///   there is nothing to steal, the sea comes out cold and everything else too warm.
  init(
    support: Support, filter: IncidentFilter, surface: CategoryCatalogue.Surface,
    cellMetres: Int, in store: any SpatialStore
  ) throws {
    units = try store.answer(
      AnalysisUnits(support: support, area: filter.area, cellMetres: cellMetres)
    ).filter { surface == .both || ($0.kind == "sea") == (surface == .sea) }
    guard !units.isEmpty else {
      throw WorkflowError.failed(
        support == .grid
          ? "the store has no grids here; import some, or lay a lattice with anlan lattice"
          : "the store has no lattice; lay one with anlan lattice --cell 250")
    }
    let points = try store.answer(IncidentPointsInWindow(filter))
    var counts = [Double](repeating: 0, count: units.count)
    var outside = 0
    let index = Self.index(units, support)
    let side = Double(cellMetres)
    for incident in 0..<points.count {
      let key: Key
      switch support {
      case .grid: key = .grid(points.grid[incident])
      case .lattice:
        guard points.x[incident].isFinite else {
          outside += 1
          continue
        }
        key = .cell(
          Int32((points.x[incident] / side).rounded(.down)),
          Int32((points.y[incident] / side).rounded(.down)))
      }
      if let unit = index[key] { counts[unit] += 1 } else { outside += 1 }
    }
    self.counts = counts
    self.outside = outside
  }

  private enum Key: Hashable {
    case grid(Int64)
    case cell(Int32, Int32)
  }

  private static func index(_ units: [AnalysisUnit], _ support: Support) -> [Key: Int] {
    var index: [Key: Int] = [:]
    index.reserveCapacity(units.count)
    for (position, unit) in units.enumerated() {
      switch support {
      case .grid: index[.grid(unit.id)] = position
      case .lattice:
        if let column = unit.column, let row = unit.row { index[.cell(column, row)] = position }
      }
    }
    return index
  }

  /// - Complexity: O(vertices) for areas, O(units) for cells.
  func graph(_ rule: Neighbourhood, metricCRS: CRS) throws -> NeighbourGraph {
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
