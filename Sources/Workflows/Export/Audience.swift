import Analysis
import SimpleFeatures
import Storage
import Topology

/// Who will see what leaves the store.
///
/// The public and a meeting get aggregates alone, with small counts suppressed and without
/// sensitive categories. An analyst, who owns the file, gets points.
public enum Audience: String, Sendable, CaseIterable {
  case `public`, meeting, analyst

  /// Free questions may be asked, and single incidents be seen.
  public var seesPoints: Bool { self == .analyst }
}

/// Stands before everything that leaves: which layers and categories an audience may have, and
/// which cells of them are told.
struct Disclosure {
  let audience: Audience
  let catalogue: CategoryCatalogue

  // MARK: Layers and categories

  /// - Throws: a usage error that says what to ask for instead.
  func admit(_ layer: Layer) throws(WorkflowError) {
    guard !audience.seesPoints else { return }
    guard layer.content != .points else {
      throw WorkflowError.usage(
        "\(layer.name) holds a row an incident, and the audience “\(audience.rawValue)” gets "
          + "aggregates alone; ask for hotspots, or for --audience analyst")
    }
    guard layer.content != .restricted else {
      throw WorkflowError.usage(
        "\(layer.name) may hold a row a household, or tells where is watched: it is for --audience "
          + "analyst alone, not for the audience “\(audience.rawValue)”")
    }
  }

  /// - Throws: a usage error for a run that counted what is not for the audience.
  func admit(_ run: Run, in store: any SpatialStore) throws {
    guard !audience.seesPoints else { return }
    try ResultDisclosure.admit(run, for: audience)
    // Policies and storms count no incidents; what a risk on land counts is named.
    guard !FindCoverageGaps.countsNoIncidents(run) else { return }
    let scope = RunScope(run)
    // Where it counts all, “all” is what is refused, whatever it is compared with.
    let counted = scope.countsAll ? [] : scope.categories
    try refuse(sensitive: counted.isEmpty ? try store.answer(IncidentCategories()) : counted)
  }

  /// The categories that a sheet may count when `asked` are asked for; all where it is empty. For
  /// others than analysts “all” leaves the sensitive ones out, and naming one is refused.
  func admissible(_ asked: [String], in store: any SpatialStore) throws -> [String] {
    guard !audience.seesPoints else { return asked }
    guard asked.isEmpty else {
      try refuse(sensitive: asked)
      return asked
    }
    let present = try store.answer(IncidentCategories())
    let admitted = present.filter { !isSensitive($0) }
    return admitted.count == present.count ? [] : admitted
  }

  private func isSensitive(_ category: String) -> Bool {
    catalogue[category]?.isSensitive == true
  }

  private func refuse(sensitive categories: [String]) throws(WorkflowError) {
    let sensitive = categories.filter(isSensitive)
    guard sensitive.isEmpty else {
      throw .usage(
        "\(sensitive.joined(separator: ", ")) would be counted, which is sensitive and not for "
          + "the audience “\(audience.rawValue)”; name the others with --category")
    }
  }

  /// Categories that never leave as points, whatever the audience.
  var withheldCategories: Set<String> { Set(catalogue.aggregateOnly) }

  // MARK: Counts

  /// Which counts are hidden, in the order of the counts.
  ///
  /// Where a group is so small that its total would have to go too, all its counts go instead: the
  /// total may then stand beside them.
  ///
  /// - Parameter codes: of the units; those of one town are published beside the town's total.
  func suppressed(counts: [Int], codes: [String]) throws -> [Bool] {
    guard !audience.seesPoints else { return counts.map { _ in false } }
    var groups: [String: Int] = [:]
    var group: [Int] = []
    for code in codes {
      // A cell of a lattice belongs to no town; the grand total alone stands beside it.
      let town = code.hasPrefix("L") ? "" : String(code.prefix(9))
      let number = groups[town] ?? groups.count
      groups[town] = number
      group.append(number)
    }
    let suppression = try DisclosureControl().suppression(
      counts: counts, groups: group, groupCount: groups.count)
    return counts.indices.map { unit in
      suppression.grandTotal || suppression.groupTotals[group[unit]] || suppression.units[unit]
    }
  }

