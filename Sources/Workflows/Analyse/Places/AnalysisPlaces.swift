import Analysis
import Projections
import SimpleFeatures
import Storage
import Topology

/// The units of an analysis with the incidents counted into them.
struct AnalysisPlaces {
  let support: Support
  let units: [AnalysisUnit]
  /// Incidents a unit.
  let counts: [Double]
  /// Incidents that lie in no unit, or have no point.
  let outside: Int
  /// Where units are grids or cells.
  private let locator: UnitLocator
  /// Where units are villages.
  private let villages: VillageAreas?
  private let choice: IncidentChoice
  /// Of villages some of which are left out: the position here of each.
  private let kept: [Int32]?

  /// - Parameter surface: theft is a matter of land grids: with the sea among the units, where
  ///   there is nothing to steal, the sea comes out cold and everything else too warm.
  init(
    support: Support, filter: IncidentFilter, surface: CategoryCatalogue.Surface,
    cellMetres: Int, choice: IncidentChoice = .all, in store: any SpatialStore
  ) throws {
    self.support = support
    self.choice = choice
    villages =
      support == .village
      ? try VillageAreas(area: filter.area, on: filter.lastDay, in: store) : nil
    var units =
      try villages?.units
      ?? store.answer(AnalysisUnits(support: support, area: filter.area))
      .filter { surface == .both || ($0.kind == "sea") == (surface == .sea) }
    if support == .lattice, !filter.area.isEmpty {
      units = try Self.cells(units, inArea: filter.area, of: store)
    }
    guard !units.isEmpty else {
      throw WorkflowError.failed(
        support == .grid
          ? "the store has no grids here; import some, or lay a lattice with anlan lattice"
          : "the store has no lattice; lay one with anlan lattice --cell 250")
    }
    if choice.box != nil {
      var next: Int32 = 0
      let seen = units.map { unit -> Int32 in
        guard choice.holds(unit.geometry) else { return -1 }
        next += 1
        return next - 1
      }
      units = zip(units, seen).filter { $0.1 >= 0 }.map(\.0)
      kept = villages == nil ? nil : seen
      guard !units.isEmpty else {
        throw WorkflowError.usage("the box meets none of the \(support.rawValue) units")
      }
    } else {
      kept = nil
    }
    self.units = units
    locator = UnitLocator(
      support == .village ? [] : units, cellMetres: support == .lattice ? cellMetres : nil)
    let found = try Self.located(filter, locator, villages, choice, kept, in: store)
    let all = found.counts(unitCount: units.count)
    counts = all.counts
    // Of a part of the units, what lies in the others is not outside.
    outside = choice.box == nil ? all.outside : 0
  }

  /// Where and when each incident was.
  struct Incidents {
    /// Their units; −1 for none.
    var units: [Int32] = []
    var days: [Int32] = []

    /// What lies in units that are left out is not asked about.
    fileprivate mutating func add(_ unit: Int32, on day: Int32, _ choice: IncidentChoice) {
      guard unit >= 0 || choice.box == nil else { return }
      units.append(unit)
      days.append(day)
    }

    func counts(unitCount: Int) -> (counts: [Double], outside: Int) {
      var counts = [Double](repeating: 0, count: unitCount)
      var outside = 0
      for unit in units {
        if unit >= 0 { counts[Int(unit)] += 1 } else { outside += 1 }
      }
      return (counts, outside)
    }
  }

  /// The incidents of a filter, each with its unit here.
  func incidents(_ filter: IncidentFilter, in store: any SpatialStore) throws -> Incidents {
    try Self.located(filter, locator, villages, choice, kept, in: store)
  }

  /// The unit of one incident.
  func unit(of entry: LedgerEntry) -> Int? {
    if let villages {
      let unit = villages.unit(code: entry.placeCode, position: entry.metric)
      return unit.flatMap { unit in
        guard let kept else { return unit }
        return kept[unit] < 0 ? nil : Int(kept[unit])
      }
    }
    return locator.unit(
      grid: entry.grid ?? 0, x: entry.metric?.x ?? .nan, y: entry.metric?.y ?? .nan)
  }

  /// Incidents a unit, of another filter.
  func counts(of filter: IncidentFilter, in store: any SpatialStore) throws -> [Double] {
    try incidents(filter, in: store).counts(unitCount: units.count).counts
  }

