import SimpleFeatures

/// The binary form of a geometry in a GeoPackage: a header with the reference system and the box
/// before well-known binary.
///
/// > OGC 12-128r18 (GeoPackage 1.3.1), clause 2.1.3.
enum GeoPackageBlob {
  struct Decoded: Equatable {
    /// `nil` for an empty geometry.
    var geometry: Geometry?
    var referenceID: Int32
    var hasZ: Bool
    var hasM: Bool
  }

  private static let magic: [UInt8] = [0x47, 0x50]
  private static let fixedSize = 8
  /// Flag bits: byte order of the header, kind of envelope (three), empty, extended.
  private static let littleEndian: UInt8 = 0b1
  private static let empty: UInt8 = 0b1_0000
  private static let extended: UInt8 = 0b10_0000

  /// The blob with a box, but for points, whose box would double them; `nil` for a geometry
  /// without any position.
  ///
  /// - Complexity: O(positions).
  static func encode(_ geometry: Geometry, box: BoundingBox, referenceID: Int32) -> [UInt8] {
    var bytes = magic
    let hasBox = geometry.kind != .point
    bytes.append(0)
    bytes.append(littleEndian | (hasBox ? 0b10 : 0))
    withUnsafeBytes(of: referenceID.littleEndian) { bytes.append(contentsOf: $0) }
    if hasBox {
      for side in [box.minX, box.maxX, box.minY, box.maxY] {
        withUnsafeBytes(of: side.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    bytes.append(contentsOf: WKB.encode(geometry))
    return bytes
  }

  /// The geometry in two dimensions, or an error with the offset in the blob.
  static func decode(_ blob: [UInt8]) throws(WKBError) -> Decoded {
    guard blob.count >= fixedSize, blob[0] == magic[0], blob[1] == magic[1] else {
      throw WKBError(offset: 0, message: "not a geometry of a GeoPackage")
    }
    guard blob[2] == 0 else {
      throw WKBError(offset: 2, message: "a geometry of version \(blob[2]), which is not known")
    }
    let flags = blob[3]
    guard flags & extended == 0 else {
      let name = blob.dropFirst(fixedSize).prefix(4).map { byte in
        (0x20..<0x7F).contains(byte) ? String(UnicodeScalar(byte)) : "?"
      }
      throw WKBError(
        offset: 3, message: "a geometry of the extension “\(name.joined())”, which is not known")
    }
    // none; xy; xyz; xym; xyzm.
    let sizes = [0, 32, 48, 48, 64]
    let envelope = Int(flags >> 1 & 0b111)
    guard envelope < sizes.count else {
      throw WKBError(offset: 3, message: "an envelope of kind \(envelope), which is not known")
    }
    let start = fixedSize + sizes[envelope]
    guard blob.count > start else {
      throw WKBError(offset: blob.count, message: "the end came too soon")
    }
    let id = blob.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
    let flat = try WKB.decodeFlattened(blob, from: start)
    let isEmpty = flags & empty != 0 || flat.geometry.boundingBox == nil
    return Decoded(
      geometry: isEmpty ? nil : flat.geometry,
      referenceID: Int32(
        bitPattern: flags & littleEndian != 0
          ? UInt32(littleEndian: id) : UInt32(bigEndian: id)),
      hasZ: flat.hasZ, hasM: flat.hasM)
  }
}
