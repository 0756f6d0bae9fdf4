#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The random numbers of one replicate of a study.
///
/// A generator is made from `(seed, stream…)`: replicate *k* takes stream *k*, so its numbers do
/// not depend on the replicates before it, nor on the thread that runs it. The same arguments
/// give the same numbers, for ever: results that were kept with their seed depend on it.
///
/// The sequence is xoshiro256**; its state is filled by SplitMix64, as its authors advise.
///
/// > D. Blackman, S. Vigna. "Scrambled Linear Pseudorandom Number Generators." *ACM Trans. Math.
/// > Softw.*, vol. 47, no. 4, 2021. doi:10.1145/3460772
public struct ReplicateGenerator: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  public init(seed: UInt64, stream: UInt64, substream: UInt64 = 0) {
    // Each word passes the finaliser before the next is added, so that (1, 2) and (2, 1) differ.
    var state = Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15)
    state = Self.mixed(state ^ (stream &+ 0xbf58_476d_1ce4_e5b9))
    state = Self.mixed(state ^ (substream &+ 0x94d0_49bb_1331_11eb))
    a = Self.splitMix(&state)
    b = Self.splitMix(&state)
    c = Self.splitMix(&state)
    d = Self.splitMix(&state)
  }

  @inline(__always)
  public mutating func next() -> UInt64 {
    let result = Self.rotated(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = Self.rotated(d, by: 45)
    return result
  }

  /// A number of `0..<bound`, each as likely as the next; 0 where `bound` is 0.
  ///
  /// > D. Lemire. "Fast Random Integer Generation in an Interval." *ACM Trans. Model. Comput.
  /// > Simul.*, vol. 29, no. 1, 2019. doi:10.1145/3230636
  @inline(__always)
  public mutating func integer(below bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let rejected = bound == 0 ? 0 : (0 &- bound) % bound
      while product.low < rejected { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// A number of [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A normal number of mean 0 and standard deviation 1, by Marsaglia's polar method.
  ///
  /// Its second number is thrown away, so that the state is all there is to know.
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// A Poisson number; 0 where `mean` is not above 0. Means past 10¹⁵ are taken as 10¹⁵.
  ///
  /// Small means by inversion, others by the transformed rejection PTRS.
  ///
  /// > W. Hörmann. "The Transformed Rejection Method for Generating Poisson Random Variables."
  /// > *Insurance: Mathematics and Economics*, vol. 12, 1993. doi:10.1016/0167-6687(93)90997-4
  public mutating func poisson(mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    return mean < 10 ? smallPoisson(mean) : largePoisson(min(mean, 1e15))
  }

  private mutating func smallPoisson(_ mean: Double) -> Int {
    let limit = exp(-mean)
    var count = 0
    var product = uniform()
    while product > limit {
      count += 1
      product *= uniform()
    }
    return count
  }

  private mutating func largePoisson(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let distance = 0.5 - abs(u)
      let count = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
      if distance >= 0.07 && v <= squeeze { return Int(count) }
      if count < 0 || (distance < 0.013 && v > distance) { continue }
      let height = log(v * inverseAlpha / (a / (distance * distance) + b))
      if height <= count * log(mean) - mean - Self.logFactorial(count) { return Int(count) }
    }
  }

  /// ln k!, by Stirling's series past 9; libm's `lgamma` writes a global variable.
  private static func logFactorial(_ k: Double) -> Double {
    if k < 10 {
      var product = 1.0
      for factor in 0..<Int(k) { product *= Double(factor + 1) }
      return log(product)
    }
    let n = k + 1
    let inverse = 1 / (n * n)
    let series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / n
    return (n - 0.5) * log(n) - n + 0.918_938_533_204_672_7 + series
  }

  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 &- count))
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return mixed(state)
  }
}
