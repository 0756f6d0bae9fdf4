public import SimpleFeatures

/// Why coordinates cannot be moved from one system to another.
public enum ProjectionError: Error, Equatable, Sendable {
  /// The registry does not know the code.
  case unknownSystem(CRS)
  /// A vertical, geocentric or other system in which no flat map is drawn.
  case notHorizontal(CRS)
  /// PROJ has no operation between the two; the message is its own.
  case noOperation(from: CRS, to: CRS, message: String)
  /// Positions without an image in the target system.
  case outsideDomain(positions: Int, first: Coordinate)
  case outOfMemory
}

extension ProjectionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownSystem(let crs): "\(crs.identifier) is not a known coordinate system"
    case .notHorizontal(let crs): "\(crs.identifier) is not a geographic or projected system"
    case .noOperation(let source, let target, let message):
      "no way from \(source.identifier) to \(target.identifier): \(message)"
    case .outsideDomain(let count, let first):
      "\(count) positions cannot be transformed, the first is \(first.x) \(first.y)"
    case .outOfMemory: "PROJ found no memory"
    }
  }
}
