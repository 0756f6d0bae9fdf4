import SimpleFeatures

/// PostGIS's binary form of a geometry: WKB whose outermost type carries the SRID (the EWKB of
/// PostGIS's manual, “Geometry Data Type”). Ours are all in WGS 84.
enum ExtendedWKB {
  private static let sridFlag: UInt32 = 0x2000_0000

  static func encode(_ geometry: Geometry) -> [UInt8] {
    let wkb = WKB.encode(geometry)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(wkb.count + 4)
    bytes.append(wkb[0])
    withUnsafeBytes(of: (geometry.kind.rawValue | sridFlag).littleEndian) {
      bytes.append(contentsOf: $0)
    }
    withUnsafeBytes(of: UInt32(4326).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += wkb[5...]
    return bytes
  }

  static func decode(_ bytes: UnsafeRawBufferPointer) throws(WKBError) -> Geometry {
    guard bytes.count >= 5 else { throw WKBError(offset: 0, message: "the end came too soon") }
    let isLittle = bytes[0] == 1
    let raw = bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self)
    let type = isLittle ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw)
    guard type & sridFlag != 0 else { return try WKB.decode([UInt8](bytes)) }
    var wkb: [UInt8] = []
    wkb.reserveCapacity(bytes.count - 4)
    wkb.append(bytes[0])
    let plain = type & ~sridFlag
    withUnsafeBytes(of: isLittle ? plain.littleEndian : plain.bigEndian) {
      wkb.append(contentsOf: $0)
    }
    if bytes.count > 9 { wkb.append(contentsOf: bytes[9...]) }
    return try WKB.decode(wkb)
  }
}
