import CGEOS
import SimpleFeatures

/// Builds GEOS geometries from values, a coordinate sequence at a time.
struct GeometryWriter {
  let context: TopologyContext
  private var handle: GEOSContextHandle_t { context.handle }

  init(context: TopologyContext) { self.context = context }

  /// The caller owns the result.
  func write(_ geometry: Geometry) throws(TopologyError) -> OpaquePointer {
    switch geometry {
    case .point(let position):
      try context.checked(
        GEOSGeom_createPoint_r(handle, try sequence([position])), "GEOSGeom_createPoint")
    case .lineString(let line): try write(line: line)
    case .polygon(let polygon): try write(polygon: polygon)
    case .multiPoint(let points):
      try collection(GEOS_MULTIPOINT, points) { point throws(TopologyError) in
        try write(.point(point))
      }
    case .multiLineString(let lines):
      try collection(GEOS_MULTILINESTRING, lines) { line throws(TopologyError) in
        try write(line: line)
      }
    case .multiPolygon(let polygons):
      try collection(GEOS_MULTIPOLYGON, polygons) { polygon throws(TopologyError) in
        try write(polygon: polygon)
      }
    case .geometryCollection(let parts):
      try collection(GEOS_GEOMETRYCOLLECTION, parts) { part throws(TopologyError) in
        try write(part)
      }
    }
  }

  private func write(line: [Coordinate]) throws(TopologyError) -> OpaquePointer {
    try context.checked(
      GEOSGeom_createLineString_r(handle, try sequence(line)), "GEOSGeom_createLineString")
  }

  private func write(polygon: Polygon) throws(TopologyError) -> OpaquePointer {
    let exterior = try ring(polygon.exterior)
    var holes: [OpaquePointer?]
    do {
      holes = try list(polygon.holes) { hole throws(TopologyError) in try ring(hole) }
    } catch {
      GEOSGeom_destroy_r(handle, exterior)
      throw error
    }
    // GEOS owns the rings from here on, also when it refuses them.
    return try context.checked(
      GEOSGeom_createPolygon_r(handle, exterior, &holes, UInt32(holes.count)),
      "GEOSGeom_createPolygon")
  }

  private func ring(_ positions: [Coordinate]) throws(TopologyError) -> OpaquePointer {
    try context.checked(
      GEOSGeom_createLinearRing_r(handle, try sequence(positions)), "GEOSGeom_createLinearRing")
  }

  private func sequence(_ positions: [Coordinate]) throws(TopologyError) -> OpaquePointer {
    let made = positions.withUnsafeBytes { bytes in
      GEOSCoordSeq_copyFromBuffer_r(
        handle, bytes.assumingMemoryBound(to: Double.self).baseAddress, UInt32(positions.count), 0,
        0)
    }
    return try context.checked(made, "GEOSCoordSeq_copyFromBuffer")
  }

  private func collection<Part>(
    _ type: GEOSGeomTypes, _ parts: [Part],
    _ write: (Part) throws(TopologyError) -> OpaquePointer
  ) throws(TopologyError) -> OpaquePointer {
    var pointers = try list(parts, write)
    // GEOS owns the parts from here on, also when it refuses them.
    return try context.checked(
      GEOSGeom_createCollection_r(handle, CInt(type.rawValue), &pointers, UInt32(pointers.count)),
      "GEOSGeom_createCollection")
  }

  private func list<Part>(
    _ parts: [Part], _ write: (Part) throws(TopologyError) -> OpaquePointer
  ) throws(TopologyError) -> [OpaquePointer?] {
    var pointers: [OpaquePointer?] = []
    pointers.reserveCapacity(parts.count)
    do {
      for part in parts { pointers.append(try write(part)) }
    } catch {
      for pointer in pointers { GEOSGeom_destroy_r(handle, pointer) }
      throw error
    }
    return pointers
  }
}
