import Analysis
import Formats
import Foundation
import Schemes
import Storage

extension RecordRules {
  /// Reads `geodata/records/NAME.yaml`, or the file at a path that ends in `.yaml`.
  ///
  /// - Throws: a usage error that names the line and the key: a word that is not known, a rule without
  ///   a condition or with two, a key that stands twice, a count that punishes those who look.
  public static func named(
    _ name: String, home: ProductHome, catalogue: CategoryCatalogue
  ) throws(WorkflowError) -> RecordRules {
    let isPath = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    let path = isPath ? name : "geodata/records/\(name).yaml"
    do {
      let text =
        isPath ? try String(contentsOf: URL(filePath: path), encoding: .utf8) : try home.text(path)
      return try RecordRulesReader(catalogue: catalogue).read(text)
    } catch let error as FormatError {
      throw .usage("\(path): \(error)")
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .usage("\(path): \(error)")
    }
  }
}

/// From the file's nodes to rules that can be asked.
private struct RecordRulesReader {
  let catalogue: CategoryCatalogue

  private static let tests = ["above", "below", "worst", "best", "at_least"]
  private static let conditions = ["count", "award", "repeated"]
  /// Whoever looks finds more: a record against a unit is no thanks for that.
  private static let diligence: Set<PlaceMeasure> = [
    .hazardsFound, .inspections, .visits, .visitedHouseholds, .hazardsFixed, .tasksDone,
  ]

  func read(_ text: String) throws -> RecordRules {
    let root = try YAMLNode(text)
    try root.allowOnly([
      "version", "records", "name_zh", "name_en", "confidence", "least_population", "headline",
      "rules",
    ])
    let version = try root.require("version")
    guard try version.integer() >= 1 else { throw version.failure("a whole number from 1 on") }
    let list = try root.require("rules")
    let nodes = try list.sequence()
    guard !nodes.isEmpty else { throw list.failure("one rule at least") }
    var keys: Set<String> = []
    let rules = try nodes.map { node in
      let rule = try self.rule(node)
      guard keys.insert(rule.key).inserted else {
        throw try node.require("key").failure("a key that stands once")
      }
      return rule
    }
    return RecordRules(
      key: try root.require("records").string(), chineseName: try root.require("name_zh").string(),
      englishName: try root.require("name_en").string(), version: try version.integer(),
      confidence: try number(root["confidence"], usual: 0.9, in: 0.5...0.99),
      leastPopulation: try number(root["least_population"], usual: 100, in: 0...1e7),
      headline: try headline(try root.require("headline")), rules: rules, text: text)
  }

