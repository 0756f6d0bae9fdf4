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

  /// Over an older file only what changed is made, and the bytes are those of a whole export.
  @Test(arguments: ["pmtiles", "mbtiles"])
  func onlyTouchedTilesAreMadeAgain(suffix: String) throws {
    try Scenario.with(incidents: 3000) { scenario in
      for layer in ["incidents", "grids"] {
        _ = try export(layer, to: "\(layer).\(suffix)", of: scenario)
      }
      let same = try export("incidents", to: "incidents.\(suffix)", of: scenario)
      #expect(same.report.notes.contains("0 of them made anew, the others as they were"))
      // One incident gets another status; one grid another name.
      let csv = "id,category,time,lon,lat\nX-1,theft,2026-07-20T08:00:00+08:00,120.0051,26.8853\n"
      try load(Array(csv.utf8), "more.csv", .incidents, scenario)
      var grids = try String(
        contentsOf: scenario.folder.appending(path: "grids.geojson"), encoding: .utf8)
      let name = try #require(grids.firstRange(of: #""name":""#))
      grids.insert("新", at: name.upperBound)
      try load(Array(grids.utf8), "grids2.geojson", .grids, scenario)
      for layer in ["incidents", "grids"] {
        let again = try export(layer, to: "\(layer).\(suffix)", of: scenario)
        let whole = try export(layer, to: "\(layer)-whole.\(suffix)", of: scenario)
        #expect(again.bytes == whole.bytes, "\(layer)")
        let made = try #require(again.report.notes.first { $0.contains("made anew") })
        let count = try #require(Int(made.prefix { $0.isNumber }))
        let tiles = try #require(Int(again.report.notes[0].prefix { $0.isNumber }))
        #expect(count > 0 && count * 4 < tiles, "\(layer): \(made) of \(tiles)")
        #expect(!whole.report.notes.contains { $0.contains("made anew") })
      }
      // Other zooms, or a file of somebody else, is no reason to fail.
      let file = scenario.folder.appending(path: "incidents.\(suffix)")
      try Data("no tiles".utf8).write(to: file)
      let fresh = try export("incidents", to: "incidents.\(suffix)", of: scenario)
      #expect(fresh.report.features > 0)
      let other = try export("incidents", to: "incidents.\(suffix)", of: scenario) {
        $0.zooms = 5...11
      }
      let elsewhere = try export("incidents", to: "other.\(suffix)", of: scenario) {
        $0.zooms = 5...11
      }
      #expect(other.bytes == elsewhere.bytes)
    }
  }

  private func load(
    _ bytes: [UInt8], _ name: String, _ layer: ImportLayer, _ scenario: Scenario
  ) throws {
    let file = scenario.folder.appending(path: name)
    try Data(bytes).write(to: file)
    let report = try ImportFile(
      settings: ImportSettings(mapping: ImportMapping(layer: layer)), home: Scenario.home
    ).run(InputFile(path: file.path, format: nil), into: scenario.store)
    #expect(report.counts.rejected == 0)
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
