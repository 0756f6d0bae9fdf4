import Analysis
import SimpleFeatures
public import Storage

/// Where incidents gather more, or less, than chance would have it: Getis–Ord by unit, with
/// permutations and a bound on false discoveries.
public struct FindHotspots: Sendable {
  public static let kind = "hotspots"
  /// Changes whenever the same input would give other rows.
  static let version = "hotspots 1"

  /// What incidents are counted per.
  public enum Exposure: String, Sendable, CaseIterable {
    case population, households, workers
  }

  public enum Statistic: String, Sendable, CaseIterable {
    case giStar = "gi-star"
    case gi
  }

  public var scope: AnalysisScope
  public var support = Support.grid
  public var statistic = Statistic.giStar
  public var neighbourhood = Neighbourhood.queen
  /// `nil` counts incidents as they are.
  public var exposure: Exposure?
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
    var exposure: String?
    var fdr: Double
    var lattice: Int?
    var neighbours: String
    var permutations: Int
    var scope: ScopeParameters
    var statistic: String
    var support: String
    var surface: String
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    /// Of these, in no unit or without a point.
    public var outsideUnits: Int
    public var units: Int
    public var islands: Int
    public var classes: [String: Int]
  }

  /// The layer before it is kept: what a sheet draws without changing the store.
  struct Result {
    let run: Run
    let summary: Summary
    let places: AnalysisPlaces
    let table: HotspotTable
    fileprivate let exposures: [Double]?
  }

  /// Computes the layer and keeps it in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let result = try compute(in: store, progress: progress)
    let wasKept = try store.keep(result.run) { transaction in
      for index in result.places.units.indices {
        try transaction.run(row(index, of: result))
      }
    }
    return AnalysisOutcome(
      run: result.run, wasKept: wasKept, sentence: sentence(result.summary))
  }

  func compute(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> Result {
    let stored = try store.answer(Settings())
    let metricCRS = try store.metricCRS()
    let catalogue = try CategoryCatalogue(home: home)
    let filter = try scope.filter(in: store, catalogue: catalogue)
    let cell = stored[.latticeCell].flatMap(Int.init) ?? 0
    let surface =
      support == .grid
      ? catalogue.surface(of: filter.categories) : .both
    let places = try AnalysisPlaces(
      support: support, filter: filter, surface: surface, cellMetres: cell, in: store)
    let graph = try places.graph(neighbourhood, metricCRS: metricCRS)
    let exposures = exposure.map { exposure in places.units.map { $0.value(of: exposure) } }
    let table = try WorkflowError.translating {
      try self.table(places.counts, exposures, graph, progress)
    }

    let parameters = Parameters(
      exposure: exposure?.rawValue, fdr: falseDiscoveryRate,
      lattice: support == .lattice ? cell : nil, neighbours: neighbourhood.name,
      permutations: permutations, scope: ScopeParameters(filter), statistic: statistic.rawValue,
      support: support.rawValue, surface: surface.rawValue)
    let summary = Summary(
      incidents: Int(places.counts.reduce(0, +)) + places.outside, outsideUnits: places.outside,
      units: places.units.count, islands: graph.islands.count,
      classes: Dictionary(table.classes.map { ($0.rawValue, 1) }, uniquingKeysWith: +))
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed),
      inputDigest: digest(places, exposures, graph), version: Self.version,
      validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    return Result(
      run: run, summary: summary, places: places, table: table, exposures: exposures)
  }

  private func table(
    _ counts: [Double], _ exposures: [Double]?, _ graph: NeighbourGraph,
    _ progress: (Double) -> Void
  ) throws -> HotspotTable {
    var settings = HotspotSettings()
    settings.permutations = permutations
    settings.falseDiscoveryRate = falseDiscoveryRate
    settings.seed = seed
    if let threads { settings.threads = threads }
    let getisOrd = GetisOrd(graph: graph, statistic: statistic == .gi ? .gi : .giStar)
    // Of bound arrays: the compiler (6.3.1) fails on the span of a temporary in a throwing call.
    guard let exposures else {
      return try getisOrd.hotspots(
        counts: counts.span, settings: settings, progress: progress)
    }
    return try getisOrd.hotspots(
      counts: counts.span, exposures: exposures.span, settings: settings, progress: progress)
  }

  private func row(_ index: Int, of result: Result) -> InsertHotspot {
    let exposure = result.exposures.map { $0[index] }.flatMap { $0.isFinite ? $0 : nil }
    let count = result.places.counts[index]
    let table = result.table
    return InsertHotspot(
      run: result.run.id, grid: result.places.units[index].id, count: Int(count),
      exposure: exposure, rate: exposure.flatMap { $0 > 0 ? count / $0 : nil },
      z: table.z[index], p: table.p[index], q: table.q[index],
      className: table.classes[index].rawValue, statistic: statistic.rawValue,
      draws: table.draws[index])
  }

  private func digest(
    _ places: AnalysisPlaces, _ exposures: [Double]?, _ graph: NeighbourGraph
  ) -> String {
    var digest = ContentDigest()
    for unit in places.units {
      digest.update(unit.code)
      // A border that was redrawn is another place.
      if unit.version > 1 { digest.update("version \(unit.version)") }
    }
    digest.update(places.counts)
    digest.update([Double(places.outside)])
    digest.update(exposures ?? [])
    digest.update(graph.starts)
    digest.update(graph.neighbours)
    return digest.hexadecimal()
  }

  private func sentence(_ summary: Summary) -> String {
    func count(_ names: HotspotClass...) -> Int {
      names.reduce(0) { $0 + (summary.classes[$1.rawValue] ?? 0) }
    }
    var sentence =
      "\(summary.incidents - summary.outsideUnits) incidents in \(summary.units) units: "
      + "\(count(.hot99, .hot95)) hot, \(count(.cold95, .cold99)) cold"
    if summary.outsideUnits > 0 { sentence += ", \(summary.outsideUnits) incidents in no unit" }
    if count(.tooFew) > 0 { sentence += ", \(count(.tooFew)) units too few to say" }
    if count(.unresolved) > 0 { sentence += ", \(count(.unresolved)) units unresolved" }
    return sentence
  }
}

extension AnalysisUnit {
  /// Not a number where it is unknown.
  func value(of exposure: FindHotspots.Exposure) -> Double {
    switch exposure {
    case .population: population ?? .nan
    case .households: households ?? .nan
    case .workers: workers ?? .nan
    }
  }
}
