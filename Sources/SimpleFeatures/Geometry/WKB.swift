/// Well-known binary of OGC 06-103r4, clause 8: the form in which a geometry crosses rooms that
/// hold a C library or an engine.
public enum WKB {
  /// Little-endian well-known binary.
  ///
  /// - Complexity: O(positions); one allocation of the exact size.
  public static func encode(_ geometry: Geometry) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size(of: geometry))
    write(geometry, to: &bytes)
    return bytes
  }

  /// Reads well-known binary of either byte order; bytes left over are an error.
  public static func decode(_ bytes: [UInt8]) throws(WKBError) -> Geometry {
    var cursor = WKBCursor(bytes: bytes)
    let geometry = try cursor.geometry(depth: 0)
    guard cursor.offset == bytes.count else {
      let left = bytes.count - cursor.offset
      throw WKBError(offset: cursor.offset, message: "\(left) bytes left over")
    }
    return geometry
  }

  /// What `decodeFlattened` read, and what it left out.
  public struct Flattened: Sendable, Hashable {
    public var geometry: Geometry
    public var hasZ: Bool
    public var hasM: Bool
  }

  /// Like `decode`, but passes over heights and measures (the ISO codes 1001 … 3007).
  ///
  /// - Parameter start: the index of the first byte; offsets in errors count from index 0.
  public static func decodeFlattened(
    _ bytes: [UInt8], from start: Int = 0
  ) throws(WKBError) -> Flattened {
    var cursor = WKBCursor(bytes: bytes)
    cursor.offset = start
    cursor.takesHeights = true
    let geometry = try cursor.geometry(depth: 0)
    guard cursor.offset == bytes.count else {
      let left = bytes.count - cursor.offset
      throw WKBError(offset: cursor.offset, message: "\(left) bytes left over")
    }
    return Flattened(geometry: geometry, hasZ: cursor.hasZ, hasM: cursor.hasM)
  }

  private static func size(of geometry: Geometry) -> Int {
    func list(_ positions: [Coordinate]) -> Int { 4 + 16 * positions.count }
    func surface(_ polygon: Polygon) -> Int { 9 + polygon.rings.reduce(0) { $0 + list($1) } }
    return switch geometry {
    case .point: 21
    case .lineString(let line): 5 + list(line)
    case .polygon(let polygon): surface(polygon)
    case .multiPoint(let points): 9 + 21 * points.count
    case .multiLineString(let lines): 9 + lines.reduce(0) { $0 + 5 + list($1) }
    case .multiPolygon(let polygons): 9 + polygons.reduce(0) { $0 + surface($1) }
    case .geometryCollection(let parts): 9 + parts.reduce(0) { $0 + size(of: $1) }
    }
  }

  private static func write(_ geometry: Geometry, to bytes: inout [UInt8]) {
    bytes.append(1)  // little-endian
    append(geometry.kind.rawValue, to: &bytes)
    switch geometry {
    case .point(let position): append(position, to: &bytes)
    case .lineString(let line): append(line, to: &bytes)
    case .polygon(let polygon):
      let rings = polygon.rings
      append(UInt32(rings.count), to: &bytes)
      for ring in rings { append(ring, to: &bytes) }
    case .multiPoint(let points):
      append(UInt32(points.count), to: &bytes)
      for point in points { write(.point(point), to: &bytes) }
    case .multiLineString(let lines):
      append(UInt32(lines.count), to: &bytes)
      for line in lines { write(.lineString(line), to: &bytes) }
    case .multiPolygon(let polygons):
      append(UInt32(polygons.count), to: &bytes)
      for polygon in polygons { write(.polygon(polygon), to: &bytes) }
    case .geometryCollection(let parts):
      append(UInt32(parts.count), to: &bytes)
      for part in parts { write(part, to: &bytes) }
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

/// Where well-known binary went wrong.
public struct WKBError: Error, Sendable, Equatable, CustomStringConvertible {
  public var offset: Int
  public var message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  public var description: String { "well-known binary, byte \(offset): \(message)" }
}

private struct WKBCursor {
  let bytes: [UInt8]
  var offset = 0
  var isLittleEndian = true
  var takesHeights = false
  var hasZ = false
  var hasM = false
  /// Ordinates of a position after x and y.
  private var extraOrdinates = 0

  /// Collections nest; data must not choose how deep the stack goes.
  static let deepest = 32

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func geometry(depth: Int) throws(WKBError) -> Geometry {
    guard depth < Self.deepest else { throw failure("collections nest too deep") }
    let order = try byte()
    guard order <= 1 else { throw failure("byte order \(order)") }
    isLittleEndian = order == 1
    let kind = try kind()
    switch kind {
    case .point: return .point(try position())
    case .lineString: return .lineString(try positions())
    case .polygon: return .polygon(try polygon())
    case .multiPoint:
      var points: [Coordinate] = []
      for _ in 0..<(try count(ofAtLeast: 21)) {
        guard case .point(let point) = try geometry(depth: depth + 1) else {
          throw failure("a multi-point holds something else")
        }
        points.append(point)
      }
      return .multiPoint(points)
    case .multiLineString:
      var lines: [[Coordinate]] = []
      for _ in 0..<(try count(ofAtLeast: 9)) {
        guard case .lineString(let line) = try geometry(depth: depth + 1) else {
          throw failure("a multi-line holds something else")
        }
        lines.append(line)
      }
      return .multiLineString(lines)
    case .multiPolygon:
      var polygons: [Polygon] = []
      for _ in 0..<(try count(ofAtLeast: 9)) {
        guard case .polygon(let polygon) = try geometry(depth: depth + 1) else {
          throw failure("a multi-polygon holds something else")
        }
        polygons.append(polygon)
      }
      return .multiPolygon(polygons)
    case .geometryCollection:
      var parts: [Geometry] = []
      for _ in 0..<(try count(ofAtLeast: 9)) { parts.append(try geometry(depth: depth + 1)) }
      return .geometryCollection(parts)
    }
  }

  private mutating func kind() throws(WKBError) -> Geometry.Kind {
    let code = try integer()
    var flat = code
    if takesHeights, code < 4000 {
      flat = code % 1000
      let dimensions = code / 1000  // 0 xy, 1 xyz, 2 xym, 3 xyzm
      extraOrdinates = dimensions == 0 ? 0 : dimensions == 3 ? 2 : 1
      if dimensions == 1 || dimensions == 3 { hasZ = true }
      if dimensions >= 2 { hasM = true }
    }
    guard let kind = Geometry.Kind(rawValue: flat) else {
      let name = Self.otherTypes[flat].map { " (\($0))" } ?? ""
      throw failure("geometry type \(code)\(name)")
    }
    return kind
  }

  /// Types of the standard that are no `Geometry` (ISO 13249-3, table 15).
  private static let otherTypes: [UInt32: String] = [
    8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve",
    12: "MultiSurface", 13: "Curve", 14: "Surface", 15: "PolyhedralSurface", 16: "TIN",
    17: "Triangle",
  ]

  private mutating func polygon() throws(WKBError) -> Polygon {
    let rings = try count(ofAtLeast: 4)
    guard rings > 0 else { return Polygon(exterior: []) }
    var polygon = Polygon(exterior: try positions())
    for _ in 1..<rings { polygon.holes.append(try positions()) }
    return polygon
  }

  private mutating func positions() throws(WKBError) -> [Coordinate] {
    let count = try count(ofAtLeast: 16)
    var positions: [Coordinate] = []
    positions.reserveCapacity(count)
    for _ in 0..<count { positions.append(try position()) }
    return positions
  }

  private mutating func position() throws(WKBError) -> Coordinate {
    let position = Coordinate(
      x: Double(bitPattern: try fixed(UInt64.self)), y: Double(bitPattern: try fixed(UInt64.self)))
    for _ in 0..<extraOrdinates { _ = try fixed(UInt64.self) }
    return position
  }

  /// A count that the bytes left could hold, so that a broken one asks for no memory.
  private mutating func count(ofAtLeast size: Int) throws(WKBError) -> Int {
    let count = Int(try integer())
    guard count <= (bytes.count - offset) / size else { throw failure("a count of \(count)") }
    return count
  }

  private mutating func integer() throws(WKBError) -> UInt32 { try fixed(UInt32.self) }

  private mutating func byte() throws(WKBError) -> UInt8 {
    guard offset < bytes.count else { throw failure("the end came too soon") }
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func fixed<T: FixedWidthInteger>(_: T.Type) throws(WKBError) -> T {
    let size = MemoryLayout<T>.size
    guard bytes.count - offset >= size else { throw failure("the end came too soon") }
    defer { offset += size }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
    return isLittleEndian ? T(littleEndian: value) : T(bigEndian: value)
  }

  private func failure(_ message: String) -> WKBError { WKBError(offset: offset, message: message) }
}
