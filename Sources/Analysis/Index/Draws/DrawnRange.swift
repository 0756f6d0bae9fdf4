/// How a range is taken from draws: what holds most of them, with a tail left out at either end.
struct DrawnRange {
  let confidence: Double

  static let fewestDraws = 20

  /// - Throws: `invalidParameter` where there are too few draws for a tail, or the range would hold
  ///   all of them or none.
  init(draws: Int, confidence: Double) throws(AnalysisError) {
    guard draws >= Self.fewestDraws else {
      throw .invalidParameter(name: "draws", requirement: "\(Self.fewestDraws) at least")
    }
    guard confidence > 0, confidence < 1 else {
      throw .invalidParameter(name: "confidence", requirement: "between 0 and 1")
    }
    self.confidence = confidence
  }

  /// What holds nine tenths.
  static let usual = DrawnRange(confidence: 0.9)

  private init(confidence: Double) { self.confidence = confidence }

  /// Of so many draws, those of a tail.
  func skipped(of draws: Int) -> Int {
    // A tail of 0.05 is a little less as a double, and 20 draws have one in it.
    Int(((1 - confidence) / 2 * Double(draws) + 1e-9).rounded(.down))
  }

  /// The bins of a histogram that hold its draws but for a tail at either end.
  ///
  /// - Returns: `nil` for one without draws.
  /// - Complexity: O(bins).
  func bins(of counts: ArraySlice<UInt32>) -> (low: Int, high: Int)? {
    let skipped = skipped(of: counts.reduce(0) { $0 + Int($1) })
    func end(_ order: some Sequence<Int>) -> Int? {
      var seen = 0
      for bin in order {
        seen += Int(counts[bin])
        if seen > skipped { return bin - counts.startIndex }
      }
      return nil
    }
    guard let low = end(counts.indices), let high = end(counts.indices.reversed()) else {
      return nil
    }
    return (low, high)
  }
}
