public import SimpleFeatures

/// SpatiaLite's own binary form of a geometry: well-known binary between a header with the SRID
/// and the box, and an end mark.
///
/// > SpatiaLite documentation, "BLOB-Geometry format".
public enum SpatiaLiteBlob {
  private static let start: UInt8 = 0x00
  private static let littleEndian: UInt8 = 0x01
  private static let boxEnd: UInt8 = 0x7C
  private static let entity: UInt8 = 0x69
  private static let end: UInt8 = 0xFE
  private static let headerSize = 39

  /// `nil` for a geometry without any position: SpatiaLite has no empty geometry.
  ///
  /// - Complexity: O(positions).
  public static func encode(_ geometry: Geometry, srid: Int32) -> [UInt8]? {
    guard let box = geometry.boundingBox else { return nil }
    var bytes: [UInt8] = [start, littleEndian]
    append(srid, to: &bytes)
    for side in [box.minX, box.minY, box.maxX, box.maxY] { append(side.bitPattern, to: &bytes) }
    bytes.append(boxEnd)
    // Inside a collection WKB repeats the byte order (1) where SpatiaLite has the entity mark.
    append(geometry.kind.rawValue, to: &bytes)
    appendBody(of: geometry, to: &bytes)
    bytes.append(end)
    return bytes
  }

  /// The size of a point's form.
  public static let pointSize = 60

  /// Writes a point's form where there is room for `pointSize` bytes; the same bytes as `encode`.
  public static func write(
    _ point: Coordinate, srid: Int32, to bytes: UnsafeMutableRawBufferPointer
  ) {
    precondition(bytes.count >= pointSize)
    bytes[0] = start
    bytes[1] = littleEndian
    bytes.storeBytes(of: srid.littleEndian, toByteOffset: 2, as: Int32.self)
    let (x, y) = (point.x.bitPattern.littleEndian, point.y.bitPattern.littleEndian)
    // The box's two corners, then the position.
    bytes.storeBytes(of: x, toByteOffset: 6, as: UInt64.self)
    bytes.storeBytes(of: y, toByteOffset: 14, as: UInt64.self)
    bytes.storeBytes(of: x, toByteOffset: 22, as: UInt64.self)
    bytes.storeBytes(of: y, toByteOffset: 30, as: UInt64.self)
    bytes.storeBytes(of: x, toByteOffset: 43, as: UInt64.self)
    bytes.storeBytes(of: y, toByteOffset: 51, as: UInt64.self)
    bytes[38] = boxEnd
    bytes.storeBytes(
      of: Geometry.Kind.point.rawValue.littleEndian, toByteOffset: 39, as: UInt32.self)
    bytes[59] = end
  }

