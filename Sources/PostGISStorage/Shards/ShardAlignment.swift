import Storage

/// Makes the tables of a shard that every server has alike like the coordinator's: units, grids,
/// villages and all that is no incident, no cover and no result.
enum ShardAlignment {
  /// Each after those that it refers to.
  private static let tables = [
    "setting", "import", "unit", "grid", "near_grid", "village", "coast_segment", "sea_cell",
    "aquaculture_zone", "zone_value", "code_change", "dossier", "storm", "storm_point", "station",
    "service_area", "camera", "hazard", "inspection", "visit", "patrol", "award", "scheme", "task",
    "task_status",
  ]

  /// The statements for one table, in the order of their running.
  private struct Steps {
    var stage = ""
    var copy = ""
    var delete = ""
    var update = ""
    var insert = ""
    var end = ""
  }

  /// - Complexity: O(rows of the tables that differ), and a reading of all on both.
  static func align(
    _ shard: ServerConnection, with coordinator: ServerConnection
  ) throws(StorageError) {
    try StorageError.translating("align_tables") {
      let wanted = try digests(coordinator)
      let held = try digests(shard)
      let differing = tables.filter { wanted[$0] != held[$0] }
      guard !differing.isEmpty else { return }
      try shard.run(script: ShardScripts.beginAligning, named: "begin_aligning")
      var steps: [Steps] = []
      for table in differing { steps.append(try stage(table, on: shard, from: coordinator)) }
      // What refers to others goes before them, and comes after them. Imports stay: rows of the
      // shard's own bear them.
      for (table, step) in zip(differing, steps).reversed() where table != "import" {
        try shard.run(script: step.delete, named: "align_tables")
      }
      for step in steps {
        try shard.run(script: step.update, named: "align_tables")
        try shard.run(script: step.insert, named: "align_tables")
        try shard.run(script: step.end, named: "align_tables")
      }
      try shard.run(script: ShardScripts.endAligning, named: "end_aligning")
    }
  }

  private static func digests(_ connection: ServerConnection) throws -> [String: String] {
    var texts: [String: String] = [:]
    let names = SQLValue.text(tables.joined(separator: ","))
    try connection.run(ShardScripts.tableDigests, [names]) { row throws in
      texts[row.text(0)] = row.text(1)
    }
    return try texts.reduce(into: [:]) { digests, entry in
      let text = ServerStatement.Text(name: "digest_\(entry.key)", sql: entry.value)
      try connection.run(text, []) { row throws in digests[entry.key] = row.text(0) }
    }
  }

  private static func stage(
    _ table: String, on shard: ServerConnection, from coordinator: ServerConnection
  ) throws -> Steps {
    var steps = Steps()
    try shard.run(ShardScripts.alignTables, [.text(table)]) { row throws in
      steps = Steps(
        stage: row.text(1), copy: row.text(2), delete: row.text(3), update: row.text(4),
        insert: row.text(5), end: row.text(6))
    }
    var reading = ""
    try coordinator.run(ShardScripts.alignTables, [.text(table)]) { row throws in
      reading = row.text(7)
    }
    try shard.run(script: steps.stage, named: "align_tables")
    _ = try ServerConnection.pass(
      ServerStatement.Text(name: "read_\(table)", sql: reading), from: coordinator,
      ServerStatement.Text(name: "copy_\(table)", sql: steps.copy), to: shard)
    return steps
  }
}
