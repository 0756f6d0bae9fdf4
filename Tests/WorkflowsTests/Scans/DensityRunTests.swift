import Analysis
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Densities through files, store and layers.
@Suite struct DensityRunTests {
  private func map(
    _ scope: AnalysisScope = AnalysisScope(), _ change: (inout MapDensity) -> Void = { _ in }
  ) -> MapDensity {
    var map = MapDensity(scope: scope, home: ImportScene.home)
    map.bandwidth = .metres(400)
    change(&map)
    return map
  }

  private static let events =
    StudyScene.background(400, days: 0..<28, seed: 21)
    + StudyScene.crowd(100, x: 2000, y: 2000, spread: 400, days: 0..<28, seed: 22)

  @Test func levelsEncloseTheirSharesAndLieInEachOther() throws {
    try StudyScene.run(Self.events) { study in
      let outcome = try study.sameWithOneThreadAndTwo(["density", "density_units"]) { threads in
        try map { $0.threads = threads }.run(in: study.store)
      }
      let rows = try study.rows("density", run: outcome.run.id)
      func sum(_ column: String, _ level: Int64) -> Double {
        rows.filter { $0["level"] == .integer(level) }
          .reduce(0) { $0 + ($1[column]?.number ?? 0) }
      }
      let shares = [0.9, 0.75, 0.5, 0.25, 0.1]
      for (level, share) in zip(Int64(1)..., shares) {
        // As the kernel spreads them; the incidents themselves are counted.
        #expect(abs(sum("n", level) / 500 - share) < 0.12, "\(level) \(sum("n", level))")
        if level > 1 { #expect(sum("area_m2", level) < sum("area_m2", level - 1)) }
      }
      let values = rows.compactMap { $0["value"]?.number }
      #expect(values == values.sorted() && (values.first ?? 0) > 0)
      // The peak is where it was planted: its grids reach the highest level.
      let units = try study.rows("density_units", run: outcome.run.id)
      #expect(units.count == 144)
      let top = units.filter { $0["band"] == .integer(5) }.compactMap { $0["unit"]?.word }
      #expect(
        Set(top).isSubset(of: [
          StudyScene.code(3, 3), StudyScene.code(4, 3), StudyScene.code(3, 4),
          StudyScene.code(4, 4),
        ]) && !top.isEmpty)
    }
  }

  /// Each kernel, corrected at the edge, gives back the incidents over the cells: with Diggle's
  /// correction all of them.
  @Test(arguments: MapDensity.Kernel.allCases)
  func theCellsOfALatticeSumToTheIncidents(kernel: MapDensity.Kernel) throws {
    try StudyScene.run(Self.events) { study in
      _ = try LayLattice(cellMetres: 100).run(in: study.store)
      for (edges, low, high) in [
        (MapDensity.EdgeCorrection.diggle, 0.99, 1.01), (.none, 0.85, 0.985),
        (.uniform, 0.97, 1.03),
      ] {
        let run = try map {
          $0.kernel = kernel
          $0.edges = edges
          $0.stepMetres = 100
        }.run(in: study.store).run
        let rows = try study.rows("density_units", run: run.id)
        #expect(rows.allSatisfy { $0["level"] == .text("lattice") })
        let sum = rows.reduce(0) { $0 + ($1["value"]?.number ?? .nan) * 0.01 }
        #expect(sum / 500 > low && sum / 500 < high, "\(kernel) \(edges): \(sum)")
      }
    }
  }

  @Test func bandwidthsByRuleAndByLikelihood() throws {
    try StudyScene.run(Self.events) { study in
      func width(_ bandwidth: MapDensity.Bandwidth) throws -> Double {
        let run = try map { $0.bandwidth = bandwidth }.run(in: study.store).run
        return CanonicalJSON.value(MapDensity.Summary.self, of: run.summary)?.bandwidthMetres ?? 0
      }
      let rule = try width(.rule)
      let likeliest = try width(.crossValidation)
      // One crowd among an even spread: the rule, made for one cloud, is too wide.
      #expect(rule > 1000 && likeliest < rule && likeliest > 70, "\(rule) \(likeliest)")
    }
  }

  @Test func aMallHasADensityAndNoRule() throws {
    let events = (0..<2280).map { StudyScene.Event(x: 2000, y: 2000, day: $0 % 60) }
    try StudyScene.run(events) { study in
      func words(_ change: (inout MapDensity) -> Void) -> String {
        do {
          return try map(AnalysisScope(), change).run(in: study.store).sentence
        } catch {
          return "\(error)"
        }
      }
      for bandwidth in [MapDensity.Bandwidth.rule, .crossValidation] {
        #expect(words { $0.bandwidth = bandwidth }.contains("all 2280 incidents lie at one place"))
      }
      let run = try map().run(in: study.store).run
      let rows = try study.rows("density", run: run.id)
      #expect(rows.count >= 4 && rows.allSatisfy { $0["n"] == .integer(2280) })
      #expect(words { $0.bandwidth = .metres(0) }.contains("--bandwidth 0: from 1 to 100,000"))
      #expect(words { $0.stepMetres = 0.5 }.contains("--step 0.5: from 1 to 100,000 metres"))
      #expect(words { $0.stepMetres = 1 }.contains("nodes, more than"))
      #expect(words { $0.shares = [1.5] }.contains("--shares: from 1 to 20 numbers"))
      #expect(words { $0.scope = StudyScene.scope(0...0) }.contains("bandwidth 400 m"))
      #expect(words { $0.scope = StudyScene.scope(80...90) }.contains("too few to say: 0 incid"))
    }
  }

  @Test func villagesHaveADensity() throws {
    try Scenario.with(incidents: 4000) { scenario in
      let run = try map(Scenario.theft) {
        $0.support = .village
        $0.bandwidth = .metres(2000)
      }.run(in: scenario.store).run
      let rows = try scenario.features(of: "density_units", run: run.id)
      #expect(rows.count > 200 && rows.allSatisfy { $0["level"] == "village" })
      #expect(rows.allSatisfy { Double($0["value"] ?? "nan").map { $0 >= 0 } ?? false })
      #expect(try scenario.store.faults() == [])
    }
  }

  @Test func withoutAnAreaTheIncidentsAreTheArea() throws {
    try StudyScene.run(Self.events, withGrids: false) { study in
      let outcome = try map().run(in: study.store)
      #expect(outcome.sentence.contains("500 incidents over an area without a known edge"))
      #expect(try study.rows("density_units", run: outcome.run.id).isEmpty)
      #expect(try !study.rows("density", run: outcome.run.id).isEmpty)
    }
  }
}
