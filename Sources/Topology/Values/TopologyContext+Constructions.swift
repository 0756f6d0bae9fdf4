public import SimpleFeatures

/// New shapes from values. What comes out empty is a multi-geometry without parts.
extension TopologyContext {
  private func handle(_ geometry: Geometry) throws(TopologyError) -> GEOSGeometry {
    try GEOSGeometry(geometry, in: self)
  }

  /// All positions within `metres`; a negative distance shrinks. The coordinates must be metres.
  public func buffer(
    _ geometry: Geometry, metres: Double, quadrantSegments: Int32 = 8
  ) throws(TopologyError) -> Geometry {
    try handle(geometry).buffered(by: metres, quadrantSegments: quadrantSegments).value()
  }

  /// - Complexity: cascaded: near O(n log n) for surfaces that touch.
  public func union(_ geometries: [Geometry]) throws(TopologyError) -> Geometry {
    try GEOSGeometry(collecting: geometries, in: self).merged().value()
  }

  public func union(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Geometry {
    try handle(one).union(handle(other)).value()
  }

  public func intersection(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Geometry {
    try handle(one).intersection(handle(other)).value()
  }

  /// `one` without `other`.
  public func difference(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Geometry {
    try handle(one).subtracting(handle(other)).value()
  }

  public func symmetricDifference(
    _ one: Geometry, _ other: Geometry
  ) throws(TopologyError) -> Geometry {
    try handle(one).symmetricDifference(handle(other)).value()
  }

  /// The valid geometry that keeps every position of the input ("linework"): a figure of eight
  /// becomes two surfaces. May come back as a collection.
  public func makeValid(_ geometry: Geometry) throws(TopologyError) -> Geometry {
    try handle(geometry).madeValid().value()
  }

  /// Fewer positions, none further than `tolerance` from the border; rings stay rings.
  public func simplify(
    _ geometry: Geometry, tolerance: Double
  ) throws(TopologyError) -> Geometry {
    try handle(geometry).simplified(tolerance: tolerance).value()
  }

  public func convexHull(of geometry: Geometry) throws(TopologyError) -> Geometry {
    try handle(geometry).convexHull().value()
  }

  /// - Parameter ratio: 0 is the tightest hull, 1 the convex one.
  public func concaveHull(
    of geometry: Geometry, ratio: Double, allowHoles: Bool = false
  ) throws(TopologyError) -> Geometry {
    try handle(geometry).concaveHull(ratio: ratio, allowHoles: allowHoles).value()
  }

  /// The border of surfaces, the ends of lines.
  public func boundary(of geometry: Geometry) throws(TopologyError) -> Geometry {
    try handle(geometry).boundary().value()
  }

  /// What lies inside the box.
  public func clip(_ geometry: Geometry, to box: BoundingBox) throws(TopologyError) -> Geometry {
    try handle(geometry).clipped(to: box).value()
  }

  /// Vertices of `geometry` within `tolerance` of `other` move onto it.
  public func snap(
    _ geometry: Geometry, to other: Geometry, tolerance: Double
  ) throws(TopologyError) -> Geometry {
    try handle(geometry).snapped(to: handle(other), tolerance: tolerance).value()
  }

  /// Every position on a grid of step `size`; parts that collapse go, the rest stays valid.
  public func snapToGrid(_ geometry: Geometry, size: Double) throws(TopologyError) -> Geometry {
    try handle(geometry).snappedToGrid(size: size).value()
  }

  /// Lines that meet end to end become one.
  public func mergeLines(_ lines: [[Coordinate]]) throws(TopologyError) -> [[Coordinate]] {
    try handle(.multiLineString(lines)).mergedLines().value().lines
  }

  /// The surfaces that lines enclose. Lines are noded first, so they may cross.
  public func polygonize(_ lines: [[Coordinate]]) throws(TopologyError) -> [Polygon] {
    try handle(.multiLineString(lines)).merged().polygonized().value().polygons
  }

  /// The part of `box` that is closer to a site than to any other: one cell a site, in the order
  /// of the sites. Sites at the same position share a cell; `nil` for a site outside the box whose
  /// cell does not reach it. Neighbours share their vertices exactly, except where their border
  /// meets the box: there to rounding.
  public func voronoiCells(
    of sites: [Coordinate], in box: BoundingBox
  ) throws(TopologyError) -> [Polygon?] {
    guard !sites.isEmpty else { return [] }
    if let fault = Geometry.multiPoint(sites).structuralFault {
      throw .structure(fault, item: nil)
    }
    let frame = Geometry.polygon(Polygon(box))
    guard Set(sites).count > 1 else { return sites.map { _ in Polygon(box) } }
    let whole = try handle(.multiPoint(sites)).voronoiCells(extent: handle(frame)).value().polygons
    let index = try PolygonIndex(whole.map(Geometry.polygon))
    var clipped: [Int32: Polygon?] = [:]
    var cells: [Polygon?] = []
    for site in sites {
      guard let owner = index.owner(of: site) else {
        cells.append(nil)
        continue
      }
      if let known = clipped[Int32(owner)] {
        cells.append(known)
        continue
      }
      let cell = try intersection(.polygon(whole[owner]), frame).polygons.first
      clipped[Int32(owner)] = .some(cell)
      cells.append(cell)
    }
    return cells
  }
}
