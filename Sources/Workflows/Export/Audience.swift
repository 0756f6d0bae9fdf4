import Analysis
import SimpleFeatures
import Storage

/// Who will see what leaves the store.
///
/// The public and a meeting get aggregates alone, with small counts suppressed and without
/// sensitive categories. An analyst, who owns the file, gets points.
public enum Audience: String, Sendable, CaseIterable {
  case `public`, meeting, analyst

  var seesPoints: Bool { self == .analyst }
}

/// Stands before everything that leaves: which layers an audience may have, and which cells of
/// them are told.
struct Disclosure {
  let audience: Audience
  let catalogue: CategoryCatalogue

  /// - Throws: a usage error that says what to ask for instead.
  func admit(_ layer: Layer, run: Run?) throws(WorkflowError) {
    guard !audience.seesPoints else { return }
    guard layer.content != .points else {
      throw .usage(
        "\(layer.name) holds a row an incident, and the audience “\(audience.rawValue)” gets "
          + "aggregates alone; ask for hotspots, or for --audience analyst")
    }
    let asked = run.map { RunScope($0).categories } ?? []
    let sensitive = asked.filter { catalogue[$0]?.isSensitive == true }
    guard sensitive.isEmpty else {
      throw .usage(
        "the run counts \(sensitive.joined(separator: ", ")), which is sensitive and not for the "
          + "audience “\(audience.rawValue)”")
    }
  }

  /// Categories that never leave as points, whatever the audience.
  var withheldCategories: Set<String> { Set(catalogue.aggregateOnly) }

  /// Which counts may be told, in the order of the counts.
  ///
  /// - Parameters:
  ///   - codes: of the units; those of one town are published beside the town's total.
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
    return try DisclosureControl().suppression(
      counts: counts, groups: group, groupCount: groups.count
    ).units
  }

  /// The columns that tell a count, or that it could be worked out from: they go together.
  static let tellingColumns: Set<String> = ["count", "exposure", "rate", "z", "p", "q", "draws"]

  /// A score leans on the counts of the neighbours, so an exact one would give a suppressed
  /// neighbour away: for the public and a meeting only the class remains of it.
  static let scoreColumns: Set<String> = ["z", "p", "q", "draws"]
}

/// The part of a run's parameters that every kind shares.
struct RunScope {
  let categories: [String]

  private struct Parameters: Decodable {
    struct Scope: Decodable { var categories: [String] }
    var scope: Scope
  }

  init(_ run: Run) {
    categories = CanonicalJSON.value(Parameters.self, of: run.parameters)?.scope.categories ?? []
  }
}
