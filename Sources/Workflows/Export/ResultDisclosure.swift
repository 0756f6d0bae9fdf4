import SimpleFeatures
import Storage

/// What of a density, a scan, a cluster or a table of near repeats leaves for others than analysts:
/// nothing from which a single incident could be told.
struct ResultDisclosure {
  private enum Rule {
    case clusters, density, densityUnits, scan, table, hours, cover, coast, places
  }

  private let rule: Rule
  private let column: [String: Int]

  /// A contour of a narrower kernel follows single incidents.
  static let narrowestBandwidthMetres = 250.0
  /// Counts of a scan are told in steps of this: beside the counts of units, exact ones would give
  /// away what is suppressed there.
  static let countStep = 5
  /// One or two policies of a place are somebody's: what they insure, and whether, is not told. A
  /// place without any tells of nobody.
  static let fewestPolicies = 3
  private static let coverColumns = [
    "insured", "other_cover", "gap", "gap_no_policy", "gap_under_limit", "gap_excluded",
    "gap_unknown", "penetration", "penetration_low", "penetration_high",
    "expected_uninsured_loss", "low", "high", "policies", "excess", "class", "claims",
    "gap_risk", "share_by_need", "share_by_premium", "attritional_loss", "storm_loss", "storm_low",
    "storm_high",
  ]
  private static let incidentColumns = [
    "incidents", "claims", "risk", "gap_risk", "share_by_risk",
  ]
  /// Of single places under a storm or a subsidy, whose policies are not counted there.
  private static let placeColumns = [
    "sum_insured", "sum_uninsured", "sum_unknown", "loss_insured", "loss_uninsured",
    "loss_unknown", "class", "worst_unit",
    "uninsured_before", "uninsured_after", "penetration_before", "penetration_after",
    "loss_before", "loss_after", "loss_a_year", "low", "high",
  ]
  /// Fewer pairs, or incidents of an hour, are not told.
  static let fewestPairs = 3.0

  /// `nil` for an audience that gets all, and for layers with other rules.
  init?(_ layer: Layer, for audience: Audience) {
    let rules: [String: Rule] = [
      "clusters": .clusters, "density": .density, "density_units": .densityUnits,
      "scan_clusters": .scan, "near_repeat_table": .table,
      "aoristic_hours": .hours, "coverage_gaps": .cover, "coast_gaps": .coast,
      "subsidy": .places, "exposure": .places, "exposure_events": .places,
    ]
    guard !audience.seesPoints, let rule = rules[layer.name] else { return nil }
    self.rule = rule
    column = Dictionary(
      layer.schema.fields.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: a usage error for a density whose kernel is too narrow.
  static func admit(_ run: Run, for audience: Audience) throws(WorkflowError) {
    guard !audience.seesPoints, run.kind == MapDensity.kind else { return }
    let width = CanonicalJSON.value(MapDensity.Summary.self, of: run.summary)?.bandwidthMetres ?? 0
    guard width < narrowestBandwidthMetres else { return }
    throw .usage(
      "the density of run \(run.id) has a bandwidth of \(Int(width)) m, which follows single "
        + "incidents; for the audience “\(audience.rawValue)” it is at least "
        + "\(Int(narrowestBandwidthMetres)) m")
  }

  /// The row as it may leave, or `nil`.
  func admitted(_ feature: Feature) -> Feature? {
    var feature = feature
    switch rule {
    case .clusters:
      // Its number now is held to the same bar with its outline.
      if (integer("n_before", feature) ?? 0) < Disclosure.fewestInCluster {
        hide(["n_before"], &feature)
      }
    case .density:
      guard (integer("n", feature) ?? 0) >= Disclosure.fewestInCluster else { return nil }
      hide(["n"], &feature)
    case .densityUnits:
      // From exact values of many units the incidents could be computed.
      hide(["value"], &feature)
    case .scan:
      guard let observed = integer("observed", feature), observed >= Disclosure.fewestInCluster
      else { return nil }
      hide(["llr", "gumbel_p", "relative_risk"], &feature)
      set("observed", .integer(Int64(rounded(Double(observed)))), &feature)
      if case .real(let expected)? = value("expected", feature) {
        set("expected", .real(rounded(expected)), &feature)
      }
    case .table:
      if case .real(let observed)? = value("observed", feature), observed < Self.fewestPairs {
        hide(["observed", "expected", "mean", "median", "factor", "p", "poisson_p"], &feature)
      }
    case .cover:
      // Incidents of single grids, and what follows from them: those of a week are told with the
      // small ones suppressed, and these would be beside them.
      hide(Self.incidentColumns, &feature)
      let policies = integer("policies", feature) ?? 0
      if policies > 0, policies < Self.fewestPolicies { hide(Self.coverColumns, &feature) }
    case .coast:
      // A stretch less its zones that are told would be those that are not.
      hide(Self.coverColumns, &feature)
    case .places: hide(Self.placeColumns, &feature)
    case .hours:
      if case .real(let weight)? = value("weight", feature), weight < Self.fewestPairs {
        hide(["weight"], &feature)
      }
    }
    return feature
  }

  private func rounded(_ count: Double) -> Double {
    let step = Double(Self.countStep)
    return (count / step).rounded() * step
  }

  private func value(_ name: String, _ feature: Feature) -> AttributeValue? {
    column[name].map { feature.values[$0] }
  }

  private func integer(_ name: String, _ feature: Feature) -> Int? {
    guard case .integer(let number)? = value(name, feature) else { return nil }
    return Int(number)
  }

  private func set(_ name: String, _ value: AttributeValue, _ feature: inout Feature) {
    if let position = column[name] { feature.values[position] = value }
  }

  private func hide(_ names: [String], _ feature: inout Feature) {
    for name in names { set(name, .unknown, &feature) }
  }
}
