import Analysis
import Formats
import Foundation
import SimpleFeatures
import Storage

extension IndexFramework {
  /// Reads `geodata/frameworks/NAME.yaml`, or the file at a path that ends in `.yaml`.
  ///
  /// - Throws: a usage error that names the line and the key: a word that is not known, weights that
  ///   do not add up to 1, comparisons that contradict each other, a key that stands twice.
  public static func named(
    _ name: String, home: ProductHome, catalogue: CategoryCatalogue
  ) throws(WorkflowError) -> IndexFramework {
    let isPath = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    let path = isPath ? name : "geodata/frameworks/\(name).yaml"
    do {
      let text =
        isPath ? try String(contentsOf: URL(filePath: path), encoding: .utf8) : try home.text(path)
      let folder =
        isPath
        ? URL(filePath: path).deletingLastPathComponent()
        : home.geodata.appending(path: "frameworks")
      return try FrameworkReader(catalogue: catalogue, folder: folder).read(text)
    } catch let error as FormatError {
      throw .usage("\(path): \(error)")
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .usage("\(path): \(error)")
    }
  }
}

private enum RateSpan: String, CaseIterable {
  case perPeriod = "per_period"
  case perYear = "per_year"
}

/// From the file's nodes to a framework that can be computed.
private struct FrameworkReader {
  let catalogue: CategoryCatalogue
  let folder: URL
  private var indicators: [FrameworkIndicator] = []
  private var groups: [FrameworkGroup] = []
  private var nodes: [IndexTree.Node] = []
  private var keys: Set<String> = []

  private static let weightTolerance = 0.001

  init(catalogue: CategoryCatalogue, folder: URL) {
    self.catalogue = catalogue
    self.folder = folder
  }

  func read(_ text: String) throws -> IndexFramework {
    var reader = self
    let root = try YAMLNode(text)
    try root.allowOnly([
      "version", "framework", "name_zh", "name_en", "stars", "confidence", "least_population",
      "widest_range", "rates", "breaks", "index",
    ])
    let index = try root.require("index")
    _ = try reader.group(index, key: "index")
    let tree = try Self.refusing(index) { () throws(AnalysisError) in
      try IndexTree(reader.nodes, indicatorCount: reader.indicators.count)
    }
    return IndexFramework(
      key: try root.require("framework").string(),
      chineseName: try root.require("name_zh").string(),
      englishName: try root.require("name_en").string(), stars: try stars(root),
      confidence: try number(root, "confidence", usual: 0.9, in: 0.5...0.99),
      leastPopulation: try number(root, "least_population", usual: 100, in: 0...1e7),
      widestRange: try number(root, "widest_range", usual: 40, in: 1...100),
      isPerYear: try root["rates"]?.choice(RateSpan.self) == .perYear,
      breaks: try breaks(root["breaks"]),
      indicators: reader.indicators, groups: reader.groups, tree: tree, text: text)
  }

  /// Days from which incidents are reported otherwise, each with its reason.
  private func breaks(_ node: YAMLNode?) throws -> [ReportingBreak] {
    try node?.sequence().map { entry in
      try entry.allowOnly(["on", "reason"])
      let on = try entry.require("on")
      guard let day = DayNumber(try on.string()) else {
        throw on.failure("a day such as 2026-03-01")
      }
      return ReportingBreak(day: day, reason: try entry.require("reason").string())
    } ?? []
  }

  private func stars(_ root: YAMLNode) throws -> [(count: Int, bound: Double)] {
    guard let node = root["stars"] else { return [(5, 90), (4, 80), (3, 70), (2, 60)] }
    var stars: [(count: Int, bound: Double)] = []
    for (key, value) in try node.mapping() {
      guard let count = Int(key), (2...5).contains(count) else {
        throw value.failure("a number of stars from 2 to 5 as the key")
      }
      stars.append((count, try value.double()))
    }
    stars.sort { $0.count > $1.count }
    for (more, fewer) in zip(stars, stars.dropFirst()) where more.bound <= fewer.bound {
      throw node.failure("a higher bound for more stars")
    }
    return stars
  }

