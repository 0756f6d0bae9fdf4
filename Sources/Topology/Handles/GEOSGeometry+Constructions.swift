import CGEOS
public import SimpleFeatures

extension GEOSGeometry {
  private func made(
    _ result: OpaquePointer?, _ operation: StaticString
  ) throws(TopologyError) -> GEOSGeometry {
    try GEOSGeometry(result: result, of: operation, in: context)
  }

  /// All positions within `metres`; a negative distance shrinks. The coordinates must be metres.
  public func buffered(
    by metres: Double, quadrantSegments: Int32 = 8
  ) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSBuffer_r(context.handle, pointer, metres, quadrantSegments), "GEOSBuffer")
  }

  /// The union of all parts: surfaces merge, borders between them go.
  public func merged() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSUnaryUnion_r(context.handle, pointer), "GEOSUnaryUnion")
  }

  public func union(_ other: borrowing GEOSGeometry) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSUnion_r(context.handle, pointer, other.pointer), "GEOSUnion")
  }

  public func intersection(_ other: borrowing GEOSGeometry) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSIntersection_r(context.handle, pointer, other.pointer), "GEOSIntersection")
  }

  public func subtracting(_ other: borrowing GEOSGeometry) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSDifference_r(context.handle, pointer, other.pointer), "GEOSDifference")
  }

  public func symmetricDifference(
    _ other: borrowing GEOSGeometry
  ) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSSymDifference_r(context.handle, pointer, other.pointer), "GEOSSymDifference")
  }

  /// Fewer positions, none further than `tolerance` from the border; rings stay rings.
  /// Neighbours are simplified apart: their common border may come apart.
  public func simplified(tolerance: Double) throws(TopologyError) -> GEOSGeometry {
    try made(
      GEOSTopologyPreserveSimplify_r(context.handle, pointer, tolerance),
      "GEOSTopologyPreserveSimplify")
  }

  public func convexHull() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSConvexHull_r(context.handle, pointer), "GEOSConvexHull")
  }

  /// - Parameter ratio: 0 is the tightest hull, 1 the convex one.
  public func concaveHull(
    ratio: Double, allowHoles: Bool = false
  ) throws(TopologyError) -> GEOSGeometry {
    try made(
      GEOSConcaveHull_r(context.handle, pointer, ratio, allowHoles ? 1 : 0), "GEOSConcaveHull")
  }

  /// The valid geometry that keeps every position of the input ("linework").
  public func madeValid() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSMakeValid_r(context.handle, pointer), "GEOSMakeValid")
  }

  public func boundary() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSBoundary_r(context.handle, pointer), "GEOSBoundary")
  }

  public func centroid() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSGetCentroid_r(context.handle, pointer), "GEOSGetCentroid")
  }

  public func pointOnSurface() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSPointOnSurface_r(context.handle, pointer), "GEOSPointOnSurface")
  }

  /// Lines that meet end to end become one.
  public func mergedLines() throws(TopologyError) -> GEOSGeometry {
    try made(GEOSLineMerge_r(context.handle, pointer), "GEOSLineMerge")
  }

  /// What lies inside the box: fast, but not always valid where the border runs along the box.
  public func clipped(to box: BoundingBox) throws(TopologyError) -> GEOSGeometry {
    try made(
      GEOSClipByRect_r(context.handle, pointer, box.minX, box.minY, box.maxX, box.maxY),
      "GEOSClipByRect")
  }

  /// Vertices and edges within `tolerance` of a vertex of the other move onto it.
  public func snapped(
    to other: borrowing GEOSGeometry, tolerance: Double
  ) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSSnap_r(context.handle, pointer, other.pointer, tolerance), "GEOSSnap")
  }

  /// Every position on a grid of step `size`; parts that collapse go, the rest stays valid.
  public func snappedToGrid(size: Double) throws(TopologyError) -> GEOSGeometry {
    try made(GEOSGeom_setPrecision_r(context.handle, pointer, size, 0), "GEOSGeom_setPrecision")
  }

  /// The Voronoi cells of the positions, in no order; the outer ones reach at least `extent`.
  public func voronoiCells(
    extent: borrowing GEOSGeometry, tolerance: Double = 0
  ) throws(TopologyError) -> GEOSGeometry {
    try made(
      GEOSVoronoiDiagram_r(context.handle, pointer, extent.pointer, tolerance, 0),
      "GEOSVoronoiDiagram")
  }

  /// The surfaces that noded lines enclose.
  public func polygonized() throws(TopologyError) -> GEOSGeometry {
    var lines: OpaquePointer? = pointer
    return try made(GEOSPolygonize_r(context.handle, &lines, 1), "GEOSPolygonize")
  }
}
