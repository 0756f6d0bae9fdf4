public import SimpleFeatures

/// Why a question about shapes has no answer.
public enum TopologyError: Error, Equatable, Sendable {
  case outOfMemory
  /// GEOS refused; the message is its own.
  case geos(operation: String, message: String)
  /// A list of positions is not a line or ring. `item` is the index in the list that was given,
  /// `nil` where one geometry was.
  case structure(RingFault, item: Int?)
  /// A coordinate whose size leaves no room for exact arithmetic.
  case beyondArithmetic(item: Int)
}

extension TopologyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfMemory: "GEOS found no memory"
    case .geos(let operation, let message):
      message.isEmpty ? "\(operation) failed without a message" : "\(operation): \(message)"
    case .structure(let fault, let item):
      item.map { "geometry \($0 + 1): \(fault)" } ?? "\(fault)"
    case .beyondArithmetic(let item): "geometry \(item + 1): a coordinate beyond 1e100"
    }
  }
}
