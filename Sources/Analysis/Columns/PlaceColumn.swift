/// Values of places, some of which may be unknown: what a statistic over places is asked of.
///
/// An unknown place has no value in an answer, is no neighbour of any place, and is not dealt out
/// in permutations: the answer is that of a study that never had it.
public struct PlaceColumn: Sendable, Equatable {
  /// What errors call the column.
  public let name: String
  public let placeCount: Int
  /// The places whose value is known, ascending.
  public let places: [Int32]
  /// One a known place.
  public let values: [Double]
  /// How many incidents the values rest on; `nil` where they are not made of incidents.
  public let total: Double?

  init(name: String, placeCount: Int, places: [Int32], values: [Double], total: Double?) {
    self.name = name
    self.placeCount = placeCount
    self.places = places
    self.values = values
    self.total = total
  }

  /// Values such as an index. What is not a number is unknown.
  ///
  /// - Throws: `notFinite` for an infinite value.
  public init(values: Span<Double>, name: String = "values") throws(AnalysisError) {
    var (places, known) = ([Int32](), [Double]())
    for place in values.indices where !values[place].isNaN {
      if values[place].isInfinite { throw .notFinite(column: name, position: place) }
      places.append(Int32(truncatingIfNeeded: place))
      known.append(values[place])
    }
    self.init(
      name: name, placeCount: values.count, places: places, values: known, total: nil)
  }

  /// Counts, such as incidents a place.
  ///
  /// - Throws: `notFinite`, `negative`: a count that is not known must be said to be (`masked`).
  public init(counts: Span<Double>, name: String = "counts") throws(AnalysisError) {
    let total = try Self.total(of: counts, name)
    var known: [Double] = []
    known.reserveCapacity(counts.count)
    for place in counts.indices { known.append(counts[place]) }
    self.init(
      name: name, placeCount: counts.count, places: Array(0..<Int32(counts.count)), values: known,
      total: total)
  }

  /// Rates: counts by exposure, such as incidents by households.
  ///
  /// A place whose exposure is 0 or not a finite number is unknown.
  ///
  /// - Throws: `notFinite`, `negative`, `differentLengths`.
  public init(counts: Span<Double>, exposures: Span<Double>) throws(AnalysisError) {
    _ = try Self.total(of: counts, "counts")
    guard exposures.count == counts.count else {
      throw .differentLengths(
        column: "exposures", count: exposures.count, expected: counts.count)
    }
    var (places, rates) = ([Int32](), [Double]())
    var total = 0.0
    for place in counts.indices {
      let exposure = exposures[place]
      if exposure < 0 { throw .negative(column: "exposures", position: place) }
      guard exposure > 0 && exposure.isFinite else { continue }
      let rate = counts[place] / exposure
      guard rate.isFinite else { throw .notFinite(column: "rates", position: place) }
      rates.append(rate)
      places.append(Int32(truncatingIfNeeded: place))
      total += counts[place]
    }
    self.init(
      name: "counts", placeCount: counts.count, places: places, values: rates, total: total)
  }

  /// The column without the places that a mask leaves out; incidents are then no longer counted.
  ///
  /// - Parameter isKnown: one a place.
  public func masked(_ isKnown: Span<Bool>) throws(AnalysisError) -> PlaceColumn {
    guard isKnown.count == placeCount else {
      throw .differentLengths(column: "isKnown", count: isKnown.count, expected: placeCount)
    }
    return filtered { isKnown[$0] }
  }

  func filtered(_ isKept: (Int) -> Bool) -> PlaceColumn {
    let kept = places.indices.filter { isKept(Int(places[$0])) }
    return PlaceColumn(
      name: name, placeCount: placeCount, places: kept.map { places[$0] },
      values: kept.map { values[$0] }, total: kept.count == places.count ? total : nil)
  }

  /// Both columns, of the places that both know.
  static func common(_ x: PlaceColumn, _ y: PlaceColumn) -> (PlaceColumn, PlaceColumn) {
    if x.places == y.places { return (x, y) }
    let (inX, inY) = (Set(x.places), Set(y.places))
    return (
      x.filtered { inY.contains(Int32($0)) }, y.filtered { inX.contains(Int32($0)) }
    )
  }

  /// Why a study of the column says nothing, if so.
  func refusal(minimumTotal: Double) -> AnalysisError? {
    guard let total, total < minimumTotal else { return nil }
    return .tooFewIncidents(count: total, minimum: minimumTotal)
  }

  func requirePlaces(_ count: Int, minimum: Int) throws(AnalysisError) {
    guard placeCount == count else {
      throw .differentLengths(column: name, count: placeCount, expected: count)
    }
    guard places.count >= minimum else {
      throw .tooFewPlaces(count: places.count, minimum: minimum)
    }
  }

  private static func total(of counts: Span<Double>, _ name: String) throws(AnalysisError) -> Double
  {
    var total = 0.0
    for place in counts.indices {
      if !counts[place].isFinite { throw .notFinite(column: name, position: place) }
      if counts[place] < 0 { throw .negative(column: name, position: place) }
      total += counts[place]
    }
    return total
  }
}
