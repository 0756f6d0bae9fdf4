public import Foundation
import Topology

/// Writes a synthetic scenario on the real geography of Xiapu, with its truth beside it:
/// `anlan sample xiapu`.
///
/// The land is GSHHG's, codes and names are the gazetteer's; borders are derived from them, and
/// everything that happens, grows or lives there is made up and says `synthetic`. The same seed
/// and number of incidents give the same bytes. Shapes and codes do not depend on the seed.
public struct SampleXiapu: Sendable {
  /// The folder `geodata` of the product's home.
  public var geodata: URL
  public var seed: UInt64
  public var incidents: Int

  public static let defaultIncidents = 20_000

  public init(geodata: URL, seed: UInt64 = 1, incidents: Int = defaultIncidents) {
    self.geodata = geodata
    self.seed = seed
    self.incidents = incidents
  }

  /// Makes the folder if there is none; files of the same names are replaced.
  ///
  /// - Throws: `WorkflowError` or `FormatError` for a file of `geodata` that is not as it should
  ///   be.
  /// - Complexity: about a second for the shapes, and five microseconds an incident.
  @discardableResult
  public func write(to directory: URL) throws -> SampleReport {
    let topology = try TopologyContext()
    let geography = try SampleGeography(geodata: geodata, in: topology)
    return try write(geography, to: directory, topology)
  }

  func write(
    _ geography: SampleGeography, to directory: URL, _ topology: TopologyContext
  ) throws -> SampleReport {
    guard incidents >= 0 else {
      throw WorkflowError.usage("--incidents \(incidents): expected 0 or more")
    }
    let scenario = try SampleScenario(
      geography.layout, seed: seed, incidents: incidents, in: topology)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var report = SampleReport(geography: geography, scenario: scenario)
    func put(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: directory.appending(path: name))
      report.files.append(name)
    }
    let layers = SampleLayers(geography: geography, scenario: scenario)
    try put("units.geojson", layers.units(topology))
    try put("grids.geojson", layers.grids())
    try put("villages.geojson", layers.villages())
    try put("coastline.geojson", layers.coastline())
    try put("aquaculture_zones.geojson", layers.zones())
    let storms = geodata.appending(path: "xiapu/storms.geojson")
    try put("storms.geojson", [UInt8](Data(contentsOf: storms)))
    let export = SampleIncidentExport(scenario)
    try put("incidents.csv", export.csv())
    try put("incidents.mapping.yaml", Array(export.mapping().utf8))
    let registers = try SampleRegisters(geography, scenario, topology)
    try put("truth.json", TruthDocument(scenario, registers).json())
    try FileManager.default.createDirectory(
      at: directory.appending(path: "schemes"), withIntermediateDirectories: true)
    for (name, bytes) in try registers.files() {
      try put(name, bytes)
    }
    let points = geodata.appending(path: "xiapu/storm_points.csv")
    try put("storm_points.csv", [UInt8](Data(contentsOf: points)))
    return report
  }
}

/// What was written.
public struct SampleReport: Sendable, Hashable {
  /// The files' names, in the order written.
  public var files: [String] = []
  public var towns: Int
  public var landGrids: Int
  public var seaGrids: Int
  public var villages: Int
  public var coastSegments: Int
  /// Shores of islands too small for a segment, in metres.
  public var shoreLeftOutMetres: Double
  public var zones: Int
  public var incidents: Int
  public var hotspots: Int

  init(geography: SampleGeography, scenario: SampleScenario) {
    towns = geography.layout.area.towns.count
    seaGrids = geography.layout.grids.count { $0.isSea }
    landGrids = geography.layout.grids.count - seaGrids
    villages = geography.layout.villages.count
    coastSegments = geography.coast.segments.count
    shoreLeftOutMetres = geography.coast.leftOutMetres
    zones = scenario.zones.count
    incidents = scenario.incidents.count
    hotspots = scenario.truth.hotspots.count
  }
}
