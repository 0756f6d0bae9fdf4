import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// One unit's score, opened: parts that add up, on the scenario with its planted grids.
@Suite struct ExplainScoreTests {
  private static func compute(
    _ scenario: Scenario, framework: String = "xiapu", change: (String) -> String = { $0 }
  ) throws -> Run {
    let text = change(try Scenario.home.text("geodata/frameworks/\(framework).yaml"))
    let file = scenario.folder.appending(path: "\(UUID().uuidString).yaml")
    try Data(text.utf8).write(to: file)
    var compute = ComputeSafetyIndex(
      framework: try .named(
        file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home)),
      firstDay: try #require(DayNumber("2026-04-27")),
      lastDay: try #require(DayNumber("2026-07-26")))
    compute.draws = 200
    return try compute.run(in: scenario.store).run
  }

  @Test func partsAddUpInTheAnswerAndOnThePage() throws {
    try Scenario.with(incidents: 8000, registers: true) { scenario in
      let run = try Self.compute(scenario)
      let unit = try #require(try ExplainScore.lastRanked(in: scenario.store))
      for language in [DrawWeeklySheet.SheetTongue.chinese, .english] {
        var explain = ExplainScore(unit: unit, home: Scenario.home)
        explain.language = language
        let answer = try explain.answer(from: scenario.store)
        #expect(answer.run == run.id && answer.unit == unit && answer.parts.count == 11)
        let score = try #require(answer.score)
        let added = answer.parts.reduce(0) { $0 + ($1.contribution ?? 0) }
        let lost = answer.parts.reduce(0) { $0 + ($1.lost ?? 0) }
        #expect(abs(added - score) < 1e-9 && abs(100 - lost - score) < 1e-9)
        #expect(answer.parts[0].lost ?? 0 >= answer.parts[1].lost ?? 0)
        for suffix in ["png", "pdf", "svg"] {
          let file = scenario.folder.appending(path: "why.\(suffix)")
          try explain.draw(answer, to: file)
          let bytes = try Data(contentsOf: file)
          #expect(bytes.count > 5_000)
          try explain.draw(answer, to: file)
          #expect(try Data(contentsOf: file) == bytes)
        }
        #expect(throws: WorkflowError.self) {
          try explain.draw(answer, to: scenario.folder.appending(path: "why.docx"))
        }
      }
      var unknown = ExplainScore(unit: "999", home: Scenario.home)
      #expect(throws: WorkflowError.self) { try unknown.answer(from: scenario.store) }
      unknown.run = "none"
      #expect(throws: WorkflowError.self) { try unknown.answer(from: scenario.store) }
    }
  }

  /// The grids where thefts were planted are below the middle in public order, and none of them has
  /// five stars; nor has a grid of few residents where nothing happens. The calm ones are among
  /// the best.
  @Test func thePlantedGridsAreFound() throws {
    try Scenario.with(registers: true) { scenario in
      let run = try Self.compute(scenario)
      let rows = try scenario.features(of: "safety_index", run: run.id)
      let parts = try scenario.features(of: "safety_index_contributions", run: run.id)
      var lost: [String: Double] = [:]
      for part in parts where part["indicator"] == "theft" {
        lost[part["unit"] ?? ""] = part["lost"].flatMap(Double.init)
      }
      var scored: [(unit: String, score: Double, stars: String?)] = []
      for row in rows {
        guard let unit = row["unit"], let score = row["score"].flatMap(Double.init) else {
          continue
        }
        scored.append((unit, score, row["stars"]))
      }
      let losses = lost.values.sorted()
      let most = losses[losses.count * 9 / 10]
      var planted = 0
      for hotspot in try scenario.truth.hotspots where hotspot.category == "theft" {
        for unit in hotspot.planted {
          guard let own = lost[unit] else { continue }
          planted += 1
          #expect(own >= most, "\(unit) loses \(own), the worst tenth \(most)")
          for row in scored where row.unit == unit { #expect(row.stars != "5") }
        }
      }
      #expect(planted > 0)
      // Nothing happens in three of few residents: none has five stars, and one is not ranked.
      let quiet = try scenario.truth.quiet
      var tiny = 0
      for row in rows {
        guard let own = quiet.first(where: { $0.grid == row["unit"] }) else { continue }
        if own.factor == 0 {
          tiny += 1
          #expect(row["stars"] != "5", "\(own)")
          #expect((row["class"] == "too_few") == (own.population < 100), "\(own)")
          #expect(row["rank_high"] == nil || row["rank_low"] != row["rank_high"], "\(own)")
        } else {
          // Where one theft in ten happens loses little by them, whatever its hazards and visits.
          let few = losses[losses.count / 5]
          #expect(lost[own.grid] ?? 100 <= few, "\(own) loses \(lost[own.grid] ?? 100), few \(few)")
        }
      }
      #expect(tiny == 3 && quiet.count == 7)
      // Nobody has stars or a rank who is too few for them, and without an incident nobody is surely
      // the best, nor has five stars unless all of the range passes.
      var counts: [String: Double] = [:]
      for part in parts where part["exposure"] != nil && part["weight"] != "0.0" {
        counts[part["unit"] ?? "", default: 0] += part["count"].flatMap(Double.init) ?? 0
      }
      var (few, none) = (0, 0)
      for row in rows {
        if row["class"] == "too_few" {
          few += 1
          #expect(row["stars"] == nil && row["rank_low"] == nil)
        } else if counts[row["unit"] ?? ""] == 0, row["score"] != nil {
          none += 1
          #expect(row["rank_high"] != "1", "\(row["unit"] ?? "")")
          #expect(row["stars"] != "5" || row["low"].flatMap(Double.init) ?? 0 >= 90)
        }
      }
      #expect(few > 0 && none > 0)
    }
  }

  /// Another goalpost for one indicator: its points and losses change, no other's do.
  @Test func aGoalpostChangesOnlyItsOwn() throws {
    try Scenario.with(incidents: 6000, registers: true) { scenario in
      let before = try Self.compute(scenario)
      let after = try Self.compute(scenario) { text in
        text.replacing("goalposts: {worst: 6, best: 0}", with: "goalposts: {worst: 12, best: 0}")
      }
      #expect(before.id != after.id)
      func parts(_ run: Run) throws -> [String: [String: String]] {
        var found: [String: [String: String]] = [:]
        for row in try scenario.features(of: "safety_index_contributions", run: run.id) {
          found["\(row["unit"] ?? "") \(row["indicator"] ?? "")"] = row
        }
        return found
      }
      let (one, other) = (try parts(before), try parts(after))
      #expect(one.count == other.count && one.count > 1000)
      var changed = 0
      for (key, row) in one {
        let now = other[key] ?? [:]
        for column in ["count", "exposure", "raw", "value", "weight"] {
          #expect(row[column] == now[column], "\(key) \(column)")
        }
        if key.hasSuffix(" traffic") {
          changed += row["scaled"] != now["scaled"] ? 1 : 0
        } else {
          #expect(row["scaled"] == now["scaled"], "\(key)")
          // Shared out of the whole's loss, so its last digits may differ.
          let lost = [row, now].map { $0["lost"].flatMap(Double.init) ?? 0 }
          #expect(abs(lost[0] - lost[1]) < 1e-9, "\(key)")
        }
      }
      #expect(changed > 100)
    }
  }
}
