/// Where bytes come from: a file, a socket, an array. This room never opens a path.
public struct ByteSource {
  let read: (UnsafeMutableRawBufferPointer) throws -> Int

  /// - Parameter read: fills the front of the buffer and answers how many bytes it wrote; 0 says
  ///   that there are no more.
  public init(_ read: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.read = read
  }

  /// Bytes in memory, given in chunks.
  public init(_ bytes: [UInt8], chunk: Int = .max) {
    precondition(chunk > 0)
    var offset = 0
    self.init { buffer in
      let count = min(buffer.count, bytes.count - offset, chunk)
      buffer.copyBytes(from: bytes[offset..<offset + count])
      offset += count
      return count
    }
  }

  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// Asks for some bytes: at the front of the buffer, 0 when there are no more.
  public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    guard buffer.count > 0 else { return 0 }
    do {
      let count = try read(buffer)
      guard (0...buffer.count).contains(count) else {
        throw FormatError(.transfer, "the source answered \(count) for \(buffer.count) bytes")
      }
      return count
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(.transfer, "the input could not be read", cause: error)
    }
  }
}

/// Where bytes go. A writer hands over whole pages and what is left at its end.
public struct ByteSink {
  private let write: (Span<UInt8>) throws -> Void

  public init(_ write: @escaping (Span<UInt8>) throws -> Void) { self.write = write }

  /// Hands on bytes as they are.
  public func put(_ bytes: Span<UInt8>) throws { try write(bytes) }

  func put(_ bytes: [UInt8]) throws(FormatError) { try hand(bytes.span) }

  func hand(_ page: borrowing TextPage) throws(FormatError) {
    try page.withSpan(0..<page.count) { bytes throws(FormatError) in try hand(bytes) }
  }

  private func hand(_ bytes: Span<UInt8>) throws(FormatError) {
    do {
      try write(bytes)
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(.transfer, "the output could not be written", cause: error)
    }
  }
}
