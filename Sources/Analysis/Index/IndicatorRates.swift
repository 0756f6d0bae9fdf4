/// The rates of one indicator: what they are, what they are taken to be, and what they may be.
struct IndicatorRates {
  /// Observed; not a number where unknown.
  let raw: [Double]
  /// After smoothing: what is scored.
  let rates: [Double]
  private let known: [Int]
  private let counts: [Double]
  private let exposures: [Double]
  private let kind: Kind
  private let isSmoothed: Bool
  private let mean: Double
  private let between: Double
  private let local: LocalRates?

  private enum Kind { case poisson, binomial, normal }

  /// - Throws: `differentLengths`, `negative`, `notFinite`, `invalidParameter` for a share above its
  ///   whole and for local smoothing without neighbours, each with the name of the indicator.
  init(_ indicator: Indicator, unitCount: Int) throws(AnalysisError) {
    let (numerator, denominator): ([Double], [Double])
    switch indicator.data {
    case .counts(let counts, let exposures):
      (numerator, denominator, kind) = (counts, exposures, .poisson)
    case .shares(let parts, let wholes): (numerator, denominator, kind) = (parts, wholes, .binomial)
    case .values(let values, let errors): (numerator, denominator, kind) = (values, errors, .normal)
    }
    for column in [numerator, denominator] where column.count != unitCount {
      throw .differentLengths(column: indicator.name, count: column.count, expected: unitCount)
    }
    var known: [Int] = []
    for unit in 0..<unitCount where !numerator[unit].isNaN && !denominator[unit].isNaN {
      guard numerator[unit].isFinite, denominator[unit].isFinite else {
        throw .notFinite(column: indicator.name, position: unit)
      }
      guard denominator[unit] >= 0, kind == .normal || numerator[unit] >= 0 else {
        throw .negative(column: indicator.name, position: unit)
      }
      guard kind != .binomial || numerator[unit] <= denominator[unit] else {
        throw .invalidParameter(
          name: "\(indicator.name) at position \(unit)", requirement: "at most its whole")
      }
      if kind == .normal
        || denominator[unit] >= max(indicator.leastExposure, .leastNonzeroMagnitude)
      {
        known.append(unit)
      }
    }
    self.known = known
    counts = numerator
    exposures = denominator
    var raw = [Double](repeating: .nan, count: unitCount)
    for unit in known {
      raw[unit] = kind == .normal ? numerator[unit] : numerator[unit] / denominator[unit]
    }
    self.raw = raw
    isSmoothed = indicator.smoothing != .none && kind != .normal
    let moments = Self.moments(counts, exposures, known)
    mean = kind == .normal ? 0 : moments.mean
    between = kind == .normal ? 0 : moments.between(kind == .binomial ? .binomial : .poisson)
    guard indicator.smoothing == .localEmpiricalBayes, kind != .normal, !known.isEmpty else {
      local = nil
      rates = isSmoothed ? Self.smoothed(raw, exposures, known, kind, moments) : raw
      return
    }
    guard let graph = indicator.neighbours, graph.placeCount == unitCount else {
      throw .invalidParameter(
        name: "the neighbours of \(indicator.name)", requirement: "there, a row a unit")
    }
    let own = try LocalRates(
      counts: counts, exposures: exposures, known: known, graph: graph,
      model: kind == .binomial ? .binomial : .poisson)
    local = own
    rates = own.rates
  }

  var knownCount: Int { known.count }

  private static func moments(
    _ counts: [Double], _ exposures: [Double], _ known: [Int]
  ) -> RateMoments {
    var moments = RateMoments()
    for unit in known { moments.add(counts[unit], exposures[unit]) }
    let mean = moments.mean
    for unit in known { moments.addSquare(counts[unit] / exposures[unit] - mean, exposures[unit]) }
    return moments
  }

  private static func smoothed(
    _ raw: [Double], _ exposures: [Double], _ known: [Int], _ kind: Kind, _ moments: RateMoments
  ) -> [Double] {
    var rates = raw
    for unit in known {
      rates[unit] = moments.smoothed(
        raw[unit], exposures[unit], model: kind == .binomial ? .binomial : .poisson)
    }
    return rates
  }

  // MARK: What they may be

