import Analysis
import SimpleFeatures
import Storage

/// The units of an index, and what the store holds of each: columns with a row a unit.
struct IndexUnits {
  private let units: LeveledUnits
  /// For each unit, its own columns; not a number where one of its grids does not know it.
  private let columns: [IndexColumn: [Double]]
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
    let units = try LeveledUnits(level: level, area: area, in: store)
    self.units = units
    func sum(_ value: (AnalysisUnit) -> Double?) -> [Double] {
      units.grids.map { grids in grids.reduce(0) { $0 + (value($1) ?? .nan) } }
    }
    columns = [
      .population: sum(\.population), .households: sum(\.households), .workers: sum(\.workers),
      .staff: sum(\.staff), .areaKm2: sum { $0.areaSquareMetres / 1e6 },
    ]

    var incidents: [String: UnitIncidentTally] = [:]
    let none = [Double](repeating: 0, count: units.count)
    // Kinds that the store has never had are not counted as none of them.
    for kind in try store.answer(IncidentCategories()) {
      incidents[kind] = UnitIncidentTally(all: none)
    }
    for row in try store.answer(UnitIncidents(firstDay: firstDay, lastDay: lastDay)) {
      guard let unit = units.unit(of: row.grid) else { continue }
      incidents[row.category]?.all[unit] += row.count
      for (state, count) in row.reached {
        incidents[row.category]?.reached[state, default: none][unit] += count
      }
    }
    self.incidents = incidents
    hazards = try Self.column(
      store.answer(PlaceHazards(day: lastDay)), units)
    visits = try Self.column(
      store.answer(PlaceVisits(firstDay: firstDay, lastDay: lastDay)), units)
  }

  var count: Int { units.count }
  var codes: [String] { units.codes }
  var names: [String] { units.names }
  var geometries: [Geometry] { units.geometries }

  func column(_ column: IndexColumn) -> [Double] {
    columns[column] ?? [Double](repeating: .nan, count: codes.count)
  }

  /// `nil` where the register is empty: nobody keeps it, which is not to say that there is nothing.
  private static func column(_ register: PlaceRegister, _ units: LeveledUnits) -> [Double]? {
    guard register.hasRows else { return nil }
    var column = [Double](repeating: 0, count: units.count)
    for row in register.rows {
      guard let unit = units.unit(of: row.code) else { continue }
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
