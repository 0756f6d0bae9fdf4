import SimpleFeatures

/// Writes an incident, or updates the one with the same source and id. An identical row, and a
/// second row of the same import, change nothing.
public struct UpsertIncident: Command {
  public static let statement = StatementText(
    "upsert_incident", PackageResources.upsert_incident_sql)
  public let arguments: [SQLValue]

  public init(_ incident: IncidentRecord, importID: Int64) {
    arguments = [
      .text(incident.source), .text(incident.sourceID), .text(incident.category),
      SQLValue(incident.subcategory), SQLValue(incident.occurredFrom),
      SQLValue(incident.occurredTo), SQLValue(incident.day), SQLValue(incident.reportedAt),
      SQLValue(incident.reportedDay), SQLValue(incident.placeCode),
      .text(incident.precision.rawValue), SQLValue(incident.severity),
      SQLValue(incident.lossFen), SQLValue(incident.deaths), SQLValue(incident.injuries),
      SQLValue(incident.status?.rawValue), SQLValue(incident.statusAt), SQLValue(incident.grid),
      SQLValue(incident.metric?.x), SQLValue(incident.metric?.y),
      SQLValue(incident.synthetic), .integer(importID),
      SQLValue(incident.position.map { Geometry.point($0) }),
    ]
  }
}

/// Adds a step to an incident's history; a step that is there already stays once.
public struct AddIncidentStatus: Command {
  public static let statement = StatementText(
    "add_incident_status", PackageResources.add_incident_status_sql)
  public let arguments: [SQLValue]

  public init(source: String, sourceID: String, change: IncidentRecord.StatusChange) {
    arguments = [
      .text(source), .text(sourceID), .text(change.status.rawValue), SQLValue(change.at),
      SQLValue(change.day),
    ]
  }
}

/// Takes back the times that a step of an incident's history had before it was corrected.
public struct RemoveOtherStatusTimes: Command {
  public static let statement = StatementText(
    "remove_other_status_times", PackageResources.remove_other_status_times_sql)
  public let arguments: [SQLValue]

  public init(source: String, sourceID: String, change: IncidentRecord.StatusChange) {
    arguments = [
      .text(source), .text(sourceID), .text(change.status.rawValue), SQLValue(change.at),
    ]
  }
}

/// Says which grid holds an incident; `nil` for none.
public struct SetIncidentGrid: Command {
  public static let statement = StatementText(
    "set_incident_grid", PackageResources.set_incident_grid_sql)
  public let arguments: [SQLValue]

  public init(incident: Int64, grid: Int64?) {
    arguments = [.integer(incident), SQLValue(grid)]
  }
}
