import CGEOS
public import SimpleFeatures

/// Why a geometry is not valid in the sense of OGC 06-103r4, and where.
public struct ValidityFault: Sendable, Equatable, CustomStringConvertible {
  public var reason: String
  /// `nil` where the fault is one of structure.
  public var location: Coordinate?

  public init(reason: String, location: Coordinate?) {
    self.reason = reason
    self.location = location
  }

  public var description: String {
    location.map { "\(reason) at \($0.x) \($0.y)" } ?? reason
  }
}

/// Measures and questions about values. Everything is planar, in the unit of the coordinates.
extension TopologyContext {
  private func handle(_ geometry: Geometry) throws(TopologyError) -> GEOSGeometry {
    try GEOSGeometry(geometry, in: self)
  }

  /// 0 for points and lines.
  public func area(of geometry: Geometry) throws(TopologyError) -> Double {
    try handle(geometry).area()
  }

  /// The length of lines, or of the borders of surfaces.
  public func length(of geometry: Geometry) throws(TopologyError) -> Double {
    try handle(geometry).length()
  }

  /// `nil` for the empty geometry.
  public func centroid(of geometry: Geometry) throws(TopologyError) -> Coordinate? {
    try handle(geometry).centroid().value().position
  }

  /// A position that is surely inside, for a label; `nil` for the empty geometry.
  public func pointOnSurface(of geometry: Geometry) throws(TopologyError) -> Coordinate? {
    try handle(geometry).pointOnSurface().value().position
  }

  /// 0 where they meet; `nil` when one is empty.
  public func distance(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Double? {
    guard one.boundingBox != nil, other.boundingBox != nil else { return nil }
    return try handle(one).distance(to: handle(other))
  }

  public func isWithinDistance(
    _ distance: Double, _ one: Geometry, _ other: Geometry
  ) throws(TopologyError) -> Bool {
    try handle(one).isWithin(distance: distance, of: handle(other))
  }

  /// The two positions that are closest, one in each; `nil` when one is empty.
  public func nearestPoints(
    _ one: Geometry, _ other: Geometry
  ) throws(TopologyError) -> (Coordinate, Coordinate)? {
    guard one.boundingBox != nil, other.boundingBox != nil else { return nil }
    let mine = try handle(one)
    let theirs = try handle(other)
    let sequence = try checked(
      GEOSNearestPoints_r(handle, mine.pointer, theirs.pointer), "GEOSNearestPoints")
    defer { GEOSCoordSeq_destroy_r(handle, sequence) }
    var pair = (Coordinate(x: 0, y: 0), Coordinate(x: 0, y: 0))
    guard GEOSCoordSeq_getXY_r(handle, sequence, 0, &pair.0.x, &pair.0.y) == 1,
      GEOSCoordSeq_getXY_r(handle, sequence, 1, &pair.1.x, &pair.1.y) == 1
    else { throw failure("GEOSCoordSeq_getXY") }
    return pair
  }

  public func intersects(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).intersects(handle(other))
  }

  /// They share border positions and no inner ones.
  public func touches(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).touches(handle(other))
  }

  /// No position of `other` lies outside `one`, and some lies inside.
  public func contains(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).contains(handle(other))
  }

  /// No position of `other` lies outside `one`.
  public func covers(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).covers(handle(other))
  }

  public func overlaps(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).overlaps(handle(other))
  }

  /// The same set of positions, however it is written.
  public func equals(_ one: Geometry, _ other: Geometry) throws(TopologyError) -> Bool {
    try handle(one).equals(handle(other))
  }

  public func isValid(_ geometry: Geometry) throws(TopologyError) -> Bool {
    try validityFault(of: geometry) == nil
  }

  /// The first fault, of structure or of topology; `nil` for a valid geometry.
  public func validityFault(of geometry: Geometry) throws(TopologyError) -> ValidityFault? {
    if let fault = geometry.structuralFault {
      return ValidityFault(reason: fault.description, location: nil)
    }
    let mine = try handle(geometry)
    var reason: UnsafeMutablePointer<CChar>?
    var place: OpaquePointer?
    let isValid = try answer(
      GEOSisValidDetail_r(handle, mine.pointer, 0, &reason, &place), "GEOSisValidDetail")
    defer { if let reason { GEOSFree_r(handle, reason) } }
    let location = place.map { GEOSGeometry(owning: $0, in: self) }
    guard !isValid else { return nil }
    return ValidityFault(
      reason: reason.map { String(cString: $0) } ?? "Invalid",
      location: try location?.value().position)
  }
}

extension Geometry {
  fileprivate var position: Coordinate? {
    guard case .point(let position) = self else { return nil }
    return position
  }
}
