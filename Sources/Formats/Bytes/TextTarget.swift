/// What texts are appended to: what a writer fills between two calls of its sink, or an array where
/// little is written.
protocol TextTarget: ~Copyable {
  mutating func append(_ byte: UInt8)
  mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>)
}

/// Text that is laid out to its end and then goes on as a whole.
typealias TextPage = GrowingMemory<UInt8>

extension GrowingMemory: TextTarget where Element == UInt8 {}

extension [UInt8]: TextTarget {}

extension TextTarget where Self: ~Copyable {
  @inline(__always) mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }
}
