/// What keeps a list of positions from being a ring, a line or a position on the ground.
public enum RingFault: Error, Sendable, Hashable {
  case tooFewPositions(found: Int, expected: Int)
  case notClosed(first: Coordinate, last: Coordinate)
  case notFinite(index: Int)

  public var description: String {
    switch self {
    case .tooFewPositions(let found, let expected):
      "it has \(found) positions, at least \(expected) are needed"
    case .notClosed(let first, let last):
      "the ring is not closed: it starts at \(first.x) \(first.y) and ends at \(last.x) \(last.y)"
    case .notFinite(let index): "position \(index + 1) is not a number"
    }
  }
}

extension RingFault: CustomStringConvertible {}

extension Geometry {
  /// The first fault of structure, or `nil`. Crossing borders are a matter of topology, not of
  /// structure: `Topology` finds those.
  ///
  /// - Complexity: O(positions).
  public var structuralFault: RingFault? {
    switch self {
    case .point(let position): position.isFinite ? nil : .notFinite(index: 0)
    case .multiPoint(let points): Self.fault(points, atLeast: 0, closed: false)
    case .lineString(let line): Self.fault(line, atLeast: 2, closed: false)
    case .multiLineString(let lines):
      lines.lazy.compactMap { Self.fault($0, atLeast: 2, closed: false) }.first
    case .polygon(let polygon): Self.fault(polygon)
    case .multiPolygon(let polygons): polygons.lazy.compactMap(Self.fault).first
    case .geometryCollection(let parts): parts.lazy.compactMap(\.structuralFault).first
    }
  }

  private static func fault(_ polygon: Polygon) -> RingFault? {
    polygon.rings.lazy.compactMap { fault($0, atLeast: 4, closed: true) }.first
  }

  private static func fault(
    _ positions: [Coordinate], atLeast minimum: Int, closed: Bool
  ) -> RingFault? {
    guard positions.count >= minimum else {
      return .tooFewPositions(found: positions.count, expected: minimum)
    }
    if let index = positions.firstIndex(where: { !$0.isFinite }) { return .notFinite(index: index) }
    if closed, let first = positions.first, let last = positions.last, first != last {
      return .notClosed(first: first, last: last)
    }
    return nil
  }
}
