import Storage

/// The statements of shards and their coordinator, each a file of `SQL/`.
enum ShardScripts {
  /// Texts of a coordinator in the place of those of a whole store.
  static let own: [String: ServerStatement.Text] = [
    "layer_counts": ServerStatement.Text(
      name: "layer_counts_of_shards",
      sql: exchanged(
        LayerCounts.statement.text ?? "", script(PackageResources.layer_counts_of_shards_sql))),
    "data_window": text("data_window_of_shards", PackageResources.data_window_of_shards_sql),
  ]

  static let begin = script(PackageResources.shards_begin_sql)
  static let loosen = script(PackageResources.shards_loosen_sql)
  static let adopt = script(PackageResources.shard_adopt_sql)
  static let stageBegin = script(PackageResources.stage_begin_sql)
  static let stageEnd = script(PackageResources.stage_end_sql)
  static let loadBegin = script(PackageResources.shard_load_begin_sql)
  static let loadFinish = script(PackageResources.shard_load_finish_sql)
  static let beginAligning = script(PackageResources.begin_aligning_sql)
  static let endAligning = script(PackageResources.end_aligning_sql)

  static let hasShards = text("has_shards", PackageResources.has_shards_sql)
  static let shards = text("shards", PackageResources.shards_sql)
  static let areas = text("shard_areas", PackageResources.shard_areas_sql)
  static let coordinatorID = text("coordinator_id", PackageResources.coordinator_id_sql)
  static let addShard = text("add_shard", PackageResources.add_shard_sql)
  static let adoptShard = text("adopt_shard", PackageResources.adopt_shard_sql)
  static let placeArea = text("place_area", PackageResources.place_area_sql)
  static let openArea = text("open_area", PackageResources.open_area_sql)
  static let closeArea = text("close_area", PackageResources.close_area_sql)
  static let rows = text("shard_rows", PackageResources.shard_rows_sql)
  static let isEmptyStore = text("is_empty_store", PackageResources.is_empty_store_sql)
  static let preparedLimit = text("prepared_limit", PackageResources.prepared_limit_sql)
  static let assignTransaction = text(
    "assign_transaction", PackageResources.assign_transaction_sql)
  static let preparedTransactions = text(
    "prepared_transactions", PackageResources.prepared_transactions_sql)
  static let outcome = text("outcome_of_shards", PackageResources.outcome_of_shards_sql)
  static let keepOutcome = text("keep_outcome", PackageResources.keep_outcome_sql)
  static let forgetOutcome = text("forget_outcome", PackageResources.forget_outcome_sql)
  static let stagedKnown = text("staged_known", PackageResources.staged_known_sql)
  static let trimStage = text("trim_stage", PackageResources.trim_stage_sql)
  static let keyOfIncident = text("key_of_incident", PackageResources.key_of_incident_sql)
  static let keyOfPolicy = text("key_of_policy", PackageResources.key_of_policy_sql)
  static let gridCounties = text("grid_counties", PackageResources.grid_counties_sql)
  static let copyIncidents = text(
    "copy_incident_of_area", PackageResources.copy_incident_of_area_sql)
  static let tableDigests = text("table_digests", PackageResources.table_digests_sql)
  static let alignTables = text("align_tables", PackageResources.align_tables_sql)
  static let moveAreaTables = text("move_area_tables", PackageResources.move_area_tables_sql)
  static let areaYears = text("area_years", PackageResources.area_years_sql)

  /// - Parameter gid: letters, digits and underscores.
  static func prepare(_ gid: String) -> String {
    script(PackageResources.prepare_transaction_sql).replacing("GID", with: gid)
  }

  static func commitPrepared(_ gid: String) -> String {
    script(PackageResources.commit_prepared_sql).replacing("GID", with: gid)
  }

  static func rollBackPrepared(_ gid: String) -> String {
    script(PackageResources.rollback_prepared_sql).replacing("GID", with: gid)
  }

  /// A text with the lines of another in the place of those that begin alike, up to the comma.
  private static func exchanged(_ text: String, _ lines: String) -> String {
    func beginning(_ line: Substring) -> Substring { line.prefix { $0 != "," } }
    let new = Dictionary(
      lines.split(separator: "\n").map { (beginning($0), $0) },
      uniquingKeysWith: { first, _ in first })
    return text.split(separator: "\n").map { new[beginning($0)] ?? $0 }.joined(separator: "\n")
  }

  private static func script(_ resource: [UInt8]) -> String {
    String(decoding: resource, as: UTF8.self)
  }

  private static func text(_ name: String, _ resource: [UInt8]) -> ServerStatement.Text {
    ServerStatement.Text(name: name, sql: script(resource))
  }
}
