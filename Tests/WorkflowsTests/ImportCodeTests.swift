import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Codes end and others take their place; a grid is redrawn and runs keep what they counted in.
@Suite struct ImportCodeTests {
  private static let changes = """
    old_code,new_code,changed_on,basis
    411626,411603,2019-12-20,国函〔2019〕号
    411603000000,411699,2024-01-01,后来

    """

  @Test func aChainOfChangesIsFollowedInTheOrderOfItsDays() throws {
    func change(_ old: String, _ new: String, _ day: Int32) -> CodeChange {
      CodeChange(oldCode: old, newCode: new, changedOn: DayNumber(day))
    }
    let table = CodeTable([
      change("411626", "411603", 10), change("411603", "411699", 20), change("1", "2", 5),
      change("2", "1", 8), change("411626100", "411627001", 12),
    ])
    #expect(table.successor(of: "411626104201")?.code == "411699104201")
    #expect(table.successor(of: "411626104201", on: DayNumber(15))?.code == "411603104201")
    #expect(table.successor(of: "411626104201", on: DayNumber(9)) == nil)
    #expect(table.successor(of: "411626100003", on: DayNumber(11))?.code == "411603100003")
    #expect(table.successor(of: "1")?.code == "1", "there and back is no circle")
    #expect(table.successor(of: "999") == nil)
  }

