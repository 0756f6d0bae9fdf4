import Analysis
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// What is wrong or odd in the data is stated, and never a number that is none.
@Suite struct BadIndexInputTests {
  private static let theft =
    "incidents: [theft], per: population, unit: 1000, goalposts: {worst: 20, best: 0}"

  private static func framework(
    _ parts: [String], weights: String = "", head: String = "",
    files: [String: String] = [:]
  ) throws -> IndexFramework {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "anlan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let list = parts.enumerated().map { number, part in
      let weight = weights.isEmpty ? "weight: \(1 / Double(parts.count)), " : ""
      return "    - {key: k\(number), name_zh: 甲\(number), name_en: K\(number), \(weight)\(part)}"
    }
    let text = """
      version: 1
      framework: t
      name_zh: 试
      name_en: Trial
      least_population: 10
      \(head)
      index:
        \(weights)
        parts:
      \(list.joined(separator: "\n"))
      """
    let file = folder.appending(path: "t.yaml")
    try Data(text.utf8).write(to: file)
    return try .named(
      file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
  }

  private struct Told {
    var sentence: String
    var summary: ComputeSafetyIndex.Summary
    var rows: [[String: AttributeValue]]
    var parts: [[String: AttributeValue]]
  }

  private func compute(
    _ framework: IndexFramework, in scene: RecordScene,
    change: (inout ComputeSafetyIndex) -> Void = { _ in }
  ) throws -> Told {
    var compute = ComputeSafetyIndex(
      framework: framework, firstDay: DayNumber("2026-01-01") ?? DayNumber(0),
      lastDay: DayNumber("2026-06-30") ?? DayNumber(0))
    compute.draws = 100
    change(&compute)
    let outcome = try compute.run(in: scene.scene.store)
    func rows(_ name: String) throws -> [[String: AttributeValue]] {
      let layer = try #require(Layer(named: name))
      var query = LayerQuery(layer: layer)
      query.run = outcome.run.id
      var rows: [[String: AttributeValue]] = []
      try scene.scene.store.forEachFeature(of: query) { feature in
        rows.append(
          Dictionary(uniqueKeysWithValues: zip(layer.schema.fields.map(\.name), feature.values)))
      }
      return rows
    }
    let told = Told(
      sentence: outcome.sentence,
      summary: try #require(
        CanonicalJSON.value(ComputeSafetyIndex.Summary.self, of: outcome.run.summary)),
      rows: try rows("safety_index"), parts: try rows("safety_index_contributions"))
    for row in told.rows + told.parts {
      for (name, value) in row {
        if case .real(let number) = value { #expect(number.isFinite, "\(name)") }
      }
    }
    #expect(try scene.scene.store.faults() == [])
    return told
  }

