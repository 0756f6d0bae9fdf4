import Analysis
import SimpleFeatures
import Storage
import Topology

/// The units of an index, and what the store holds of each: columns with a row a unit.
struct IndexUnits {
  let codes: [String]
  let names: [String]
  let geometries: [Geometry]
  /// For each unit, its own columns; not a number where one of its grids does not know it.
  private let columns: [IndexColumn: [Double]]
  private let position: [String: Int]
  private let level: IndexLevel
  private let incidents: [String: UnitIncidentTally]
  private let hazards: [Double]?
  private let visits: [Double]?

  /// What a kind of incident comes to, a row a unit.
  private struct UnitIncidentTally {
    var all: [Double]
    var reached: [String: [Double]] = [:]
  }

  /// - Parameter area: the first digits of a code; empty for all.
  init(
    level: IndexLevel, area: String, firstDay: DayNumber, lastDay: DayNumber,
    in store: any SpatialStore
  ) throws {
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
    position = Dictionary(
      uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset) })
    let named =
      level == .village
      ? try store.answer(NamedPlaces()).map { ($0.code, $0.name) }
      : try store.answer(UnitNames()).map { ($0.code, $0.name) }
    let known = Dictionary(named, uniquingKeysWith: { first, _ in first })
    let topology = try TopologyContext()
    names = codes.map { code in
      level == .grid ? members[code]?.first?.name ?? code : known[code] ?? code
    }
    geometries = try codes.map { code in
      let own = members[code] ?? []
      let whole = own.count == 1 ? own[0].geometry : try topology.union(own.map(\.geometry))
      if case .polygon(let rings) = whole { return .multiPolygon([rings]) }
      return whole
    }
    func sum(_ value: (AnalysisUnit) -> Double?) -> [Double] {
      codes.map { code in
        (members[code] ?? []).reduce(0) { $0 + (value($1) ?? .nan) }
      }
    }
    columns = [
      .population: sum(\.population), .households: sum(\.households), .workers: sum(\.workers),
      .staff: sum(\.staff), .areaKm2: sum { $0.areaSquareMetres / 1e6 },
    ]

    var incidents: [String: UnitIncidentTally] = [:]
    let none = [Double](repeating: 0, count: codes.count)
    // Kinds that the store has never had are not counted as none of them.
    for kind in try store.answer(IncidentCategories()) {
      incidents[kind] = UnitIncidentTally(all: none)
    }
    for row in try store.answer(UnitIncidents(firstDay: firstDay, lastDay: lastDay)) {
      guard let unit = position[String(row.grid.prefix(level.digits))] else { continue }
      incidents[row.category]?.all[unit] += row.count
      for (state, count) in row.reached {
        incidents[row.category]?.reached[state, default: none][unit] += count
      }
    }
    self.incidents = incidents
    hazards = try Self.column(
      store.answer(PlaceHazards(day: lastDay)), position, level, count: codes.count)
    visits = try Self.column(
      store.answer(PlaceVisits(firstDay: firstDay, lastDay: lastDay)), position, level,
      count: codes.count)
  }

  var count: Int { codes.count }

  func column(_ column: IndexColumn) -> [Double] {
    columns[column] ?? [Double](repeating: .nan, count: codes.count)
  }

  /// `nil` where the register is empty: nobody keeps it, which is not to say that there is nothing.
  private static func column(
    _ register: PlaceRegister, _ position: [String: Int], _ level: IndexLevel, count: Int
  ) -> [Double]? {
    guard register.hasRows else { return nil }
    var column = [Double](repeating: 0, count: count)
    for row in register.rows {
      guard let unit = position[String(row.code.prefix(level.digits))] else { continue }
      column[unit] += row.count
    }
    return column
  }

  // MARK: Indicators

  /// The indicator's numbers, and the reason where the store has none of them.
  func data(_ indicator: FrameworkIndicator) -> (data: IndicatorData, missing: String?) {
    switch indicator.source {
    case .incidents(let kinds):
      guard let counts = total(kinds, \.all) else {
        return unknown("the store has no incidents of \(kinds.joined(separator: ", "))")
      }
      return by(counts, indicator)
    case .reached(let state, let kinds):
      guard let all = total(kinds, \.all),
        kinds.contains(where: { incidents[$0]?.reached[state] != nil })
      else {
        return unknown("no incident of \(kinds.joined(separator: ", ")) has a state \(state)")
      }
      let reached = total(kinds) { $0.reached[state] ?? all.map { _ in 0 } }
      return (.shares(reached ?? all.map { _ in .nan }, of: all), nil)
    case .openHazards:
      guard let hazards else { return unknown("the store has no hazards") }
      return by(hazards, indicator)
    case .visitedHouseholds:
      guard let visits else { return unknown("the store has no visits") }
      return by(visits, indicator)
    case .column(let column):
      let values = self.column(column)
      guard values.contains(where: { !$0.isNaN }) else {
        return unknown("no unit says its \(column.rawValue)")
      }
      guard let per = indicator.per else {
        return (.values(values, standardErrors: values.map { _ in 0 }), nil)
      }
      let shares = zip(values, self.column(per)).map { $1 > 0 ? indicator.unit * $0 / $1 : .nan }
      return (.values(shares, standardErrors: shares.map { _ in 0 }), nil)
    case .absent(let what): return unknown(what)
    }
  }

  private func unknown(_ why: String) -> (data: IndicatorData, missing: String?) {
    let column = [Double](repeating: .nan, count: codes.count)
    return (.values(column, standardErrors: column), why)
  }

  private func by(
    _ counts: [Double], _ indicator: FrameworkIndicator
  ) -> (data: IndicatorData, missing: String?) {
    let per = column(indicator.per ?? .population)
    guard per.contains(where: { $0 > 0 }) else {
      return unknown("no unit says its \((indicator.per ?? .population).rawValue)")
    }
    return (.counts(counts, exposures: per.map { $0 / indicator.unit }), nil)
  }

  /// `nil` where the store knows none of the kinds.
  private func total(
    _ kinds: [String], _ column: (UnitIncidentTally) -> [Double]
  ) -> [Double]? {
    let known = kinds.compactMap { incidents[$0] }.map(column)
    guard var sum = known.first else { return nil }
    for other in known.dropFirst() {
      for unit in sum.indices { sum[unit] += other[unit] }
    }
    return sum
  }
}
