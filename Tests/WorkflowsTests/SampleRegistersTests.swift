import Foundation
import SpatiaLiteStorage
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// The scenario's registers agree with its incidents, say that they are made up, and leave the gaps
/// that are to be found.
@Suite struct SampleRegistersTests {
  private static let files: [(layer: ImportLayer, file: String)] = [
    (.units, "units.geojson"), (.villages, "villages.geojson"), (.grids, "grids.geojson"),
    (.coastline, "coastline.geojson"), (.aquacultureZones, "aquaculture_zones.geojson"),
    (.storms, "storms.geojson"), (.incidents, "incidents.csv"), (.stations, "stations.geojson"),
    (.serviceAreas, "service_areas.geojson"), (.seaCells, "sea_cells.geojson"),
    (.cameras, "cameras.csv"), (.dossiers, "dossiers.csv"), (.hazards, "hazards.geojson"),
    (.inspections, "inspections.csv"), (.visits, "visits.csv"), (.patrols, "patrols.geojson"),
    (.awards, "awards.csv"), (.tasks, "tasks.csv"), (.evidence, "evidence.csv"),
    (.links, "links.csv"), (.resolutions, "resolutions.csv"), (.zoneValues, "zone_values.csv"),
    (.stormPoints, "storm_points.csv"), (.schemes, "schemes.csv"), (.policies, "policies.csv"),
    (.claims, "claims.csv"),
  ]

  private func load(_ folder: URL, into store: SpatiaLiteStore) throws {
    for (layer, file) in Self.files {
      var mapping = ImportMapping(layer: layer)
      if layer == .incidents {
        mapping = try ImportMapping(
          text: String(
            contentsOf: folder.appending(path: "incidents.mapping.yaml"), encoding: .utf8),
          layer: layer)
      }
      let report = try ImportFile(
        settings: ImportSettings(mapping: mapping), home: ImportScene.home
      )
      .run(InputFile(path: folder.appending(path: file).path, format: nil), into: store)
      #expect(report.counts.rejected == 0, "\(layer): \(report.firstRejects)")
      #expect(report.counts.inserted > 0, "\(layer)")
      #expect(report.warnings == [], "\(layer): \(report.warnings)")
    }
  }

  private func rows(_ store: SpatiaLiteStore, _ name: String) throws -> [[String: AttributeText]] {
    let layer = try #require(Layer(named: name))
    var rows: [[String: AttributeText]] = []
    try store.forEachFeature(of: LayerQuery(layer: layer)) { feature in
      rows.append(
        Dictionary(
          uniqueKeysWithValues: zip(
            layer.schema.fields.map(\.name),
            feature.values.map {
              "\($0)"
            })))
    }
    return rows
  }

  private typealias AttributeText = String

  @Test func everythingIsImportedAndHoldsTogether() throws {
    try SampleScene.written(seed: 3, incidents: 6_000) { folder, _ in
      let store = try SpatiaLiteStore.inMemory()
      _ = try store.write { try $0.run(SetSetting(.metricCRS, to: "EPSG:4549")) }
      try load(folder, into: store)
      let faults = try store.faults()
      #expect(faults == [], "nothing is paid above its sum, no claim lies before its policy")
      let made = Layer.all.filter {
        !$0.columns.isEmpty && !["units", "coastline", "storms", "storm_points"].contains($0.name)
      }
      for layer in made {
        for row in try rows(store, layer.name) {
          #expect(row["synthetic"] == "boolean(true)", "\(layer.name)")
        }
      }
      // Zones without a policy, and eligible thefts that nobody claimed.
      let zones = Set(try rows(store, "aquaculture_zones").compactMap { $0["code"] })
      let insured = Set(try rows(store, "policies").compactMap { $0["zone"] })
      #expect(zones.subtracting(insured).count >= 10)
      let claims = try rows(store, "claims")
      let claimed = Set(claims.compactMap { $0["incident"] })
      let filed = try rows(store, "incidents").filter {
        $0["category"] == "text(\"theft\")" && $0["status"] == "text(\"filed\")"
      }
      #expect(filed.count { !claimed.contains($0["id"] ?? "") } > 100)
      #expect(filed.contains { claimed.contains($0["id"] ?? "") })
      #expect(claims.contains { $0["refused_reason"] != "unknown" })
      #expect(try rows(store, "tasks").contains { $0["status"] == "text(\"overdue\")" })
      #expect(try rows(store, "evidence").contains { $0["liable_party_found"] == "unknown" })
    }
  }

  /// Registers hang on the seed as the incidents do.
  @Test func theSameSeedGivesTheSameRegisters() throws {
    func bytes(_ seed: UInt64) throws -> [Data] {
      try SampleScene.written(seed: seed, incidents: 500) { folder, report in
        try report.files.map { try Data(contentsOf: folder.appending(path: $0)) }
      }
    }
    let one = try bytes(4)
    #expect(try bytes(4) == one)
    #expect(try bytes(5) != one)
  }
}
