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

extension PlaceColumn {
  init(_ values: [Double]) throws { try self.init(values: values.span) }

  init(counts: [Double]) throws { try self.init(counts: counts.span) }

  init(counts: [Double], exposures: [Double]) throws {
    try self.init(counts: counts.span, exposures: exposures.span)
  }

  func masked(_ isKnown: [Bool]) throws -> PlaceColumn { try masked(isKnown.span) }
}

extension EmpiricalBayes {
  func global(_ counts: [Double], _ exposures: [Double]) throws -> SmoothedRates {
    try global(counts: counts.span, exposures: exposures.span)
  }

  func local(
    _ counts: [Double], _ exposures: [Double], _ graph: NeighbourGraph,
    _ variance: LocalVariance = .aroundNeighbourhood
  ) throws -> SmoothedRates {
    try local(counts: counts.span, exposures: exposures.span, graph: graph, variance: variance)
  }

  static func standardised(_ counts: [Double], _ exposures: [Double]) throws -> PlaceColumn {
    try standardised(counts: counts.span, exposures: exposures.span)
  }
}

extension EmergingHotspots {
  func histories(
    _ counts: [Double], _ binCount: Int, _ settings: HotspotSettings = .init()
  ) throws -> EmergingTable {
    try histories(counts: counts.span, binCount: binCount, settings: settings)
  }
}

extension TimeBins {
  func counts(
    _ days: [Int32], _ places: [Int32], _ placeCount: Int
  ) throws -> (counts: [Double], outside: Int) {
    try counts(days: days.span, places: places.span, placeCount: placeCount)
  }
}
