#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the points of parts become those of the whole.
///
/// Each way also says how many of the points that the whole lacks are due to each part, so that a
/// score opens into losses that add up to it.
public enum Aggregation: String, Sendable, CaseIterable {
  /// A low part is made up for by a high one, point for point.
  case arithmetic
  /// Less so; a part without points leaves none.
  case geometric
  /// Least of all.
  case harmonic

  /// A part's share of the transformed whole: what adds up.
  @inline(__always)
  func transformed(_ points: Double) -> Double {
    switch self {
    case .arithmetic: points
    case .geometric: log(points)
    case .harmonic: 1 / points
    }
  }

  @inline(__always)
  func restored(_ sum: Double) -> Double {
    switch self {
    case .arithmetic: sum
    case .geometric: exp(sum)
    case .harmonic: 1 / sum
    }
  }

  /// The points that a part costs the whole, where `whole` is the restored sum.
  ///
  /// Geometric: the logarithmic mean of 100 and the whole, times w·ln(100/x). Harmonic: as the
  /// part's share of 1/whole − 1/100. Both add up to 100 − whole, as w·(100 − x) does.
  ///
  /// > B.W. Ang. "The LMDI Approach to Decomposition Analysis." *Energy Policy*, vol. 33, 2005.
  @inline(__always)
  func loss(of points: Double, weight: Double, whole: Double) -> Double {
    let lacking = transformed(100) - transformed(whole)
    guard lacking != 0 else { return 0 }
    return (100 - whole) * weight * (transformed(100) - transformed(points)) / lacking
  }
}
