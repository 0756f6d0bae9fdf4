import Formats

/// The kinds of events that Anlan knows: `geodata/categories.yaml`.
public struct CategoryCatalogue: Sendable {
  /// Where a kind of event can happen.
  public enum Surface: String, Sendable, CaseIterable {
    case land, sea, both
  }

  public struct Category: Sendable, Hashable {
    public var key: String
    public var chineseName: String
    public var englishName: String
    public var group: String
    /// The units on which a count of it means something.
    public var surface: Surface
    /// 1 to 5, for a row whose source does not say.
    public var severity: Int
    /// Never leaves as a point, whatever the audience.
    public var isAggregateOnly: Bool
    /// Not for the public nor for a meeting, even as counts.
    public var isSensitive: Bool
    public var subcategories: [Subcategory]
  }

  /// A kind within a kind.
  public struct Subcategory: Sendable, Hashable {
    public var key: String
    public var chineseName: String
    public var englishName: String
  }

  public let categories: [Category]
  /// Kinds by which two sources may tell one event, in lists.
  public let alike: [[String]]
  private let byKey: [String: Category]

  public init(home: ProductHome) throws(WorkflowError) {
    let path = "geodata/categories.yaml"
    do {
      let root = try YAMLNode(try home.text(path))
      var categories: [Category] = []
      for node in try root.require("categories").sequence() {
        categories.append(
          Category(
            key: try node.require("key").string(),
            chineseName: try node.require("name_zh").string(),
            englishName: try node.require("name_en").string(),
            group: try node.require("group").string(),
            surface: try node.require("where").choice(Surface.self),
            severity: try node.require("severity").integer(),
            isAggregateOnly: try node.require("aggregate_only").boolean(),
            isSensitive: try node["sensitive"]?.boolean() ?? false,
            subcategories: try (node["subcategories"]?.sequence() ?? []).map {
              Subcategory(
                key: try $0.require("key").string(),
                chineseName: try $0.require("name_zh").string(),
                englishName: try $0.require("name_en").string())
            }))
      }
      self.categories = categories
      let known = Set(categories.map(\.key))
      var listed: Set<String> = []
      alike = try (root["alike"]?.sequence() ?? []).map { list in
        try list.sequence().map { node in
          let key = try node.string()
          guard known.contains(key), listed.insert(key).inserted else {
            throw FormatError(
              .value, "a kind that is unknown or in another list", line: node.line, field: "alike",
              found: key, expected: "a key of categories, in one list alone")
          }
          return key
        }
      }
      byKey = Dictionary(categories.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    } catch let error as FormatError {
      throw .failed("\(path): \(error)")
    } catch let error as WorkflowError {
      throw error
    } catch {
      throw .failed("\(path): \(error)")
    }
  }

  public subscript(key: String) -> Category? { byKey[key] }

  /// Where some kinds can happen: on land alone, at sea alone, or both; both for unknown kinds, and
  /// for none, which stands for all.
  public func surface(of keys: [String]) -> Surface {
    let surfaces = Set(keys.map { byKey[$0]?.surface ?? .both })
    return surfaces.count == 1 ? surfaces.first ?? .both : .both
  }

  /// Kept out of every layer of points.
  public var aggregateOnly: [String] {
    categories.filter(\.isAggregateOnly).map(\.key)
  }

  public func name(of key: String, inChinese: Bool) -> String {
    guard let category = byKey[key] else { return key }
    return inChinese ? category.chineseName : category.englishName
  }

  /// The near miss of a category that is not known.
  public func nearMiss(for key: String) -> String? {
    NearMiss.best(for: key, among: categories.map(\.key))
  }
}
