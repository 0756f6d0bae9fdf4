import Analysis
import Foundation
import SimpleFeatures
import Storage

/// What the storms of a record lose in each zone a year, as a run of the exposure to all of them has it.
struct StormPart {
  /// Of a zone, yuan a year.
  enum Loss {
    case notAsked
    /// No curve tells it, or nobody knows the value.
    case unknown
    case known(YearlyLoss)
  }

  /// The run.
  let run: String
  /// Days of storms that destroyed something: claims of these days are theirs, and are not counted
  /// again among those of usual years.
  let days: Set<DayNumber>
  /// By zone; a zone that no wind of a gale reached is not among them.
  private let losses: [String: YearlyLoss]
  /// Zones whose loss no curve tells, or whose value nobody knows.
  private let silent: Set<String>

  /// A storm's claims are of the day before it comes near to so many days after.
  private static let daysAfter = 3
  private static let nearMetres = 500_000.0

  /// - Parameters:
  ///   - id: of the run; `current` for the one that the layer shows.
  ///   - day: of the gaps, which the run's must be: values differ by month, policies by day.
  /// - Throws: a usage error for a run that tells nothing of a year, or of other things.
  init(
    _ id: String, scheme: String, on day: DayNumber, confidence: Double,
    zones: [CoverRegister.Zone], in store: any SpatialStore
  ) throws {
    let found =
      id == "current"
      ? try store.answer(Runs(currentOf: AssessExposure.kind)).first
      : try store.answer(Runs(id: id)).first
    guard let run = found, run.kind == AssessExposure.kind,
      let told = CanonicalJSON.value(AssessExposure.Parameters.self, of: run.parameters),
      let summary = CanonicalJSON.value(AssessExposure.Summary.self, of: run.summary)
    else {
      throw WorkflowError.usage(
        "--storms \(id): no such run of exposure; make one with anlan analyse exposure --storms all "
          + "--curve … --on \(day)")
    }
    guard let storms = summary.storms, storms.storms > 1, storms.groundUpYuan != nil else {
      throw WorkflowError.usage(
        "--storms \(id): the run has no loss by all storms of the record, which alone says how much "
          + "a year; make one with anlan analyse exposure --storms all --curve …")
    }
    guard told.on == day.description else {
      throw WorkflowError.usage(
        "--storms \(id): the run is of \(told.on) and the gaps of \(day); values and policies differ "
          + "by day")
    }
    guard told.schemes.isEmpty || told.schemes.contains(scheme) else {
      throw WorkflowError.usage(
        "--storms \(id): the run counts policies of \(told.schemes.joined(separator: ", ")) alone, "
          + "not of \(scheme)")
    }
    let held = told.settings?.heldConfidence ?? confidence
    guard held == confidence else {
      throw WorkflowError.usage(
        "--storms \(id): the run's ranges hold \(held), those of the gaps \(confidence); say "
          + "--confidence for both")
    }
    self.run = run.id
    var (losses, silent) = ([String: YearlyLoss](), Set<String>())
    try CoverRegister.rows("exposure", "", run: run.id, store) { row in
      guard row.text("level") == "zone", let unit = row.text("unit") else { return }
      if let loss = row.number("loss_a_year"), let low = row.number("low") {
        losses[unit] = YearlyLoss(expected: loss, low: low, high: row.number("high"))
      } else {
        silent.insert(unit)
      }
    }
    (self.losses, self.silent) = (losses, silent)
    days = try Self.days(of: run, agency: told.settings?.agency, near: zones, in: store)
  }

  func loss(of zone: String) -> Loss {
    silent.contains(zone)
      ? .unknown : .known(losses[zone] ?? YearlyLoss(expected: 0, low: 0, high: nil))
  }

  private static func days(
    of run: Run, agency: String?, near zones: [CoverRegister.Zone], in store: any SpatialStore
  ) throws -> Set<DayNumber> {
    var destructive: Set<String> = []
    try CoverRegister.rows("exposure_events", "", run: run.id, store) { row in
      if let storm = row.text("footprint"), (row.number("loss_ground_up") ?? 0) > 0 {
        destructive.insert(storm)
      }
    }
    var box: BoundingBox?
    for zone in zones {
      guard let own = zone.geometry.boundingBox else { continue }
      box = box?.union(own) ?? own
    }
    guard let box else { return [] }
    let middle = Coordinate(x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2)
    var days: Set<DayNumber> = []
    try CoverRegister.rows("storm_points", "", store) { row in
      guard let storm = row.text("storm"), destructive.contains(storm),
        agency == nil || row.text("agency") == agency, let at = row.instant("time"),
        case .point(let place)? = row.geometry, middle.metres(to: place) < nearMetres
      else { return }
      // UTC; the day before makes up for clocks that are ahead of it.
      let day = at.day(offsetSeconds: 0)
      for offset in -1...daysAfter { days.insert(day + offset) }
    }
    return days
  }
}
