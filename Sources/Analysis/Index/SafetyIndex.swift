/// An index of units from indicators, level by level, with what each indicator costs each unit.
///
/// > M. Nardo et al. *Handbook on Constructing Composite Indicators*. OECD and JRC, 2008.
/// > ISBN 978-92-64-04345-9
public struct SafetyIndex: Sendable {
  public let tree: IndexTree
  /// The points that a unit has at least in an indicator: 0, or 1 where points are multiplied.
  public let floor: Double

  public init(_ tree: IndexTree) {
    self.tree = tree
    floor = tree.needsFloor ? 1 : 0
  }

  /// The columns of an answer, a row a unit; not a number where unknown.
  public struct Table: Sendable {
    /// From 0 to 100: 100 less the losses, added in the order of the indicators.
    public internal(set) var scores: [Double]
    /// Of each node, as the tree has them.
    public internal(set) var nodes: [[Double]]
    /// Of each indicator: its rate or value before and after smoothing, and its points.
    public internal(set) var raw: [[Double]]
    public internal(set) var values: [[Double]]
    public internal(set) var points: [[Double]]
    /// Of each indicator: its weight in the unit's score, 0 where it is unknown there, and the
    /// points of 100 that it costs the unit.
    public internal(set) var weights: [[Double]]
    public internal(set) var losses: [[Double]]
    /// Indicators that are the same in all units, which they cannot tell apart.
    public internal(set) var constant: [Int]

    /// What an indicator adds to a unit's score; those of a unit add up to the score.
    public func contribution(of indicator: Int, to unit: Int) -> Double {
      100 * weights[indicator][unit] - losses[indicator][unit]
    }
  }

  /// - Throws: what the columns have against them, with the name of the indicator.
  /// - Complexity: O(units · indicators).
  public func table(_ indicators: [Indicator]) throws(AnalysisError) -> Table {
    let rates = try self.rates(indicators)
    let points = zip(indicators, rates).map { $0.scale.points($1.rates, floor: floor) }
    let units = points.first?.count ?? 0
    var table = Table(
      scores: [Double](repeating: .nan, count: units), nodes: nodePoints(points, units: units),
      raw: rates.map(\.raw), values: rates.map(\.rates), points: points, weights: [], losses: [],
      constant: rates.indices.filter { number in
        let known = rates[number].rates.filter { !$0.isNaN }
        return known.count > 1 && known.allSatisfy { $0 == known[0] }
      })
    open(&table, units: units)
    return table
  }

  func rates(_ indicators: [Indicator]) throws(AnalysisError) -> [IndicatorRates] {
    guard indicators.count == tree.indicatorCount else {
      throw .differentLengths(
        column: "indicators", count: indicators.count, expected: tree.indicatorCount)
    }
    let units = indicators.first?.data.unitCount ?? 0
    var rates: [IndicatorRates] = []
    for indicator in indicators {
      rates.append(try IndicatorRates(indicator, unitCount: units))
    }
    return rates
  }

  /// The points of every node, from those of the indicators.
  func nodePoints(_ points: [[Double]], units: Int) -> [[Double]] {
    var nodes: [[Double]] = []
    for node in tree.nodes {
      var sums = [Double](repeating: 0, count: units)
      var weights = sums
      var all = 0.0
      for part in node.parts {
        all += part.weight
        let column = Self.column(part, points, nodes)
        let (weight, aggregation) = (part.weight, node.aggregation)
        for unit in 0..<units where !column[unit].isNaN {
          sums[unit] += weight * aggregation.transformed(column[unit])
          weights[unit] += weight
        }
      }
      let least = node.leastKnown * all
      for unit in 0..<units {
        let isKnown = weights[unit] > 0 && weights[unit] >= least * (1 - 1e-12)
        sums[unit] = isKnown ? node.aggregation.restored(sums[unit] / weights[unit]) : .nan
      }
      nodes.append(sums)
    }
    return nodes
  }

  private static func column(
    _ part: IndexTree.Part, _ points: [[Double]], _ nodes: [[Double]]
  ) -> [Double] {
    switch part.content {
    case .indicator(let indicator): points[indicator]
    case .node(let node): nodes[node]
    }
  }

  /// From the whole down: each node's loss and weight go to its parts.
  private func open(_ table: inout Table, units: Int) {
    let none = [Double](repeating: 0, count: units)
    table.losses = Array(repeating: none, count: tree.indicatorCount)
    table.weights = table.losses
    var losses = Array(repeating: none, count: tree.nodes.count)
    var weights = losses
    let root = tree.nodes.count - 1
    for unit in 0..<units where !table.nodes[root][unit].isNaN {
      losses[root][unit] = 100 - table.nodes[root][unit]
      weights[root][unit] = 1
    }
    for number in tree.nodes.indices.reversed() {
      let node = tree.nodes[number]
      var known = none
      for part in node.parts {
        let column = Self.column(part, table.points, table.nodes)
        for unit in 0..<units where !column[unit].isNaN { known[unit] += part.weight }
      }
      for part in node.parts {
        let column = Self.column(part, table.points, table.nodes)
        var (lost, share) = (none, none)
        for unit in 0..<units where !column[unit].isNaN && weights[number][unit] > 0 {
          let whole = table.nodes[number][unit]
          let weight = part.weight / known[unit]
          share[unit] = weights[number][unit] * weight
          guard whole < 100 else { continue }
          lost[unit] =
            losses[number][unit] / (100 - whole)
            * node.aggregation.loss(of: column[unit], weight: weight, whole: whole)
        }
        switch part.content {
        case .indicator(let indicator):
          table.losses[indicator] = lost
          table.weights[indicator] = share
        case .node(let child):
          losses[child] = lost
          weights[child] = share
        }
      }
    }
    for unit in 0..<units where !table.nodes[root][unit].isNaN {
      table.scores[unit] = table.losses.reduce(100) { $0 - $1[unit] }
    }
  }
}