  /// Columns that tell a count, by its name, or that it could be worked out from: they go together.
  static let tellingColumns: [String: Set<String>] = [
    "count": [
      "count", "exposure", "rate", "lisa", "bins", "opposite_bins", "since", "hot_bins",
      "cold_bins", "unpaid_class",
    ],
    "with_count": ["with_count", "with_rate", "lisa"],
  ]

  /// A score leans on the counts of the neighbours, so an exact one would give a suppressed
  /// neighbour away: for the public and a meeting only the class remains of it. So does a rate that
  /// is drawn towards theirs, and a statistic of all of them.
  static let scoreColumns: Set<String> = [
    "z", "p", "q", "draws", "smoothed_rate", "moran_i", "score", "lag", "quadrant", "trend_z",
    "trend_p", "tau", "slope", "unresolved_bins", "value", "variance", "normal_p", "low", "high",
    "change", "change_p",
    "why_zh", "why_en", "eligible", "claimed", "waiting", "undecided", "due_yuan", "due_unknown",
  ]

  /// Columns that are counts of incidents themselves in a run of shares.
  static let shareColumns: Set<String> = ["exposure", "rate", "with_rate"]

  // MARK: Outlines

  /// A cluster of fewer incidents is not shown to others than analysts.
  static let fewestInCluster = 10
  /// About 250 m: what an outline's corners are rounded to, since they stand at incidents.
  static let outlineStepDegrees = 0.0025

  /// The outline of a cluster as it may leave, or `nil`.
  ///
  /// - Parameter outline: in WGS 84.
  func outline(
    _ outline: Geometry, incidents: Int, _ topology: TopologyContext
  ) throws -> Geometry? {
    guard !audience.seesPoints else { return outline }
    guard incidents >= Self.fewestInCluster else { return nil }
    var corners: [Coordinate] = []
    let step = Self.outlineStepDegrees
    outline.forEachCoordinate { position in
      // Outwards on all sides, so that even a cluster at one address has an area.
      for x in [(position.x / step).rounded(.down), (position.x / step).rounded(.up)] {
        for y in [(position.y / step).rounded(.down), (position.y / step).rounded(.up)] {
          corners.append(Coordinate(x: x * step, y: y * step))
        }
      }
    }
    return .multiPolygon(try topology.convexHull(of: .multiPoint(corners)).polygons)
  }
}

/// The part of a run's parameters that says what it counted.
struct RunScope {
  /// Empty for all.
  let categories: [String]
  /// All kinds are counted, or stand below a share.
  let countsAll: Bool
  /// The exposure is a count of incidents.
  let isShare: Bool
  /// The first digits of the codes of the units; empty for all.
  let area: String
  let basis: String
  let stage: String
  /// grid, lattice or village; empty where it does not say.
  let support: String
  /// Incidents were chosen by more than kinds, days and area.
  let isChosen: Bool
  /// Categories that are compared with.
  let companions: [String]

  private struct Parameters: Decodable {
    struct Scope: Decodable {
      var categories: [String]
      var area: String?
      var basis: String?
      var stage: String?
      var box: [Double]?
      var condition: String?
    }
    var scope: Scope?
    var area: String?
    var support: String?
    var with: [String]?
    var exposure: String?
  }

  init(_ run: Run) {
    let parameters = CanonicalJSON.value(Parameters.self, of: run.parameters)
    let own = parameters?.scope?.categories ?? []
    area = parameters?.scope?.area ?? parameters?.area ?? ""
    basis = parameters?.scope?.basis ?? ""
    stage = parameters?.scope?.stage ?? ""
    support = parameters?.support ?? ""
    isChosen = parameters?.scope?.box != nil || parameters?.scope?.condition != nil
    let exposure = parameters?.exposure.flatMap(FindHotspots.Exposure.init(rawValue:))
    countsAll = own.isEmpty || exposure == .incidents
    isShare = exposure?.isWhole == true
    companions = parameters?.with ?? []
    categories = own + companions
  }
}
