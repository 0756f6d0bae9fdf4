/// A k-d tree over points: halves, halved again, each with the box around it.
///
/// > J.L. Bentley. "Multidimensional Binary Search Trees Used for Associative Searching."
/// > *Comm. ACM*, vol. 18, no. 9, 1975. doi:10.1145/361002.361007
struct PointTree {
  struct Neighbour {
    let square: Double
    let place: Int32

    /// Nearer, or as near and earlier in the input.
    static func < (first: Neighbour, second: Neighbour) -> Bool {
      first.square < second.square
        || (first.square == second.square && first.place < second.place)
    }
  }

  private struct Node {
    var low: SIMD2<Double>
    var high: SIMD2<Double>
    /// The smallest position of its points: with it, a crowd on one coordinate is not walked
    /// through by each of its members.
    var first: Int32
    var points: Range<Int32>
    /// The second half; the first follows its parent at once. -1 for a leaf.
    var second: Int32
  }

  private static let leafSize = 8

  private var points: [SIMD2<Double>]
  private var order: [Int32]
  private var nodes: [Node] = []

  init(x: Span<Double>, y: Span<Double>) {
    points = x.indices.map { SIMD2(x[$0], y[$0]) }
    order = Array(0..<Int32(points.count))
    if !points.isEmpty { build(0..<points.count) }
  }

  private mutating func build(_ range: Range<Int>) {
    var low = points[Int(order[range.lowerBound])]
    var high = low
    var first = Int32.max
    for place in order[range] {
      low = pointwiseMin(low, points[Int(place)])
      high = pointwiseMax(high, points[Int(place)])
      first = min(first, place)
    }
    let own = nodes.count
    nodes.append(
      Node(
        low: low, high: high, first: first,
        points: Int32(range.lowerBound)..<Int32(range.upperBound), second: -1))
    if range.count <= Self.leafSize { return }
    let axis = high.x - low.x >= high.y - low.y ? 0 : 1
    let points = points
    order[range].sort {
      (points[Int($0)][axis], $0) < (points[Int($1)][axis], $1)
    }
    let middle = (range.lowerBound + range.upperBound) / 2
    build(range.lowerBound..<middle)
    nodes[own].second = Int32(nodes.count)
    build(middle..<range.upperBound)
  }

  /// Writes the nearest other places, the nearest first.
  func nearest(_ count: Int, to place: Int, into found: inout [Neighbour]) {
    found.removeAll(keepingCapacity: true)
    search(0, count, Int32(place), points[place], &found)
  }

  private func search(
    _ index: Int, _ count: Int, _ place: Int32, _ point: SIMD2<Double>, _ found: inout [Neighbour]
  ) {
    let node = nodes[index]
    if found.count == count, let worst = found.last,
      !(Neighbour(square: square(to: node, point), place: node.first) < worst)
    {
      return
    }
    guard node.second >= 0 else {
      for other in order[Int(node.points.lowerBound)..<Int(node.points.upperBound)]
      where other != place {
        let offset = points[Int(other)] - point
        insert(
          Neighbour(square: offset.x * offset.x + offset.y * offset.y, place: other), count, &found)
      }
      return
    }
    let (first, second) = (index + 1, Int(node.second))
    let nearerFirst =
      Neighbour(square: square(to: nodes[first], point), place: nodes[first].first)
      < Neighbour(square: square(to: nodes[second], point), place: nodes[second].first)
    search(nearerFirst ? first : second, count, place, point, &found)
    search(nearerFirst ? second : first, count, place, point, &found)
  }

  private func insert(_ neighbour: Neighbour, _ count: Int, _ found: inout [Neighbour]) {
    if found.count == count {
      guard let worst = found.last, neighbour < worst else { return }
      found.removeLast()
    }
    let position = found.lastIndex { $0 < neighbour }.map { $0 + 1 } ?? 0
    found.insert(neighbour, at: position)
  }

  private func square(to node: Node, _ point: SIMD2<Double>) -> Double {
    let away = pointwiseMax(pointwiseMax(node.low - point, point - node.high), .zero)
    return away.x * away.x + away.y * away.y
  }
}
