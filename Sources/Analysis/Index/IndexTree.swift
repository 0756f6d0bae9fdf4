/// How indicators make up an index: parts with weights, level by level.
public struct IndexTree: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
      /// The position of an indicator.
      case indicator(Int)
      /// The position of a node that stands before this one.
      case node(Int)
    }

    public var content: Content
    /// Beside those of its siblings; they need not add up to 1.
    public var weight: Double

    public init(_ content: Content, weight: Double = 1) {
      self.content = content
      self.weight = weight
    }
  }

  public struct Node: Sendable, Hashable {
    public var parts: [Part]
    public var aggregation: Aggregation
    /// The least share of its weight that must be known, above 0; below it the node is unknown.
    /// The weights of unknown parts go to their siblings.
    public var leastKnown: Double

    public init(
      _ parts: [Part], aggregation: Aggregation = .arithmetic, leastKnown: Double = 0.5
    ) {
      self.parts = parts
      self.aggregation = aggregation
      self.leastKnown = leastKnown
    }
  }

  /// Children before their parents; the last one is the index.
  public let nodes: [Node]
  public let indicatorCount: Int

  /// - Throws: `invalidParameter` that names the node: without parts, with a part that stands behind
  ///   it, that another node has, or that is not there, with weights that are not positive, or an
  ///   indicator or node that nobody has.
  public init(_ nodes: [Node], indicatorCount: Int) throws(AnalysisError) {
    var indicators = [Bool](repeating: false, count: indicatorCount)
    var inner = [Bool](repeating: false, count: nodes.count)
    func refuse(_ node: Int, _ requirement: String) -> AnalysisError {
      .invalidParameter(name: "node \(node)", requirement: requirement)
    }
    for (number, node) in nodes.enumerated() {
      guard !node.parts.isEmpty else { throw refuse(number, "of one part at least") }
      guard node.leastKnown > 0, node.leastKnown <= 1 else {
        throw refuse(number, "known by a share above 0 and at most 1")
      }
      for part in node.parts {
        guard part.weight > 0, part.weight.isFinite else {
          throw refuse(number, "of parts with positive weights")
        }
        switch part.content {
        case .indicator(let indicator):
          guard indicators.indices.contains(indicator), !indicators[indicator] else {
            throw refuse(number, "of indicators that are there and that no other node has")
          }
          indicators[indicator] = true
        case .node(let child):
          guard (0..<number).contains(child), !inner[child] else {
            throw refuse(number, "of nodes before it that no other node has")
          }
          inner[child] = true
        }
      }
    }
    guard !nodes.isEmpty, inner.dropLast().allSatisfy({ $0 }), indicators.allSatisfy({ $0 }) else {
      throw .invalidParameter(
        name: "tree",
        requirement: "one whole: every indicator and every node but the last has a place")
    }
    self.nodes = nodes
    self.indicatorCount = indicatorCount
  }

  /// The weight of each indicator in the whole, where all are known.
  public var indicatorWeights: [Double] {
    var share = [Double](repeating: 1, count: nodes.count)
    var weights = [Double](repeating: 0, count: indicatorCount)
    for number in nodes.indices.reversed() {
      let total = nodes[number].parts.reduce(0) { $0 + $1.weight }
      for part in nodes[number].parts {
        let weight = share[number] * part.weight / total
        switch part.content {
        case .indicator(let indicator): weights[indicator] = weight
        case .node(let child): share[child] = weight
        }
      }
    }
    return weights
  }

  /// Whether some part multiplies, so that points of 0 would leave none of the others.
  public var needsFloor: Bool { nodes.contains { $0.aggregation != .arithmetic } }
}
