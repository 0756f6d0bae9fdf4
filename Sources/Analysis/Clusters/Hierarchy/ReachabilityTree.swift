/// A k-d tree that answers for the core distances of points and for the minimum spanning tree of
/// their mutual reachability: the larger of a pair's distance and of both core distances.
///
/// The spanning tree is Borůvka's: in each round every component takes its shortest edge out. What
/// a point found stays its shortest as long as the other end is in another component; and what it
/// once found is a lower bound for ever, so that in most rounds few points are asked again.
///
/// > W.B. March, P. Ram, A.G. Gray. "Fast Euclidean Minimum Spanning Tree." *KDD*, 2010.
/// > doi:10.1145/1835804.1835882
struct ReachabilityTree: ~Copyable {
  private static let leafSize = 12

  private struct Node {
    var low: SIMD2<Double>
    var high: SIMD2<Double>
    var start: Int32
    var end: Int32
    /// The second half; the first follows at once. −1 for a leaf.
    var second: Int32
    /// The least square of a core distance of its points.
    var core: Double
    /// The component that all of its points are in; −1 if they are in several.
    var component: Int32
  }

  struct Edge {
    /// Positions in the input.
    var first: Int32
    var second: Int32
    /// The mutual reachability, in metres.
    var length: Double
  }

  private let count: Int
  private let parallel: Parallel
  private let points: Scratch<SIMD2<Double>>
  /// The position in the input of each point.
  private let position: Scratch<Int32>
  private let nodes: Scratch<Node>
  private let nodeCount: Int
  /// Squares of core distances.
  private let core: Scratch<Double>

  init(x: Span<Double>, y: Span<Double>, parallel: Parallel) {
    count = x.count
    self.parallel = parallel
    points = Scratch(count)
    position = Scratch(count)
    core = Scratch(repeating: 0, count: count)
    for point in 0..<count {
      points[point] = SIMD2(x[point], y[point])
      position[point] = Int32(truncatingIfNeeded: point)
    }
    nodes = Scratch(max(1, 4 * (count / Self.leafSize + 1)))
    var next = 0
    if count > 0 { Self.build(0..<count, points, position, nodes, &next) }
    nodeCount = next
  }

  private static func build(
    _ range: Range<Int>, _ points: borrowing Scratch<SIMD2<Double>>,
    _ position: borrowing Scratch<Int32>, _ nodes: borrowing Scratch<Node>, _ next: inout Int
  ) {
    var low = points[range.lowerBound]
    var high = low
    for point in range {
      low = pointwiseMin(low, points[point])
      high = pointwiseMax(high, points[point])
    }
    let own = next
    next += 1
    var node = Node(
      low: low, high: high, start: Int32(range.lowerBound), end: Int32(range.upperBound),
      second: -1, core: 0, component: -1)
    if range.count > leafSize {
      let middle = (range.lowerBound + range.upperBound) / 2
      let axis = high.x - low.x >= high.y - low.y ? 0 : 1
      select(middle, range, axis, points, position)
      build(range.lowerBound..<middle, points, position, nodes, &next)
      node.second = Int32(next)
      build(middle..<range.upperBound, points, position, nodes, &next)
    }
    nodes[own] = node
  }

