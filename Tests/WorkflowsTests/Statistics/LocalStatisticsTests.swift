import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Hot spots by unit, through store and layer, with planted truth.
@Suite struct LocalStatisticsTests {
  private static let home = ImportScene.home

  private func find(_ change: (inout FindHotspots) -> Void = { _ in }) -> FindHotspots {
    var find = FindHotspots(scope: UnitScene.scope(), home: Self.home)
    change(&find)
    return find
  }

  /// 28 by 20 grids of Poisson 2, and one block of seven.
  private func planted() throws -> UnitScene {
    var scene = try UnitScene(columns: 28, rows: 20)
    let base = UnitScene.poisson(2, seed: 5)
    try scene.add("theft") { cell, day in cell.isNear(14, 10) ? 7 : base(cell, day) }
    return scene
  }

  @Test(arguments: FindHotspots.Statistic.allCases)
  func onePlantedGridIn560IsFound(statistic: FindHotspots.Statistic) throws {
    let scene = try planted()
    let run = try find { $0.statistic = statistic }.run(in: scene.store).run
    let rows = try scene.units("hotspots", run: run)
    #expect(rows.count == 560)
    let planted = try #require(rows[scene.code(14, 10)])
    #expect(planted["class"] == "hot_99" && planted["neighbours"] == "8")
    #expect(planted["statistic"] == statistic.rawValue)
    let hot = scene.cells.filter {
      rows[scene.code($0.column, $0.row)]?["class"]?.hasPrefix("hot") == true
    }
    #expect(hot.allSatisfy { $0.isNear(14, 10, by: 2) }, "\(hot)")
    #expect((planted["lisa"] == "high_high") == (statistic == .moran))
    for row in rows.values where statistic == .moran {
      // The numbers behind: I is the product of the two scores.
      let numbers = ["moran_i", "score", "lag"].map { row[$0].flatMap(Double.init) ?? .nan }
      #expect(abs(numbers[0] - numbers[1] * numbers[2]) < 1e-9)
      let quadrant = "\(numbers[1] > 0 ? "high" : "low")_\(numbers[2] > 0 ? "high" : "low")"
      #expect(row["quadrant"] == quadrant)
    }
    for row in rows.values where statistic != .moran {
      #expect(row["moran_i"] == nil && row["quadrant"] == nil && row["lisa"] == nil)
    }
  }

  /// A low grid among high ones is an outlier: it stands in `lisa`, and is neither hot nor cold.
  @Test func outliersHaveTheirOwnColumn() throws {
    var scene = try UnitScene(columns: 20, rows: 20)
    let base = UnitScene.poisson(4, seed: 6)
    try scene.add("theft") { cell, day in
      if cell.column == 10 && cell.row == 10 { return 0 }
      return cell.isNear(10, 10, by: 2) ? 12 : base(cell, day)
    }
    let outcome = try find { $0.statistic = .moran }.run(in: scene.store)
    let row = try #require(try scene.units("hotspots", run: outcome.run)[scene.code(10, 10)])
    #expect(row["lisa"] == "low_high" && row["quadrant"] == "low_high" && row["class"] == "none")
    #expect(outcome.sentence.contains("1 low among high"))
  }

