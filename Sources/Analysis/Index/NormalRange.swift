#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The normal law, where a range stands for a standard error.
public enum NormalRange {
  /// How many standard errors a range of some confidence reaches to either side.
  ///
  /// - Parameter confidence: between 0 and 1.
  /// - Complexity: some fifty steps of bisection, to 1e-12.
  public static func halfWidth(confidence: Double) -> Double {
    var (low, high) = (0.0, 40.0)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if erf(middle / 2.0.squareRoot()) < confidence { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The two-sided p of a difference beside its standard error; 1 where there is neither.
  public static func twoSided(_ difference: Double, error: Double) -> Double {
    guard error > 0 else { return difference == 0 ? 1 : 0 }
    return erfc(abs(difference) / error / 2.0.squareRoot())
  }
}
