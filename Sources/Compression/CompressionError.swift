/// Why bytes could not be compressed or brought back.
public enum CompressionError: Error, Sendable, Hashable {
  /// The bytes are not what the format says; zlib's own words.
  case corrupt(String)
  /// The bytes end before the stream does.
  case truncated
  /// The stream would unfold to more than the caller allows.
  case limitExceeded(bytes: Int)
  case outOfMemory
}

extension CompressionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .corrupt(let message): "the compressed bytes are broken: \(message)"
    case .truncated: "the compressed bytes end too soon"
    case .limitExceeded(let bytes): "the compressed bytes unfold to more than \(bytes) bytes"
    case .outOfMemory: "no memory is left for the compression"
    }
  }
}
