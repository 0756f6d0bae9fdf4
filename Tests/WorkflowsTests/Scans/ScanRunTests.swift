import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// Scans through files, store and layer: what was planted comes out with its place and its dates.
@Suite struct ScanRunTests {
  private static let outbreak = 20
  /// Four grids around the corner at 2,000 m, 2,000 m.
  private static let planted: Set<String> = [
    StudyScene.code(3, 3), StudyScene.code(4, 3), StudyScene.code(3, 4), StudyScene.code(4, 4),
  ]

  private func scan(
    _ scope: AnalysisScope = AnalysisScope(), _ change: (inout ScanForClusters) -> Void = { _ in }
  ) -> ScanForClusters {
    var scan = ScanForClusters(scope: scope, home: ImportScene.home)
    scan.maximumRadiusMetres = 1500
    change(&scan)
    return scan
  }

  private func members(_ row: [String: AttributeValue]) -> Set<String> {
    Set((row["members"]?.word ?? "").split(separator: " ").map(String.init))
  }

  @Test func anOutbreakThatIsAliveIsFoundWithItsDates() throws {
    let events =
      StudyScene.background(1500, days: 0..<60, seed: 3)
      + StudyScene.crowd(40, x: 2000, y: 2000, spread: 490, days: 52..<60, seed: 4)
    try StudyScene.run(events) { study in
      let outcome = try study.sameWithOneThreadAndTwo(["scan_clusters"]) { threads in
        try scan {
          $0.isProspective = true
          $0.maximumDays = 21
          $0.threads = threads
        }.run(in: study.store)
      }
      let rows = try study.rows("scan_clusters", run: outcome.run.id)
      let first = try #require(rows.first)
      #expect(first["rank"] == .integer(1) && first["rate"] == .text("high"))
      #expect(first["p"] == .real(0.001) && first["recurrence_days"] == .real(1000))
      #expect(members(first).intersection(Self.planted).count >= 3, "\(members(first))")
      #expect(members(first).count <= 9)
      let from = try #require(first["window_from"]?.dayNumber)
      #expect(abs(from.number - StudyScene.day(52).number) <= 2, "\(from)")
      #expect(first["window_to"]?.dayNumber == StudyScene.day(59))
      #expect((first["observed"]?.number ?? 0) > 2 * (first["expected"]?.number ?? 99))
      #expect(members(first).contains(first["centre"]?.word ?? ""))
      // Nothing else is there, and nothing else is claimed.
      #expect(rows.dropFirst().allSatisfy { ($0["p"]?.number ?? 0) > 0.05 })
      // A circle that ends early is told: ten of the replicates reach what is nothing.
      let quiet = try scan(StudyScene.scope(0...50)) {
        $0.isProspective = true
        $0.maximumDays = 14
        $0.stopsAfter = 10
      }.run(in: study.store)
      #expect(quiet.sentence.contains("stopped after"), "\(quiet.sentence)")
      #expect(quiet.sentence.contains("of 999 replicates, 10 of which reached it"))
    }
  }

  @Test func anOutbreakThatIsOverIsFoundInRetrospect() throws {
    let events =
      StudyScene.background(1500, days: 0..<60, seed: 5)
      + StudyScene.crowd(45, x: 2000, y: 2000, spread: 490, days: 20..<30, seed: 6)
    try StudyScene.run(events) { study in
      let run = try scan { $0.maximumDays = 21 }.run(in: study.store).run
      let first = try #require(try study.rows("scan_clusters", run: run.id).first)
      #expect(first["p"] == .real(0.001) && first["recurrence_days"] == .unknown)
      #expect(members(first).intersection(Self.planted).count >= 3)
      let from = try #require(first["window_from"]?.dayNumber).number
      let to = try #require(first["window_to"]?.dayNumber).number
      #expect(abs(from - StudyScene.day(20).number) <= 2)
      #expect(abs(to - StudyScene.day(29).number) <= 2)
    }
  }

