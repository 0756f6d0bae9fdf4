public import Storage

extension PostGISStore {
  /// What a county's move carried.
  public struct Move: Sendable, Encodable {
    public var area: String
    public var from: Int
    public var to: Int
    /// Rows by table.
    public var rows: [String: Int]
  }

  /// Carries a county from one shard to another in one transaction over both: its incidents with
  /// their histories, what belongs to them, its policies and claims, and what an undo needs. Runs
  /// stay where they were made. What arrived is counted and digested before it is kept.
  ///
  /// - Throws: `StorageError`; the county is then where it was.
  public func moveArea(_ code: String, to number: Int) throws(StorageError) -> Move {
    try requireShards()
    return try StorageError.translating("move_area") {
      try writeOnShards { transaction, coordinator in
        guard let from = transaction.map.areas[code] else {
          let known = transaction.map.areas.keys.filter { !$0.isEmpty }.sorted()
          throw StorageError.engine(
            statement: "shards",
            message: "no shard has \(code); there are \(known.joined(separator: ", "))")
        }
        guard from != number else {
          throw StorageError.engine(
            statement: "shards", message: "\(code) lies on shard \(number) already")
        }
        let source = try transaction.visit(from).connection
        let target = try transaction.visit(number).connection
        try ShardAlignment.align(target, with: coordinator)
        let rows = try carry(code, from: source, to: target)
        try source.run(ShardScripts.closeArea, [.text(code)])
        try transaction.place(code, on: number)
        return Move(area: code, from: from, to: number, rows: rows)
      }
    }
  }

  private struct Part {
    var name: String
    var reading: String
    var writing: String
    var digest: String
    var removal: String
  }

  private func parts(of area: String, over connection: ServerConnection) throws -> [Part] {
    var parts: [Part] = []
    try connection.run(ShardScripts.moveAreaTables, [.text(area)]) { row throws in
      parts.append(
        Part(
          name: row.text(0), reading: row.text(1), writing: row.text(2), digest: row.text(3),
          removal: row.text(4)))
    }
    return parts
  }

  private func carry(
    _ area: String, from source: ServerConnection, to target: ServerConnection
  ) throws -> [String: Int] {
    let parts = try parts(of: area, over: source)
    var years: [Int64] = []
    try source.run(ShardScripts.areaYears, [.text(area)]) { row throws in
      years.append(row.integer(0))
    }
    for day in years { try target.run(ServerScripts.ensurePartition, [.integer(day)]) }
    try target.run(script: ShardScripts.beginAligning, named: "begin_aligning")
    try target.run(ShardScripts.openArea, [.text(area)])
    var rows: [String: Int] = [:]
    for part in parts {
      rows[part.name] = try ServerConnection.pass(
        ServerStatement.Text(name: "read_\(part.name)", sql: part.reading), from: source,
        ServerStatement.Text(name: "copy_\(part.name)", sql: part.writing), to: target)
    }
    for part in parts {
      let text = ServerStatement.Text(name: "digest_\(part.name)", sql: part.digest)
      var sent = ""
      var arrived = ""
      try source.run(text, []) { row throws in sent = row.text(0) }
      try target.run(text, []) { row throws in arrived = row.text(0) }
      guard sent == arrived else {
        throw StorageError.engine(
          statement: "move_area",
          message: "\(part.name) of \(area) arrived otherwise than it was sent; nothing was kept")
      }
    }
    for part in parts.reversed() { try source.run(script: part.removal, named: "move_area") }
    try target.run(script: ShardScripts.endAligning, named: "end_aligning")
    return rows
  }
}
