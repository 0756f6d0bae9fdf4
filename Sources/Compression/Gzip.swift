/// Whole byte strings, compressed and brought back in one call.
public enum Gzip {
  /// A gzip file without name and time: the same bytes give the same file.
  public static func compress(_ bytes: Span<UInt8>, level: Int = 6) throws(CompressionError)
    -> [UInt8]
  {
    try Deflate.compress(bytes, as: .gzip, level: level)
  }

  /// - Parameter limit: the most bytes that may come out.
  public static func decompress(_ bytes: Span<UInt8>, limit: Int) throws(CompressionError)
    -> [UInt8]
  {
    try Deflate.decompress(bytes, as: .gzip, limit: limit)
  }
}

/// As `Gzip`, for every dress.
public enum Deflate {
  public static func compress(
    _ bytes: Span<UInt8>, as format: DeflateFormat = .raw, level: Int = 6
  ) throws(CompressionError) -> [UInt8] {
    var deflater = try WholeDeflater(format, level: level)
    return deflater.compress(bytes)
  }

  public static func decompress(
    _ bytes: Span<UInt8>, as format: DeflateFormat = .raw, limit: Int
  ) throws(CompressionError) -> [UInt8] {
    var output: [UInt8] = []
    var inflater = try Inflater(format, limit: limit)
    try inflater.append(bytes, into: &output)
    try inflater.finish()
    return output
  }
}
