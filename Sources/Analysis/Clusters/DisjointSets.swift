/// Sets of numbers that grow together; the smallest number of a set stands for it.
///
/// - Complexity: nearly O(1) a call (R.E. Tarjan, J. van Leeuwen, *J. ACM* 31(2), 1984).
struct DisjointSets: ~Copyable {
  let parent: Scratch<Int32>

  init(_ count: Int) {
    parent = Scratch(count)
    for element in 0..<count { parent[element] = Int32(truncatingIfNeeded: element) }
  }

  @inline(__always)
  func find(_ element: Int) -> Int {
    var current = element
    var above = Int(parent[current])
    while above != current {
      let next = parent[above]
      parent[current] = next
      current = Int(next)
      above = Int(parent[current])
    }
    return current
  }

  /// Joins the sets of two roots; answers the root of the whole.
  @inline(__always)
  func join(_ first: Int, _ second: Int) -> Int {
    let low = min(first, second)
    let high = max(first, second)
    parent[high] = Int32(truncatingIfNeeded: low)
    return low
  }
}
