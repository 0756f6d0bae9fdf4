/// The scores of units by one alternative after the other, block by block.
///
/// A score is left as the root adds it up: logarithms are not turned back into points, since ranks and
/// bounds need the order alone. `bound` says what points come to there.
struct AlternativeScorer {
  /// An alternative with its weights settled.
  struct Plan {
    let alternative: Alternative
    /// The weight of each indicator in the whole, where nothing is unknown and one aggregation
    /// makes the whole; else `nil`.
    let flat: [Float]?
    fileprivate let nodes: [Node]

    fileprivate struct Node {
      var parts: [(content: IndexTree.Part.Content, weight: Float)]
      var aggregation: Aggregation
      /// Below this much known weight the node is unknown.
      var least: Float
    }

    /// - Parameter isHoled: of each indicator, whether some unit's is unknown.
    init(_ alternative: Alternative, _ tree: IndexTree, isHoled: [Bool]) {
      self.alternative = alternative
      var nodes: [Node] = []
      for (number, node) in tree.nodes.enumerated() {
        var all = 0.0
        var parts: [(content: IndexTree.Part.Content, weight: Float)] = []
        for (place, part) in node.parts.enumerated() {
          if case .indicator(let indicator) = part.content, indicator == alternative.omitted {
            continue
          }
          let factor =
            alternative.weights.isEmpty ? 1 : alternative.weights[number][place]
          all += part.weight * factor
          parts.append((part.content, Float(part.weight * factor)))
        }
        nodes.append(
          Node(
            parts: parts, aggregation: alternative.aggregation(of: node),
            least: Float(node.leastKnown * all * (1 - 1e-6))))
      }
      self.nodes = nodes
      flat = Self.flat(nodes, indicators: tree.indicatorCount, isHoled: isHoled)
    }

    private static func flat(
      _ nodes: [Node], indicators: Int, isHoled: [Bool]
    ) -> [Float]? {
      guard !isHoled.contains(true), let root = nodes.last,
        nodes.allSatisfy({ !$0.parts.isEmpty && $0.aggregation == root.aggregation })
      else { return nil }
      var flat = [Float](repeating: 0, count: indicators)
      var shares = [Double](repeating: 1, count: nodes.count)
      for number in nodes.indices.reversed() {
        let total = nodes[number].parts.reduce(0) { $0 + Double($1.weight) }
        for part in nodes[number].parts {
          let share = shares[number] * Double(part.weight) / total
          switch part.content {
          case .indicator(let indicator): flat[indicator] = Float(share)
          case .node(let child): shares[child] = share
          }
        }
      }
      return flat
    }

    private var root: Aggregation { nodes.last?.aggregation ?? .arithmetic }

    /// What points come to as the root adds them up, the better the greater.
    func bound(_ points: Double) -> Float {
      let lifted = Float(root.lifted(points))
      return root == .harmonic ? -lifted : lifted
    }

    /// Points from what the root adds up.
    func points(_ score: Float) -> Double {
      root.lowered(root == .harmonic ? -Double(score) : Double(score))
    }
  }

  private static let block = AlternativeColumns.block

  private let columns: AlternativeColumns
  /// Of each node of the tree, in a block: its value and whether it is known.
  private var values: [Float]
  private var known: [Float]
  private var sums: [Float]
  private var weights: [Float]

  init(_ columns: AlternativeColumns, nodes: Int) {
    self.columns = columns
    values = [Float](repeating: 0, count: nodes * Self.block)
    known = values
    sums = [Float](repeating: 0, count: Self.block)
    weights = sums
  }

  /// Writes the scores of a block, not a number where unknown.
  ///
  /// - Parameter count: units of the block.
  mutating func score(
    _ plan: Plan, _ points: [UnsafePointer<Float>?], _ isKnown: UnsafePointer<Float>?,
    count: Int, into scores: UnsafeMutablePointer<Float>
  ) {
    if let flat = plan.flat, let root = plan.nodes.last,
      let columns = points[Self.place(root.aggregation)]
    {
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        Self.weigh(columns, flat, into: sums)
        let sign: Float = root.aggregation == .harmonic ? -1 : 1
        for unit in 0..<count { scores[unit] = sign * sums[unit] }
      }
      return
    }
    for (number, node) in plan.nodes.enumerated() { add(node, number, plan, points, isKnown) }
    let root = max(0, plan.nodes.count - 1)
    let sign: Float = plan.nodes.last?.aggregation == .harmonic ? -1 : 1
    for unit in 0..<count {
      let place = root * Self.block + unit
      scores[unit] = known[place] > 0 ? sign * values[place] : .nan
    }
  }

  private static func place(_ aggregation: Aggregation) -> Int {
    Aggregation.allCases.firstIndex(of: aggregation) ?? 0
  }

  /// Four columns at a time, so that a sum is read and written once for four.
  private static func weigh(
    _ columns: UnsafePointer<Float>, _ weights: [Float], into sums: UnsafeMutablePointer<Float>
  ) {
    sums.update(repeating: 0, count: block)
    var column = 0
    while column + 4 <= weights.count {
      let a = columns + column * block
      let (b, c, d) = (a + block, a + 2 * block, a + 3 * block)
      let (wa, wb, wc, wd) = (
        weights[column], weights[column + 1], weights[column + 2], weights[column + 3]
      )
      for unit in 0..<block {
        sums[unit] += (wa * a[unit] + wb * b[unit]) + (wc * c[unit] + wd * d[unit])
      }
      column += 4
    }
    while column < weights.count {
      let (a, weight) = (columns + column * block, weights[column])
      for unit in 0..<block { sums[unit] += weight * a[unit] }
      column += 1
    }
  }

  /// A node's value from its parts, in the form in which its own aggregation adds them up.
  private mutating func add(
    _ node: Plan.Node, _ number: Int, _ plan: Plan, _ points: [UnsafePointer<Float>?],
    _ isKnown: UnsafePointer<Float>?
  ) {
    let block = Self.block
    for unit in 0..<block {
      sums[unit] = 0
      weights[unit] = 0
    }
    for part in node.parts {
      let weight = part.weight
      switch part.content {
      case .indicator(let indicator):
        guard let columns = points[Self.place(node.aggregation)] else { continue }
        let column = columns + indicator * block
        for unit in 0..<block { sums[unit] += weight * column[unit] }
        if let isKnown, self.columns.isHoled[indicator] {
          let own = isKnown + indicator * block
          for unit in 0..<block { weights[unit] += weight * own[unit] }
        } else {
          for unit in 0..<block { weights[unit] += weight }
        }
      case .node(let child):
        let (from, isSame) = (
          child * block, plan.nodes[child].aggregation == node.aggregation
        )
        for unit in 0..<block where known[from + unit] > 0 {
          let value = values[from + unit]
          let turned =
            isSame
            ? value
            : Float(
              node.aggregation.lifted(plan.nodes[child].aggregation.lowered(Double(value))))
          sums[unit] += weight * turned
          weights[unit] += weight
        }
      }
    }
    let to = number * block
    for unit in 0..<block {
      let isEnough = weights[unit] > 0 && weights[unit] >= node.least
      values[to + unit] = isEnough ? sums[unit] / weights[unit] : 0
      known[to + unit] = isEnough ? 1 : 0
    }
  }
}
