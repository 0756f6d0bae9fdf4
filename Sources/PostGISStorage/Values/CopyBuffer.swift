import SimpleFeatures

/// Rows in the binary form of `COPY … FROM STDIN` (PostgreSQL's manual, “COPY”, “Binary Format”),
/// sent on in blocks.
struct CopyBuffer {
  struct Broken: Error {}

  var flush: (UnsafeBufferPointer<CChar>) -> Bool = { _ in false }
  private var bytes: [UInt8] = []
  private static let block = 1 << 18

  init() {
    bytes.reserveCapacity(Self.block + 4096)
    bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    NetworkOrder.append(Int32(0), to: &bytes)
    NetworkOrder.append(Int32(0), to: &bytes)
  }

  mutating func beginRow(columns: Int) throws {
    if bytes.count >= Self.block { try send() }
    NetworkOrder.append(Int16(columns), to: &bytes)
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
    NetworkOrder.append(Int32(value.count), to: &bytes)
    bytes.append(contentsOf: value)
  }

  /// A point in WGS 84, 25 bytes of PostGIS's own form.
  mutating func append(point: Coordinate?) {
    guard let point else { return appendNull() }
    NetworkOrder.append(Int32(25), to: &bytes)
    bytes.append(contentsOf: Self.pointHead)
    for number in [point.x, point.y] {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }

  /// Little-endian; a point with an SRID; 4326.
  private static let pointHead: [UInt8] = [1, 1, 0, 0, 0x20, 0xE6, 0x10, 0, 0]

  mutating func finish() throws {
    NetworkOrder.append(Int16(-1), to: &bytes)
    try send()
  }

  private mutating func appendNull() { NetworkOrder.append(Int32(-1), to: &bytes) }

  private mutating func append(fixed value: (some FixedWidthInteger)?) {
    guard let value else { return appendNull() }
    NetworkOrder.append(Int32(value.bitWidth / 8), to: &bytes)
    NetworkOrder.append(value, to: &bytes)
  }

  private mutating func send() throws {
    let isSent = bytes.withUnsafeBytes { flush($0.bindMemory(to: CChar.self)) }
    bytes.removeAll(keepingCapacity: true)
    guard isSent else { throw Broken() }
  }
}
