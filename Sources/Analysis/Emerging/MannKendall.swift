#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether a series rises or falls, whatever the shape: the test of Mann and Kendall, ties counted.
///
/// S is the number of pairs that rise less that of pairs that fall. Its z has a continuity
/// correction of 1 and is good from about ten values; they are taken as independent. Equals
/// pymannkendall's `original_test`.
///
/// > H.B. Mann. "Nonparametric Tests Against Trend." *Econometrica*, vol. 13, no. 3, 1945.
/// > doi:10.2307/1907187
///
/// > P.K. Sen. "Estimates of the Regression Coefficient Based on Kendall's Tau." *J. Am. Stat.
/// > Assoc.*, vol. 63, no. 324, 1968. doi:10.1080/01621459.1968.10480934
public struct MannKendall: Sendable, Equatable {
  public enum Trend: String, Sendable, CaseIterable {
    case up
    case down
    case none
  }

  public let s: Int
  public let variance: Double
  /// 0 where the series does not vary.
  public let z: Double
  /// Two-sided; 1 where the series does not vary.
  public let p: Double
  /// S by the number of pairs: from −1 to 1.
  public let tauA: Double
  /// The median of the slopes of all pairs, in values a step.
  public let senSlope: Double

  /// - Parameter series: at even steps.
  /// - Throws: `tooFewBins` below 2 values, `notFinite`.
  /// - Complexity: O(n² log n) for n values, of which the median slope takes the most.
  public init(_ series: [Double]) throws(AnalysisError) {
    guard series.count >= 2 else { throw .tooFewBins(count: series.count, minimum: 2) }
    for (position, value) in series.enumerated() where !value.isFinite {
      throw .notFinite(column: "series", position: position)
    }
    var s = 0
    var slopes: [Double] = []
    slopes.reserveCapacity(series.count * (series.count - 1) / 2)
    for later in 1..<series.count {
      for earlier in 0..<later {
        s += (series[later] > series[earlier] ? 1 : 0) - (series[later] < series[earlier] ? 1 : 0)
        // Halves first: the difference of two great values could be past all numbers.
        let slope = (series[later] / 2 - series[earlier] / 2) / Double(later - earlier)
        slopes.append(slope)
      }
    }
    slopes.sort()
    let middle = slopes.count / 2
    senSlope =
      slopes.count % 2 == 1 ? slopes[middle] * 2 : slopes[middle - 1] + slopes[middle]
    let n = Double(series.count)
    var variance = n * (n - 1) * (2 * n + 5)
    var sorted = series.sorted()[...]
    while let value = sorted.first {
      let ties = Double(sorted.prefix { $0 == value }.count)
      variance -= ties * (ties - 1) * (2 * ties + 5)
      sorted = sorted.dropFirst(Int(ties))
    }
    variance /= 18
    self.s = s
    self.variance = variance
    z = variance > 0 ? Double(s - s.signum()) / variance.squareRoot() : 0
    p = erfc(abs(z) / 2.0.squareRoot())
    tauA = Double(s) / (n * (n - 1) / 2)
  }

  /// The trend at a level of p.
  public func trend(level: Double = 0.05) -> Trend {
    p <= level ? (s > 0 ? .up : .down) : .none
  }
}
