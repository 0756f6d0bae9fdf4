import Analysis
import SimpleFeatures
public import Storage

/// Which circle, or which circle and stretch of time, holds more incidents than chance gives, and
/// how sure that is: Kulldorff's scan statistic.
public struct ScanForClusters: Sendable {
  public static let kind = "scan"
  static let version = "scan 1"

  public enum Model: String, Sendable, CaseIterable {
    /// Incidents alone: are those near in space near in time?
    case permutation = "stp"
    /// Incidents over an exposure.
    case poisson
    /// Incidents among incidents of which some are others.
    case bernoulli
  }

  public enum Rates: String, Sendable, CaseIterable {
    case high, low, both

    var rates: ScanSettings.Rates {
      switch self {
      case .high: .high
      case .low: .low
      case .both: .both
      }
    }
  }

  /// By what expectations are adjusted: each class has the rate that it has in the whole study.
  public enum Covariate: String, Sendable, CaseIterable {
    /// Of the unit: village, residential, enterprise, sea or special.
    case kind
    case weekday
    case month
    /// The first nine digits of the unit's code.
    case town
  }

  public var scope: AnalysisScope
  public var model = Model.permutation
  public var support = Support.grid
  /// Of the largest circle, in metres; `nil` for half of what a circle is measured by.
  public var maximumRadiusMetres: Double?
  /// Of the longest window; `nil` for half of the days.
  public var maximumDays: Int?
  /// The days of an interval; days at the beginning that do not fill one are left out.
  public var intervalDays = 1
  /// Circles alone, over all days.
  public var isPurelySpatial = false
  /// Windows that reach the last day: clusters that are alive.
  public var isProspective = false
  public var rates = Rates.high
  /// What incidents are expected by; needed by `poisson`.
  public var exposure: FindHotspots.Exposure?
  public var covariates: [Covariate] = []
  /// The others of `bernoulli`; none for all incidents that are not cases.
  public var controls: [String] = []
  public var replicates = 999
  /// Ends when the most likely cluster was reached for so many times; `nil` never.
  public var stopsAfter: Int?
  public var seed: UInt64 = 1
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  struct Parameters: Codable {
    var adjust: [String]?
    var controls: [String]?
    var exposure: String?
    var interval: Int
    var lattice: Int?
    var maxDays: Int?
    var maxRadius: Double?
    var model: String
    var prospective: Bool
    var rates: String
    var replicates: Int
    var scope: ScopeParameters
    var spatial: Bool
    var stopAfter: Int?
    var support: String
    var surface: String
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    /// In no unit, or in one without an exposure, or before the first interval.
    public var leftOut: Int
    public var units: Int
    public var intervals: Int
    public var controls: Int?
    public var clusters: Int
    /// Of these, with a p of at most 0.05.
    public var significant: Int
    /// The replicates that were made, and whether an early stop ended them.
    public var replicatesMade: Int
    public var stoppedEarly: Bool
    /// The ratio that one in twenty random data sets reaches.
    public var criticalRatio: Double?
    public var notes: [String]
  }

  static let significance = 0.05

