import Analysis
import Formats
import SimpleFeatures

/// Counts what makes the rows of an import less than they look, while they pass. Its memory does
/// not grow with the file, and a row costs some ten nanoseconds and an addition for each column
/// that is missing.
struct QualityTally {
  /// Layer columns that the file gives.
  let columns: [String]
  private var missing: [Int]
  private var rows = 0
  private var points = 0
  private var villagesByName = 0
  private var precision: [LocationCount] = []
  private var spikes = HeavyHitters()
  private var hours = [Int](repeating: 0, count: 24)
  private var clocks = 0
  private var midnights = 0
  private var wholeHours = 0
  private var daysOnly = 0
  private var future = 0
  private var firstDay: DayNumber?
  private var lastDay: DayNumber?
  /// Days after this one lie in the future of the file.
  let asOf: DayNumber?

  private struct LocationCount {
    var name: String
    var rows: Int
  }

  /// - Parameters:
  ///   - columns: layer columns that the file has, in the order in which `noteMissing` counts them.
  ///   - asOf: the day on which the file was written, where that is known.
  init(columns: [String], asOf: DayNumber?) {
    self.columns = columns
    self.asOf = asOf
    missing = Array(repeating: 0, count: columns.count)
  }

  mutating func noteRow() { rows += 1 }

  /// - Parameter column: its position in `columns`.
  mutating func noteMissing(_ column: Int) { missing[column] += 1 }

  /// The row's numbers as the file has them: a default stands there to the last digit.
  mutating func note(position: Coordinate) {
    points += 1
    spikes.add([position.x, position.y])
  }

  mutating func note(precision name: String) {
    // Four words at most.
    for index in precision.indices where precision[index].name == name {
      precision[index].rows += 1
      return
    }
    precision.append(LocationCount(name: name, rows: 1))
  }

  mutating func notePlaceByName() { villagesByName += 1 }

  mutating func note(time: CivilTime) {
    if let asOf, time.dayNumber > asOf { future += 1 }
    firstDay = min(firstDay ?? time.dayNumber, time.dayNumber)
    lastDay = max(lastDay ?? time.dayNumber, time.dayNumber)
    guard time.hasTime else {
      daysOnly += 1
      return
    }
    clocks += 1
    hours[time.hour] += 1
    if time.minute == 0, time.second == 0 {
      if time.hour == 0 { midnights += 1 } else { wholeHours += 1 }
    }
  }

  var days: ClosedRange<Int32>? {
    guard let firstDay, let lastDay else { return nil }
    return firstDay.number...lastDay.number
  }

  /// - Parameters:
  ///   - outsideArea: rows that were rejected for lying outside the study area.
  func report(outsideArea outside: Int) -> QualityReport {
    let threshold = max(QualityReport.spikeRows, rows / 100)
    let hitters = spikes.hitters(atLeast: threshold + 1, limit: QualityReport.mostSpikes)
    return QualityReport(
      rows: rows, withPoint: points,
      precision: Dictionary(
        precision.map { ($0.name, $0.rows) }, uniquingKeysWith: { first, _ in first }),
      placedByName: villagesByName, spikeThreshold: threshold,
      spikes: hitters.map { .init(x: $0.key.x, y: $0.key.y, rows: $0.count) },
      clocks: clocks, daysOnly: daysOnly, midnights: midnights, wholeHours: wholeHours,
      hours: hours, future: asOf == nil ? nil : future, asOf: asOf?.description,
      lastDay: lastDay?.description, outsideArea: outside,
      missing: Dictionary(
        zip(columns, missing).map { ($0, $1) }, uniquingKeysWith: { first, _ in first }))
  }
}
