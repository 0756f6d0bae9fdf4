public struct InsertRun: Command {
  public static let statement = StatementText("insert_run", PackageResources.insert_run_sql)
  public let arguments: [SQLValue]

  public init(_ run: Run) {
    arguments = [
      .text(run.id), .text(run.kind), .text(run.parameters),
      .text(run.basis.rawValue), .text(run.stage.rawValue), .integer(run.seed),
      .text(run.inputDigest), .text(run.version), SQLValue(run.validFrom), SQLValue(run.validTo),
      SQLValue(run.isSynthetic), .text(run.summary),
    ]
  }
}

/// Makes a run the one that its kind's layers show.
public struct SetCurrentRun: Command {
  public static let statement = StatementText(
    "set_current_run", PackageResources.set_current_run_sql)
  public let arguments: [SQLValue]

  public init(kind: String, run: String) { arguments = [.text(kind), .text(run)] }
}

/// Lets the last run of a kind be the current one where none is.
public struct RestoreCurrentRun: Command {
  public static let statement = StatementText(
    "restore_current_run", PackageResources.restore_current_run_sql)
  public let arguments: [SQLValue]

  public init(kind: String) { arguments = [.text(kind)] }
}

/// Removes a run with all its rows.
public struct DeleteRun: Command {
  public static let statement = StatementText("delete_run", PackageResources.delete_run_sql)
  public let arguments: [SQLValue]

  public init(id: String) { arguments = [.text(id)] }
}
