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
    /// Rows that may mean one household, or tell where is watched: for analysts alone.
    case restricted
  }

  public let schema: FeatureSchema
  public let content: Content
  /// The kind of run that makes it; `nil` for what is imported.
  public let runKind: String?
  /// Answers key, geometry, then the fields; `LayerQuery` binds its values.
  public let statement: StatementText
  /// Of a layer that files are imported into: what they may hold, in the order of `upsert`.
  public let columns: [LayerColumn]
  /// The columns that tell one row from another, by their names in exports.
  public let key: [String]
  /// Of these columns a row needs one.
  public let anyOf: [String]
  /// A row may lack its geometry.
  public let isPlaceOptional: Bool
  let upsert: StatementText?

  public var name: String { schema.name }

  /// Its statement leaves out what lies outside of an area.
  public var isCutByArea: Bool { statement.text?.contains("$1") ?? false }

  /// Every layer, in the order in which a list shows them.
  public static let all: [Layer] = [
    units, codeChanges, grids, lattice, villages, dossiers, coastline, seaCells,
    aquacultureZones, zoneValues, storms, stormPoints, stations, serviceAreas, cameras, hazards,
    inspections, visits, patrols, awards, incidents, evidence, links, resolutions, tasks,
    taskHistory, schemes, policies, claims, hotspots, autocorrelation, emerging, emergingBins,
    clusters, clusterMembers, density, densityUnits, scanClusters, nearRepeat, nearRepeatTable,
    aoristicHours, safetyIndex, safetyIndexContributions, recordScoreboard, recordMonths, records,
    recordEvidence, unpaidEligible, schemeUsage, eligibility,
    schemeExperience, limitBurnDown, coverageGaps, coastGaps, subsidy, exposure, exposureEvents,
    basisRisk, gridFaults, dataQuality,
  ]

  public init?(named name: String) {
    guard let layer = Self.all.first(where: { $0.name == name }) else { return nil }
    self = layer
  }

  /// A layer that the program makes.
  init(
    _ name: String, _ chineseName: String, _ geometry: Geometry.Kind?, _ content: Content,
    runKind: String? = nil, _ resource: [UInt8], _ fields: [FeatureSchema.Field]
  ) {
    schema = FeatureSchema(
      name: name, chineseName: chineseName, fields: fields, geometry: geometry)
    self.content = content
    self.runKind = runKind
    statement = StatementText("layer_\(name)", resource)
    columns = []
    key = []
    anyOf = []
    isPlaceOptional = false
    upsert = nil
  }

  /// A layer that files are imported into.
  ///
  /// - Parameter upsert: `nil` where its rows need more than one statement.
  init(
    _ name: String, _ chineseName: String, _ geometry: Geometry.Kind?, _ content: Content,
    isPlaceOptional: Bool = false, _ resource: [UInt8], upsert: [UInt8]?, key: [String],
    anyOf: [String] = [], _ columns: [LayerColumn]
  ) {
    schema = FeatureSchema(
      name: name, chineseName: chineseName,
      fields: columns.filter { $0.use != .read }.map {
        FeatureSchema.Field(name: $0.name, type: $0.type, chineseName: $0.chineseName)
      }, geometry: geometry)
    self.content = content
    runKind = nil
    statement = StatementText("layer_\(name)", resource)
    self.columns = columns
    self.key = key
    self.anyOf = anyOf
    self.isPlaceOptional = isPlaceOptional
    self.upsert = upsert.map { StatementText("upsert_\(name)", $0) }
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
  func feature(from row: borrowing some ResultRow & ~Copyable) throws(StorageError) -> Feature {
    var values: [AttributeValue] = []
    values.reserveCapacity(schema.fields.count)
    for (index, field) in schema.fields.enumerated() {
      values.append(row.attribute(index + 2, as: field.type))
    }
    return Feature(
      id: .integer(row.integer(0)), geometry: try row.geometry(1), values: values)
  }
}
