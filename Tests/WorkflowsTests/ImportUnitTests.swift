import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// A factor is said in the mapping, exactly kept, and never guessed.
@Suite struct ImportUnitTests {
  static let header = "id,category,time,lon,lat"

  private func losses(_ cells: [String], unit: String) throws -> [String] {
    try ImportScene.run { scene in
      let rows = cells.enumerated().map { "a\($0),theft,2026-07-01,120.1,26.9,\"\($1)\"" }
      let report = try scene.load(
        rows: rows, header: Self.header + ",损失",
        mapping: """
          units: {loss_yuan: \(unit)}
          columns: {id: id, category: category, occurred_from: time, lon: lon, lat: lat, loss_yuan: 损失}
          """)
      #expect(report.counts.rejected == 0, "\(report.firstRejects)")
      return try scene.column("loss_yuan")
    }
  }

  @Test func tenThousandsOfYuanBecomeWholeFen() throws {
    #expect(
      try losses(["1.2345", "0.000001", "12万元", "1,234", ""], unit: "万元")
        == ["real(12345.0)", "real(0.01)", "real(120000.0)", "real(12340000.0)", "unknown"])
    #expect(try losses(["0.1"], unit: "亿元") == ["real(10000000.0)"])
    #expect(try losses(["12.34"], unit: "元") == ["real(12.34)"])
  }

  @Test func aFractionOfAFenAndAnotherUnitInACellAreRefused() throws {
    try ImportScene.run { scene in
      let mapping = """
        units: {loss_yuan: 万元}
        columns: {id: id, category: category, occurred_from: time, lon: lon, lat: lat, loss_yuan: 损失}
        """
      for cell in ["0.0000001", "12000元", "99999999999999999"] {
        let report = try scene.load(
          rows: ["a,theft,2026-07-01,120.1,26.9,\(cell)"], header: Self.header + ",损失",
          mapping: mapping)
        #expect(report.counts.rejected == 1, "\(cell)")
      }
    }
  }

  @Test(arguments: [
    ("aquaculture_zones", "licence_area_mu", "面积（公顷）"),
    ("incidents", "loss_yuan", "损失（万元）"), ("incidents", "loss_yuan", "损失万元"),
    ("incidents", "loss_yuan", "loss/亿元"), ("villages", "population", "人口（万人）"),
    ("coastline", "length_m", "长度（公里）"), ("storms", "max_wind_kt", "风速（米/秒）"),
  ])
  func aHeaderInAnotherUnitIsRefusedWithTheWayOut(layer: String, column: String, header: String)
    throws
  {
    let layer = try #require(ImportLayer(rawValue: layer))
    let described = try #require(layer.columns.first { $0.name == column })
    let unit = try #require(ColumnUnit.foreign(in: header, of: described, in: layer))
    #expect(ColumnUnit(unit, of: described, in: layer) != nil)
    try ImportScene.run { scene in
      let required = layer.columns.filter { $0.isRequired && $0.missing == .unknown }.map(\.name)
      let columns = (required + [column]).map { "\($0): \($0 == column ? header : $0)" }
      let text = (required + [header]).joined(separator: ",") + "\n"
      let refusal = try scene.refusal {
        try $0.load(
          text.utf8, into: layer, mapping: "columns: {\(columns.joined(separator: ", "))}")
      }
      #expect(refusal.isUsage && refusal.words.contains("units: {\(column): \(unit)}"))
    }
  }

  @Test(arguments: ["损失", "损失（元）", "损失元", "loss_yuan"])
  func aHeaderInTheColumnsOwnUnitIsNone(header: String) throws {
    let column = try #require(ImportLayer.incidents.columns.first { $0.name == "loss_yuan" })
    #expect(ColumnUnit.foreign(in: header, of: column, in: .incidents) == nil)
  }

  @Test func areasLengthsAndCountsAreConverted() throws {
    try ImportScene.run { scene in
      let square =
        #"{"type":"Polygon","coordinates":[[[120,26.8],[120.1,26.8],[120.1,26.9],[120,26.8]]]}"#
      let text =
        #"{"type":"Feature","properties":{"code":"Y1","quantity":12,"licence_area_mu":2,"#
        + #""workers":"1.5"},"geometry":\#(square)}"# + "\n"
      let report = try scene.load(
        text.utf8, as: "z.geojsonl", into: .aquacultureZones,
        mapping: "units: {licence_area_mu: 公顷, quantity: 口, workers: 万人}")
      #expect(report.counts.inserted == 1, "\(report.firstRejects)")
      #expect(try scene.column("licence_area_mu", of: "aquaculture_zones") == ["real(30.0)"])
      #expect(try scene.column("unit", of: "aquaculture_zones") == ["text(\"kou\")"])
      #expect(try scene.column("workers", of: "aquaculture_zones") == ["integer(15000)"])
    }
  }

  @Test(arguments: [
    ("units: {loss_yuan: 磅}", "万元"), ("units: {category: 万元}", "category"),
    ("units: {lossyuan: 万元}", "loss_yuan"),
  ])
  func aMappingThatSaysNoUnitIsNamed(mapping: String, word: String) {
    #expect {
      try ImportMapping(text: mapping, layer: .incidents)
    } throws: { error in "\(error)".contains(word) && "\(error)".contains("line 1") }
  }
}
