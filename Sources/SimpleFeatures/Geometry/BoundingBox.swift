/// The smallest rectangle, sides parallel to the axes, that holds some positions.
///
/// It always holds something: there is no empty box, so a question about "the box of nothing"
/// answers `nil` where it is asked.
public struct BoundingBox: Sendable, Hashable {
  public var minX: Double
  public var minY: Double
  public var maxX: Double
  public var maxY: Double

  public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    precondition(minX <= maxX && minY <= maxY, "a box has its corners in order")
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  public init(_ position: Coordinate) {
    self.init(minX: position.x, minY: position.y, maxX: position.x, maxY: position.y)
  }

  /// The box of the finite positions; `nil` when there are none.
  ///
  /// - Complexity: O(positions).
  @inlinable public init?(_ positions: some Sequence<Coordinate>) {
    var (west, south) = (Double.infinity, Double.infinity)
    var (east, north) = (-Double.infinity, -Double.infinity)
    for position in positions where position.x.isFinite && position.y.isFinite {
      (west, south) = (min(west, position.x), min(south, position.y))
      (east, north) = (max(east, position.x), max(north, position.y))
    }
    guard west <= east else { return nil }
    self.init(minX: west, minY: south, maxX: east, maxY: north)
  }

  public var width: Double { maxX - minX }
  public var height: Double { maxY - minY }
  public var centre: Coordinate { Coordinate(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

  /// Borders included.
  public func contains(_ position: Coordinate) -> Bool {
    position.x >= minX && position.x <= maxX && position.y >= minY && position.y <= maxY
  }

  /// Touching boxes intersect.
  public func intersects(_ other: BoundingBox) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }

  public func union(_ other: BoundingBox) -> BoundingBox {
    BoundingBox(
      minX: min(minX, other.minX), minY: min(minY, other.minY),
      maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
  }

  /// The box with each side moved outwards, in the unit of the coordinates.
  public func expanded(by margin: Double) -> BoundingBox {
    precondition(margin >= 0)
    return BoundingBox(
      minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }
}
