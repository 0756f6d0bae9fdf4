import SimpleFeatures

/// A piece of a border: two positions, the lower one first, the western one first when level.
/// Neighbours that share it hold the same numbers in the same order.
struct Segment: Sendable, Equatable {
  var ax: Double
  var ay: Double
  var bx: Double
  var by: Double

  /// As given, in the direction of the line.
  init(_ a: Coordinate, _ b: Coordinate) {
    (ax, ay, bx, by) = (a.x, a.y, b.x, b.y)
  }

  init(canonical a: Coordinate, _ b: Coordinate) {
    let isUpward = a.y < b.y || (a.y == b.y && a.x <= b.x)
    self = isUpward ? Segment(a, b) : Segment(b, a)
  }

  var minX: Double { min(ax, bx) }
  var maxX: Double { max(ax, bx) }
  var minY: Double { min(ay, by) }
  var maxY: Double { max(ay, by) }
  var length: Double { ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).squareRoot() }

  /// Where on the segment the position lies nearest, from 0 to 1, and how far away squared.
  @inline(__always)
  func nearest(
    to position: Coordinate, xScale: Double = 1
  ) -> (share: Double, squaredDistance: Double) {
    let dx = (bx - ax) * xScale
    let dy = by - ay
    let px = (position.x - ax) * xScale
    let py = position.y - ay
    let square = dx * dx + dy * dy
    let share = square > 0 ? max(0, min(1, (px * dx + py * dy) / square)) : 0
    let ex = px - share * dx
    let ey = py - share * dy
    return (share, ex * ex + ey * ey)
  }

  /// The position lies on the segment, decided exactly.
  func holds(_ x: Double, _ y: Double) -> Bool {
    x >= minX && x <= maxX && y >= ay && y <= by
      && Orientation.sign(ax, ay, bx, by, x, y) == 0
  }

  /// Squared planar distance between two segments; 0 where they cross.
  func squaredDistance(to other: Segment) -> Double {
    if crosses(other) { return 0 }
    return min(
      min(
        nearest(to: Coordinate(x: other.ax, y: other.ay)).squaredDistance,
        nearest(to: Coordinate(x: other.bx, y: other.by)).squaredDistance),
      min(
        other.nearest(to: Coordinate(x: ax, y: ay)).squaredDistance,
        other.nearest(to: Coordinate(x: bx, y: by)).squaredDistance))
  }

  /// Each has its ends on both sides of the other.
  private func crosses(_ other: Segment) -> Bool {
    let a = Orientation.sign(ax, ay, bx, by, other.ax, other.ay)
    let b = Orientation.sign(ax, ay, bx, by, other.bx, other.by)
    guard (a > 0) != (b > 0) else { return false }
    let c = Orientation.sign(other.ax, other.ay, other.bx, other.by, ax, ay)
    let d = Orientation.sign(other.ax, other.ay, other.bx, other.by, bx, by)
    return (c > 0) != (d > 0)
  }
}
