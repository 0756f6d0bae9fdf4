import Foundation
import SimpleFeatures
import Storage

@testable import Workflows

/// Files of any import layer, made from its description.
enum LayerFiles {
  /// Each after the ones that it names.
  static let order: [ImportLayer] = [
    .units, .codeChanges, .villages, .grids, .incidents, .dossiers, .coastline, .stations,
    .serviceAreas, .seaCells, .aquacultureZones, .zoneValues, .storms, .stormPoints, .cameras,
    .hazards, .inspections, .visits, .patrols, .awards, .evidence, .links, .resolutions, .tasks,
    .schemes, .policies, .claims,
  ]

  /// Those that `layer` names in columns that must name something, and what those name.
  static func needed(by layer: ImportLayer) -> [ImportLayer] {
    let named = Set(
      layer.definition.columns.compactMap { $0.reference?.isRequired == true ? $0.reference : nil }
        .map(\.layer))
    let direct = order.filter { named.contains($0.rawValue) }
    return direct.flatMap { needed(by: $0) + [$0] }
  }

  /// The texts of a good row by the names that a mapping gives the columns.
  static func row(_ layer: ImportLayer, number: Int = 1) -> [(column: LayerColumn, text: String)] {
    layer.columns.filter { layer == .incidents ? $0.isRequired || $0.use != .read : true }
      .filter { !["lon", "lat"].contains($0.name) }
      .enumerated().map { ($1, text($1, of: layer, position: $0, number: number)) }
  }

  private static func text(
    _ column: LayerColumn, of layer: ImportLayer, position: Int, number: Int
  ) -> String {
    if let reference = column.reference, reference.isRequired || reference.partner != nil {
      return key(reference.layer, column.name == "other_incident" ? number + 1 : number)
    }
    if column.name == "source" || column.name == "other_source" { return "110" }
    if layer == .incidents, column.name == "location_precision" { return "exact" }
    // One that has ended is not on the map; one that is refused is not paid.
    if layer == .grids, column.name == "valid_to" { return "" }
    if column.name == "refused_reason" { return "" }
    switch column.kind {
    case .code, .placeCode:
      let isKey = layer.definition.key.first == column.name || column.name == "code"
      let isOwn = isKey || (column.input == "id" && layer != .claims)
      return isOwn ? key(layer.rawValue, number) : "350921104\(200 + position)"
    case .label: return "文字\(position)"
    case .word(let words): return words.first ?? ""
    case .count: return column.name == "season" ? "2024" : "\(position + 3)"
    case .integer(let range): return "\(range.lowerBound + 1)"
    case .amount, .positive: return "\(position).5"
    case .real(let range): return "\(range.lowerBound + Double(position) + 0.25)"
    // What is paid lies below what is insured.
    case .yuan: return "\(position + (layer == .policies ? 1000 : 0)).25"
    case .day: return "2026-0\(layer == .claims ? 4 : 3)-\(10 + position % 19)"
    case .instant: return "2026-04-01 1\(position % 10):30"
    case .boolean: return column.name == "synthetic" ? "true" : "是"
    }
  }

  static func key(_ layer: String, _ number: Int) -> String {
    switch layer {
    case "villages": "35092110420\(number)"
    case "grids": "35092110420100\(number)"
    default: "\(layer)-\(number)"
    }
  }

  /// - Parameter change: alters a row's texts.
  static func bytes(
    _ layer: ImportLayer, rows: [[(column: LayerColumn, text: String)]]
  ) -> (bytes: [UInt8], name: String) {
    guard let geometry = shape(layer) else {
      let header = rows.first?.map(\.column.name).joined(separator: ",") ?? ""
      let lines = rows.map { $0.map { "\"\($0.text)\"" }.joined(separator: ",") }
      return (Array(([header] + lines).map { $0 + "\n" }.joined().utf8), "\(layer.rawValue).csv")
    }
    let lines = rows.map { row in
      let properties = row.map {
        "\"\($0.column.name)\":" + ($0.text.isEmpty ? "null" : "\"\($0.text)\"")
      }
      return #"{"type":"Feature","properties":{\#(properties.joined(separator: ","))},"#
        + #""geometry":\#(geometry)}"# + "\n"
    }
    return (Array(lines.joined().utf8), "\(layer.rawValue).geojsonl")
  }

  private static func shape(_ layer: ImportLayer) -> String? {
    switch layer.definition.schema.geometry {
    case nil: nil
    case .multiPolygon, .polygon:
      #"{"type":"Polygon","coordinates":[[[120,26.8],[120.1,26.8],[120.1,26.9],[120,26.9],[120,26.8]]]}"#
    case .multiLineString, .lineString:
      #"{"type":"LineString","coordinates":[[120,26.8],[120.1,26.9]]}"#
    default: #"{"type":"Point","coordinates":[120.05,26.85]}"#
    }
  }
}

extension ImportScene {
  /// The layers that this one names, with two rows each.
  func loadNeeded(by layer: ImportLayer) throws {
    for needed in LayerFiles.needed(by: layer) {
      let file = LayerFiles.bytes(
        needed, rows: [LayerFiles.row(needed), LayerFiles.row(needed, number: 2)])
      _ = try load(file.bytes, as: file.name, into: needed)
    }
  }
}