  @Test func codesThatHaveEndedAreReadAsTheirSuccessorsAndReported() throws {
    try ImportScene.run(metricCRS: "EPSG:4547") { scene in
      #expect(
        try scene.load(Self.changes.utf8, as: "c.csv", into: .codeChanges).counts.inserted == 2)
      let villages = "code,name,lon,lat\n411626104201,甲,115.1,33.7\n411699104202,乙,115.2,33.7\n"
      let report = try scene.load(villages.utf8, as: "v.csv", into: .villages)
      #expect(try scene.column("code", of: "villages").first == "text(\"411699104201\")")
      #expect(report.warnings.map(\.rows) == [1])
      #expect(report.warnings.first?.reason.contains("411699") == true)
      // The same place under its new code is the same row.
      let again = "code,name,lon,lat\n411699104201,甲,115.1,33.7\n"
      #expect(try scene.load(again.utf8, as: "v.csv", into: .villages).counts.unchanged == 1)
      let incidents = try scene.load(
        rows: [
          "a1,theft,2018-07-01,411626104201", "a2,theft,2020-07-01,411626104201",
          "a3,theft,2025-07-01,411603104202",
        ], header: "id,category,time,place_code")
      #expect(incidents.counts.inserted == 3 && incidents.withoutPoint == 0)
      #expect(
        try scene.column("place_code") == [
          "text(\"411626104201\")", "text(\"411603104201\")", "text(\"411699104202\")",
        ], "a code is that of its day")
      #expect(incidents.warnings.map(\.rows).reduce(0, +) == 2)
    }
  }

  @Test func aGridCodeOfAnotherWidthIsKeptAndListed() throws {
    try ImportScene.run { scene in
      let odd = ImportPlacesTests.feature(
        #""code":"35092110420101""#, ring: ImportPlacesTests.square)
      let report = try scene.load("\(odd)\n".utf8, as: "g.geojsonl", into: .grids)
      #expect(report.counts.inserted == 1)
      #expect(report.warnings.first?.reason.contains("15 digits") == true)
      _ = try scene.store.write { try $0.run(SetSetting(.gridSequenceDigits, to: "2")) }
      #expect(try scene.load("\(odd)\n".utf8, as: "g.geojsonl", into: .grids).warnings == [])
    }
  }

  // MARK: Grids redrawn

  private static let left = "[120,26.8],[120.1,26.8],[120.1,26.9],[120,26.9],[120,26.8]"
  private static let right = "[120.2,26.8],[120.3,26.8],[120.3,26.9],[120.2,26.9],[120.2,26.8]"

  private func grid(_ ring: String, _ more: String = "") -> String {
    ImportPlacesTests.feature(#""code":"350921104201001"\#(more)"#, ring: ring) + "\n"
  }

  /// Of the grid that is redrawn; three others stand still.
  private func bounds(_ scene: ImportScene, run: String) throws -> [Double?] {
    var query = LayerQuery(layer: try #require(Layer(named: "hotspots")))
    query.run = run
    var west: [Double?] = []
    try scene.store.forEachFeature(of: query) { feature in
      guard feature.values[1] == .text("350921104201001") else { return }
      west.append(feature.geometry?.boundingBox?.minX)
    }
    return west
  }

  private func count(_ scene: ImportScene) throws -> String {
    var find = FindHotspots(scope: AnalysisScope(), home: ImportScene.home)
    find.permutations = 99
    return try find.run(in: scene.store).run.id
  }

  @Test func aGridThatARunCountedInIsRedrawnBesideItsOldBorder() throws {
    try ImportScene.run { scene in
      // To the north of it, one above the other.
      let others = [(2, "27.1", "27.0"), (3, "27.2", "27.1"), (4, "27.3", "27.2")].map { place in
        ImportPlacesTests.feature(
          #""code":"35092110420100\#(place.0)""#,
          ring: Self.left.replacing("26.9", with: place.1).replacing("26.8", with: place.2)) + "\n"
      }
      let all = grid(Self.left) + others.joined()
      _ = try scene.load(all.utf8, as: "g.geojsonl", into: .grids)
      _ = try scene.load(rows: [
        "a1,theft,2026-07-01,120.05,26.85", "a2,theft,2026-07-01,120.25,26.85",
      ])
      let before = try count(scene)
      #expect(try bounds(scene, run: before) == [120])
      let redrawn = try scene.load(grid(Self.right).utf8, as: "g.geojsonl", into: .grids)
      #expect(redrawn.counts.updated == 1 && redrawn.counts.inserted == 0)
      // Which grid an incident lies in is that of today; what the run drew is that of its day.
      #expect(try scene.column("grid") == ["unknown", "text(\"350921104201001\")"])
      #expect(try bounds(scene, run: before) == [120])
      let after = try count(scene)
      #expect(after != before, "the same counts in another border are another run")
      #expect(try bounds(scene, run: after) == [120.2])
      #expect(try scene.count("grids") == 4)
      #expect(
        try scene.load(grid(Self.right).utf8, as: "g.geojsonl", into: .grids).counts.unchanged == 1)
      let faults = try scene.store.faults()
      #expect(faults == [])
    }
  }

  @Test func aBorderWithADateIsAVersionAndOneWithoutIsCorrected() throws {
    try ImportScene.run { scene in
      func load(_ text: String) throws -> ImportReport {
        try scene.load(text.utf8, as: "g.geojsonl", into: .grids)
      }
      func versions() throws -> [GridVersion] {
        try scene.store.answer(GridVersions(code: "350921104201001"))
      }
      _ = try load(grid(Self.left))
      // Nobody counted in it: a slip that is mended.
      #expect(try load(grid(Self.right)).counts.updated == 1)
      #expect(try versions().count == 1)
      #expect(try load(grid(Self.left, #","valid_from":"2026-01-01""#)).counts.updated == 1)
      #expect(try versions().map(\.isCurrent) == [false, true])
      #expect(try versions()[0].validTo == DayNumber("2025-12-31"))
      #expect(try load(grid(Self.left, #","valid_from":"2026-01-01""#)).counts.unchanged == 1)
      // The same border with a later date is no other border.
      _ = try load(grid(Self.left, #","valid_from":"2026-06-01""#))
      #expect(try versions().count == 2)
      // A border of the past goes behind the one of today, and needs its end.
      let older = grid(Self.right, #","valid_from":"2020-01-01""#)
      #expect(try load(older).counts.rejected == 1)
      let past = grid(Self.right, #","valid_from":"2020-01-01","valid_to":"2021-12-31""#)
      #expect(try load(past).counts.rejected == 0)
      #expect(try versions().map(\.isCurrent) == [false, true, false])
      // One that has ended is no grid of today.
      #expect(
        try load(grid(Self.left, #","valid_from":"2026-01-01","valid_to":"2026-06-30""#))
          .counts.rejected == 0)
      #expect(try scene.count("grids") == 0)
      let faults = try scene.store.faults()
      #expect(faults == [])
    }
  }
}
