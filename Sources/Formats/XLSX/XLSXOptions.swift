/// How an Excel workbook is read.
public struct XLSXOptions: Sendable {
  public enum Sheet: Sendable, Hashable {
    /// The first visible sheet that has a row.
    case firstWithData
    case named(String)
    /// From 1, hidden sheets counted, as the workbook's tabs stand.
    case number(Int)
  }

  public var sheet = Sheet.firstWithData
  /// The sheet's own number of the row that names the columns, from 1. `nil`: found, as
  /// `XLSXReader` says.
  public var headerRow: Int?
  public var maximalColumns = 16_384
  /// What a sheet may unfold to; it is never in memory as a whole.
  public var maximalSheetBytes = 8 << 30
  /// What all texts that cells share may take in memory.
  public var maximalSharedTextBytes = 1 << 30
  /// An entry above 64 MB that unfolds to more than so many times its size is no table, but a trap.
  public var maximalRatio = 300

  public init() {}
}

/// What one step of the reader met.
public enum XLSXStep: Sendable {
  /// A row is there to be asked.
  case row
  /// A row that cannot be trusted; what could be read of it can still be asked. The next step goes
  /// on after it.
  case fault(FormatError)
  case end
}

/// A tab of a workbook.
public struct XLSXSheet: Sendable, Hashable {
  public let name: String
  public let isHidden: Bool
  /// Its path in the container.
  let part: String
}
