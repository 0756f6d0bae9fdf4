import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Histories of units, with their days.
@Suite struct EmergingTests {
  private static let home = ImportScene.home
  private static let bins = 12

  private func find(
    days: Int = 7 * EmergingTests.bins, _ change: (inout FindEmerging) -> Void = { _ in }
  ) -> FindEmerging {
    var find = FindEmerging(scope: UnitScene.scope(days: days), home: Self.home)
    change(&find)
    return find
  }

  /// Four blocks: hot in the last bin, in the last three, in all, and in all but the last; one
  /// incident a unit and bin elsewhere, give or take.
  private func planted() throws -> UnitScene {
    var scene = try UnitScene(columns: 24, rows: 24)
    let base = UnitScene.poisson(1, seed: 21)
    // One day of each week has its incidents.
    for bin in 0..<Self.bins {
      try scene.add("theft", days: bin * 7 + 3..<bin * 7 + 4) { cell, day in
        let isHot =
          cell.isNear(4, 4) && bin == 11 || cell.isNear(4, 19) && bin >= 9 || cell.isNear(19, 4)
          || cell.isNear(19, 19) && bin < 11
        return isHot ? 8 : base(cell, day)
      }
    }
    return scene
  }

  @Test(arguments: FindEmerging.Comparison.allCases)
  func plantedHistoriesAreNamedWithTheirDays(comparison: FindEmerging.Comparison) throws {
    let scene = try planted()
    let outcome = try find { $0.comparison = comparison }.run(in: scene.store)
    let rows = try scene.units("emerging", run: outcome.run)
    #expect(rows.count == 576)
    func day(_ bin: Int) -> String { (UnitScene.firstDay + bin * 7).description }
    let new = try #require(rows[scene.code(4, 4)])
    #expect(new["class"] == "new_hot" && new["since"] == day(11) && new["bins"] == day(11))
    #expect(new["rule"]?.contains("never before") == true)
    let consecutive = try #require(rows[scene.code(4, 19)])
    #expect(consecutive["class"] == "consecutive_hot" && consecutive["since"] == day(9))
    #expect(consecutive["bins"] == "\(day(9)) \(day(10)) \(day(11))")
    #expect(consecutive["hot_bins"] == "3" && (consecutive["tau"].flatMap(Double.init) ?? 0) > 0.3)
    let lasting = try #require(rows[scene.code(19, 4)])
    #expect(
      ["persistent_hot", "intensifying_hot"].contains(lasting["class"] ?? ""), "\(lasting)")
    #expect(lasting["since"] == day(0) && lasting["hot_bins"] == "12")
    #expect((lasting["z"].flatMap(Double.init) ?? 0) > 4)
    if comparison == .bin {
      let gone = try #require(rows[scene.code(19, 19)])
      #expect(gone["class"] == "historical_hot" && gone["since"] == nil)
      #expect(gone["hot_bins"] == "11")
    }
    let called = scene.cells.filter { rows[scene.code($0.column, $0.row)]?["class"] != "none" }
    let strays = called.filter { cell in
      ![(4, 4), (4, 19), (19, 4), (19, 19)].contains { cell.isNear($0.0, $0.1, by: 2) }
    }
    // 5 % of what is called may be wrong.
    #expect(strays.count <= max(3, called.count / 10), "\(strays.count) of \(called.count)")
    for name in ["new hot", "consecutive hot", "12 bins of 7 days"] {
      #expect(outcome.sentence.contains(name), "\(outcome.sentence)")
    }
  }

  /// The bins behind a class are kept, and say what the unit's row says.
  @Test func everyBinIsKept() throws {
    let scene = try planted()
    let run = try find().run(in: scene.store).run
    let bins = try scene.rows("emerging_bins", run: run)
    #expect(bins.count == 576 * Self.bins)
    let units = try scene.units("emerging", run: run)
    for (unit, own) in Dictionary(grouping: bins, by: { $0["unit"] ?? "" }) {
      let row = try #require(units[unit])
      let total = own.compactMap { $0["count"].flatMap(Int.init) }.reduce(0, +)
      #expect(row["count"] == String(total))
      #expect(row["hot_bins"] == String(own.count { $0["class"]?.hasPrefix("hot") == true }))
      #expect(row["z"] == own.last?["z"] && row["q"] == own.last?["q"])
      for (bin, row) in own.enumerated() {
        #expect(row["valid_from"] == (UnitScene.firstDay + bin * 7).description)
        #expect(row["valid_to"] == (UnitScene.firstDay + bin * 7 + 6).description)
      }
    }
    #expect(try scene.store.faults() == [])
  }

  @Test func theSameBytesWithOneThreadAndTwo() throws {
    let scene = try planted()
    var query = find()
    query.threads = 1
    let one = try query.run(in: scene.store)
    let layers = ["emerging", "emerging_bins"]
    let before = try layers.map { try scene.rows($0, run: one.run) }
    try RemoveRun(id: one.run.id).run(in: scene.store)
    #expect(try scene.store.answer(LayerCounts())["emerging_bins"] == 0)
    query.threads = 2
    let two = try query.run(in: scene.store)
    #expect(one.run == two.run && !two.wasKept)
    #expect(try layers.map { try scene.rows($0, run: two.run) } == before)
    #expect(try query.run(in: scene.store).wasKept)
  }

  /// Days that fill no bin are left out at the beginning, and said.
  @Test func theLastBinEndsWithTheLastDay() throws {
    let scene = try planted()
    let outcome = try find(days: 75).run(in: scene.store)
    #expect(outcome.run.validFrom == UnitScene.firstDay + 5)
    #expect(outcome.run.validTo == UnitScene.firstDay + 74)
    #expect(outcome.sentence.contains("5 days before \(UnitScene.firstDay + 5) left out"))
  }

  @Test func whatSaysNothingIsRefused() throws {
    var scene = try UnitScene(columns: 5, rows: 5)
    try scene.add("theft", days: 0..<1) { cell, _ in cell.column == 2 && cell.row == 2 ? 2 : 0 }
    func refusal(_ query: FindEmerging) -> WorkflowError? {
      #expect(throws: WorkflowError.self) { try query.run(in: scene.store) }
    }
    let few = refusal(find(days: 60))
    #expect(few?.description.contains("too few to say: 8 time bins, at least 10") == true)
    #expect(few?.kind == .failed)
    let step = refusal(find { $0.stepDays = 0 })
    #expect(step?.description == "--step 0: from 1 to 3660 days" && step?.kind == .usage)
    #expect(refusal(find { $0.permutations = -1 })?.description.contains("from 0 to") == true)
    let outcome = try find().run(in: scene.store)
    #expect(outcome.sentence.hasSuffix("too few to say: 2 incidents, at least 10"))
    let rows = try scene.rows("emerging", run: outcome.run)
    #expect(rows.count == 25 && rows.allSatisfy { $0["class"] == "too_few" && $0["z"] == nil })
    #expect(rows.allSatisfy { $0["rule"] == "too few to say: 2 incidents, at least 10" })
    #expect(try scene.store.faults() == [])
  }
}
