#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far each place is from chance, and to which side.
struct Significance {
  /// Two-sided.
  let p: [Double]
  /// 1 where the sum is higher than chance, -1 where it is lower, 0 where neither.
  let directions: [Int]
  let draws: [Int]
  /// Where the draws made do not decide.
  let isUndecided: [Bool]

  /// By scores that are standard normal under chance.
  init(normalScores scores: [Double]) {
    // The complement of the error function keeps all digits of a tail, where 1 − Φ has none
    // beyond 8 standard deviations.
    p = scores.map { erfc(abs($0) / 2.0.squareRoot()) }
    directions = scores.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    draws = .init(repeating: 0, count: scores.count)
    isUndecided = .init(repeating: false, count: scores.count)
  }

  /// By permutations, decided at the first of their rates.
  init(_ decision: PermutationDecision) {
    p = decision.p
    directions = decision.p.indices.map { decision.direction(of: $0) }
    draws = decision.permutation.draws
    isUndecided = decision.p.indices.map { decision.isUndecided($0, rate: 0) }
  }
}
