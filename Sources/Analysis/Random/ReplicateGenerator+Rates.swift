extension ReplicateGenerator {
  /// A gamma number of rate 1; 0 where the shape is not above 0.
  @inline(__always)
  mutating func gamma(shape: Double) -> Double {
    shape > 0 ? GammaLaw(shape: shape).draw(&self) : 0
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
