import Formats
import SimpleFeatures
import Storage

extension ImportMapping {
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
