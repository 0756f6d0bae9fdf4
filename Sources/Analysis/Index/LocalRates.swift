/// Rates drawn towards the mean of each unit and its neighbours, and what they may truly be.
struct LocalRates {
  /// After smoothing; not a number where unknown.
  let rates: [Double]
  private let counts: [Double]
  /// 0 where unknown.
  private let exposures: [Double]
  private let known: [Int]
  private let graph: NeighbourGraph
  private let bayes: EmpiricalBayes
  /// Of each unit's neighbourhood.
  private let means: [Double]
  private let variances: [Double]
  private let around: [Double]

  init(
    counts: [Double], exposures: [Double], known: [Int], graph: NeighbourGraph,
    model: EmpiricalBayes.Model
  ) throws(AnalysisError) {
    let none = [Double](repeating: 0, count: counts.count)
    var (ownCounts, ownExposures) = (none, none)
    for unit in known {
      (ownCounts[unit], ownExposures[unit]) = (counts[unit], exposures[unit])
    }
    self.counts = ownCounts
    self.exposures = ownExposures
    self.known = known
    self.graph = graph
    bayes = EmpiricalBayes(model: model)
    let smoothed = try bayes.local(
      counts: ownCounts.span, exposures: ownExposures.span, graph: graph)
    rates = smoothed.rates.map { $0 ?? .nan }
    means = smoothed.means.map { $0 ?? 0 }
    variances = smoothed.variances.map { $0 ?? 0 }
    around = counts.indices.map { unit in
      graph.neighbours(of: unit).reduce(ownExposures[unit]) { $0 + ownExposures[Int($1)] }
    }
  }

  /// One draw of all rates: counts made anew from each neighbourhood's mean and variance, their
  /// moments by neighbourhood, then each unit's rate from the posterior that its own count and
  /// these moments give. A neighbourhood without any event is not sure of none: its mean is drawn
  /// from what its whole exposure leaves open (Jeffreys).
  func draw(_ generator: inout ReplicateGenerator, into rates: inout [Double]) {
    var anew = counts
    for unit in known {
      let rate = prior(means[unit], variances[unit], unit, &generator)
      anew[unit] =
        bayes.model == .poisson
        ? Double(generator.poisson(mean: rate * exposures[unit]))
        : generator.binomial(exposures[unit], min(1, rate))
    }
    // What was computed of the first counts can be computed of others: the exposures are the same.
    let drawn = try? bayes.local(counts: anew.span, exposures: exposures.span, graph: graph)
    for unit in known {
      var mean = drawn?.means[unit] ?? means[unit]
      var variance = drawn?.variances[unit] ?? variances[unit]
      if mean <= 0 { (mean, variance) = (means[unit], variances[unit]) }
      if mean <= 0 {
        mean = generator.gamma(shape: 0.5) / around[unit]
        variance = 0
      }
      rates[unit] = posterior(mean, variance, unit, &generator)
    }
  }

  private func prior(
    _ mean: Double, _ variance: Double, _ unit: Int, _ generator: inout ReplicateGenerator
  ) -> Double {
    guard mean > 0 else { return generator.gamma(shape: 0.5) / around[unit] }
    guard variance > 0 else { return mean }
    switch bayes.model {
    case .poisson:
      return generator.gamma(shape: mean * mean / variance) * variance / mean
    case .binomial:
      let strength = mean * (1 - mean) / variance - 1
      return strength > 0
        ? generator.beta(mean * strength, (1 - mean) * strength) : mean
    }
  }

  private func posterior(
    _ mean: Double, _ variance: Double, _ unit: Int, _ generator: inout ReplicateGenerator
  ) -> Double {
    guard variance > 0 else { return mean }
    switch bayes.model {
    case .poisson:
      let (prior, weight) = (mean * mean / variance, mean / variance)
      return generator.gamma(shape: prior + counts[unit]) / (weight + exposures[unit])
    case .binomial:
      let strength = mean * (1 - mean) / variance - 1
      guard strength > 0, mean < 1 else { return mean }
      return generator.beta(
        mean * strength + counts[unit], (1 - mean) * strength + exposures[unit] - counts[unit])
    }
  }
}
