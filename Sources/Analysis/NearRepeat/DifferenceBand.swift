/// A stretch of distances or of time differences, each end either part of it or not.
///
/// Tables of near repeats differ most in what their bands hold: "0 to 100 m" may mean with or
/// without the same address, and 100 m may lie in two bands or in one. So a band says it in words.
public struct DifferenceBand: Sendable, Equatable {
  public let lower: Double
  public let upper: Double
  public let includesLower: Bool
  public let includesUpper: Bool

  /// - Throws: `invalidParameter` unless 0 ≤ lower ≤ upper, and the band can hold something.
  public init(
    from lower: Double, to upper: Double, includesLower: Bool = true, includesUpper: Bool = false
  ) throws(AnalysisError) {
    guard lower >= 0, upper >= lower, lower.isFinite, upper.isFinite else {
      throw .invalidParameter(
        name: "band", requirement: "from a number, 0 or more, to one as large")
    }
    guard lower < upper || (includesLower && includesUpper) else {
      throw .invalidParameter(name: "band", requirement: "wider than nothing")
    }
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Half-open bands between edges: 0 ≤ d < 100, 100 ≤ d < 200 …
  ///
  /// - Parameters:
  ///   - edges: two or more, ascending, the first 0 or more.
  ///   - apart: whether a difference of 0 (the same place, the same day) is a band of its own,
  ///     before the others; the next is then 0 < d < 100.
  public static func between(
    _ edges: [Double], samePlaceApart apart: Bool = false
  ) throws(AnalysisError) -> [DifferenceBand] {
    guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .invalidParameter(name: "edges", requirement: "two or more, ascending")
    }
    var bands: [DifferenceBand] = []
    if apart { bands.append(try DifferenceBand(from: 0, to: 0, includesUpper: true)) }
    for (lower, upper) in zip(edges, edges.dropFirst()) {
      bands.append(
        try DifferenceBand(from: lower, to: upper, includesLower: !(apart && lower == 0)))
    }
    return bands
  }

  @inline(__always)
  public func contains(_ difference: Double) -> Bool {
    difference >= cuts.low && difference < cuts.high
  }

  /// The band in words: `0 ≤ d < 100 m`, `d = 0 m`.
  public func words(_ symbol: String, unit: String) -> String {
    if lower == upper { return "\(symbol) = \(Self.plain(lower)) \(unit)" }
    return "\(Self.plain(lower)) \(includesLower ? "≤" : "<") \(symbol) "
      + "\(includesUpper ? "≤" : "<") \(Self.plain(upper)) \(unit)"
  }

  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }

  /// The least difference in the band, and the least above it.
  var cuts: (low: Double, high: Double) {
    (includesLower ? lower : lower.nextUp, includesUpper ? upper.nextUp : upper)
  }
}

/// Finds the band of a difference.
struct BandFinder: Sendable {
  /// Ascending; between two of them lies one band or a gap.
  let cuts: [Double]
  /// The band after each number of cuts passed; −1 for none.
  let bands: [Int32]

  /// - Throws: `invalidParameter` unless the bands are ascending and do not overlap.
  init(_ bands: [DifferenceBand], name: String) throws(AnalysisError) {
    guard !bands.isEmpty, bands.count <= 64 else {
      throw .invalidParameter(name: name, requirement: "from 1 to 64 bands")
    }
    var cuts: [Double] = []
    var numbers: [Int32] = [-1]
    for (number, band) in bands.enumerated() {
      let (low, high) = band.cuts
      if let last = cuts.last {
        guard low >= last else {
          throw .invalidParameter(name: name, requirement: "ascending bands that do not overlap")
        }
        if low == last {
          numbers.removeLast()
        } else {
          cuts.append(low)
        }
      } else {
        cuts.append(low)
      }
      numbers.append(Int32(number))
      cuts.append(high)
      numbers.append(-1)
    }
    self.cuts = cuts
    self.bands = numbers
  }

  @inline(__always)
  func passed(_ difference: Double) -> Int {
    var count = 0
    for cut in cuts { count &+= difference >= cut ? 1 : 0 }
    return count
  }

  @inline(__always)
  func band(of difference: Double) -> Int32 { bands[passed(difference)] }
}
