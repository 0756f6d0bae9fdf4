import CGEOS
import SimpleFeatures

extension GEOSGeometry {
  /// The planar area, in square units of the coordinates.
  public func area() throws(TopologyError) -> Double {
    try context.measure("GEOSArea") { GEOSArea_r(context.handle, pointer, $0) }
  }

  /// The length of lines, or of the borders of surfaces, in units of the coordinates.
  public func length() throws(TopologyError) -> Double {
    try context.measure("GEOSLength") { GEOSLength_r(context.handle, pointer, $0) }
  }

  /// The planar distance, in units of the coordinates; 0 where they meet.
  public func distance(to other: borrowing GEOSGeometry) throws(TopologyError) -> Double {
    let theirs = other.pointer
    return try context.measure("GEOSDistance") {
      GEOSDistance_r(context.handle, pointer, theirs, $0)
    }
  }

  public func isWithin(
    distance: Double, of other: borrowing GEOSGeometry
  ) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSDistanceWithin_r(context.handle, pointer, other.pointer, distance), "GEOSDistanceWithin")
  }

  public func isEmpty() throws(TopologyError) -> Bool {
    try context.answer(GEOSisEmpty_r(context.handle, pointer), "GEOSisEmpty")
  }

  public func isValid() throws(TopologyError) -> Bool {
    try context.answer(GEOSisValid_r(context.handle, pointer), "GEOSisValid")
  }

  public func intersects(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(
      GEOSIntersects_r(context.handle, pointer, other.pointer), "GEOSIntersects")
  }

  /// They share border positions and no inner ones.
  public func touches(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(GEOSTouches_r(context.handle, pointer, other.pointer), "GEOSTouches")
  }

  /// No position of the other lies outside, and some lies inside, not on the border.
  public func contains(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(GEOSContains_r(context.handle, pointer, other.pointer), "GEOSContains")
  }

  /// No position of the other lies outside.
  public func covers(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(GEOSCovers_r(context.handle, pointer, other.pointer), "GEOSCovers")
  }

  /// They share inner positions and each has some of its own, all of one dimension.
  public func overlaps(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(GEOSOverlaps_r(context.handle, pointer, other.pointer), "GEOSOverlaps")
  }

  /// The same set of positions, however it is written.
  public func equals(_ other: borrowing GEOSGeometry) throws(TopologyError) -> Bool {
    try context.answer(GEOSEquals_r(context.handle, pointer, other.pointer), "GEOSEquals")
  }
}
