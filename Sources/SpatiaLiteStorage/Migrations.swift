import GRDB
import Storage

/// The steps from an empty SpatiaLite file to today's schema. A released step never changes.
enum Migrations {
  private static let steps: [(name: String, text: [UInt8])] = [
    ("0001_store", PackageResources.migration_0001_store_sql),
    ("0002_places", PackageResources.migration_0002_places_sql),
    ("0003_incidents", PackageResources.migration_0003_incidents_sql),
    ("0004_runs", PackageResources.migration_0004_runs_sql),
    ("0005_views", PackageResources.migration_0005_views_sql),
    ("0006_incident_key", PackageResources.migration_0006_incident_key_sql),
    ("0007_grid_versions", PackageResources.migration_0007_grid_versions_sql),
    ("0008_places", PackageResources.migration_0008_places_sql),
    ("0009_cases", PackageResources.migration_0009_cases_sql),
    ("0010_layers", PackageResources.migration_0010_layers_sql),
    ("0011_checks", PackageResources.migration_0011_checks_sql),
    ("0012_journal", PackageResources.migration_0012_journal_sql),
    ("0013_journal_places", PackageResources.migration_0013_journal_places_sql),
    ("0014_journal_rounds", PackageResources.migration_0014_journal_rounds_sql),
    ("0015_journal_cases", PackageResources.migration_0015_journal_cases_sql),
    // Found after 0015 had landed, and before what comes next was numbered.
    ("0015b_journal_policy", PackageResources.migration_0015b_journal_policy_sql),
    ("0016_unit_statistics", PackageResources.migration_0016_unit_statistics_sql),
    ("0017_scans", PackageResources.migration_0017_scans_sql),
    ("0018_value_lists", PackageResources.migration_0018_value_lists_sql),
    ("0020_near_grids", PackageResources.migration_0020_near_grids_sql),
    ("0021_safety_index", PackageResources.migration_0021_safety_index_sql),
    ("0022_schemes", PackageResources.migration_0022_schemes_sql),
    ("0023_coverage", PackageResources.migration_0023_coverage_sql),
    ("0024_sensitivity", PackageResources.migration_0024_sensitivity_sql),
    ("0025_records", PackageResources.migration_0025_records_sql),
    ("0027_access", PackageResources.migration_0027_access_sql),
    ("0028_audit", PackageResources.migration_0028_audit_sql),
    ("0029_basis", PackageResources.migration_0029_basis_sql),
    ("0030_storm_part", PackageResources.migration_0030_storm_part_sql),
  ]

  static var names: [String] { steps.map(\.name) }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for step in steps {
      migrator.registerMigration(step.name) { connection in
        let statements = try connection.allStatements(
          sql: String(decoding: step.text, as: UTF8.self))
        while let statement = try statements.next() {
          // A statement that only answers is a call of SpatiaLite, which answers 0 where it failed.
          // A column that is added with a rule has an answer, too, and is no such call.
          if statement.columnCount > 0, statement.isReadonly {
            guard try Int.fetchOne(statement) == 1 else {
              throw StorageError.engine(
                statement: "migration_\(step.name)", message: "SpatiaLite refused a call")
            }
          } else {
            try statement.execute()
          }
        }
      }
    }
    return migrator
  }
}

extension Database {
  /// Calls SpatiaLite, which answers 0 where it failed.
  func requireTrue(_ text: [UInt8]) throws {
    guard try Int.fetchOne(self, sql: String(decoding: text, as: UTF8.self)) == 1 else {
      throw StorageError.engine(statement: "init", message: "SpatiaLite refused a call")
    }
  }
}
