import Projections
import SimpleFeatures
public import Storage
import Topology

/// Lays square cells over the study area: a second kind of unit to analyse on, for places where
/// governance grids are missing or too unlike in size.
///
/// Cells are aligned to multiples of their side in the store's metric CRS, so that two lattices of
/// one side always coincide. They cover the units of the area that is named, else the governance
/// grids, else what lies within `reachCells` cells of an incident.
public struct LayLattice: Sendable {
  /// The side of a cell, in metres.
  public var cellMetres: Int
  public var area = ""

  /// Without any known area, a cell this near to an incident is one where incidents could be.
  static let reachCells: Int32 = 2
  static let mostCells = 2_000_000

  public init(cellMetres: Int) throws(WorkflowError) {
    guard (10...100_000).contains(cellMetres) else {
      throw .usage("--cell \(cellMetres): a cell's side is from 10 to 100,000 metres")
    }
    self.cellMetres = cellMetres
  }

  public struct Report: Sendable, Codable {
    public var cells: Int
    public var cellMetres: Int
    /// What the cells cover, in words.
    public var cover: String
  }

  /// - Complexity: O(cells · vertices of their surroundings).
  public func run(in store: any SpatialStore) throws -> Report {
    let metricCRS = try store.metricCRS()
    let (positions, cover) = try self.positions(in: store, metricCRS: metricCRS)
    guard !positions.isEmpty else {
      throw WorkflowError.failed("there is nothing to lay cells over: no unit, grid or incident")
    }
    let records = try self.records(positions, metricCRS: metricCRS)
    try store.write { transaction in
      try transaction.run(RetireLattice())
      for record in records {
        try transaction.run(UpsertGrid(record, importID: nil))
        try transaction.run(ActivateCell(code: record.code))
      }
      try transaction.run(SetSetting(.latticeCell, to: String(cellMetres)))
    }
    return Report(cells: records.count, cellMetres: cellMetres, cover: cover)
  }

  private typealias Position = GridRecord.LatticePosition

  private func positions(
    in store: any SpatialStore, metricCRS: CRS
  ) throws -> (cells: [Position], cover: String) {
    let toMetres = try Transformation(from: .wgs84, to: metricCRS)
    let units = try store.answer(UnitAreas())
    var places: [PlaceArea] = []
    var cover = "the governance grids"
    if area.isEmpty {
      places = try store.answer(GridAreas())
    } else {
      // The unit itself where it is known, else the parts of it that are.
      places = units.filter { $0.code.trimmedCode == area.trimmedCode }
      if places.isEmpty { places = units.filter { $0.code.hasPrefix(area.trimmedCode) } }
      if places.isEmpty {
        places = try store.answer(GridAreas()).filter { $0.code.hasPrefix(area.trimmedCode) }
      }
      guard !places.isEmpty else {
        throw WorkflowError.usage("no unit or grid has a code that begins with \(area)")
      }
      cover = "area \(area)"
    }
    if places.isEmpty {
      return (try aroundIncidents(store), "the surroundings of the incidents")
    }
    var geometries: [Geometry] = []
    for place in places { geometries.append(try toMetres.forward(place.geometry)) }
    return (try covering(geometries), cover)
  }

  /// Cells whose centre lies in one of the areas, and those that hold a label point of an area too
  /// small for any centre.
  private func covering(_ geometries: [Geometry]) throws -> [Position] {
    let index = try PolygonIndex(geometries)
    guard let first = geometries.compactMap(\.boundingBox).first else { return [] }
    let box = geometries.compactMap(\.boundingBox).reduce(first) { $0.union($1) }
    let side = Double(cellMetres)
    let columns = Int32((box.minX / side).rounded(.down))...Int32((box.maxX / side).rounded(.down))
    let rows = Int32((box.minY / side).rounded(.down))...Int32((box.maxY / side).rounded(.down))
    guard columns.count * rows.count <= Self.mostCells * 8 else { throw tooMany() }
    var cells: [Position] = []
    for row in rows {
      let y = [Double](repeating: (Double(row) + 0.5) * side, count: columns.count)
      let x = columns.map { (Double($0) + 0.5) * side }
      let owners = index.locate(x: x, y: y)
      for (column, owner) in zip(columns, owners) where owner >= 0 {
        cells.append(Position(cellMetres: cellMetres, column: column, row: row))
      }
    }
    guard cells.count <= Self.mostCells else { throw tooMany() }
    return cells
  }

  private func aroundIncidents(_ store: any SpatialStore) throws -> [Position] {
    let filter = IncidentFilter(firstDay: DayNumber(.min), lastDay: DayNumber(.max))
    let points = try store.answer(IncidentPointsInWindow(filter))
    let side = Double(cellMetres)
    var cells: Set<Position> = []
    for index in 0..<points.count where points.x[index].isFinite {
      let column = Int32((points.x[index] / side).rounded(.down))
      let row = Int32((points.y[index] / side).rounded(.down))
      for dy in -Self.reachCells...Self.reachCells {
        for dx in -Self.reachCells...Self.reachCells {
          cells.insert(Position(cellMetres: cellMetres, column: column + dx, row: row + dy))
        }
      }
      guard cells.count <= Self.mostCells else { throw tooMany() }
    }
    return cells.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
  }

  private func tooMany() -> WorkflowError {
    .usage("cells of \(cellMetres) m would be more than \(Self.mostCells); take a larger --cell")
  }

  private func records(_ cells: [Position], metricCRS: CRS) throws -> [GridRecord] {
    let toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
    let side = Double(cellMetres)
    var records: [GridRecord] = []
    records.reserveCapacity(cells.count)
    for cell in cells {
      let box = BoundingBox(
        minX: Double(cell.column) * side, minY: Double(cell.row) * side,
        maxX: Double(cell.column + 1) * side, maxY: Double(cell.row + 1) * side)
      let code = "L\(cellMetres)C\(cell.column)R\(cell.row)"
      records.append(
        GridRecord(
          code: code, name: code, kind: "cell", population: nil, households: nil, workers: nil,
          staff: nil, areaSquareMetres: side * side, label: box.centre, lattice: cell,
          synthetic: false,
          geometry: .multiPolygon(try toWGS84.forward(.polygon(Polygon(box))).polygons)))
    }
    return records
  }
}
