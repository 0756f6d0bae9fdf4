import Analysis
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

@Suite struct SafetyIndexTests {
  private static let first = DayNumber("2026-01-01") ?? DayNumber(0)
  private static let last = DayNumber("2026-06-30") ?? DayNumber(0)

  private static func framework(_ text: String) throws -> IndexFramework {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "anlan-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    return try .named(
      file.path, home: ImportScene.home, catalogue: CategoryCatalogue(home: ImportScene.home))
  }

  private static func text(_ parts: String, head: String = "") -> String {
    """
    version: 1
    framework: t
    name_zh: 试
    name_en: Trial
    least_population: 100
    \(head)
    index:
      parts:
    \(parts)
    """
  }

  private static let theft = """
      - {key: theft, name_zh: 盗窃, name_en: Theft, weight: 1, incidents: [theft], per: population, unit: 1000, goalposts: {worst: 20, best: 0}}
    """

  // MARK: Files

  @Test func theShippedFrameworkIsRead() throws {
    let home = ImportScene.home
    let framework = try IndexFramework.named(
      "xiapu", home: home, catalogue: CategoryCatalogue(home: home))
    #expect(framework.indicators.count == 11 && framework.groups.count == 5)
    #expect(abs(framework.tree.indicatorWeights.reduce(0, +) - 1) < 1e-12)
    // Of the three by comparison, one counts half.
    let weights = framework.tree.indicatorWeights
    #expect(abs(weights[3] - 0.3 * 0.4) < 1e-9 && abs(weights[5] - 0.3 * 0.2) < 1e-9)
  }

  @Test(arguments: [
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 0.5, incidents: [theft], per: population, goalposts: {worst: 1, best: 0}}",
      ["line 9", "parts", "add up to 1", "0.5"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 1, incidents: [thefd], per: population, goalposts: {worst: 1, best: 0}}",
      ["line 9", "incidents", "thefd", "theft"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 1, incidents: [theft], goalposts: {worst: 1, best: 0}}",
      ["line 9", "per"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 1, incidents: [theft], per: popullation, goalposts: {worst: 1, best: 0}}",
      ["per", "popullation", "population"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 1, register: hazards_open, per: area_km2, goalposts: {worst: 1, best: 0}, source_kind: active}",
      ["source_kind", "diligent"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 1, incidents: [theft], per: population, goalpost: {worst: 1, best: 0}}",
      ["goalpost", "goalposts"]
    ),
    (
      "    - {key: a, name_zh: a, name_en: a, weight: 0.5, absent: x, goalposts: {worst: 1, best: 0}}\n    - {key: a, name_zh: a, name_en: a, weight: 0.5, absent: x, goalposts: {worst: 1, best: 0}}",
      ["key", "once"]
    ),
  ])
  func whatIsWrongInAFileIsNamed(parts: String, words: [String]) throws {
    do {
      _ = try Self.framework(Self.text(parts))
      Issue.record("nothing was refused")
    } catch let error as WorkflowError {
      #expect(error.kind == .usage)
      for word in words { #expect(error.description.contains(word), "\(error.description)") }
    }
  }

  @Test func judgementsThatContradictEachOtherAreRefused() throws {
    let parts = """
          - {key: a, name_zh: a, name_en: a, absent: x, goalposts: {worst: 1, best: 0}}
          - {key: b, name_zh: b, name_en: b, absent: x, goalposts: {worst: 1, best: 0}}
          - {key: c, name_zh: c, name_en: c, absent: x, goalposts: {worst: 1, best: 0}}
      """
    func text(_ comparisons: String) -> String {
      """
      version: 1
      framework: t
      name_zh: 试
      name_en: Trial
      index:
        comparisons: \(comparisons)
        parts:
      \(parts)
      """
    }
    _ = try Self.framework(text("[[1, 3, 5], [1/3, 1, 2], [1/5, 1/2, 1]]"))
    #expect(throws: WorkflowError.self) {
      try Self.framework(text("[[1, 9, 1/9], [1/9, 1, 9], [9, 1/9, 1]]"))
    }
  }

  // MARK: Scores

  /// A row of grids, 0.01° wide, with residents and thefts.
  private func scene(
    _ units: [(population: Int?, thefts: Int)], _ body: (ImportScene) throws -> Void
  ) throws {
    try ImportScene.run { scene in
      let grids = units.enumerated().map { index, unit in
        let (west, east) = (120 + Double(index) * 0.01, 120 + Double(index + 1) * 0.01)
        let code = "350921104201\(String(1000 + index).dropFirst())"
        let population = unit.population.map { #","population":\#($0)"# } ?? ""
        return
          #"{"type":"Feature","properties":{"code":"\#(code)","name":"网格\#(index)"\#(population)},"#
          + #""geometry":{"type":"Polygon","coordinates":[[[\#(west),26.8],[\#(east),26.8],"#
          + #"[\#(east),26.9],[\#(west),26.9],[\#(west),26.8]]]}}"#
      }
      try scene.load(
        (grids.joined(separator: "\n") + "\n").utf8, as: "g.geojsonl", into: .grids)
      var rows: [String] = []
      for (index, unit) in units.enumerated() {
        for number in 0..<unit.thefts {
          rows.append("\(index)-\(number),theft,2026-03-01,\(120.005 + Double(index) * 0.01),26.85")
        }
      }
      try scene.load(rows: rows)
      try body(scene)
    }
  }

  private func compute(
    _ text: String = SafetyIndexTests.text(SafetyIndexTests.theft), in scene: ImportScene,
    change: (inout ComputeSafetyIndex) -> Void = { _ in }
  ) throws -> (run: Run, rows: [[String: AttributeValue]], parts: [[String: AttributeValue]]) {
    var compute = ComputeSafetyIndex(
      framework: try Self.framework(text), firstDay: Self.first, lastDay: Self.last)
    change(&compute)
    let run = try compute.run(in: scene.store).run
    func rows(_ name: String) throws -> [[String: AttributeValue]] {
      let layer = try #require(Layer(named: name))
      var query = LayerQuery(layer: layer)
      query.run = run.id
      var rows: [[String: AttributeValue]] = []
      try scene.store.forEachFeature(of: query) { feature in
        rows.append(
          Dictionary(
            uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
      }
      return rows
    }
    return (run, try rows("safety_index"), try rows("safety_index_contributions"))
  }

  private func real(_ value: AttributeValue?) throws -> Double {
    guard case .real(let number)? = value else {
      Issue.record("\(String(describing: value)) is no number")
      return .nan
    }
    return number
  }

  private static let units: [(population: Int?, thefts: Int)] = {
    var units: [(population: Int?, thefts: Int)] = [
      (5_000, 80), (5_000, 5), (60, 0), (nil, 3), (40_000, 0), (5_000, 30),
    ]
    for number in 0..<20 { units.append((4_000 + 100 * number, 8 + number % 7)) }
    return units
  }()

  /// The worst is the one with most, the tiny one without a theft is no five-star unit, and one
  /// whose residents nobody knows is unknown.
  @Test func starsAreEarnedByTheLowerBound() throws {
    try scene(Self.units) { scene in
      let (run, rows, parts) = try compute(in: scene)
      #expect(rows.count == Self.units.count && parts.count == Self.units.count)
      #expect(rows[2]["class"] == .text("too_few") && rows[2]["stars"] == .unknown)
      #expect(rows[3]["class"] == .text("unknown") && rows[3]["score"] == .unknown)
      #expect(rows[4]["stars"] == .integer(5))
      #expect(rows[0]["stars"] == .integer(1) && rows[0]["rank_high"] == .integer(25))
      let scores = try rows.filter { $0["score"] != .unknown }.map { try real($0["score"]) }
      #expect(try scores.min() == real(rows[0]["score"]))
      for row in rows where row["score"] != .unknown {
        #expect(try real(row["low"]) <= real(row["high"]))
      }
      // A part of one is the whole.
      for (row, part) in zip(rows, parts) where row["score"] != .unknown {
        #expect(try abs(real(part["contribution"]) - real(row["score"])) < 1e-9)
        #expect(try abs(real(part["lost"]) + real(row["score"]) - 100) < 1e-9)
      }
      #expect(parts[0]["count"] == .real(80) && parts[0]["exposure"] == .real(5_000))
      guard case .text(let why)? = rows[0]["why_zh"], case .text(let english)? = rows[0]["why_en"]
      else {
        Issue.record("no words")
        return
      }
      #expect(why.contains("网格0") && why.contains("主要失分：盗窃"), "\(why)")
      #expect(english.contains("lost most by Theft"), "\(english)")
      #expect(try scene.store.faults() == [])
      // The same question of the same data is the same run, whatever the threads.
      #expect(try compute(in: scene, change: { $0.threads = 1 }).run.id == run.id)
      #expect(try compute(in: scene, change: { $0.seed = 2 }).run.id != run.id)
    }
  }

  /// What the store does not hold is said, and its weight goes to the rest.
  @Test func whatIsNotHeldIsMissingAndNotZero() throws {
    let parts = """
          - {key: theft, name_zh: 盗窃, name_en: Theft, weight: 0.6, incidents: [theft], per: population, unit: 1000, goalposts: {worst: 20, best: 0}}
          - {key: fire, name_zh: 火灾, name_en: Fire, weight: 0.2, incidents: [fire], per: population, goalposts: {worst: 1, best: 0}}
          - {key: trust, name_zh: 安全感, name_en: Trust, weight: 0.2, absent: a survey, goalposts: {worst: 0, best: 1}}
      """
    try scene(Self.units) { scene in
      let alone = try compute(in: scene)
      let (run, rows, contributions) = try compute(Self.text(parts), in: scene)
      #expect(run.summary.contains("the store has no incidents of fire"), "\(run.summary)")
      #expect(run.summary.contains("a survey"))
      #expect(rows[0]["score"] == alone.rows[0]["score"])
      let fire = try #require(contributions.first { $0["indicator"] == .text("fire") })
      #expect(fire["contribution"] == .unknown && fire["value"] == .unknown)
    }
  }

  @Test func townsAddUpTheirGrids() throws {
    try scene([(1_000, 4), (3_000, 8)]) { scene in
      let (_, rows, parts) = try compute(in: scene) { $0.level = .town }
      #expect(rows.count == 1 && rows[0]["unit"] == .text("350921104"))
      #expect(parts[0]["count"] == .real(12) && parts[0]["exposure"] == .real(4_000))
    }
  }

  /// A change is told from chance by both periods' errors.
  @Test func changesAreComparedWithTheirErrors() throws {
    try scene(Self.units) { scene in
      let before = try compute(in: scene)
      let more = (0..<120).map { "n\($0),theft,2026-03-02,120.015,26.85" }
      try scene.load(rows: more)
      let (_, rows, _) = try compute(in: scene) { $0.previous = before.run.id }
      #expect(try real(rows[1]["change"]) < -30)
      #expect(try real(rows[1]["change_p"]) < 0.01)
      #expect(try real(rows[6]["change_p"]) > 0.3)
      #expect(throws: StorageError.self) {
        try compute(in: scene) { $0.previous = "none" }
      }
      #expect(throws: WorkflowError.self) {
        try compute(in: scene) {
          $0.previous = before.run.id
          $0.level = .town
        }
      }
    }
  }
}
