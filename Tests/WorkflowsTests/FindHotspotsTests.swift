import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing
import Workflows

/// The whole road: files, store, statistics, layer.
@Suite struct FindHotspotsTests {
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
