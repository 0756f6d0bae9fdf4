/// What a layer promises: its name, its columns and the kind of geometry.
public struct FeatureSchema: Sendable, Hashable {
  public struct Field: Sendable, Hashable {
    /// The promised name, lower case, as in every format.
    public var name: String
    public var type: AttributeType
    /// What a Chinese reader sees as the column's alias.
    public var chineseName: String

    public init(name: String, type: AttributeType, chineseName: String) {
      self.name = name
      self.type = type
      self.chineseName = chineseName
    }
  }

  public var name: String
  public var chineseName: String
  public var fields: [Field]
  /// `nil` for a layer that is a plain table.
  public var geometry: Geometry.Kind?

  public init(name: String, chineseName: String, fields: [Field], geometry: Geometry.Kind?) {
    self.name = name
    self.chineseName = chineseName
    self.fields = fields
    self.geometry = geometry
  }
}

/// A thing with a place and attributes; the values stand in the order of the schema's fields.
public struct Feature: Sendable, Hashable {
  public var id: AttributeValue
  public var geometry: Geometry?
  public var values: [AttributeValue]

  public init(id: AttributeValue = .unknown, geometry: Geometry?, values: [AttributeValue]) {
    self.id = id
    self.geometry = geometry
    self.values = values
  }
}
