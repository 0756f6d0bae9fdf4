import Analysis
import Foundation
import Projections
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// A store in memory with square grids of 500 m and incidents counted into them, so that what is
/// planted is known to the one.
struct UnitScene {
  /// A grid by its column and row.
  struct Cell: Hashable {
    var column: Int
    var row: Int

    /// Of the block of three by three around a cell.
    func isNear(_ column: Int, _ row: Int, by reach: Int = 1) -> Bool {
      abs(self.column - column) <= reach && abs(self.row - row) <= reach
    }
  }

  static let side = 500.0
  static let origin = Coordinate(x: 480_000, y: 2_970_000)
  static let firstDay = DayNumber(20_000)

  let store: any SpatialStore
  private(set) var cells: [Cell] = []
  private var codes: [Cell: String] = [:]
  private var keys: [Cell: Int64] = [:]
  private var incidentCount = 0
  private let toWGS84: Transformation

  /// - Parameter kind: of the grid at a cell; `nil` where there is none.
  init(
    columns: Int, rows: Int, population: (Cell) -> Int? = { _ in 100 },
    kind: (Cell) -> String? = { _ in "village" }
  ) throws {
    store = try SpatiaLiteStore.inMemory()
    toWGS84 = try Transformation(from: .epsg(4549), to: .wgs84)
    _ = try store.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
    var records: [(Cell, GridRecord)] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let cell = Cell(column: column, row: row)
        guard let kind = kind(cell) else { continue }
        let number = row * columns + column
        // Twelve digits of the village, one for each row, and three of the grid.
        let code = "350921104\(200 + row)\(String(1001 + column).dropFirst())"
        records.append(
          (
            cell,
            GridRecord(
              code: code, name: "网格\(number)", kind: kind, population: population(cell),
              households: nil, workers: nil, staff: nil, areaSquareMetres: Self.side * Self.side,
              label: Self.box(cell).centre, lattice: nil, synthetic: true,
              geometry: .multiPolygon(
                try toWGS84.forward(.polygon(Polygon(Self.box(cell)))).polygons))
          ))
        codes[cell] = code
        cells.append(cell)
      }
    }
    let store = store
    try store.write { transaction in
      try transaction.run(InsertImport(id: 1, layer: "grids", source: "t", file: "f", mapping: ""))
      for (_, record) in records { try transaction.run(UpsertGrid(record, importID: 1)) }
    }
    let byCode = Dictionary(
      uniqueKeysWithValues: try store.answer(AnalysisUnits(support: .grid, area: ""))
        .map { ($0.code, $0.id) })
    for (cell, code) in codes { keys[cell] = byCode[code] }
  }

  static func box(_ cell: Cell) -> BoundingBox {
    let (x, y) = (origin.x + Double(cell.column) * side, origin.y + Double(cell.row) * side)
    return BoundingBox(minX: x, minY: y, maxX: x + side, maxY: y + side)
  }

  func code(_ column: Int, _ row: Int) -> String { codes[Cell(column: column, row: row)] ?? "" }

  /// Incidents of a category: so many on each of `days` at each cell.
  mutating func add(
    _ category: String, days: Range<Int> = 0..<1, status: IncidentStatus? = nil,
    count: (Cell, Int) -> Int
  ) throws {
    var records: [IncidentRecord] = []
    for cell in cells {
      for day in days {
        for _ in 0..<count(cell, day) {
          incidentCount += 1
          let number = Self.firstDay + day
          var record = IncidentRecord(
            source: "110", sourceID: "case-\(incidentCount)", category: category,
            occurredFrom: Instant(Int64(number.number) * 86_400), day: number, precision: .exact)
          record.metric = Self.box(cell).centre
          record.position = toWGS84.forward(Self.box(cell).centre)
          record.grid = keys[cell]
          record.status = status
          records.append(record)
        }
      }
    }
    let store = store
    let batch = records
    try store.write { _ = try $0.load(batch, importID: 1) }
  }

  /// The rows of a layer, each by the names of its columns; what is unknown is missing.
  func rows(_ name: String, run: Run) throws -> [[String: String]] {
    var query = LayerQuery(layer: try #require(Layer(named: name)))
    query.run = run.id
    let fields = try #require(Layer(named: name)).schema.fields
    var rows: [[String: String]] = []
    try store.forEachFeature(of: query) { feature in
      var row: [String: String] = [:]
      for (field, value) in zip(fields, feature.values) {
        switch value {
        case .text(let text): row[field.name] = text
        case .integer(let number): row[field.name] = String(number)
        case .real(let number): row[field.name] = String(number)
        case .day(let day): row[field.name] = day.description
        case .boolean(let truth): row[field.name] = String(truth)
        case .instant, .unknown: break
        }
      }
      rows.append(row)
    }
    return rows
  }

  /// The rows of a layer by unit.
  func units(_ name: String, run: Run) throws -> [String: [String: String]] {
    Dictionary(
      try rows(name, run: run).map { ($0["unit"] ?? "", $0) }, uniquingKeysWith: { _, last in last }
    )
  }

  static func scope(_ categories: [String] = ["theft"], days: Int = 1) -> AnalysisScope {
    var scope = AnalysisScope()
    scope.categories = categories
    scope.from = firstDay
    scope.to = firstDay + (days - 1)
    return scope
  }

  /// Poisson counts, the same for a seed.
  static func poisson(_ mean: Double, seed: UInt64) -> (Cell, Int) -> Int {
    { cell, day in
      var random = ReplicateGenerator(
        seed: seed, stream: UInt64(cell.row * 1_000 + cell.column), substream: UInt64(day))
      return random.poisson(mean: mean)
    }
  }
}
