import Analysis
import Projections
import SimpleFeatures
public import Storage
import Topology

/// Which incidents lie close together: DBSCAN over points in metres, with outlines and members.
public struct FindClusters: Sendable {
  public static let kind = "clusters"
  static let version = "clusters 2"

  public var scope: AnalysisScope
  /// Points within this distance, in metres, are neighbours.
  public var epsMetres = 250.0
  /// How many neighbours, itself counted, make a point a core of a cluster.
  public var minimumPoints = 10
  /// `nil` for all cores; the result does not depend on it.
  public var threads: Int?

  private let home: ProductHome

  public init(scope: AnalysisScope, home: ProductHome) {
    self.scope = scope
    self.home = home
  }

  private struct Parameters: Codable {
    var eps: Double
    var method: String
    var minPoints: Int
    var scope: ScopeParameters
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var incidents: Int
    public var withoutPoint: Int
    public var clusters: Int
    public var noise: Int
  }

  /// The layer before it is kept: what a sheet draws without changing the store.
  struct Result {
    let run: Run
    let summary: Summary
    let outlines: [Outline]
    fileprivate let incidents: [Int64]
    fileprivate let days: [Int32]
    fileprivate let clusters: PointClusters
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> AnalysisOutcome {
    let result = try compute(in: store, progress: progress)
    let wasKept = try store.keep(result.run) { transaction in
      for (cluster, outline) in result.outlines.enumerated() {
        let days = outline.members.map { result.days[$0] }
        try transaction.run(
          InsertCluster(
            run: result.run.id, cluster: cluster + 1, count: outline.members.count,
            first: DayNumber(days.min() ?? 0), last: DayNumber(days.max() ?? 0), change: nil,
            geometry: outline.geometry))
      }
      for (position, incident) in result.incidents.enumerated() {
        let label = result.clusters.labels[position]
        try transaction.run(
          InsertClusterMember(
            run: result.run.id, incident: incident,
            cluster: label == PointClusters.noise ? nil : Int(label) + 1,
            isCore: result.clusters.isCore[position]))
      }
    }
    return AnalysisOutcome(
      run: result.run, wasKept: wasKept, sentence: sentence(result.summary))
  }

  func compute(
    in store: any SpatialStore, progress: (Double) -> Void = { _ in }
  ) throws -> Result {
    let metricCRS = try store.metricCRS()
    let filter = try scope.filter(in: store, catalogue: CategoryCatalogue(home: home))
    let all = try store.answer(IncidentPointsInWindow(filter))
    let located = (0..<all.count).filter { all.x[$0].isFinite }
    let x = located.map { all.x[$0] }
    let y = located.map { all.y[$0] }
    let days = located.map { all.day[$0] }
    let clusters = try WorkflowError.translating {
      try DBSCAN(radiusMetres: epsMetres, minimumPoints: minimumPoints).clusters(
        x: x.span, y: y.span, threads: threads ?? Parallel.coreCount, progress: progress)
    }

    let summary = Summary(
      incidents: all.count, withoutPoint: all.count - located.count,
      clusters: clusters.clusterCount, noise: clusters.noiseCount)
    var digest = ContentDigest()
    digest.update(x)
    digest.update(y)
    digest.update(days)
    let run = Run(
      kind: Self.kind,
      parameters: try CanonicalJSON.text(
        Parameters(
          eps: epsMetres, method: "dbscan", minPoints: minimumPoints,
          scope: ScopeParameters(filter))),
      basis: filter.basis, stage: filter.stage, seed: 0, inputDigest: digest.hexadecimal(),
      version: Self.version, validFrom: filter.firstDay, validTo: filter.lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    return Result(
      run: run, summary: summary,
      outlines: try outlines(of: clusters, x: x, y: y, metricCRS: metricCRS),
      incidents: located.map { all.id[$0] }, days: days, clusters: clusters)
  }

  struct Outline {
    /// Positions among the located incidents.
    var members: [Int]
    /// WGS 84.
    var geometry: Geometry
  }

  /// How much an outline follows its points: 0 as closely as it can, 1 the convex hull.
  private static let hullRatio = 0.15

  /// A concave hull of a cluster's points, half the radius wider, so that a cluster at one address
  /// has an area too.
  ///
  /// > M. Duckham et al. "Efficient generation of simple polygons for characterizing the shape of
  /// > a set of points in the plane." *Pattern Recognition*, vol. 41, no. 10, 2008.
  private func outlines(
    of clusters: PointClusters, x: [Double], y: [Double], metricCRS: CRS
  ) throws -> [Outline] {
    var members = [[Int]](repeating: [], count: clusters.clusterCount)
    for (point, label) in clusters.labels.enumerated() where label != PointClusters.noise {
      members[Int(label)].append(point)
    }
    let topology = try TopologyContext()
    let toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
    var outlines: [Outline] = []
    for points in members {
      let hull = try topology.concaveHull(
        of: .multiPoint(points.map { Coordinate(x: x[$0], y: y[$0]) }), ratio: Self.hullRatio)
      let outline = try topology.buffer(hull, metres: epsMetres / 2)
      outlines.append(
        Outline(
          members: points,
          geometry: .multiPolygon(try toWGS84.forward(outline).polygons)))
    }
    return outlines
  }

  private func sentence(_ summary: Summary) -> String {
    var sentence =
      "\(summary.clusters) clusters among \(summary.incidents - summary.withoutPoint) incidents, "
      + "\(summary.noise) in none"
    if summary.withoutPoint > 0 { sentence += ", \(summary.withoutPoint) without a point" }
    return sentence
  }
}
