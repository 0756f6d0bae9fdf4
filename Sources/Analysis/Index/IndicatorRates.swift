/// The rates of one indicator: what they are, and what they are taken to be.
struct IndicatorRates {
  /// Observed; not a number where unknown.
  let raw: [Double]
  /// After smoothing: what is scored.
  let rates: [Double]
  /// Units that have a rate.
  let known: [Int]
  /// Events and what they are counted by, parts and wholes, or values and standard errors.
  let counts: [Double]
  let exposures: [Double]
  let kind: Kind
  let isSmoothed: Bool
  /// Of the rates, and their variance between units.
  let mean: Double
  let between: Double
  let local: LocalRates?

  enum Kind { case poisson, binomial, normal }

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

  static func moments(
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
}
