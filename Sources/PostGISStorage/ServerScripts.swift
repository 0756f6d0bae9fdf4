import Storage

/// This room's own statements, each a file of `SQL/`.
enum ServerScripts {
  static let begin = text(PackageResources.begin_sql)
  static let commit = text(PackageResources.commit_sql)
  static let rollback = text(PackageResources.rollback_sql)
  static let beginReading = text(PackageResources.begin_reading_sql)
  static let restartSequences = text(PackageResources.restart_sequences_sql)
  static let grantRights = text(PackageResources.grant_rights_sql)
  static let createExtension = text(PackageResources.create_extension_sql)
  static let routines = text(PackageResources.routines_sql)
  static let lockMigrations = text(PackageResources.lock_migrations_sql)
  static let takeTurn = statement("take_turn", PackageResources.take_turn_sql)
  static let postGISVersion = statement("postgis_version", PackageResources.postgis_version_sql)
  static let hasMigrations = statement("has_migrations", PackageResources.has_migrations_sql)
  static let copyTables = statement("copy_tables", PackageResources.copy_tables_sql)
  static let ensurePartition = statement("ensure_partition", PackageResources.ensure_partition_sql)
  static let copyKeys = statement("copy_incident_key", PackageResources.copy_incident_key_sql)
  static let missingRoles = statement("missing_roles", PackageResources.missing_roles_sql)
  static let migrations = statement("migrations", PackageResources.migrations_sql)
  static let addMigration = statement("add_migration", PackageResources.add_migration_sql)
  static let transactionNumber = statement(
    "transaction_number", PackageResources.transaction_number_sql)
  static let revision = statement("revision", PackageResources.revision_sql)
  static let transactionOutcome = statement(
    "transaction_outcome", PackageResources.transaction_outcome_sql)
  static let checks = [
    statement("check_contents", PackageResources.check_contents_sql),
    statement("check_rows", PackageResources.check_rows_sql),
    statement("check_indexes", PackageResources.check_indexes_sql),
  ]
  /// The rows themselves are checked on the shards.
  static let coordinatorChecks = [
    statement("check_contents", PackageResources.check_contents_sql),
    statement("check_shards", PackageResources.check_shards_sql),
    statement("check_indexes", PackageResources.check_indexes_sql),
  ]

  /// Texts that stand in the place of those of `Storage`.
  static let own: [String: ServerStatement.Text] = [
    "has_several_sources": statement(
      "has_several_sources", PackageResources.has_several_sources_sql),
    "incidents_in_box": statement("incidents_in_box", PackageResources.incidents_in_box_sql),
    "layer_incidents": statement("layer_incidents", PackageResources.layer_incidents_sql),
    "layer_styles": statement("layer_styles", PackageResources.layer_styles_sql),
    "reference_exists": statement("reference_exists", PackageResources.reference_exists_sql),
    "upsert_evidence": statement("upsert_evidence", PackageResources.upsert_evidence_sql),
    "upsert_links": statement("upsert_links", PackageResources.upsert_links_sql),
    "upsert_resolutions": statement("upsert_resolutions", PackageResources.upsert_resolutions_sql),
    "next_import": statement("next_import", PackageResources.next_import_sql),
    "set_layer_style": statement("set_layer_style", PackageResources.set_layer_style_sql),
    "set_table_style": statement("set_table_style", PackageResources.set_table_style_sql),
  ]

  /// A text that ends in the order of incidents by source and id, in the words that this engine is
  /// quick with; any other as it is.
  static func quicklyOrdered(_ sql: String) -> String {
    let order = "i.source, i.source_id\n"
    return sql.hasSuffix(order) ? sql.dropLast(order.count) + "\n" + incidentOrder : sql
  }

  private static let incidentOrder = text(PackageResources.incident_order_sql)

  private static func text(_ resource: [UInt8]) -> String {
    String(decoding: resource, as: UTF8.self)
  }

  private static func statement(_ name: String, _ resource: [UInt8]) -> ServerStatement.Text {
    ServerStatement.Text(name: name, sql: text(resource))
  }
}

extension StatementText {
  /// What this engine runs for it.
  var serverText: ServerStatement.Text { serverText(onCoordinator: false) }

  func serverText(onCoordinator: Bool) -> ServerStatement.Text {
    if onCoordinator, let text = ShardScripts.own[name] { return text }
    if let own = ServerScripts.own[name] { return own }
    return ServerStatement.Text(
      name: name, sql: onCoordinator ? text ?? "" : ServerScripts.quicklyOrdered(text ?? ""))
  }
}
