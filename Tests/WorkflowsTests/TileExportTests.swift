import Foundation
import SimpleFeatures
import Storage
import Testing
import Workflows

/// Layers as files of tiles. What stands in the tiles is read back in Tests/Interoperability.
@Suite struct TileExportTests {
  private func export(
    _ name: String, to file: String, of scenario: Scenario,
    _ change: (inout ExportLayer) -> Void = { _ in }
  ) throws -> (report: ExportLayer.Report, bytes: Data) {
    var export = ExportLayer(layer: try #require(Layer(named: name)), home: Scenario.home)
    change(&export)
    let file = scenario.folder.appending(path: file)
    let report = try export.run(from: scenario.store, to: file)
    return (report, try Data(contentsOf: file))
  }

  @Test(arguments: ["pmtiles", "mbtiles"])
  func pointsAndSurfacesBecomeTiles(suffix: String) throws {
    try Scenario.with(incidents: 2000) { scenario in
      for layer in ["incidents", "grids", "coastline"] {
        let one = try export(layer, to: "\(layer).\(suffix)", of: scenario)
        let two = try export(layer, to: "\(layer)-2.\(suffix)", of: scenario)
        #expect(one.bytes == two.bytes, "the same store gives the same bytes")
        #expect(one.bytes.starts(with: Data((suffix == "pmtiles" ? "PMTiles" : "SQLite").utf8)))
        #expect(one.report.features > 100)
        #expect(one.report.notes.first?.contains("zooms 5 to 14") == true)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: scenario.folder.path)
      #expect(!left.contains { $0.contains("unfinished") })
    }
  }

  @Test func categoriesThatLeaveAsCountsAloneAreOnNoTile() throws {
    try Scenario.with(incidents: 2000) { scenario in
      let (report, _) = try export("incidents", to: "all.pmtiles", of: scenario)
      #expect(report.withheld > 0)
      let (theft, _) = try export("incidents", to: "theft.pmtiles", of: scenario) {
        $0.categories = ["theft"]
        $0.zooms = 8...9
      }
      #expect(theft.features < report.features && theft.notes[0].contains("zooms 8 to 9"))
    }
  }

  @Test(arguments: [Audience.public, .meeting])
  func pointsAreForAnalystsAlone(audience: Audience) throws {
    try Scenario.with(incidents: 500) { scenario in
      #expect(throws: WorkflowError.self) {
        try export("incidents", to: "a.pmtiles", of: scenario) { $0.audience = audience }
      }
      let file = scenario.folder.appending(path: "a.pmtiles").path
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }

  @Test func whatCannotBeTilesIsSaid() throws {
    try Scenario.with(incidents: 500) { scenario in
      func words(_ name: String, _ change: (inout ExportLayer) -> Void = { _ in }) -> String {
        do {
          _ = try export(name, to: "b.mbtiles", of: scenario, change)
          return ""
        } catch {
          return "\(error)"
        }
      }
      #expect(words("policies").contains("policies has no places to draw on tiles"))
      #expect(words("grids") { $0.crs = .cgcs2000 }.contains("squares of Web Mercator"))
      #expect(words("grids") { $0.zooms = 5...30 }.contains("between 0 and 18"))
      #expect(words("grids") { $0.zooms = -1...3 }.contains("between 0 and 18"))
    }
  }
}
