import Analysis
import SimpleFeatures
public import Storage

/// Whether an incident is soon followed by another nearby, and where that is to be expected now.
public struct FindNearRepeats: Sendable {
  public static let kind = "near-repeat"
  static let version = "near-repeat 1"

  /// What is taken for the time of an incident.
  public enum Times: String, Sendable, CaseIterable {
    /// Its day.
    case days
    /// The stretch in which it is known to lie, spread evenly.
    case stretches
  }

  public var scope: AnalysisScope
  /// The edges of half-open bands of distance, in metres, the first 0.
  public var edges = [0.0, 100, 200, 400, 800]
  /// Whether pairs at one coordinate are a band of their own.
  public var samePlaceApart = true
  /// The length of a band of time, in days, and how many there are.
  public var stepDays = 7
  public var steps = 4
  public var times = Times.days
  /// The largest p, and the least factor, of a cell that raises a zone.
  public var significance = 0.05
  public var minimumFactor = 1.2
  public var permutations = 999
  public var seed: UInt64 = 1
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  struct Parameters: Codable {
    var edges: [Double]
    var factor: Double
    var permutations: Int
    var samePlaceApart: Bool
    var scope: ScopeParameters
    var significance: Double
    var step: Int
    var steps: Int
    var times: String
  }

  /// What the layers' rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    public var withoutPoint: Int
    /// Mantel's correlation of nearness in space and in time, with its p; `nil` where it was not
    /// tested.
    public var mantel: Double?
    public var mantelP: Double?
    /// Cells of the table that raise zones.
    public var raised: [String]
    public var zones: Int
    /// The day for which the zones are, the first after the last that was counted.
    public var asOf: String
    public var notes: [String]
  }

  /// All pairs are looked at in each permutation of Mantel's test.
  static let mostForMantel = 3_000

  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let study = try study()
    let filter = try scope.filter(in: store, catalogue: CategoryCatalogue(home: home))
    let points = try StudyPoints(filter, in: store)
    try points.requireEnough()
    let known =
      filter.basis == .occurred ? try IncidentStretches(points, filter, in: store) : nil
    guard known != nil || times == .days else {
      throw WorkflowError.usage(
        "--times stretches: only the time of the event is a stretch, not when it was "
          + "\(filter.basis.rawValue); leave --time-basis out")
    }
    let stretches = times == .stretches ? known : nil
    progress(0.1)
    let table = try WorkflowError.translating { try self.table(study, points, stretches) }
    progress(0.6)
    let (mantel, notes) = try self.mantel(points)
    let now = filter.lastDay.number + 1
    let days = points.day.map(Double.init)
    let zones = try WorkflowError.translating {
      try table.zones(
        days: days.span, now: Double(now), significance: significance,
        minimumFactor: minimumFactor)
    }
    let cells = records(table)
    let summary = Summary(
      incidents: points.incidents, withoutPoint: points.withoutPoint,
      mantel: mantel?.correlation, mantelP: mantel?.p,
      raised: cells.filter(raises).map { "\($0.distance), \($0.time)" }, zones: zones.count,
      asOf: DayNumber(now).description, notes: notes)
    let parameters = Parameters(
      edges: edges, factor: minimumFactor, permutations: permutations,
      samePlaceApart: samePlaceApart, scope: ScopeParameters(filter), significance: significance,
      step: stepDays, steps: steps, times: times.rawValue)
    var digest = ContentDigest()
    points.update(&digest)
    known?.update(&digest)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed), inputDigest: digest.hexadecimal(),
      version: Self.version, validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let hours = try known?.hoursOfTheWeek() ?? []
    let shapes = try NearRepeatShapes(metricCRS: store.metricCRS())
    let wasKept = try store.keep(run) { transaction in
      for cell in cells { try transaction.run(InsertNearRepeatCell(run: run.id, cell)) }
      for (hour, weight) in hours.enumerated() {
        try transaction.run(
          InsertAoristicHour(
            run: run.id, weekday: hour / 24 + 1, hour: hour % 24, weight: weight))
      }
      for zone in zones {
        let origin = Coordinate(x: points.x[zone.origin], y: points.y[zone.origin])
        try transaction.run(
          InsertNearRepeatZone(
            run: run.id, incident: points.id[zone.origin], from: DayNumber(Int32(zone.from)),
            // Bands are half-open: their last day is the one before their end.
            until: DayNumber(Int32(zone.until) - 1), innerRadiusMetres: zone.innerRadiusMetres,
            radiusMetres: zone.radiusMetres, factor: zone.factor, p: zone.p,
            geometry: try shapes.zone(zone, around: origin)))
      }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(summary, cells))
  }

  // MARK: Bands

  private func study() throws -> NearRepeat {
    guard edges.count >= 2, edges.count <= 33, edges.first == 0,
      zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }), edges.allSatisfy({ $0 <= 100_000 })
    else {
      throw WorkflowError.usage(
        "--bands: from 1 to 32 ascending distances above 0 and at most 100,000 metres, such as "
          + "100,200,400")
    }
    try WorkflowError.require("--step", stepDays, in: 1...3_650, "from 1 to 3,650 days")
    try WorkflowError.require("--steps", steps, in: 1...32, "from 1 to 32 bands of time")
    try WorkflowError.require(
      "--permutations", permutations, in: 19...1_000_000,
      "from 19, of which p can be 0.05, to 1,000,000")
    try WorkflowError.require(
      "--significance", significance, in: 1e-6...1, "above 0 and at most 1")
    try WorkflowError.require("--factor", minimumFactor, in: 0.001...1_000, "from 0.001 to 1,000")
    return try WorkflowError.translating {
      var study = try NearRepeat(
        distanceBands: DifferenceBand.between(edges, samePlaceApart: samePlaceApart),
        timeBands: DifferenceBand.between((0...steps).map { Double($0 * stepDays) }))
      study.permutations = permutations
      study.seed = seed
      study.threads = threads ?? Parallel.coreCount
      return study
    }
  }

  private func table(
    _ study: NearRepeat, _ points: StudyPoints, _ stretches: IncidentStretches?
  ) throws -> NearRepeatTable {
    let x = points.x
    let y = points.y
    if let stretches {
      let from = stretches.from
      let to = stretches.to
      return try study.table(x: x.span, y: y.span, from: from.span, to: to.span)
    }
    let days = points.day.map(Double.init)
    return try study.table(x: x.span, y: y.span, days: days.span)
  }

  private func mantel(_ points: StudyPoints) throws -> (MantelTest.Result?, [String]) {
    guard points.count <= Self.mostForMantel else {
      return (
        nil,
        ["Mantel's test looks at all pairs and is left out above \(Self.mostForMantel) incidents"]
      )
    }
    do {
      return (try correlation(points), [])
    } catch AnalysisError.constant(let column) {
      return (nil, ["Mantel's test has no answer: one \(column) for all pairs"])
    }
  }

  private func correlation(_ points: StudyPoints) throws -> MantelTest.Result {
    var test = MantelTest()
    test.permutations = permutations
    test.seed = seed
    test.threads = threads ?? Parallel.coreCount
    let x = points.x
    let y = points.y
    let days = points.day.map(Double.init)
    return try test.test(x: x.span, y: y.span, days: days.span)
  }

  // MARK: Words

  private func records(_ table: NearRepeatTable) -> [NearRepeatCellRecord] {
    table.distanceBands.enumerated().flatMap { row, distance in
      table.timeBands.enumerated().map { column, time in
        let cell = table.cell(distance: row, time: column)
        var record = NearRepeatCellRecord(
          distanceBand: row + 1, timeBand: column + 1, distance: distance.words("d", unit: "m"),
          time: time.words("t", unit: "d"), observed: cell.observed, expected: cell.expected)
        record.mean = cell.mean
        record.median = cell.median
        record.factor = cell.ratioToMean
        record.p = cell.p
        record.poissonP = cell.poissonP
        return record
      }
    }
  }

  private func raises(_ cell: NearRepeatCellRecord) -> Bool {
    (cell.p ?? 1) <= significance && (cell.factor ?? 0) >= minimumFactor
  }

  private func sentence(_ summary: Summary, _ cells: [NearRepeatCellRecord]) -> String {
    let raised = cells.filter(raises)
    func rounded(_ value: Double?) -> String { "\(((value ?? 0) * 100).rounded() / 100)" }
    var sentence = "\(summary.incidents - summary.withoutPoint) incidents: "
    if let most = raised.max(by: { $0.factor ?? 0 < $1.factor ?? 0 }) {
      sentence +=
        "\(raised.count) of \(cells.count) cells are raised, most \(most.distance), \(most.time): "
        + "\(rounded(most.factor)) times chance, p \(most.p ?? 1); \(summary.zones) zones from "
        + "\(summary.asOf)"
    } else {
      sentence += "no near repeat beyond chance in any of \(cells.count) cells"
    }
    if summary.withoutPoint > 0 { sentence += ", \(summary.withoutPoint) without a point" }
    return ([sentence] + summary.notes).joined(separator: "; ")
  }
}
