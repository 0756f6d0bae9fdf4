/// What becomes of the ranks when the choices that an index rests on are made otherwise: its weights,
/// scales, aggregation and smoothing, and which indicators it has.
///
/// > M. Saisana, A. Saltelli, S. Tarantola. "Uncertainty and sensitivity analysis techniques as tools
/// > for the quality assessment of composite indicators." *Journal of the Royal Statistical Society*
/// > A 168, 2005. doi:10.1111/j.1467-985X.2005.00350.x
public struct IndexSensitivity: Sendable {
  /// What is drawn.
  public enum Choice: String, Sendable, CaseIterable {
    /// Each weight within a share of itself, beside its siblings.
    case weights
    /// As the index has it, min–max, z, or rank.
    case scale
    /// As the index has it, arithmetic, or geometric.
    case aggregation
    /// Rates as they are smoothed, or as they were observed.
    case smoothing
    /// All indicators, or all but one.
    case omission
  }

  /// Rows of each of the two samples; the whole chain is computed seven times a row.
  public var rows: Int
  /// A weight lies within this share of itself, either way.
  public var weightSpread: Double
  public var seed: UInt64
  public var threads: Int

  public init(
    rows: Int = 500, weightSpread: Double = 0.25, seed: UInt64 = 1,
    threads: Int = Parallel.coreCount
  ) {
    self.rows = rows
    self.weightSpread = weightSpread
    self.seed = seed
    self.threads = threads
  }

  public struct Table: Sendable, Equatable {
    /// Of each unit: the middle of its ranks over the draws, and what holds nine tenths of them, to
    /// half a hundredth of the units. `nil` where the index gives the unit no score.
    public internal(set) var rankMedian: [Int?]
    public internal(set) var rankLow: [Int?]
    public internal(set) var rankHigh: [Int?]
    /// Of each unit, for each bound: the share of the draws whose score passes it.
    public internal(set) var passes: [[Double]]
    /// The mean shift of a rank, over units and draws.
    public internal(set) var meanShift: Double
    /// Shares in the variance of the mean shift, in the order of `Choice.allCases`; `nil` where it
    /// does not vary.
    public internal(set) var sobol: SobolIndices?
    /// The mean shift of a rank without each indicator, all else as the index has it.
    public internal(set) var shiftWithout: [Double]
  }

  /// - Parameter bounds: scores that are to be passed, such as those of the stars.
  /// - Throws: what the columns have against them, `invalidParameter`, `cancelled`.
  /// - Complexity: O(rows · units · indicators) time; O(units · indicators) memory, eight columns an
  ///   indicator. The answer does not depend on the number of threads.
  public func table(
    of index: SafetyIndex, _ indicators: [Indicator], bounds: [Double],
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Table {
    guard (2...1_000_000).contains(rows) else {
      throw .invalidParameter(name: "rows", requirement: "from 2 to 1000000")
    }
    guard weightSpread >= 0, weightSpread < 1 else {
      throw .invalidParameter(name: "weightSpread", requirement: "from 0 to below 1")
    }
    let chain = try AlternativeChain(index, indicators)
    let base = chain.ranks(chain.scores(.asGiven))
    let units = base.count
    let (parts, rankBins) = (min(max(1, threads), 64), max(1, min(units, 200)))
    var tallies = (0..<parts).map { _ in
      DrawTally(units: units, rankBins: rankBins, bounds: bounds)
    }
    let choices = Choice.allCases
    var shifts = [Double](repeating: 0, count: rows * (choices.count + 2))
    let (rows, seed, spread) = (rows, seed, weightSpread)
    try tallies.withUnsafeMutableBufferPointer { tallies throws(AnalysisError) in
      try shifts.withUnsafeMutableBufferPointer { shifts throws(AnalysisError) in
        nonisolated(unsafe) let (tallies, shifts) = (tallies, shifts)
        try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
          for row in Parallel.slice(part, of: parts, count: rows) {
            if isCancelled() { return }
            let drawn = (
              Alternative(seed: seed, row: row, sample: 0, chain, spread: spread),
              Alternative(seed: seed, row: row, sample: 1, chain, spread: spread)
            )
            for column in 0..<choices.count + 2 {
              let alternative =
                switch column {
                case 0: drawn.0
                case 1: drawn.1
                default: drawn.0.with(choices[column - 2], of: drawn.1)
                }
              let scores = chain.scores(alternative)
              let ranks = chain.ranks(scores)
              shifts[column * rows + row] = AlternativeChain.shift(base, ranks)
              // The two samples are what may be; the mixed ones are for the shares alone.
              if column < 2 { tallies[part].add(scores, ranks) }
            }
          }
        }
      }
    }
    if isCancelled() { throw .cancelled }
    for part in 1..<max(1, parts) { tallies[0].add(tallies[part]) }
    let samples = (0..<choices.count + 2).map { Array(shifts[$0 * rows..<($0 + 1) * rows]) }
    var table = tallies[0].table(base)
    table.meanShift = (samples[0] + samples[1]).reduce(0, +) / Double(2 * rows)
    table.sobol = SobolIndices(a: samples[0], b: samples[1], mixed: Array(samples[2...]))
    table.shiftWithout = indicators.indices.map { number in
      var alternative = Alternative.asGiven
      alternative.omitted = number
      return AlternativeChain.shift(base, chain.ranks(chain.scores(alternative)))
    }
    return table
  }
}

