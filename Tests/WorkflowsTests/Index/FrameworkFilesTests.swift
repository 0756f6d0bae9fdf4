import Analysis
import Foundation
import SimpleFeatures
import Storage
import Testing

@testable import Workflows

/// The frameworks that come with the program, and what they can ask of a store.
@Suite struct FrameworkFilesTests {
  private static let first = DayNumber("2026-01-01") ?? DayNumber(0)
  private static let last = DayNumber("2026-06-30") ?? DayNumber(0)

  private static func shipped(_ name: String) throws -> IndexFramework {
    try .named(name, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
  }

  private static func framework(_ part: String) throws -> IndexFramework {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "anlan-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = """
      version: 1
      framework: t
      name_zh: 试
      name_en: Trial
      index:
        parts:
          - {key: a, name_zh: 甲, name_en: A, weight: 1, \(part)}
      """
    try Data(text.utf8).write(to: file)
    return try .named(
      file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
  }

  private struct Answer {
    var summary: ComputeSafetyIndex.Summary
    var rows: [[String: String]]
    var parts: [[String: String]]
  }

  private func answer(
    _ framework: IndexFramework, _ level: IndexLevel, in scenario: Scenario
  ) throws -> Answer {
    var compute = ComputeSafetyIndex(
      framework: framework, firstDay: Self.first, lastDay: Self.last)
    compute.level = level
    compute.draws = 60
    let run = try compute.run(in: scenario.store).run
    return Answer(
      summary: try #require(
        CanonicalJSON.value(ComputeSafetyIndex.Summary.self, of: run.summary)),
      rows: try scenario.features(of: "safety_index", run: run.id),
      parts: try scenario.features(of: "safety_index_contributions", run: run.id))
  }

  /// Three levels under the whole, as the provincial practice has them.
  @Test func theCountysFrameworkHasThreeLevels() throws {
    let county = try Self.shipped("county")
    #expect(county.indicators.count > 100)
    #expect(abs(county.tree.indicatorWeights.reduce(0, +) - 1) < 1e-9)
    let root = try #require(county.tree.nodes.last)
    #expect(root.parts.count == 8)
    var second = 0
    for part in root.parts {
      guard case .node(let first) = part.content else {
        Issue.record("an indicator on the first level")
        continue
      }
      for part in county.tree.nodes[first].parts {
        guard case .node(let node) = part.content else {
          Issue.record("an indicator on the second level")
          continue
        }
        second += 1
        for leaf in county.tree.nodes[node].parts {
          guard case .indicator = leaf.content else {
            Issue.record("a fourth level")
            continue
          }
        }
      }
    }
    #expect(second == 23)
    #expect(try Self.shipped("estate").indicators.count == 11)
  }

  /// Whatever it names comes from the store or is said to be missing; the parts add up.
  @Test(arguments: [("county", IndexLevel.town), ("county", .county), ("estate", .village)])
  func shippedFrameworksScoreTheScenario(name: String, level: IndexLevel) throws {
    let framework = try Self.shipped(name)
    let told = try Scenario.with(incidents: 6000, registers: true) {
      try answer(framework, level, in: $0)
    }
    #expect(told.parts.count == told.rows.count * framework.indicators.count)
    for (key, why) in told.summary.missing {
      let counted = told.parts.filter { $0["indicator"] == key && $0["value"] != nil }
      #expect(counted.isEmpty, "\(key): \(why)")
    }
    var absent = 0
    for indicator in framework.indicators {
      guard case .absent = indicator.source else { continue }
      absent += 1
      #expect(told.summary.missing[indicator.key] != nil)
    }
    #expect(absent > 0)
    #expect(told.summary.missing.count < framework.indicators.count / 2)
    for row in told.rows {
      guard let score = row["score"].flatMap(Double.init) else { continue }
      var sum = 0.0
      for part in told.parts where part["unit"] == row["unit"] {
        sum += part["contribution"].flatMap(Double.init) ?? 0
      }
      #expect(abs(sum - score) < 1e-9)
    }
  }

  // MARK: Sources

  /// Three points an incident, against goalposts three times as far, is the same score with the same
  /// range: a weight is no more evidence.
  @Test func aWeightIsNoEvidence() throws {
    try Scenario.with(incidents: 4000) { scenario in
      let once = try answer(
        Self.framework(
          "incidents: [theft], per: population, unit: 1000, goalposts: {worst: 20, best: 0}"),
        .town, in: scenario)
      let thrice = try answer(
        Self.framework(
          "incidents: {theft: 3}, per: population, unit: 1000, goalposts: {worst: 60, best: 0}"),
        .town, in: scenario)
      #expect(once.rows.count > 5)
      for (one, other) in zip(once.rows, thrice.rows) {
        for column in ["score", "low", "high"] {
          let pair = [one, other].compactMap { $0[column].flatMap(Double.init) }
          #expect(pair.count == 2 && abs(pair[0] - pair[1]) < 0.051, "\(column) \(pair)")
        }
      }
      let counts = zip(once.parts, thrice.parts).map { one, other in
        (Double(one["count"] ?? "") ?? -1, Double(other["count"] ?? "") ?? -1)
      }
      #expect(counts.allSatisfy { abs($0.0 * 3 - $0.1) < 1e-9 })
    }
  }

  /// The parts of a kind make no more than the whole, and a kind's parts are read by name.
  @Test func partsOfAKindAreCounted() throws {
    try Scenario.with(incidents: 4000) { scenario in
      func total(_ kinds: String) throws -> Double {
        try answer(
          Self.framework(
            "incidents: [\(kinds)], per: population, unit: 1000, goalposts: {worst: 20, best: 0}"),
          .county, in: scenario
        ).parts.compactMap { $0["count"].flatMap(Double.init) }.reduce(0, +)
      }
      let all = try total("theft")
      let parts = try total("theft.ebike") + total("theft.livestock")
      #expect(parts > 0 && parts < all)
    }
    #expect(throws: WorkflowError.self) {
      try Self.framework(
        "incidents: [theft.ebikes], per: population, goalposts: {worst: 20, best: 0}")
    }
  }

  /// By the year, half a year's thefts count twice, and what stands counts as it stands.
  @Test func ratesByTheYearFitAnyPeriod() throws {
    try Scenario.with(incidents: 3000, registers: true) { scenario in
      func first(_ period: Double) throws -> [Double] {
        let units = try IndexUnits(
          level: .county, area: "", firstDay: Self.first,
          lastDay: DayNumber(Self.first.number + Int32(period * 365.2425) - 1), in: scenario.store)
        return try [
          "incidents: [theft], per: population, unit: 1000, goalposts: {worst: 20, best: 0}",
          "register: dossier_members, per: population, goalposts: {worst: 0, best: 20}",
        ].map { part in
          let indicator = try #require(Self.framework(part).indicators.first)
          guard case .counts(_, let exposures) = units.data(indicator, perYear: true).data else {
            return .nan
          }
          return exposures[0]
        }
      }
      let (year, half) = (try first(1), try first(0.5))
      #expect(abs(year[0] / half[0] - 2) < 0.01 && year[1] == half[1])
    }
  }

  /// An indicator with months of its own is counted over them, whatever the index's period is.
  @Test func anIndicatorMayHaveAPeriodOfItsOwn() throws {
    try Scenario.with(incidents: 3000) { scenario in
      let theft = "incidents: [theft], per: population, unit: 1000, goalposts: {worst: 40, best: 0}"
      func counts(_ more: String, from: String) throws -> (counts: [String], note: String?) {
        var compute = ComputeSafetyIndex(
          framework: try Self.framework(theft + more), firstDay: try #require(DayNumber(from)),
          lastDay: Self.last)
        compute.level = .town
        compute.draws = 20
        let run = try compute.run(in: scenario.store).run
        let summary = CanonicalJSON.value(ComputeSafetyIndex.Summary.self, of: run.summary)
        return (
          try scenario.features(of: "safety_index_contributions", run: run.id)
            .map { $0["count"] ?? "" }, summary?.notes?["a"] ?? summary?.missing["a"]
        )
      }
      let june = try counts("", from: "2026-06-01")
      let year = try counts("", from: "2025-07-01")
      let own = try counts(", months: 12", from: "2026-06-01")
      #expect(own.counts == year.counts && own.counts != june.counts && june.note == nil)
      #expect(own.note == "counted from 2025-07-01 to 2026-06-30")
      // Before the store's first incident nobody knows: that is missing, not none.
      let early = try counts(", months: 60", from: "2026-06-01")
      #expect(early.note?.contains("the incidents of the store begin on") == true)
      #expect(early.counts.allSatisfy { $0.isEmpty })
    }
    #expect(
      CalendarMonth.days(1, upTo: Self.last) == (DayNumber("2026-06-01") ?? Self.last)...Self.last)
    for (last, first) in [("2026-06-14", "2026-05-15"), ("2026-03-30", "2026-03-01")] {
      let day = try #require(DayNumber(last))
      #expect(CalendarMonth.days(1, upTo: day).lowerBound == DayNumber(first))
    }
  }

  /// Accidents by the kilometre of coast, of towns; below them, and by what no layer has, missing.
  @Test func coastsAndVehiclesAreWhatTheStoreHasOfThem() throws {
    try Scenario.with(incidents: 3000) { scenario in
      func rate(_ per: String) throws -> IndexFramework {
        try Self.framework("incidents: [sea_accident], per: \(per), goalposts: {worst: 5, best: 0}")
      }
      let towns = try answer(rate("coast_km"), .town, in: scenario)
      var lengths: [String: Double] = [:]
      for stretch in try scenario.features(of: "coastline") {
        lengths[stretch["town"] ?? "", default: 0] += Double(stretch["length_m"] ?? "") ?? 0
      }
      #expect(towns.summary.missing.isEmpty && lengths.count > 5)
      for part in towns.parts {
        let own = (lengths[part["unit"] ?? ""] ?? 0) / 1000
        #expect(abs((part["exposure"].flatMap(Double.init) ?? 0) - own) < 1e-6)
        // Without a coast there is no rate by its length, and no score.
        #expect((part["scaled"] == nil) == (own == 0))
      }
      let grids = try answer(rate("coast_km"), .grid, in: scenario)
      #expect(grids.summary.missing["a"]?.contains("larger than a grid") == true)
      let vehicles = try answer(rate("vehicles"), .town, in: scenario)
      #expect(vehicles.summary.missing["a"] == "no unit says its vehicles")
    }
  }

  /// A register that is kept by villages says nothing of grids, and is not taken for none.
  @Test func aCoarseRegisterIsMissingBelow() throws {
    try Scenario.with(incidents: 2000, registers: true) { scenario in
      let members = try Self.framework(
        "register: dossier_members, per: population, unit: 1000, goalposts: {worst: 0, best: 20}")
      let villages = try answer(members, .village, in: scenario)
      #expect(villages.summary.missing.isEmpty)
      #expect(villages.rows.contains { $0["score"] != nil })
      let grids = try answer(members, .grid, in: scenario)
      #expect(grids.summary.missing["a"]?.contains("larger than a grid") == true)
      #expect(grids.rows.allSatisfy { $0["score"] == nil && $0["class"] == "unknown" })
    }
  }

  @Test(arguments: [
    ("register: hazard_open, per: area_km2, goalposts: {worst: 1, best: 0}", "hazards_open"),
    (
      "register: hazards_open, kinds: [fires], per: area_km2, goalposts: {worst: 1, best: 0}",
      "one of fire"
    ),
    (
      "register: dossier_members, kinds: [x], per: population, goalposts: {worst: 0, best: 1}",
      "has none"
    ),
    ("part: {are: tasks_done, off: tasks_due}, goalposts: {worst: 0, best: 1}", "of"),
    (
      "part: {are: tasks_done, of: tasks_due}, per: population, goalposts: {worst: 0, best: 1}",
      "a share is of its own whole"
    ),
    (
      "harm: {sum: death, of: [fire]}, per: population, goalposts: {worst: 1, best: 0}", "deaths"
    ),
    (
      "incidents: [theft], per: population, months: 0, goalposts: {worst: 1, best: 0}",
      "from 1 to 120 months"
    ),
    (
      "register: dossier_members, per: population, months: 3, goalposts: {worst: 0, best: 1}",
      "of no months"
    ),
    (
      "incidents: {theft: -1}, per: population, goalposts: {worst: 1, best: 0}", "above 0"
    ),
  ])
  func wrongSourcesAreNamed(part: String, words: String) throws {
    do {
      _ = try Self.framework(part)
      Issue.record("nothing was refused")
    } catch let error as WorkflowError {
      #expect(error.kind == .usage && error.description.contains(words), "\(error)")
      #expect(error.description.contains("line 7"), "\(error)")
    }
  }
}
