/// A column of a dBASE table as its header describes it.
public struct DBFField: Sendable, Hashable {
  public enum Kind: UInt8, Sendable, Hashable {
    case text = 0x43  // C
    case number = 0x4E  // N
    case float = 0x46  // F
    case logical = 0x4C  // L
    case date = 0x44  // D
    /// FoxPro's day and time of day, 8 bytes.
    case dateTime = 0x54  // T

    var letter: String { String(UnicodeScalar(rawValue)) }
  }

  public let name: String
  public let kind: Kind
  /// In bytes.
  public let width: Int
  public let decimals: Int
  /// From the beginning of a row, whose first byte says whether it is deleted.
  let offset: Int

  var range: Range<Int> { offset..<offset + width }
}

/// How a dBASE table is read.
public struct DBFOptions: Sendable {
  /// What the caller says. It counts where neither a `.cpg` nor the table's header names an
  /// encoding; `.auto` is UTF-8 until a row says otherwise, then GB18030.
  public var encoding = TextEncoding.auto
  /// The caller's encoding counts before `.cpg` and header: the way out where these are wrong.
  public var overridesDeclaredEncoding = false
  /// The window onto the source.
  public var windowBytes = 256 << 10

  public init() {}
}

/// What was dropped, mended or doubted while a table was read.
public struct DBFNotes: Sendable, Hashable {
  /// Rows marked as deleted, and passed over.
  public internal(set) var deletedRows = 0
  /// Columns that are not read, each with its type: memo, picture, FoxPro's own.
  public internal(set) var ignoredFields: [String] = []
  /// Texts whose last character was cut in two by the width of its column; the rest of it is left
  /// out.
  public internal(set) var cutTexts = 0
  /// Numbers that stand as `****`: they did not fit their column when they were written, or, as
  /// GDAL writes it, there was none. They are unknown.
  public internal(set) var starredNumbers = 0
  /// What the `.cpg` says, where that is no encoding that is read.
  public internal(set) var unknownCodePage: String?
  /// The header's language driver names another encoding than the `.cpg`, which counted.
  public internal(set) var contradictedDriver: TextEncoding?

  /// A sentence for each, without full stops.
  public var sentences: [String] {
    var all: [String] = []
    if deletedRows > 0 { all.append("\(deletedRows) rows are marked as deleted and were skipped") }
    if !ignoredFields.isEmpty {
      all.append("the columns \(ignoredFields.joined(separator: ", ")) are not read")
    }
    if cutTexts > 0 {
      all.append("\(cutTexts) texts end inside a character, which was left out")
    }
    if starredNumbers > 0 {
      all.append("\(starredNumbers) numbers stand as **** and are unknown")
    }
    if let unknownCodePage {
      all.append("the .cpg names \"\(unknownCodePage)\", which is not known and did not count")
    }
    if let contradictedDriver {
      all.append(
        "the .dbf calls itself \(contradictedDriver.rawValue); the .cpg says otherwise and counted")
    }
    return all
  }
}