/// One way to make the index.
private struct Alternative {
  /// Factors by node and part; empty for ones.
  var weights: [[Double]] = []
  /// 0 as given.
  var scale = 0
  var aggregation: Aggregation?
  var isSmoothed = true
  var omitted: Int?

  static let asGiven = Alternative()

  private init() {}

  init(seed: UInt64, row: Int, sample: UInt64, _ chain: AlternativeChain, spread: Double) {
    var random = ReplicateGenerator(seed: seed, stream: UInt64(row), substream: sample)
    weights = chain.index.tree.nodes.map { node in
      node.parts.map { _ in 1 + spread * (2 * random.uniform() - 1) }
    }
    scale = Int(random.integer(below: UInt64(AlternativeChain.scales)))
    aggregation = [nil, .arithmetic, .geometric][Int(random.integer(below: 3))]
    isSmoothed = random.integer(below: 2) == 0
    // As likely to leave one out as to leave out none.
    let number = Int(random.integer(below: 2 * UInt64(max(1, chain.indicatorCount))))
    omitted = number < chain.indicatorCount && chain.indicatorCount > 1 ? number : nil
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
}

/// The index by any of the alternatives: points by every scale, with and without smoothing, are
/// computed once.
private struct AlternativeChain: Sendable {
  static let scales = 4

  let index: SafetyIndex
  let indicatorCount: Int
  private let units: Int
  /// By smoothing, scale and indicator.
  private let points: [[Double]]

  init(_ index: SafetyIndex, _ indicators: [Indicator]) throws(AnalysisError) {
    self.index = index
    indicatorCount = indicators.count
    let rates = try index.rates(indicators)
    units = rates.first?.raw.count ?? 0
    var points: [[Double]] = []
    for isSmoothed in [true, false] {
      for scale in 0..<Self.scales {
        for (indicator, rate) in zip(indicators, rates) {
          let isHigherBetter = indicator.scale.isHigherBetter
          let by: IndicatorScale =
            switch scale {
            case 1: .minMax(higherIsBetter: isHigherBetter)
            case 2: .zScore(higherIsBetter: isHigherBetter)
            case 3: .rank(higherIsBetter: isHigherBetter)
            default: indicator.scale
            }
          points.append(by.points(isSmoothed ? rate.rates : rate.raw, floor: 0))
        }
      }
    }
    self.points = points
  }

  func scores(_ alternative: Alternative) -> [Double] {
    let first = ((alternative.isSmoothed ? 0 : Self.scales) + alternative.scale) * indicatorCount
    var nodes: [[Double]] = []
    var known = [Double](repeating: 0, count: units)
    for (number, node) in index.tree.nodes.enumerated() {
      let aggregation = alternative.aggregation ?? node.aggregation
      var sums = [Double](repeating: 0, count: units)
      for unit in known.indices { known[unit] = 0 }
      var all = 0.0
      for (place, part) in node.parts.enumerated() {
        var weight = part.weight
        if !alternative.weights.isEmpty { weight *= alternative.weights[number][place] }
        all += weight
        switch part.content {
        case .indicator(let indicator):
          if indicator == alternative.omitted {
            all -= weight
            continue
          }
          Self.add(points[first + indicator], weight, aggregation, &sums, &known)
        case .node(let child): Self.add(nodes[child], weight, aggregation, &sums, &known)
        }
      }
      let least = node.leastKnown * all * (1 - 1e-12)
      for unit in sums.indices {
        sums[unit] =
          known[unit] > 0 && known[unit] >= least
          ? Self.restored(sums[unit] / known[unit], aggregation) : .nan
      }
      nodes.append(sums)
    }
    return nodes.last ?? []
  }

