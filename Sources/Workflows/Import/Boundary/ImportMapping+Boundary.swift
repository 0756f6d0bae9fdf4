import Formats
import SimpleFeatures
import Storage

extension ImportMapping {
  /// `units: {loss_yuan: 万元}`; 元 is the rule and may be said.
  func decodeUnits(_ node: YAMLNode) throws -> Set<String> {
    try node.allowOnly(layer.columns.map(\.name).filter { $0.hasSuffix("_yuan") })
    var columns: Set<String> = []
    for (column, value) in try node.mapping() {
      switch try value.string() {
      case "万元", "10000 yuan", "wan": columns.insert(column)
      case "元", "yuan": continue
      default: throw value.failure("元 or 万元")
      }
    }
    return columns
  }

  /// `geometry: {boundary_points: {zone: …, ring: …, number: …, x: …, y: …}}`.
  func decodeBoundary(_ node: YAMLNode) throws -> BoundaryPointTable.Columns {
    try node.allowOnly(["boundary_points"])
    guard Layer(named: layer.rawValue)?.schema.geometry == .multiPolygon else {
      throw WorkflowError.usage(
        "mapping, line \(node.line): boundary_points make areas, and \(layer.rawValue) has none")
    }
    let points = try node.require("boundary_points")
    try points.allowOnly(["zone", "ring", "number", "x", "y"])
    return BoundaryPointTable.Columns(
      zone: try points.require("zone").string(), ring: try points["ring"]?.string(),
      number: try points.require("number").string(), x: try points.require("x").string(),
      y: try points.require("y").string())
  }
}
