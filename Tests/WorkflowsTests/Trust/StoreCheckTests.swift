import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

@Suite struct StoreCheckTests {
  private func grid(_ code: String, _ west: Double, _ east: Double) -> String {
    ImportPlacesTests.feature(
      "\"code\":\"\(code)\"",
      ring: "[\(west),26.8],[\(east),26.8],[\(east),26.81],[\(west),26.81],[\(west),26.8]")
  }

  @Test func faultsOfTheGridsBecomeALayer() throws {
    try ImportScene.run { scene in
      let grids = [
        grid("350921104201001", 120.00, 120.01), grid("350921104201002", 120.01, 120.02),
        grid("350921104201003", 120.019, 120.03), grid("350921104201004", 120.03, 120.04),
      ]
      try scene.load(
        (grids.joined(separator: "\n") + "\n").utf8, as: "g.geojsonl", into: .grids)
      let report = try FindGridFaults().run(in: scene.store)
      #expect(report.grids == 4 && report.overlaps == 1 && report.gaps == 0)
      #expect(report.faults[0].grids == ["350921104201002", "350921104201003"])
      // 0.001° by 0.01° at 26.805 N: 99.42 m by 1107.8 m on WGS 84.
      #expect(abs(report.faults[0].areaSquareMetres / 110_140 - 1) < 0.005, "\(report.faults)")
      #expect(try scene.column("kind", of: "grid_faults") == ["text(\"overlap\")"])
      // Asked again it is the same, not twice.
      #expect(try FindGridFaults().run(in: scene.store).faults.count == 1)
      #expect(try scene.count("grid_faults") == 1 && scene.store.faults() == [])
    }
  }

  @Test func whatIsDoubtfulIsCountedByGrid() throws {
    try ImportScene.run { scene in
      try scene.load("\(ImportPlacesTests.good)\n".utf8, as: "g.geojsonl", into: .grids)
      let crowd = (0..<25).map { "c\($0),theft,2026-07-01 10:1\($0 % 10):07,120.05,26.85" }
      let others = (0..<75).map {
        "d\($0),theft,2026-07-\(10 + $0 % 9) \($0 < 30 ? "00:00:00" : "13:45:10"),"
          + "120.0\(10 + $0),26.83"
      }
      try scene.load(rows: crowd + others)
      var measure = MeasureDataQuality()
      measure.asOf = DayNumber(year: 2026, month: 7, day: 17)
      let report = try measure.run(in: scene.store)
      #expect(report.incidents == 100 && report.inGrids == 100 && report.grids == 1)
      #expect(report.spikeThreshold == 20 && report.spikeRows == 25)
      #expect(abs(report.midnightShare - 0.3) < 1e-12 && report.exactShare == 1)
      #expect(report.futureRows == others.count { $0.contains("2026-07-18") })
      #expect(try scene.column("n", of: "data_quality") == ["integer(100)"])
      #expect(try measure.run(in: scene.store).inGrids == 100)
      #expect(try scene.store.faults() == [])
    }
  }

  @Test func twoSourcesOfOneEventAreLinkedAndNotMerged() throws {
    try ImportScene.run { scene in
      try scene.load(rows: ["a1,theft,2026-07-01 10:00:00,120.05,26.85"], mapping: "source: desk")
      try scene.load(
        rows: [
          "b1,theft,2026-07-01 11:30:00,120.0505,26.85",
          "b2,theft,2026-07-01 13:30:00,120.05,26.85",
          "b3,fraud,2026-07-01 10:00:00,120.05,26.85", "b4,theft,2026-07-01 10:00:00,120.06,26.85",
        ], mapping: "source: app")
      let days = try #require(try scene.store.answer(ImportDays(importID: 2)))
      let report = try scene.store.write {
        try FindSameEvents().run(importID: 2, window: days, in: $0)
      }
      #expect(report.pairs == 1)
      #expect(report.examples.map(\.second) == ["app b1"] && report.examples[0].minutes == 90)
      #expect(try scene.count() == 5 && scene.store.faults() == [])
    }
  }
}
