import SimpleFeatures

/// One closed ring, ready to be asked many times whether it holds a position.
///
/// Edges lie in runs with the box of each, so that a question passes over most of a long coast.
struct RingIndex {
  enum Place: Equatable { case inside, outside, border }

  let ring: [Coordinate]
  let box: BoundingBox
  /// The boxes of 64 edges each.
  private let runs: [BoundingBox]
  private static let run = 64

  /// `nil` for a ring without positions.
  init?(_ ring: [Coordinate]) {
    guard let box = BoundingBox(ring) else { return nil }
    self.ring = ring
    self.box = box
    runs = stride(from: 0, to: max(ring.count - 1, 1), by: Self.run).compactMap {
      BoundingBox(ring[$0..<min($0 + Self.run + 1, ring.count)])
    }
  }

  /// Exact.
  ///
  /// - Complexity: O(positions / 64 + edges of the runs beside the position).
  func place(of position: Coordinate) -> Place {
    guard box.contains(position) else { return .outside }
    var isInside = false
    for (number, box) in runs.enumerated() {
      // The ray goes to the east.
      guard box.minY <= position.y, box.maxY >= position.y, box.maxX >= position.x else { continue }
      let first = number * Self.run
      for index in first..<min(first + Self.run, ring.count - 1) {
        let (from, to) = (ring[index], ring[index + 1])
        let isAcross = (from.y > position.y) != (to.y > position.y)
        guard isAcross || Self.touches(from, to, position) else { continue }
        let side = Orientation.sign(from, to, position)
        if side == 0, Self.isBetween(from, to, position) { return .border }
        if isAcross, side == (to.y > from.y ? 1 : -1) { isInside.toggle() }
      }
    }
    return isInside ? .inside : .outside
  }

  /// Whether the other ring lies within this one. Rings may touch; a ring does not hold its equal.
  ///
  /// The first position of the other that is not on the border decides; where all are, an edge
  /// that does not run along the border does, by its middle.
  func holds(_ other: RingIndex) -> Bool {
    guard box.minX <= other.box.minX, box.minY <= other.box.minY, box.maxX >= other.box.maxX,
      box.maxY >= other.box.maxY
    else { return false }
    for position in other.ring {
      switch place(of: position) {
      case .inside: return true
      case .outside: return false
      case .border: continue
      }
    }
    for index in 1..<max(other.ring.count, 1) {
      let (from, to) = (other.ring[index - 1], other.ring[index])
      guard from != to, !runsAlong(from, to) else { continue }
      let middle = Coordinate(x: from.x / 2 + to.x / 2, y: from.y / 2 + to.y / 2)
      switch place(of: middle) {
      case .inside: return true
      case .outside: return false
      case .border: continue
      }
    }
    return false
  }

  private func runsAlong(_ from: Coordinate, _ to: Coordinate) -> Bool {
    for (number, box) in runs.enumerated() where box.contains(from) && box.contains(to) {
      let first = number * Self.run
      for index in first..<min(first + Self.run, ring.count - 1) {
        let (a, b) = (ring[index], ring[index + 1])
        if Self.isBetween(a, b, from), Self.isBetween(a, b, to),
          Orientation.sign(a, b, from) == 0, Orientation.sign(a, b, to) == 0
        {
          return true
        }
      }
    }
    return false
  }

  private static func touches(_ from: Coordinate, _ to: Coordinate, _ at: Coordinate) -> Bool {
    min(from.y, to.y) <= at.y && max(from.y, to.y) >= at.y && isBetween(from, to, at)
  }

  private static func isBetween(_ from: Coordinate, _ to: Coordinate, _ at: Coordinate) -> Bool {
    min(from.x, to.x) <= at.x && max(from.x, to.x) >= at.x && min(from.y, to.y) <= at.y
      && max(from.y, to.y) >= at.y
  }
}