  private static func add(
    _ column: [Double], _ weight: Double, _ aggregation: Aggregation, _ sums: inout [Double],
    _ known: inout [Double]
  ) {
    switch aggregation {
    case .arithmetic:
      for unit in sums.indices {
        let value = column[unit]
        let isKnown = value == value
        sums[unit] += isKnown ? weight * value : 0
        known[unit] += isKnown ? weight : 0
      }
    case .geometric, .harmonic:
      for unit in sums.indices where !column[unit].isNaN {
        sums[unit] += weight * aggregation.transformed(lifted(column[unit]))
        known[unit] += weight
      }
    }
  }

  /// Points that are multiplied begin at 1, as those of the index do.
  private static func lifted(_ points: Double) -> Double { 1 + points * 0.99 }

  private static func restored(_ sum: Double, _ aggregation: Aggregation) -> Double {
    aggregation == .arithmetic ? sum : (aggregation.restored(sum) - 1) / 0.99
  }

  /// From 1 for the best, units with equal scores in their order; 0 where there is no score.
  func ranks(_ scores: [Double]) -> [Int32] {
    var order = scores.indices.filter { !scores[$0].isNaN }
    order.sort { (scores[$1], $0) < (scores[$0], $1) }
    var ranks = [Int32](repeating: 0, count: scores.count)
    for (rank, unit) in order.enumerated() { ranks[unit] = Int32(rank + 1) }
    return ranks
  }

  /// The mean shift of a rank, of the units that have one by both.
  static func shift(_ base: [Int32], _ ranks: [Int32]) -> Double {
    var (sum, count) = (0, 0)
    for (one, other) in zip(base, ranks) where one > 0 && other > 0 {
      sum += abs(Int(one - other))
      count += 1
    }
    return count > 0 ? Double(sum) / Double(count) : 0
  }
}

/// What the draws came to, in memory that does not grow with them.
private struct DrawTally {
  private let units: Int
  private let rankBins: Int
  private let bounds: [Double]
  private var ranks: [UInt32]
  private var passes: [UInt32]

  init(units: Int, rankBins: Int, bounds: [Double]) {
    self.units = units
    self.rankBins = rankBins
    self.bounds = bounds
    ranks = [UInt32](repeating: 0, count: units * rankBins)
    passes = [UInt32](repeating: 0, count: units * bounds.count)
  }

  mutating func add(_ scores: [Double], _ drawn: [Int32]) {
    let known = drawn.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    for unit in 0..<units where drawn[unit] > 0 {
      ranks[unit * rankBins + (Int(drawn[unit]) - 1) * rankBins / known] += 1
      for (number, bound) in bounds.enumerated() where scores[unit] >= bound {
        passes[unit * bounds.count + number] += 1
      }
    }
  }

  mutating func add(_ other: DrawTally) {
    for index in ranks.indices { ranks[index] += other.ranks[index] }
    for index in passes.indices { passes[index] += other.passes[index] }
  }

  func table(_ base: [Int32]) -> IndexSensitivity.Table {
    let known = base.count { $0 > 0 }
    var table = IndexSensitivity.Table(
      rankMedian: [Int?](repeating: nil, count: units),
      rankLow: [Int?](repeating: nil, count: units), rankHigh: [Int?](repeating: nil, count: units),
      passes: Array(repeating: [], count: units), meanShift: 0, sobol: nil, shiftWithout: [])
    for unit in 0..<units where base[unit] > 0 {
      let own = ranks[unit * rankBins..<(unit + 1) * rankBins]
      let total = own.reduce(0) { $0 + Int($1) }
      guard total > 0 else { continue }
      func bin(after share: Double) -> Int {
        var seen = 0
        for (number, count) in own.enumerated() {
          seen += Int(count)
          if Double(seen) > share * Double(total) { return number }
        }
        return rankBins - 1
      }
      table.rankLow[unit] = bin(after: 0.05) * known / rankBins + 1
      // The last rank of a bin: a range may be too wide, never too narrow.
      func last(_ bin: Int) -> Int { min(known, ((bin + 1) * known + rankBins - 1) / rankBins) }
      table.rankHigh[unit] = last(bin(after: 0.95 - 1e-9))
      let middle = bin(after: 0.5)
      table.rankMedian[unit] = (middle * known / rankBins + 1 + last(middle)) / 2
      table.passes[unit] = bounds.indices.map {
        Double(passes[unit * bounds.count + $0]) / Double(total)
      }
    }
    return table
  }
}
