#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension ReplicateGenerator {
  /// A gamma number of rate 1; 0 where the shape is not above 0.
  ///
  /// > G. Marsaglia, W.W. Tsang. "A Simple Method for Generating Gamma Variables." *ACM Trans.
  /// > Math. Softw.*, vol. 26, no. 3, 2000. doi:10.1145/358407.358414
  mutating func gamma(shape: Double) -> Double {
    guard shape > 0 else { return 0 }
    if shape < 1 {
      // The power of a uniform number, which may be 0: then so is the result.
      let boost = pow(uniform(), 1 / shape)
      return gamma(shape: shape + 1) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let cube = 1 + c * x
      guard cube > 0 else { continue }
      let v = cube * cube * cube
      let u = uniform()
      if u < 1 - 0.0331 * x * x * x * x { return d * v }
      if log(u) < 0.5 * x * x + d * (1 - v + log(v)) { return d * v }
    }
  }

  /// A beta number; the mean where both shapes are so small that neither gamma number is above 0.
  mutating func beta(_ first: Double, _ second: Double) -> Double {
    let x = gamma(shape: first)
    let y = gamma(shape: second)
    return x + y > 0 ? x / (x + y) : first / (first + second)
  }

  /// A binomial number of a whole number of trials, which a part of one is rounded to.
  ///
  /// By the beta numbers of its order statistics: O(log trials).
  ///
  /// > J.H. Ahrens, U. Dieter. "Computer Methods for Sampling from Gamma, Beta, Poisson and
  /// > Binomial Distributions." *Computing*, vol. 12, 1974, algorithm BB. doi:10.1007/BF02293108
  mutating func binomial(_ trials: Double, _ share: Double) -> Double {
    var left = trials.rounded()
    var share = share
    var successes = 0.0
    while left > 30 {
      let middle = (left / 2).rounded(.down) + 1
      let split = beta(middle, left + 1 - middle)
      if split <= share {
        successes += middle
        left -= middle
        share = split < 1 ? (share - split) / (1 - split) : 0
      } else {
        left = middle - 1
        share /= split
      }
    }
    while left >= 1 {
      if uniform() < share { successes += 1 }
      left -= 1
    }
    return min(successes, trials)
  }
}
