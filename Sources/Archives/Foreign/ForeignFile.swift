import Foundation

/// A file that only C code can read. Nothing of it is touched in this process: tables and rows come
/// from a child process that may die without harm.
public struct ForeignFile: Sendable {
  public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
    /// A GeoPackage (OGC 12-128).
    case gpkg
    /// A workbook of Excel 97 to 2003.
    case xls
  }

  public let path: String
  public let format: Format
  private let decoder: ForeignDecoder

  public init(path: String, format: Format, decoder: ForeignDecoder) {
    self.path = path
    self.format = format
    self.decoder = decoder
  }

  /// The layers of a GeoPackage, in its order, features first; the sheets of a workbook.
  public func tables() throws(ArchiveError) -> [ForeignTable] {
    let frames = try ForeignFrames(
      DecodeRequest(path: path, format: format, question: .tables, bounds: decoder.bounds),
      decoder: decoder)
    guard case .tables(let tables) = try frames.next() else { throw frames.disorder() }
    return tables
  }

  /// Begins to read a table.
  ///
  /// - Parameters:
  ///   - table: a layer's name, `nil` where there is one only; a sheet's name or its
  ///     number from 1, `nil` for the first.
  ///   - headerRow: the row of a sheet that holds the names, from 1; `nil` for the first row with
  ///     two filled cells, as a title above a table has one.
  public func rows(
    of table: String? = nil, headerRow: Int? = nil
  ) throws(ArchiveError) -> ForeignRows {
    try ForeignRows(
      DecodeRequest(
        path: path, format: format, question: .rows(table: table, headerRow: headerRow),
        bounds: decoder.bounds),
      decoder: decoder)
  }
}