  /// Lighting complaints are planted in two blocks, theft in one of them.
  @Test func aPairIsFoundWhereBothAre() throws {
    var scene = try UnitScene(columns: 24, rows: 24)
    let theft = UnitScene.poisson(3, seed: 7)
    let fire = UnitScene.poisson(3, seed: 8)
    try scene.add("theft") { $0.isNear(6, 6, by: 2) ? 10 : theft($0, $1) }
    try scene.add("fire") {
      $0.isNear(6, 6, by: 2) || $0.isNear(17, 17, by: 2) ? 11 : fire($0, $1)
    }
    let outcome = try find {
      $0.statistic = .moran
      $0.companions = ["fire"]
    }.run(in: scene.store)
    let rows = try scene.units("hotspots", run: outcome.run)
    let both = try #require(rows[scene.code(6, 6)])
    #expect(both["lisa"] == "high_high" && both["class"] == "hot_99")
    #expect(both["count"] == "10" && both["with_count"] == "11")
    #expect((both["p"].flatMap(Double.init) ?? 1) < 0.001)
    // Fire alone: theft is what it is, low or high, among much fire.
    let alone = try #require(rows[scene.code(17, 17)])
    #expect(["low_high", "high_high", "none"].contains(alone["lisa"] ?? ""))
    #expect((alone["lag"].flatMap(Double.init) ?? 0) > 2)
    let far = rows.filter { $0.value["lisa"] == "high_high" }.keys
    #expect(far.contains(scene.code(5, 6)) && !far.contains(scene.code(20, 3)))
    let whole = try scene.rows("autocorrelation", run: outcome.run)
    let pair = try #require(whole.first { $0["statistic"] == "bivariate-moran" })
    #expect(pair["class"] == "clustered_99" && pair["expected"] == nil)
    #expect(outcome.run.parameters.contains(#""with":["fire"]"#))
    // The other way around is another question.
    let other = try find {
      $0.scope = UnitScene.scope(["fire"])
      $0.statistic = .moran
      $0.companions = ["theft"]
    }.run(in: scene.store)
    #expect(other.run.id != outcome.run.id)
    #expect(
      try scene.units("hotspots", run: other.run)[scene.code(17, 17)]?["lisa"] != "high_high")
  }

  /// Two shores, one kilometre of sea between them, a hot one and a plain one.
  @Test func acrossABayIsNotNextDoor() throws {
    func isSea(_ cell: UnitScene.Cell) -> Bool { cell.column == 6 || cell.column == 7 }
    var scene = try UnitScene(
      columns: 14, rows: 12, kind: { isSea($0) ? "sea" : "village" })
    let base = UnitScene.poisson(3, seed: 9)
    try scene.add("fire") { $0.column == 5 ? 12 : isSea($0) ? 0 : base($0, $1) }
    let filter = try UnitScene.scope(["fire"]).filter(
      in: scene.store, catalogue: CategoryCatalogue(home: Self.home))
    let places = try AnalysisPlaces(
      support: .grid, filter: filter, surface: .both, cellMetres: 0, in: scene.store)
    func neighbours(_ rule: Neighbourhood, _ column: Int) throws -> [String] {
      let graph = try places.graph(rule, on: filter.lastDay, in: scene.store)
      let unit = try #require(places.units.firstIndex { $0.code == scene.code(column, 6) })
      return graph.neighbours(of: unit).map { places.units[Int($0)].code }
    }
    let shore = scene.code(8, 6)
    #expect(try neighbours(.distance(1_600), 5).contains(shore))
    for rule in [
      Neighbourhood.water(.init()), .water(.init(metres: 1_600)),
      .water(.init(metres: 5_000, nearest: 12)),
    ] {
      let near = try neighbours(rule, 5)
      #expect(!near.contains(shore) && near.contains(scene.code(4, 6)), "\(rule)")
      // Sea cells neighbour through water, and no land.
      let wet = try neighbours(rule, 6)
      #expect(wet.contains(scene.code(7, 6)) && !wet.contains(scene.code(5, 6)), "\(rule)")
    }
    // A ferry of a kilometre may be allowed.
    #expect(
      try neighbours(.water(.init(metres: 1_600, crossingMetres: 1_001)), 5).contains(shore))
    // The far shore is not warmed by the hot one.
    let find = self.find {
      $0.scope = UnitScene.scope(["fire"])
      $0.neighbourhood = .water(.init(metres: 1_600))
    }
    let run = try find.run(in: scene.store).run
    #expect(run.parameters.contains("water within 1600.0 crossing 100.0"))
    let rows = try scene.units("hotspots", run: run)
    #expect(rows[scene.code(5, 6)]?["class"]?.hasPrefix("hot") == true)
    #expect(rows[shore]?["class"]?.hasPrefix("hot") != true)
  }

  /// Without sea grids, units of administration say where land is; without both, nobody does.
  @Test func cellsOfALatticeKnowLandFromUnits() throws {
    var scene = try UnitScene(
      columns: 10, rows: 6, kind: { $0.column < 4 || $0.column > 5 ? "village" : nil })
    try scene.add("theft") { cell, _ in cell.column == 3 ? 9 : 2 }
    _ = try LayLattice(cellMetres: 500).run(in: scene.store)
    let query = find {
      $0.support = .lattice
      $0.neighbourhood = .water(.init())
    }
    let refusal = #expect(throws: WorkflowError.self) { try query.run(in: scene.store) }
    #expect(refusal?.description.contains("import units") == true)
  }

  @Test func theSameBytesWithOneThreadAndTwo() throws {
    let scene = try planted()
    for statistic in FindHotspots.Statistic.allCases {
      var query = find { $0.statistic = statistic }
      query.threads = 1
      let one = try query.run(in: scene.store)
      let layers = ["hotspots", "autocorrelation"]
      let before = try layers.map { try scene.rows($0, run: one.run) }
      try RemoveRun(id: one.run.id).run(in: scene.store)
      query.threads = 2
      let two = try query.run(in: scene.store)
      #expect(one.run == two.run && !two.wasKept)
      #expect(try layers.map { try scene.rows($0, run: two.run) } == before)
    }
    #expect(try scene.store.faults() == [])
  }
}
