@testable import Analysis

/// Scores by an alternative, as anybody would write them: unit by unit, node by node.
func obviousScores(
  _ alternative: Alternative, _ tree: IndexTree, _ indicators: [Indicator]
) throws -> [Double] {
  let rates = try SafetyIndex(tree).rates(indicators)
  let units = rates.first?.raw.count ?? 0
  let points = zip(indicators, rates).map { indicator, rate -> [Double] in
    let better = indicator.scale.isHigherBetter
    let scale: IndicatorScale =
      [
        indicator.scale, .minMax(higherIsBetter: better), .zScore(higherIsBetter: better),
        .rank(higherIsBetter: better),
      ][alternative.scale]
    return scale.points(alternative.isSmoothed ? rate.rates : rate.raw, floor: 0)
  }
  return (0..<units).map { unit in
    var nodes: [Double] = []
    for (number, node) in tree.nodes.enumerated() {
      let aggregation = alternative.aggregation ?? node.aggregation
      var (sum, known, all) = (0.0, 0.0, 0.0)
      for (place, part) in node.parts.enumerated() {
        let factor = alternative.weights.isEmpty ? 1 : alternative.weights[number][place]
        let weight = part.weight * factor
        var value = 0.0
        switch part.content {
        case .indicator(let indicator):
          if indicator == alternative.omitted { continue }
          value = points[indicator][unit]
        case .node(let child): value = nodes[child]
        }
        all += weight
        guard !value.isNaN else { continue }
        known += weight
        sum +=
          weight
          * (aggregation == .arithmetic ? value : aggregation.transformed(1 + 0.99 * value))
      }
      guard known > 0, known >= node.leastKnown * all * (1 - 1e-6) else {
        nodes.append(.nan)
        continue
      }
      nodes.append(
        aggregation == .arithmetic
          ? sum / known : (aggregation.restored(sum / known) - 1) / 0.99)
    }
    return nodes.last ?? .nan
  }
}

/// Ranks from 1 for the highest; equals share the middle of theirs, rounded down.
func obviousRanks(_ scores: [Double]) -> [Int32] {
  scores.map { score in
    guard !score.isNaN else { return 0 }
    let above = scores.count { $0 > score }
    let equal = scores.count { $0 == score }
    return Int32((2 * above + 1 + equal) / 2)
  }
}
