import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

/// The whole road: files, store, statistics, layer.
@Suite struct FindHotspotsTests {
  /// Over all 20 seeds the mean recall is 0.962 and the mean false share 0.016; any four of them
  /// keep within these bounds. `ANLAN_TORTURE=1` runs the 20.
  @Test func thePlantedHotSpotsAreFoundAndLittleElse() throws {
    let isLong = ProcessInfo.processInfo.environment["ANLAN_TORTURE"] == "1"
    var recalls: [Double] = []
    var falseShares: [Double] = []
    for seed in 1...UInt64(isLong ? 20 : 4) {
      try Scenario.with(seed: seed) { scenario in
        let outcome = try FindHotspots(scope: Scenario.theft, home: Scenario.home)
          .run(in: scenario.store)
        let planted = Set(try scenario.truth.hotspots.flatMap(\.planted))
        let affected = Set(try scenario.truth.hotspots.flatMap(\.affected))
        let rows = try scenario.features(of: "hotspots", run: outcome.run.id)
        #expect(rows.count == 496, "theft is a matter of land grids")
        let quiet = ["none", "too_few", "unresolved"]
        let called = rows.filter { !quiet.contains($0["class"] ?? "") }.compactMap { $0["unit"] }
        let wrong = Set(called).subtracting(planted).subtracting(affected)
        recalls.append(Double(planted.intersection(called).count) / Double(planted.count))
        falseShares.append(Double(wrong.count) / Double(max(called.count, 1)))
      }
    }
    let count = Double(recalls.count)
    #expect(recalls.reduce(0, +) / count >= 0.9, "\(recalls)")
    #expect(falseShares.reduce(0, +) / count <= 0.05, "\(falseShares)")
  }

  @Test func theSameQuestionIsTheSameRunWithOneThreadAndTwo() throws {
    try Scenario.with(incidents: 4000) { scenario in
      var find = FindHotspots(scope: Scenario.theft, home: Scenario.home)
      find.threads = 1
      let first = try find.run(in: scenario.store)
      let rows = try scenario.features(of: "hotspots", run: first.run.id)
      _ = try scenario.store.write { try $0.run(DeleteRun(id: first.run.id)) }
      find.threads = 2
      let second = try find.run(in: scenario.store)
      #expect(first.run == second.run && !second.wasKept)
      #expect(try scenario.features(of: "hotspots", run: second.run.id) == rows)
      let third = try find.run(in: scenario.store)
      #expect(third.wasKept && third.run.id == first.run.id)
      find.seed = 2
      #expect(try find.run(in: scenario.store).run.id != first.run.id)
    }
  }

  @Test func ratesLeaveOutWhatHasNoExposure() throws {
    try Scenario.with(incidents: 4000) { scenario in
      var find = FindHotspots(scope: Scenario.theft, home: Scenario.home)
      find.exposure = .population
      let run = try find.run(in: scenario.store).run
      for row in try scenario.features(of: "hotspots", run: run.id) {
        guard let exposure = row["exposure"].flatMap(Double.init), exposure > 0 else {
          #expect(row["class"] == "too_few" && row["z"] == nil && row["rate"] == nil)
          continue
        }
        let count = try #require(row["count"].flatMap(Double.init))
        #expect(row["rate"].flatMap(Double.init) == count / exposure)
      }
    }
  }

  @Test func aLatticeIsAlignedAndCountsEveryPointOnce() throws {
    try Scenario.with(incidents: 4000) { scenario in
      let report = try LayLattice(cellMetres: 1000).run(in: scenario.store)
      let cells = try scenario.features(of: "lattice")
      #expect(cells.count == report.cells && report.cells > 1000)
      #expect(Set(cells.compactMap { $0["code"] }).count == cells.count)
      var find = FindHotspots(scope: AnalysisScope(), home: Scenario.home)
      find.support = .lattice
      let run = try find.run(in: scenario.store).run
      let counted = try scenario.features(of: "hotspots", run: run.id)
        .compactMap { $0["count"].flatMap(Int.init) }.reduce(0, +)
      struct Summary: Decodable {
        var incidents: Int
        var outsideUnits: Int
      }
      let summary = try JSONDecoder().decode(Summary.self, from: Data(run.summary.utf8))
      #expect(counted == summary.incidents - summary.outsideUnits)
      #expect(summary.incidents == 4000 && Double(counted) > 0.9 * 4000)
    }
  }

  @Test func aStoreWithoutIncidentsSaysSo() throws {
    #expect(throws: WorkflowError.self) {
      try Scenario.with(incidents: 100) { scenario in
        var scope = AnalysisScope()
        scope.from = .init("2026-07-26")
        scope.to = .init("2026-07-20")
        _ = try FindHotspots(scope: scope, home: Scenario.home).run(in: scenario.store)
      }
    }
  }
}
