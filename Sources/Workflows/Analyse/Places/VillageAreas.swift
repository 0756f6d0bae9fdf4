import Projections
import SimpleFeatures
import Storage
import Topology

/// Villages as units to count in: each with the area that its unit of administration has, else that
/// of its land grids, else, known by a point alone, a circle around it.
///
/// An incident belongs to the village whose code its grid's, or its place's, begins with; without
/// such a code, to the one whose area it lies in, or, where all villages are points, to the nearest.
struct VillageAreas {
  /// Those known by their point are drawn this wide.
  static let circleMetres = 250.0
  /// Beyond this distance from the outermost village a point belongs to none.
  static let reachMetres = 5_000.0

  /// Without keys, before they are kept.
  let units: [AnalysisUnit]
  private let records: [GridRecord]
  private let codes: VillageCodes
  /// By metres: areas, or the cells of the nearest point; `owners` says whose.
  private let index: PolygonIndex
  private let owners: [Int]
  private let hasAreas: Bool

  /// - Parameters:
  ///   - area: the first digits of a code; empty for all.
  ///   - day: on which the codes of units hold.
  init(area: String, on day: DayNumber, in store: any SpatialStore) throws {
    var villages = try store.answer(Villages(area: area))
    let names = try store.answer(UnitsOnDay(day)).filter {
      $0.level == "village" && $0.code.hasPrefix(area)
    }
    let known = Set(villages.map(\.code))
    villages += names.filter { !known.contains($0.code) }.map { Village(unit: $0) }
    villages.sort { $0.code < $1.code }
    guard !villages.isEmpty else {
      throw WorkflowError.failed(
        "the store has no villages here; import some with anlan import villages FILE")
    }
    let all = VillageCodes(villages.map(\.code))
    let named = Set(names.map(\.code))
    let surfaces = Dictionary(
      try store.answer(UnitAreas()).filter { named.contains($0.code) }.map {
        ($0.code, $0.geometry)
      }, uniquingKeysWith: { _, last in last })
    var grids = [[AnalysisUnit]](repeating: [], count: villages.count)
    for grid in try store.answer(AnalysisUnits(support: .grid, area: "")) where grid.kind != "sea" {
      if let village = all.village(of: grid.code) { grids[village].append(grid) }
    }
    let draw = try VillageDrawing(metricCRS: store.metricCRS())
    var drawn: [VillageDrawing.Area?] = []
    for (village, grids) in zip(villages, grids) {
      drawn.append(try draw.area(of: village, unit: surfaces[village.code], grids: grids))
    }
    let kept = villages.indices.filter { drawn[$0] != nil }
    guard !kept.isEmpty else {
      throw WorkflowError.failed(
        "no village here has a place: neither an area, nor grids, nor a point")
    }
    records = kept.compactMap { index in
      drawn[index].map { $0.record(of: villages[index], grids: grids[index]) }
    }
    units = records.map(AnalysisUnit.init(village:))
    codes = VillageCodes(units.map(\.code))
    let areas = kept.compactMap { drawn[$0] }
    hasAreas = areas.contains { !$0.isPoint }
    if hasAreas {
      owners = areas.indices.filter { !areas[$0].isPoint }
      index = try PolygonIndex(owners.map { areas[$0].metric })
    } else {
      let cells = try draw.nearestCells(of: areas.map(\.label), reachMetres: Self.reachMetres)
      owners = cells.indices.filter { cells[$0] != nil }
      index = try PolygonIndex(cells.compactMap { $0 }.map(Geometry.polygon))
    }
  }

  /// The village of each incident; −1 for none.
  func units(of incidents: IncidentPlaces) -> [Int32] {
    (0..<incidents.count).map { incident in
      let position = Coordinate(x: incidents.x[incident], y: incidents.y[incident])
      return unit(code: incidents.code[incident], position: position).map(Int32.init) ?? -1
    }
  }

  /// The village of a place's code, else of a position in metres.
  func unit(code: String, position: Coordinate?) -> Int? {
    if let village = codes.village(of: code) { return village }
    guard let position, position.isFinite else { return nil }
    return index.owner(of: position).map { owners[$0] }
  }

  /// - Parameter rule: what was asked for, in words.
  func requireAreas(_ rule: String) throws(WorkflowError) {
    guard hasAreas else {
      throw .usage(
        "--neighbours \(rule) needs areas, and the villages here are points; take --neighbours knn "
          + "--knn 6, or distance --bandwidth METRES")
    }
  }

  /// Keeps the areas beside the grids, a new version of each that changed, and gives their keys.
  func keep(in transaction: any StoreTransaction) throws -> [Int64] {
    var keys: [Int64] = []
    for record in records {
      let versions = try transaction.answer(GridVersions(code: record.code, support: .village))
      var kept = record
      switch GridHistory(versions).place(record) {
      case .keep(let version): kept = version
      case .succeed(let old, let validTo, let version):
        try transaction.run(SupersedeGrid(id: old, validTo: validTo, importID: nil))
        kept = version
      case .older: continue
      }
      try transaction.run(UpsertGrid(kept, importID: nil))
      let now = try transaction.answer(GridVersions(code: record.code, support: .village))
      guard let key = now.last(where: { $0.isCurrent })?.id else {
        throw WorkflowError.failed("village \(record.code) was not kept")
      }
      keys.append(key)
    }
    return keys
  }
}

extension Village {
  /// One that only the units of administration know.
  fileprivate init(unit: UnitName) {
    self.init(code: unit.code, name: unit.name)
  }
}

extension AnalysisUnit {
  fileprivate init(village record: GridRecord) {
    self.init(
      id: 0, code: record.code, name: record.name, kind: record.kind,
      population: record.population.map(Double.init),
      households: record.households.map(Double.init), workers: record.workers.map(Double.init),
      staff: record.staff.map(Double.init), areaSquareMetres: record.areaSquareMetres,
      label: record.label, geometry: record.geometry)
  }
}

/// Which village a longer code lies in: the one with the longest code that it begins with.
struct VillageCodes {
  private let villages: [Substring: Int]
  private let lengths: [Int]

  init(_ codes: [String]) {
    villages = Dictionary(
      codes.enumerated().map { (Substring($1), $0) }, uniquingKeysWith: { first, _ in first })
    lengths = Set(codes.map(\.utf8.count)).sorted(by: >)
  }

  func village(of code: String) -> Int? {
    for length in lengths where code.utf8.count >= length {
      if let village = villages[code.prefix(length)] { return village }
    }
    return nil
  }
}
