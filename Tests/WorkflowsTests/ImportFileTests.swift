import Formats
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// A file that is not what it was said to be is named as such, and changes nothing.
@Suite struct ImportFileTests {
  static let row = "a1,theft,2026-07-01,120.1,26.9"

  private func expectRefusal(
    _ scene: ImportScene, _ words: [String], isUsage: Bool = false, layer: String = "incidents",
    _ body: (ImportScene) throws -> some Any
  ) throws {
    let refusal = try scene.refusal(body)
    for word in words { #expect(refusal.words.contains(word), "\(refusal.words)") }
    #expect(refusal.isUsage == isUsage)
    #expect(try scene.count(layer) == 0)
    #expect(scene.rejects == "")
    let left = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path)
    #expect(left.allSatisfy { !$0.contains("rejects") }, "\(left)")
  }

  // MARK: Cut off

  /// Every cut inside the last row that takes a separator with it, and inside a quote.
  @Test(arguments: 1...15)
  func aFileCutInsideItsLastRowIsNamed(missing: Int) throws {
    try ImportScene.run { scene in
      let text = "\(ImportScene.header)\n\(Self.row)\na2,theft,2026-02-30,120.1,26.9"
      let bytes = text.utf8.dropLast(5 + missing)
      try expectRefusal(scene, ["a.csv", "line 3", "cut off", "Nothing was imported"]) {
        try $0.load(bytes)
      }
    }
  }

  @Test func aShortRowWithItsLineEndIsARowAndNoCut() throws {
    try ImportScene.run { scene in
      let report = try scene.load(rows: [Self.row, "a2,theft,2026-07"])
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      let inside = try scene.load(
        "\(ImportScene.header)\na2,theft\na3\(Self.row.dropFirst(2))".utf8)
      #expect(inside.counts.inserted == 1 && inside.counts.rejected == 1)
    }
  }