  private func number(
    _ node: YAMLNode?, usual: Double, in range: ClosedRange<Double>
  ) throws -> Double {
    guard let node else { return usual }
    let number = try node.double()
    guard range.contains(number) else {
      throw node.failure("from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func months(_ node: YAMLNode?, usual: Int?) throws -> Int? {
    guard let node else { return usual }
    let months = try node.integer()
    guard (1...60).contains(months) else { throw node.failure("from 1 to 60 months") }
    return months
  }

  /// - Returns: the value of a key that must be there.
  private func requiredMonths(_ node: YAMLNode, _ key: String) throws -> Int {
    try months(try node.require(key), usual: nil) ?? 1
  }

  // MARK: What is counted

  private static let measureKeys = [
    "incidents", "harm", "reached", "register", "part", "kinds", "per", "unit", "smoothing",
    "months", "higher_is_better",
  ]

  /// Incidents by kinds that count one each: its numbers are counts, and small ones are held back.
  private func headline(_ node: YAMLNode) throws -> RecordMeasure {
    try node.allowOnly(Self.measureKeys + ["name_zh", "name_en"])
    let measure = try self.measure(node)
    guard case .incidents(let kinds) = measure.indicator.source,
      kinds.values.allSatisfy({ $0 == 1 })
    else { throw node.failure("incidents, as a list of kinds that count one each") }
    return measure
  }

  private func measure(_ node: YAMLNode) throws -> RecordMeasure {
    let source = try IndicatorSourceReader(
      catalogue: catalogue, folder: URL(filePath: ".")
    ).source(node)
    let per = try node["per"]?.choice(IndexColumn.self)
    var isShare = false
    switch source {
    case .incidents, .harm, .register:
      guard per != nil else {
        throw node.failure("`per`: a count stands beside its rate, or it compares no units")
      }
    case .reached, .part:
      isShare = true
      guard per == nil else {
        throw try node.require("per").failure("nothing: a share is of its own whole")
      }
    case .survey, .column, .absent:
      throw node.failure("what the store counts: incidents, harm, reached, register or part")
    }
    let isHigherBetter = try node["higher_is_better"]?.boolean() ?? isShare
    return RecordMeasure(
      indicator: FrameworkIndicator(
        key: "count", chineseName: try node["name_zh"]?.string() ?? "",
        englishName: try node["name_en"]?.string() ?? "", source: source, per: per,
        unit: try number(node["unit"], usual: 1, in: 1e-6...1e9),
        scale: .minMax(higherIsBetter: isHigherBetter),
        smoothing: try node["smoothing"]?.choice(IndicatorSmoothing.self) ?? .empiricalBayes,
        origin: .passive),
      months: try months(node["months"], usual: 1) ?? 1, higherIsBetter: isHigherBetter)
  }

  // MARK: Rules

  private func rule(_ node: YAMLNode) throws -> RecordRule {
    try node.allowOnly(
      ["key", "name_zh", "name_en", "gives", "valid_months", "release"] + Self.conditions
        + Self.tests)
    let colour = try node.require("gives").choice(RecordColour.self)
    let said = Self.conditions.filter { node[$0] != nil }
    guard said.count == 1, let word = said.first, let value = node[word] else {
      throw node.failure("one condition of \(Self.conditions.joined(separator: ", "))")
    }
    let release = node["release"]
    try release?.allowOnly(["below", "for_months"])
    let condition: RecordRule.Condition
    switch word {
    case "count":
      try value.allowOnly(Self.measureKeys)
      let measure = try self.measure(value)
      condition = .figures(measure, try test(node, measure, colour, release: release))
    case "award":
      condition = try award(value)
      if let release { throw release.failure("nothing: a document stands until its own day") }
    default: condition = try repeated(value, gives: colour)
    }
    if word != "count", let other = Self.tests.first(where: { node[$0] != nil }) {
      throw try node.require(other).failure("nothing: \(other) is asked of a count")
    }
    return RecordRule(
      key: try key(node), chineseName: try node.require("name_zh").string(),
      englishName: try node.require("name_en").string(), colour: colour,
      ledger: RecordLedger(
        validMonths: try requiredMonths(node, "valid_months"),
        releaseMonths: try release.map { try requiredMonths($0, "for_months") }),
      condition: condition)
  }

  /// It is a part of the number of a record.
  private func key(_ node: YAMLNode) throws -> String {
    let key = try node.require("key").string()
    guard !key.isEmpty, key.utf8.allSatisfy({ $0 > 32 && $0 != UInt8(ascii: "/") }) else {
      throw try node.require("key").failure("a word without spaces and slashes")
    }
    return key
  }

  private func test(
    _ node: YAMLNode, _ measure: RecordMeasure, _ colour: RecordColour, release: YAMLNode?
  ) throws -> RecordRule.FigureTest {
    let said = Self.tests.filter { node[$0] != nil }
    guard said.count == 1, let word = said.first, let value = node[word] else {
      throw node.failure("one test of \(Self.tests.joined(separator: ", "))")
    }
    if let below = release?["below"], word != "above" {
      throw below.failure("nothing: `below` releases what was given by `above`")
    }
    if colour.isAdverse, word != "below", word != "best",
      case .register(let measure, _) = measure.indicator.source, Self.diligence.contains(measure)
    {
      throw node.failure(
        "no record against a unit for \(measure.rawValue): whoever looks finds more")
    }
    let number = try value.double()
    switch word {
    case "above":
      let below = try release?["below"]?.double()
      if let below, below > number {
        throw try release?.require("below").failure("at most what `above` says")
          ?? node.failure("a release")
      }
      return .above(number, release: below)
    case "below": return .below(number)
    case "worst", "best":
      guard number > 0, number <= 0.5 else { throw value.failure("a share above 0, at most 0.5") }
      return word == "worst" ? .worst(number) : .best(number)
    default:
      guard number > 0 else { throw value.failure("above 0") }
      return .atLeast(number)
    }
  }

  private func award(_ node: YAMLNode) throws -> RecordRule.Condition {
    try node.allowOnly(["colour", "level"])
    func words(_ key: String, _ all: [String]) throws -> [String] {
      guard let list = node[key] else { return all }
      return try list.sequence().map { word in
        let text = try word.string()
        guard all.contains(text) else {
          throw word.failure("one of \(all.joined(separator: ", "))")
        }
        return text
      }.sorted()
    }
    return .award(
      colours: try words("colour", ["red", "yellow", "black"]),
      levels: try words("level", ["county", "city", "province", "nation"]))
  }

  private func repeated(_ node: YAMLNode, gives: RecordColour) throws -> RecordRule.Condition {
    try node.allowOnly(["colour", "times", "months"])
    let word = try node.require("colour")
    let colour = try word.choice(RecordColour.self)
    // A heavier one from lighter ones: so no rule counts what it gives, through others neither.
    guard colour.isAdverse, colour < gives else {
      throw word.failure("a lighter colour than \(gives.rawValue), which it gives, and not red")
    }
    let times = try node.require("times")
    guard try times.integer() >= 2 else { throw times.failure("2 at least") }
    return .repeated(
      colour, times: try times.integer(), months: try requiredMonths(node, "months"))
  }
}
