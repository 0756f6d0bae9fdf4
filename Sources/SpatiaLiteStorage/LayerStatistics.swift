import GRDB
import SimpleFeatures
import SpatiaLite
import Storage

/// The row counts and extents that QGIS reads, in step with the rows.
///
/// Incidents are many, so their count grows with what a load added, and their extent is that of the
/// root of their spatial index; the other layers are counted anew when one of them was written.
struct LayerStatistics {
  let connection: Database

  /// - Complexity: O(rows of all layers but the incidents, and pages of an index of these).
  func refresh() throws {
    try connection.execute(sql: text(PackageResources.refresh_statistics_sql))
    let count = try Int64.fetchOne(connection, sql: text(PackageResources.count_incidents_sql))
    try setIncidents(count ?? 0)
  }

  /// - Complexity: O(1).
  func addIncidents(_ inserted: Int) throws {
    let stated = try Int64.fetchOne(connection, sql: text(PackageResources.stated_incidents_sql))
    guard let stated else { return try refresh() }
    try setIncidents(stated + Int64(inserted))
  }

  private func setIncidents(_ count: Int64) throws {
    let root = try DirectStatement(text(PackageResources.rtree_root_sql), on: connection)
    let extent = try root.next() ? root.withBytes(0) { RTreeNode.extent(of: $0) } : nil
    root.reset()
    let box = extent ?? BoundingBox(minX: -180, minY: -90, maxX: 180, maxY: 90)
    let values: StatementArguments = [count, box.minX, box.minY, box.maxX, box.maxY]
    for statement in [
      PackageResources.set_incident_statistics_sql,
      PackageResources.set_incident_view_statistics_sql,
    ] {
      try connection.execute(sql: text(statement), arguments: values)
    }
  }

  private func text(_ resource: [UInt8]) -> String { String(decoding: resource, as: UTF8.self) }
}
