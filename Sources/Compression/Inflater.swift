/// Brings compressed bytes back as they come, and refuses to unfold more than it was allowed.
public struct Inflater: ~Copyable {
  private var stream: ZStream
  private let format: DeflateFormat
  private let limit: Int
  private var made = 0
  /// In the middle of a stream, so that the end of the input would be too soon.
  private var isInside = true

  /// - Parameter limit: the most bytes that all calls together may give: the guard against a
  ///   decompression bomb.
  public init(_ format: DeflateFormat, limit: Int) throws(CompressionError) {
    stream = try ZStream(inflating: format)
    self.format = format
    self.limit = limit
  }

  /// Takes `bytes` and appends what they unfold to. A gzip file may hold several members; other
  /// bytes after the end are an error.
  public mutating func append(
    _ bytes: Span<UInt8>, into output: inout [UInt8]
  ) throws(CompressionError) {
    var taken = 0
    while taken < bytes.count {
      if !isInside {
        guard format == .gzip else { throw .corrupt("bytes follow the end of the stream") }
        stream.reset()
        isInside = true
      }
      let before = output.count
      guard
        let (used, progress) = try stream.run(
          bytes.extracting(taken...), finishing: false, room: limit - made, into: &output)
      else { throw .limitExceeded(bytes: limit) }
      made += output.count - before
      taken += used
      if case .ended = progress { isInside = false }
      if used == 0 && isInside { throw .corrupt("zlib makes no progress") }
    }
  }

  /// Says that the input has ended.
  public consuming func finish() throws(CompressionError) {
    if isInside { throw .truncated }
  }
}
