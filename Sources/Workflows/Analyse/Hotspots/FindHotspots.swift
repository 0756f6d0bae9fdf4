import Analysis
import SimpleFeatures
public import Storage

/// Where incidents gather more, or less, than chance would have it: Getis–Ord or local Moran by
/// unit, with permutations and a bound on false discoveries, and how alike neighbours are over the
/// whole study.
public struct FindHotspots: Sendable {
  public static let kind = "hotspots"
  /// Changes whenever the same input would give other rows.
  static let version = "hotspots 2"

  public enum Statistic: String, Sendable, CaseIterable {
    case giStar = "gi-star"
    case gi
    /// Local Moran (LISA), of one category or of a pair.
    case moran
  }

  public var scope: AnalysisScope
  public var support = Support.grid
  public var statistic = Statistic.giStar
  public var neighbourhood = Neighbourhood.queen
  /// `nil` counts incidents as they are.
  public var exposure: Exposure?
  public var smoothing = Smoothing.none
  /// Other categories, of the same days: is `scope` high where these are high around? Of `.moran`.
  public var companions: [String] = []
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
    var smooth: String?
    var statistic: String
    var support: String
    var surface: String
    var weights: String?
    var with: [String]?
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    /// Of these, in no unit or without a point.
    public var outsideUnits: Int
    public var units: Int
    public var islands: Int
    public var classes: [String: Int]
    /// Of local Moran, by the words of its own classes.
    public var lisa: [String: Int]?
    /// Units whose exposure is unknown or 0, and the incidents in them, which count nowhere.
    public var unknownUnits: Int?
    public var unknownIncidents: Int?
    /// Of the category compared with.
    public var withIncidents: Int?
    /// Every unit has the same value, so that nothing gathers.
    public var isConstant: Bool?
    /// Why nothing is said, where nothing is.
    public var refusal: String?
    /// The whole study.
    public var autocorrelation: [AutocorrelationRow]?
  }

  /// The layer before it is kept: what a sheet draws without changing the store.
  struct Result {
    let run: Run
    let summary: Summary
    let places: AnalysisPlaces
    let table: UnitTable
    fileprivate let graph: NeighbourGraph
    fileprivate let column: UnitColumn
    fileprivate let other: UnitColumn?
  }

  /// Computes the layer and keeps it in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let result = try compute(in: store, tellsWholeStudy: true, progress: progress)
    let wasKept = try store.keep(result.run) { transaction in
      let keys = try result.places.keys(in: transaction)
      for unit in result.places.units.indices {
        try transaction.run(
          InsertHotspot(run: result.run.id, row(unit, key: keys[unit], of: result)))
      }
      for row in result.summary.autocorrelation ?? [] {
        try transaction.run(InsertAutocorrelation(run: result.run.id, row))
      }
    }
    let sentence = HotspotSentence(result.summary).text
    return AnalysisOutcome(
      run: result.run, wasKept: wasKept,
      sentence: smoothing == .local ? "\(sentence); \(Self.localCaution)" : sentence)
  }

  /// A test of such rates finds the smoothing, too.
  private static let localCaution =
    "rates drawn towards their neighbours' are alike by that alone: compare --smooth eb"

  /// Computes the layer and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> Findings {
    let result = try compute(in: store, isCancelled: isCancelled, progress: progress)
    return Findings(
      run: result.run, layer: try .result("hotspots"),
      sentence: HotspotSentence(result.summary).text,
      rows: result.places.units.enumerated().map { index, unit in
        let row = row(index, key: unit.id, of: result)
        return Findings.Row(unit.geometry, values(row, unit, support))
      })
  }

  private func values(
    _ row: HotspotRow, _ unit: AnalysisUnit, _ support: Support
  ) -> [String: AttributeValue] {
    [
      "unit": .text(unit.code), "level": .text(support.rawValue), "name": .text(unit.name),
      "count": .init(row.count), "exposure": .init(row.exposure), "rate": .init(row.rate),
      "smoothed_rate": .init(row.smoothedRate), "z": .init(row.z), "p": .init(row.p),
      "q": .init(row.q), "class": .text(row.className), "statistic": .text(row.statistic),
      "draws": .init(row.draws), "neighbours": .init(row.neighbours),
      "moran_i": .init(row.moran), "score": .init(row.score), "lag": .init(row.lag),
      "quadrant": .init(row.quadrant), "lisa": .init(row.lisa),
      "with_count": .init(row.withCount), "with_rate": .init(row.withRate),
    ]
  }

  /// - Parameter tellsWholeStudy: the tests of the whole study too, for a result that is kept.
  func compute(
    in store: any SpatialStore, tellsWholeStudy: Bool = false,
    isCancelled: @escaping Cancellation = { false }, progress: (Double) -> Void = { _ in }
  ) throws -> Result {
    let settings = try DrawSettings(
      permutations: permutations, falseDiscoveryRate: falseDiscoveryRate, seed: seed,
      threads: threads
    ).settings()
    try requireMeaning()
    let catalogue = try CategoryCatalogue(home: home)
    let filter = try scope.filter(in: store, catalogue: catalogue)
    let companion = try companionFilter(filter, catalogue, in: store)
    let cell = try store.answer(Settings())[.latticeCell].flatMap(Int.init) ?? 0
    let surface =
      support == .grid
      ? catalogue.surface(of: filter.categories + (companion?.categories ?? [])) : .both
    let choice = try IncidentChoice(
      scope, filter, countsByUnit: true, in: store, isCancelled: isCancelled)
    let places = try AnalysisPlaces(
      support: support, filter: filter, surface: surface, cellMetres: cell, choice: choice,
      in: store)
    let graph = try places.graph(neighbourhood, on: filter.lastDay, in: store)
    let column = try unitColumn(places.counts, filter, places, graph, in: store)
    let other = try companion.map {
      try unitColumn(places.counts(of: $0, in: store), $0, places, graph, in: store)
    }
    let table = try WorkflowError.translating {
      try self.table(column, other, graph, settings, isCancelled, progress)
    }
    var summary = summary(places, graph, column, other, table)
    if tellsWholeStudy {
      summary.autocorrelation = try WorkflowError.translating {
        try WholeStudy(weights: .rowStandardised(graph), settings: settings)
          .rows(column, with: other, isWhole: exposure?.isWhole == true)
      }
    }
    let parameters = Parameters(
      exposure: exposure?.rawValue, fdr: falseDiscoveryRate,
      lattice: support == .lattice ? cell : nil, neighbours: neighbourhood.name,
      permutations: permutations, scope: ScopeParameters(filter, scope),
      smooth: smoothing == .none ? nil : smoothing.rawValue, statistic: statistic.rawValue,
      support: support.rawValue, surface: surface.rawValue,
      weights: statistic == .moran ? "row-standardised" : nil, with: companion?.categories)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: Int64(bitPattern: seed),
      inputDigest: digest(places, column, other, graph), version: Self.version,
      validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    return Result(
      run: run, summary: summary, places: places, table: table, graph: graph, column: column,
      other: other)
  }

  // MARK: What is asked

  /// A question that has no answer is refused before the work.
  private func requireMeaning() throws(WorkflowError) {
    guard companions.isEmpty || statistic == .moran else {
      throw .usage(
        "--with compares two categories by local Moran; leave --statistic \(statistic.rawValue) out"
      )
    }
    guard companions.isEmpty || Set(companions) != Set(scope.categories) else {
      throw .usage(
        "--with \(companions.joined(separator: ", ")): the category is compared with itself")
    }
    guard smoothing == .none || exposure != nil else {
      throw .usage(
        "--smooth \(smoothing.rawValue) smooths rates; say with --per what incidents are counted per"
      )
    }
    if exposure == .incidents, scope.categories.isEmpty {
      throw .usage("--per incidents gives the share of a category; name it with --category")
    }
    if exposure == .calls, scope.stage == .calls {
      throw .usage("--per calls gives the share that came as far as a --stage; name it")
    }
  }

  private func companionFilter(
    _ filter: IncidentFilter, _ catalogue: CategoryCatalogue, in store: any SpatialStore
  ) throws -> IncidentFilter? {
    guard !companions.isEmpty else { return nil }
    var other = scope
    other.categories = companions
    // Also tells a category that nobody knows.
    return try other.filter(in: store, catalogue: catalogue)
  }

  private func unitColumn(
    _ counts: [Double], _ filter: IncidentFilter, _ places: AnalysisPlaces,
    _ graph: NeighbourGraph, in store: any SpatialStore
  ) throws -> UnitColumn {
    let exposures = try exposure.map { exposure in
      try exposureColumn(exposure, of: places, filter, in: store)
    }
    return try WorkflowError.translating {
      try UnitColumn(
        counts: counts, exposures: exposures, exposure: exposure, smoothing: smoothing,
        graph: graph)
    }
  }

  // MARK: What is answered

  private func table(
    _ column: UnitColumn, _ other: UnitColumn?, _ graph: NeighbourGraph,
    _ settings: HotspotSettings, _ isCancelled: @escaping Cancellation,
    _ progress: (Double) -> Void
  ) throws -> UnitTable {
    switch statistic {
    case .giStar, .gi:
      let getisOrd = GetisOrd(graph: graph, statistic: statistic == .gi ? .gi : .giStar)
      return UnitTable(
        try getisOrd.hotspots(
          of: column.column, settings: settings, isCancelled: isCancelled, progress: progress))
    case .moran:
      let moran = LocalMoran(weights: .rowStandardised(graph))
      return UnitTable(
        try moran.clusters(
          of: column.column, around: (other ?? column).column, settings: settings,
          isCancelled: isCancelled, progress: progress))
    }
  }

  private func summary(
    _ places: AnalysisPlaces, _ graph: NeighbourGraph, _ column: UnitColumn,
    _ other: UnitColumn?, _ table: UnitTable
  ) -> Summary {
    var summary = Summary(
      incidents: Int(places.counts.reduce(0, +)) + places.outside, outsideUnits: places.outside,
      units: places.units.count, islands: graph.islands.count,
      classes: Dictionary(table.classes.map { ($0.rawValue, 1) }, uniquingKeysWith: +))
    summary.lisa = table.local.map { local in
      Dictionary(local.classes.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
    }
    if column.exposures != nil {
      (summary.unknownUnits, summary.unknownIncidents) = column.unknown
    }
    summary.withIncidents = other.map { Int($0.counts.reduce(0, +)) }
    if column.isConstant, table.refusal == nil { summary.isConstant = true }
    summary.refusal = table.refusal.map { "\($0)" }
    return summary
  }

  private func row(_ unit: Int, key: Int64, of result: Result) -> HotspotRow {
    let table = result.table
    var row = HotspotRow(
      grid: key, count: Int(result.column.counts[unit]),
      className: table.classes[unit].rawValue, statistic: statistic.rawValue,
      draws: table.draws[unit])
    row.exposure = result.column.exposure(unit)
    row.rate = result.column.rate(unit)
    row.smoothedRate = result.column.smoothed?.rates[unit]
    row.z = table.z[unit]
    row.p = table.p[unit]
    row.q = table.q[unit]
    row.neighbours = result.graph.neighbours(of: unit).count
    row.withCount = result.other.map { Int($0.counts[unit]) }
    row.withRate = result.other?.rate(unit)
    if let local = table.local {
      row.moran = local.statistic[unit]
      row.score = local.score[unit]
      row.lag = local.lag[unit]
      row.quadrant = local.quadrants[unit]?.rawValue
      row.lisa = local.classes[unit].rawValue
    }
    return row
  }

  private func digest(
    _ places: AnalysisPlaces, _ column: UnitColumn, _ other: UnitColumn?, _ graph: NeighbourGraph
  ) -> String {
    var digest = ContentDigest()
    places.update(&digest)
    digest.update(places.counts)
    digest.update([Double(places.outside)])
    digest.update(column.exposures ?? [])
    if let other {
      digest.update(other.counts)
      digest.update(other.exposures ?? [])
    }
    digest.update(graph.starts)
    digest.update(graph.neighbours)
    return digest.hexadecimal()
  }
}
