import CZlib

/// The one door to zlib's stream: it lives where zlib can point back at it, and is freed once.
struct ZStream: ~Copyable {
  enum Direction { case deflate, inflate }
  enum Progress { case running, ended }

  private let stream: UnsafeMutablePointer<z_stream>
  private let direction: Direction
  /// What one call may write, reused.
  private var page = [UInt8](repeating: 0, count: 64 << 10)

  init(deflating format: DeflateFormat, level: Int32) throws(CompressionError) {
    direction = .deflate
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = deflateInit2_(
      stream, level, Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    // deflateInit2 returns Z_OK = 0, else a negative code and nothing to free.
    guard code == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
  }

  init(inflating format: DeflateFormat) throws(CompressionError) {
    direction = .inflate
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = inflateInit2_(
      stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    switch direction {
    case .deflate: deflateEnd(stream)
    case .inflate: inflateEnd(stream)
    }
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Begins again with the same format, for the next member of a gzip file.
  mutating func reset() {
    switch direction {
    case .deflate: deflateReset(stream)
    case .inflate: inflateReset(stream)
    }
  }

  /// Runs zlib over `bytes` until it has taken all or its stream has ended.
  ///
  /// - Parameter room: the most bytes that may be appended; `nil` comes back for more.
  /// - Returns: how many bytes were taken, and whether the stream ended.
  mutating func run(
    _ bytes: Span<UInt8>, finishing: Bool, room: Int, into output: inout [UInt8]
  ) throws(CompressionError) -> (taken: Int, progress: Progress)? {
    var taken = 0
    let start = output.count
    while true {
      // avail_in counts 32 bits, so a longer span goes in parts.
      let part = min(bytes.count - taken, 1 << 30)
      let isLastPart = taken + part == bytes.count
      let flush = finishing && isLastPart ? Z_FINISH : Z_NO_FLUSH
      let (code, used, made) = step(bytes, from: taken, count: part, flush: flush)
      taken += used
      guard made <= room - (output.count - start) else { return nil }
      output.append(contentsOf: page[..<made])
      switch code {
      case Z_STREAM_END: return (taken, .ended)
      case Z_OK, Z_BUF_ERROR:
        // Z_BUF_ERROR says that no progress was possible: all is taken and all is written.
        if made < page.count && (taken == bytes.count || used == 0) { return (taken, .running) }
      case Z_MEM_ERROR: throw .outOfMemory
      case Z_NEED_DICT: throw .corrupt("a preset dictionary is needed")
      default:
        throw .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)")
      }
    }
  }

  private mutating func step(
    _ bytes: Span<UInt8>, from start: Int, count: Int, flush: Int32
  ) -> (code: Int32, used: Int, made: Int) {
    let stream = stream
    let direction = direction
    let room = page.count
    return bytes.withUnsafeBufferPointer { input in
      page.withUnsafeMutableBufferPointer { output in
        // zlib declares its input mutable and never writes to it.
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { $0 + start })
        stream.pointee.avail_in = UInt32(count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        let code =
          switch direction {
          case .deflate: deflate(stream, flush)
          case .inflate: inflate(stream, flush)
          }
        let used = count - Int(stream.pointee.avail_in)
        let made = room - Int(stream.pointee.avail_out)
        stream.pointee.next_in = nil
        stream.pointee.next_out = nil
        return (code, used, made)
      }
    }
  }
}

/// The dress that deflated bytes wear.
public enum DeflateFormat: Sendable, Hashable {
  /// No header: what ZIP holds (RFC 1951).
  case raw
  /// RFC 1950.
  case zlib
  /// RFC 1952, without a name and without a time, so that the same bytes give the same file.
  case gzip

  var windowBits: Int32 {
    switch self {
    case .raw: -MAX_WBITS
    case .zlib: MAX_WBITS
    case .gzip: MAX_WBITS + 16
    }
  }
}

/// The checksum of ZIP and gzip (ISO 3309), continued from `checksum`.
///
/// - Complexity: O(bytes), about 1 GB/s.
public func crc32(_ bytes: Span<UInt8>, continuing checksum: UInt32 = 0) -> UInt32 {
  bytes.withUnsafeBufferPointer { UInt32(CZlib.crc32_z(UInt(checksum), $0.baseAddress, $0.count)) }
}
