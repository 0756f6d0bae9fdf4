/// What is wrong with a container file, and where: the one error of this room.
///
/// It crosses from the child process to its parent, so it is plain data.
public struct ArchiveError: Error, Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// There is no such file, or it may not be read.
    case noFile
    /// The file is not what it is called, or its form is broken.
    case form
    /// The file has no such layer or sheet.
    case noTable
    /// The form is right, a value is not.
    case value
    /// Larger than is allowed, in memory or time.
    case limit
    /// The program that reads the file died over it.
    case died
    /// The file cannot be written.
    case writing
  }

  public var kind: Kind
  /// The file's name, without its folder.
  public var file: String
  /// The layer or sheet.
  public var table: String?
  /// The row of a sheet, from 1, or the key of a feature.
  public var row: Int64?
  public var field: String?
  /// A sentence without its full stop.
  public var message: String
  /// What was read, cut short.
  public var found: String?
  /// What was expected, or the way out.
  public var expected: String?

  public init(
    _ kind: Kind, file: String, _ message: String, table: String? = nil, row: Int64? = nil,
    field: String? = nil, found: String? = nil, expected: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.table = table
    self.row = row
    self.field = field
    self.message = message
    self.found = found.map { $0.count > 60 ? String($0.prefix(60)) + "…" : $0 }
    self.expected = expected
  }
}

extension ArchiveError: CustomStringConvertible {
  /// `cells.gpkg, layer zones, row 12, field geom: geometry type 10 (CurvePolygon); expected …`
  public var description: String {
    var text = file
    if let table { text += ", \(table)" }
    if let row { text += ", row \(row)" }
    if let field { text += ", field \(field)" }
    text += ": \(message)"
    if let found { text += "; read \"\(found)\"" }
    if let expected { text += (found == nil ? "; " : ", ") + "expected \(expected)" }
    return text
  }
}
