public import SimpleFeatures

/// Points in columns, with fields of few different values.
public struct PointTable: Sendable {
  /// A field: each different value once, and which of them a row has.
  public struct Field: Sendable {
    public var values: [AttributeValue]
    /// Where a row's value stands among the values; it is unknown where none stands.
    public var codes: [UInt8]

    public init(values: [AttributeValue], codes: [UInt8]) {
      self.values = values
      self.codes = codes
    }

    func value(_ code: UInt8) -> AttributeValue {
      Int(code) < values.count ? values[Int(code)] : .unknown
    }
  }

  public var ids: [Int64]
  /// Degrees of WGS 84; a row where they are no numbers is no point.
  public var longitudes: [Double]
  public var latitudes: [Double]
  /// In the order of the schema's.
  public var fields: [Field]
  /// The rows that are meant, in their order; `nil` for all.
  public var rows: [Int]?

  public init(
    ids: [Int64], longitudes: [Double], latitudes: [Double], fields: [Field], rows: [Int]? = nil
  ) {
    self.ids = ids
    self.longitudes = longitudes
    self.latitudes = latitudes
    self.fields = fields
    self.rows = rows
  }
}
