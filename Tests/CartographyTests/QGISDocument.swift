import Foundation
import SimpleFeatures

@testable import Cartography

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of a document as Foundation's parser reads it: not by the code that wrote it.
final class QGISElement {
  let name: String
  let attributes: [String: String]
  var children: [QGISElement] = []
  var text = ""

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// Those of a name, at any depth, in the order of the document.
  func all(_ name: String) -> [QGISElement] {
    children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
  }

  func first(_ name: String) -> QGISElement? { all(name).first }

  /// The value of a property that QGIS keeps in an `Option`.
  func option(_ name: String) -> String? {
    all("Option").first { $0.attributes["name"] == name }?.attributes["value"]
  }

  subscript(attribute: String) -> String? { attributes[attribute] }

  /// `nil` where the text is not well-formed XML.
  static func parse(_ text: String) -> QGISElement? {
    let parser = XMLParser(data: Data(text.utf8))
    let reader = Reader()
    parser.delegate = reader
    return parser.parse() && reader.open.isEmpty ? reader.root : nil
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var root: QGISElement?
    var open: [QGISElement] = []

    func parser(
      _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let element = QGISElement(name: elementName, attributes: attributes)
      open.last?.children.append(element)
      if root == nil { root = element }
      open.append(element)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      open.last?.text += string
    }

    func parser(
      _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }
  }
}

/// The product's own styles, and layers as the store has them.
enum QGISCase {
  static let styles = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "styles")

  static func ramps() throws -> Ramps { try Ramps(json: bytes("ramps.json")) }
  static func settings() throws -> QGISSettings { try QGISSettings(json: bytes("qgis.json")) }

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: styles.appending(path: name)))
  }

  /// A ramp of areas by the column `v`, from its classes as JSON.
  static func ramp(
    property: String? = "v", geometry: Ramp.Role = .area, _ classes: String
  ) throws -> Ramp {
    let deciding = property.map { #""property":"\#($0)","# } ?? ""
    let json = """
      {"layers":{"x":{"zh":"层","en":"Layer",\(deciding)"geometry":"\(geometry.rawValue)",\
      "classes":[\(classes)]}}}
      """
    return try Ramps(json: Array(json.utf8)).ramp("x")
  }

  static func schema(
    _ name: String, _ chineseName: String = "层", geometry: Geometry.Kind? = .multiPolygon,
    fields: [(String, AttributeType, String)]
  ) -> FeatureSchema {
    FeatureSchema(
      name: name, chineseName: chineseName,
      fields: fields.map { .init(name: $0.0, type: $0.1, chineseName: $0.2) },
      geometry: geometry)
  }

  static let hotspots = schema(
    "hotspots", "热点",
    fields: [
      ("run", .text, "运行"), ("unit", .text, "单元代码"), ("name", .text, "名称"),
      ("count", .integer, "件数"), ("q", .real, "q 值（FDR）"), ("class", .text, "等级"),
    ])
  static let villages = schema(
    "villages", "村（社区）", geometry: .point,
    fields: [("code", .text, "区划代码"), ("name", .text, "名称")])
  static let members = schema(
    "cluster_members", "聚集区成员", geometry: .point,
    fields: [("core", .boolean, "核心点")])
}
