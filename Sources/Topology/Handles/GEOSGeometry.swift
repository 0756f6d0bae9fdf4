import CGEOS
public import SimpleFeatures

/// A GEOS geometry that owns its handle. Moving it moves the handle; it cannot be copied.
///
/// Work on handles when several steps follow each other; for a single step the methods of
/// `TopologyContext` take and give `Geometry`.
public struct GEOSGeometry: ~Copyable {
  let context: TopologyContext
  let pointer: OpaquePointer

  /// - Throws: `TopologyError.structure` when a ring is open or a position is not a number.
  /// - Complexity: O(positions); each list of positions is copied as one block.
  public init(_ geometry: Geometry, in context: TopologyContext) throws(TopologyError) {
    if let fault = geometry.structuralFault { throw .structure(fault, item: nil) }
    self.init(owning: try GeometryWriter(context: context).write(geometry), in: context)
  }

  /// All the geometries as one collection.
  public init(
    collecting geometries: [Geometry], in context: TopologyContext
  ) throws(TopologyError) {
    for (index, geometry) in geometries.enumerated() {
      if let fault = geometry.structuralFault { throw .structure(fault, item: index) }
    }
    self.init(
      owning: try GeometryWriter(context: context).write(.geometryCollection(geometries)),
      in: context)
  }

  /// Parses well-known binary.
  public init(wkb: borrowing RawSpan, in context: TopologyContext) throws(TopologyError) {
    let reader = try context.checked(GEOSWKBReader_create_r(context.handle), "GEOSWKBReader_create")
    defer { GEOSWKBReader_destroy_r(context.handle, reader) }
    let parsed = wkb.withUnsafeBytes { bytes in
      GEOSWKBReader_read_r(
        context.handle, reader, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
    self.init(owning: try context.checked(parsed, "GEOSWKBReader_read"), in: context)
  }

  init(owning pointer: OpaquePointer, in context: TopologyContext) {
    self.context = context
    self.pointer = pointer
  }

  /// Takes what GEOS returned; null is an error.
  init(
    result pointer: OpaquePointer?, of operation: StaticString, in context: TopologyContext
  ) throws(TopologyError) {
    self.init(owning: try context.checked(pointer, operation), in: context)
  }

  deinit { GEOSGeom_destroy_r(context.handle, pointer) }

  /// The geometry as a value. What is empty is a multi-geometry without parts, whatever GEOS
  /// calls it; heights are left out.
  public func value() throws(TopologyError) -> Geometry {
    try GeometryReader(context: context).read(pointer)
  }
}
