/// The few forms of Protocol Buffers that a tile needs.
///
/// > Google. *Protocol Buffers: Encoding.* protobuf.dev/programming-guides/encoding
enum ProtocolBuffer {
  @inline(__always)
  static func append(varint value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A message, a text or packed numbers, with their length before them.
  static func append(field: UInt64, _ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
    append(varint: field << 3 | 2, to: &bytes)
    append(varint: UInt64(content.count), to: &bytes)
    bytes.append(contentsOf: content)
  }

  static func append(field: UInt64, varint value: UInt64, to bytes: inout [UInt8]) {
    append(varint: field << 3, to: &bytes)
    append(varint: value, to: &bytes)
  }

  /// A signed number with its sign in the last bit.
  static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }
}
