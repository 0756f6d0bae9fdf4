import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Workflows

/// The Xiapu scenario in a store of its own, as the demo fills it.
struct Scenario {
  static let home = ProductHome(
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())

  let store: SpatiaLiteStore
  let folder: URL

  /// Hands a filled store to `body` and removes its files afterwards.
  ///
  /// - Parameter registers: also what stations, dossiers, hazards, visits, tasks and policies say.
  static func with<T>(
    seed: UInt64 = 1, incidents: Int = SampleXiapu.defaultIncidents, registers: Bool = false,
    _ body: (Scenario) throws -> T
  ) throws -> T {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "anlan-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try SampleXiapu(geodata: home.geodata, seed: seed, incidents: incidents).write(to: folder)
    let store = try SpatiaLiteStore.inMemory()
    try PrepareStore(metricCRS: .epsg(4549), timeZone: "Asia/Shanghai", home: home).run(in: store)
    let files: [(layer: ImportLayer, file: String)] = [
      (.units, "units.geojson"), (.villages, "villages.geojson"), (.grids, "grids.geojson"),
      (.coastline, "coastline.geojson"), (.aquacultureZones, "aquaculture_zones.geojson"),
      (.incidents, "incidents.csv"),
    ]
    let kept: [(layer: ImportLayer, file: String)] = [
      (.stations, "stations.geojson"), (.dossiers, "dossiers.csv"), (.hazards, "hazards.geojson"),
      (.inspections, "inspections.csv"), (.visits, "visits.csv"), (.awards, "awards.csv"),
      (.tasks, "tasks.csv"), (.schemes, "schemes.csv"), (.policies, "policies.csv"),
      (.claims, "claims.csv"),
    ]
    for (layer, file) in files + (registers ? kept : []) {
      var mapping = ImportMapping(layer: layer)
      if layer == .incidents {
        mapping = try ImportMapping(
          text: String(
            contentsOf: folder.appending(path: "incidents.mapping.yaml"), encoding: .utf8),
          layer: layer)
      }
      _ = try ImportFile(settings: ImportSettings(mapping: mapping), home: home)
        .run(InputFile(path: folder.appending(path: file).path, format: nil), into: store)
    }
    return try body(Scenario(store: store, folder: folder))
  }

  /// Theft over the 13 weeks that the planted hot spots are in.
  static var theft: AnalysisScope {
    var scope = AnalysisScope()
    scope.categories = ["theft"]
    scope.from = .init("2026-04-27")
    scope.to = .init("2026-07-26")
    return scope
  }

  /// What was planted, as truth.json tells it.
  struct Truth: Decodable {
    struct Hotspot: Decodable {
      var category: String
      var planted: [String]
      var affected: [String]
    }
    struct Quiet: Decodable {
      var grid: String
      var population: Int
      var factor: Double
    }
    var hotspots: [Hotspot]
    var quiet: [Quiet]
  }

  var truth: Truth {
    get throws {
      try JSONDecoder().decode(
        Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    }
  }

  func features(of name: String, run: String = "") throws -> [[String: String]] {
    guard let layer = Layer(named: name) else { return [] }
    var query = LayerQuery(layer: layer)
    query.run = run
    var rows: [[String: String]] = []
    try store.forEachFeature(of: query) { feature in
      var row: [String: String] = [:]
      for (field, value) in zip(layer.schema.fields, feature.values) {
        switch value {
        case .text(let text): row[field.name] = text
        case .integer(let number): row[field.name] = String(number)
        case .real(let number): row[field.name] = String(number)
        case .unknown, .boolean, .day, .instant: break
        }
      }
      rows.append(row)
    }
    return rows
  }
}