  private func number(
    _ node: YAMLNode, _ key: String, usual: Double, in range: ClosedRange<Double>
  ) throws -> Double {
    guard let value = node[key] else { return usual }
    let number = try value.double()
    guard range.contains(number) else {
      throw value.failure("from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func refusing<T>(
    _ node: YAMLNode, _ body: () throws(AnalysisError) -> T
  ) throws(FormatError) -> T {
    do {
      return try body()
    } catch {
      throw node.failure("what can be computed; \(error)")
    }
  }

  // MARK: Groups

  /// - Returns: the position of its node.
  private mutating func group(_ node: YAMLNode, key: String) throws -> Int {
    try node.allowOnly([
      "key", "name_zh", "name_en", "weight", "weights", "comparisons", "aggregation",
      "least_known", "parts",
    ])
    let parts = try node.require("parts")
    let children = try parts.sequence()
    guard !children.isEmpty else { throw parts.failure("one part at least") }
    let weights = try self.weights(node, children)
    let way = try node["weights"]?.choice(DataWeights.self) ?? .equal
    var content: [IndexTree.Part] = []
    for (child, weight) in zip(children, weights) {
      let key = try uniqueKey(child)
      let isGroup = child["parts"] != nil
      content.append(
        isGroup
          ? .init(.node(try group(child, key: key)), weight: weight)
          : .init(.indicator(try indicator(child, key: key)), weight: weight))
    }
    groups.append(
      FrameworkGroup(
        key: key, chineseName: try node["name_zh"]?.string() ?? key,
        englishName: try node["name_en"]?.string() ?? key, dataWeights: way))
    nodes.append(
      IndexTree.Node(
        content, aggregation: try node["aggregation"]?.choice(Aggregation.self) ?? .arithmetic,
        leastKnown: try number(node, "least_known", usual: 0.5, in: 0.01...1)))
    return nodes.count - 1
  }

  private mutating func uniqueKey(_ node: YAMLNode) throws -> String {
    let key = try node.require("key").string()
    guard keys.insert(key).inserted else {
      throw try node.require("key").failure("a key that stands once; a part has one place")
    }
    return key
  }

  /// Said one by one, equal, or from comparisons of pairs.
  private func weights(_ node: YAMLNode, _ children: [YAMLNode]) throws -> [Double] {
    if let comparisons = node["comparisons"] {
      let rows = try comparisons.sequence().map { try $0.sequence().map(Self.judgement) }
      let comparison = try Self.refusing(comparisons) { () throws(AnalysisError) in
        try PairwiseComparison(rows)
      }
      guard comparison.weights.count == children.count else {
        throw comparisons.failure("a row and a column for each of the \(children.count) parts")
      }
      guard comparison.isConsistent else {
        let ratio = (comparison.consistencyRatio * 1000).rounded() / 1000
        throw comparisons.failure(
          "judgements that agree with each other: a consistency ratio below "
            + "\(PairwiseComparison.acceptedRatio), not \(ratio)")
      }
      return comparison.weights
    }
    if let word = node["weights"] {
      let way = try word.choice(DataWeights.self)
      if let said = children.first(where: { $0["weight"] != nil }) {
        throw try said.require("weight").failure("nothing: the weights are \(way.rawValue)")
      }
      // Those that the data suggest are known when these are.
      return children.map { _ in 1 / Double(children.count) }
    }
    var weights: [Double] = []
    for child in children {
      let weight = try child.require("weight")
      let number = try weight.double()
      guard number > 0, number <= 1 else { throw weight.failure("above 0 and at most 1") }
      weights.append(number)
    }
    let sum = weights.reduce(0, +)
    guard abs(sum - 1) < Self.weightTolerance else {
      throw try node.require("parts").failure(
        "weights that add up to 1; these add up to \((sum * 10_000).rounded() / 10_000)")
    }
    return weights
  }

  /// `3`, `1/3`.
  private static func judgement(_ node: YAMLNode) throws -> Double {
    let pieces = try node.string().split(separator: "/").map { Double($0) }
    switch pieces.count {
    case 1: if let number = pieces[0] { return number }
    case 2: if let number = pieces[0], let by = pieces[1], by != 0 { return number / by }
    default: break
    }
    throw node.failure("a number or a fraction such as 1/3")
  }

  // MARK: Indicators

  /// - Returns: its position.
  private mutating func indicator(_ node: YAMLNode, key: String) throws -> Int {
    try node.allowOnly([
      "key", "name_zh", "name_en", "weight", "incidents", "harm", "reached", "register", "part",
      "survey", "column", "absent", "kinds", "per", "unit", "goalposts", "scale", "target",
      "higher_is_better", "smoothing", "least_exposure", "source_kind", "counts_against",
      "months",
    ])
    let source = try IndicatorSourceReader(catalogue: catalogue, folder: folder).source(node)
    let per = try node["per"]?.choice(IndexColumn.self)
    switch source {
    case .incidents, .harm, .register:
      guard per != nil else {
        throw node.failure("`per`: what it is counted by; a count alone compares no units")
      }
    case .reached, .part, .survey:
      guard per == nil else {
        throw try node.require("per").failure("nothing: a share is of its own whole")
      }
    case .column, .absent: break
    }
    let (scale, isHigherBetter) = try self.scale(node)
    let origin = try node["source_kind"]?.choice(FrameworkIndicator.Origin.self) ?? .passive
    if origin == .active, !isHigherBetter, try node["counts_against"]?.boolean() != true {
      throw try node.require("source_kind").failure(
        "that what patrols and grid workers find lowers no score, or the diligent are punished; "
          + "say counts_against: true where it is meant")
    }
    var indicator =
      FrameworkIndicator(
        key: key, chineseName: try node.require("name_zh").string(),
        englishName: try node.require("name_en").string(), source: source, per: per,
        unit: try number(node, "unit", usual: 1, in: 1e-6...1e9), scale: scale,
        smoothing: try node["smoothing"]?.choice(IndicatorSmoothing.self) ?? .empiricalBayes,
        origin: origin,
        leastExposure: try number(node, "least_exposure", usual: 0, in: 0...1e12))
    indicator.months = try months(node["months"], of: indicator)
    indicators.append(indicator)
    return indicators.count - 1
  }

  /// A period of its own.
  private func months(_ node: YAMLNode?, of indicator: FrameworkIndicator) throws -> Int? {
    guard let node else { return nil }
    guard indicator.hasDays else {
      throw node.failure("nothing: what stands, is asked or is missing is of no months")
    }
    let months = try node.integer()
    guard (1...120).contains(months) else { throw node.failure("from 1 to 120 months") }
    return months
  }

  private func scale(_ node: YAMLNode) throws -> (IndicatorScale, isHigherBetter: Bool) {
    if let posts = node["goalposts"] {
      try posts.allowOnly(["worst", "best"])
      let worst = try posts.require("worst").double()
      let best = try posts.require("best").double()
      guard worst != best else { throw posts.failure("two posts that differ") }
      return (.goalposts(worst: worst, best: best), best > worst)
    }
    let isHigherBetter = try node.require("higher_is_better").boolean()
    let word = try node.require("scale")
    switch try word.string() {
    case "min_max": return (.minMax(higherIsBetter: isHigherBetter), isHigherBetter)
    case "z": return (.zScore(higherIsBetter: isHigherBetter), isHigherBetter)
    case "rank": return (.rank(higherIsBetter: isHigherBetter), isHigherBetter)
    case "target":
      let target = try node.require("target").double()
      return (.distanceToTarget(target, higherIsBetter: isHigherBetter), isHigherBetter)
    default:
      throw word.failure("min_max, z, rank or target; or goalposts, by which periods compare")
    }
  }
}
