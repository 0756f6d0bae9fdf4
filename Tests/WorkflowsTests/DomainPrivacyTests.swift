import Foundation
import SpatiaLiteStorage
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Places, never people: no table of a store and no layer has a column that could hold a person,
/// and what may mean one household is for analysts alone.
@Suite struct DomainPrivacyTests {
  @Test func noLayerHasAColumnThatCouldBeAPerson() {
    for layer in Layer.all {
      for field in layer.schema.fields {
        for name in [field.name, field.chineseName] {
          #expect(!PersonalData.isPersonal(column: name), "\(layer.name): \(name)")
        }
      }
      for column in layer.columns {
        for name in [column.input] + column.aliases {
          #expect(!PersonalData.isPersonal(column: name), "\(layer.name): \(name)")
        }
      }
    }
  }

  /// As sqlite3 sees the file, which `make test` installs.
  @Test func noTableHasAColumnThatCouldBeAPerson() throws {
    try ImportScene.run { scene in
      let file = scene.folder.appending(path: "s.sqlite")
      try SpatiaLiteStore.create(path: file.path).close()
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "sqlite3", "-readonly", file.path,
        """
        SELECT DISTINCT p.name FROM sqlite_master m, pragma_table_xinfo(m.name) p
        WHERE m.type = 'table' AND m.sql NOT LIKE '%VIRTUAL TABLE%' ORDER BY 1
        """,
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let columns = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(columns.contains("sum_insured_fen") && columns.contains("bearing_deg"))
      // QGIS's own table of styles has one of that name, always empty.
      let personal = columns.filter { PersonalData.isPersonal(column: $0) && $0 != "owner" }
      #expect(personal == [])
    }
  }

  @Test(arguments: [Audience.public, .meeting])
  func whatMayMeanAHouseholdIsForAnalystsAlone(audience: Audience) throws {
    try ImportScene.run { scene in
      let restricted = Layer.all.filter { $0.content == .restricted }.map(\.name)
      for name in ["cameras", "visits", "patrols", "policies", "claims", "evidence"] {
        #expect(restricted.contains(name))
      }
      for layer in Layer.all where layer.content == .restricted {
        var export = ExportLayer(layer: layer, home: ImportScene.home)
        let file = scene.folder.appending(path: "x.csv")
        if layer.runKind == nil {
          #expect(try export.run(from: scene.store, to: file).features == 0)
          try FileManager.default.removeItem(at: file)
        } else {
          // A result that nobody has made is none, and not an empty file.
          let missing = try scene.refusal { try export.run(from: $0.store, to: file) }
          #expect(missing.words.contains("anlan analyse"), "\(layer.name): \(missing.words)")
          #expect(!FileManager.default.fileExists(atPath: file.path))
        }
        export.audience = audience
        let refused = export
        let refusal = try scene.refusal { try refused.run(from: $0.store, to: file) }
        #expect(refusal.isUsage && refusal.words.contains("analyst"), "\(layer.name)")
        #expect(!FileManager.default.fileExists(atPath: file.path))
      }
    }
  }

  /// A row about a dispute would say which one it is.
  @Test func whatGoesWithADisputeNeverLeaves() throws {
    try ImportScene.run { scene in
      let id = "id,source,category,time,lon,lat"
      _ = try scene.load(
        rows: [
          "a1,110,dispute,2026-07-01,120.1,26.9", "a2,110,theft,2026-07-01,120.1,26.9",
        ], header: id)
      let rows =
        "source,incident,time,outcome,lon,lat\n110,a1,2026-07-02,agreed,120.1,26.9\n"
        + "110,a2,2026-07-02,agreed,,\n"
      _ = try scene.load(rows.utf8, as: "r.csv", into: .resolutions)
      let file = scene.folder.appending(path: "r.geojson")
      let report = try ExportLayer(
        layer: try #require(Layer(named: "resolutions")), home: ImportScene.home
      ).run(from: scene.store, to: file)
      #expect(report.features == 1 && report.withheld == 1)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(!text.contains("a1") && text.contains("\"geometry\":null"))
    }
  }

  @Test func aTableIsExportedWithoutAPosition() throws {
    try ImportScene.run { scene in
      let text = "scheme,version,name\nxiapu-land,2020,治安保险\n"
      _ = try scene.load(text.utf8, as: "s.csv", into: .schemes)
      let export = ExportLayer(
        layer: try #require(Layer(named: "schemes")), home: ImportScene.home)
      let csv = scene.folder.appending(path: "s.csv")
      _ = try export.run(from: scene.store, to: csv)
      let header = try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n").first
      #expect(header?.hasSuffix("valid_to,synthetic,audience") == true, "\(header ?? "")")
      let json = scene.folder.appending(path: "s.geojson")
      _ = try export.run(from: scene.store, to: json)
      #expect(try String(contentsOf: json, encoding: .utf8).contains("\"geometry\":null"))
    }
  }
}
