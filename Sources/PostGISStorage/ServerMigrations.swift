/// The steps from an empty database to today's schema. A released step never changes. They bear
/// the names of the embedded store's steps that they are the twins of.
enum ServerMigrations {
  static let steps: [(name: String, sql: String)] = [
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
    ("0015b_journal_policy", PackageResources.migration_0015b_journal_policy_sql),
    ("0016_unit_statistics", PackageResources.migration_0016_unit_statistics_sql),
    ("0017_scans", PackageResources.migration_0017_scans_sql),
    ("0018_value_lists", PackageResources.migration_0018_value_lists_sql),
    ("0020_near_grids", PackageResources.migration_0020_near_grids_sql),
    ("0021_safety_index", PackageResources.migration_0021_safety_index_sql),
    ("0023_coverage", PackageResources.migration_0023_coverage_sql),
  ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }

  static var names: [String] { steps.map(\.name) }
}
