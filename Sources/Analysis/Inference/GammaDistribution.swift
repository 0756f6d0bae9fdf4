#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The gamma distribution of rate 1, by its shape: its quantiles give exact limits of a Poisson mean.
///
/// > W.H. Press et al. *Numerical Recipes*. 3rd ed., Cambridge University Press, 2007, section 6.2 (the
/// > series and the continued fraction of the incomplete gamma function).
struct GammaDistribution {
  /// Above 0.
  let shape: Double

  /// The chance of a value up to `x`; absolute error below 1e-12.
  ///
  /// - Complexity: O(√shape).
  func cumulative(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let front = exp(shape * log(x) - x - Self.logGamma(shape))
    if x < shape + 1 {
      var (term, sum, n) = (1 / shape, 1 / shape, shape)
      while abs(term) > abs(sum) * 1e-15 {
        n += 1
        term *= x / n
        sum += term
      }
      return min(1, front * sum)
    }
    // Lentz's way through the continued fraction.
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1...10_000 {
      let a = -Double(step) * (Double(step) - shape)
      b += 2
      d = a * d + b
      if abs(d) < tiny { d = tiny }
      c = b + a / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return max(0, 1 - front * fraction)
  }

  /// The value that so much lies below; relative error below 1e-9.
  ///
  /// - Parameter probability: between 0 and 1.
  func quantile(_ probability: Double) -> Double {
    var (low, high) = (0.0, shape + 1)
    while cumulative(high) < probability { (low, high) = (high, 2 * high) }
    while high - low > 1e-10 * high {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// ln Γ(x) of x above 0: Stirling's series past 10, by Γ(x) = Γ(x + 1) / x below; libm's `lgamma`
  /// writes a global variable.
  private static func logGamma(_ x: Double) -> Double {
    var (x, shift) = (x, 0.0)
    while x < 10 {
      shift += log(x)
      x += 1
    }
    let inverse = 1 / (x * x)
    let series =
      (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680)))) / x
    return (x - 0.5) * log(x) - x + 0.918_938_533_204_672_7 + series - shift
  }
}
