import Analysis
import SimpleFeatures
import Storage

/// The units of an index, and what the store holds of each: columns with a row a unit.
struct IndexUnits {
  /// An indicator's numbers.
  struct Found {
    var data: IndicatorData
    /// Why there are none.
    var missing: String?
    /// What one event of `data` stands for, where counts are sums of weights or of harm.
    var eventSize = 1.0
    /// What a reader should know of the numbers, in a sentence without full stop.
    var note: String?
  }

  private let units: LeveledUnits
  /// For each unit, its own columns; not a number where one of its grids does not know it.
  private let columns: [IndexColumn: [Double]]
  private let incidents: [String: UnitIncidentTally]
  /// Of the period.
  private let years: Double
  private let registers: [PlaceMeasure: [PlaceMeasureRow]]
  /// Of an indicator's own period: its days, and the day on which the data begin.
  private var ownDays: (days: ClosedRange<DayNumber>, dataBegin: DayNumber?)?

  /// What a kind of incident comes to, a row a unit.
  private struct UnitIncidentTally {
    var all: [Double]
    var reached: [String: [Double]] = [:]
    var harm: [IncidentHarm: [Double]] = [:]
    /// Over all units: the sums of what it came to, and of its squares.
    var moments: [IncidentHarm: (sum: Double, squares: Double)] = [:]

    mutating func add(_ row: UnitIncidentCount, to unit: Int) {
      let none = [Double](repeating: 0, count: all.count)
      all[unit] += row.count
      for (state, count) in row.reached { reached[state, default: none][unit] += count }
      for (kind, harm) in row.harm {
        self.harm[kind, default: none][unit] += harm.sum
        moments[kind, default: (0, 0)].sum += harm.sum
        moments[kind, default: (0, 0)].squares += harm.sumOfSquares
      }
    }
  }

  /// - Parameter area: the first digits of a code; empty for all.
  init(
    level: IndexLevel, area: String, firstDay: DayNumber, lastDay: DayNumber,
    in store: any SpatialStore
  ) throws {
    try self.init(
      LeveledUnits(level: level, area: area, in: store), firstDay: firstDay, lastDay: lastDay,
      in: store)
  }

  /// The same units in another period.
  init(
    _ units: LeveledUnits, firstDay: DayNumber, lastDay: DayNumber, in store: any SpatialStore
  ) throws {
    self.units = units
    years = Double(lastDay.number - firstDay.number + 1) / 365.2425
    var columns = Dictionary(
      uniqueKeysWithValues: IndexColumn.allCases.map { column in
        (column, units.grids.map { grids in grids.reduce(0) { $0 + $1.value(of: column) } })
      })
    columns[.coastKm] = try Self.coast(of: units, in: store)
    self.columns = columns

    var incidents: [String: UnitIncidentTally] = [:]
    let none = [Double](repeating: 0, count: units.count)
    // Kinds that the store has never had are not counted as none of them.
    for (kind, parts) in try store.answer(IncidentKinds()) {
      incidents[kind] = UnitIncidentTally(all: none)
      for part in parts { incidents["\(kind).\(part)"] = UnitIncidentTally(all: none) }
    }
    for row in try store.answer(UnitIncidents(firstDay: firstDay, lastDay: lastDay)) {
      guard let unit = units.unit(of: row.grid) else { continue }
      for kind in [row.category, "\(row.category).\(row.subcategory)"] {
        incidents[kind]?.add(row, to: unit)
      }
    }
    self.incidents = incidents
    registers = try store.answer(PlaceMeasures(firstDay: firstDay, lastDay: lastDay))
  }

  /// Kilometres of the stretches of coast that name the unit's towns; `nil` where units are smaller than
  /// towns, or no stretch names one.
  private static func coast(
    of units: LeveledUnits, in store: any SpatialStore
  ) throws -> [Double]? {
    guard units.level.digits <= IndexLevel.town.digits else { return nil }
    var kilometres: [Double]?
    try CoverRegister.rows("coastline", "", store) { row in
      guard let town = row.text("town"), town.count >= units.level.digits,
        let metres = row.number("length_m"), let unit = units.unit(of: town)
      else { return }
      kilometres = kilometres ?? units.codes.map { _ in 0 }
      kilometres?[unit] += metres / 1000
    }
    return kilometres
  }

