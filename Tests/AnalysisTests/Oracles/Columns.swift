import Analysis

// The kernels on arrays. A span of a temporary array crashes the optimiser of Swift 6.3.1
// ("Found ownership error" in CopyPropagation), so the arrays are parameters here.

extension DBSCAN {
  func clusters(_ x: [Double], _ y: [Double], threads: Int = 2) throws -> PointClusters {
    try clusters(x: x.span, y: y.span, threads: threads)
  }
}

extension GetisOrd {
  func scores(_ values: [Double]) throws -> [Double] {
    var scores = [Double](repeating: .nan, count: values.count)
    var storage = scores.mutableSpan
    try score(values.span, into: &storage)
    return scores
  }

  func hotspots(_ values: [Double], _ settings: HotspotSettings) throws -> HotspotTable {
    try hotspots(values: values.span, settings: settings)
  }

  func hotspots(counts: [Double], _ settings: HotspotSettings) throws -> HotspotTable {
    try hotspots(counts: counts.span, settings: settings)
  }

  func hotspots(
    counts: [Double], exposures: [Double], _ settings: HotspotSettings
  ) throws -> HotspotTable {
    try hotspots(counts: counts.span, exposures: exposures.span, settings: settings)
  }
}

extension NeighbourGraph {
  static func lattice(
    _ columns: [Int32], _ rows: [Int32], _ contiguity: Contiguity = .queen
  ) throws -> NeighbourGraph {
    try lattice(columns: columns.span, rows: rows.span, contiguity: contiguity)
  }

  static func distanceBand(_ x: [Double], _ y: [Double], _ radius: Double) throws
    -> NeighbourGraph
  {
    try distanceBand(x: x.span, y: y.span, radiusMetres: radius)
  }

  static func nearest(_ count: Int, _ x: [Double], _ y: [Double]) throws -> NeighbourGraph {
    try nearest(count, x: x.span, y: y.span)
  }
}
