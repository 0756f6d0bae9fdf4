/// The rings and lines of one feature at one zoom, whole or cut to a tile; the storage is used
/// again for the next.
struct TileOutline {
  struct Part {
    var range: Range<Int>
    var role: Shapes.Role
  }

  private(set) var points: [SIMD2<Int32>] = []
  private(set) var parts: [Part] = []
  private var start = 0

  var isEmpty: Bool { parts.isEmpty }

  /// - Complexity: O(points).
  var box: (low: SIMD2<Int32>, high: SIMD2<Int32>)? {
    guard var low = points.first else { return nil }
    var high = low
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    return (low, high)
  }

  mutating func removeAll() {
    points.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    start = 0
  }

  /// A point that stands twice in a row is one.
  mutating func add(_ point: SIMD2<Int32>) {
    if points.count > start, points[points.count - 1] == point { return }
    points.append(point)
  }

  /// Ends the ring or line whose points were added; what has no area or no length is dropped, and
  /// the holes of a dropped ring with it.
  mutating func close(as role: Shapes.Role, isAfterDropped: inout Bool) {
    if role != .line {
      while points.count > start + 1, points[points.count - 1] == points[start] {
        points.removeLast()
      }
    }
    let count = points.count - start
    let isKept =
      switch role {
      case .line: count > 1
      case .exterior: count > 2 && Self.doubleArea(points[start...]) != 0
      case .hole: !isAfterDropped && count > 2 && Self.doubleArea(points[start...]) != 0
      }
    if role == .exterior { isAfterDropped = !isKept }
    if isKept {
      parts.append(Part(range: start..<points.count, role: role))
    } else {
      points.removeSubrange(start...)
    }
    start = points.count
  }

  /// In square steps; holes count against it.
  var doubleArea: Int64 {
    parts.reduce(0) { sum, part in
      let size = Int64(Self.doubleArea(points[part.range]).magnitude)
      return switch part.role {
      case .exterior: sum + size
      case .hole: sum - size
      case .line: sum
      }
    }
  }

  static func doubleArea(_ ring: ArraySlice<SIMD2<Int32>>) -> Int64 {
    guard let first = ring.first, var last = ring.last else { return 0 }
    var sum: Int64 = 0
    for point in ring {
      let (ax, ay) = (Int64(last.x) - Int64(first.x), Int64(last.y) - Int64(first.y))
      let (bx, by) = (Int64(point.x) - Int64(first.x), Int64(point.y) - Int64(first.y))
      sum &+= ax &* by &- bx &* ay
      last = point
    }
    return sum
  }

  /// Draws it in a tile; outer rings turn one way and holes the other.
  func draw(at origin: SIMD2<Int32>, with geometry: inout TileGeometry) {
    geometry.begin()
    for part in parts {
      let points = self.points[part.range]
      switch part.role {
      case .line: geometry.line(points, origin: origin)
      case .exterior:
        geometry.ring(points, origin: origin, isReversed: Self.doubleArea(points) < 0)
      case .hole:
        geometry.ring(points, origin: origin, isReversed: Self.doubleArea(points) > 0)
      }
    }
  }
}

/// Cuts outlines along the sides of a tile.
///
/// An edge that crosses a side is cut at the same point whichever way it runs, so the two features
/// beside it still share what is left.
///
/// > I.E. Sutherland, G.W. Hodgman. "Reentrant polygon clipping." *Communications of the ACM*,
/// > vol. 17, no. 1, 1974. doi:10.1145/360767.360802
struct TileClip {
  enum Axis: Int {
    case x, y
  }

  private var first: [SIMD2<Int32>] = []
  private var second: [SIMD2<Int32>] = []

  /// - Parameter range: what is left of the axis, ends included.
  mutating func cut(
    _ outline: TileOutline, _ axis: Axis, to range: ClosedRange<Int32>,
    into result: inout TileOutline
  ) {
    result.removeAll()
    var isAfterDropped = false
    for part in outline.parts {
      let points = outline.points[part.range]
      if part.role == .line {
        cutLine(points, axis.rawValue, range, into: &result)
      } else {
        cutRing(points, axis.rawValue, range)
        for point in first { result.add(point) }
        result.close(as: part.role, isAfterDropped: &isAfterDropped)
      }
    }
  }

  /// Leaves the answer in `first`.
  private mutating func cutRing(
    _ ring: ArraySlice<SIMD2<Int32>>, _ axis: Int, _ range: ClosedRange<Int32>
  ) {
    first.removeAll(keepingCapacity: true)
    first.append(contentsOf: ring)
    for (side, isLower) in [(range.lowerBound, true), (range.upperBound, false)] {
      guard let end = first.last,
        first.contains(where: { isLower ? $0[axis] < side : $0[axis] > side })
      else { continue }
      second.removeAll(keepingCapacity: true)
      var last = end
      for point in first {
        let lastIsIn = isLower ? last[axis] >= side : last[axis] <= side
        let isIn = isLower ? point[axis] >= side : point[axis] <= side
        if lastIsIn != isIn { second.append(Self.crossing(last, point, axis, side)) }
        if isIn { second.append(point) }
        last = point
      }
      swap(&first, &second)
    }
  }

  private func cutLine(
    _ line: ArraySlice<SIMD2<Int32>>, _ axis: Int, _ range: ClosedRange<Int32>,
    into result: inout TileOutline
  ) {
    var ignored = false
    guard var last = line.first else { return }
    if range.contains(last[axis]) { result.add(last) }
    for point in line.dropFirst() {
      let rises = point[axis] > last[axis]
      // The side that the edge comes in over, then the one that it leaves over.
      for side in rises
        ? [range.lowerBound, range.upperBound] : [range.upperBound, range.lowerBound]
      where min(last[axis], point[axis]) < side && side < max(last[axis], point[axis]) {
        result.add(Self.crossing(last, point, axis, side))
        let leaves = (side == range.upperBound) == rises
        if leaves { result.close(as: .line, isAfterDropped: &ignored) }
      }
      if range.contains(point[axis]) { result.add(point) }
      last = point
    }
    result.close(as: .line, isAfterDropped: &ignored)
  }

  private static func crossing(
    _ one: SIMD2<Int32>, _ other: SIMD2<Int32>, _ axis: Int, _ side: Int32
  ) -> SIMD2<Int32> {
    // From the same end whichever way the edge runs.
    let isOrdered = (one.x, one.y) < (other.x, other.y)
    let (from, to) = isOrdered ? (one, other) : (other, one)
    let across = 1 - axis
    let run = Int64(to[axis]) - Int64(from[axis])
    let rise = Int64(to[across]) - Int64(from[across])
    let share = Double(Int64(side) - Int64(from[axis])) / Double(run)
    var point = SIMD2<Int32>(repeating: side)
    point[across] = Int32((Double(from[across]) + share * Double(rise)).rounded())
    return point
  }
}
