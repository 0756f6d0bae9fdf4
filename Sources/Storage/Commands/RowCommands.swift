public import SimpleFeatures

/// Writes a row of an imported layer, or updates the one with the same key; a row that is the same
/// already does not count as changed.
public struct UpsertRow: Change {
  public let statement: StatementText
  public let arguments: [SQLValue]

  /// `nil` for a layer that one statement does not write: grids and incidents.
  ///
  /// - Parameters:
  ///   - values: of the layer's stored columns, in their order.
  ///   - geometry: WGS 84; not looked at where the layer has none.
  public init?(_ layer: Layer, values: [SQLValue], importID: Int64, geometry: Geometry?) {
    guard let upsert = layer.upsert else { return nil }
    statement = upsert
    arguments =
      values + [.integer(importID)]
      + (layer.schema.geometry == nil ? [] : [SQLValue(geometry)])
  }
}

/// Adds a step to a task's history; a step that is there already stays once.
public struct AddTaskStatus: Command {
  public static let statement = StatementText(
    "add_task_status", PackageResources.add_task_status_sql)
  public let arguments: [SQLValue]

  public init(task number: String, status: String, at: Instant) {
    arguments = [.text(number), .text(status), SQLValue(at)]
  }
}
