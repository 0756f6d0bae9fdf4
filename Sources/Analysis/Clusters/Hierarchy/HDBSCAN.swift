/// Clusters by density without a radius: those that last longest as the radius shrinks.
///
/// A point's core distance is that to its `minimumSamples`th nearest point, itself counted (as in
/// scikit-learn; the `hdbscan` package does not count it). Points are joined in the order of their
/// mutual reachability, the larger of their distance and of both core distances. Read from the top,
/// the tree of joins splits; a part with fewer than `minimumClusterSize` points falls out of its
/// cluster, and a cluster with two parts or more as large ends in them. Of the clusters that last,
/// measured by 1 / distance, those are chosen whose points outlast those of all clusters within
/// them (`excessOfMass`), or those that do not split (`leaf`); never the whole.
///
/// Points on one coordinate are never told apart: they stay together, or fall out together.
///
/// > R.J.G.B. Campello, D. Moulavi, J. Sander. "Density-Based Clustering Based on Hierarchical
/// > Density Estimates." *PAKDD*, 2013. doi:10.1007/978-3-642-37456-2_14
/// >
/// > R.J.G.B. Campello, D. Moulavi, A. Zimek, J. Sander. "Hierarchical Density Estimates for Data
/// > Clustering, Visualization, and Outlier Detection." *ACM TKDD*, vol. 10, no. 1, 2015.
/// > doi:10.1145/2733381
public struct HDBSCAN: Sendable {
  public enum Selection: String, Sendable, CaseIterable {
    case excessOfMass = "eom"
    case leaf
  }

  public let minimumClusterSize: Int
  public let minimumSamples: Int
  public let selection: Selection

  /// - Parameter minimumSamples: `nil` takes the least size of a cluster.
  /// - Throws: `invalidParameter` unless the size is at least 2 and the samples from 1 to 1024.
  public init(
    minimumClusterSize: Int, minimumSamples: Int? = nil, selection: Selection = .excessOfMass
  ) throws(AnalysisError) {
    guard minimumClusterSize >= 2 else {
      throw .invalidParameter(name: "minimumClusterSize", requirement: "at least 2")
    }
    let samples = minimumSamples ?? minimumClusterSize
    guard (1...1024).contains(samples) else {
      throw .invalidParameter(name: "minimumSamples", requirement: "from 1 to 1024")
    }
    self.minimumClusterSize = minimumClusterSize
    self.minimumSamples = samples
    self.selection = selection
  }

  /// The cluster of each point.
  ///
  /// - Parameters:
  ///   - x: metres to the east.
  ///   - y: metres to the north.
  /// - Throws: `notFinite`, `differentLengths`, `tooManyPoints` past 2²⁸, `tooFewIncidents` for
  ///   fewer points than `minimumSamples`, `cancelled`.
  /// - Complexity: about O(n log n) time, O(n) memory.
  public func clusters(
    x: Span<Double>, y: Span<Double>, threads: Int = Parallel.coreCount,
    isCancelled: @Sendable () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(AnalysisError) -> HierarchicalClusters {
    let count = x.count
    guard y.count == count else {
      throw .differentLengths(column: "y", count: y.count, expected: count)
    }
    guard count <= CellGrid.maximumCount else {
      throw .tooManyPoints(count: count, maximum: CellGrid.maximumCount)
    }
    guard count >= minimumSamples else {
      throw .tooFewIncidents(count: Double(count), minimum: Double(minimumSamples))
    }
    for point in 0..<count {
      guard x[point].isFinite else { throw .notFinite(column: "x", position: point) }
      guard y[point].isFinite else { throw .notFinite(column: "y", position: point) }
    }
    let tree = ReachabilityTree(x: x, y: y, parallel: Parallel(threads: threads))
    try tree.findCores(rank: minimumSamples, isCancelled: isCancelled)
    progress(0.3)
    let edges = try tree.spanningTree(isCancelled: isCancelled)
    progress(0.9)
    let condensed = CondensedTree(edges, count: count, minimumSize: minimumClusterSize)
    let clusters = condensed.clusters(selection, treeLength: edges.reduce(0) { $0 + $1.length })
    progress(1)
    return clusters
  }
}

/// What HDBSCAN found, a row a point in the order of the input.
public struct HierarchicalClusters: Sendable, Equatable {
  /// The number of each point's cluster, from 0 in the order of their smallest position;
  /// `PointClusters.noise` for a point in none.
  public var labels: [Int32]
  /// How close to its cluster's core a point lies, from 0 to 1; 0 for noise.
  public var probabilities: [Double]
  /// GLOSH: 1 less the density at which a point falls out over the densest of its branch of the
  /// tree; 0 for a point as dense as any.
  public var outlierScores: [Double]
  public var clusterCount: Int
  /// The sum of the lengths of the minimum spanning tree, in metres.
  public var treeLength: Double
}
