/// What is computed when it is asked for, with the caller's own choice of incidents. Nothing of it
/// is kept in the store.
///
/// > OGC 18-062r2 (Processes, part 1).
enum ServiceProcess: String, Sendable, CaseIterable {
  case hotspots, clusters, density, scan
  case coverageGaps = "coverage-gaps"
  case exposure

  static let version = "1.0.0"

  var title: String {
    switch self {
    case .hotspots: "热点 Hot spots"
    case .clusters: "聚集区 Clusters"
    case .density: "密度 Density"
    case .scan: "扫描 Scan"
    case .coverageGaps: "保障缺口 Coverage gaps"
    case .exposure: "灾害范围内暴露 Exposure"
    }
  }

  var words: String {
    switch self {
    case .hotspots:
      "Where incidents gather more, or less, than chance would have it: Getis-Ord or local Moran "
        + "by unit, with permutations and a bound on false discoveries. A bbox takes the units "
        + "that it meets, each with all its incidents."
    case .clusters:
      "Which incidents lie close together: DBSCAN, ST-DBSCAN or HDBSCAN, with outlines."
    case .density:
      "How many incidents there are to the square kilometre: kernel density as contours."
    case .scan:
      "Which circle and stretch of time holds more incidents than chance gives: Kulldorff's scan."
    case .coverageGaps:
      "Who and what a scheme covers on a day, and why the rest is not, by zone or grid."
    case .exposure:
      "What lies inside a footprint or under a storm: households, sums insured and not."
    }
  }

  /// The layer whose columns the answer has.
  var layer: String {
    switch self {
    case .scan: "scan_clusters"
    case .coverageGaps: "coverage_gaps"
    case .hotspots, .clusters, .density, .exposure: rawValue
    }
  }

  // MARK: Inputs

  var inputs: [ProcessInput] {
    switch self {
    case .hotspots:
      Self.incidents + [
        Self.support,
        .init("statistic", "gi-star, gi or moran", .word(["gi-star", "gi", "moran"]), "gi-star"),
        .init("neighbours", "Which units are neighbours", .word(["queen", "rook"]), "queen"),
        .init("per", "What incidents are counted per", .word(Self.exposures)),
        .init(
          "smooth", "Rates of few are drawn towards a mean", .word(["none", "eb", "local-eb"]),
          "none"),
        .init("with", "Other categories to compare with, for local Moran", .texts),
        .init("permutations", "Draws", .integer(0...99_999), 999),
        .init("fdr", "The bound on false discoveries", .number(0.000_001...0.999_999), .real(0.05)),
        Self.seed,
      ]
    case .clusters:
      Self.incidents + [
        .init("method", "Of clustering", .word(["dbscan", "st-dbscan", "hdbscan"]), "dbscan"),
        .init("eps", "Metres within which incidents are neighbours", .number(1...50_000), 250),
        .init("min-points", "Neighbours of a core, itself counted", .integer(1...10_000), 10),
        .init("days", "Of st-dbscan: days within which", .number(0.001...3660), 7),
        .init("samples", "Of hdbscan: the core distance's neighbour", .integer(1...1024)),
      ]
    case .density:
      Self.incidents + [
        .init(
          "kernel", "Of the density", .word(["quartic", "gaussian", "epanechnikov"]), "quartic"),
        .init(
          "bandwidth", "Metres; by the rule of Scott and Silverman without", .number(10...50_000)),
        .init("edges", "Correction", .word(["uniform", "diggle", "none"]), "diggle"),
        .init(
          "shares", "How much of all each contour encloses, with commas between", .text,
          "0.9,0.75,0.5,0.25,0.1"),
        .init("step", "Metres between nodes", .number(5...10_000)),
      ]
    case .scan:
      Self.incidents + [
        Self.support,
        .init("model", "Of chance", .word(["stp", "poisson", "bernoulli"]), "stp"),
        .init("max-radius", "Metres of the largest circle", .number(0...1_000_000)),
        .init("max-days", "Of the longest window", .integer(1...3660)),
        .init("interval", "Days that are one step of time", .integer(1...366), 1),
        .init("spatial", "Circles alone, over all days", .flag, false),
        .init("prospective", "Windows that reach the last day", .flag, false),
        .init("rates", "high, low or both", .word(["high", "low", "both"]), "high"),
        .init("per", "Of poisson: what incidents are expected by", .word(Self.exposures)),
        .init("adjust", "By classes", .words(["kind", "weekday", "month", "town"])),
        .init("with", "Of bernoulli: the categories of the others", .texts),
        .init("replicates", "Random data sets", .integer(0...9999), 999),
        .init(
          "stop-after", "Ends once the best was reached so many times", .integer(1...9999)),
        Self.seed,
      ]
    case .coverageGaps:
      [
        .required("scheme", "As policies name it", .text),
        .required("on", "The day", .day), Self.box, Self.area,
        .init(
          "insures", "What it insures; by its policies without",
          .word(["workers", "stock", "households", "persons"])),
        .init(
          "obligation", "Whether one must join", .word(["compulsory", "voluntary", "unknown"]),
          "unknown"),
        .init(
          "excludes", "What it does not cover", .words(["prohibited", "unlicensed"])),
        .init("other", "Schemes whose policies are other cover", .texts),
        .init("limit", "Yuan that it pays for one unit at most", .number(0...1e12)),
        .init("needed", "Yuan that full cover of a person needs", .number(0...1e12)),
        .init("category", "On land: what the risk counts", .texts),
        .init("confidence", "Of the ranges", .number(0.01...0.999), .real(0.9)),
      ]
    case .exposure:
      [
        .init("footprint", "Surfaces in WGS 84", .surface),
        .init("storm", "A storm of the store, instead of a footprint", .text),
        .init("on", "The day of policies and values", .day), Self.box, Self.area,
        .init("scheme", "Whose policies count", .texts),
        .init("agency", "Of a storm: whose analysis", .text),
        .init("gate", "Metres a second that a place must get", .number(0...100), .real(17.2)),
        .init("evacuated", "The share of crews that is ashore before", .number(0...1)),
      ]
    }
  }

  private static let exposures = [
    "population", "households", "workers", "staff", "area", "incidents", "calls",
  ]
  private static let support = ProcessInput(
    "support", "The units", .word(["grid", "lattice", "village"]), "grid")
  private static let seed = ProcessInput("seed", "Of the draws", .integer(0...(1 << 53)), 1)
  private static let box = ProcessInput("bbox", "What lies elsewhere is left out", .box)
  private static let area = ProcessInput("area", "The first digits of a code", .text)
  private static let incidents: [ProcessInput] = [
    box, .init("datetime", "The days, both included", .span),
    .init("category", "Categories; all without", .texts), area,
    .init("filter", "What the incidents must be besides, in CQL2", .filter),
    .init(
      "filter-lang", "The language of filter, where it is a text",
      .word(["cql2-text", "cql2-json"]), "cql2-text"),
    .init(
      "time-basis", "Which time counts", .word(["occurred", "reported", "filed"]), "occurred"),
    .init(
      "stage", "How far a case must have come", .word(["calls", "accepted", "filed", "solved"]),
      "calls"),
  ]
}
