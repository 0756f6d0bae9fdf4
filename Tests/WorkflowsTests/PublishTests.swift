import Foundation
import SimpleFeatures
import Storage
import Testing
import Workflows

/// What leaves the store, and for whom.
@Suite struct PublishTests {
  private struct Collection: Decodable {
    struct Feature: Decodable {
      var properties: Properties
    }
    struct Properties: Decodable {
      var unit: String?
      var category: String?
      var count: Int?
      var z: Double?
      var q: Double?
      var rate: Double?
      var `class`: String?
    }
    var audience: String
    var features: [Feature]
  }

  private func export(
    _ name: String, _ audience: Audience, of scenario: Scenario
  ) throws -> Collection {
    var export = ExportLayer(layer: try #require(Layer(named: name)), home: Scenario.home)
    export.audience = audience
    let file = scenario.folder.appending(path: "\(name)-\(audience.rawValue).geojson")
    _ = try export.run(from: scenario.store, to: file)
    return try JSONDecoder().decode(Collection.self, from: Data(contentsOf: file))
  }

  @Test(arguments: [Audience.public, .meeting])
  func noSmallCountLeavesForOthersThanAnalysts(audience: Audience) throws {
    try Scenario.with(incidents: 6000) { scenario in
      _ = try FindHotspots(scope: Scenario.theft, home: Scenario.home).run(in: scenario.store)
      let all = try export("hotspots", .analyst, of: scenario)
      let small = all.features.filter { ($0.properties.count ?? 9) < 3 }
      #expect(!small.isEmpty, "there is something to hide")
      let told = try export("hotspots", audience, of: scenario)
      #expect(told.audience == audience.rawValue && told.features.count == all.features.count)
      for feature in told.features {
        #expect(feature.properties.count.map { $0 >= 3 } ?? true)
        #expect(feature.properties.z == nil && feature.properties.q == nil)
        #expect(feature.properties.class != nil)
      }
      // Of each town's suppressed grids, two or more are left to share what is missing.
      var hidden: [String: [Int]] = [:]
      for (told, all) in zip(told.features, all.features) where told.properties.count == nil {
        let unit = try #require(all.properties.unit)
        hidden[String(unit.prefix(9)), default: []].append(all.properties.count ?? 0)
      }
      for counts in hidden.values where counts.reduce(0, +) >= 3 { #expect(counts.count >= 2) }
    }
  }

  @Test(arguments: ["incidents", "cluster_members"])
  func pointsAreForAnalystsAlone(layer: String) throws {
    try Scenario.with(incidents: 500) { scenario in
      _ = try FindClusters(scope: AnalysisScope(), home: Scenario.home).run(in: scenario.store)
      for audience in [Audience.public, .meeting] {
        #expect(throws: WorkflowError.self) { try export(layer, audience, of: scenario) }
        let file = scenario.folder.appending(path: "\(layer)-\(audience.rawValue).geojson")
        #expect(!FileManager.default.fileExists(atPath: file.path), "nothing half-written")
      }
    }
  }

  @Test(arguments: ["incidents", "cluster_members"])
  func disputesNeverLeaveAsPoints(layer: String) throws {
    try Scenario.with(incidents: 3000) { scenario in
      _ = try FindClusters(scope: AnalysisScope(), home: Scenario.home).run(in: scenario.store)
      let ids = Set(
        try scenario.features(of: "incidents").filter { $0["category"] == "dispute" }
          .compactMap { $0["id"] })
      #expect(!ids.isEmpty)
      var export = ExportLayer(layer: try #require(Layer(named: layer)), home: Scenario.home)
      export.audience = .analyst
      let file = scenario.folder.appending(path: "\(layer).csv")
      _ = try export.run(from: scenario.store, to: file)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(ids.allSatisfy { !text.contains($0) })
    }
  }

  @Test(arguments: [Audience.meeting, .analyst])
  func theWeeklySheetIsTheSameBytesTwiceAndSaysWhatItIs(audience: Audience) throws {
    try Scenario.with(incidents: 6000) { scenario in
      var draw = DrawWeeklySheet(week: try #require(ISOWeek("2026-W30")), home: Scenario.home)
      draw.audience = audience
      var bytes: [[Data]] = []
      for name in ["a", "b"] {
        let folder = scenario.folder.appending(path: name)
        let report = try draw.run(from: scenario.store, to: folder)
        bytes.append(try report.files.map { try Data(contentsOf: folder.appending(path: $0)) })
      }
      #expect(bytes[0] == bytes[1])
      #expect(bytes[0][2].count < 1_000_000, "the phone's picture is under 1 MB")
      let text = try pdfText(scenario.folder.appending(path: "a/weekly-2026-W30.pdf"))
      for words in ["霞浦县风险周报", "合成数据", "13 周", "2026-07-26", "EPSG:", "内部资料"] {
        #expect(text.contains(words), "\(words)")
      }
    }
  }

  /// The index has a sheet of its own: stars and rank ranges for all, scores for analysts.
  @Test(arguments: [Audience.meeting, .analyst])
  func theIndexHasASheet(audience: Audience) throws {
    try Scenario.with(incidents: 5000) { scenario in
      var index = ComputeSafetyIndex(
        framework: try .named(
          "xiapu", home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home)),
        firstDay: DayNumber("2026-01-01") ?? DayNumber(0),
        lastDay: DayNumber("2026-06-30") ?? DayNumber(0))
      index.draws = 60
      let run = try index.run(in: scenario.store).run
      var draw = DrawWeeklySheet(week: try #require(ISOWeek("2026-W30")), home: Scenario.home)
      draw.audience = audience
      let report = try draw.run(
        from: scenario.store, to: scenario.folder.appending(path: "i"))
      #expect(report.files.contains("weekly-2026-W30-index.png"))
      let text = try pdfText(scenario.folder.appending(path: "i/weekly-2026-W30-index.pdf"))
      // Those that nobody can rank are told with those that are too few.
      let summary = try JSONDecoder().decode(
        ComputeSafetyIndex.Summary.self, from: Data(run.summary.utf8))
      let share = Double(summary.tooFew) / Double(summary.units) * 100
      // Narrow spaces are lost on the way through the PDF.
      let dense = text.filter { !$0.isWhitespace }
      #expect(share > 1 && dense.contains(String(format: "%.0f%%", share)), "\(share)")
      for words in ["霞浦县平安指数", "2026-01-01", "不足以排名", "名次区间", "指标本库没有数据", "合成数据"] {
        #expect(text.contains(words), "\(words)")
      }
      #expect(text.contains("得分（区间）") == (audience == .analyst))
    }
  }

  /// Records have a page of their own: count, rate and rank side by side, small counts held back
  /// from a meeting, and the months for analysts.
  @Test(arguments: [Audience.meeting, .analyst])
  func theRecordsHaveAPage(audience: Audience) throws {
    try Scenario.with(incidents: 5000, registers: true) { scenario in
      var keep = KeepRecords(
        rules: try .named(
          "xiapu", home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home)),
        month: try #require(CalendarMonth("2026-06")))
      keep.draws = 60
      let run = try keep.run(in: scenario.store).run
      for (language, words) in [
        (DrawWeeklySheet.SheetTongue.chinese, ["霞浦县红黄黑记分榜", "件数", "名次区间", "文件 红/黄/黑", "侵财与暴力"]),
        (.english, ["red, yellow and black records", "Count", "Rank", "Rate per 1000"]),
      ] {
        var draw = DrawWeeklySheet(week: try #require(ISOWeek("2026-W30")), home: Scenario.home)
        draw.audience = audience
        draw.language = language
        let report = try draw.run(
          from: scenario.store, to: scenario.folder.appending(path: "r"))
        #expect(report.files.contains("weekly-2026-W30-records.png"))
        let text = try pdfText(scenario.folder.appending(path: "r/weekly-2026-W30-records.pdf"))
        for word in words { #expect(text.contains(word), "\(word) in \(text)") }
        let months = language == .chinese ? "逐月等次" : "Month by month"
        #expect(text.contains(months) == (audience == .analyst))
        // A rate with its range, for those who may see it; a range of ranks for all.
        let rows = try scenario.features(of: "record_scoreboard", run: run.id)
        let row = try #require(rows.first { $0["rank_low"] != nil })
        let rank = "\(row["rank_low"] ?? "")–\(row["rank_high"] ?? "") / \(row["ranked"] ?? "")"
        #expect(text.contains(rank), "\(rank)")
      }
    }
  }

  /// The gaps of cover have a page of their own: where and why for all, the next yuan for analysts.
  @Test(arguments: [Audience.meeting, .analyst])
  func theGapsHaveAPage(audience: Audience) throws {
    try Scenario.with(incidents: 5000, registers: true) { scenario in
      var gaps = FindCoverageGaps(
        scheme: "xiapu-aquaculture", day: try #require(DayNumber("2026-07-26")),
        home: Scenario.home)
      gaps.subsidy = SubsidyTerms(budgetYuan: 300_000, response: [.init(share: 0.5, takeUp: 0.4)])
      _ = try gaps.run(in: scenario.store)
      var draw = DrawWeeklySheet(week: try #require(ISOWeek("2026-W30")), home: Scenario.home)
      draw.audience = audience
      let report = try draw.run(
        from: scenario.store, to: scenario.folder.appending(path: "g"))
      #expect(report.files.contains("weekly-2026-W30-gaps.png"))
      let text = try pdfText(scenario.folder.appending(path: "g/weekly-2026-W30-gaps.pdf"))
      for words in ["霞浦县保障缺口", "xiapu-aquaculture", "缺口由何而来", "条款不明", "合成数据"] {
        #expect(text.contains(words), "\(words) in \(text)")
      }
      #expect(text.contains("下一元补贴") == (audience == .analyst))
      #expect(text.contains("只有一两张保单") == (audience == .meeting))
    }
  }

  @Test func sensitiveKindsAreForAnalystsAlone() throws {
    try Scenario.with(incidents: 4000) { scenario in
      let week = try #require(ISOWeek("2026-W30"))
      var draw = DrawWeeklySheet(week: week, home: Scenario.home)
      draw.categories = ["domestic"]
      #expect(throws: WorkflowError.self) {
        try draw.run(from: scenario.store, to: scenario.folder.appending(path: "s"))
      }
      // “All” leaves them out of the tables, too.
      draw.categories = []
      _ = try draw.run(from: scenario.store, to: scenario.folder.appending(path: "s"))
      let text = try pdfText(scenario.folder.appending(path: "s/weekly-2026-W30.pdf"))
      #expect(text.contains("矛盾纠纷") && !text.contains("婚姻家庭"))
      // A run over everything counts them.
      _ = try FindHotspots(scope: AnalysisScope(), home: Scenario.home).run(in: scenario.store)
      #expect(throws: WorkflowError.self) { try export("hotspots", .public, of: scenario) }
      #expect(try !export("hotspots", .analyst, of: scenario).features.isEmpty)
    }
  }

  /// The corners of an exact outline stand half the radius from incidents.
  @Test func outlinesForOthersThanAnalystsAreRoughAndOfManyIncidents() throws {
    try Scenario.with(incidents: 4000) { scenario in
      var find = FindClusters(scope: Scenario.theft, home: Scenario.home)
      find.epsMetres = 800
      find.minimumPoints = 3
      _ = try find.run(in: scenario.store)
      struct Outlines: Decodable {
        struct Feature: Decodable {
          struct Geometry: Decodable { var coordinates: [[[[Double]]]] }
          struct Properties: Decodable { var n: Int }
          var geometry: Geometry
          var properties: Properties
        }
        var features: [Feature]
      }
      var export = ExportLayer(
        layer: try #require(Layer(named: "clusters")), home: Scenario.home)
      export.audience = .public
      let file = scenario.folder.appending(path: "c.geojson")
      let report = try export.run(from: scenario.store, to: file)
      #expect(report.suppressed > 0, "there is something to hide")
      let outlines = try JSONDecoder().decode(Outlines.self, from: Data(contentsOf: file))
      for feature in outlines.features {
        #expect(feature.properties.n >= 10)
        for position in feature.geometry.coordinates.joined().joined() {
          for number in position {
            #expect(abs((number / 0.0025).rounded() * 0.0025 - number) < 1e-6)
          }
        }
      }
    }
  }

  @Test func aWeekWithoutDataIsRefused() throws {
    try Scenario.with(incidents: 200) { scenario in
      let draw = DrawWeeklySheet(week: try #require(ISOWeek("2031-W10")), home: Scenario.home)
      #expect(throws: WorkflowError.self) {
        try draw.run(from: scenario.store, to: scenario.folder)
      }
    }
  }

  /// poppler's pdftotext, which `make test` installs.
  private func pdfText(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["pdftotext", "-layout", file.path, "-"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
