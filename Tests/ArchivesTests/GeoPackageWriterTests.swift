import Foundation
import GRDB
import SimpleFeatures
import Testing

@testable import Archives

private let validator = "/usr/lib/python3/dist-packages/osgeo_utils/samples/validate_gpkg.py"

@Suite struct GeoPackageWriterTests {
  @Test func theSameLayersGiveTheSameBytes() throws {
    try withFolder { folder throws in
      for name in ["a.gpkg", "b.gpkg"] { try Example.write(to: folder.appending(path: name).path) }
      let first = try Data(contentsOf: folder.appending(path: "a.gpkg"))
      #expect(try Data(contentsOf: folder.appending(path: "b.gpkg")) == first)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.sorted() == ["a.gpkg", "b.gpkg"])
    }
  }

  /// What the standard asks of a file, seen by SQLite.
  @Test func keepsTheStandardsTables() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      try Example.write(to: path)
      try DatabaseQueue(path: path).read { connection throws in
        func rows(_ sql: String) throws -> [String] {
          try Row.fetchAll(connection, sql: sql).map { row in
            row.map { $0.1.isNull ? "-" : "\($0.1.storage.value ?? "")" }.joined(separator: " ")
          }
        }
        #expect(try rows("PRAGMA application_id") == ["1196444487"])
        #expect(try rows("PRAGMA user_version") == ["10300"])
        #expect(try rows("PRAGMA integrity_check") == ["ok"])
        #expect(try rows("PRAGMA foreign_key_check") == [])
        #expect(try rows("SELECT rtreecheck('rtree_zones_geom')") == ["ok"])
        #expect(try rows("SELECT rtreecheck('rtree_points_geom')") == ["ok"])
        #expect(
          try rows("SELECT table_name, data_type, identifier, srs_id FROM gpkg_contents") == [
            "zones features 养殖区 4490", "layer_styles attributes layer_styles 0",
            "points features 点 4549", "claims attributes 理赔 -",
          ])
        #expect(
          try rows("SELECT min_x, max_x, min_y FROM gpkg_contents WHERE table_name = 'points'") == [
            "500001.0 500120.0 2970000.0"
          ])
        #expect(try rows("SELECT DISTINCT last_change FROM gpkg_contents").count == 1)
        #expect(
          try rows("SELECT column_name, name, title FROM gpkg_data_columns").contains(
            "unit - 名称"))
        #expect(try rows("SELECT count(*) FROM rtree_zones_geom") == ["103"])
        #expect(
          try rows(
            "SELECT f_table_name, f_geometry_column, useAsDefault FROM layer_styles") == [
              "zones geom 1"
            ])
        // A key of the caller's, and a column that took the key's usual name.
        #expect(
          try rows("SELECT fid_1, fid FROM points ORDER BY 1 LIMIT 2") == ["10 P1", "20 P2"])
        #expect(
          try rows("SELECT seen_at FROM zones WHERE fid = 1") == ["2025-06-15T15:06:41.000Z"])
      }
    }
  }

  @Test func gdalReadsItWithoutAWarning() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      try Example.write(to: path)
      let text = try say("ogrinfo", ["-ro", "-al", "-so", path])
      #expect(!text.contains("Warning") && !text.contains("ERROR"), "\(text)")
      #expect(text.contains("Layer name: zones"))
      #expect(text.contains("Feature Count: 120"))
      #expect(text.contains("Geometry: Multi Polygon"))
      #expect(text.contains("ID[\"EPSG\",4549]"))
      #expect(text.contains("valid_from: Date"))
      #expect(text.contains("seen_at: DateTime"))
      #expect(text.contains("is_banned: Integer(Boolean)"))
      let feature = try say("ogrinfo", ["-ro", path, "zones", "-fid", "2"])
      #expect(feature.contains("name (String) = 区2 \"引\" '号'"), "\(feature)")
      #expect(feature.contains("workers (Integer64) = 17179869184"))
      #expect(feature.contains("seen_at (DateTime) = 2025/06/15 15:06:42+00"))
    }
  }

  /// GDAL's own checker of the standard, in Debian's python3-gdal.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: validator)))
  func gdalsValidatorFindsNothing() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      try Example.write(to: path)
      #expect(try say("/usr/bin/python3", [validator, "-k", path]) == "")
    }
  }

  /// The triggers keep the index when another program edits the file.
  @Test func gdalKeepsTheIndexInStep() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      try Example.write(to: path)
      for statement in [
        "DELETE FROM zones WHERE fid IN (1, 2)", "UPDATE zones SET geom = NULL WHERE fid = 4",
        "UPDATE zones SET fid = 900 WHERE fid = 5",
        "UPDATE zones SET geom = (SELECT geom FROM zones WHERE fid = 6) WHERE fid = 3",
        "INSERT INTO zones (fid, geom) SELECT 901, geom FROM zones WHERE fid = 6",
      ] {
        let text = try say("ogrinfo", [path, "-sql", statement])
        #expect(!text.contains("ERROR"), "\(text)")
      }
      try DatabaseQueue(path: path).read { connection throws in
        let strays = try Int64.fetchAll(
          connection,
          sql: """
            SELECT id FROM rtree_zones_geom WHERE id NOT IN (
              SELECT fid FROM zones WHERE geom IS NOT NULL)
            UNION ALL
            SELECT fid FROM zones WHERE geom IS NOT NULL AND fid NOT IN (
              SELECT id FROM rtree_zones_geom)
            """)
        #expect(strays == [])
        #expect(
          try String.fetchOne(connection, sql: "SELECT rtreecheck('rtree_zones_geom')") == "ok")
      }
    }
  }

  @Test func anEmptyLayerIsALayer() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      try GeoPackageWriter.write(to: path) { try $0.add(Example.zones) { _ in } }
      let text = try say("ogrinfo", ["-ro", "-al", "-so", path])
      #expect(text.contains("Feature Count: 0") && !text.contains("Warning"), "\(text)")
    }
  }

  @Test func aFailureLeavesNoFile() throws {
    struct Stop: Error {}
    try withFolder { folder throws in
      let path = folder.appending(path: "a.gpkg").path
      #expect(throws: Stop.self) {
        try GeoPackageWriter.write(to: path) { writer in
          try writer.add(Example.table) { take in
            try take(Feature(geometry: nil, values: [.text("a")]))
            throw Stop()
          }
        }
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
  }

  @Test func saysWhichFeatureDoesNotFit() throws {
    try withFolder { folder throws in
      func words(_ layer: GeoPackageWriter.Layer, _ features: [Feature]) -> String {
        let path = folder.appending(path: UUID().uuidString + ".gpkg").path
        do {
          try GeoPackageWriter.write(to: path) { writer in
            try writer.add(layer) { take in for feature in features { try take(feature) } }
          }
          return ""
        } catch { return "\(error)" }
      }
      let line = Geometry.lineString([Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 4)])
      let text = words(Example.points, [Feature(geometry: line, values: [.unknown])])
      #expect(
        text.contains("points, row 1, field geom: a LineString does not fit a layer of Point"))
      let point = Feature(
        id: .integer(7), geometry: .point(Coordinate(x: 1, y: 2)), values: [.unknown])
      #expect(words(Example.points, [point, point]).contains("row 7: two features"))
      var short = point
      short.values = []
      #expect(words(Example.points, [short]).contains("0 values for 1 columns"))
      var layer = Example.points
      layer.schema.name = "gpkg_contents"
      #expect(words(layer, []).contains("a layer cannot bear this name; read \"gpkg_contents\""))
      layer = Example.points
      layer.reference.definition = ""
      #expect(words(layer, []).contains("no EPSG code or no definition"))
      #expect(words(Example.points, [point]) == "")
      layer = Example.table
      layer.schema.name = "layer_styles"
      #expect(words(layer, []).contains("a layer cannot bear this name"))
    }
  }

  @Test func doesNotWriteOverAFile() throws {
    try withFolder { folder throws in
      let file = folder.appending(path: "a.gpkg")
      try Data("mine".utf8).write(to: file)
      #expect(throws: ArchiveError.self) { try Example.write(to: file.path) }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }
}
