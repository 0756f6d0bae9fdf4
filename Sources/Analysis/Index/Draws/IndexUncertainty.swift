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

  /// Histograms, so that memory does not grow with the draws: scores to a twentieth of a point,
  /// ranks to half a hundredth of the units.
  private struct Histogram {
    static let bins = 2_000
    private var counts: [UInt32]
    private let width: Int

    init(units: Int, width: Int = Histogram.bins) {
      self.width = width
      counts = [UInt32](repeating: 0, count: units * width)
    }

    mutating func add(_ unit: Int, _ bin: Int) { counts[unit * width + min(bin, width - 1)] += 1 }

    mutating func add(_ other: Histogram) {
      for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// The bins that hold the lower and the upper part of the unit's draws; `nil` without any.
    func bounds(_ unit: Int, tail: Double) -> (low: Int, high: Int)? {
      let own = counts[unit * width..<(unit + 1) * width]
      let total = own.reduce(0) { $0 + Int($1) }
      guard total > 0 else { return nil }
      // A tail of 0.05 is a little less as a double, and 20 draws have one in it.
      let skipped = Int((tail * Double(total) + 1e-9).rounded(.down))
      func end(_ order: some Sequence<Int>) -> Int {
        var seen = 0
        for bin in order {
          seen += Int(own[own.startIndex + bin])
          if seen > skipped { return bin }
        }
        return 0
      }
      return (end(0..<width), end((0..<width).reversed()))
    }
  }

  /// - Throws: what the columns have against them, `invalidParameter`, `cancelled`.
  /// - Complexity: O(draws · units · (indicators + log units)) time, O(units · (bins + indicators))
  ///   memory for each thread. The answer does not depend on the number of threads.
  public func table(
    of index: SafetyIndex, _ indicators: [Indicator],
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Table {
    guard draws >= 20 else { throw .invalidParameter(name: "draws", requirement: "20 at least") }
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    let rates = try index.rates(indicators)
    let units = rates.first?.raw.count ?? 0
    let rankBins = min(units, 200)
    let parts = min(max(1, threads), 64)
    var scores = Array(repeating: Histogram(units: units), count: parts)
    var ranks = Array(repeating: Histogram(units: units, width: max(1, rankBins)), count: parts)
    try scores.withUnsafeMutableBufferPointer { scores throws(AnalysisError) in
      try ranks.withUnsafeMutableBufferPointer { ranks throws(AnalysisError) in
        // Each part has histograms of its own; adding them up does not depend on which drew what.
        try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
          var chain = DrawnChain(index, indicators, rates, units: units)
          for draw in Parallel.slice(part, of: parts, count: draws) {
            if isCancelled() { return }
            chain.draw(seed: seed, number: draw)
            for unit in 0..<units where !chain.scores[unit].isNaN {
              scores[part].add(unit, Int(chain.scores[unit] * Double(Histogram.bins) / 100))
            }
            let known = chain.order.count
            for (rank, unit) in chain.order.enumerated() {
              ranks[part].add(unit, rank * rankBins / max(1, known))
            }
          }
        }
      }
    }
    if isCancelled() { throw .cancelled }
    for part in 1..<max(1, parts) {
      scores[0].add(scores[part])
      ranks[0].add(ranks[part])
    }
    return answer(
      scores[0], ranks[0], units: units, rankBins: rankBins, of: index, rates, indicators)
  }

  private func answer(
    _ scores: Histogram, _ ranks: Histogram, units: Int, rankBins: Int, of index: SafetyIndex,
    _ rates: [IndicatorRates], _ indicators: [Indicator]
  ) -> Table {
    let tail = (1 - confidence) / 2
    var table = Table(
      low: [Double](repeating: .nan, count: units), high: [Double](repeating: .nan, count: units),
      rankLow: [Int?](repeating: nil, count: units), rankHigh: [Int?](repeating: nil, count: units))
    let points = zip(indicators, rates).map { $0.scale.points($1.rates, floor: index.floor) }
    let known = index.nodePoints(points, units: units).last?.count { !$0.isNaN } ?? 0
    for unit in 0..<units {
      guard let score = scores.bounds(unit, tail: tail), let rank = ranks.bounds(unit, tail: tail)
      else { continue }
      table.low[unit] = Double(score.low) * 100 / Double(Histogram.bins)
      table.high[unit] = min(100, Double(score.high + 1) * 100 / Double(Histogram.bins))
      table.rankLow[unit] = rank.low * known / rankBins + 1
      // The last rank of the bin, rounded up: a range may be too wide, never too narrow.
      table.rankHigh[unit] = min(known, ((rank.high + 1) * known + rankBins - 1) / rankBins)
    }
    return table
  }
}

/// One draw after the other of the whole chain, in memory of its own.
private struct DrawnChain {
  private let index: SafetyIndex
  private let indicators: [Indicator]
  private let rates: [IndicatorRates]
  private var drawn: [Double]
  private var points: [[Double]]
  private(set) var scores: [Double] = []
  /// The units that have a score, the best first.
  private(set) var order: [Int] = []

  init(
    _ index: SafetyIndex, _ indicators: [Indicator], _ rates: [IndicatorRates], units: Int
  ) {
    self.index = index
    self.indicators = indicators
    self.rates = rates
    drawn = []
    points = Array(repeating: [], count: indicators.count)
  }

  mutating func draw(seed: UInt64, number: Int) {
    for (column, own) in rates.enumerated() {
      var generator = ReplicateGenerator(
        seed: seed, stream: UInt64(number), substream: UInt64(column))
      drawn = own.raw
      own.draw(&generator, into: &drawn)
      points[column] = indicators[column].scale.points(drawn, floor: index.floor)
    }
    let units = rates.first?.raw.count ?? 0
    scores = index.nodePoints(points, units: units).last ?? []
    order = scores.indices.filter { !scores[$0].isNaN }
    order.sort { (scores[$1], $0) < (scores[$0], $1) }
  }
}