  @Test func aLastRowWithoutLineEndIsWhole() throws {
    try ImportScene.run { scene in
      let report = try scene.load("\(ImportScene.header)\n\(Self.row)".utf8)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 0)
    }
  }

  static func feature(_ id: String, _ more: String = "") -> String {
    #"{"type":"Feature","geometry":{"type":"Point","coordinates":[120.1,26.9]},"#
      + #""properties":{"id":"\#(id)","category":"theft","time":"2026-07-01"\#(more)}}"#
  }

  @Test(arguments: [1, 2, 3, 10, 60, 140, 150, 200])
  func aGeoJSONFileThatIsCutIsNamed(missing: Int) throws {
    try ImportScene.run { scene in
      let whole =
        #"{"type":"FeatureCollection","features":["#
        + "\(Self.feature("a1")),\n\(Self.feature("a2"))]}"
      #expect(try scene.load(whole.utf8, as: "b.geojson") { $0.isDryRun = true }.counts.read == 2)
      try expectRefusal(scene, ["b.geojson", "Nothing was imported"]) {
        try $0.load(whole.utf8.dropLast(missing), as: "b.geojson")
      }
    }
  }

  @Test(arguments: [1, 5, 40, 100])
  func aSequenceThatIsCutIsNamed(missing: Int) throws {
    try ImportScene.run { scene in
      let whole = "\(Self.feature("a1"))\n\(Self.feature("a2"))"
      try expectRefusal(scene, ["c.geojsonl", "Nothing was imported"]) {
        try $0.load(whole.utf8.dropLast(missing), as: "c.geojsonl")
      }
    }
  }

  // MARK: Encoding and CRS

  @Test func theWrongEncodingIsNamed() throws {
    try ImportScene.run { scene in
      // 盗窃 in GBK.
      let text =
        Array("\(ImportScene.header)\na1,".utf8) + [0xB5, 0xC1, 0xC7, 0xD4]
        + Array(",2026-07-01,120.1,26.9\n".utf8)
      try expectRefusal(scene, ["a.csv", "--encoding gb18030"]) {
        try $0.load(text) { $0.encoding = .utf8 }
      }
      #expect(try scene.load(text).encoding == "gb18030")
      #expect(try scene.column("category") == ["text(\"盗窃\")"])
    }
  }

  static let metres: [(x: String, y: String, crs: String?, words: [String])] = [
    ("401123", "2974000", nil, ["looks like metres", "--crs EPSG:4549"]),
    ("40401123", "2974000", nil, ["zone 40", "--crs EPSG:4528"]),
    ("2974000", "40401123", nil, ["X north and Y east", "EPSG:4528"]),
    ("40401123", "2974000", "EPSG:4549", ["zone 40", "--crs EPSG:4528"]),
    ("120.1", "26.9", "EPSG:4549", ["looks like degrees", "EPSG:4326"]),
    ("26.9", "120.1", "EPSG:4549", ["looks like degrees", "EPSG:4326"]),
  ]

  @Test(arguments: metres)
  func theWrongCRSIsNamed(x: String, y: String, crs: String?, words: [String]) throws {
    try ImportScene.run { scene in
      try expectRefusal(scene, ["a.csv"] + words) {
        try $0.load(rows: ["a1,theft,2026-07-01,\(x),\(y)", "a2,theft,2026-07-01,\(x),\(y)"]) {
          $0.crs = crs.flatMap { CRS($0) }
        }
      }
    }
  }

  @Test func oneRowInMetresAmongOtherBadRowsIsARow() throws {
    try ImportScene.run { scene in
      let report = try scene.load(rows: [
        "a1,theft,2026-07-01,40401123,2974000", "a2,theft,2026-02-30,120.1,26.9",
      ])
      #expect(report.counts.rejected == 2 && report.counts.inserted == 0)
      #expect(scene.rejects.contains("2,lon, lat,40401123.0, 2974000.0,not degrees"))
      #expect(scene.rejects.contains("3,time,2026-02-30,"))
    }
  }

  @Test(arguments: metres)
  func theWrongCRSOfAreasIsNamed(x: String, y: String, crs: String?, words: [String]) throws {
    try ImportScene.run { scene in
      let ring = [(0, 0), (1, 0), (1, 1), (0, 0)].map { dx, dy in
        "[\((Double(x) ?? 0) + Double(dx) / 100),\((Double(y) ?? 0) + Double(dy) / 100)]"
      }
      let grid =
        #"{"type":"Feature","properties":{"code":"350921104201001"},"geometry":"#
        + #"{"type":"Polygon","coordinates":[[\#(ring.joined(separator: ","))]]}}"#
      try expectRefusal(scene, ["g.geojson"] + words, layer: "grids") {
        try $0.load(grid.utf8, as: "g.geojson", into: .grids) { $0.crs = crs.flatMap { CRS($0) } }
      }
    }
  }

  @Test(arguments: [true, false])
  func aCRSInTheFileThatContradictsTheOptionIsRefused(isBehind: Bool) throws {
    try ImportScene.run { scene in
      let crs = #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}}"#
      let features =
        #""features":[\#((0..<300).map { Self.feature("a\($0)") }.joined(separator: ","))]"#
      let text =
        #"{"type":"FeatureCollection","#
        + (isBehind ? "\(features),\(crs)}" : "\(crs),\(features)}")
      try expectRefusal(scene, ["EPSG:4549", "EPSG:4326"], isUsage: true) {
        try $0.load(text.utf8, as: "b.geojson") { $0.crs = .wgs84 }
      }
      let unknown = text.replacingOccurrences(of: "EPSG::4549", with: "LOCAL::7")
      try expectRefusal(scene, ["LOCAL::7", "--crs"], isUsage: true) {
        try $0.load(unknown.utf8, as: "b.geojson")
      }
      if isBehind {
        try expectRefusal(scene, ["behind its features", "--crs EPSG:4549"], isUsage: true) {
          try $0.load(text.utf8, as: "b.geojson")
        }
      }
    }
  }

  // MARK: Columns

  @Test func twoColumnsOfOneNameAreNotGuessed() throws {
    try ImportScene.run { scene in
      try expectRefusal(scene, ["2 columns", "“lat”"], isUsage: true) {
        try $0.load(rows: ["\(Self.row),3"], header: "\(ImportScene.header),lat")
      }
      // Another column may stand twice.
      #expect(
        try scene.load(rows: ["\(Self.row),3,4"], header: "\(ImportScene.header),a,a")
          .counts.inserted == 1)
    }
  }

  @Test func aColumnInTenThousandsIsNotTakenForYuan() throws {
    try ImportScene.run { scene in
      let mapping = "columns: {id: id, category: category, occurred_from: time, lon: lon, lat: lat,"
      try expectRefusal(scene, ["损失（万元）", "units: {loss_yuan: 万元}"], isUsage: true) {
        try $0.load(
          rows: ["\(Self.row),3"], header: "\(ImportScene.header),损失（万元）",
          mapping: "\(mapping) loss_yuan: 损失（万元）}")
      }
    }
  }

  @Test func aMissingColumnIsNamedWithItsNearMiss() throws {
    try ImportScene.run { scene in
      let mapping = "columns: {id: id, category: category, occurred_from: tiem}"
      try expectRefusal(scene, ["“tiem”", "occurred_from", "did you mean “time”"], isUsage: true) {
        try $0.load(rows: [Self.row], mapping: mapping)
      }
    }
  }

  static let mappings: [(text: String, word: String)] = [
    ("colums: {id: id}", "columns"), ("columns: {id: id, categry: c}", "category"),
    ("layer: grids", "grids"), ("crs: mars", "GCJ-02"), ("encoding: latin", "gb18030"),
    ("source: \"\"", "source is empty"), ("values: {statu: {a: b}}", "status"),
    ("columns: {id: id}", "category"), ("columns: [id]", "mapping"),
  ]

  @Test(arguments: mappings)
  func aWrongMappingIsRefusedWithItsLine(text: String, word: String) throws {
    try ImportScene.run { scene in
      try expectRefusal(scene, ["mapping, line 1", word], isUsage: true) {
        try $0.load(rows: [Self.row], mapping: text)
      }
    }
  }

  @Test func aValueMappedToNothingIsUnknown() throws {
    try ImportScene.run { scene in
      let mapping = "values: {severity: {无: \"\"}}\ncategories: {theft: \"\"}"
      let report = try scene.load(
        rows: ["\(Self.row),无", "a2,fire,2026-07-01,120.1,26.9,无"],
        header: "\(ImportScene.header),severity", mapping: mapping)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      #expect(scene.rejects.contains("2,category,"))
    }
  }

  @Test func aPropertyThatComesTooLateIsNotLost() throws {
    try ImportScene.run { scene in
      let early = (0..<300).map { Self.feature("a\($0)") }
      let late = (early + [Self.feature("z", #","loss_yuan":5"#)]).joined(separator: "\n")
      try expectRefusal(scene, ["line 301", "loss_yuan", "first feature"]) {
        try $0.load(late.utf8, as: "c.geojsonl")
      }
      let harmless = (early + [Self.feature("z", #","note":5"#)]).joined(separator: "\n")
      #expect(try scene.load(harmless.utf8, as: "c.geojsonl").counts.inserted == 301)
    }
  }
}
