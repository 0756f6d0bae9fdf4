/// Alternatives made together, with storage that the next ones use again.
struct AlternativeBatch {
  private let columns: AlternativeColumns
  private let tree: IndexTree
  private let bounds: [Double]
  private var scorer: AlternativeScorer
  private var sorter: RankSorter
  private var plans: [AlternativeScorer.Plan] = []
  /// A column an alternative.
  private var scores: [Float] = []
  private var ranks: [Int32] = []
  private var known: [Int] = []

  init(_ columns: AlternativeColumns, _ tree: IndexTree, bounds: [Double]) {
    self.columns = columns
    self.tree = tree
    self.bounds = bounds
    scorer = AlternativeScorer(columns, nodes: tree.nodes.count)
    sorter = RankSorter(units: columns.units)
  }

  /// Scores and ranks of each, in their order.
  mutating func make(_ alternatives: [Alternative]) {
    plans = alternatives.map { .init($0, tree, isHoled: columns.isHoled) }
    let units = columns.units
    if scores.count < plans.count * units {
      scores = [Float](repeating: .nan, count: plans.count * units)
      ranks = [Int32](repeating: 0, count: plans.count * units)
    }
    known = [Int](repeating: 0, count: plans.count)
    // Those that read the same columns follow each other, block by block.
    var groups: [Int: [Int]] = [:]
    for (place, plan) in plans.enumerated() {
      groups[plan.alternative.group, default: []].append(place)
    }
    scores.withUnsafeMutableBufferPointer { scores in
      ranks.withUnsafeMutableBufferPointer { ranks in
        guard let scores = scores.baseAddress, let ranks = ranks.baseAddress else { return }
        for (_, members) in groups.sorted(by: { $0.key < $1.key }) {
          let alternative = plans[members[0]].alternative
          for block in 0..<columns.blocks {
            let first = block * AlternativeColumns.block
            columns.withBlock(
              block, isSmoothed: alternative.isSmoothed, scale: alternative.scale
            ) { points, isKnown in
              for place in members {
                scorer.score(
                  plans[place], points, isKnown,
                  count: min(AlternativeColumns.block, units - first),
                  into: scores + place * units + first)
              }
            }
          }
        }
        for place in plans.indices {
          known[place] = sorter.rank(
            scores + place * units, .shared, into: ranks + place * units)
        }
      }
    }
  }

  func ranks(of place: Int) -> [Int32] {
    Array(ranks[place * columns.units..<(place + 1) * columns.units])
  }

  /// In points, not a number where unknown.
  func points(of place: Int) -> [Double] {
    scores[place * columns.units..<(place + 1) * columns.units].map {
      $0.isNaN ? .nan : plans[place].points($0)
    }
  }

  /// The mean shift of a rank, of the units that have one by both.
  func shift(of place: Int, from base: [Int32]) -> Double {
    let first = place * columns.units
    var (sum, count) = (0, 0)
    ranks.withUnsafeBufferPointer { ranks in
      base.withUnsafeBufferPointer { base in
        for unit in base.indices {
          let (one, other) = (base[unit], ranks[first + unit])
          guard one > 0, other > 0 else { continue }
          sum += Int(abs(one - other))
          count += 1
        }
      }
    }
    return count > 0 ? Double(sum) / Double(count) : 0
  }

  func count(_ places: [Int], into tally: inout DrawTally) {
    let units = columns.units
    scores.withUnsafeBufferPointer { scores in
      for place in places {
        guard let scores = scores.baseAddress else { return }
        let plan = plans[place]
        tally.add(scores: scores + place * units, bounds: bounds.map(plan.bound))
      }
    }
    // Histograms take columns one after the other.
    var drawn: [Int32] = []
    drawn.reserveCapacity(places.count * units)
    for place in places { drawn += ranks[place * units..<(place + 1) * units] }
    drawn.withUnsafeBufferPointer { drawn in
      guard let drawn = drawn.baseAddress else { return }
      tally.add(ranks: drawn, known: places.map { known[$0] })
    }
  }
}
