/// Clusters of incidents that are dense in space and time together.
///
/// Two incidents are neighbours if they lie within `radiusMetres` of each other and no more than
/// `days` apart, both inclusive. An incident with at least `minimumPoints` neighbours, itself
/// counted, is a core point; core points that are neighbours are of one cluster. Another incident
/// that is a neighbour of a core point belongs to the cluster of the nearest one in space (then in
/// time, then of the lowest number); all others are noise.
///
/// Clusters are numbered in the order of their core points' smallest input position, so that the
/// partition depends neither on the order of the points nor on the number of threads.
///
/// > D. Birant, A. Kut. "ST-DBSCAN: An Algorithm for Clustering Spatial-Temporal Data." *Data &
/// > Knowledge Engineering*, vol. 60, no. 1, 2007. doi:10.1016/j.datak.2006.01.013
///
/// Of the paper, the spatial and the temporal radius are taken, not the third bound on the values.
public struct SpaceTimeDBSCAN: Sendable {
  public let radiusMetres: Double
  public let days: Double
  public let minimumPoints: Int

  /// - Throws: `invalidParameter` unless the radius and the days are positive numbers whose
  ///   squares can be told from 0 and infinity, and the points are at least 1.
  public init(radiusMetres: Double, days: Double, minimumPoints: Int) throws(AnalysisError) {
    guard radiusMetres > 0, (radiusMetres * radiusMetres).isNormal else {
      throw .invalidParameter(name: "radiusMetres", requirement: "a positive number of metres")
    }
    guard days > 0, (days * days).isNormal else {
      throw .invalidParameter(
        name: "days", requirement: "a positive number of days (0.5: the same day, of whole days)")
    }
    guard minimumPoints >= 1 else {
      throw .invalidParameter(name: "minimumPoints", requirement: "at least 1")
    }
    self.radiusMetres = radiusMetres
    self.days = days
    self.minimumPoints = minimumPoints
  }

  /// The cluster of each incident.
  ///
  /// - Parameters:
  ///   - x: metres to the east.
  ///   - y: metres to the north.
  ///   - time: when, in days.
  /// - Throws: `notFinite`, `differentLengths`, `tooManyPoints` past 2²⁸, `cancelled`.
  /// - Complexity: O(n) memory; time O(n log n + n · `minimumPoints`) but for cells so crowded
  ///   and so far apart that their points must be tried.
  public func clusters(
    x: Span<Double>, y: Span<Double>, time: Span<Double>, threads: Int = Parallel.coreCount,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> PointClusters {
    for (name, count) in [("y", y.count), ("time", time.count)] where count != x.count {
      throw .differentLengths(column: name, count: count, expected: x.count)
    }
    guard x.count <= CellGrid.maximumCount else {
      throw .tooManyPoints(count: x.count, maximum: CellGrid.maximumCount)
    }
    for point in x.indices {
      guard x[point].isFinite else { throw .notFinite(column: "x", position: point) }
      guard y[point].isFinite else { throw .notFinite(column: "y", position: point) }
      guard time[point].isFinite else { throw .notFinite(column: "time", position: point) }
    }
    let parallel = Parallel(threads: threads)
    let cells = try SpaceTimeCells(
      x: x, y: y, time: time, radiusMetres: radiusMetres, days: days, parallel: parallel,
      isCancelled: isCancelled)
    return try SpaceTimeSearch(
      cells, near: SpaceTimeNearness(square: radiusMetres * radiusMetres, days: days),
      minimumPoints: minimumPoints, parallel: parallel
    ).clusters(isCancelled: isCancelled)
  }
}
