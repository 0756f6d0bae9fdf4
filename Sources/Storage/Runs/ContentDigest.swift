import Crypto

/// SHA-256 over values, each preceded by its length, so that no two lists of values run together.
public struct ContentDigest {
  private var hash = SHA256()

  public init() {}

  public mutating func update(_ text: String) { update(bytes: Array(text.utf8)) }

  public mutating func update(bytes: [UInt8]) {
    updateLength(bytes.count)
    hash.update(data: bytes)
  }

  public mutating func update(_ column: [Double]) {
    updateLength(column.count)
    column.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  public mutating func update(_ column: [Int32]) {
    updateLength(column.count)
    column.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  /// A piece of one long value, without its length: the pieces of a file run together.
  public mutating func updateStream(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  /// 64 digits.
  public func hexadecimal() -> String {
    hash.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  private mutating func updateLength(_ length: Int) {
    withUnsafeBytes(of: UInt64(length).littleEndian) { hash.update(bufferPointer: $0) }
  }
}
