public import SimpleFeatures

/// A column of a layer that files are imported into: its name in every format, what a cell may
/// hold, and what is asked of it. The import, its mappings, its help, the exports and QGIS all read
/// this one description.
public struct LayerColumn: Sendable, Hashable {
  /// What a cell holds. Where it is unknown it is empty, never zero.
  public enum Kind: Sendable, Hashable {
    /// A short text.
    case label
    /// Digits and letters without gaps; a spreadsheet must not have made it a number.
    case code
    /// The code of a unit, village or grid: one that has ended is read as the one that took its
    /// place.
    case placeCode
    /// One of these.
    case word([String])
    /// A whole number from 0 on.
    case count
    case integer(ClosedRange<Int>)
    /// A number from 0 on.
    case amount
    /// A number above 0.
    case positive
    case real(ClosedRange<Double>)
    /// Money: yuan in files, whole fen in the store.
    case yuan
    case day
    case instant
    case boolean
  }

  /// Which way a column goes.
  public enum Use: Sendable, Hashable {
    /// Read from files and written to files.
    case stored
    /// Found by the program, and written to files.
    case computed
    /// Read from files alone: a position, or the time of a step.
    case read
  }

  /// What stands in for a cell that a row lacks.
  public enum Missing: Sendable, Hashable {
    case unknown
    case no
    case word(String)
    case same(as: String)
    /// Who issued the rows, as the mapping says.
    case source
  }

  /// The row of another layer that a cell names by its key.
  public struct Reference: Sendable, Hashable {
    public var layer: String
    /// The column that holds the first half of the key: the source of an incident.
    public var partner: String?
    /// A row that names nobody is refused; else it is kept, and listed.
    public var isRequired: Bool

    public init(to layer: String, with partner: String? = nil, isRequired: Bool) {
      self.layer = layer
      self.partner = partner
      self.isRequired = isRequired
    }
  }

  /// As every export calls it.
  public var name: String
  /// As a mapping, and a file without one, calls it.
  public var input: String
  /// What a Chinese reader sees, with the unit.
  public var chineseName: String
  public var kind: Kind
  public var use: Use
  /// Other names that are taken for it without a mapping.
  public var aliases: [String]
  public var isRequired: Bool
  public var missing: Missing
  public var reference: Reference?
  /// The column that it may not lie before.
  public var notBefore: String?
  /// Unit, meaning and source, for `anlan help import`.
  public var doc: String

  public init(
    _ name: String, _ chineseName: String, _ kind: Kind, use: Use = .stored,
    input: String? = nil, aliases: [String] = [], isRequired: Bool = false,
    missing: Missing = .unknown, reference: Reference? = nil, notBefore: String? = nil,
    doc: String = ""
  ) {
    self.name = name
    self.input = input ?? name
    self.chineseName = chineseName
    self.kind = kind
    self.use = use
    self.aliases = aliases
    self.isRequired = isRequired
    self.missing = missing
    self.reference = reference
    self.notBefore = notBefore
    self.doc = doc
  }

  /// The type of the column in an export.
  public var type: AttributeType {
    switch kind {
    case .label, .code, .placeCode, .word: .text
    case .count, .integer: .integer
    case .amount, .positive, .real, .yuan: .real
    case .day: .day
    case .instant: .instant
    case .boolean: .boolean
    }
  }
}

extension LayerColumn {
  static let synthetic = LayerColumn(
    "synthetic", "合成数据", .boolean, missing: .no, doc: "true for what a program made up")

  /// Where a point is read from, besides the geometry of a GeoJSON file.
  static let longitude = LayerColumn(
    "lon", "经度", .real(-1e9...1e9), use: .read, aliases: ["longitude", "x"],
    doc: "degrees east, or the easting of the declared CRS")
  static let latitude = LayerColumn(
    "lat", "纬度", .real(-1e9...1e9), use: .read, aliases: ["latitude", "y"],
    doc: "degrees north, or the northing of the declared CRS")
}
