/// Which places are significant at some false discovery rates, and which the draws leave open.
///
/// A place's p lies within an interval (`MonteCarloInterval`). Smaller p's never make Benjamini
/// and Hochberg reject less: so what is rejected with all p's at their upper ends is significant,
/// what is not with all at their lower ends is not, and the places between are undecided.
struct PermutationDecision {
  private(set) var permutation: ConditionalPermutation
  let rates: [Double]
  /// Two-sided: twice the smaller tail, the observed sum counted as one of the draws.
  private(set) var p: [Double]
  private var low: [Double]
  private var high: [Double]
  /// For each rate, whether a place is undecided.
  private var undecided: [[Bool]]
  private var active: [Int32]
  private var drawn = 0
  /// So many replicates in one go, between which it may be cancelled.
  private static let slab = 1 << 18

  init(permutation: ConditionalPermutation, rates: [Double]) {
    self.permutation = permutation
    self.rates = rates
    let count = permutation.placeCount
    p = .init(repeating: 1, count: count)
    low = .init(repeating: 0, count: count)
    high = p
    undecided = .init(repeating: .init(repeating: true, count: count), count: rates.count)
    active = Array(0..<Int32(count))
  }

  func isUndecided(_ place: Int, rate: Int) -> Bool { undecided[rate][place] }

  /// 1 where the sum is higher than chance, -1 where it is lower, 0 where neither.
  func direction(of place: Int) -> Int {
    (permutation.lower[place] - permutation.upper[place]).signum()
  }

  /// Draws the next `count` replicates for the places that are undecided.
  mutating func draw(_ count: Int, isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    let end = drawn + count
    while drawn < end {
      let next = min(end, drawn + Self.slab)
      try permutation.draw(drawn..<next, for: active, isCancelled: isCancelled)
      drawn = next
    }
    for place in active { narrow(Int(place)) }
    for rate in rates.indices {
      let surely = Self.rejected(high, rate: rates[rate])
      let perhaps = Self.rejected(low, rate: rates[rate])
      for place in p.indices {
        undecided[rate][place] = perhaps(low[place]) && !surely(high[place])
      }
    }
    active = active.filter { place in undecided.contains { $0[Int(place)] } }
  }

  /// Doubles the draws of the undecided places until none is left or the budget of values spent.
  mutating func refine(budget: Int?, isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    var left = budget ?? ordinaryBudget
    while !active.isEmpty {
      let (cost, overflow) = drawn.multipliedReportingOverflow(
        by: max(1, permutation.cost(of: active)))
      if overflow || cost > left { return }
      left -= cost
      try draw(drawn, isCancelled: isCancelled)
    }
  }

  /// What a lone place needs whose sum is never drawn: the upper end of its p, twice the
  /// information over the draws, must reach the rate over the number of places; and as much again,
  /// since draws are doubled.
  private var ordinaryBudget: Int {
    let degree = permutation.sums.degrees.reduce(0) { max($0, Int($1)) }
    let draws =
      4 * MonteCarloInterval.information * Double(p.count) / (rates.first ?? 1) * Double(degree)
    return max(1 << 26, Int(min(draws, 0x1p40)))
  }

  private mutating func narrow(_ place: Int) {
    let draws = permutation.draws[place]
    let upper = permutation.upper[place]
    let lower = permutation.lower[place]
    p[place] = min(1, 2 * Double(min(upper, lower) + 1) / Double(draws + 1))
    let above = MonteCarloInterval(hits: upper, draws: draws)
    let below = MonteCarloInterval(hits: lower, draws: draws)
    // An interval never grows again, so a place that was decided stays so.
    low[place] = max(low[place], min(1, 2 * min(above.low, below.low)))
    high[place] = min(high[place], min(1, 2 * min(above.high, below.high)))
  }

  /// Whether a p is rejected by Benjamini and Hochberg among `values`.
  private static func rejected(_ values: [Double], rate: Double) -> (Double) -> Bool {
    // No p above the rate itself is ever rejected: most need not be sorted.
    let small = values.filter { $0 <= rate }.sorted()
    var limit = -1.0
    for (rank, value) in small.enumerated()
    where value <= Double(rank + 1) * rate / Double(values.count) {
      limit = value
    }
    return { $0 <= limit }
  }
}
