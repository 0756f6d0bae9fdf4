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
    p = scores.map(Self.normalP)
    directions = scores.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    draws = .init(repeating: 0, count: scores.count)
    isUndecided = .init(repeating: false, count: scores.count)
  }

  /// The two-sided p of a score.
  static func normalP(_ score: Double) -> Double {
    // The complement of the error function keeps all digits of a tail, where 1 − Φ has none
    // beyond 8 standard deviations.
    erfc(abs(score) / 2.0.squareRoot())
  }

  /// By permutations, decided at the first of their rates.
  init(_ decision: PermutationDecision) {
    p = decision.p
    directions = decision.p.indices.map { decision.direction(of: $0) }
    draws = decision.permutation.draws
    isUndecided = decision.p.indices.map { decision.isUndecided($0, rate: 0) }
  }

  /// By conditional permutations of values among weighted neighbours, as the settings ask.
  ///
  /// - Parameter rates: of false discoveries, at which places are to be decided; the first counts.
  static func permuted(
    _ values: [Double], weights: SpatialWeights, rates: [Double], settings: HotspotSettings,
    isCancelled: @Sendable () -> Bool, progress: (Double) -> Void
  ) throws(AnalysisError) -> Significance {
    var decision = PermutationDecision(
      permutation: ConditionalPermutation(
        sums: NeighbourSums(values: values, weights: weights), seed: settings.seed,
        parallel: Parallel(threads: settings.threads)),
      rates: rates)
    try decision.draw(settings.permutations, isCancelled: isCancelled)
    progress(0.5)
    if settings.refines {
      try decision.refine(budget: settings.drawBudget, isCancelled: isCancelled)
    }
    return Significance(decision)
  }
}
