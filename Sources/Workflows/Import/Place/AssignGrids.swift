import SimpleFeatures
import Storage
import Topology

/// Finds anew which grid holds each incident, after grids were drawn or redrawn.
struct AssignGrids {
  /// - Complexity: O(incidents + vertices).
  func run(in transaction: any StoreTransaction) throws {
    let finder = try GridFinder.of(transaction)
    for incident in try transaction.answer(LocatedIncidents()) {
      let found = finder.grid(at: incident.position)
      if let found, found.distanceMetres > 0 {
        try transaction.run(
          NoteNearGrid(
            grid: found.grid, metric: incident.metric, distanceMetres: found.distanceMetres))
      }
      guard found?.grid != incident.grid else { continue }
      try transaction.run(SetIncidentGrid(incident: incident.id, grid: found?.grid))
    }
  }
}