  /// Computes the layer and keeps it in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let (run, records, sentence) = try compute(in: store, progress: progress)
    let wasKept = try store.keep(run) { transaction in
      for record in records { try transaction.run(InsertScanCluster(run: run.id, record)) }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence)
  }

  /// Computes the layer and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> Findings {
    let (run, records, sentence) = try compute(
      in: store, isCancelled: isCancelled, progress: progress)
    return Findings(
      run: run, layer: try .result("scan_clusters"), sentence: sentence, rows: records.map(\.row))
  }

  private func compute(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void
  ) throws -> (run: Run, records: [ScanClusterRecord], sentence: String) {
    try validate()
    let catalogue = try CategoryCatalogue(home: home)
    let filter = try scope.filter(in: store, catalogue: catalogue)
    let cell = try store.answer(Settings())[.latticeCell].flatMap(Int.init)
    let surface = support == .grid ? catalogue.surface(of: filter.categories) : .both
    let choice = try IncidentChoice(
      scope, filter, countsByUnit: true, in: store, isCancelled: isCancelled)
    let places = try AnalysisPlaces(
      support: support, filter: filter, surface: surface, cellMetres: cell ?? 0, choice: choice,
      in: store)
    let columns = try ScanColumns(self, places: places, filter: filter, in: store)
    let settings = try self.settings(columns)
    let result = try WorkflowError.translating {
      let scan = try SpatialScan(columns.study(), settings: settings)
      let x = columns.units.map(\.label.x)
      let y = columns.units.map(\.label.y)
      return try scan.clusters(
        x: x.span, y: y.span, isCancelled: isCancelled, progress: progress)
    }

    let summary = summary(result, columns)
    let parameters = Parameters(
      adjust: covariates.isEmpty ? nil : covariates.map(\.rawValue).sorted(),
      controls: model == .bernoulli ? controls.sorted() : nil, exposure: exposure?.rawValue,
      interval: intervalDays, lattice: support == .lattice ? cell : nil, maxDays: maximumDays,
      maxRadius: maximumRadiusMetres, model: model.rawValue, prospective: isProspective,
      rates: rates.rawValue, replicates: replicates,
      scope: ScopeParameters(filter, scope),
      spatial: isPurelySpatial, stopAfter: stopsAfter, support: support.rawValue,
      surface: surface.rawValue)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed), inputDigest: columns.digest(),
      version: Self.version, validFrom: columns.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let records = try ScanClusterRecord.all(of: result, columns)
    return (run, records, sentence(summary, records))
  }

  // MARK: What was asked

  private func validate() throws(WorkflowError) {
    if let maximumRadiusMetres {
      try WorkflowError.require(
        "--max-radius", maximumRadiusMetres, in: 0...1_000_000, "from 0 to 1,000,000 metres")
    }
    try WorkflowError.require("--interval", intervalDays, in: 1...366, "from 1 to 366 days")
    if let maximumDays {
      try WorkflowError.require(
        "--max-days", maximumDays, in: 1...36_500, "from 1 to 36,500 days")
      guard !isPurelySpatial else {
        throw .usage("--max-days: a scan in space alone has no days; leave out one of the two")
      }
      guard maximumDays % intervalDays == 0 else {
        throw .usage(
          "--max-days \(maximumDays): a whole number of intervals of \(intervalDays) days")
      }
    }
    try WorkflowError.require(
      "--replicates", replicates, in: 0...1_000_000, "from 0, which gives no p, to 1,000,000")
    if let stopsAfter {
      try WorkflowError.require(
        "--stop-after", stopsAfter, in: 1...1_000_000, "from 1 to 1,000,000 replicates")
    }
    guard model == .poisson || (exposure == nil && covariates.isEmpty) else {
      throw .usage(
        "--per and --adjust make expectations, which the model poisson alone asks for")
    }
    guard model != .poisson || exposure != nil else {
      throw .usage(
        "--model poisson needs what to expect incidents by: --per population, households or "
          + "workers; without a population, --model stp")
    }
    guard model == .bernoulli || controls.isEmpty else {
      throw .usage("--with names the others of the model bernoulli")
    }
    guard !isPurelySpatial || model != .permutation else {
      throw .usage("--model stp is about space and time together; leave --spatial out")
    }
    guard !isPurelySpatial || !isProspective else {
      throw .usage("--prospective asks what is alive on the last day; leave --spatial out")
    }
    guard !isPurelySpatial || !covariates.contains(where: { $0 == .weekday || $0 == .month }) else {
      throw .usage("--adjust weekday and month are of time, which --spatial leaves out")
    }
    guard intervalDays == 1 || !covariates.contains(.weekday) else {
      throw .usage("--adjust weekday needs --interval 1")
    }
  }

  private func settings(_ columns: ScanColumns) throws -> ScanSettings {
    var settings = ScanSettings()
    settings.rates = rates.rates
    settings.maximumRadiusMetres = maximumRadiusMetres
    if let maximumDays {
      guard maximumDays / intervalDays <= columns.intervals else {
        throw WorkflowError.usage(
          "--max-days \(maximumDays): from 1 to the \(columns.intervals * intervalDays) days of the "
            + "study")
      }
      settings.maximumIntervals = maximumDays / intervalDays
    }
    settings.isProspective = isProspective
    settings.replicates = replicates
    settings.stopsAfter = stopsAfter
    settings.intervalDays = Double(intervalDays)
    settings.seed = seed
    if let threads { settings.threads = threads }
    try columns.requireRoom(settings)
    return settings
  }

  // MARK: What is said

  private func summary(_ result: ScanResult, _ columns: ScanColumns) -> Summary {
    let sorted = result.maxima.sorted(by: >)
    // The rank of an observed ratio whose p is 0.05.
    let rank = Int(Double(sorted.count + 1) * Self.significance)
    let stopped = stopsAfter != nil && result.maxima.count < replicates && !result.clusters.isEmpty
    return Summary(
      incidents: columns.incidents, leftOut: columns.leftOut, units: columns.units.count,
      intervals: columns.intervals, controls: columns.controlCount,
      clusters: result.clusters.count,
      significant: result.clusters.count { ($0.p ?? 1) <= Self.significance },
      replicatesMade: result.maxima.count, stoppedEarly: stopped,
      criticalRatio: rank >= 1 && rank <= sorted.count ? sorted[rank - 1] : nil,
      notes: columns.notes)
  }

  private func sentence(_ summary: Summary, _ records: [ScanClusterRecord]) -> String {
    func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    var sentence =
      "\(summary.incidents - summary.leftOut) incidents in \(summary.units) units and "
      + "\(summary.intervals) \(summary.intervals == 1 ? "interval" : "intervals"): "
    if let first = records.first {
      sentence +=
        "\(summary.significant) of \(summary.clusters) clusters at p ≤ \(Self.significance); the "
        + "most likely has \(first.observed) where \(rounded(first.expected)) are expected, "
        + "\(first.windowFrom) to \(first.windowTo), \(first.members.count) units around "
        + "\(first.members.first ?? ""), p \(first.p.map { "\($0)" } ?? "not asked for")"
      if let days = first.recurrenceDays { sentence += ", once in \(Int(days)) days by chance" }
    } else {
      sentence += "no window has \(rates == .low ? "fewer" : "more") incidents than chance gives"
    }
    if summary.stoppedEarly {
      sentence +=
        "; stopped after \(summary.replicatesMade) of \(replicates) replicates, \(stopsAfter ?? 0) of "
        + "which reached it"
    }
    if summary.leftOut > 0 { sentence += "; \(summary.leftOut) incidents left out" }
    return ([sentence] + summary.notes).joined(separator: "; ")
  }
}
