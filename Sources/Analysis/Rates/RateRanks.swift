/// Rates with what they may truly be, and with the ranks that units may truly have by them.
///
/// A count says which unit is large, and a rate of few which one was lucky: neither is a rank. Here
/// each unit's rate is drawn many times from what its own count and the moments of all units leave
/// open, as for an index; what holds most of its ranks is its range.
public struct RateRanks: Sendable {
  public var draws: Int
  public var seed: UInt64
  /// What lies between the lower and the upper bounds.
  public var confidence: Double
  public var threads: Int

  public init(
    draws: Int = 400, seed: UInt64 = 1, confidence: Double = 0.9,
    threads: Int = Parallel.coreCount
  ) {
    self.draws = draws
    self.seed = seed
    self.confidence = confidence
    self.threads = threads
  }

  /// A row a unit; not a number, and no rank, where its rate is unknown.
  public struct Table: Sendable, Equatable {
    /// Observed, and after smoothing.
    public internal(set) var raw: [Double]
    public internal(set) var rates: [Double]
    public internal(set) var low: [Double]
    public internal(set) var high: [Double]
    /// From 1 for the best.
    public internal(set) var rankLow: [Int?]
    public internal(set) var rankHigh: [Int?]
    /// Units that have a rank.
    public internal(set) var ranked: Int
  }

  /// - Parameters:
  ///   - name: what errors call the column.
  ///   - neighbours: which local smoothing needs.
  ///   - isRanked: units that are too few to rank have a rate with bounds and no rank, and take
  ///     nobody else's; the moments are of all.
  /// - Throws: what the columns have against them, `invalidParameter`, `cancelled`.
  /// - Complexity: O(draws · units · log units) time, O(draws · units) memory, four bytes each. The
  ///   answer does not depend on the number of threads.
  public func table(
    of data: IndicatorData, name: String, smoothing: IndicatorSmoothing = .empiricalBayes,
    neighbours: NeighbourGraph? = nil, higherIsBetter: Bool = false, isRanked: [Bool],
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> Table {
    let range = try DrawnRange(draws: draws, confidence: confidence)
    let units = data.unitCount
    guard isRanked.count == units else {
      throw .differentLengths(column: "isRanked", count: isRanked.count, expected: units)
    }
    let scale = IndicatorScale.minMax(higherIsBetter: higherIsBetter)
    let own = try IndicatorRates(
      Indicator(
        name: name, data: data, smoothing: smoothing, scale: scale, neighbours: neighbours),
      unitCount: units)
    let chances = RateDraws(own)
    let ranked = (0..<units).filter { isRanked[$0] && !own.raw[$0].isNaN }
    var drawn = [Float](repeating: .nan, count: units * draws)
    var ranks = [Int32](repeating: 0, count: ranked.count * draws)
    let (draws, seed) = (draws, seed)
    let parts = min(draws, 64)
    try drawn.withUnsafeMutableBufferPointer { drawn throws(AnalysisError) in
      try ranks.withUnsafeMutableBufferPointer { ranks throws(AnalysisError) in
        nonisolated(unsafe) let (drawn, ranks) = (drawn, ranks)
        try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
          var rates = own.raw
          var keys = [UInt64](repeating: 0, count: ranked.count)
          for draw in Parallel.slice(part, of: parts, count: draws) {
            var generator = ReplicateGenerator(seed: seed, stream: UInt64(draw))
            chances.draw(&generator, into: &rates)
            for unit in 0..<units { drawn[unit * draws + draw] = Float(rates[unit]) }
            // Units that a draw does not tell apart come in an order of its own.
            for place in keys.indices { keys[place] = generator.next() }
            let order = ranked.indices.sorted {
              let (one, other) = (rates[ranked[$0]], rates[ranked[$1]])
              if one != other { return higherIsBetter ? one > other : one < other }
              return (keys[$0], $0) < (keys[$1], $1)
            }
            for (rank, place) in order.enumerated() {
              ranks[place * draws + draw] = Int32(rank + 1)
            }
          }
        }
      }
    }
    let skipped = range.skipped(of: draws)
    var table = Table(
      raw: own.raw, rates: own.rates, low: own.raw, high: own.raw,
      rankLow: .init(repeating: nil, count: units), rankHigh: .init(repeating: nil, count: units),
      ranked: ranked.count)
    for unit in 0..<units where !own.raw[unit].isNaN {
      let sorted = drawn[unit * draws..<(unit + 1) * draws].sorted()
      table.low[unit] = Double(sorted[skipped])
      table.high[unit] = Double(sorted[draws - 1 - skipped])
    }
    for (place, unit) in ranked.enumerated() {
      let sorted = ranks[place * draws..<(place + 1) * draws].sorted()
      table.rankLow[unit] = Int(sorted[skipped])
      table.rankHigh[unit] = Int(sorted[draws - 1 - skipped])
    }
    return table
  }
}
