import Formats
import SimpleFeatures
import Storage
import Topology

/// Governance grids into the store, each border a version. One that is redrawn takes the place of
/// the last, which stays for the runs that counted in it.
struct GridWriter {
  private let transaction: any StoreTransaction
  private let importID: Int64
  private let decoder: RowDecoder
  private let log: ImportLog
  private let topology: TopologyContext
  /// How many digits a code has where nothing is special about it.
  private let usualDigits: Int

  init(
    transaction: any StoreTransaction, importID: Int64, decoder: RowDecoder, log: ImportLog
  ) throws {
    self.transaction = transaction
    self.importID = importID
    self.decoder = decoder
    self.log = log
    topology = try TopologyContext()
    let sequence = try transaction.answer(Settings())[.gridSequenceDigits].flatMap { Int($0) }
    usualDigits = 12 + (sequence ?? 3)
  }

  /// - Parameters:
  ///   - surface: WGS 84.
  ///   - metric: the same in metres of the store's CRS.
  func write(
    _ values: RowValues, surface: Geometry, metric: Geometry, _ row: SourceRow
  ) throws -> Int {
    guard let code = values.text("code") else { return 0 }
    if code.utf8.count != usualDigits || !code.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      log.warn("codes of grids that are not of \(usualDigits) digits were kept")
    }
    let label = try topology.pointOnSurface(of: metric) ?? metric.boundingBox?.centre
    var grid = GridRecord(
      code: code, name: values.text("name") ?? code, kind: values.text("kind") ?? "village",
      population: values.integer("population"), households: values.integer("households"),
      workers: values.integer("workers"), staff: values.integer("staff"),
      areaSquareMetres: try topology.area(of: metric), label: label ?? Coordinate(x: 0, y: 0),
      lattice: nil, synthetic: values.integer("synthetic") == 1, geometry: surface)
    grid.validFrom = values.day("valid_from")
    grid.validTo = values.day("valid_to")
    let versions = try transaction.answer(GridVersions(code: code))
    // A grid that ends is a row less on the map and no row less in the file.
    log.inserted = (log.inserted ?? 0) + (versions.isEmpty ? 1 : 0)
    switch GridHistory(versions).place(grid) {
    case .keep(let version): grid = version
    case .succeed(let old, let validTo, let version):
      try transaction.run(SupersedeGrid(id: old, validTo: validTo, importID: importID))
      log.warn("grids that were redrawn have a new version; runs keep the border they counted in")
      grid = version
    case .older(let than):
      throw decoder.fault(
        "an older border than the one that holds from \(than)", "valid_from", row,
        "a valid_to beside it, or a day from \(than) on")
    }
    return try transaction.run(UpsertGrid(grid, importID: importID))
  }
}

/// The borders that a grid has had, and where another one belongs among them.
struct GridHistory {
  enum Place: Equatable {
    /// The row of this version: a new one, or one that is there and is brought up to date.
    case keep(GridRecord)
    /// A new version; the old one ends.
    case succeed(old: Int64, validTo: DayNumber?, GridRecord)
    /// It would be drawn over by the current border, which began then.
    case older(than: DayNumber)
  }

  private let versions: [GridVersion]

  /// - Parameter versions: in the order of their numbers.
  init(_ versions: [GridVersion]) { self.versions = versions }

  private var nextNumber: Int { (versions.last?.number ?? 0) + 1 }
  private var current: GridVersion? { versions.last { $0.isCurrent } }

  func place(_ grid: GridRecord) -> Place {
    let same =
      grid.validFrom == nil
      ? current ?? versions.last : versions.last { $0.validFrom == grid.validFrom }
    if let same { return update(same, with: grid) }
    guard let current else { return .keep(numbered(grid, nextNumber)) }
    guard let from = grid.validFrom else { return update(current, with: grid) }
    if let began = current.validFrom, from < began {
      guard let to = grid.validTo else { return .older(than: began) }
      return to < began ? .keep(numbered(grid, nextNumber)) : .older(than: began)
    }
    // A border of the past, told after the one of today.
    if grid.validTo != nil, current.validFrom == nil { return .keep(numbered(grid, nextNumber)) }
    if current.geometry == grid.geometry {
      var grid = grid
      grid.validFrom = current.validFrom ?? from
      return .keep(numbered(grid, current.number))
    }
    return .succeed(old: current.id, validTo: from - 1, numbered(grid, nextNumber))
  }

  private func update(_ version: GridVersion, with grid: GridRecord) -> Place {
    guard version.isCurrent, version.isCounted, version.geometry != grid.geometry else {
      var kept = numbered(grid, version.number)
      kept.validFrom = grid.validFrom ?? version.validFrom
      // A border that is past stays so, whoever brings it again.
      if !version.isCurrent { kept.validTo = grid.validTo ?? version.validTo }
      kept.isCurrent = version.isCurrent && grid.validTo == nil
      return .keep(kept)
    }
    // Nobody says since when: the old border's last day is not known.
    return .succeed(old: version.id, validTo: nil, numbered(grid, nextNumber))
  }

  private func numbered(_ grid: GridRecord, _ number: Int) -> GridRecord {
    var grid = grid
    grid.version = number
    grid.isCurrent = grid.validTo == nil
    return grid
  }
}
