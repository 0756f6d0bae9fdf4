import SimpleFeatures
public import Storage

/// A layer that a file can be imported into.
public enum ImportLayer: String, Sendable, CaseIterable {
  case units
  case codeChanges = "code_changes"
  case grids, villages, dossiers, coastline
  case seaCells = "sea_cells"
  case aquacultureZones = "aquaculture_zones"
  case zoneValues = "zone_values"
  case storms
  case stormPoints = "storm_points"
  case stations
  case serviceAreas = "service_areas"
  case cameras, hazards, inspections, visits, patrols, awards, incidents, evidence, links
  case resolutions, tasks, schemes, policies, claims

  public typealias Column = LayerColumn

  /// What the store says of it; a test holds every case to a layer of its own.
  public var definition: Layer { Layer(named: rawValue) ?? Layer.all[0] }

  /// The columns that a file may have, each with the name that a mapping gives it and with all
  /// others that are taken without one.
  ///
  /// A layer's Chinese names are taken too, but for incidents: their words need a crosswalk and
  /// their points a CRS, so a Chinese export of incidents is read by a mapping or not at all.
  public var columns: [Column] {
    definition.columns.filter { $0.use != .computed }.map { described in
      var column = described
      column.name = described.input
      if described.name != described.input { column.aliases.append(described.name) }
      if self != .incidents {
        column.aliases += [described.chineseName, described.chineseNameWithoutUnit]
      }
      return column
    }
  }

  /// The layer and its columns in lines for a person: what has to be there, then the rest.
  public var help: String {
    func list(_ columns: [Column]) -> String { columns.map(\.name).joined(separator: " ") }
    let columns = columns.filter { $0.name != "synthetic" }
    let required = columns.filter { $0.isRequired && $0.missing == .unknown }
    let others = columns.filter { !($0.isRequired && $0.missing == .unknown) }
    return "\(rawValue) \(definition.schema.chineseName): \(list(required))"
      + (others.isEmpty ? "" : " [\(list(others))]")
  }
}

extension LayerColumn {
  /// `损失` of `损失（元）`.
  var chineseNameWithoutUnit: String {
    chineseName.firstIndex(of: "（").map { String(chineseName[..<$0]) } ?? chineseName
  }
}
