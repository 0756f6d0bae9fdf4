/// What a place's history of hot and cold bins is called: the categories that ESRI's Emerging Hot
/// Spot Analysis made known, with the rule of each. "Hot" is a bin that is significantly so; a
/// share counts all bins.
public struct EmergingClass: Sendable, Equatable {
  public enum Pattern: String, Sendable, CaseIterable {
    /// Hot in the last bin, and never before.
    case new
    /// Hot in a run of at least two bins that ends with the last; never before, and in less than
    /// 90 % of all.
    case consecutive
    /// Hot in at least 90 % of bins, the last among them, and significantly more so.
    case intensifying
    /// Hot in at least 90 % of bins, the last among them, without a trend.
    case persistent
    /// Hot in at least 90 % of bins, the last among them, and significantly less so.
    case diminishing
    /// Hot in the last bin, on and off before, in less than 90 %, and never cold.
    case sporadic
    /// Hot in the last bin, in less than 90 %, and cold at some time before.
    case oscillating
    /// Hot in at least 90 % of bins, but not in the last.
    case historical
    case none
  }

  public enum Side: String, Sendable, CaseIterable {
    case hot
    case cold
  }

  public let pattern: Pattern
  /// `nil` for no pattern.
  public let side: Side?
  /// The bins that gave it: those that are hot (or cold), ascending.
  public let bins: [Int]
  /// For `oscillating`, the bins on the other side.
  public let oppositeBins: [Int]

  /// The word of the result layers, such as `new_hot` or `none`.
  public var rawValue: String { side.map { "\(pattern.rawValue)_\($0.rawValue)" } ?? "none" }

  /// Reads a history, the last bin first: it decides the side, and only where it is neither hot
  /// nor cold can a place be `historical`. Of two rules that fit, the one that comes first in
  /// `Pattern` holds: a place that is hot for the first time is `new`, though it was cold before.
  ///
  /// - Parameters:
  ///   - bins: 1 where a bin is hot, −1 where it is cold, 0 where neither; the oldest first.
  ///   - trend: of the scores, upwards being hotter.
  public init(bins: [Int], trend: MannKendall.Trend) {
    let hot = bins.indices.filter { bins[$0] > 0 }
    let cold = bins.indices.filter { bins[$0] < 0 }
    let last = bins.last ?? 0
    let isCold = last < 0 || (last == 0 && cold.count > hot.count)
    let (own, other) = isCold ? (cold, hot) : (hot, cold)
    let growing: MannKendall.Trend = isCold ? .down : .up
    // Without rounding: at least nine tenths.
    let isUsual = own.count * 10 >= bins.count * 9 && !own.isEmpty
    let pattern: Pattern =
      if last == 0 {
        isUsual ? .historical : .none
      } else if own.count == 1 && bins.count > 1 {
        .new
      } else if isUsual {
        trend == .none ? .persistent : trend == growing ? .intensifying : .diminishing
      } else if own.count == bins.count - own[0] {
        .consecutive
      } else {
        other.isEmpty ? .sporadic : .oscillating
      }
    self.pattern = pattern
    side = pattern == .none ? nil : isCold ? .cold : .hot
    self.bins = pattern == .none ? [] : own
    oppositeBins = pattern == .oscillating ? other : []
  }
}
