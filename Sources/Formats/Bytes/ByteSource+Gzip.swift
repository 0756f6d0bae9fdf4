import Compression

extension ByteSource {
  /// The same bytes; those of a gzip file, which its first two tell, as they were before.
  public func decompressed() -> ByteSource {
    let source = self
    let state = Unfolding()
    return ByteSource { buffer in
      if !state.hasBegun { try state.begin(source) }
      return try state.read(source, into: buffer)
    }
  }
}

/// Bytes on their way out of a gzip file, or as they are.
private final class Unfolding {
  private(set) var hasBegun = false
  private var inflater: InflaterBox?
  private var ready: [UInt8] = []
  private var given = 0
  private var isAtEnd = false

  /// A table of 10 million rows has two gigabytes.
  private static let limit = 1 << 40

  private final class InflaterBox {
    private var inflater: Inflater?
    init() throws { inflater = try Inflater(.gzip, limit: Unfolding.limit) }
    func append(_ bytes: [UInt8], into output: inout [UInt8]) throws {
      let span = bytes.span
      try inflater?.append(span, into: &output)
    }
    func finish() throws { try inflater.take()?.finish() }
  }

  func begin(_ source: ByteSource) throws {
    hasBegun = true
    while ready.count < 2 {
      let more = try Self.block(source)
      guard !more.isEmpty else { break }
      ready += more
    }
    guard ready.starts(with: [0x1F, 0x8B]) else { return }
    let box = try InflaterBox()
    inflater = box
    let folded = ready
    ready = []
    try unfold(folded, box)
  }

  func read(_ source: ByteSource, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while given == ready.count {
      guard let inflater else { return try source.fill(buffer) }
      guard !isAtEnd else { return 0 }
      ready.removeAll(keepingCapacity: true)
      given = 0
      let block = try Self.block(source)
      if block.isEmpty {
        isAtEnd = true
        do {
          try inflater.finish()
        } catch {
          throw FormatError(.truncated, "the gzip file is cut off", cause: error)
        }
      } else {
        try unfold(block, inflater)
      }
    }
    let count = min(buffer.count, ready.count - given)
    buffer.copyBytes(from: ready[given..<given + count])
    given += count
    return count
  }

  private func unfold(_ block: [UInt8], _ inflater: InflaterBox) throws {
    do {
      try inflater.append(block, into: &ready)
    } catch {
      throw FormatError(.syntax, "the gzip file is damaged", cause: error)
    }
  }

  private static func block(_ source: ByteSource) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: 1 << 17) { buffer, count in
      count = try source.fill(UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