  private func refusal(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      Issue.record("nothing was refused")
      return ""
    } catch {
      return "\(error)"
    }
  }

  // MARK: What comes in

  /// A register cannot hold it: the row stays outside, with its line and value.
  @Test func aNegativeCountIsRejected() throws {
    try RecordScene.run([500]) { scene in
      let grid =
        #"{"type":"Feature","properties":{"code":"350921104201099","name":"x","population":-5},"#
        + #""geometry":{"type":"Polygon","coordinates":[[[121,26],[121.1,26],[121.1,26.1],[121,26]]]}}"#
      try scene.scene.load((grid + "\n").utf8, as: "n.geojsonl", into: .grids)
      #expect(scene.scene.rejects.contains("population"), "\(scene.scene.rejects)")
      #expect(scene.scene.rejects.contains("-5"))
      #expect(try scene.scene.count("grids") == 1)
    }
  }

  @Test func aDenominatorOfZeroIsUnknown() throws {
    try RecordScene.run([0, 800, 900]) { scene in
      try scene.load([(unit: 0, month: "2026-03", count: 2), (unit: 1, month: "2026-03", count: 3)])
      let told = try compute(Self.framework([Self.theft]), in: scene)
      #expect(told.rows[0]["class"] == .text("unknown") && told.rows[0]["score"] == .unknown)
      #expect(told.parts[0]["count"] == .real(2) && told.parts[0]["value"] == .unknown)
      #expect(told.rows[1]["score"] != .unknown)
    }
  }

  @Test func aPercentageIsNoShare() throws {
    let survey = "survey: s.csv, goalposts: {worst: 0.5, best: 1}"
    for (csv, words) in [
      ("unit,share,n\n350921104201000,93,120\n", ["line 2", "share", "93", "from 0 to 1"]),
      ("unit,share,n\n350921104201000,0.9,0\n", ["line 2", "n", "asked"]),
      ("unit,share,n\n350921104201000,-0.2,10\n", ["line 2", "share", "from 0 on"]),
      ("unit,share,n\na,0.9,10\na,0.8,10\n", ["line 3", "unit", "once"]),
      ("unit,percent\na,0.9\n", ["line 1", "unit,share,n"]),
      ("unit,mean,sd,n\na,7,x,10\n", ["line 2", "sd"]),
    ] {
      let told = refusal { try Self.framework([survey], files: ["s.csv": csv]) }
      for word in words { #expect(told.contains(word), "\(told)") }
    }
    #expect(refusal { try Self.framework([survey]) }.contains("s.csv"))
  }

  /// Few were asked: the range is wide, and more are surer of the same share.
  @Test func aSurveyHasTheErrorOfItsNumber() throws {
    try RecordScene.run(.init(repeating: 2000, count: 3)) { scene in
      try scene.load([(unit: 0, month: "2026-03", count: 1)])
      let codes = (0..<3).map(RecordScene.code)
      let framework = try Self.framework(
        ["survey: s.csv, goalposts: {worst: 0, best: 1}, smoothing: none"],
        files: ["s.csv": "unit,share,n\n\(codes[0]),0.9,10\n\(codes[1]),0.9,1000\n"])
      let told = try compute(framework, in: scene)
      func width(_ unit: Int) throws -> Double {
        guard case .real(let low)? = told.rows[unit]["low"],
          case .real(let high)? = told.rows[unit]["high"]
        else { throw WorkflowError.failed("no range") }
        return high - low
      }
      #expect(try width(0) > 4 * width(1))
      #expect(told.rows[0]["score"] == told.rows[1]["score"])
      #expect(told.rows[2]["class"] == .text("unknown"))
      #expect(told.parts[1]["count"] == .real(900) && told.parts[1]["exposure"] == .real(1000))
    }
  }

  @Test func anIndicatorHasOneParent() throws {
    let text = """
      version: 1
      framework: t
      name_zh: 试
      name_en: Trial
      index:
        weights: equal
        parts:
          - key: a
            weights: equal
            parts:
              - &x {key: x, name_zh: 甲, name_en: X, \(Self.theft)}
          - key: b
            weights: equal
            parts:
              - *x
      """
    let file = FileManager.default.temporaryDirectory.appending(
      path: "anlan-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let told = refusal {
      try IndexFramework.named(
        file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
    }
    #expect(told.contains("key") && told.contains("one place"), "\(told)")
  }

  /// A code has one beginning: the towns' counts are all of the grids', each in one of them.
  @Test func aUnitHasOneParent() throws {
    try Scenario.with(incidents: 4000) { scenario in
      func total(_ level: IndexLevel) throws -> Double {
        var compute = ComputeSafetyIndex(
          framework: try Self.framework([Self.theft]),
          firstDay: DayNumber("2026-01-01") ?? DayNumber(0),
          lastDay: DayNumber("2026-06-30") ?? DayNumber(0))
        compute.level = level
        compute.draws = 20
        let run = try compute.run(in: scenario.store).run
        return try scenario.features(of: "safety_index_contributions", run: run.id)
          .reduce(0) { $0 + ($1["count"].flatMap(Double.init) ?? 0) }
      }
      let grids = try total(.grid)
      #expect(grids > 100)
      #expect(try total(.village) == grids && total(.town) == grids && total(.county) == grids)
    }
  }

  // MARK: What tells nothing apart

  @Test func aConstantIndicatorIsSaid() throws {
    try RecordScene.run(.init(repeating: 10_000, count: 6)) { scene in
      // So many that chance does not explain how they differ.
      try scene.load((0..<6).map { (unit: $0, month: "2026-03", count: 20 + 30 * $0) })
      let constant = "column: population, higher_is_better: true"
      for scale in ["min_max", "z", "rank"] {
        let told = try compute(
          Self.framework([Self.theft, "\(constant), scale: \(scale)"]), in: scene)
        #expect(told.summary.constant == ["k1"] && told.sentence.contains("k1"), "\(told.sentence)")
        #expect(told.parts[1]["scaled"] == .real(50))
      }
      let target = try compute(
        Self.framework(["\(constant), scale: target, target: 10000", Self.theft]), in: scene)
      #expect(target.summary.constant == ["k0"])
      // Weights by the data give it next to nothing.
      let weighed = try compute(
        Self.framework([Self.theft, "\(constant), scale: z"], weights: "weights: critic"), in: scene
      )
      #expect((weighed.summary.dataWeights?["index"]?["k1"] ?? 1) < 1e-9)
      #expect(weighed.summary.dataWeights?["index"]?["k0"] ?? 0 > 0.99)
    }
  }

  @Test func oneUnitIsNoLeague() throws {
    try RecordScene.run([5000]) { scene in
      try scene.load([(unit: 0, month: "2026-03", count: 40)])
      let told = try compute(Self.framework([Self.theft]), in: scene) { $0.choices = 20 }
      #expect(told.rows.count == 1 && told.rows[0]["rank_low"] == .integer(1))
      #expect(told.rows[0]["rank_high"] == .integer(1) && told.rows[0]["score"] == .real(60))
      for scale in ["min_max", "z", "rank"] {
        let other = try compute(
          Self.framework(
            [
              "incidents: [theft], per: population, unit: 1000, scale: \(scale), higher_is_better: false"
            ]), in: scene)
        #expect(other.rows[0]["score"] == .real(50))
      }
      let data = refusal {
        try compute(
          Self.framework([Self.theft, Self.theft], weights: "weights: entropy"), in: scene)
      }
      #expect(data.contains("too few to say: 1 place"), "\(data)")
    }
  }

  // MARK: What must not be compared

  /// From the day on which a scheme pays what was reported, more is: no change is told over it.
  @Test func noChangeIsToldOverABreak() throws {
    try RecordScene.run(.init(repeating: 1000, count: 5)) { scene in
      try scene.load((0..<5).map { (unit: $0, month: "2026-03", count: 3 + $0) })
      let head = "breaks: [{on: 2026-03-01, reason: pays after a report}]"
      let framework = try Self.framework([Self.theft], head: head)
      func run(_ first: String, _ last: String, _ previous: String?) throws -> Run {
        var compute = ComputeSafetyIndex(
          framework: framework, firstDay: DayNumber(first) ?? DayNumber(0),
          lastDay: DayNumber(last) ?? DayNumber(0))
        compute.draws = 40
        compute.previous = previous
        let outcome = try compute.run(in: scene.scene.store)
        if previous != nil, first < "2026-03-02", last > "2026-03" {
          #expect(outcome.sentence.contains("pays after a report"), "\(outcome.sentence)")
        }
        return outcome.run
      }
      func changes(_ run: Run) throws -> [AttributeValue?] {
        let layer = try #require(Layer(named: "safety_index"))
        let place = try #require(layer.schema.fields.firstIndex { $0.name == "change" })
        var query = LayerQuery(layer: layer)
        query.run = run.id
        var changes: [AttributeValue?] = []
        try scene.scene.store.forEachFeature(of: query) { changes.append($0.values[place]) }
        return changes
      }
      let before = try run("2026-01-01", "2026-02-28", nil)
      let over = try run("2026-03-01", "2026-04-30", before.id)
      #expect(try changes(over).allSatisfy { $0 == .unknown })
      let after = try run("2026-05-01", "2026-06-30", over.id)
      #expect(try changes(after).allSatisfy { $0 != .unknown })
    }
  }

  @Test func aLeastExposureIsKept() throws {
    try RecordScene.run([100, 2000, 3000]) { scene in
      try scene.load([(unit: 1, month: "2026-03", count: 3)])
      let told = try compute(
        Self.framework(["\(Self.theft), least_exposure: 500"]), in: scene)
      #expect(told.rows[0]["class"] == .text("unknown"))
      #expect(told.rows[1]["score"] != .unknown)
    }
  }

  @Test func neighboursDrawTheirOwn() throws {
    try RecordScene.run(.init(repeating: 1000, count: 12)) { scene in
      try scene.load((0..<12).map { (unit: $0, month: "2026-03", count: $0 < 4 ? 12 : 1) })
      let local = try compute(
        Self.framework(["\(Self.theft), smoothing: local-eb"]), in: scene)
      let global = try compute(Self.framework([Self.theft]), in: scene)
      func value(_ told: Told, _ unit: Int) throws -> Double {
        guard case .real(let value)? = told.parts[unit]["value"] else {
          throw WorkflowError.failed("no value")
        }
        return value
      }
      #expect(try value(local, 1) > value(global, 1))
      #expect(try value(local, 9) < value(global, 9))
    }
  }
}
