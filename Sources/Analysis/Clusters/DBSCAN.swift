/// Clusters of points by density.
///
/// A point with at least `minimumPoints` points within `radiusMetres` of it, itself counted and
/// the distance inclusive, is a core point. Core points within the radius of each other are of
/// one cluster. Another point within the radius of a core point belongs to the cluster of the
/// nearest one (at equal distance, to the cluster of the lowest number); all others are noise.
///
/// Clusters are numbered in the order of their core points' smallest input position. So the
/// partition does not depend on the order of the points, nor on the number of threads.
///
/// Points that share one coordinate are many points, not one: a shopping centre to which 2,280
/// incidents are geocoded is a cluster of its own.
///
/// > M. Ester, H.-P. Kriegel, J. Sander, X. Xu. "A Density-Based Algorithm for Discovering
/// > Clusters in Large Spatial Databases with Noise." *KDD*, 1996.
///
/// The work is done on cells whose diagonal is the radius, as in
///
/// > A. Gunawan. *A Faster Algorithm for DBSCAN.* Master's thesis, TU Eindhoven, 2013.
/// >
/// > Y. Wang, Y. Gu, J. Shun. "Theoretically-Efficient and Practical Parallel DBSCAN."
/// > *SIGMOD*, 2020. doi:10.1145/3318464.3380582
public struct DBSCAN: Sendable {
  public let radiusMetres: Double
  public let minimumPoints: Int

  /// - Throws: `invalidParameter` unless the radius is a positive number whose square can be
  ///   told from 0 and infinity, and the points are at least 1.
  public init(radiusMetres: Double, minimumPoints: Int) throws(AnalysisError) {
    guard radiusMetres > 0, (radiusMetres * radiusMetres).isNormal else {
      throw .invalidParameter(name: "radiusMetres", requirement: "a positive number of metres")
    }
    guard minimumPoints >= 1 else {
      throw .invalidParameter(name: "minimumPoints", requirement: "at least 1")
    }
    self.radiusMetres = radiusMetres
    self.minimumPoints = minimumPoints
  }

  /// The cluster of each point.
  ///
  /// - Parameters:
  ///   - x: metres to the east.
  ///   - y: metres to the north.
  ///   - isCancelled: asked between parts of the work, from any thread.
  ///   - progress: told the share that is done, from 0 to 1, from the calling thread.
  /// - Throws: `notFinite` for a coordinate that is not a number, `differentLengths`,
  ///   `tooManyPoints` past 2²⁸, `cancelled`.
  /// - Complexity: O(n) memory; time O(n · `minimumPoints`) at worst for the core points, and a
  ///   few tests a pair of neighbouring cells to connect them.
  public func clusters(
    x: Span<Double>, y: Span<Double>, threads: Int = Parallel.coreCount,
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> PointClusters {
    try clusters(x, y, weights: nil, threads, isCancelled, progress)
  }

  /// The same where a point counts for more or less than one: a point is a core point if the
  /// weights within the radius of it, its own counted, sum to `minimumPoints` or more.
  ///
  /// - Parameter weights: not negative. Sums are in one order, whatever the threads.
  /// - Throws: also `negative` and `notFinite` for a weight.
  /// - Complexity: as without weights, but a core point's sum is over all within its radius.
  public func clusters(
    x: Span<Double>, y: Span<Double>, weights: Span<Double>, threads: Int = Parallel.coreCount,
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> PointClusters {
    guard weights.count == x.count else {
      throw .differentLengths(column: "weights", count: weights.count, expected: x.count)
    }
    for point in weights.indices {
      guard weights[point].isFinite else { throw .notFinite(column: "weights", position: point) }
      guard weights[point] >= 0 else { throw .negative(column: "weights", position: point) }
    }
    return try clusters(x, y, weights: weights, threads, isCancelled, progress)
  }

  private func clusters(
    _ x: Span<Double>, _ y: Span<Double>, weights: Span<Double>?, _ threads: Int,
    _ isCancelled: @Sendable () -> Bool, _ progress: (Double) -> Void
  ) throws(AnalysisError) -> PointClusters {
    let count = x.count
    guard y.count == count else {
      throw .differentLengths(column: "y", count: y.count, expected: count)
    }
    guard count <= CellGrid.maximumCount else {
      throw .tooManyPoints(count: count, maximum: CellGrid.maximumCount)
    }
    let parallel = Parallel(threads: threads)
    let grid = try CellGrid(
      x: x, y: y, radiusMetres: radiusMetres, parallel: parallel, isCancelled: isCancelled)
    progress(0.4)
    let search = DensitySearch(
      grid: grid, radiusMetres: radiusMetres, minimumPoints: minimumPoints, parallel: parallel)
    if let weights {
      let sorted = Scratch<Double>(count)
      for point in 0..<count { sorted[point] = weights[Int(search.grid.position[point])] }
      try search.findHeavyCores(sorted, isCancelled: isCancelled)
    } else {
      try search.findCores(isCancelled: isCancelled)
    }
    progress(0.7)
    try search.connect(isCancelled: isCancelled)
    progress(0.9)
    let clusters = try search.label(isCancelled: isCancelled)
    progress(1)
    return clusters
  }
}

/// What DBSCAN found, a row a point in the order of the input.
public struct PointClusters: Sendable, Equatable {
  public static let noise: Int32 = -1

  /// The number of each point's cluster, from 0; `noise` for a point in none.
  public var labels: [Int32]
  public var isCore: [Bool]
  public var clusterCount: Int

  public init(labels: [Int32], isCore: [Bool], clusterCount: Int) {
    self.labels = labels
    self.isCore = isCore
    self.clusterCount = clusterCount
  }

  public var noiseCount: Int { labels.count { $0 == Self.noise } }
}
