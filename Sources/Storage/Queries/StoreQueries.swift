/// What a store says about itself; the raw values are its rows' names.
public enum Setting: String, Sendable, CaseIterable {
  /// The metric CRS that distances use, as `EPSG:4549`.
  case metricCRS = "metric_crs"
  /// The study area's time zone, as `Asia/Shanghai`.
  case timeZone = "time_zone"
  /// The side in metres of the lattice's cells.
  case latticeCell = "lattice_cell"
  /// How many digits number the grids of a village: 3, or 2 where a county says so.
  case gridSequenceDigits = "grid_sequence_digits"
  /// How many metres from a grid a point in none may lie to be counted in it: 200 where it is not
  /// said.
  case gridReach = "grid_reach_m"
}

public struct Settings: Query {
  public static let statement = StatementText("settings", PackageResources.settings_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [Setting: String] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [Setting: String]
  ) {
    guard let setting = Setting(rawValue: row.text(0)) else { return }
    answer[setting] = row.text(1)
  }
}

/// How many features each layer has now.
public struct LayerCounts: Query {
  public static let statement = StatementText("layer_counts", PackageResources.layer_counts_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> [String: Int] { [:] }

  public static func fold(
    _ row: borrowing some ResultRow & ~Copyable, into answer: inout [String: Int]
  ) {
    answer[row.text(0)] = Int(row.integer(1))
  }
}

/// Runs in the order in which they were first made.
public struct Runs: Query {
  public static let statement = StatementText("runs", PackageResources.runs_sql)
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - id: only this run.
  ///   - currentOf: only the run that the layers of this kind show.
  public init(id: String = "", currentOf kind: String = "") {
    arguments = [.text(id), .text(kind)]
  }

  public static func emptyAnswer() -> [Run] { [] }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout [Run]) {
    answer.append(Run(row: row))
  }
}

/// The number of the next import.
public struct NextImport: Query {
  public static let statement = StatementText("next_import", PackageResources.next_import_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> Int64 { 1 }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout Int64) {
    answer = row.integer(0)
  }
}

/// Whether there are incidents at all.
public struct HasIncidents: Query {
  public static let statement = StatementText(
    "has_incidents", PackageResources.has_incidents_sql)
  public let arguments: [SQLValue] = []

  public init() {}

  public static func emptyAnswer() -> Bool { false }

  public static func fold(_ row: borrowing some ResultRow & ~Copyable, into answer: inout Bool) {
    answer = true
  }
}
