import Storage

/// Which counties lie on which servers, as their coordinator keeps it.
struct ShardMap: Sendable {
  struct Shard: Sendable, Hashable {
    var number: Int
    /// For libpq, without a password.
    var address: String
  }

  /// The coordinator's name for itself in the transactions that it prepares.
  var coordinator = ""
  var shards: [Shard] = []
  /// Shards by the first six digits of a county; "" for what names none.
  var areas: [String: Int] = [:]

  /// The county that a code of a place lies in.
  static func county(of code: String?) -> String {
    guard let code else { return "" }
    let digits = code.utf8.prefix(6)
    let isCounty = digits.count == 6 && digits.allSatisfy { (0x30...0x39).contains($0) }
    return isCounty ? String(code.prefix(6)) : ""
  }

  /// The shard with the fewest counties, the first of several.
  func emptiest(among numbers: Set<Int>) -> Shard? {
    var counts: [Int: Int] = [:]
    for number in areas.values { counts[number, default: 0] += 1 }
    return shards.filter { numbers.contains($0.number) }
      .min { (counts[$0.number] ?? 0, $0.number) < (counts[$1.number] ?? 0, $1.number) }
  }

  static func read(over connection: ServerConnection) throws -> ShardMap {
    var map = ShardMap()
    try connection.run(ShardScripts.coordinatorID, []) { row throws in
      map.coordinator = row.text(0)
    }
    try connection.run(ShardScripts.shards, []) { row throws in
      map.shards.append(Shard(number: Int(row.integer(0)), address: row.text(1)))
    }
    try connection.run(ShardScripts.areas, []) { row throws in
      map.areas[row.text(0)] = Int(row.integer(1))
    }
    return map
  }
}

/// Where a change to a sharded store is made.
enum ShardRoute {
  /// On the coordinator alone.
  case coordinator
  /// On the coordinator; before the commit all shards are made like it.
  case likeEverywhere
  /// On every server, each changing what it has.
  case everywhere
  /// On every shard.
  case everyShard
  case county(String)
  /// Where these incidents lie.
  case incidents([(source: SQLValue, id: SQLValue)])
  /// Where a policy lies.
  case policy(SQLValue)
  case beginsImport
  case endsImport

  /// - Parameter name: of the statement.
  init(_ name: String, _ arguments: [SQLValue]) {
    switch name {
    case "insert_import": self = .beginsImport
    case "finish_import": self = .endsImport
    case "set_incident_grid": self = .everyShard
    case "begin_undo", "restore_changed_rows", "finish_undo": self = .everywhere
    case "upsert_policies":
      // Grid, village or zone, whichever is known.
      let codes = arguments[10...12].compactMap { value -> String? in
        if case .text(let code) = value { code } else { nil }
      }
      self = .county(ShardMap.county(of: codes.first))
    case "upsert_claims": self = .policy(arguments[1])
    case "upsert_evidence", "upsert_resolutions":
      self = .incidents([(arguments[0], arguments[1])])
    case "upsert_links":
      self = .incidents([(arguments[0], arguments[1]), (arguments[2], arguments[3])])
    case "supersede_grid", "retire_lattice", "activate_cell", "set_setting", "clear_settings",
      "add_task_status", "note_near_grid":
      self = .likeEverywhere
    default: self = name.hasPrefix("upsert_") ? .likeEverywhere : .coordinator
    }
  }

  /// Questions about what each server keeps for itself: their answers are put together.
  static func isSpread(_ name: String) -> Bool {
    name == "later_imports" || name == "changed_columns"
  }
}