  /// One draw of all rates as they may truly be.
  ///
  /// Smoothed rates: first the mean and the variance between units are drawn, by making counts
  /// anew from them and taking their moments; then each unit's rate, from the posterior that its
  /// own count and these moments give. So a unit with little exposure gets a wide range, zero
  /// events or not, and a variance that is estimated as 0 is not taken for certain. Unsmoothed
  /// rates: the posterior by Jeffreys' prior. Values: normal, with their standard error.
  ///
  /// > N.M. Laird, T.A. Louis. "Empirical Bayes Confidence Intervals Based on Bootstrap Samples."
  /// > *JASA*, vol. 82, 1987. doi:10.1080/01621459.1987.10478490
  func draw(_ generator: inout ReplicateGenerator, into rates: inout [Double]) {
    if let local {
      local.draw(&generator, into: &rates)
      return
    }
    switch kind {
    case .normal:
      for unit in known { rates[unit] = counts[unit] + exposures[unit] * generator.normal() }
    case .poisson: drawPoisson(&generator, &rates)
    case .binomial: drawBinomial(&generator, &rates)
    }
  }

  private func drawPoisson(_ generator: inout ReplicateGenerator, _ rates: inout [Double]) {
    counts.withUnsafeBufferPointer { counts in
      exposures.withUnsafeBufferPointer { exposures in
        guard isSmoothed else {
          for unit in known {
            rates[unit] = generator.gamma(shape: counts[unit] + 0.5) / exposures[unit]
          }
          return
        }
        let moments = momentsOfCountsMadeAnew(&generator)
        // No event anywhere in the new counts says nothing of the mean: the first one stands.
        let drawnMean = moments.mean > 0 ? moments.mean : mean
        let drawnBetween = moments.mean > 0 ? moments.between(.poisson) : between
        guard drawnBetween > 0, drawnMean > 0 else {
          for unit in known { rates[unit] = drawnMean }
          return
        }
        let (prior, weight) = (drawnMean * drawnMean / drawnBetween, drawnMean / drawnBetween)
        rates.withUnsafeMutableBufferPointer { rates in
          for unit in known {
            rates[unit] =
              generator.gamma(shape: prior + counts[unit]) / (weight + exposures[unit])
          }
        }
      }
    }
  }

  /// Their moments are all that is asked of them: they are not kept.
  private func momentsOfCountsMadeAnew(_ generator: inout ReplicateGenerator) -> RateMoments {
    let law = between > 0 && mean > 0 ? GammaLaw(shape: mean * mean / between) : nil
    let scale = mean > 0 ? between / mean : 0
    var (sum, squares, exposure) = (0.0, 0.0, 0.0)
    exposures.withUnsafeBufferPointer { exposures in
      for unit in known {
        let own = exposures[unit]
        let rate = law.map { $0.draw(&generator) * scale } ?? mean
        let count = Double(generator.poisson(mean: rate * own))
        sum += count
        squares += count * count / own
        exposure += own
      }
    }
    return RateMoments(
      counts: sum, exposures: exposure, places: known.count, squaresByExposure: squares)
  }

  private func drawBinomial(_ generator: inout ReplicateGenerator, _ rates: inout [Double]) {
    func strength(_ mean: Double, _ between: Double) -> Double {
      between > 0 ? max(0, mean * (1 - mean) / between - 1) : .infinity
    }
    guard isSmoothed else {
      for unit in known {
        rates[unit] = generator.beta(counts[unit] + 0.5, exposures[unit] - counts[unit] + 0.5)
      }
      return
    }
    let prior = strength(mean, between)
    var anew = counts
    for unit in known {
      let rate =
        prior.isFinite && prior > 0 && mean > 0 && mean < 1
        ? generator.beta(mean * prior, (1 - mean) * prior) : mean
      anew[unit] = generator.binomial(exposures[unit], rate)
    }
    let moments = Self.moments(anew, exposures, known)
    let drawn = strength(moments.mean, moments.between(.binomial))
    guard drawn.isFinite, drawn > 0, moments.mean > 0, moments.mean < 1 else {
      for unit in known { rates[unit] = moments.mean }
      return
    }
    for unit in known {
      rates[unit] = generator.beta(
        moments.mean * drawn + counts[unit],
        (1 - moments.mean) * drawn + exposures[unit] - counts[unit])
    }
  }
}
