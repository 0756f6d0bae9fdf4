/// What draws came to, in memory that does not grow with them: histograms of ranks in two hundred
/// bins, half a hundredth of the units each, and how often a bound was passed.
struct DrawTally {
  static let mostBins = 200

  private let units: Int
  private let bins: Int
  private let bounds: Int
  private var ranks: [UInt32]
  /// By bound and unit.
  private var passes: [UInt32]

  init(units: Int, bounds: Int) {
    self.units = units
    self.bounds = bounds
    bins = max(1, min(units, Self.mostBins))
    ranks = [UInt32](repeating: 0, count: units * bins)
    passes = [UInt32](repeating: 0, count: bounds * units)
  }

  /// The bin of a rank from 1 on.
  private func bin(_ rank: Int32, known: Int) -> Int { (Int(rank) - 1) * bins / known }

  /// Counts draws in turn, a unit's histogram at a time.
  ///
  /// - Parameters:
  ///   - drawn: `draws` columns of ranks, one after the other; 0 where there is none.
  ///   - known: how many units have a rank, by draw.
  mutating func add(ranks drawn: UnsafePointer<Int32>, known: [Int]) {
    // A rank's bin by a product, exact up to a million units: divisions would be most of the work.
    let factors = known.map { $0 > 0 ? ((bins << 44) + $0 - 1) / $0 : 0 }
    ranks.withUnsafeMutableBufferPointer { ranks in
      for unit in 0..<units {
        for draw in known.indices {
          let rank = drawn[draw * units + unit]
          guard rank > 0 else { continue }
          let bin = min(bins - 1, ((Int(rank) - 1) * factors[draw]) >> 44)
          ranks[unit * bins + bin] += 1
        }
      }
    }
  }

  /// Counts the scores of a draw that are at least the bounds.
  mutating func add(scores: UnsafePointer<Float>, bounds: [Float]) {
    passes.withUnsafeMutableBufferPointer { passes in
      guard let base = passes.baseAddress else { return }
      for (number, bound) in bounds.enumerated() {
        let own = base + number * units
        for unit in 0..<units { own[unit] &+= scores[unit] >= bound ? 1 : 0 }
      }
    }
  }

  mutating func add(_ other: DrawTally) {
    for place in ranks.indices { ranks[place] += other.ranks[place] }
    for place in passes.indices { passes[place] += other.passes[place] }
  }

  // MARK: Answers

  /// Draws in which the unit had a rank.
  func draws(_ unit: Int) -> Int {
    ranks[unit * bins..<(unit + 1) * bins].reduce(0) { $0 + Int($1) }
  }

  /// Of a unit: the share of its draws that passed each bound.
  func passed(_ unit: Int) -> [Double] {
    let total = Double(draws(unit))
    return (0..<bounds).map { Double(passes[$0 * units + unit]) / total }
  }

  /// The ranks that hold a unit's draws but for a tail at either end: the first rank of the lower bin
  /// and the last of the upper one. A range may be too wide by a bin, never too narrow.
  ///
  /// - Parameter known: units that have a rank.
  /// - Returns: `nil` where the unit never had one.
  func range(_ unit: Int, _ range: DrawnRange, known: Int) -> (low: Int, high: Int)? {
    range.bins(of: ranks[unit * bins..<(unit + 1) * bins]).map {
      (first($0.low, known), last($0.high, known))
    }
  }

  /// The middle of the bin that holds the middle of a unit's draws.
  func median(_ unit: Int, known: Int) -> Int? {
    let own = ranks[unit * bins..<(unit + 1) * bins]
    let total = own.reduce(0) { $0 + Int($1) }
    var seen = 0
    for (bin, count) in own.enumerated() {
      seen += Int(count)
      if 2 * seen > total { return (first(bin, known) + last(bin, known)) / 2 }
    }
    return nil
  }

  private func first(_ bin: Int, _ known: Int) -> Int { (bin * known + bins - 1) / bins + 1 }

  private func last(_ bin: Int, _ known: Int) -> Int {
    max(first(bin, known), min(known, ((bin + 1) * known + bins - 1) / bins))
  }
}
