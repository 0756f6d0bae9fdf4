public import SimpleFeatures

/// A layer of a GeoPackage or a sheet of a workbook: what its rows look like.
public struct ForeignTable: Sendable, Hashable, Codable {
  public struct Column: Sendable, Hashable, Codable {
    public var name: String
    /// What the file declares; `nil` where it declares nothing, as in a sheet.
    public var type: AttributeType?

    public init(name: String, type: AttributeType?) {
      self.name = name
      self.type = type
    }
  }

  /// The coordinates' reference system as the file describes it.
  public struct Reference: Sendable, Hashable, Codable {
    /// The file's own number for it.
    public var id: Int
    public var name: String
    /// Who numbers it, such as `EPSG`.
    public var organization: String
    /// The organization's number.
    public var code: Int
    /// Well-known text, or `undefined`.
    public var definition: String

    /// `nil` where it is not of EPSG: then the definition must say.
    public var crs: CRS? {
      organization.uppercased() == "EPSG" && code > 0 ? .epsg(code) : nil
    }
  }

  public var name: String
  /// What the file calls it for a person; empty where it says nothing.
  public var title: String
  /// In the order of the rows' cells; the key of a GeoPackage's table is one of them.
  public var columns: [Column]
  /// Columns that are not read, because they hold bytes.
  public var skippedColumns: [String] = []
  /// `nil` for a plain table.
  public var geometryColumn: String?
  /// As the file writes it: `POLYGON`, `GEOMETRY`.
  public var geometryType: String?
  /// `nil` for a plain table, and where the file does not say.
  public var reference: Reference?
}

/// One row of a container file as texts.
public struct ForeignRow: Sendable, Hashable {
  /// The row of the sheet, from 1; of a GeoPackage the feature's key.
  public var number: Int64
  /// One text a column; `nil` where there is none. Days are `2026-07-20`, truth values `true` and
  /// `false`, whole numbers have no decimal point.
  public var cells: [String?]
  /// In the table's reference system.
  public var geometry: Geometry?
}
