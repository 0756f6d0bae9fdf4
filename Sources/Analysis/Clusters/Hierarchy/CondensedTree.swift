/// The tree of clusters that are left when parts smaller than a size have fallen out.
struct CondensedTree {
  private struct Merge {
    /// Merges or points: below `count` a point, else a merge.
    var first: Int32
    var second: Int32
    var length: Double
    var size: Int32
  }

  private let count: Int
  /// Of each cluster, the whole first and a parent before its children.
  private var parents: [Int] = [-1]
  private var births: [Double] = [0]
  private var stabilities: [Double] = [0]
  /// The cluster that each point falls out of, and the density at which it does.
  private var cluster: [Int32]
  private var lambda: [Double]

  init(_ edges: [ReachabilityTree.Edge], count: Int, minimumSize: Int) {
    self.count = count
    cluster = [Int32](repeating: 0, count: count)
    lambda = [Double](repeating: 0, count: count)
    let merges = Self.merges(edges, count)
    if !merges.isEmpty { condense(merges, minimumSize) }
  }

  /// The joins in the order of their lengths; of equal ones in that of their ends.
  private static func merges(_ edges: [ReachabilityTree.Edge], _ count: Int) -> [Merge] {
    let order = edges.indices.sorted {
      let (a, b) = (edges[$0], edges[$1])
      if a.length != b.length { return a.length < b.length }
      return (min(a.first, a.second), max(a.first, a.second))
        < (min(b.first, b.second), max(b.first, b.second))
    }
    let sets = DisjointSets(count)
    var root = [Int32](0..<Int32(count))
    var merges: [Merge] = []
    merges.reserveCapacity(edges.count)
    func size(_ node: Int32) -> Int32 {
      Int(node) < count ? 1 : merges[Int(node) - count].size
    }
    for index in order {
      let edge = edges[index]
      let (a, b) = (sets.find(Int(edge.first)), sets.find(Int(edge.second)))
      let whole = sets.join(a, b)
      let (first, second) = (root[a], root[b])
      root[whole] = Int32(count + merges.count)
      merges.append(
        Merge(
          first: first, second: second, length: edge.length, size: size(first) + size(second)))
    }
    return merges
  }

  private mutating func condense(_ merges: [Merge], _ minimumSize: Int) {
    func size(_ node: Int32) -> Int { Int(node) < count ? 1 : Int(merges[Int(node) - count].size) }
    // Branches with the cluster that they are in.
    var branches: [(node: Int32, cluster: Int)] = [(Int32(count + merges.count - 1), 0)]
    while let (node, own) = branches.popLast() {
      guard Int(node) >= count else {
        // A lone point at the end of a cluster, if clusters of one were asked for.
        fall(node, own, .infinity, merges)
        continue
      }
      let merge = merges[Int(node) - count]
      let density = merge.length > 0 ? 1 / merge.length : .infinity
      let parts = [merge.first, merge.second]
      let large = parts.filter { size($0) >= minimumSize }
      if density == .infinity {
        // One coordinate, or nearly: never told apart.
        fall(node, own, density, merges)
      } else if large.count == 2 {
        for part in parts {
          stabilities[own] += (density - births[own]) * Double(size(part))
          parents.append(own)
          births.append(density)
          stabilities.append(0)
          branches.append((part, parents.count - 1))
        }
      } else {
        for part in parts {
          if size(part) >= minimumSize {
            branches.append((part, own))
          } else {
            fall(part, own, density, merges)
          }
        }
      }
    }
  }

  /// All points under a node leave a cluster at a density.
  private mutating func fall(
    _ node: Int32, _ own: Int, _ density: Double, _ merges: [Merge]
  ) {
    var stack = [node]
    while let next = stack.popLast() {
      if Int(next) >= count {
        stack.append(merges[Int(next) - count].first)
        stack.append(merges[Int(next) - count].second)
      } else {
        cluster[Int(next)] = Int32(own)
        lambda[Int(next)] = density
        stabilities[own] += density - births[own]
      }
    }
  }

  func clusters(_ selection: HDBSCAN.Selection, treeLength: Double) -> HierarchicalClusters {
    let chosen = chosenClusters(selection)
    // The chosen cluster that each cluster lies in; −1 for none. Parents come first.
    var within = [Int](repeating: -1, count: parents.count)
    for own in parents.indices.dropFirst() {
      within[own] = chosen[own] ? own : within[parents[own]]
    }
    var number = [Int32](repeating: PointClusters.noise, count: parents.count)
    var labels = [Int32](repeating: PointClusters.noise, count: count)
    var next: Int32 = 0
    var densest = [Double](repeating: 0, count: parents.count)
    for point in 0..<count {
      let own = within[Int(cluster[point])]
      if own < 0 { continue }
      if number[own] < 0 {
        number[own] = next
        next += 1
      }
      labels[point] = number[own]
      densest[own] = max(densest[own], lambda[point])
    }
    // Points that are deeper in the tree than the chosen cluster are as dense as its densest.
    let deepest = self.deepest()
    let probabilities = (0..<count).map { point -> Double in
      let own = within[Int(cluster[point])]
      return own < 0 ? 0 : Self.share(lambda[point], densest[own])
    }
    let outlierScores = (0..<count).map { point in
      1 - Self.share(lambda[point], deepest[Int(cluster[point])])
    }
    return HierarchicalClusters(
      labels: labels, probabilities: probabilities, outlierScores: outlierScores,
      clusterCount: Int(next), treeLength: treeLength)
  }

  /// A density over the densest; 1 where that is without bound, as on one coordinate, only for
  /// points that are there.
  private static func share(_ density: Double, _ densest: Double) -> Double {
    if densest == .infinity { return density == .infinity ? 1 : 0 }
    return densest > 0 ? min(1, density / densest) : 1
  }

  /// The largest density at which a point falls out of each cluster or of one within it.
  private func deepest() -> [Double] {
    var deepest = [Double](repeating: 0, count: parents.count)
    for point in 0..<count {
      deepest[Int(cluster[point])] = max(deepest[Int(cluster[point])], lambda[point])
    }
    for own in parents.indices.dropFirst().reversed() {
      deepest[parents[own]] = max(deepest[parents[own]], deepest[own])
    }
    return deepest
  }

  private func chosenClusters(_ selection: HDBSCAN.Selection) -> [Bool] {
    var isLeaf = [Bool](repeating: true, count: parents.count)
    for own in parents.indices.dropFirst() { isLeaf[parents[own]] = false }
    var chosen = isLeaf
    chosen[0] = false
    if selection == .leaf { return chosen }
    var best = stabilities
    var below = [Double](repeating: 0, count: parents.count)
    for own in parents.indices.dropFirst().reversed() {
      if !isLeaf[own] {
        chosen[own] = stabilities[own] >= below[own]
        best[own] = max(stabilities[own], below[own])
      }
      below[parents[own]] += best[own]
    }
    // Of clusters within each other the outer one.
    var isCovered = [Bool](repeating: false, count: parents.count)
    for own in parents.indices.dropFirst() {
      isCovered[own] = isCovered[parents[own]] || chosen[parents[own]]
      if isCovered[own] { chosen[own] = false }
    }
    return chosen
  }
}