  /// Puts the point of a rank in its place, no larger ones before it, no smaller ones after.
  private static func select(
    _ rank: Int, _ range: Range<Int>, _ axis: Int, _ points: borrowing Scratch<SIMD2<Double>>,
    _ position: borrowing Scratch<Int32>
  ) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    func swap(_ a: Int, _ b: Int) {
      (points.base[a], points.base[b]) = (points.base[b], points.base[a])
      (position.base[a], position.base[b]) = (position.base[b], position.base[a])
    }
    while low < high {
      let middle = (low + high) / 2
      if points[middle][axis] < points[low][axis] { swap(middle, low) }
      if points[high][axis] < points[low][axis] { swap(high, low) }
      if points[high][axis] < points[middle][axis] { swap(high, middle) }
      let pivot = points[middle][axis]
      var up = low
      var down = high
      while up <= down {
        while points[up][axis] < pivot { up += 1 }
        while points[down][axis] > pivot { down -= 1 }
        if up <= down {
          swap(up, down)
          up += 1
          down -= 1
        }
      }
      if rank <= down {
        high = down
      } else if rank >= up {
        low = up
      } else {
        return
      }
    }
  }

  @inline(__always)
  private func square(to node: Int, _ point: SIMD2<Double>) -> Double {
    let away = pointwiseMax(
      pointwiseMax(nodes.base[node].low - point, point - nodes.base[node].high), .zero)
    return away.x * away.x + away.y * away.y
  }

  // MARK: Core distances

  /// Finds the distance of each point to its `rank`th nearest, itself the first.
  func findCores(rank: Int, isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    let parts = min(count, 64)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let nearest = Scratch<Double>(rank)
      let stack = Scratch<(node: Int32, square: Double)>(128)
      for point in Parallel.slice(part, of: parts, count: count) {
        core[point] = nthSquare(rank, points[point], nearest, stack)
      }
    }
    // Children come after their parents.
    for node in (0..<nodeCount).reversed() {
      let second = Int(nodes[node].second)
      if second >= 0 {
        nodes.base[node].core = min(nodes[node + 1].core, nodes[second].core)
      } else {
        var least = Double.infinity
        for point in Int(nodes[node].start)..<Int(nodes[node].end) {
          least = min(least, core[point])
        }
        nodes.base[node].core = least
      }
    }
  }

  private func nthSquare(
    _ rank: Int, _ point: SIMD2<Double>, _ nearest: borrowing Scratch<Double>,
    _ stack: borrowing Scratch<(node: Int32, square: Double)>
  ) -> Double {
    nearest.base.update(repeating: .infinity, count: rank)
    let last = rank - 1
    var depth = 1
    stack[0] = (0, 0)
    while depth > 0 {
      depth &-= 1
      let (number, bound) = stack[depth]
      if bound >= nearest[last] { continue }
      var node = Int(number)
      while nodes.base[node].second >= 0 {
        let first = node &+ 1
        let second = Int(nodes.base[node].second)
        let toFirst = square(to: first, point)
        let toSecond = square(to: second, point)
        if toFirst <= toSecond {
          if toSecond < nearest[last] {
            stack[depth] = (Int32(truncatingIfNeeded: second), toSecond)
            depth &+= 1
          }
          node = first
        } else {
          if toFirst < nearest[last] {
            stack[depth] = (Int32(truncatingIfNeeded: first), toFirst)
            depth &+= 1
          }
          node = second
        }
      }
      for other in Int(nodes.base[node].start)..<Int(nodes.base[node].end) {
        let away = points[other] - point
        let square = away.x * away.x + away.y * away.y
        if square < nearest[last] {
          var slot = last
          while slot > 0 && nearest[slot &- 1] > square {
            nearest[slot] = nearest[slot &- 1]
            slot &-= 1
          }
          nearest[slot] = square
        }
      }
    }
    return nearest[last]
  }

  // MARK: The spanning tree

  /// The edges of the minimum spanning tree, in no order that means anything.
  func spanningTree(isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> [Edge] {
    var edges: [Edge] = []
    edges.reserveCapacity(max(0, count - 1))
    let sets = DisjointSets(count)
    let component = Scratch<Int32>(count)
    // What each point last found: the square of an edge's length and its other end; at first none.
    let found = Scratch<Double>(repeating: 0, count: count)
    let partner = Scratch<Int32>(repeating: -1, count: count)
    for point in 0..<count { found[point] = core[point] }
    let bound = Scratch<Double>(count)
    let best = Scratch<Int32>(count)
    while edges.count < count - 1 {
      for point in 0..<count { component[point] = Int32(truncatingIfNeeded: sets.find(point)) }
      tagNodes(component)
      bound.base.update(repeating: .infinity, count: count)
      for point in 0..<count where isOut(point, partner, component) {
        let own = Int(component[point])
        bound[own] = min(bound[own], found[point])
      }
      // A part of the points in the tree's order keeps what its components found; it does not
      // depend on the threads.
      let parts = min(count, 64)
      try parallel.forEach(parts, isCancelled: isCancelled) { part in
        let stack = Scratch<(node: Int32, square: Double)>(128)
        var last: Int32 = -1
        var least = Double.infinity
        for point in Parallel.slice(part, of: parts, count: count) {
          let own = component[point]
          if own != last {
            last = own
            least = bound[Int(own)]
          }
          if isOut(point, partner, component) || found[point] >= least { continue }
          search(point, own, least, component, found, partner, stack)
          if partner[point] >= 0 && component[Int(partner[point])] != own {
            least = min(least, found[point])
          }
        }
      }
      best.base.update(repeating: -1, count: count)
      for point in 0..<count where isOut(point, partner, component) {
        let own = Int(component[point])
        if best[own] < 0 || found[point] < found[Int(best[own])] {
          best[own] = Int32(truncatingIfNeeded: point)
        }
      }
      for own in 0..<count where best[own] >= 0 {
        let point = Int(best[own])
        let other = Int(partner[point])
        let (first, second) = (sets.find(point), sets.find(other))
        if first == second { continue }
        _ = sets.join(first, second)
        edges.append(
          Edge(
            first: position[point], second: position[other], length: found[point].squareRoot()))
      }
    }
    return edges
  }

  @inline(__always)
  private func isOut(
    _ point: Int, _ partner: borrowing Scratch<Int32>, _ component: borrowing Scratch<Int32>
  ) -> Bool {
    partner[point] >= 0 && component[Int(partner[point])] != component[point]
  }

  private func tagNodes(_ component: borrowing Scratch<Int32>) {
    for node in (0..<nodeCount).reversed() {
      let second = Int(nodes[node].second)
      if second >= 0 {
        let first = nodes[node + 1].component
        nodes.base[node].component = first == nodes[second].component ? first : -1
      } else {
        let start = Int(nodes[node].start)
        var own = component[start]
        for point in start..<Int(nodes[node].end) where component[point] != own { own = -1 }
        nodes.base[node].component = own
      }
    }
  }

  /// Finds a point's shortest edge out of its component, if it is shorter than `least`; else
  /// notes that it is not.
  private func search(
    _ point: Int, _ own: Int32, _ least: Double, _ component: borrowing Scratch<Int32>,
    _ found: borrowing Scratch<Double>, _ partner: borrowing Scratch<Int32>,
    _ stack: borrowing Scratch<(node: Int32, square: Double)>
  ) {
    let at = points[point]
    let ownCore = core[point]
    var nearest = least
    var other: Int32 = -1
    var depth = 1
    stack[0] = (0, 0)
    while depth > 0 {
      depth &-= 1
      let (number, square) = stack[depth]
      if square >= nearest { continue }
      var node = Int(number)
      while true {
        let second = Int(nodes.base[node].second)
        if second < 0 { break }
        let first = node &+ 1
        let toFirst = reach(first, at, ownCore, own)
        let toSecond = reach(second, at, ownCore, own)
        let (nearer, farther) = toFirst <= toSecond ? (first, second) : (second, first)
        if max(toFirst, toSecond) < nearest {
          stack[depth] = (Int32(truncatingIfNeeded: farther), max(toFirst, toSecond))
          depth &+= 1
        }
        node = min(toFirst, toSecond) < nearest ? nearer : -1
        if node < 0 { break }
      }
      if node < 0 || nodes.base[node].component == own { continue }
      for candidate in Int(nodes.base[node].start)..<Int(nodes.base[node].end) {
        if component[candidate] == own { continue }
        let away = points[candidate] - at
        let square = max(max(away.x * away.x + away.y * away.y, ownCore), core[candidate])
        if square < nearest {
          nearest = square
          other = Int32(truncatingIfNeeded: candidate)
        }
      }
      // No edge is shorter than the point's core distance.
      if nearest <= ownCore { break }
    }
    found[point] = nearest
    partner[point] = other
  }

  /// The least that an edge into a node can be; infinite for a node of the same component.
  @inline(__always)
  private func reach(
    _ node: Int, _ point: SIMD2<Double>, _ ownCore: Double, _ own: Int32
  ) -> Double {
    if nodes.base[node].component == own { return .infinity }
    return max(max(square(to: node, point), ownCore), nodes.base[node].core)
  }
}
