import Analysis
import Projections
import SimpleFeatures
public import Storage

/// Which incidents lie close together, with outlines and members, and what became of the clusters
/// of an earlier run.
public struct FindClusters: Sendable {
  public static let kind = "clusters"
  static let version = "clusters 3"

  public enum Method: String, Sendable, CaseIterable {
    /// Dense within a radius.
    case dbscan
    /// Dense within a radius and some days.
    case spaceTime = "st-dbscan"
    /// Dense at whatever radius suits each place.
    case hierarchy = "hdbscan"
  }

  public var scope: AnalysisScope
  public var method = Method.dbscan
  /// Points within this distance, in metres, are neighbours; not used by `hierarchy`.
  public var epsMetres = 250.0
  /// How many neighbours, itself counted, make a point a core of a cluster; of `hierarchy`, the
  /// least incidents of a cluster.
  public var minimumPoints = 10
  /// Of `spaceTime`: incidents no further apart than this are neighbours.
  public var days = 7.0
  /// Of `hierarchy`: the point whose distance is the core distance; `nil` for `minimumPoints`.
  public var samples: Int?
  /// The run that clusters have their identities from.
  public var previous: String?
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  struct Parameters: Codable {
    var days: Double?
    var eps: Double?
    var method: String
    var minPoints: Int
    var previous: String?
    var samples: Int?
    var scope: ScopeParameters
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    public var withoutPoint: Int
    public var clusters: Int
    public var noise: Int
    /// What became of the clusters of the earlier run; `nil` without one.
    public var changes: [String: Int]?
    /// The largest number that a cluster of this chain of runs ever had; `nil` of old runs.
    public var lastIdentity: Int?
  }

  /// The layer before it is kept: what a sheet draws without changing the store.
  struct Result {
    let run: Run
    let summary: Summary
    let outlines: [ClusterOutline]
    fileprivate let points: StudyPoints
    fileprivate let found: FoundClusters
    fileprivate let records: [ClusterRecord]
    /// What each cluster is known by.
    fileprivate let identities: [Int]
    fileprivate let notes: [String]
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let result = try compute(in: store, progress: progress)
    // After an earlier run an answer remains: what is gone.
    if previous == nil { try result.points.requireEnough(max(3, minimumPoints)) }
    let wasKept = try store.keep(result.run) { transaction in
      for record in result.records {
        try transaction.run(InsertCluster(run: result.run.id, record))
      }
      for (position, incident) in result.points.id.enumerated() {
        let label = result.found.labels[position]
        try transaction.run(
          InsertClusterMember(
            run: result.run.id, incident: incident,
            cluster: label == PointClusters.noise ? nil : result.identities[Int(label)],
            isCore: result.found.isCore[position],
            probability: result.found.probabilities?[position]))
      }
    }
    return AnalysisOutcome(
      run: result.run, wasKept: wasKept,
      sentence: ([sentence(result.summary)] + result.notes).joined(separator: "; "))
  }

  /// Computes the layer and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> Findings {
    let result = try compute(in: store, isCancelled: isCancelled, progress: progress)
    try result.points.requireEnough(max(3, minimumPoints))
    return Findings(
      run: result.run, layer: try .result("clusters"), sentence: sentence(result.summary),
      rows: result.records.sorted { $0.cluster < $1.cluster }.map { record in
        Findings.Row(
          record.geometry,
          [
            "cluster": .init(record.cluster), "n": .init(record.count),
            "first": .day(record.firstDay), "last": .day(record.lastDay),
            "change": .init(record.change), "since": .init(record.since),
            "n_before": .init(record.countBefore),
            "origins": record.origins.isEmpty
              ? .unknown : .text(record.origins.map(String.init).joined(separator: " ")),
            "merged_into": .init(record.mergedInto),
          ])
      })
  }

  func compute(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false },
    progress: (Double) -> Void = { _ in }
  ) throws -> Result {
    let search = ClusterSearch(
      method: method, epsMetres: epsMetres, minimumPoints: minimumPoints, days: days,
      samples: samples ?? min(minimumPoints, 1024), threads: threads ?? Parallel.coreCount)
    try search.validate()
    let metricCRS = try store.metricCRS()
    let filter = try scope.filter(in: store, catalogue: CategoryCatalogue(home: home))
    let earlier = try previous.map { try EarlierClusters(run: $0, before: filter, in: store) }
    let choice = try IncidentChoice(
      scope, filter, countsByUnit: false, in: store, isCancelled: isCancelled)
    let points = try StudyPoints(filter, choice, in: store)
    let found = try search.clusters(points, isCancelled: isCancelled, progress: progress)
    let outlines = try ClusterOutline.of(
      found, points, reachMetres: method == .hierarchy ? nil : epsMetres / 2,
      metricCRS: metricCRS)

    var digest = ContentDigest()
    points.update(&digest)
    earlier?.update(&digest)
    let parameters = Parameters(
      days: method == .spaceTime ? days : nil, eps: method == .hierarchy ? nil : epsMetres,
      method: method.rawValue, minPoints: minimumPoints, previous: previous,
      samples: method == .hierarchy ? search.samples : nil, scope: ScopeParameters(filter, scope))
    let told = try ClusterFates(outlines, points, after: earlier)
    let summary = Summary(
      incidents: points.incidents, withoutPoint: points.withoutPoint,
      clusters: found.clusterCount, noise: found.labels.count { $0 == PointClusters.noise },
      changes: earlier.map { _ in
        Dictionary(told.records.compactMap { $0.change.map { ($0, 1) } }, uniquingKeysWith: +)
      },
      lastIdentity: told.lastIdentity)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), basis: filter.basis,
      stage: filter.stage, seed: 0, inputDigest: digest.hexadecimal(), version: Self.version,
      validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    return Result(
      run: run, summary: summary, outlines: outlines, points: points, found: found,
      records: told.records, identities: told.identities,
      notes: earlier?.notes(against: parameters) ?? [])
  }

  private func sentence(_ summary: Summary) -> String {
    var sentence =
      "\(summary.clusters) clusters among \(summary.incidents - summary.withoutPoint) incidents, "
      + "\(summary.noise) in none"
    if summary.withoutPoint > 0 { sentence += ", \(summary.withoutPoint) without a point" }
    if let changes = summary.changes {
      let told = ClusterChange.allCases.compactMap { change in
        changes[change.rawValue].map { "\($0) \(change.rawValue)" }
      }
      sentence +=
        "; since run \(previous ?? ""): "
        + (told.isEmpty ? "none then and none now" : told.joined(separator: ", "))
    }
    return sentence
  }
}
