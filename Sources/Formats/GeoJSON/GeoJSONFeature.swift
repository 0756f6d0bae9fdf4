public import SimpleFeatures

/// A feature as a GeoJSON file has it: its properties in their order, under the names that the
/// file gives them.
public struct GeoJSONFeature: Sendable, Hashable {
  public struct Property: Sendable, Hashable {
    public var name: String
    /// Nested objects and arrays are the text of their JSON.
    public var value: AttributeValue

    public init(name: String, value: AttributeValue) {
      self.name = name
      self.value = value
    }
  }

  /// `unknown` where the feature has none.
  public var id: AttributeValue
  /// Structurally sound; `nil` for `null` and for empty coordinates.
  public var geometry: Geometry?
  public var properties: [Property]
  /// From 1, in the file, the faulty features counted.
  public var index: Int
  /// Where it begins.
  public var line: Int
  /// Positions of which a height, or more, was dropped.
  public var droppedHeights: Int

  /// The value of a name; `nil` where the feature does not have it.
  public subscript(name: String) -> AttributeValue? {
    properties.first { $0.name == name }?.value
  }
}

/// What one step of the reader met.
public enum GeoJSONStep: Sendable {
  case feature(GeoJSONFeature)
  /// A feature that cannot be used; the next step goes on after it.
  case fault(FormatError)
  case end
}

/// How a GeoJSON file is read.
public struct GeoJSONOptions: Sendable {
  public enum Form: Sendable, Hashable {
    /// A collection, one feature, one geometry, or any of these one after the other.
    case any
    /// One feature a line, or after each record separator (RFC 8142): a broken one costs itself.
    case sequence
  }

  public var form = Form.any
  public var maximalDepth = 64
  /// Of one value that is kept as its text, or one string.
  public var maximalValueBytes = 64 << 20
  /// The window onto the source.
  public var windowBytes = 256 << 10

  public init() {}
}