  private static func located(
    _ filter: IncidentFilter, _ locator: UnitLocator, _ villages: VillageAreas?,
    _ choice: IncidentChoice, _ kept: [Int32]?, in store: any SpatialStore
  ) throws -> Incidents {
    var incidents = Incidents()
    if let villages {
      let places = try store.answer(IncidentPlacesInWindow(filter))
      for (incident, unit) in villages.units(of: places).enumerated()
      where choice.holds(places.id[incident]) {
        incidents.add(unit < 0 ? unit : kept?[Int(unit)] ?? unit, on: places.day[incident], choice)
      }
      return incidents
    }
    let points = try store.answer(IncidentPointsInWindow(filter))
    for incident in 0..<points.count where choice.holds(points.id[incident]) {
      let unit = locator.unit(
        grid: points.grid[incident], x: points.x[incident], y: points.y[incident])
      incidents.add(unit.map(Int32.init) ?? -1, on: points.day[incident], choice)
    }
    return incidents
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

  /// Changes with every border, for villages, whose areas have no version before they are kept.
  func update(_ digest: inout ContentDigest) {
    for unit in units {
      digest.update(unit.code)
      // A border that was redrawn is another place.
      if unit.version > 1 { digest.update("version \(unit.version)") }
      if villages != nil {
        var corners: [Double] = []
        unit.geometry.forEachCoordinate { corners += [$0.x, $0.y] }
        digest.update(corners)
      }
    }
  }

  /// The keys of the units, in their order; the areas of villages are kept first.
  func keys(in transaction: any StoreTransaction) throws -> [Int64] {
    try villages?.keep(in: transaction) ?? units.map(\.id)
  }
}

// MARK: Neighbours

extension AnalysisPlaces {
  /// - Parameter day: on which units of administration say where land is.
  /// - Complexity: O(vertices) for areas, O(units) for cells.
  func graph(
    _ rule: Neighbourhood, on day: DayNumber, in store: any SpatialStore
  ) throws -> NeighbourGraph {
    try rule.validate()
    return try WorkflowError.translating { try neighbours(rule, on: day, in: store) }
  }

  private func neighbours(
    _ rule: Neighbourhood, on day: DayNumber, in store: any SpatialStore
  ) throws -> NeighbourGraph {
    let columns = units.compactMap(\.column)
    let rows = units.compactMap(\.row)
    let isLattice = columns.count == units.count && rows.count == units.count
    switch rule {
    case .queen where isLattice:
      return try NeighbourGraph.lattice(columns: columns.span, rows: rows.span, contiguity: .queen)
    case .rook where isLattice:
      return try NeighbourGraph.lattice(columns: columns.span, rows: rows.span, contiguity: .rook)
    case .queen, .rook:
      try villages?.requireAreas(rule.name)
      let contiguity = try ContiguityGraph(
        metricGeometries(in: store), rule: rule == .rook ? .rook : .queen)
      return try NeighbourGraph(lists: contiguity.neighbours)
    case .distance(let metres):
      let (x, y) = labels
      return try NeighbourGraph.distanceBand(x: x.span, y: y.span, radiusMetres: metres)
    case .nearest(let count):
      let (x, y) = labels
      return try NeighbourGraph.nearest(count, x: x.span, y: y.span)
    case .water(let reach):
      if reach.metres == nil { try villages?.requireAreas("water, without --bandwidth METRES,") }
      return try waterAware(reach, on: day, in: store)
    }
  }

  private func waterAware(
    _ reach: Neighbourhood.WaterReach, on day: DayNumber, in store: any SpatialStore
  ) throws -> NeighbourGraph {
    let land = try LandOutlines(on: day, in: store)
    let media = try land.media(of: units, support: support)
    let surfaces = try metricGeometries(in: store)
    let places = units.indices.map { index in
      WaterAwareNeighbours.Unit(surfaces[index], media[index], position: units[index].label)
    }
    let links: WaterAwareNeighbours.Links =
      switch (reach.metres, reach.nearest) {
      case (let metres?, let count?): .nearest(count, withinMetres: metres)
      case (let metres?, nil): .contiguityOrWithin(.queen, metres: metres)
      case (nil, _): .contiguity(.queen)
      }
    let found = try WaterAwareNeighbours(
      places, land: land.metric, links: links, crossingMetres: reach.crossingMetres)
    return try NeighbourGraph(lists: found.neighbours)
  }

  private func metricGeometries(in store: any SpatialStore) throws -> [Geometry] {
    let toMetres = try Transformation(from: .wgs84, to: store.metricCRS())
    var metric: [Geometry] = []
    metric.reserveCapacity(units.count)
    for unit in units { metric.append(try toMetres.forward(unit.geometry)) }
    return metric
  }

  private var labels: (x: [Double], y: [Double]) {
    (units.map(\.label.x), units.map(\.label.y))
  }
}
