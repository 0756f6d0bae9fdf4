import SimpleFeatures
import Storage
import Topology

/// Finds anew which grid holds each incident, after grids were drawn or redrawn.
struct AssignGrids {
  /// - Complexity: O(incidents + vertices).
  func run(in transaction: any StoreTransaction) throws {
    let finder = try GridFinder(grids: try transaction.answer(GridAreas()))
    for incident in try transaction.answer(LocatedIncidents()) {
      let grid = finder.grid(at: incident.position)
      guard grid != incident.grid else { continue }
      try transaction.run(SetIncidentGrid(incident: incident.id, grid: grid))
    }
  }
}