  /// The same units in the period of an indicator that has its own.
  ///
  /// - Parameter dataBegin: incidents before it are not none, but unknown.
  func over(
    _ days: ClosedRange<DayNumber>, dataBegin: DayNumber?, in store: any SpatialStore
  ) throws -> IndexUnits {
    var other = try IndexUnits(
      units, firstDay: days.lowerBound, lastDay: days.upperBound, in: store)
    other.ownDays = (days, dataBegin)
    return other
  }

  var count: Int { units.count }
  func neighbours(in store: any SpatialStore) throws -> NeighbourGraph {
    try units.neighbours(in: store)
  }
  var codes: [String] { units.codes }
  var names: [String] { units.names }
  var geometries: [Geometry] { units.geometries }

  func column(_ column: IndexColumn) -> [Double] {
    columns[column] ?? [Double](repeating: .nan, count: codes.count)
  }

  // MARK: Indicators

  /// What the store holds of an indicator.
  ///
  /// - Parameter perYear: what happens in the period is counted by the year.
  func data(_ indicator: FrameworkIndicator, perYear: Bool = false) -> Found {
    var found = data(of: indicator)
    if let ownDays {
      let days = "\(ownDays.days.lowerBound) to \(ownDays.days.upperBound)"
      if indicator.countsIncidents, let begin = ownDays.dataBegin,
        begin > ownDays.days.lowerBound
      {
        return unknown("counted from \(days), and the incidents of the store begin on \(begin)")
      }
      found.note = ["counted from \(days)", found.note].compactMap { $0 }.joined(separator: "; ")
    }
    guard perYear, case .counts(let counts, let exposures) = found.data else { return found }
    if case .register(let measure, _) = indicator.source, measure.isStanding { return found }
    found.data = .counts(counts, exposures: exposures.map { $0 * years })
    return found
  }

  private func data(of indicator: FrameworkIndicator) -> Found {
    switch indicator.source {
    case .incidents(let kinds): return weighted(kinds, indicator)
    case .harm(let harm, let kinds): return self.harm(harm, kinds, indicator)
    case .reached(let state, let kinds): return reached(state, kinds)
    case .register(let measure, let kinds):
      guard let found = column(measure, kinds) else { return unknown(lacks(measure, kinds)) }
      var answer = by(found.column, indicator)
      answer.note = found.note
      return answer
    case .part(let part, let whole, let kinds, let wholeKinds):
      return share(of: (whole, wholeKinds), (part, kinds))
    case .survey(let survey):
      let data = survey.data(codes)
      guard codes.contains(where: { survey.findings[$0] != nil }) else {
        return unknown("the survey names no \(units.level.rawValue)")
      }
      return Found(data: data)
    case .column(let column):
      let values = self.column(column)
      guard values.contains(where: { !$0.isNaN }) else {
        return unknown("no unit says its \(column.rawValue)")
      }
      guard let per = indicator.per else {
        return Found(data: .values(values, standardErrors: values.map { _ in 0 }))
      }
      let shares = zip(values, self.column(per)).map { $1 > 0 ? indicator.unit * $0 / $1 : .nan }
      return Found(data: .values(shares, standardErrors: shares.map { _ in 0 }))
    case .absent(let what): return unknown(what)
    }
  }

  private func unknown(_ why: String) -> Found {
    let column = [Double](repeating: .nan, count: codes.count)
    return Found(data: .values(column, standardErrors: column), missing: why)
  }

  /// - Parameter eventSize: counts are so many times as large as the number of events that vary
  ///   as Poisson's do: of sums over events the mean square by the mean.
  private func by(
    _ counts: [Double], _ indicator: FrameworkIndicator, eventSize: Double = 1
  ) -> Found {
    let per = column(indicator.per ?? .population)
    guard per.contains(where: { $0 > 0 }) else {
      return unknown(
        indicator.per == .coastKm && units.level.digits > IndexLevel.town.digits
          ? "coast_km: the store has it of towns, which are larger than a \(units.level.rawValue)"
          : "no unit says its \((indicator.per ?? .population).rawValue)")
    }
    return Found(
      data: .counts(
        counts.map { $0 / eventSize },
        exposures: per.map { $0 / (indicator.unit * eventSize) }), eventSize: eventSize)
  }

  // MARK: Incidents

