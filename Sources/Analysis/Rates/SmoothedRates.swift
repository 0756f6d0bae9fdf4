/// Smoothed rates with what they were made of: columns with a row a place. `nil` is no exposure.
public struct SmoothedRates: Sendable, Equatable {
  /// Count by exposure.
  public private(set) var raw: [Double?]
  public private(set) var rates: [Double?]
  /// What each place's rate was drawn towards.
  public private(set) var means: [Double?]
  /// The variance of true rates between the places that the mean is of; never negative.
  public private(set) var variances: [Double?]
  private let total: Double

  init(_ study: RateStudy) {
    raw = zip(study.isKnown, study.rates).map { $0 ? $1 : nil }
    rates = .init(repeating: nil, count: raw.count)
    means = rates
    variances = rates
    total = study.counts.reduce(0, +)
  }

  mutating func set(_ place: Int, _ rate: Double, mean: Double, variance: Double) {
    rates[place] = rate
    means[place] = mean
    variances[place] = variance
  }

  /// The smoothed rates, to ask hot spots of.
  public var column: PlaceColumn {
    let places = rates.indices.filter { rates[$0] != nil }
    return PlaceColumn(
      name: "rates", placeCount: rates.count, places: places.map(Int32.init),
      values: places.compactMap { rates[$0] }, total: total)
  }
}
