import Analysis
import Formats
import Foundation
import Storage

/// Reads where an indicator's numbers come from, as frameworks and rules of records say it.
struct IndicatorSourceReader {
  let catalogue: CategoryCatalogue
  /// Where files beside the one that is read lie.
  let folder: URL

  /// The keys that say it; a node has one of them.
  static let sources = [
    "incidents", "harm", "reached", "register", "part", "survey", "column", "absent",
  ]

  func source(_ node: YAMLNode) throws -> FrameworkIndicator.Source {
    let said = Self.sources.filter { node[$0] != nil }
    guard said.count == 1, let word = said.first, let value = node[word] else {
      throw node.failure("one source of \(Self.sources.joined(separator: ", "))")
    }
    if let kinds = node["kinds"], word != "register" {
      throw kinds.failure("`kinds` beside a register alone")
    }
    switch word {
    case "incidents": return .incidents(try weightedKinds(value))
    case "harm":
      try value.allowOnly(["sum", "of"])
      return .harm(
        try value.require("sum").choice(IncidentHarm.self), of: try kinds(try value.require("of")))
    case "reached":
      try value.allowOnly(["state", "of"])
      let state = try value.require("state")
      guard ["filed", "solved", "mediated", "closed"].contains(try state.string()) else {
        throw state.failure("filed, solved, mediated or closed")
      }
      return .reached(state: try state.string(), of: try kinds(try value.require("of")))
    case "register":
      let measure = try value.choice(PlaceMeasure.self)
      return .register(measure, kinds: try registerKinds(node["kinds"], of: measure))
    case "part":
      try value.allowOnly(["are", "of", "kinds", "of_kinds"])
      let part = try value.require("are").choice(PlaceMeasure.self)
      let whole = try value.require("of").choice(PlaceMeasure.self)
      let partKinds = try registerKinds(value["kinds"], of: part)
      let wholeKinds = try value["of_kinds"].map { try registerKinds($0, of: whole) }
      return .part(part, of: whole, kinds: partKinds, ofKinds: wholeKinds ?? partKinds)
    case "survey": return .survey(try survey(value))
    case "column": return .column(try value.choice(IndexColumn.self))
    default: return .absent(try value.string())
    }
  }

  /// A file of findings beside the framework.
  private func survey(_ node: YAMLNode) throws -> IndexSurvey {
    let name = try node.string()
    guard !name.contains("/"), name.hasSuffix(".csv") else {
      throw node.failure("the name of a .csv file beside this one")
    }
    do {
      return try IndexSurvey(
        csv: String(contentsOf: folder.appending(path: name), encoding: .utf8))
    } catch {
      throw node.failure("a survey that can be read; \(error)")
    }
  }

  /// Words of the register, all of them known.
  private func registerKinds(_ node: YAMLNode?, of measure: PlaceMeasure) throws -> [String] {
    guard let node else { return [] }
    return try node.sequence().map { kind in
      let word = try kind.string()
      guard measure.kinds.contains(word) else {
        throw kind.failure(
          measure.kinds.isEmpty
            ? "no kinds: \(measure.rawValue) has none"
            : "one of \(measure.kinds.joined(separator: ", "))")
      }
      return word
    }.sorted()
  }

  /// A list, each for one; or each with what it counts for.
  private func weightedKinds(_ node: YAMLNode) throws -> [String: Double] {
    guard let pairs = try? node.mapping() else {
      return Dictionary(uniqueKeysWithValues: Set(try kinds(node)).map { ($0, 1) })
    }
    var weights: [String: Double] = [:]
    for (key, value) in pairs {
      guard isKnown(key) else { throw unknownKind(key, value) }
      let weight = try value.double()
      guard weight > 0, weight <= 1000 else { throw value.failure("above 0, at most 1000") }
      weights[key] = weight
    }
    guard !weights.isEmpty else { throw node.failure("one kind at least") }
    return weights
  }

  /// A category, or a category and one of its subcategories with a dot between.
  private func isKnown(_ kind: String) -> Bool {
    let names = kind.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let category = catalogue[names[0]] else { return false }
    return names.count == 1
      || names.count == 2 && category.subcategories.contains { $0.key == names[1] }
  }

  private func unknownKind(_ key: String, _ node: YAMLNode) -> FormatError {
    let meant = catalogue.nearMiss(for: key).map { "; did you mean \($0)?" } ?? ""
    return node.failure("a kind of geodata/categories.yaml\(meant)")
  }

  func kinds(_ node: YAMLNode) throws -> [String] {
    let kinds = try node.sequence().map { kind in
      let key = try kind.string()
      guard isKnown(key) else { throw unknownKind(key, kind) }
      return key
    }
    guard !kinds.isEmpty else { throw node.failure("one kind at least") }
    return kinds.sorted()
  }
}
