/// Rates of small places, drawn towards a mean as far as chance alone could have moved them.
///
/// A place with a small exposure has a rate that says little: its smoothed rate lies near the mean;
/// one with a great exposure keeps its own. The variance between places is found by the method of
/// moments; where it comes out negative (rates vary less than chance would make them) it is 0, and
/// every smoothed rate is the mean.
///
/// *Global*: the mean and variance are those of all places. *Local*: of a place and its
/// neighbours. *Poisson* is for counts of events in an exposure that they do not use up (incidents
/// by households), *binomial* for a share of the exposure (clearances of cases).
///
/// A place whose exposure is 0 or not a finite number has no rate: `nil`, and it counts for no
/// other place.
///
/// > R.J. Marshall. "Mapping Disease and Mortality Rates Using Empirical Bayes Estimators."
/// > *Applied Statistics*, vol. 40, no. 2, 1991. doi:10.2307/2347593
///
/// > M. Martuzzi, P. Elliott. "Empirical Bayes Estimation of Small Area Prevalence of Non-Rare
/// > Conditions." *Statistics in Medicine*, vol. 15, 1996.
public struct EmpiricalBayes: Sendable {
  public enum Model: String, Sendable, CaseIterable {
    case poisson
    case binomial
  }

  /// What a neighbour's rate is compared with, for the variance within a neighbourhood.
  public enum LocalVariance: String, Sendable, CaseIterable {
    /// The mean of this neighbourhood, as in the paper, esda and GeoDa (spdep's `geoda = TRUE`).
    case aroundNeighbourhood = "around-neighbourhood"
    /// The mean of the neighbour's own neighbourhood, as spdep's `EBlocal` does by default.
    case aroundOwnNeighbourhoods = "around-own-neighbourhoods"
  }

  public let model: Model

  public init(model: Model = .poisson) {
    self.model = model
  }

  /// Rates drawn towards the mean of all places.
  ///
  /// Equals spdep's `EBest`, whose binomial form can leave [0, 1] where ours shrinks to the mean.
  ///
  /// - Throws: `notFinite`, `negative`, `differentLengths`, `tooFewPlaces` where no place has an
  ///   exposure, `invalidParameter` for a binomial count above its exposure.
  /// - Complexity: O(places).
  public func global(
    counts: Span<Double>, exposures: Span<Double>
  ) throws(AnalysisError) -> SmoothedRates {
    let study = try study(counts, exposures)
    var moments = RateMoments()
    for place in study.places { moments.add(study.counts[place], study.exposures[place]) }
    for place in study.places {
      moments.addSquare(study.rates[place] - moments.mean, study.exposures[place])
    }
    var smoothed = SmoothedRates(study)
    for place in study.places {
      smoothed.set(
        place, moments.smoothed(study.rates[place], study.exposures[place], model: model),
        mean: moments.mean, variance: moments.between(model))
    }
    return smoothed
  }

  /// Rates drawn towards the mean of each place and its neighbours.
  ///
  /// Equals esda's `Spatial_Empirical_Bayes`; spdep's `EBlocal` with `variance` as it is there. An
  /// island is a neighbourhood of one, and keeps its own rate, which is then its mean.
  ///
  /// - Throws: as `global`.
  /// - Complexity: O(places + neighbours).
  public func local(
    counts: Span<Double>, exposures: Span<Double>, graph: NeighbourGraph,
    variance: LocalVariance = .aroundNeighbourhood
  ) throws(AnalysisError) -> SmoothedRates {
    guard graph.placeCount == counts.count else {
      throw .differentLengths(column: "counts", count: counts.count, expected: graph.placeCount)
    }
    let study = try study(counts, exposures)
    let neighbourhoods = study.places.map { place in
      ([place] + graph.neighbours(of: place).map(Int.init)).filter { study.isKnown[$0] }
    }
    var moments = neighbourhoods.map { members in
      var moments = RateMoments()
      for member in members { moments.add(study.counts[member], study.exposures[member]) }
      return moments
    }
    var means = [Double](repeating: 0, count: counts.count)
    for (place, own) in zip(study.places, moments) { means[place] = own.mean }
    var smoothed = SmoothedRates(study)
    for (position, place) in study.places.enumerated() {
      for member in neighbourhoods[position] {
        let mean = variance == .aroundNeighbourhood ? means[place] : means[member]
        moments[position].addSquare(study.rates[member] - mean, study.exposures[member])
      }
      let own = moments[position]
      smoothed.set(
        place, own.smoothed(study.rates[place], study.exposures[place], model: model),
        mean: own.mean, variance: own.between(model))
    }
    return smoothed
  }

  /// Rates less their mean, each in its own standard deviation under the prior: what Moran's I of
  /// rates should be asked of, so that places with a small exposure do not make a pattern.
  ///
  /// The standard deviation is that of Assunção and Reis, √(a + b / exposure), with a the variance
  /// between places; where a is so negative that it is no number, √(b / exposure). Poisson only.
  /// Equals esda's `assuncao_rate` and the rates of spdep's `EBImoran.mc`.
  ///
  /// > R.M. Assunção, E.A. Reis. "A New Proposal to Adjust Moran's I for Population Density."
  /// > *Statistics in Medicine*, vol. 18, no. 16, 1999.
  ///
  /// - Throws: as `global`; `constant` where all counts are 0.
  public static func standardised(
    counts: Span<Double>, exposures: Span<Double>
  ) throws(AnalysisError) -> PlaceColumn {
    let study = try EmpiricalBayes().study(counts, exposures)
    var moments = RateMoments()
    for place in study.places { moments.add(study.counts[place], study.exposures[place]) }
    guard moments.mean > 0 else { throw .constant(column: "counts") }
    for place in study.places {
      moments.addSquare(study.rates[place] - moments.mean, study.exposures[place])
    }
    let between = moments.unboundedBetween
    let values = study.places.map { place in
      let own = moments.mean / study.exposures[place]
      let variance = between + own > 0 ? between + own : own
      return (study.rates[place] - moments.mean) / variance.squareRoot()
    }
    return PlaceColumn(
      name: "rates", placeCount: counts.count, places: study.places.map(Int32.init),
      values: values, total: moments.count)
  }

  private func study(
    _ counts: Span<Double>, _ exposures: Span<Double>
  ) throws(AnalysisError) -> RateStudy {
    let raw = try PlaceColumn(counts: counts, exposures: exposures)
    guard !raw.places.isEmpty else { throw .tooFewPlaces(count: 0, minimum: 1) }
    var study = RateStudy(count: counts.count)
    for (place, rate) in zip(raw.places, raw.values) {
      let place = Int(place)
      if model == .binomial && counts[place] > exposures[place] {
        throw .invalidParameter(
          name: "counts at position \(place)", requirement: "at most the exposure, as a share")
      }
      // So that squares of rates, weighted and summed, stay numbers.
      guard (1e-50...1e50).contains(exposures[place]), counts[place] <= 1e50 else {
        throw .invalidParameter(
          name: "count and exposure at position \(place)", requirement: "from 1e-50 to 1e50")
      }
      study.places.append(place)
      study.isKnown[place] = true
      study.rates[place] = rate
      study.counts[place] = counts[place]
      study.exposures[place] = exposures[place]
    }
    return study
  }
}

/// The places of a study of rates that have one.
struct RateStudy {
  var places: [Int] = []
  var isKnown: [Bool]
  var rates: [Double]
  var counts: [Double]
  var exposures: [Double]

  init(count: Int) {
    isKnown = .init(repeating: false, count: count)
    rates = .init(repeating: 0, count: count)
    counts = rates
    exposures = rates
  }
}
