import Analysis

/// What a method found, a row an incident.
struct FoundClusters {
  /// The number of each incident's cluster from 0, or `PointClusters.noise`.
  var labels: [Int32]
  /// Of HDBSCAN: it is at least half as surely of its cluster as the surest.
  var isCore: [Bool]
  var probabilities: [Double]?
  var clusterCount: Int
}

/// One of the methods with its parameters.
struct ClusterSearch {
  let method: FindClusters.Method
  let epsMetres: Double
  let minimumPoints: Int
  let days: Double
  let samples: Int
  let threads: Int

  /// An incident of HDBSCAN is called core from this probability on.
  static let coreProbability = 0.5

  /// - Throws: a usage error that names the range.
  func validate() throws(WorkflowError) {
    if method != .hierarchy {
      try WorkflowError.require(
        "--eps", epsMetres, in: 0.001...100_000, "a radius is above 0 and at most 100,000 metres")
      try WorkflowError.require(
        "--min-points", minimumPoints, in: 1...1_000_000,
        "a core has from 1 to 1,000,000 incidents")
    } else {
      try WorkflowError.require(
        "--min-points", minimumPoints, in: 2...1_000_000,
        "a cluster of hdbscan has from 2 to 1,000,000 incidents")
      try WorkflowError.require(
        "--samples", samples, in: 1...1024, "the core distance is that of the 1st to the 1,024th")
    }
    if method == .spaceTime {
      try WorkflowError.require(
        "--days", days, in: 0.001...36_500, "above 0 and at most 36,500 (0.5: the same day)")
    }
  }

  func clusters(
    _ points: StudyPoints, isCancelled: @escaping Cancellation, progress: (Double) -> Void
  ) throws -> FoundClusters {
    try WorkflowError.translating { try found(points, isCancelled, progress) }
  }

  private func found(
    _ points: StudyPoints, _ isCancelled: @escaping Cancellation, _ progress: (Double) -> Void
  ) throws -> FoundClusters {
    let x = points.x
    let y = points.y
    switch method {
    case .dbscan:
      let clusters = try DBSCAN(radiusMetres: epsMetres, minimumPoints: minimumPoints).clusters(
        x: x.span, y: y.span, threads: threads, isCancelled: isCancelled, progress: progress)
      return FoundClusters(
        labels: clusters.labels, isCore: clusters.isCore, clusterCount: clusters.clusterCount)
    case .spaceTime:
      let time = points.day.map(Double.init)
      let clusters = try SpaceTimeDBSCAN(
        radiusMetres: epsMetres, days: days, minimumPoints: minimumPoints
      ).clusters(
        x: x.span, y: y.span, time: time.span, threads: threads, isCancelled: isCancelled)
      return FoundClusters(
        labels: clusters.labels, isCore: clusters.isCore, clusterCount: clusters.clusterCount)
    case .hierarchy:
      // Too few for a core distance: all are noise.
      guard points.count >= max(minimumPoints, samples) else {
        return FoundClusters(
          labels: [Int32](repeating: PointClusters.noise, count: points.count),
          isCore: [Bool](repeating: false, count: points.count),
          probabilities: [Double](repeating: 0, count: points.count), clusterCount: 0)
      }
      let clusters = try HDBSCAN(
        minimumClusterSize: minimumPoints, minimumSamples: samples
      ).clusters(
        x: x.span, y: y.span, threads: threads, isCancelled: isCancelled, progress: progress)
      return FoundClusters(
        labels: clusters.labels,
        isCore: clusters.probabilities.map { $0 >= Self.coreProbability },
        probabilities: clusters.probabilities, clusterCount: clusters.clusterCount)
    }
  }
}
