public import SimpleFeatures

/// A layer that a store can give: its promised columns, and the statement that reads them.
public struct Layer: Sendable {
  /// What its rows are, for the question who may have them.
  public enum Content: Sendable, Hashable {
    /// Places: nothing happened there by being listed.
    case reference
    /// Numbers by unit.
    case aggregate
    /// One row an incident.
    case points
  }

  public let schema: FeatureSchema
  public let content: Content
  /// The kind of run that makes it; `nil` for what is imported.
  public let runKind: String?
  /// Answers key, geometry, then the fields; `LayerQuery` binds its values.
  public let statement: StatementText

  public var name: String { schema.name }

  /// Every layer, in the order in which a list shows them.
  public static let all: [Layer] = [
    units, grids, lattice, villages, coastline, aquacultureZones, storms, incidents,
    hotspots, clusters, clusterMembers, gridFaults, dataQuality,
  ]

  public init?(named name: String) {
    guard let layer = Self.all.first(where: { $0.name == name }) else { return nil }
    self = layer
  }

  init(
    _ name: String, _ chineseName: String, _ geometry: Geometry.Kind, _ content: Content,
    runKind: String? = nil, _ resource: [UInt8], _ fields: [FeatureSchema.Field]
  ) {
    schema = FeatureSchema(
      name: name, chineseName: chineseName, fields: fields, geometry: geometry)
    self.content = content
    self.runKind = runKind
    statement = StatementText("layer_\(name)", resource)
  }
}

/// Which features of a layer: by area, days, category and run.
public struct LayerQuery: Sendable, Hashable {
  public var layer: String
  /// The first digits of a code; empty for all.
  public var area = ""
  public var firstDay = DayNumber(.min)
  public var lastDay = DayNumber(.max)
  /// Empty for all.
  public var categories: [String] = []
  /// Needed by result layers, ignored by others.
  public var run = ""

  public init(layer: Layer) { self.layer = layer.name }

  /// The layer, which exists because `init` took one.
  public var definition: Layer? { Layer(named: layer) }

  public var arguments: [SQLValue] {
    [
      .text(area), SQLValue(firstDay), SQLValue(lastDay), .text(Self.delimited(categories)),
      .text(run),
    ]
  }

  /// A list as one text, `|a||b|`, in which SQL finds a member with `replace`: no engine binds
  /// a list the same way. Empty for an empty list.
  static func delimited(_ names: [String]) -> String {
    names.map { "|\($0)|" }.joined()
  }
}

extension Layer {
  /// Reads the row of this layer's statement: key, geometry, then the fields.
  public func feature(from row: borrowing some ResultRow & ~Copyable) throws(StorageError)
    -> Feature
  {
    var values: [AttributeValue] = []
    values.reserveCapacity(schema.fields.count)
    for (index, field) in schema.fields.enumerated() {
      values.append(row.attribute(index + 2, as: field.type))
    }
    return Feature(
      id: .integer(row.integer(0)), geometry: try row.geometry(1), values: values)
  }
}
