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

  /// Rows of each of the two samples; the index is made seven times a row.
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
  /// - Complexity: O(rows · units · indicators) time; O(units · indicators) memory, some hundred bytes
  ///   each, and a thread's histograms. Points are 32-bit numbers: scores that differ by less than
  ///   some hundred thousandth of a point may share a rank. The answer does not depend on the
  ///   number of threads.
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
    let columns = try AlternativeColumns(index, indicators)
    var single = AlternativeBatch(columns, index.tree, bounds: bounds)
    single.make([.asGiven])
    let base = single.ranks(of: 0)
    let units = columns.units
    let parts = min(max(1, threads), 64)
    var tallies = (0..<parts).map { _ in DrawTally(units: units, bounds: bounds.count) }
    let samples = Choice.allCases.count + 2
    var shifts = [Double](repeating: 0, count: rows * samples)
    try tallies.withUnsafeMutableBufferPointer { tallies throws(AnalysisError) in
      try shifts.withUnsafeMutableBufferPointer { shifts throws(AnalysisError) in
        nonisolated(unsafe) let (tallies, shifts) = (tallies, shifts)
        try Parallel(threads: threads).forEach(parts, isCancelled: isCancelled) { part in
          var batch = AlternativeBatch(columns, index.tree, bounds: bounds)
          let own = Parallel.slice(part, of: parts, count: rows)
          var first = own.lowerBound
          while first < own.upperBound, !isCancelled() {
            let some = first..<min(own.upperBound, first + Self.rowsInBatch)
            batch.make(some.flatMap { alternatives(of: $0, index.tree) })
            for (place, row) in some.enumerated() {
              for sample in 0..<samples {
                shifts[sample * rows + row] = batch.shift(of: place * samples + sample, from: base)
              }
            }
            // The two samples are what may be; the mixed ones are for the shares alone.
            batch.count(
              (0..<some.count * samples).filter { $0 % samples < 2 }, into: &tallies[part])
            first = some.upperBound
          }
        }
      }
    }
    if isCancelled() { throw .cancelled }
    for part in 1..<max(1, parts) { tallies[0].add(tallies[part]) }
    let answers = (0..<samples).map { Array(shifts[$0 * rows..<($0 + 1) * rows]) }
    return Table(
      base, tallies[0],
      meanShift: (answers[0] + answers[1]).reduce(0, +) / Double(2 * rows),
      sobol: SobolIndices(a: answers[0], b: answers[1], mixed: Array(answers[2...])),
      shiftWithout: indicators.indices.map { number in
        var alternative = Alternative.asGiven
        alternative.omitted = number
        single.make([alternative])
        return single.shift(of: 0, from: base)
      })
  }

  /// So many rows are made together: their scores and ranks fill some megabytes, and a block of
  /// columns is read from the cache for all of them.
  private static let rowsInBatch = 16

  /// The two samples of a row, then the first with each choice of the second.
  private func alternatives(of row: Int, _ tree: IndexTree) -> [Alternative] {
    let drawn = (0..<2).map {
      Alternative(seed: seed, row: row, sample: $0, tree, spread: weightSpread)
    }
    return drawn + Choice.allCases.map { drawn[0].with($0, of: drawn[1]) }
  }
}

extension IndexSensitivity.Table {
  init(
    _ base: [Int32], _ tally: DrawTally, meanShift: Double, sobol: SobolIndices?,
    shiftWithout: [Double]
  ) {
    let known = base.count { $0 > 0 }
    rankMedian = [Int?](repeating: nil, count: base.count)
    rankLow = rankMedian
    rankHigh = rankMedian
    passes = Array(repeating: [], count: base.count)
    self.meanShift = meanShift
    self.sobol = sobol
    self.shiftWithout = shiftWithout
    for unit in base.indices where base[unit] > 0 {
      guard let range = tally.range(unit, .usual, known: known) else { continue }
      (rankLow[unit], rankHigh[unit]) = (range.low, range.high)
      rankMedian[unit] = tally.median(unit, known: known)
      passes[unit] = tally.passed(unit)
    }
  }
}
