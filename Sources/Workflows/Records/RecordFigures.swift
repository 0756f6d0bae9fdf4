import Analysis
import Schemes
import SimpleFeatures
import Storage

/// What a measure comes to in the months up to one: a row a unit.
struct RecordFigures {
  /// Events; not a number where nobody knows.
  let counts: [Double]
  let exposures: [Double]
  let table: RateRanks.Table
  let isTooFew: [Bool]
  /// Why there are none.
  let missing: String?
  let note: String?

  func truth(_ test: RecordRule.FigureTest, _ unit: Int) -> RecordLedger.Month {
    if case .atLeast(let number) = test {
      let holds = counts[unit].isNaN ? Truth.unknown : Truth(counts[unit] >= number)
      return RecordLedger.Month(holds: holds, isReleased: holds.negated)
    }
    guard let rankLow = table.rankLow[unit], let rankHigh = table.rankHigh[unit] else {
      return RecordLedger.Month(holds: .unknown, isReleased: .unknown)
    }
    let (low, high, ranked) = (table.low[unit], table.high[unit], Double(table.ranked))
    let holds: Bool
    var isReleased: Bool?
    switch test {
    case .above(let mark, let release):
      holds = low > mark
      isReleased = release.map { high < $0 }
    case .below(let mark): holds = high < mark
    case .worst(let share): holds = Double(rankLow) > ranked * (1 - share)
    case .best(let share): holds = Double(rankHigh) <= ranked * share
    case .atLeast: holds = false
    }
    return RecordLedger.Month(holds: Truth(holds), isReleased: Truth(isReleased ?? !holds))
  }

  func league(_ unit: Int) -> LeagueFigures {
    func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
    var figures = LeagueFigures()
    figures.count = known(counts[unit])
    figures.exposure = known(exposures[unit])
    figures.rate = known(table.raw[unit])
    figures.smoothedRate = known(table.rates[unit])
    figures.low = known(table.low[unit])
    figures.high = known(table.high[unit])
    figures.rankLow = table.rankLow[unit]
    figures.rankHigh = table.rankHigh[unit]
    figures.ranked = table.ranked
    return figures
  }
}

/// Figures by measure and month, each computed once.
final class RecordFigureShelf {
  let units: LeveledUnits
  private let leastPopulation: Double
  private let kernel: RateRanks
  /// The first day of the data; incidents before it are not none, but unknown.
  private let firstDay: DayNumber?
  private let store: any SpatialStore
  private var periods: [ClosedRange<DayNumber>: IndexUnits] = [:]
  private var figures: [Key: RecordFigures] = [:]
  private var graph: NeighbourGraph?

  private struct Key: Hashable {
    var measure: RecordMeasure
    var month: CalendarMonth
  }

  init(
    _ units: LeveledUnits, leastPopulation: Double, kernel: RateRanks, firstDay: DayNumber?,
    in store: any SpatialStore
  ) {
    self.units = units
    self.leastPopulation = leastPopulation
    self.kernel = kernel
    self.firstDay = firstDay
    self.store = store
  }

  static func days(_ measure: RecordMeasure, _ month: CalendarMonth) -> ClosedRange<DayNumber> {
    (month - (measure.months - 1)).firstDay...month.lastDay
  }

  /// - Throws: `WorkflowError`, `StorageError`.
  func figures(_ measure: RecordMeasure, in month: CalendarMonth) throws -> RecordFigures {
    let key = Key(measure: measure, month: month)
    if let kept = figures[key] { return kept }
    let made = try make(measure, Self.days(measure, month))
    figures[key] = made
    return made
  }

  private func make(
    _ measure: RecordMeasure, _ days: ClosedRange<DayNumber>
  ) throws -> RecordFigures {
    guard isKnown(measure, days) else {
      return try unknown("the incidents of the store begin on \(firstDay.map { "\($0)" } ?? "–")")
    }
    let period: IndexUnits
    if let kept = periods[days] {
      period = kept
    } else {
      period = try IndexUnits(
        units, firstDay: days.lowerBound, lastDay: days.upperBound, in: store)
      periods[days] = period
    }
    let found = period.data(measure.indicator)
    if let missing = found.missing { return try unknown(missing) }
    let population = period.column(.population)
    let isTooFew = population.map { !($0 >= leastPopulation) }
    var (counts, exposures): ([Double], [Double])
    switch found.data {
    case .counts(let some, let by):
      let (size, unit) = (found.eventSize, measure.indicator.unit)
      (counts, exposures) = (some.map { $0 * size }, by.map { $0 * unit * size })
    case .shares(let some, let wholes): (counts, exposures) = (some, wholes)
    case .values(let values, _): (counts, exposures) = (values, values.map { _ in .nan })
    }
    let graph = measure.indicator.smoothing == .localEmpiricalBayes ? try neighbours() : nil
    let table = try WorkflowError.translating { () throws(AnalysisError) in
      try kernel.table(
        of: found.data, name: measure.indicator.key, smoothing: measure.indicator.smoothing,
        neighbours: graph, higherIsBetter: measure.higherIsBetter, isRanked: isTooFew.map { !$0 })
    }
    return RecordFigures(
      counts: counts, exposures: exposures, table: table, isTooFew: isTooFew, missing: nil,
      note: found.note)
  }

  private func neighbours() throws -> NeighbourGraph {
    if let graph { return graph }
    let made = try units.neighbours(in: store)
    graph = made
    return made
  }

  private func isKnown(_ measure: RecordMeasure, _ days: ClosedRange<DayNumber>) -> Bool {
    !measure.indicator.countsIncidents || firstDay.map { $0 <= days.lowerBound } ?? false
  }

  private func unknown(_ why: String) throws -> RecordFigures {
    let none = [Double](repeating: .nan, count: units.count)
    let table = try WorkflowError.translating { () throws(AnalysisError) in
      try kernel.table(
        of: .values(none, standardErrors: none), name: "unknown", isRanked: none.map { _ in false })
    }
    return RecordFigures(
      counts: none, exposures: none, table: table, isTooFew: none.map { _ in true }, missing: why,
      note: nil)
  }
}
