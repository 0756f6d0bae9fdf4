/// Compresses bytes as they come; what is there as a whole is the work of a `WholeDeflater`. It owns its zlib stream; the caller owns the output.
public struct Deflater: ~Copyable {
  private var stream: ZStream
  private var isFinished = false

  /// - Parameter level: 0 (stored) to 9 (smallest).
  public init(_ format: DeflateFormat, level: Int = 6) throws(CompressionError) {
    precondition((0...9).contains(level))
    stream = try ZStream(deflating: format, level: Int32(level))
  }

  /// Takes all of `bytes`; what is ready is appended to `output`.
  public mutating func append(
    _ bytes: Span<UInt8>, into output: inout [UInt8]
  ) throws(CompressionError) {
    precondition(!isFinished, "nothing follows the end of a stream")
    guard !bytes.isEmpty else { return }
    _ = try stream.run(bytes, finishing: false, room: .max, into: &output)
  }

  /// Appends what is left and closes the stream.
  public mutating func finish(into output: inout [UInt8]) throws(CompressionError) {
    guard !isFinished else { return }
    isFinished = true
    let nothing: [UInt8] = []
    _ = try stream.run(nothing.span, finishing: true, room: .max, into: &output)
  }
}
