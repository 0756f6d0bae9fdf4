import SimpleFeatures
import Storage
import TestSupport
import Testing

@testable import PostGISStorage

/// The questions that are asked most reach their rows through an index, and leave the other years
/// alone.
@Suite struct ServerPlanTests {
  private func plan(
    _ statement: ServerStatement.Text, _ arguments: [SQLValue], _ store: PostGISStore
  ) throws -> String {
    var lines: [String] = []
    try store.pool.withConnection(isUntouched: { false }) { connection in
      let text = ServerStatement.Text(
        name: "explain_\(statement.name)", sql: "EXPLAIN (COSTS OFF) " + statement.sql)
      try connection.run(text, arguments) { row throws in lines.append(row.text(0)) }
    }
    return lines.joined(separator: "\n")
  }

  @Test func theFourHotQuestionsUseTheirIndexes() throws {
    try withServerDatabase { server, database in
      let store = try PostGISStore.create(url: server.url(database: database))
      defer { try? store.close() }
      try store.write { transaction throws in
        try transaction.run(InsertImport(id: 1, layer: "x", source: "t", file: "f", mapping: ""))
        let load = try transaction.beginIncidentLoad(
          IncidentLoadPlan(importID: 1, expectedRows: 30_000))
        var batch = IncidentBatch()
        // Three years, a square degree.
        for number in 0..<30_000 {
          var incident = StoreConformance.incident(number, day: 19_400 + Int32(number % 1_000))
          incident.position = Coordinate(
            x: 120 + Double(number * 7919 % 10_007) / 10_007,
            y: 26 + Double(number * 104_729 % 10_009) / 10_009)
          batch.append(incident)
        }
        _ = try load.add(batch)
        try load.finish()
      }
      let box = IncidentsInBox(
        BoundingBox(minX: 120.1, minY: 26.1, maxX: 120.15, maxY: 26.15),
        firstDay: DayNumber(19_800), lastDay: DayNumber(19_860))
      let boxPlan = try plan(IncidentsInBox.statement.serverText, box.arguments, store)
      #expect(boxPlan.contains("incident_2024_geom_idx"), "\(boxPlan)")
      #expect(!boxPlan.contains("incident_2023") && !boxPlan.contains("incident_2025"))

      let window = IncidentPointsInWindow(
        IncidentFilter(firstDay: DayNumber(19_800), lastDay: DayNumber(19_860)))
      let windowPlan = try plan(
        IncidentPointsInWindow.statement.serverText, window.arguments, store)
      #expect(windowPlan.contains("incident_2024"), "\(windowPlan)")
      #expect(!windowPlan.contains("incident_2023") && !windowPlan.contains("incident_2025"))

      let key = ServerStatement.Text(
        name: "key", sql: "SELECT id FROM incident_key WHERE source = $1 AND source_id = $2")
      let keyPlan = try plan(key, [.text("110"), .text("case-77")], store)
      #expect(keyPlan.contains("incident_key_source_source_id_key"), "\(keyPlan)")

      let grid = SetIncidentGrid(incident: 77, grid: nil)
      let gridPlan = try plan(SetIncidentGrid.statement.serverText, grid.arguments, store)
      #expect(gridPlan.contains("incident_2024_pkey"), "\(gridPlan)")
      #expect(!gridPlan.contains("Seq Scan"), "\(gridPlan)")
    }
  }
}
