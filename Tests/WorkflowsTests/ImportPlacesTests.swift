import Foundation
import Storage
import Testing

@testable import Workflows

/// Areas and lines: rings, kinds, codes, and what a schema would refuse without a line.
@Suite struct ImportPlacesTests {
  static func feature(_ properties: String, ring: String) -> String {
    #"{"type":"Feature","properties":{\#(properties)},"#
      + #""geometry":{"type":"Polygon","coordinates":[[\#(ring)]]}}"#
  }

  static let square = "[120,26.8],[120.1,26.8],[120.1,26.9],[120,26.9],[120,26.8]"
  static let good = feature(#""code":"350921104201001""#, ring: square)

  static let faults: [(feature: String, words: [String])] = [
    (
      feature(#""code":"b""#, ring: "[120,26.8],[120.1,26.8],[120.1,26.9],[120,26.9]"),
      ["geometry", "closed"]
    ),
    (
      feature(#""code":"b""#, ring: "[120,26.8],[120.1,26.9],[120.1,26.8],[120,26.9],[120,26.8]"),
      ["geometry", "not valid"]
    ),
    (
      feature(#""code":"b""#, ring: "[26.8,120],[26.8,120.1],[26.9,120.1],[26.8,120]"),
      ["exchanged"]
    ),
    (feature(#""code":"3.50921E+11""#, ring: square), ["code", "spreadsheet"]),
    (feature(#""code":"350921104201001""#, ring: square), ["code", "stands twice"]),
    (feature(#""code":null"#, ring: square), ["code", "missing"]),
    (feature(#""code":"b","population":-4"#, ring: square), ["population", "-4", "negative"]),
    (feature(#""code":"b","kind":"farm""#, ring: square), ["kind", "farm", "village"]),
    (
      #"{"type":"Feature","properties":{"code":"b"},"geometry":{"type":"Point","coordinates":[120,26.8]}}"#,
      ["wrong kind", "Polygon"]
    ),
    (#"{"type":"Feature","properties":{"code":"b"},"geometry":null}"#, ["geometry", "missing"]),
  ]

  @Test(arguments: faults)
  func aBadAreaIsNamedAndTheOthersGoIn(feature: String, words: [String]) throws {
    try ImportScene.run { scene in
      let report = try scene.load(
        "\(Self.good)\n\(feature)\n".utf8, as: "g.geojsonl", into: .grids)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      let line = try #require(scene.rejects.split(whereSeparator: \.isNewline).dropFirst().first)
      #expect(line.hasPrefix("2,") && line.contains("feature 2: "), "\(line)")
      for word in words { #expect(line.contains(word), "\(line)") }
    }
  }

  @Test func aUnitThatWasRedrawnHasARowForEachTime() throws {
    try ImportScene.run { scene in
      func unit(_ more: String) -> String {
        Self.feature(#""code":"350921","name":"霞浦县","level":"county"\#(more)"#, ring: Self.square)
      }
      let text =
        [
          unit(#","valid_from":"1990-01-01","valid_to":"2000-01-01""#),
          unit(#","valid_from":"2000-01-02""#), unit(#","valid_from":"2000-01-02""#),
          unit(#","valid_from":"2020-01-02","valid_to":"2019-01-01""#),
          #"{"type":"Feature","properties":{"code":"b","name":"b"},"geometry":null}"#,
        ].joined(separator: "\n") + "\n"
      let report = try scene.load(text.utf8, as: "u.geojsonl", into: .units)
      #expect(report.counts.inserted == 2 && report.counts.rejected == 3)
      for word in ["3,code,350921,", "4,valid_to,2019-01-01,feature 4: it ends", "5,level,,"] {
        #expect(scene.rejects.contains(word), "\(scene.rejects)")
      }
      #expect(try scene.load(text.utf8, as: "u.geojsonl", into: .units).counts.unchanged == 2)
    }
  }

  @Test func aStormWithoutPressureIsARowAndNoFailure() throws {
    try ImportScene.run { scene in
      func storm(_ id: String, _ pressure: Int) -> String {
        #"{"type":"Feature","properties":{"id":"\#(id)","season":2024,"min_pressure_hpa":\#(pressure)},"#
          + #""geometry":{"type":"LineString","coordinates":[[179,20],[181,21]]}}"#
      }
      let report = try scene.load(
        "\(storm("a", 950))\n\(storm("b", 0))\n".utf8, as: "s.geojsonl", into: .storms)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      #expect(scene.rejects.contains("2,min_pressure_hpa,0,"))
    }
  }

  @Test func incidentsFindTheirGridWhicheverComesFirst() throws {
    try ImportScene.run { scene in
      let rows = ["a1,theft,2026-07-01,120.05,26.85", "a2,theft,2026-07-01,120.15,26.95"]
      #expect(try scene.load(rows: rows).outsideGrids == 2)
      let grids = try scene.load("\(Self.good)\n".utf8, as: "g.geojsonl", into: .grids)
      #expect(grids.counts.inserted == 1)
      #expect(try scene.column("grid") == ["text(\"350921104201001\")", "unknown"])
      // The same file changes nothing, although the grids were not there the first time.
      let again = try scene.load(rows: rows)
      #expect(again.counts.unchanged == 2 && again.outsideGrids == 1)
    }
  }

  /// Ninety-nine metres east of the border, and two kilometres.
  @Test func aPointBesideTheGridsIsMarkedWithItsDistance() throws {
    try ImportScene.run { scene in
      try scene.load("\(Self.good)\n".utf8, as: "g.geojsonl", into: .grids)
      let rows = [
        "a1,theft,2026-07-01,120.05,26.85", "a2,theft,2026-07-01,120.101,26.85",
        "a3,theft,2026-07-01,120.12,26.85",
      ]
      let report = try scene.load(rows: rows)
      #expect(report.nearGrids == 1 && report.outsideGrids == 1)
      let distances = try scene.column("grid_distance_m")
      #expect(distances[0] == "real(0.0)" && distances[2] == "unknown")
      #expect(distances[1].hasPrefix("real(99."), "\(distances)")
      // The store's own reach; the point goes where it says, whatever the import said.
      func reach(_ metres: Double) throws {
        try PrepareStore(
          metricCRS: nil, timeZone: nil, gridReach: metres, home: ImportScene.home
        ).run(in: scene.store)
      }
      try reach(50)
      #expect(try scene.column("grid")[1] == "unknown")
      #expect(try scene.column("grid_distance_m")[1] == "unknown")
      #expect(try scene.load(rows: rows).outsideGrids == 2)
      try reach(3_000)
      #expect(try scene.column("grid").allSatisfy { $0 == "text(\"350921104201001\")" })
      #expect(try scene.column("grid_distance_m")[2].hasPrefix("real(198"))
    }
  }

  @Test func villagesOfACSVFileNameTheirColumns() throws {
    try ImportScene.run { scene in
      let text = "code,name,lon,lat\n350921104201,甲,0,0\n350921104202,乙,120.1,26.9\n"
      let report = try scene.load(text.utf8, as: "v.csv", into: .villages)
      #expect(report.counts.inserted == 1 && report.counts.rejected == 1)
      #expect(scene.rejects.contains("2,lon, lat,0, 0,"))
    }
  }
}
