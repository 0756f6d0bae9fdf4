import Analysis
public import SimpleFeatures
public import Storage

/// What lies inside a footprint, under a storm or under all storms of the record: places,
/// households, sums insured and not, and, with the user's damage curves, what would be lost.
public struct AssessExposure: Sendable {
  public static let kind = "exposure"
  /// Changes whenever the same input would give other rows.
  static let version = "exposure 3"

  public enum Hazard: Sendable, Hashable {
    /// A GeoJSON file with surfaces.
    case footprint(path: String)
    /// Surfaces in WGS 84, and what they are called.
    case surface(Geometry, name: String)
    case storm(String)
    case allStorms
  }

  public var hazard: Hazard
  /// `nil` for the day up to which the store has incidents.
  public var day: DayNumber?
  /// Whose policies count; empty for all.
  public var schemes: [String] = []
  public var area = ""
  public var settings = StormSettings()
  let home: ProductHome

  public init(_ hazard: Hazard, home: ProductHome) {
    self.hazard = hazard
    self.home = home
  }

  struct Parameters: Codable {
    var area: String
    var footprint: String
    var on: String
    var schemes: [String]
    var settings: StormSettings?
  }

  /// What the layers' rows do not say.
  struct Summary: Codable {
    struct Scheme: Codable, Hashable {
      /// Parts of policies that are shared by households count as parts.
      var policies = 0.0
      var sumInsuredYuan = 0.0
    }

    var footprint: String
    var zones = 0
    var grids = 0
    var households = 0.0
    var people: Double?
    var workersStillAtSea: Double?
    var stockValueYuan = 0.0
    var insuredValueYuan = 0.0
    /// Of which nobody knows whether a policy pays.
    var unknownValueYuan = 0.0
    var zonesWithoutValue = 0
    var schemes: [String: Scheme] = [:]
    var storms: StormAnswer.Total?
    var faults: [String] = []
    var silence: [String] = []
  }

  /// The layers before they are kept.
  private struct Result {
    let run: Run
    let summary: Summary
    let rows: [ExposureRow]
    let events: [ExposureEventRow]
    let basis: [BasisRiskRow]
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    let result = try compute(in: store)
    let run = result.run
    let wasKept = try store.keep(run) { transaction in
      for row in result.rows { try transaction.run(InsertExposure(run: run.id, row)) }
      for row in result.events { try transaction.run(InsertExposureEvent(run: run.id, row)) }
      for row in result.basis { try transaction.run(InsertBasisRisk(run: run.id, row)) }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: Self.sentence(result.summary))
  }

