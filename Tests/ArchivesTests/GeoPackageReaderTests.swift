import Foundation
import GRDB
import SimpleFeatures
import Testing

@testable import Archives

/// Through the child process, as the import reads.
@Suite struct GeoPackageReaderTests {
  private func file(_ url: URL) -> ForeignFile {
    ForeignFile(path: url.path, format: .gpkg, decoder: decoder)
  }

  @Test(arguments: 0..<10)
  func readsBackWhatTheWriterWrote(seed: Int) throws {
    try withFolder { folder throws in
      // A name that a URL, SQLite and a shell would each trip over.
      let url = folder.appending(path: "区 %41?#'\".gpkg")
      try Example.write(to: url.path, zones: 60, seed: seed)
      let tables = try file(url).tables()
      #expect(tables.map(\.name) == ["zones", "points", "claims"])
      #expect(tables.map(\.title) == ["养殖区", "点", "理赔"])
      #expect(tables.map(\.geometryType) == ["MULTIPOLYGON", "POINT", nil])
      #expect(tables.map(\.reference?.crs) == [.cgcs2000, .epsg(4549), nil])
      #expect(tables[1].reference?.definition == GeoPackageWriter.Reference.zone120.definition)
      #expect(
        tables[0].columns.map(\.type) == [
          .integer, .text, .integer, .real, .boolean, .day, .instant, .text,
        ])

      let rows = try file(url).rows(of: "zones")
      #expect(rows.table == tables[0])
      var generator = Seeded(seed)
      for (index, row) in try rows.all().enumerated() {
        let expected = Example.zone(index + 1, &generator)
        #expect(row.number == Int64(index + 1))
        #expect(row.geometry == expected.geometry?.fitted(to: .multiPolygon))
        let cells = expected.values.enumerated().map { column, value -> String? in
          switch value {
          case .unknown: nil
          case .text(let text): text
          case .integer(let number): "\(number)"
          case .real(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
          case .boolean(let value): value ? "true" : "false"
          case .day(let day): day.description
          case .instant(let instant):
            instant.formatted(offsetSeconds: 0).replacing("Z", with: ".000Z")
          }
        }
        #expect(row.cells == ["\(index + 1)"] + cells)
      }
      #expect(try file(url).rows(of: "points").all().map(\.number).suffix(2) == [590, 600])
      #expect(try file(url).rows(of: "CLAIMS").all().count == 60)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }
  }

  @Test func readsWhatGDALWrites() throws {
    try withFolder { folder throws in
      let source = folder.appending(path: "in.geojson")
      try Data(
        """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"a":"霞浦","n":5,"d":"2026-07-20",
          "t":"2026-07-20T13:05:00+08:00","r":0.1,"b":true},
          "geometry":{"type":"Point","coordinates":[120.1,26.9,5.0]}},
        {"type":"Feature","properties":{"a":null,"n":null},"geometry":null}]}
        """.utf8
      ).write(to: source)
      let url = folder.appending(path: "g.gpkg")
      try say("ogr2ogr", ["-f", "GPKG", url.path, source.path, "-nln", "点 层"])
      let rows = try file(url).rows()
      #expect(rows.table.name == "点 层")
      let all = try rows.all()
      #expect(
        all[0].cells == [
          "1", "霞浦", "5", "2026-07-20", "2026-07-20T13:05:00.000+08:00", "0.1", "true",
        ])
      #expect(all[0].geometry == .point(Coordinate(x: 120.1, y: 26.9)))
      #expect(
        all[1]
          == ForeignRow(
            number: 2, cells: ["2", nil, nil, nil, nil, nil, nil], geometry: nil))
      #expect(rows.droppedHeights == 1 && rows.droppedMeasures == 0)
    }
  }

  /// A curve is a fault of its row; the next row is read.
  @Test func aGeometryThatCannotBeReadIsAFaultOfItsRow() throws {
    try withFolder { folder throws in
      let source = folder.appending(path: "in.csv")
      try Data(
        "id,WKT\n1,\"CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))\"\n2,POINT (1 2)\n"
          .utf8
      ).write(to: source)
      let url = folder.appending(path: "g.gpkg")
      try say("ogr2ogr", ["-f", "GPKG", url.path, source.path, "-nln", "a", "-a_srs", "EPSG:4326"])
      let rows = try file(url).rows()
      guard case .fault(let error, let cells) = try rows.next() else {
        Issue.record("a row")
        return
      }
      #expect(error.description.contains("g.gpkg, a, row 1, field geom: geometry type 10 (CurvePo"))
      #expect(error.description.contains("CONVERT_TO_LINEAR"))
      #expect(cells.contains("1"))
      guard case .row(let row) = try rows.next() else {
        Issue.record("no row")
        return
      }
      #expect(row.geometry == .point(Coordinate(x: 1, y: 2)))
      guard case .end = try rows.next() else {
        Issue.record("no end")
        return
      }
    }
  }

  @Test func saysWhatIsMissing() throws {
    try withFolder { folder throws in
      let url = folder.appending(path: "a.gpkg")
      func words(_ body: () throws -> Void) -> String {
        do {
          try body()
          return ""
        } catch { return "\(error)" }
      }
      #expect(words { _ = try file(url).tables() }.contains("No such file"))
      #expect(words { _ = try file(folder).tables() }.contains("is not a file"))
      try Data("PK".utf8).write(to: url)
      #expect(words { _ = try file(url).tables() }.contains("it is no GeoPackage"))
      try FileManager.default.removeItem(at: url)
      try DatabaseQueue(path: url.path).write { try $0.execute(sql: "CREATE TABLE t (a)") }
      #expect(words { _ = try file(url).tables() }.contains("no such table: gpkg_contents"))
      try FileManager.default.removeItem(at: url)
      try Example.write(to: url.path)
      #expect(words { _ = try file(url).rows() }.contains("3 layers: say which"))
      let text = words { _ = try file(url).rows(of: "x") }
      #expect(
        text == "a.gpkg: there is no such layer; read \"x\", "
          + "expected one of zones, points, claims")
      // Changes that are not in the file would be lost without a word.
      try Data("x".utf8).write(to: folder.appending(path: "a.gpkg-wal"))
      #expect(words { _ = try file(url).tables() }.contains("a.gpkg-wal holds changes"))
    }
  }

  /// A layer may be a view, and a view may be a trap: it has no end.
  @Test func aViewWithoutEndIsEnded() throws {
    try withFolder { folder throws in
      let url = folder.appending(path: "a.gpkg")
      try Example.write(to: url.path)
      try DatabaseQueue(path: url.path).write { connection in
        try connection.execute(
          sql: """
            CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
              SELECT i AS fid FROM n;
            INSERT INTO gpkg_contents (table_name, data_type, last_change)
              VALUES ('v', 'attributes', '2026-01-01T00:00:00.000Z');
            """)
      }
      var small = decoder
      small.bounds.memoryBytes = 400 << 20
      small.bounds.processorSeconds = 2
      small.bounds.silenceSeconds = 20
      let view = ForeignFile(path: url.path, format: .gpkg, decoder: small)
      #expect(throws: ArchiveError.self) { _ = try view.rows(of: "v").all() }
      #expect(try view.rows(of: "zones").all().count == 120)
    }
  }

  /// Text in GBK under a file that must be UTF-8.
  @Test func textThatIsNotUTF8IsAnErrorWithItsPlace() throws {
    try withFolder { folder throws in
      let url = folder.appending(path: "a.gpkg")
      try Example.write(to: url.path)
      try DatabaseQueue(path: url.path).write {
        try $0.execute(sql: "UPDATE claims SET policy = CAST(x'CFBCC6D6' AS TEXT) WHERE fid = 3")
      }
      #expect { _ = try file(url).rows(of: "claims").all() } throws: { error in
        "\(error)".contains("claims, row 3, field policy: the text is not UTF-8")
      }
    }
  }
}
