import CGEOS
import SimpleFeatures

/// Reads GEOS geometries into values; borrows every pointer.
struct GeometryReader {
  let context: TopologyContext
  private var handle: GEOSContextHandle_t { context.handle }

  init(context: TopologyContext) { self.context = context }

  func read(_ pointer: OpaquePointer) throws(TopologyError) -> Geometry {
    // -1 on exception, else one of GEOSGeomTypes.
    let type = GEOSGeomTypeId_r(handle, pointer)
    guard type >= 0 else { throw context.failure("GEOSGeomTypeId") }
    switch GEOSGeomTypes(UInt32(type)) {
    case GEOS_POINT:
      return try positions(pointer).first.map(Geometry.point) ?? .multiPoint([])
    case GEOS_LINESTRING, GEOS_LINEARRING:
      let line = try positions(pointer)
      return line.isEmpty ? .multiLineString([]) : .lineString(line)
    case GEOS_POLYGON:
      return try polygon(pointer).map(Geometry.polygon) ?? .multiPolygon([])
    case GEOS_MULTIPOINT:
      return .multiPoint(
        try parts(pointer) { part throws(TopologyError) in try positions(part).first })
    case GEOS_MULTILINESTRING:
      return .multiLineString(
        try parts(pointer) { part throws(TopologyError) in
          let line = try positions(part)
          return line.isEmpty ? nil : line
        })
    case GEOS_MULTIPOLYGON:
      return .multiPolygon(
        try parts(pointer) { part throws(TopologyError) in try polygon(part) })
    default:
      return .geometryCollection(
        try parts(pointer) { part throws(TopologyError) in try read(part) })
    }
  }

  private func polygon(_ pointer: OpaquePointer) throws(TopologyError) -> Polygon? {
    let shell = try context.checked(
      GEOSGetExteriorRing_r(handle, pointer), "GEOSGetExteriorRing")
    let exterior = try positions(shell)
    guard !exterior.isEmpty else { return nil }
    var polygon = Polygon(exterior: exterior)
    for index in 0..<max(0, GEOSGetNumInteriorRings_r(handle, pointer)) {
      let hole = try context.checked(
        GEOSGetInteriorRingN_r(handle, pointer, index), "GEOSGetInteriorRingN")
      polygon.holes.append(try positions(hole))
    }
    return polygon
  }

  private func parts<Part>(
    _ pointer: OpaquePointer, _ read: (OpaquePointer) throws(TopologyError) -> Part?
  ) throws(TopologyError) -> [Part] {
    var parts: [Part] = []
    for index in 0..<max(0, GEOSGetNumGeometries_r(handle, pointer)) {
      let part = try context.checked(GEOSGetGeometryN_r(handle, pointer, index), "GEOSGetGeometryN")
      if let part = try read(part) { parts.append(part) }
    }
    return parts
  }

  private func positions(_ pointer: OpaquePointer) throws(TopologyError) -> [Coordinate] {
    // Null for a point without position, too: not an error.
    guard GEOSisEmpty_r(handle, pointer) == 0 else { return [] }
    let sequence = try context.checked(
      GEOSGeom_getCoordSeq_r(handle, pointer), "GEOSGeom_getCoordSeq")
    var size: UInt32 = 0
    guard GEOSCoordSeq_getSize_r(handle, sequence, &size) == 1 else {
      throw context.failure("GEOSCoordSeq_getSize")
    }
    let count = Int(size)
    var copied: CInt = 0
    let positions = [Coordinate](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.withMemoryRebound(to: Double.self) { numbers in
        copied = GEOSCoordSeq_copyToBuffer_r(handle, sequence, numbers.baseAddress, 0, 0)
      }
      filled = copied == 1 ? count : 0
    }
    guard copied == 1 else { throw context.failure("GEOSCoordSeq_copyToBuffer") }
    return positions
  }
}
