/// Says which grid holds an incident; `nil` for none.
public struct SetIncidentGrid: Command {
  public static let statement = StatementText(
    "set_incident_grid", PackageResources.set_incident_grid_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(incident: Int64, grid: Int64?) {
    arguments = [.integer(incident), SQLValue(grid)]
  }
}
