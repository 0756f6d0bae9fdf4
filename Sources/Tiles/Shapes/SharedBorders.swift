/// How much each position of a border matters, found once for all zooms and for all features that
/// share it.
///
/// Borders are cut into arcs where features meet: an arc lies between two features over its whole
/// length, or between one and nothing. Along an arc each position weighs what its triangle with
/// its neighbours weighs when the lighter ones are gone. Both features have the same arc and so
/// the same weights, so whatever a zoom leaves out it leaves out on both sides: no gap opens and
/// nothing overlaps. The ends of arcs always stay.
///
/// Borders are shared where features have the same positions; a corner of one that lies in the
/// middle of the other's edge parts them.
///
/// > M. Visvalingam, J.D. Whyatt. "Line generalisation by repeated elimination of points."
/// > *Cartographic Journal*, vol. 30, no. 1, 1993. doi:10.1179/000870493786962263
struct SharedBorders {
  /// The two neighbours that a position has in every ring so far.
  private struct Neighbours {
    var low: UInt64
    var high: UInt64
    var isEnd: Bool
  }

  private var around: [UInt64: Neighbours] = [:]

  /// - Complexity: O(positions · log positions).
  static func weigh(_ shapes: inout Shapes) {
    var borders = SharedBorders()
    borders.around.reserveCapacity(shapes.positions.count)
    for ring in shapes.rings { borders.meet(ring, shapes) }
    for ring in shapes.rings { borders.weigh(ring, &shapes) }
  }

  private mutating func meet(_ ring: Shapes.Ring, _ shapes: Shapes) {
    let isLine = ring.role == .line
    for index in ring.range {
      let isFirst = index == ring.range.lowerBound
      let isLast = index == ring.range.upperBound - 1
      let before = shapes.positions[isFirst ? ring.range.upperBound - 1 : index - 1].key
      let after = shapes.positions[isLast ? ring.range.lowerBound : index + 1].key
      let pair = (low: min(before, after), high: max(before, after))
      let isEnd = isLine && (isFirst || isLast)
      let key = shapes.positions[index].key
      guard let known = around[key] else {
        around[key] = Neighbours(low: pair.low, high: pair.high, isEnd: isEnd)
        continue
      }
      if isEnd || known.low != pair.low || known.high != pair.high { around[key]?.isEnd = true }
    }
  }

  private func weigh(_ ring: Shapes.Ring, _ shapes: inout Shapes) {
    let positions = Array(shapes.positions[ring.range])
    var ends = positions.indices.filter { around[positions[$0].key]?.isEnd == true }
    if ring.role == .line {
      if ends.first != 0 { ends.insert(0, at: 0) }
      if ends.last != positions.count - 1 { ends.append(positions.count - 1) }
    } else {
      // A ring that meets nothing, or at one position alone, is held by one more: the farthest.
      if ends.isEmpty, let start = positions.indices.min(by: { positions[$0] < positions[$1] }) {
        ends = [start]
      }
      if let only = ends.first, ends.count == 1 {
        ends.append(Self.farthest(from: only, in: positions))
        ends.sort()
      }
    }
    var weights = [Float](repeating: 0, count: positions.count)
    for end in ends { weights[end] = .infinity }
    var arc = ArcWeights()
    for (start, end) in zip(ends, ends.dropFirst()) {
      arc.weigh(Array(start...end), of: positions, into: &weights)
    }
    if ring.role != .line, let first = ends.first, let last = ends.last, first != last {
      arc.weigh(
        Array(last..<positions.count) + Array(0...first), of: positions, into: &weights)
    }
    for (index, weight) in zip(ring.range, weights) { shapes.weights[index] = weight }
  }

  private static func farthest(from start: Int, in positions: [WorldPosition]) -> Int {
    func distance(_ index: Int) -> Int64 {
      let x = Int64(positions[index].x) - Int64(positions[start].x)
      let y = Int64(positions[index].y) - Int64(positions[start].y)
      return x * x + y * y
    }
    var farthest = start
    for index in positions.indices {
      let (here, best) = (distance(index), distance(farthest))
      if here > best || here == best && positions[index] < positions[farthest] { farthest = index }
    }
    return farthest
  }
}

/// The weights along one arc; its storage is used again for the next.
private struct ArcWeights {
  private struct Candidate: Comparable {
    var area: UInt64
    /// Decides between equals, the same from both ends.
    var key: UInt64
    var place: Int

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.area, left.key, left.place) < (right.area, right.key, right.place)
    }
  }

  private var heap: [Candidate] = []
  private var before: [Int] = []
  private var after: [Int] = []
  private var areas: [UInt64] = []

  /// - Parameter arc: indices of positions; the first and the last keep their weight.
  mutating func weigh(
    _ arc: [Int], of positions: [WorldPosition], into weights: inout [Float]
  ) {
    guard arc.count > 2 else { return }
    before = arc.indices.map { $0 - 1 }
    after = arc.indices.map { $0 + 1 }
    areas = [UInt64](repeating: .max, count: arc.count)
    heap.removeAll(keepingCapacity: true)
    for place in 1..<(arc.count - 1) { measure(place, arc, positions) }
    var heaviest: UInt64 = 0
    while let lightest = pop() {
      // A triangle that was measured anew has another entry.
      guard areas[lightest.place] == lightest.area else { continue }
      heaviest = max(heaviest, lightest.area)
      weights[arc[lightest.place]] = Float(heaviest)
      areas[lightest.place] = .max
      let (left, right) = (before[lightest.place], after[lightest.place])
      after[left] = right
      before[right] = left
      if left > 0 { measure(left, arc, positions) }
      if right < arc.count - 1 { measure(right, arc, positions) }
    }
  }

  private mutating func measure(_ place: Int, _ arc: [Int], _ positions: [WorldPosition]) {
    let area = positions[arc[place]].doubleArea(
      positions[arc[before[place]]], positions[arc[after[place]]])
    guard areas[place] != area else { return }
    areas[place] = area
    push(Candidate(area: area, key: positions[arc[place]].key, place: place))
  }

  private mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child] < heap[least] { least = child }
      }
      if least == parent { return top }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}

extension WorldPosition: Comparable {
  public static func < (left: WorldPosition, right: WorldPosition) -> Bool {
    left.key < right.key
  }

  /// Twice the area of the triangle with two others.
  fileprivate func doubleArea(_ left: WorldPosition, _ right: WorldPosition) -> UInt64 {
    let (lx, ly) = (Int64(left.x) - Int64(x), Int64(left.y) - Int64(y))
    let (rx, ry) = (Int64(right.x) - Int64(x), Int64(right.y) - Int64(y))
    return (lx * ry - rx * ly).magnitude
  }
}