  /// The position of a point's form; `nil` for anything else.
  public static func point(of bytes: UnsafeRawBufferPointer) -> Coordinate? {
    guard bytes.count == pointSize, bytes[0] == start, bytes[1] == littleEndian,
      bytes[38] == boxEnd, bytes[59] == end,
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 39, as: UInt32.self))
        == Geometry.Kind.point.rawValue
    else { return nil }
    let x = bytes.loadUnaligned(fromByteOffset: 43, as: UInt64.self)
    let y = bytes.loadUnaligned(fromByteOffset: 51, as: UInt64.self)
    return Coordinate(
      x: Double(bitPattern: UInt64(littleEndian: x)),
      y: Double(bitPattern: UInt64(littleEndian: y)))
  }

  /// The lower left corner of the box of a geometry's form: the position, of a point.
  public static func corner(of bytes: UnsafeRawBufferPointer) -> Coordinate? {
    guard bytes.count >= headerSize, bytes[0] == start, bytes[1] == littleEndian else { return nil }
    func number(_ offset: Int) -> Double {
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return Double(bitPattern: UInt64(littleEndian: bits))
    }
    return Coordinate(x: number(6), y: number(14))
  }

  /// The geometry, or an error with the offset in the blob.
  public static func decode(_ blob: [UInt8]) throws(WKBError) -> Geometry {
    guard blob.count > headerSize + 4, blob[0] == start, blob[1] == littleEndian,
      blob[headerSize - 1] == boxEnd, blob[blob.count - 1] == end
    else { throw WKBError(offset: 0, message: "not a SpatiaLite geometry of this byte order") }
    var wkb: [UInt8] = [1]
    wkb.reserveCapacity(blob.count)
    wkb.append(contentsOf: blob[headerSize..<(blob.count - 1)])
    try restoreByteOrders(in: &wkb)
    return try WKB.decode(wkb)
  }

  /// Writes WKB's byte order over the entity mark of each part, so that the one WKB reader serves.
  private static func restoreByteOrders(in wkb: inout [UInt8]) throws(WKBError) {
    var offset = 1
    func integer(_ wkb: [UInt8]) throws(WKBError) -> Int {
      guard wkb.count - offset >= 4 else {
        throw WKBError(offset: offset, message: "the end came too soon")
      }
      defer { offset += 4 }
      let value = wkb.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      }
      return Int(UInt32(littleEndian: value))
    }
    func skip(_ size: Int, _ wkb: [UInt8]) throws(WKBError) {
      guard size <= wkb.count - offset else {
        throw WKBError(offset: offset, message: "the end came too soon")
      }
      offset += size
    }
    func walk(_ wkb: inout [UInt8], depth: Int) throws(WKBError) {
      guard depth < 8, let kind = Geometry.Kind(rawValue: UInt32(try integer(wkb))) else {
        throw WKBError(offset: offset, message: "unknown geometry type")
      }
      switch kind {
      case .point: try skip(16, wkb)
      case .lineString: try skip(16 * (try integer(wkb)), wkb)
      case .polygon:
        for _ in 0..<(try integer(wkb)) { try skip(16 * (try integer(wkb)), wkb) }
      case .multiPoint, .multiLineString, .multiPolygon, .geometryCollection:
        for _ in 0..<(try integer(wkb)) {
          guard offset < wkb.count, wkb[offset] == entity else {
            throw WKBError(offset: offset, message: "a part without its mark")
          }
          wkb[offset] = 1
          offset += 1
          try walk(&wkb, depth: depth + 1)
        }
      }
    }
    try walk(&wkb, depth: 0)
  }

  private static func appendBody(of geometry: Geometry, to bytes: inout [UInt8]) {
    switch geometry {
    case .point(let position): append(position, to: &bytes)
    case .lineString(let line): append(line, to: &bytes)
    case .polygon(let polygon):
      let rings = polygon.rings
      append(UInt32(rings.count), to: &bytes)
      for ring in rings { append(ring, to: &bytes) }
    case .multiPoint(let points): appendParts(points.map { .point($0) }, to: &bytes)
    case .multiLineString(let lines): appendParts(lines.map { .lineString($0) }, to: &bytes)
    case .multiPolygon(let polygons): appendParts(polygons.map { .polygon($0) }, to: &bytes)
    case .geometryCollection(let parts): appendParts(parts, to: &bytes)
    }
  }

  private static func appendParts(_ parts: [Geometry], to bytes: inout [UInt8]) {
    append(UInt32(parts.count), to: &bytes)
    for part in parts {
      bytes.append(entity)
      append(part.kind.rawValue, to: &bytes)
      appendBody(of: part, to: &bytes)
    }
  }

  private static func append(_ positions: [Coordinate], to bytes: inout [UInt8]) {
    append(UInt32(positions.count), to: &bytes)
    for position in positions { append(position, to: &bytes) }
  }

  private static func append(_ position: Coordinate, to bytes: inout [UInt8]) {
    append(position.x.bitPattern, to: &bytes)
    append(position.y.bitPattern, to: &bytes)
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
