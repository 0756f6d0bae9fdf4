import Analysis
import Storage

/// What a statistic is asked of: the counts of units, their rates, or their smoothed rates.
struct UnitColumn {
  let counts: [Double]
  /// Not a number where it is unknown; `nil` where counts are taken as they are.
  let exposures: [Double]?
  let smoothed: SmoothedRates?
  let column: PlaceColumn

  init(
    counts: [Double], exposures: [Double]?, exposure: FindHotspots.Exposure?,
    smoothing: FindHotspots.Smoothing, graph: NeighbourGraph
  ) throws {
    self.counts = counts
    self.exposures = exposures
    guard let exposures, let exposure else {
      smoothed = nil
      column = try PlaceColumn(counts: counts.span)
      return
    }
    guard exposures.contains(where: { $0 > 0 && $0.isFinite }) else {
      throw WorkflowError.failed(
        "too few to say: no unit here has a known \(exposure.rawValue) above 0; "
          + "leave --per out, or import it with the units")
    }
    let model = EmpiricalBayes(model: exposure.isWhole ? .binomial : .poisson)
    switch smoothing {
    case .none:
      smoothed = nil
      column = try PlaceColumn(counts: counts.span, exposures: exposures.span)
    case .global:
      let rates = try model.global(counts: counts.span, exposures: exposures.span)
      smoothed = rates
      column = rates.column
    case .local:
      let rates = try model.local(
        counts: counts.span, exposures: exposures.span, graph: graph)
      smoothed = rates
      column = rates.column
    }
  }

  /// `nil` where it is unknown.
  func exposure(_ unit: Int) -> Double? {
    exposures.map { $0[unit] }.flatMap { $0.isFinite ? $0 : nil }
  }

  func rate(_ unit: Int) -> Double? {
    exposure(unit).flatMap { $0 > 0 ? counts[unit] / $0 : nil }
  }

  /// Units that the statistic knows nothing of, and the incidents in them.
  var unknown: (units: Int, incidents: Int) {
    var known = [Bool](repeating: false, count: counts.count)
    for place in column.places { known[Int(place)] = true }
    var (units, incidents) = (0, 0.0)
    for unit in counts.indices where !known[unit] {
      units += 1
      incidents += counts[unit]
    }
    return (units, Int(incidents))
  }

  /// Every known unit has the same value.
  var isConstant: Bool { column.values.allSatisfy { $0 == column.values.first } }
}

extension FindHotspots {
  /// What incidents are counted per.
  public enum Exposure: String, Sendable, CaseIterable {
    case population, households, workers, staff
    /// Square kilometres.
    case area
    /// All incidents of the same days: the share that a category has in them.
    case incidents
    /// The calls of the same category and days: the share that came as far as a stage.
    case calls

    /// The counted incidents are a part of it, so that rates are shares.
    public var isWhole: Bool { self == .incidents || self == .calls }

    /// What units say of themselves; `nil` for what must be counted.
    var column: IndexColumn? {
      switch self {
      case .population: .population
      case .households: .households
      case .workers: .workers
      case .staff: .staff
      case .area: .areaKm2
      case .incidents, .calls: nil
      }
    }
  }

  /// How rates of few are drawn towards a mean.
  public enum Smoothing: String, Sendable, CaseIterable {
    case none
    /// Empirical Bayes, towards the mean of all units.
    case global = "eb"
    /// Empirical Bayes, towards the mean of a unit and its neighbours.
    case local = "local-eb"
  }

  /// The exposure of each unit; not a number where it is unknown.
  func exposureColumn(
    _ exposure: Exposure, of places: AnalysisPlaces, _ filter: IncidentFilter,
    in store: any SpatialStore
  ) throws -> [Double] {
    if let column = exposure.column { return places.units.map { $0.value(of: column) } }
    var whole = filter
    if exposure == .incidents { whole.categories = [] } else { whole.stage = .calls }
    return try places.counts(of: whole, in: store)
  }
}

extension AnalysisUnit {
  /// What the unit says of itself; not a number where it is unknown.
  func value(of column: IndexColumn) -> Double {
    switch column {
    case .population: population ?? .nan
    case .households: households ?? .nan
    case .workers: workers ?? .nan
    case .staff: staff ?? .nan
    case .areaKm2: areaSquareMetres / 1e6
    // A stretch of coast is a town's, and vehicles are nobody's.
    case .coastKm, .vehicles: .nan
    }
  }
}
