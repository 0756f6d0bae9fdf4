import CDeflate

/// Compresses whole byte strings, one after the other: half the time of a `Deflater`, which takes
/// them as they come.
///
/// The same bytes at the same level give the same output, without a name and without a time.
public struct WholeDeflater: ~Copyable {
  private let compressor: OpaquePointer
  private let format: DeflateFormat
  /// Room for the output, which is as large as its bound before it is known.
  private var room: [UInt8] = []

  /// - Parameter level: 0 (stored) to 9 (smallest in a time that zlib would take).
  public init(_ format: DeflateFormat, level: Int = 6) throws(CompressionError) {
    precondition((0...9).contains(level))
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else { throw .outOfMemory }
    self.compressor = compressor
    self.format = format
  }

  deinit { libdeflate_free_compressor(compressor) }

  /// - Complexity: O(bytes), with memory of as many and a few more.
  public mutating func compress(_ bytes: Span<UInt8>) -> [UInt8] {
    let most =
      switch format {
      case .raw: libdeflate_deflate_compress_bound(compressor, bytes.count)
      case .zlib: libdeflate_zlib_compress_bound(compressor, bytes.count)
      case .gzip: libdeflate_gzip_compress_bound(compressor, bytes.count)
      }
    if room.count < most { room = [UInt8](repeating: 0, count: most) }
    let count = bytes.withUnsafeBufferPointer { input in
      room.withUnsafeMutableBufferPointer { output in
        let (from, to) = (input.baseAddress, output.baseAddress)
        return switch format {
        case .raw: libdeflate_deflate_compress(compressor, from, input.count, to, most)
        case .zlib: libdeflate_zlib_compress(compressor, from, input.count, to, most)
        case .gzip: libdeflate_gzip_compress(compressor, from, input.count, to, most)
        }
      }
    }
    // It has the room of its bound.
    precondition(count > 0, "libdeflate had less room than it asked for")
    return Array(room[..<count])
  }
}
