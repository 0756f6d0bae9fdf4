/// Bytes that may be asked for at any place, as a container with its directory at the end needs:
/// a file, or an array. This room never opens a path.
public struct RandomAccessBytes: Sendable {
  public let count: Int
  private let read: @Sendable (Int, UnsafeMutableRawBufferPointer) throws -> Int

  /// - Parameter read: fills the front of the buffer with what lies from an offset on, and answers
  ///   how many bytes it wrote; 0 says that nothing lies there.
  public init(
    count: Int, _ read: @escaping @Sendable (Int, UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    precondition(count >= 0)
    self.count = count
    self.read = read
  }

  public init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { offset, buffer in
      let count = min(buffer.count, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<offset + count])
      return count
    }
  }

  /// Appends the bytes of a range, which must lie within.
  func append(_ range: Range<Int>, to bytes: inout [UInt8]) throws(FormatError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let first = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    var filled = 0
    while filled < range.count {
      let added: Int
      do {
        added = try bytes.withUnsafeMutableBytes { buffer in
          let free = UnsafeMutableRawBufferPointer(rebasing: buffer[(first + filled)...])
          let added = try read(range.lowerBound + filled, free)
          guard (0...free.count).contains(added) else {
            throw FormatError(
              .transfer, "the source answered \(added) for \(free.count) bytes")
          }
          return added
        }
      } catch let error as FormatError {
        throw error
      } catch {
        throw FormatError(.transfer, "the input could not be read", cause: error)
      }
      guard added > 0 else {
        throw FormatError(.truncated, "the file became shorter while it was read")
      }
      filled += added
    }
  }

  func bytes(_ range: Range<Int>) throws(FormatError) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(range, to: &bytes)
    return bytes
  }
}
