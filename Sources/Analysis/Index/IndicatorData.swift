/// What an indicator is made of: a row a unit. What is unknown is not a number, never 0.
public enum IndicatorData: Sendable {
  /// Events in an exposure that they do not use up: thefts by households.
  case counts([Double], exposures: [Double])
  /// A part of a whole: cases solved of cases filed.
  case shares([Double], of: [Double])
  /// Numbers with the standard error of each, 0 where there is none: a survey's mean, a measure.
  case values([Double], standardErrors: [Double])

  public var unitCount: Int {
    switch self {
    case .counts(let counts, _): counts.count
    case .shares(let parts, _): parts.count
    case .values(let values, _): values.count
    }
  }
}

/// How far rates of small units are drawn towards the mean of all.
public enum IndicatorSmoothing: String, Sendable, CaseIterable {
  case none
  /// Empirical Bayes, global: `EmpiricalBayes`.
  case empiricalBayes = "eb"
}

/// An indicator of an index, ready for the kernel.
public struct Indicator: Sendable {
  public var name: String
  public var data: IndicatorData
  public var smoothing: IndicatorSmoothing
  public var scale: IndicatorScale
  /// Units with less exposure have an unknown value.
  public var leastExposure: Double

  public init(
    name: String, data: IndicatorData, smoothing: IndicatorSmoothing = .empiricalBayes,
    scale: IndicatorScale, leastExposure: Double = 0
  ) {
    self.name = name
    self.data = data
    self.smoothing = smoothing
    self.scale = scale
    self.leastExposure = leastExposure
  }
}

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

  private enum Kind { case poisson, binomial, normal }

  /// - Throws: `differentLengths`, `negative`, `notFinite`, `invalidParameter` for a share above its
  ///   whole, each with the name of the indicator.
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
    isSmoothed = indicator.smoothing == .empiricalBayes && kind != .normal
    let moments = Self.moments(counts, exposures, known)
    mean = kind == .normal ? 0 : moments.mean
    between = kind == .normal ? 0 : moments.between(kind == .binomial ? .binomial : .poisson)
    rates = isSmoothed ? Self.smoothed(raw, exposures, known, kind, moments) : raw
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
    switch kind {
    case .normal:
      for unit in known { rates[unit] = counts[unit] + exposures[unit] * generator.normal() }
    case .poisson: drawPoisson(&generator, &rates)
    case .binomial: drawBinomial(&generator, &rates)
    }
  }

  private func drawPoisson(_ generator: inout ReplicateGenerator, _ rates: inout [Double]) {
    guard isSmoothed else {
      for unit in known {
        rates[unit] = generator.gamma(shape: counts[unit] + 0.5) / exposures[unit]
      }
      return
    }
    var anew = counts
    let shape = between > 0 ? mean * mean / between : .infinity
    for unit in known {
      let rate = shape.isFinite ? generator.gamma(shape: shape) * between / mean : mean
      anew[unit] = Double(generator.poisson(mean: rate * exposures[unit]))
    }
    let moments = Self.moments(anew, exposures, known)
    // No event anywhere in the new counts says nothing of the mean: the first one stands.
    let drawnMean = moments.mean > 0 ? moments.mean : mean
    let drawnBetween = moments.mean > 0 ? moments.between(.poisson) : between
    guard drawnBetween > 0, drawnMean > 0 else {
      for unit in known { rates[unit] = drawnMean }
      return
    }
    let (prior, weight) = (drawnMean * drawnMean / drawnBetween, drawnMean / drawnBetween)
    for unit in known {
      rates[unit] = generator.gamma(shape: prior + counts[unit]) / (weight + exposures[unit])
    }
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
