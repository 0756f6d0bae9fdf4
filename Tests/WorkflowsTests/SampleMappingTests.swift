import Formats
import Foundation
import Testing

@testable import Workflows

/// The export, its mapping and `categories.yaml` speak of the same things.
@Suite struct SampleMappingTests {
  private let mapping: YAMLNode
  private let categories: YAMLNode

  init() throws {
    mapping = try YAMLNode(
      SampleIncidentExport(try SampleScene.scenario(seed: 1, incidents: 0)).mapping())
    categories = try YAMLNode(
      String(contentsOf: SampleScene.geodata.appending(path: "categories.yaml"), encoding: .utf8))
  }

  private func texts(_ node: YAMLNode?) throws -> [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in try node?.mapping() ?? [] { texts[key] = try value.string() }
    return texts
  }

  @Test func everyColumnOfTheFileIsMapped() throws {
    try SampleScene.written(seed: 1, incidents: 5) { folder, _ in
      var options = CSVOptions()
      options.encoding = .gb18030
      let data = try Data(contentsOf: folder.appending(path: "incidents.csv"))
      let reader = try CSVReader(ByteSource([UInt8](data)), options: options)
      let columns = try texts(mapping["columns"])
      #expect(Set(reader.header) == Set(columns.values))
      #expect(!reader.header.contains { $0.contains("姓名") || $0.contains("电话") })
    }
  }

  @Test func everyWordOfTheCountyHasAKey() throws {
    let words = try texts(mapping["categories"])
    let parts = try texts(mapping["values"]?["subcategory"])
    for category in SampleCategory.all {
      #expect(words[category.word] == category.key)
      for part in category.parts { #expect(parts[part.word] == part.key) }
    }
    let statuses = try texts(mapping["statuses"])
    #expect(Set(statuses.values) == Set(SampleIncident.Status.allCases.map(\.rawValue)))
    let precisions = try texts(mapping["values"]?["location_precision"])
    #expect(Set(precisions.values) == Set(SampleIncident.Precision.allCases.map(\.rawValue)))
  }

  @Test func everyKeyIsInTheListOfCategories() throws {
    var known: [String: YAMLNode] = [:]
    for node in try categories.require("categories").sequence() {
      known[try node.require("key").string()] = node
    }
    #expect(known.count == 33)
    for category in SampleCategory.all {
      let node = try #require(known[category.key], "\(category.key)")
      let parts = try node.require("subcategories").sequence().map {
        try $0.require("key").string()
      }
      #expect(Set(category.parts.map(\.key)).isSubset(of: Set(parts)))
      #expect(try (node.require("where").string() == "sea") == category.isAtSea)
    }
  }

  @Test func theListOfCategoriesIsWhole() throws {
    let places: Set = ["land", "sea", "both"]
    for node in try categories.require("categories").sequence() {
      #expect(try places.contains(node.require("where").string()))
      #expect(try (1...5).contains(node.require("severity").integer()))
      #expect(try !node.require("name_zh").string().isEmpty)
      #expect(try !node.require("name_en").string().isEmpty)
      _ = try node.require("aggregate_only").boolean()
    }
  }
}
