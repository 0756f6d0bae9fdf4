/// What the rates of an indicator may truly be, draw by draw.
///
/// Smoothed rates: first the mean and the variance between units are drawn, by making counts
/// anew from them and taking their moments; then each unit's rate, from the posterior that its
/// own count and these moments give. So a unit with little exposure gets a wide range, zero
/// events or not, and a variance that is estimated as 0 is not taken for certain. Unsmoothed
/// rates: the posterior by Jeffreys' prior. Values: normal, with their standard error.
///
/// > N.M. Laird, T.A. Louis. "Empirical Bayes Confidence Intervals Based on Bootstrap Samples."
/// > *JASA*, vol. 82, 1987. doi:10.1080/01621459.1987.10478490
struct RateDraws {
  private let rates: IndicatorRates
  /// Of the moments of counts made anew, where they are normal.
  private let momentsLaw: RateMomentsLaw?
  /// Counts that differ, and which of them each known unit has; empty where there are too many.
  private let distinct: [Double]
  private let kindOfCount: [Int32]

  /// - Complexity: O(units).
  init(_ rates: IndicatorRates) {
    self.rates = rates
    guard rates.isSmoothed, rates.kind == .poisson, rates.local == nil else {
      (momentsLaw, distinct, kindOfCount) = (nil, [], [])
      return
    }
    momentsLaw = RateMomentsLaw(
      exposures: rates.exposures, known: rates.known, mean: rates.mean, between: rates.between)
    (distinct, kindOfCount) = Self.kinds(of: rates.counts, rates.known)
  }

  /// Units that have a rate.
  var knownCount: Int { rates.known.count }

  /// Many units have the same few counts: what a draw works out of a count it then does once each.
  private static func kinds(of counts: [Double], _ known: [Int]) -> ([Double], [Int32]) {
    let most = 4095
    var numbers = [Int32](repeating: -1, count: most + 1)
    var distinct: [Double] = []
    var kinds: [Int32] = []
    kinds.reserveCapacity(known.count)
    for unit in known {
      guard let count = Int(exactly: counts[unit]), count <= most, distinct.count <= known.count / 4
      else { return ([], []) }
      if numbers[count] < 0 {
        numbers[count] = Int32(distinct.count)
        distinct.append(counts[unit])
      }
      kinds.append(numbers[count])
    }
    return (distinct, kinds)
  }

  // MARK: Draws

  /// Writes one draw of all rates; those that are unknown are left as they are.
  func draw(_ generator: inout ReplicateGenerator, into drawn: inout [Double]) {
    if let local = rates.local {
      local.draw(&generator, into: &drawn)
      return
    }
    switch rates.kind {
    case .normal:
      for unit in rates.known {
        drawn[unit] = rates.counts[unit] + rates.exposures[unit] * generator.normal()
      }
    case .poisson: drawPoisson(&generator, &drawn)
    case .binomial: drawBinomial(&generator, &drawn)
    }
  }

  private func drawPoisson(_ generator: inout ReplicateGenerator, _ drawn: inout [Double]) {
    let (known, counts, exposures) = (rates.known, rates.counts, rates.exposures)
    guard rates.isSmoothed else {
      for unit in known {
        drawn[unit] = generator.gamma(shape: counts[unit] + 0.5) / exposures[unit]
      }
      return
    }
    let moments = momentsOfCountsMadeAnew(&generator)
    // No event anywhere in the new counts says nothing of the mean: the first one stands.
    let mean = moments.mean > 0 ? moments.mean : rates.mean
    let between = moments.mean > 0 ? moments.between(.poisson) : rates.between
    guard between > 0, mean > 0 else {
      for unit in known { drawn[unit] = mean }
      return
    }
    let (prior, weight) = (mean * mean / between, mean / between)
    let laws = distinct.map { GammaLaw(shape: prior + $0) }
    var random = generator
    drawn.withUnsafeMutableBufferPointer { drawn in
      exposures.withUnsafeBufferPointer { exposures in
        guard laws.isEmpty else {
          laws.withUnsafeBufferPointer { laws in
            kindOfCount.withUnsafeBufferPointer { kinds in
              for (place, unit) in known.enumerated() {
                drawn[unit] = laws[Int(kinds[place])].draw(&random) / (weight + exposures[unit])
              }
            }
          }
          return
        }
        for unit in known {
          drawn[unit] = random.gamma(shape: prior + counts[unit]) / (weight + exposures[unit])
        }
      }
    }
    generator = random
  }

  /// Their moments are all that is asked of them: they are not kept, and where their law is known they
  /// are not made.
  private func momentsOfCountsMadeAnew(_ generator: inout ReplicateGenerator) -> RateMoments {
    if let momentsLaw { return momentsLaw.draw(&generator) }
    let (mean, between) = (rates.mean, rates.between)
    let law = between > 0 && mean > 0 ? GammaLaw(shape: mean * mean / between) : nil
    let scale = mean > 0 ? between / mean : 0
    var (sum, squares, exposure) = (0.0, 0.0, 0.0)
    for unit in rates.known {
      let own = rates.exposures[unit]
      let rate = law.map { $0.draw(&generator) * scale } ?? mean
      let count = Double(generator.poisson(mean: rate * own))
      sum += count
      squares += count * count / own
      exposure += own
    }
    return RateMoments(
      counts: sum, exposures: exposure, places: rates.known.count, squaresByExposure: squares)
  }

  private func drawBinomial(_ generator: inout ReplicateGenerator, _ drawn: inout [Double]) {
    func strength(_ mean: Double, _ between: Double) -> Double {
      between > 0 ? max(0, mean * (1 - mean) / between - 1) : .infinity
    }
    let (known, counts, exposures) = (rates.known, rates.counts, rates.exposures)
    guard rates.isSmoothed else {
      for unit in known {
        drawn[unit] = generator.beta(counts[unit] + 0.5, exposures[unit] - counts[unit] + 0.5)
      }
      return
    }
    let mean = rates.mean
    let prior = strength(mean, rates.between)
    var anew = counts
    for unit in known {
      let rate =
        prior.isFinite && prior > 0 && mean > 0 && mean < 1
        ? generator.beta(mean * prior, (1 - mean) * prior) : mean
      anew[unit] = generator.binomial(exposures[unit], rate)
    }
    let moments = IndicatorRates.moments(anew, exposures, known)
    let own = strength(moments.mean, moments.between(.binomial))
    guard own.isFinite, own > 0, moments.mean > 0, moments.mean < 1 else {
      for unit in known { drawn[unit] = moments.mean }
      return
    }
    for unit in known {
      drawn[unit] = generator.beta(
        moments.mean * own + counts[unit],
        (1 - moments.mean) * own + exposures[unit] - counts[unit])
    }
  }
}
