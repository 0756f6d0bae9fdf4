import Analysis
import SimpleFeatures
public import Storage

/// What the history of each unit is called: hot spots of every bin of time, and whether they are
/// new, growing, lasting or gone.
public struct FindEmerging: Sendable {
  public static let kind = "emerging"
  /// Changes whenever the same input would give other rows.
  static let version = "emerging 1"

  /// What a bin is compared with.
  public enum Comparison: String, Sendable, CaseIterable {
    /// All units in all bins, with the bin before as neighbour: a unit is also hot since all are.
    case cube
    /// The units in the same bin: seasons cancel out.
    case bin
  }

  /// More cells, units by bins, take minutes and gigabytes.
  static let mostCells = 4_000_000
  static let longestStep = 3_660

  public var scope: AnalysisScope
  public var support = Support.grid
  public var neighbourhood = Neighbourhood.queen
  /// The days of a bin; the last bin ends with the last day, what is left over at the beginning is
  /// not counted.
  public var stepDays = 7
  public var comparison = Comparison.cube
  public var permutations = 999
  public var falseDiscoveryRate = 0.05
  public var seed: UInt64 = 1
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  private struct Parameters: Codable {
    var compare: String
    var fdr: Double
    var lattice: Int?
    var neighbours: String
    var permutations: Int
    var scope: ScopeParameters
    var step: Int
    var support: String
    var surface: String
    var trendLevel: Double
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    /// In the whole bins.
    public var incidents: Int
    /// Of these, in no unit or without a point.
    public var outsideUnits: Int
    public var units: Int
    public var islands: Int
    public var bins: Int
    public var stepDays: Int
    /// Days at the beginning that do not fill a bin.
    public var leftOutDays: Int
    public var classes: [String: Int]
    /// Bins of units that the draws made do not decide.
    public var unresolvedBins: Int
    /// Why nothing is said, where nothing is.
    public var refusal: String?
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let settings = try DrawSettings(
      permutations: permutations, falseDiscoveryRate: falseDiscoveryRate, seed: seed,
      threads: threads
    ).settings()
    guard (1...Self.longestStep).contains(stepDays) else {
      throw WorkflowError.usage("--step \(stepDays): from 1 to \(Self.longestStep) days")
    }
    let catalogue = try CategoryCatalogue(home: home)
    var filter = try scope.filter(in: store, catalogue: catalogue)
    let bins = try bins(of: filter)
    // The days that are not counted are none of the run's.
    filter.firstDay = DayNumber(bins.firstDay)
    let cell = try store.answer(Settings())[.latticeCell].flatMap(Int.init) ?? 0
    let surface = support == .grid ? catalogue.surface(of: filter.categories) : .both
    let places = try AnalysisPlaces(
      support: support, filter: filter, surface: surface, cellMetres: cell, in: store)
    guard places.units.count * bins.count <= Self.mostCells else {
      throw WorkflowError.usage(
        "\(places.units.count) units by \(bins.count) bins are more than \(Self.mostCells) cells; "
          + "take a longer --step, or fewer days")
    }
    let graph = try places.graph(neighbourhood, on: filter.lastDay, in: store)
    let incidents = try places.incidents(filter, in: store)
    let (table, counts) = try WorkflowError.translating {
      let counts = try bins.counts(
        days: incidents.days.span, places: incidents.units.span, placeCount: places.units.count
      ).counts
      let search = EmergingHotspots(
        graph: graph, reference: comparison == .cube ? .cube(earlierBins: 1) : .eachBin)
      return (
        try search.histories(
          counts: counts.span, binCount: bins.count, settings: settings, progress: progress),
        counts
      )
    }
    let histories = EmergingHistories(table: table, counts: counts, bins: bins)
    let summary = summary(places, graph, histories)
    let parameters = Parameters(
      compare: comparison.rawValue, fdr: falseDiscoveryRate,
      lattice: support == .lattice ? cell : nil, neighbours: neighbourhood.name,
      permutations: permutations, scope: ScopeParameters(filter), step: stepDays,
      support: support.rawValue, surface: surface.rawValue,
      trendLevel: EmergingHotspots.trendLevel)
    var digest = ContentDigest()
    places.update(&digest)
    digest.update(counts)
    digest.update([Double(places.outside)])
    digest.update(graph.starts)
    digest.update(graph.neighbours)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed), inputDigest: digest.hexadecimal(),
      version: Self.version, validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let wasKept = try store.keep(run) { transaction in
      let keys = try places.keys(in: transaction)
      for unit in places.units.indices {
        try transaction.run(
          InsertEmergingUnit(run: run.id, histories.row(unit, key: keys[unit])))
        try histories.forEachBin(of: unit, key: keys[unit], run: run.id) {
          try transaction.run($0)
        }
      }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(summary, histories))
  }

  private func bins(of filter: IncidentFilter) throws -> TimeBins {
    let days = Int(filter.lastDay.number) - Int(filter.firstDay.number) + 1
    guard days / stepDays >= EmergingHotspots.minimumBins else {
      let few = AnalysisError.tooFewBins(
        count: days / stepDays, minimum: EmergingHotspots.minimumBins)
      throw WorkflowError.failed(
        "\(few): \(filter.firstDay) to \(filter.lastDay) are \(days) days, --step is \(stepDays); "
          + "take more days or a shorter --step")
    }
    return try WorkflowError.translating {
      try TimeBins(
        from: filter.firstDay.number, through: filter.lastDay.number, lengthDays: stepDays,
        remainder: .earliestLeftOut)
    }
  }

  private func summary(
    _ places: AnalysisPlaces, _ graph: NeighbourGraph, _ histories: EmergingHistories
  ) -> Summary {
    let bins = histories.bins
    return Summary(
      incidents: Int(places.counts.reduce(0, +)) + places.outside,
      outsideUnits: places.outside, units: places.units.count, islands: graph.islands.count,
      bins: bins.count, stepDays: bins.lengthDays, leftOutDays: bins.leftOutDays,
      classes: Dictionary(
        places.units.indices.map { (histories.className($0), 1) }, uniquingKeysWith: +),
      unresolvedBins: histories.table.unresolvedBins.reduce(0, +),
      refusal: histories.table.refusal.map { "\($0)" })
  }

  private func sentence(_ summary: Summary, _ histories: EmergingHistories) -> String {
    var text =
      "\(summary.incidents - summary.outsideUnits) incidents in \(summary.units) units and "
      + "\(summary.bins) bins of \(summary.stepDays) days: "
    if let refusal = summary.refusal { return text + refusal }
    let found = summary.classes.filter { $0.key != "none" }.sorted { $0.key < $1.key }
      .map { "\($0.value) \($0.key.replacing("_", with: " "))" }
    text += found.isEmpty ? "no pattern" : found.joined(separator: ", ")
    if summary.leftOutDays > 0 {
      text += ", \(summary.leftOutDays) days before \(histories.firstDay) left out"
    }
    if summary.outsideUnits > 0 { text += ", \(summary.outsideUnits) incidents in no unit" }
    if summary.islands > 0 { text += ", \(summary.islands) units without a neighbour" }
    if summary.unresolvedBins > 0 { text += ", \(summary.unresolvedBins) bins unresolved" }
    return text
  }
}
