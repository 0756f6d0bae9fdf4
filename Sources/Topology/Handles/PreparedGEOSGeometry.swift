import CGEOS
public import SimpleFeatures

/// A geometry with an index of its edges, for many questions about one shape. It keeps the
/// geometry that it was prepared from.
public struct PreparedGEOSGeometry: ~Copyable {
  /// Destroyed after `deinit`, so the index never outlives what it points into.
  let geometry: GEOSGeometry
  let pointer: OpaquePointer

  public init(_ geometry: consuming GEOSGeometry) throws(TopologyError) {
    let prepared = try geometry.context.checked(
      GEOSPrepare_r(geometry.context.handle, geometry.pointer), "GEOSPrepare")
    self.geometry = geometry
    self.pointer = prepared
  }

  public init(_ geometry: Geometry, in context: TopologyContext) throws(TopologyError) {
    try self.init(try GEOSGeometry(geometry, in: context))
  }

  deinit { GEOSPreparedGeom_destroy_r(geometry.context.handle, pointer) }

  private var context: TopologyContext { geometry.context }

  public func intersects(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSPreparedIntersects_r(context.handle, pointer, other.pointer), "GEOSPreparedIntersects")
  }

  public func contains(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSPreparedContains_r(context.handle, pointer, other.pointer), "GEOSPreparedContains")
  }

  public func covers(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSPreparedCovers_r(context.handle, pointer, other.pointer), "GEOSPreparedCovers")
  }

  public func isWithin(
    distance: Double, of other: borrowing GEOSGeometry
  ) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSPreparedDistanceWithin_r(context.handle, pointer, other.pointer, distance),
      "GEOSPreparedDistanceWithin")
  }

  public func distance(to other: borrowing GEOSGeometry) throws(TopologyError) -> Double {
    let theirs = other.pointer
    return try context.measure("GEOSPreparedDistance") {
      GEOSPreparedDistance_r(context.handle, pointer, theirs, $0)
    }
  }

  /// Border included.
  public func intersects(_ position: Coordinate) throws(TopologyError) -> Bool {
    try intersects(try GEOSGeometry(.point(position), in: context))
  }
}
