import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Villages as units to count in.
@Suite struct VillageSupportTests {
  private static let home = ImportScene.home

  private func find(_ change: (inout FindHotspots) -> Void = { _ in }) -> FindHotspots {
    var find = FindHotspots(scope: UnitScene.scope(), home: Self.home)
    find.support = .village
    change(&find)
    return find
  }

  private static func villages(_ rows: [String]) -> [UInt8] {
    Array(([#"code,name,population,households,lon,lat"#] + rows).map { $0 + "\n" }.joined().utf8)
  }

  /// Twelve villages, each of a row of grids.
  private func scene(points: [(code: String, lon: Double, lat: Double)]? = nil) throws -> UnitScene
  {
    var scene = try UnitScene(columns: 6, rows: 12)
    try scene.add("theft") { cell, _ in cell.row == 5 ? 6 : 1 }
    let rows =
      points?.map { "\($0.code),村\($0.code.suffix(3)),100,30,\($0.lon),\($0.lat)" }
      ?? (0..<12).map { "350921104\(200 + $0),村\($0),\($0 == 3 ? "" : "100"),30,120.5,26.85" }
    try load(rows, into: scene)
    return scene
  }

  private func load(_ rows: [String], into scene: UnitScene) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "villages-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(Self.villages(rows)).write(to: file)
    _ = try ImportFile(
      settings: ImportSettings(mapping: ImportMapping(layer: .villages)), home: Self.home
    )
    .run(InputFile(path: file.path, format: nil), into: scene.store)
  }

  @Test func villagesAreTheirGrids() throws {
    let scene = try scene()
    let outcome = try find { $0.exposure = .population }.run(in: scene.store)
    let rows = try scene.units("hotspots", run: outcome.run)
    #expect(rows.count == 12)
    let fifth = try #require(rows["350921104205"])
    #expect(fifth["level"] == "village" && fifth["count"] == "36" && fifth["name"] == "村5")
    // Those at the ends have one neighbour, the others two.
    #expect(fifth["neighbours"] == "2" && rows["350921104200"]?["neighbours"] == "1")
    #expect(rows["350921104203"]?["exposure"] == "600.0", "the sum of its grids")
    #expect(rows["350921104205"]?["exposure"] == "100.0", "its own")
    // The grids are what they were, and no layer of units has more.
    #expect(try scene.store.answer(LayerCounts())["grids"] == 72)
    let again = try find { $0.exposure = .population }.run(in: scene.store)
    #expect(again.wasKept && again.run.id == outcome.run.id)
    #expect(try scene.store.faults() == [])
  }

  /// A run goes on drawing the border that it counted in.
  @Test func aRedrawnVillageIsAnotherPlace() throws {
    let scene = try scene()
    let first = try find().run(in: scene.store).run
    func drawn(_ run: Run) throws -> [Geometry] {
      var query = LayerQuery(layer: try #require(Layer(named: "hotspots")))
      query.run = run.id
      var geometries: [Geometry] = []
      try scene.store.forEachFeature(of: query) { feature in
        if let geometry = feature.geometry { geometries.append(geometry) }
      }
      return geometries
    }
    let before = try drawn(first)
    let code = scene.code(0, 0)
    try scene.store.write { transaction in
      let grid = try #require(try transaction.answer(GridVersions(code: code)).last)
      var record = GridRecord(
        code: code, name: "n", kind: "village", population: 100, households: nil, workers: nil,
        staff: nil, areaSquareMetres: 1, label: UnitScene.origin, lattice: nil, synthetic: true,
        geometry: .multiPolygon(
          grid.geometry.polygons.map { polygon in
            Polygon(exterior: polygon.exterior.map { Coordinate(x: $0.x - 1e-4, y: $0.y) })
          }))
      record.version = 1
      try transaction.run(UpsertGrid(record, importID: 1))
    }
    let second = try find().run(in: scene.store).run
    #expect(second.id != first.id)
    #expect(try drawn(first) == before)
    let after = try drawn(second)
    #expect(after[0] != before[0] && after.dropFirst() == before.dropFirst())
    #expect(try scene.store.faults() == [])
  }

  /// Points alone: incidents without a code go to the nearest, and touching has no meaning.
  @Test func villagesThatArePoints() throws {
    var scene = try UnitScene(columns: 9, rows: 9) { _ in
      10
    } kind: { cell in
      cell.column % 3 == 1 && cell.row % 3 == 1 ? "village" : nil
    }
    // Codes that no grid begins with.
    let points = try scene.store.answer(GridAreas()).enumerated().map { index, grid in
      let centre = try #require(grid.geometry.boundingBox).centre
      return (code: "35092120090\(index)", lon: centre.x, lat: centre.y)
    }
    try scene.add("theft") { cell, _ in cell.column == 4 && cell.row == 4 ? 12 : 2 }
    try load(
      points.map { "\($0.code),村\($0.code.suffix(3)),100,30,\($0.lon),\($0.lat)" }, into: scene)
    let error = #expect(throws: WorkflowError.self) { try find().run(in: scene.store) }
    #expect(error?.description.contains("the villages here are points") == true)
    let run = try find { $0.neighbourhood = .nearest(3) }.run(in: scene.store).run
    let rows = try scene.rows("hotspots", run: run)
    #expect(rows.map { $0["count"] } == ["2", "2", "2", "2", "12", "2", "2", "2", "2"])
    #expect(rows.allSatisfy { $0["neighbours"] == "3" })
  }
}
