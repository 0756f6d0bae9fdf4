/// One draw after the other of the whole chain: rates as they may truly be, their points, the sums of
/// every node, in memory of its own.
struct DrawnChain {
  private let index: SafetyIndex
  private let indicators: [Indicator]
  private let rates: [RateDraws]
  private let units: Int
  /// The node that has each indicator, and its weight there; then the same of each node.
  private let homes: [(node: Int, weight: Double)]
  private let parents: [(node: Int, weight: Double)?]
  /// All weights of each node.
  private let all: [Double]
  /// Of an indicator, then of each node: sums of weighted parts and of their weights.
  private var drawn: [Double]
  private var sums: [Double]
  private var weights: [Double]
  private var sorter: RankSorter
  private var ranks: [Int32]

  init(
    _ index: SafetyIndex, _ indicators: [Indicator], _ rates: [RateDraws], units: Int
  ) {
    self.index = index
    self.indicators = indicators
    self.rates = rates
    self.units = units
    var homes = [(node: Int, weight: Double)](repeating: (0, 0), count: indicators.count)
    var parents = [(node: Int, weight: Double)?](repeating: nil, count: index.tree.nodes.count)
    for (number, node) in index.tree.nodes.enumerated() {
      for part in node.parts {
        switch part.content {
        case .indicator(let indicator): homes[indicator] = (number, part.weight)
        case .node(let child): parents[child] = (number, part.weight)
        }
      }
    }
    self.homes = homes
    self.parents = parents
    all = index.tree.nodes.map { $0.parts.reduce(0) { $0 + $1.weight } }
    drawn = [Double](repeating: .nan, count: units)
    sums = [Double](repeating: 0, count: units * index.tree.nodes.count)
    weights = sums
    sorter = RankSorter(units: units)
    ranks = []
  }

  /// Writes the scores of a draw; not a number where unknown.
  mutating func draw(seed: UInt64, number: Int, into scores: UnsafeMutablePointer<Float>) {
    for place in sums.indices {
      sums[place] = 0
      weights[place] = 0
    }
    for (column, own) in rates.enumerated() {
      var generator = ReplicateGenerator(
        seed: seed, stream: UInt64(number), substream: UInt64(column))
      // What no draw writes stays unknown.
      if own.knownCount < units { for unit in 0..<units { drawn[unit] = .nan } }
      own.draw(&generator, into: &drawn)
      indicators[column].scale.turnIntoPoints(&drawn, floor: index.floor)
      let (home, weight) = homes[column]
      add(weight, to: home, isWhole: own.knownCount == units)
    }
    for (number, node) in index.tree.nodes.enumerated() {
      finish(node, number, least: node.leastKnown * all[number] * (1 - 1e-12))
      guard let (parent, weight) = parents[number] else {
        for unit in 0..<units { scores[unit] = Float(drawn[unit]) }
        continue
      }
      add(weight, to: parent, isWhole: false)
    }
  }

  /// Adds the column at hand to a node.
  private mutating func add(_ weight: Double, to node: Int, isWhole: Bool) {
    let aggregation = index.tree.nodes[node].aggregation
    let (first, units) = (node * units, units)
    drawn.withUnsafeBufferPointer { drawn in
      sums.withUnsafeMutableBufferPointer { sums in
        weights.withUnsafeMutableBufferPointer { weights in
          if isWhole, aggregation == .arithmetic {
            for unit in 0..<units {
              sums[first + unit] += weight * drawn[unit]
              weights[first + unit] += weight
            }
            return
          }
          for unit in 0..<units where !drawn[unit].isNaN {
            sums[first + unit] += weight * aggregation.transformed(drawn[unit])
            weights[first + unit] += weight
          }
        }
      }
    }
  }

  /// Leaves the points of a node as the column at hand.
  private mutating func finish(_ node: IndexTree.Node, _ number: Int, least: Double) {
    let first = number * units
    for unit in 0..<units {
      let weight = weights[first + unit]
      drawn[unit] =
        weight > 0 && weight >= least
        ? node.aggregation.restored(sums[first + unit] / weight) : .nan
    }
  }

  /// Ranks draws and counts them.
  ///
  /// Units that a draw does not tell apart have ranks in turn, from another one each time: so their
  /// ranges are wide, as they should be.
  mutating func count(
    _ scores: UnsafePointer<Float>, draws: Int, from number: Int, into tally: inout DrawTally
  ) {
    if ranks.count < draws * units { ranks = [Int32](repeating: 0, count: draws * units) }
    var known: [Int] = []
    ranks.withUnsafeMutableBufferPointer { ranks in
      guard let ranks = ranks.baseAddress else { return }
      for draw in 0..<draws {
        // A stride that is no part of the number of units comes round to all of them.
        let start = (number + draw) &* 7919
        known.append(
          sorter.rank(scores + draw * units, .inTurn(from: start), into: ranks + draw * units))
      }
      tally.add(ranks: ranks, known: known)
    }
  }
}
