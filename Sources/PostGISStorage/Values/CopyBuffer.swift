import SimpleFeatures
import Storage

/// Rows in the binary form of `COPY … FROM STDIN` (PostgreSQL's manual, “COPY”, “Binary Format”),
/// without what stands before the first and after the last.
///
/// A million rows of 25 fields pass here, so bytes are stored where they belong, without an array's
/// bookkeeping a field.
struct CopyBuffer: ~Copyable {
  /// Where full blocks go; rows are gathered where there is none.
  var flush: ((UnsafeBufferPointer<CChar>) throws -> Void)?
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes.
  private(set) var count = 0
  static let block = 1 << 18
  /// Room for the lengths and numbers of a row; texts ask for theirs.
  private static let fixedFields = 2048

  /// The signature, no flags, no extension.
  static let header: [CChar] =
    [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, CChar(truncatingIfNeeded: 0xFF), 0x0D, 0x0A, 0x00]
    + [CChar](repeating: 0, count: 8)

  init() {
    capacity = Self.block + (1 << 16)
    base = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit { base.deallocate() }

  /// - Parameter columns: at most 100.
  mutating func beginRow(columns: Int) throws {
    if flush != nil, count >= Self.block { try send() }
    reserve(Self.fixedFields)
    put(Int16(columns))
  }

  mutating func append(int4 value: Int32?) { append(fixed: value) }
  mutating func append(int8 value: Int64?) { append(fixed: value) }
  mutating func append(float8 value: Double?) { append(fixed: value?.bitPattern) }
  mutating func append(boolean value: Bool) { append(fixed: UInt8(value ? 1 : 0)) }

  mutating func append(text value: String?) {
    guard var value else { return appendNull() }
    value.withUTF8 { append(utf8: $0) }
  }

  mutating func append(utf8 value: UnsafeBufferPointer<UInt8>?) {
    guard let value else { return appendNull() }
    reserve(value.count + Self.fixedFields)
    put(Int32(value.count))
    if let start = value.baseAddress, !value.isEmpty {
      base.advanced(by: count).copyMemory(from: start, byteCount: value.count)
      count += value.count
    }
  }

  /// A point in WGS 84, 25 bytes of PostGIS's own form: little-endian, a point with an SRID, 4326.
  mutating func append(point: Coordinate?) {
    guard let point else { return appendNull() }
    put(Int32(25))
    put(UInt8(1))
    put(little: UInt32(0x2000_0001))
    put(little: UInt32(4326))
    put(little: point.x.bitPattern)
    put(little: point.y.bitPattern)
  }

  func withBytes<E: Error>(
    _ body: (UnsafeBufferPointer<CChar>) throws(E) -> Void
  ) throws(E) {
    try body(
      UnsafeBufferPointer(
        start: UnsafePointer(base.assumingMemoryBound(to: CChar.self)), count: count))
  }

  /// Forgets the rows and keeps the room.
  mutating func removeAll() { count = 0 }

  /// Hands the rest on.
  mutating func send() throws {
    guard let flush else { return }
    try withBytes { bytes throws in try flush(bytes) }
    count = 0
  }

  private mutating func appendNull() { put(Int32(-1)) }

  private mutating func append(fixed value: (some FixedWidthInteger)?) {
    guard let value else { return appendNull() }
    put(Int32(value.bitWidth / 8))
    put(value)
  }

  /// In the network's byte order.
  private mutating func put<T: FixedWidthInteger>(_ value: T) {
    base.storeBytes(of: value.bigEndian, toByteOffset: count, as: T.self)
    count += MemoryLayout<T>.size
  }

  private mutating func put<T: FixedWidthInteger>(little value: T) {
    base.storeBytes(of: value.littleEndian, toByteOffset: count, as: T.self)
    count += MemoryLayout<T>.size
  }

  private mutating func reserve(_ bytes: Int) {
    guard count + bytes > capacity else { return }
    let larger = max(capacity * 2, count + bytes)
    let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
    new.copyMemory(from: base, byteCount: count)
    base.deallocate()
    base = new
    capacity = larger
  }
}
