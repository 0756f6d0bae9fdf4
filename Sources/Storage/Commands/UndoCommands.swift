/// Gives the rows that an import changed their former values back. The store's journal has them.
public struct RestoreChangedRows: Command {
  public static let statement = StatementText(
    "restore_changed_rows", PackageResources.restore_changed_rows_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }
}

/// Removes the rows that an import brought and no other has changed, and opens it for
/// `RestoreChangedRows`: only then does the journal give rows back.
public struct BeginUndo: Command {
  public static let statement = StatementText("begin_undo", PackageResources.begin_undo_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }
}

/// Marks the entry of an import as undone.
public struct FinishUndo: Command {
  public static let statement = StatementText("finish_undo", PackageResources.finish_undo_sql)
  public let arguments: [SQLValue]

  public init(importID: Int64) { arguments = [.integer(importID)] }
}

/// Marks the runs over any of some days as computed from rows that are gone.
public struct MarkRunsStale: Command {
  public static let statement = StatementText(
    "mark_runs_stale", PackageResources.mark_runs_stale_sql)
  public static let touchesLayers = false
  public let arguments: [SQLValue]

  /// - Parameters:
  ///   - firstDay: days since 1970-01-01, as is `lastDay`.
  public init(firstDay: Int32, lastDay: Int32) {
    arguments = [.integer(Int64(firstDay)), .integer(Int64(lastDay))]
  }
}