  /// Computes what is exposed and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false }
  ) throws -> Findings {
    let result = try compute(in: store, isCancelled: isCancelled)
    return Findings(
      run: result.run, layer: try .result("exposure"), sentence: Self.sentence(result.summary),
      rows: result.rows.sorted { ($0.footprint, $0.unit) < ($1.footprint, $1.unit) }.map(\.row))
  }

  private func compute(
    in store: any SpatialStore, isCancelled: @escaping Cancellation = { false }
  ) throws -> Result {
    let settings = self.settings
    try settings.check()
    let isStorm =
      switch hazard {
      case .footprint, .surface: false
      case .storm, .allStorms: true
      }
    let day = try self.day ?? Self.lastDay(of: store)
    let places = try ExposedPlaces(
      on: day, schemes: schemes, area: area.trimmedCode, needsCoast: isStorm, home: home, in: store)
    if isCancelled() { throw WorkflowError.cancelled }
    var summary = Summary(footprint: "", faults: places.faults.first)
    var digest = ContentDigest()
    var (rows, events): ([ExposureRow], [ExposureEventRow]) = ([], [])
    var basis: [BasisRiskRow] = []
    var isSynthetic = places.isSynthetic
    switch hazard {
    case .footprint, .surface:
      let shape = try shape(in: store)
      summary.footprint = shape.name
      rows = try Self.rows(inside: shape, places, isCancelled)
      digest.update(rows.map(\.insideShare))
    case .storm, .allStorms:
      let only = if case .storm(let code) = hazard { code } else { String?.none }
      let record = try StormRecord(agency: settings.agency, only: only, in: store)
      guard !record.storms.isEmpty else {
        throw WorkflowError.failed(
          "no storm has a wind: " + (record.silence.first ?? "import storms and storm_points"))
      }
      isSynthetic = isSynthetic || record.isSynthetic
      let answer = try WorkflowError.translating {
        try StormAnswer(
          record, places, settings, label: only ?? "all", isCancelled: isCancelled)
      }
      summary.footprint = only ?? "all"
      summary.storms = answer.total
      summary.silence = record.silence
      (rows, events, basis) = (answer.rows, answer.events, answer.basis)
      digest.update(rows.map { $0.windMs ?? 0 })
      digest.update(events.map { $0.lossGroundUp ?? .nan })
    }
    let shown = Dictionary(
      rows.map { ($0.unit, $0.insideShare) }, uniquingKeysWith: { one, _ in one })
    for place in places.places {
      guard let share = shown[place.code] else { continue }
      summary.add(place, share: share, evacuated: settings.evacuatedShare)
      digest.update(place.code)
      digest.update(
        [place.value, place.insuredValue, place.unknownValue, place.sumInsured].map { $0 ?? .nan })
    }
    let parameters = Parameters(
      area: area.trimmedCode, footprint: summary.footprint, on: day.description,
      schemes: schemes.sorted(), settings: isStorm ? settings : nil)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), seed: 0,
      inputDigest: digest.hexadecimal(), version: Self.version, validFrom: day, validTo: day,
      isSynthetic: isSynthetic, summary: try CanonicalJSON.text(summary))
    return Result(run: run, summary: summary, rows: rows, events: events, basis: basis)
  }

  /// Of a hazard that is a surface.
  private func shape(in store: any SpatialStore) throws -> FootprintShape {
    switch hazard {
    case .footprint(let path): try FootprintShape(path: path, metric: store.metricCRS())
    case .surface(let surface, let name):
      try FootprintShape(surface, name: name, metric: store.metricCRS())
    case .storm, .allStorms: throw WorkflowError.failed("a storm has no surface of its own")
    }
  }

  private static func lastDay(of store: any SpatialStore) throws -> DayNumber {
    if let day = try store.answer(IncidentWindow())?.cutOff { return day }
    throw WorkflowError.usage("the store has no incidents that would say which day it is: say --on")
  }

  private static func rows(
    inside shape: FootprintShape, _ places: ExposedPlaces, _ isCancelled: Cancellation
  ) throws -> [ExposureRow] {
    try places.places.compactMap { place in
      if isCancelled() { throw WorkflowError.cancelled }
      let share = try shape.share(of: place.geometry)
      guard share > 0 else { return nil }
      return place.row(footprint: shape.name, share: share, people: place.people.map { $0 * share })
    }
  }

  private static func sentence(_ summary: Summary) -> String {
    func plain(_ number: Double) -> String { MarineGaps.plain(number.rounded()) }
    var parts = [
      "\(summary.footprint): \(summary.zones) zones and \(summary.grids) grids with "
        + "\(plain(summary.households)) households",
      "stock of \(plain(summary.stockValueYuan)) yuan, "
        + "\(plain(summary.insuredValueYuan)) of it insured"
        + (summary.unknownValueYuan > 0
          ? ", \(plain(summary.unknownValueYuan)) of it unknown" : ""),
    ]
    if let storms = summary.storms {
      parts.append(storms.sentence)
    }
    if let first = summary.silence.first {
      parts.append(
        first + (summary.silence.count > 1 ? " (and \(summary.silence.count - 1) more)" : ""))
    }
    return parts.joined(separator: "; ")
  }
}

extension AssessExposure.Summary {
  mutating func add(_ place: ExposedPlaces.Place, share: Double, evacuated: Double?) {
    if place.isZone {
      zones += 1
      if let value = place.value, let insured = place.insuredValue {
        stockValueYuan += value * share
        insuredValueYuan += insured * share
        unknownValueYuan += (place.unknownValue ?? 0) * share
      } else {
        zonesWithoutValue += 1
      }
      if let left = Crews.atSea(workers: place.workers, evacuatedShare: evacuated) {
        workersStillAtSea = (workersStillAtSea ?? 0) + left * share
      }
    } else {
      grids += 1
      households += (place.households ?? 0) * share
      if let residents = place.people { people = (people ?? 0) + residents * share }
    }
    for (scheme, sum) in place.sums {
      schemes[scheme, default: .init()].sumInsuredYuan += sum * share
    }
    for (scheme, count) in place.policies { schemes[scheme, default: .init()].policies += count }
  }
}

extension ExposedPlaces.Place {
  /// - Parameter people: residents of a grid, or crews still at sea where that is known.
  func row(footprint: String, share: Double, people: Double?) -> ExposureRow {
    var row = ExposureRow(geometry: geometry)
    row.footprint = footprint
    row.unit = code
    row.level = isZone ? "zone" : "grid"
    row.name = name
    row.insideShare = share
    row.households = households.map { $0 * share }
    row.people = people
    row.valueYuan = value.map { $0 * share }
    row.sumInsured = sumInsured.map { $0 * share } ?? (isZone ? 0 : nil)
    if let value, let insuredValue, let unknownValue {
      row.sumUninsured = max(0, value - insuredValue - unknownValue) * share
      row.sumUnknown = unknownValue * share
    }
    row.className = className
    return row
  }

  private var className: String {
    guard isZone else { return (households ?? people ?? 0) > 0 ? "unknown" : "nothing" }
    guard let value, let insuredValue else { return "unknown" }
    guard value > 0 else { return "nothing" }
    if let unknownValue, unknownValue > value / 2 { return "unknown" }
    return insuredValue <= 0 ? "uninsured" : insuredValue < 0.9 * value ? "part" : "insured"
  }
}
