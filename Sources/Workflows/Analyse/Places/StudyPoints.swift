import Analysis
import SimpleFeatures
import Storage

/// The incidents of a study that have a point, as columns.
struct StudyPoints {
  /// The incidents' keys.
  let id: [Int64]
  /// The keys of their governance grids, 0 for none.
  let grid: [Int64]
  /// Metres in the store's metric CRS.
  let x: [Double]
  let y: [Double]
  let day: [Int32]
  /// Incidents that have no point.
  let withoutPoint: Int

  var count: Int { id.count }
  /// With those that have no point.
  var incidents: Int { count + withoutPoint }

  /// Below this nothing is said of where incidents gather.
  static let fewest = 10

  init(
    _ filter: IncidentFilter, _ choice: IncidentChoice = .all, in store: any SpatialStore
  ) throws {
    self.init(try store.answer(IncidentPointsInWindow(filter)), choice)
  }

  private init(_ all: IncidentPoints, _ choice: IncidentChoice) {
    let chosen = (0..<all.count).filter { choice.holds(all.id[$0]) }
    let located = chosen.filter { all.x[$0].isFinite && all.y[$0].isFinite }
    id = located.map { all.id[$0] }
    grid = located.map { all.grid[$0] }
    x = located.map { all.x[$0] }
    y = located.map { all.y[$0] }
    day = located.map { all.day[$0] }
    withoutPoint = chosen.count - located.count
  }

  private init(_ all: StudyPoints, _ kept: [Int]) {
    id = kept.map { all.id[$0] }
    grid = kept.map { all.grid[$0] }
    x = kept.map { all.x[$0] }
    y = kept.map { all.y[$0] }
    day = kept.map { all.day[$0] }
    withoutPoint = all.withoutPoint
  }

  /// Those that a rule keeps, by their position.
  func filtered(_ isKept: (Int) -> Bool) -> StudyPoints {
    StudyPoints(self, (0..<count).filter(isKept))
  }

  /// - Throws: a failure that says how many there are, below `minimum`.
  func requireEnough(_ minimum: Int = StudyPoints.fewest) throws {
    guard count < minimum else { return }
    let few = AnalysisError.tooFewIncidents(count: Double(count), minimum: Double(minimum))
    throw WorkflowError.failed(
      withoutPoint > 0 ? "\(few) with a point; \(withoutPoint) have none" : "\(few)")
  }

  func update(_ digest: inout ContentDigest) {
    digest.update(x)
    digest.update(y)
    digest.update(day)
  }
}

extension WorkflowError {
  /// Refuses an option that is out of its range, and names the range.
  static func require(
    _ option: String, _ value: Double, in range: ClosedRange<Double>, _ words: String
  ) throws(WorkflowError) {
    guard value.isFinite, range.contains(value) else {
      throw .usage("\(option) \(plain(value)): \(words)")
    }
  }

  static func require(
    _ option: String, _ value: Int, in range: ClosedRange<Int>, _ words: String
  ) throws(WorkflowError) {
    guard range.contains(value) else { throw .usage("\(option) \(value): \(words)") }
  }

  /// A whole number without its decimal point.
  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