  /// Enterprises have a rate of their own; that is no cluster once it is adjusted for.
  @Test func populationsAndCovariatesExplainWhatTheyCan() throws {
    let metres = Double(StudyScene.side) * StudyScene.gridMetres
    let busy = StudyScene.background(300, days: 0..<28, seed: 8).map { event in
      var event = event
      event.x = metres - event.x / metres * StudyScene.gridMetres
      return event
    }
    let events =
      StudyScene.background(700, days: 0..<28, seed: 7) + busy
      + StudyScene.crowd(60, x: 2000, y: 2000, spread: 490, days: 0..<28, seed: 9)
    try StudyScene.run(events) { study in
      func first(_ change: (inout ScanForClusters) -> Void) throws -> [String: AttributeValue] {
        let run = try scan {
          $0.model = .poisson
          $0.exposure = .population
          $0.isPurelySpatial = true
          change(&$0)
        }.run(in: study.store).run
        return try #require(try study.rows("scan_clusters", run: run.id).first)
      }
      let plain = try first { _ in }
      #expect(
        members(plain).contains { $0.hasSuffix("011") || Int($0.suffix(3)).map { $0 % 12 } == 11 })
      let adjusted = try first { $0.covariates = [.kind] }
      #expect(members(adjusted).intersection(Self.planted).count >= 3, "\(adjusted)")
      #expect((adjusted["relative_risk"]?.number ?? 0) > 2)
      // Fewer than expected can be asked for as well.
      let low = try first {
        $0.rates = .low
        $0.maximumRadiusMetres = nil
      }
      #expect(low["rate"] == .text("low"))
      #expect((low["observed"]?.number ?? 99) < (low["expected"]?.number ?? 0))
    }
  }

  @Test func aShareIsComparedWithOthersOrAllOthers() throws {
    let events =
      StudyScene.background(400, days: 0..<28, seed: 10)
      + StudyScene.background(800, days: 0..<28, seed: 11, category: "fire")
      + StudyScene.background(200, days: 0..<28, seed: 12, category: "dispute")
      + StudyScene.crowd(40, x: 2000, y: 2000, spread: 490, days: 0..<28, seed: 13)
    try StudyScene.run(events) { study in
      for (controls, count) in [(["fire"], 800), ([], 1000)] {
        let outcome = try scan(StudyScene.scope(nil, ["theft"])) {
          $0.model = .bernoulli
          $0.isPurelySpatial = true
          $0.controls = controls
        }.run(in: study.store)
        let summary = CanonicalJSON.value(ScanForClusters.Summary.self, of: outcome.run.summary)
        // Theft is a matter of land; all of these grids are.
        #expect(summary?.controls == count && summary?.incidents == 440)
        let first = try #require(try study.rows("scan_clusters", run: outcome.run.id).first)
        #expect(members(first).intersection(Self.planted).count >= 3)
        #expect((first["p"]?.number ?? 1) <= 0.01)
      }
    }
  }

  /// The planted outbreak of the sample, by grids and by villages: in its town, since its first day.
  @Test(arguments: [Support.grid, .village])
  func theOutbreakOfTheScenarioIsFoundWithItsDates(support: Support) throws {
    struct Truth: Decodable {
      struct Outbreak: Decodable {
        var grids: [String]
        var from: String
        var to: String
      }
      var outbreaks: [Outbreak]
    }
    try Scenario.with { scenario in
      let truth = try JSONDecoder().decode(
        Truth.self, from: Data(contentsOf: scenario.folder.appending(path: "truth.json")))
      let outbreak = try #require(truth.outbreaks.first)
      var scope = AnalysisScope()
      scope.categories = ["fraud"]
      scope.from = DayNumber("2025-07-28")
      scope.to = DayNumber("2026-07-26")
      let run = try scan(scope) {
        $0.support = support
        $0.isProspective = true
        $0.maximumDays = 42
        $0.maximumRadiusMetres = 15_000
      }.run(in: scenario.store).run
      var query = LayerQuery(layer: try #require(Layer(named: "scan_clusters")))
      query.run = run.id
      var rows: [[String: AttributeValue]] = []
      try scenario.store.forEachFeature(of: query) { feature in
        rows.append(
          Dictionary(
            uniqueKeysWithValues: zip(
              query.definition?.schema.fields.map(\.name) ?? [], feature.values)))
      }
      let first = try #require(rows.first)
      #expect((first["p"]?.number ?? 1) <= 0.01)
      let from = try #require(first["window_from"]?.dayNumber)
      let planted = try #require(DayNumber(outbreak.from))
      #expect(abs(from.number - planted.number) <= 3, "\(from)")
      #expect(first["window_to"]?.dayNumber == DayNumber(outbreak.to))
      let town = Set(outbreak.grids.map { $0.prefix(9) })
      let found = members(first)
      let inside = found.count { town.contains($0.prefix(9)) }
      #expect(Double(inside) >= 0.6 * Double(found.count), "\(inside) of \(found.count)")
      if support == .village { #expect(found.allSatisfy { $0.count == 12 }) }
    }
  }

  @Test func whatCannotBeScannedIsRefusedInWords() throws {
    let mall = (0..<40).map { StudyScene.Event(x: 2100, y: 2100, day: $0) }
    let fires = (0..<20).map {
      StudyScene.Event(category: "fire", x: 4100, y: 4100, day: 20 + $0)
    }
    try StudyScene.run(mall + fires) { study in
      func words(_ scope: AnalysisScope, _ change: (inout ScanForClusters) -> Void) -> String {
        do {
          return try scan(scope, change).run(in: study.store).sentence
        } catch {
          return "\(error)"
        }
      }
      let all = AnalysisScope()
      #expect(
        words(StudyScene.scope(nil, ["theft"])) { _ in }
          .contains("too few to say: 1 place, at least 2: all 40 incidents"))
      #expect(
        words(StudyScene.scope(0...1)) { _ in } == "too few to say: 2 incidents, at least 10")
      #expect(words(StudyScene.scope(3...3)) { _ in }.contains("1 days make 1 interval"))
      #expect(words(all) { $0.maximumDays = 41 }.contains("--max-days 41: from 1 to the 40 days"))
      #expect(words(all) { $0.maximumRadiusMetres = -1 }.contains("--max-radius -1: from 0 to"))
      #expect(words(all) { $0.model = .poisson }.contains("--per population, households or"))
      #expect(words(all) { $0.model = .bernoulli }.contains("needs --category"))
      #expect(words(all) { $0.isPurelySpatial = true }.contains("leave --spatial out"))
      #expect(words(all) { $0.exposure = .population }.contains("which the model poisson alone"))
      #expect(words(all) { $0.intervalDays = 0 }.contains("--interval 0: from 1 to 366 days"))
      #expect(
        words(StudyScene.scope(nil, ["theft"])) {
          $0.model = .bernoulli
          $0.controls = ["frie"]
        }.contains("no incident is of that category"))
      #expect(
        words(all) {
          $0.model = .poisson
          $0.exposure = .households
        }.contains("too few to say: 0 incidents"))
    }
  }
}
