/// One way to make an index: its weights, scale, aggregation and smoothing, and what it leaves out.
struct Alternative {
  /// Factors by node and part; empty for ones.
  var weights: [[Double]] = []
  /// 0 as given; 1 min–max, 2 z, 3 rank.
  var scale = 0
  var aggregation: Aggregation?
  var isSmoothed = true
  var omitted: Int?

  static let scales = 4
  static let aggregations: [Aggregation?] = [nil, .arithmetic, .geometric]
  static let asGiven = Alternative()

  private init() {}

  /// The draw of a row and sample.
  init(
    seed: UInt64, row: Int, sample: UInt64, _ tree: IndexTree, spread: Double
  ) {
    var random = ReplicateGenerator(seed: seed, stream: UInt64(row), substream: sample)
    weights = tree.nodes.map { node in
      node.parts.map { _ in 1 + spread * (2 * random.uniform() - 1) }
    }
    scale = Int(random.integer(below: UInt64(Self.scales)))
    aggregation = Self.aggregations[Int(random.integer(below: 3))]
    isSmoothed = random.integer(below: 2) == 0
    // As likely to leave one out as to leave out none.
    let number = Int(random.integer(below: 2 * UInt64(max(1, tree.indicatorCount))))
    omitted = number < tree.indicatorCount && tree.indicatorCount > 1 ? number : nil
  }

  func with(_ choice: IndexSensitivity.Choice, of other: Alternative) -> Alternative {
    var mixed = self
    switch choice {
    case .weights: mixed.weights = other.weights
    case .scale: mixed.scale = other.scale
    case .aggregation: mixed.aggregation = other.aggregation
    case .smoothing: mixed.isSmoothed = other.isSmoothed
    case .omission: mixed.omitted = other.omitted
    }
    return mixed
  }

  /// Those of one number read the same columns.
  var group: Int {
    let number = Self.aggregations.firstIndex(of: aggregation) ?? 0
    return ((isSmoothed ? 0 : 1) * Self.scales + scale) * Self.aggregations.count + number
  }

  func aggregation(of node: IndexTree.Node) -> Aggregation { aggregation ?? node.aggregation }
}

extension Aggregation {
  /// Points that are multiplied or turned over begin at 1, as those of the index do.
  @inline(__always)
  func lifted(_ points: Double) -> Double {
    self == .arithmetic ? points : transformed(1 + points * 0.99)
  }

  /// The points whose lifted form it is.
  @inline(__always)
  func lowered(_ sum: Double) -> Double {
    self == .arithmetic ? sum : (restored(sum) - 1) / 0.99
  }
}