  private func weighted(_ kinds: [String: Double], _ indicator: FrameworkIndicator) -> Found {
    var sum = [Double](repeating: 0, count: codes.count)
    var (all, squares) = (0.0, 0.0)
    var isKnown = false
    for (kind, weight) in kinds.sorted(by: { $0.key < $1.key }) {
      guard let tally = incidents[kind] else { continue }
      isKnown = true
      for unit in sum.indices {
        sum[unit] += weight * tally.all[unit]
        all += weight * tally.all[unit]
        squares += weight * weight * tally.all[unit]
      }
    }
    guard isKnown else {
      return unknown("the store has no incidents of \(kinds.keys.sorted().joined(separator: ", "))")
    }
    return by(sum, indicator, eventSize: all > 0 ? squares / all : 1)
  }

  private func harm(
    _ harm: IncidentHarm, _ kinds: [String], _ indicator: FrameworkIndicator
  ) -> Found {
    let known = kinds.compactMap { incidents[$0] }.filter { $0.harm[harm] != nil }
    guard !known.isEmpty else {
      return unknown("no incident of \(kinds.joined(separator: ", ")) says its \(harm.rawValue)")
    }
    var column = [Double](repeating: 0, count: codes.count)
    var (sum, squares) = (0.0, 0.0)
    for tally in known {
      for unit in column.indices { column[unit] += tally.harm[harm]?[unit] ?? 0 }
      sum += tally.moments[harm]?.sum ?? 0
      squares += tally.moments[harm]?.squares ?? 0
    }
    return by(column, indicator, eventSize: sum > 0 ? squares / sum : 1)
  }

  private func reached(_ state: String, _ kinds: [String]) -> Found {
    let known = kinds.compactMap { incidents[$0] }
    guard known.contains(where: { $0.reached[state] != nil }) else {
      return unknown("no incident of \(kinds.joined(separator: ", ")) has a state \(state)")
    }
    var (part, whole) = (
      [Double](repeating: 0, count: codes.count), [Double](repeating: 0, count: codes.count)
    )
    for tally in known {
      for unit in whole.indices {
        whole[unit] += tally.all[unit]
        part[unit] += tally.reached[state]?[unit] ?? 0
      }
    }
    return Found(data: .shares(part, of: whole))
  }

  // MARK: Registers

  /// `nil` where nobody keeps the register, or keeps it by larger places alone: which is not to say
  /// that there is nothing. A dossier tells of its own village alone; of all other registers a
  /// place without rows has none.
  private func column(
    _ measure: PlaceMeasure, _ kinds: [String]
  ) -> (column: [Double], note: String?)? {
    let rows = registers[measure] ?? []
    let isDossier = measure.rawValue.hasPrefix("dossier_")
    var column = [Double](repeating: isDossier ? .nan : 0, count: codes.count)
    var (placed, coarse) = (0, 0)
    for row in rows where kinds.isEmpty || kinds.contains(row.kind) {
      guard row.code.count >= units.level.digits else {
        coarse += row.value > 0 ? 1 : 0
        continue
      }
      guard let unit = units.unit(of: row.code) else { continue }
      placed += 1
      column[unit] = (column[unit].isNaN ? 0 : column[unit]) + row.value
    }
    guard placed > 0 || rows.contains(where: { $0.code.count >= units.level.digits }) else {
      return nil
    }
    return (
      column,
      coarse > 0
        ? "\(coarse) numbers of \(measure.rawValue) are of places larger than a \(units.level.rawValue)"
        : nil
    )
  }

  private func lacks(_ measure: PlaceMeasure, _ kinds: [String]) -> String {
    let name = measure.rawValue + (kinds.isEmpty ? "" : " of \(kinds.joined(separator: ", "))")
    return registers[measure]?.isEmpty == false
      ? "\(name): the store has it of places larger than a \(units.level.rawValue)"
      : "the store has no \(name)"
  }

  private func share(
    of whole: (measure: PlaceMeasure, kinds: [String]),
    _ part: (measure: PlaceMeasure, kinds: [String])
  ) -> Found {
    guard let all = column(whole.measure, whole.kinds) else {
      return unknown(lacks(whole.measure, whole.kinds))
    }
    guard let some = column(part.measure, part.kinds) else {
      return unknown(lacks(part.measure, part.kinds))
    }
    var parts = some.column
    var beyond = 0
    for unit in parts.indices where parts[unit] > all.column[unit] {
      parts[unit] = .nan
      beyond += 1
    }
    let notes = [
      beyond > 0
        ? "\(beyond) units have more \(part.measure.rawValue) than \(whole.measure.rawValue): unknown there"
        : nil, all.note, some.note,
    ].compactMap { $0 }
    return Found(
      data: .shares(parts, of: all.column),
      note: notes.isEmpty ? nil : notes.joined(separator: "; "))
  }
}
