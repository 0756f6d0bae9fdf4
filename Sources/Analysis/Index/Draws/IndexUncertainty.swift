/// How sure the scores are: the whole chain over rates as they may truly be.
///
/// Ranks count from 1 for the best; a unit that is unknown has none.
public struct IndexUncertainty: Sendable {
  /// Draws of the whole chain.
  public var draws: Int
  public var seed: UInt64
  /// What lies between `low` and `high`.
  public var confidence: Double
  public var threads: Int

  public init(
    draws: Int = 500, seed: UInt64 = 1, confidence: Double = 0.9,
    threads: Int = Parallel.coreCount
  ) {
    self.draws = draws
    self.seed = seed
    self.confidence = confidence
    self.threads = threads
  }

  /// A row a unit; not a number where the unit has no score.
  public struct Table: Sendable, Equatable {
    public internal(set) var low: [Double]
    public internal(set) var high: [Double]
    /// The same share of the ranks, to half a hundredth of the units.
    public internal(set) var rankLow: [Int?]
    public internal(set) var rankHigh: [Int?]
  }

  /// - Throws: what the columns have against them, `invalidParameter`, `cancelled`.
  /// - Complexity: O(draws · units · indicators) time; O(units · (bins + indicators)) memory, some nine
  ///   kilobytes a unit for the histograms. The answer does not depend on the number of threads.
  public func table(
    of index: SafetyIndex, _ indicators: [Indicator],
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Table {
    let range = try DrawnRange(draws: draws, confidence: confidence)
    let rates = try index.rates(indicators)
    let units = rates.first?.raw.count ?? 0
    let own = rates.map(RateDraws.init)
    let parts = min(max(1, threads), 64)
    var chains = (0..<parts).map { _ in DrawnChain(index, indicators, own, units: units) }
    var tallies = (0..<parts).map { _ in DrawTally(units: units, bounds: 0) }
    var scores = ScoreHistogram(units: units)
    let batch = parts * Self.drawsInBatch
    var drawn = [Float](repeating: .nan, count: batch * units)
    let (draws, seed) = (draws, seed)
    for first in stride(from: 0, to: draws, by: batch) {
      let some = first..<min(draws, first + batch)
      try chains.withUnsafeMutableBufferPointer { chains throws(AnalysisError) in
        try tallies.withUnsafeMutableBufferPointer { tallies throws(AnalysisError) in
          try drawn.withUnsafeMutableBufferPointer { drawn throws(AnalysisError) in
            nonisolated(unsafe) let (chains, tallies, drawn) = (chains, tallies, drawn)
            try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
              guard let drawn = drawn.baseAddress else { return }
              let own = Parallel.slice(part, of: parts, count: some.count)
              for place in own {
                if isCancelled() { return }
                chains[part].draw(
                  seed: seed, number: some.lowerBound + place, into: drawn + place * units)
              }
              chains[part].count(
                drawn + own.lowerBound * units, draws: own.count,
                from: some.lowerBound + own.lowerBound, into: &tallies[part])
            }
          }
        }
      }
      if isCancelled() { throw .cancelled }
      try scores.add(drawn, draws: some.count, threads: threads)
    }
    for part in 1..<max(1, parts) { tallies[0].add(tallies[part]) }
    let points = zip(indicators, rates).map { $0.scale.points($1.rates, floor: index.floor) }
    let known = index.nodePoints(points, units: units).last?.count { !$0.isNaN } ?? 0
    var table = Table(
      low: [Double](repeating: .nan, count: units), high: [Double](repeating: .nan, count: units),
      rankLow: [Int?](repeating: nil, count: units), rankHigh: [Int?](repeating: nil, count: units))
    for unit in 0..<units {
      guard let score = scores.range(unit, range),
        let rank = tallies[0].range(unit, range, known: known)
      else { continue }
      (table.low[unit], table.high[unit]) = (score.low, score.high)
      (table.rankLow[unit], table.rankHigh[unit]) = (rank.low, rank.high)
    }
    return table
  }

  /// Draws of a thread before their scores and ranks are counted together.
  private static let drawsInBatch = 8
}

/// The scores of draws, to a twentieth of a point.
private struct ScoreHistogram {
  static let bins = 2_000
  private let units: Int
  private var counts: [UInt32]

  init(units: Int) {
    self.units = units
    counts = [UInt32](repeating: 0, count: units * Self.bins)
  }

  /// - Parameter scores: `draws` columns, one after the other.
  mutating func add(_ scores: [Float], draws: Int, threads: Int) throws(AnalysisError) {
    let units = units
    try counts.withUnsafeMutableBufferPointer { counts throws(AnalysisError) in
      try scores.withUnsafeBufferPointer { scores throws(AnalysisError) in
        nonisolated(unsafe) let (counts, scores) = (counts, scores)
        // A part has units of its own, and a unit's histogram is counted into draw after draw.
        try Parallel(threads: threads).forEach(64) { part in
          for unit in Parallel.slice(part, of: 64, count: units) {
            for draw in 0..<draws {
              let score = scores[draw * units + unit]
              guard score == score else { continue }
              let bin = Int(score * Float(Self.bins) / 100)
              counts[unit * Self.bins + min(bin, Self.bins - 1)] += 1
            }
          }
        }
      }
    }
  }

  /// - Returns: the ends of the bins that hold the unit's draws but for a tail at either end; `nil`
  ///   without any.
  func range(_ unit: Int, _ range: DrawnRange) -> (low: Double, high: Double)? {
    let step = 100 / Double(Self.bins)
    return range.bins(of: counts[unit * Self.bins..<(unit + 1) * Self.bins]).map {
      (Double($0.low) * step, min(100, Double($0.high + 1) * step))
    }
  }
}
