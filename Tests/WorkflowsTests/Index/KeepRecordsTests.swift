import Analysis
import Foundation
import SimpleFeatures
import SpatiaLiteStorage
import Storage
import Testing

@testable import Workflows

/// Records as a store's data give them.
@Suite struct KeepRecordsTests {
  private static let months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]

  private static let theft =
    "count: {incidents: [theft], per: population, unit: 1000, months: 1}"

  /// Twenty units with some thefts a month; unit 0 has many until March, unit 2 is tiny, and unit 3
  /// has the most thefts of all with the most residents.
  private static func scene<T>(_ body: (RecordScene) throws -> T) throws -> T {
    var populations: [Int?] = .init(repeating: 5000, count: 20)
    (populations[2], populations[3], populations[4]) = (40, 200_000, nil)
    return try RecordScene.run(populations) { scene in
      var events: [(unit: Int, month: String, count: Int)] = []
      for (number, month) in months.enumerated() {
        for unit in 0..<20 where unit != 2 && unit != 4 {
          let usual = 20 + (unit * 7 + number * 3) % 5
          events.append((unit, month, unit == 3 ? 300 : unit == 0 && number < 3 ? 90 : usual))
        }
      }
      // The store's data begin before the first month and end behind the last.
      events += [(7, "2025-12", 1), (7, "2026-07", 1)]
      try scene.load(events)
      return try body(scene)
    }
  }

  @Test func aRateGivesARecordAndTheReleaseEndsIt() throws {
    let rules = try RecordRulesTests.rules(
      "  - {key: many, name_zh: 盗窃偏高, name_en: Many thefts, gives: yellow, valid_months: 6, "
        + "\(Self.theft), above: 8, release: {below: 6, for_months: 2}}")
    try Self.scene { scene in
      let told = try scene.keep(rules, "2026-06") { $0.decidedBy = "县委政法委" }
      #expect(told.records.count == 1)
      let record = try #require(told.records.first)
      #expect(record["number"] == .text("\(RecordScene.code(0))/many/2026-01"))
      #expect(record["given_on"] == .day(DayNumber("2026-01-31") ?? DayNumber(0)))
      #expect(record["last_held"] == .text("2026-03"))
      #expect(record["expires_on"] == .day(DayNumber("2026-07-31") ?? DayNumber(0)))
      #expect(record["ended_on"] == .day(DayNumber("2026-05-31") ?? DayNumber(0)))
      #expect(record["ended_by"] == .text("released"))
      #expect(record["rules_version"] == .integer(3) && record["decided_by"] == .text("县委政法委"))
      #expect(record["count"] == .real(90) && record["exposure"] == .real(5000))
      // Each of the incidents that made it, and no other.
      #expect(record["evidence"] == .integer(90) && told.evidence.count == 90)
      #expect(told.evidence.allSatisfy { $0["category"] == .text("theft") })
      let references = told.evidence.compactMap { row -> String? in
        if case .text(let text)? = row["reference"] { return text } else { return nil }
      }
      #expect(references.allSatisfy { $0.contains("theft-0-2026-01-") })
      #expect(Set(references).count == 90)
      // Month by month: it stands from January to April.
      let classes = told.months.filter { $0["unit"] == .text(RecordScene.code(0)) }
        .map { $0["class"] }
      #expect(
        classes == [
          .text("yellow"), .text("yellow"), .text("yellow"), .text("yellow"), .text("none"),
          .text("none"),
        ])
      #expect(told.scoreboard[0]["class"] == .text("none"))
      #expect(try scene.scene.store.faults() == [])
      guard case .text(let zh)? = record["why_zh"], case .text(let en)? = record["why_en"] else {
        Issue.record("no words")
        return
      }
      #expect(zh.contains("90 件") && zh.contains("名次") && zh.contains("达到解除条件"), "\(zh)")
      #expect(en.contains("90 counted") && en.contains("released on 2026-05-31"), "\(en)")
      // The same question of the same data is the same run; another office decides another.
      let again = try scene.keep(rules, "2026-06") {
        $0.decidedBy = "县委政法委"
        $0.threads = 1
      }
      #expect(again.run.id == told.run.id)
      #expect(try scene.keep(rules, "2026-06").run.id != told.run.id)
    }
  }

  /// The largest has most events and the lowest rate; the tiny one without any has no rank.
  @Test func nothingIsRankedByACount() throws {
    let rules = try RecordRulesTests.rules(
      "  - {key: best, name_zh: 低位, name_en: Low, gives: red, valid_months: 1, \(Self.theft), best: 0.1}"
    )
    try Self.scene { scene in
      let told = try scene.keep(rules, "2026-06")
      let largest = told.scoreboard[3]
      #expect(largest["count"] == .integer(300) && largest["rank_high"] == .integer(1))
      #expect(largest["class"] == .text("red"))
      let tiny = told.scoreboard[2]
      #expect(tiny["too_few"] == .boolean(true) && tiny["rank_low"] == .unknown)
      #expect(tiny["class"] == .text("unknown") && tiny["count"] == .integer(0))
      #expect(told.scoreboard[4]["class"] == .text("unknown"))
      #expect(told.summary.tooFew == 2 && told.scoreboard[0]["ranked"] == .integer(18))
      #expect(told.summary.unknown["best"] == 2)
      // Before the data begin nobody knows, which is not none.
      let early = told.months.filter { $0["month"] == .text("2026-01") }
      #expect(early.count == 20 && early[5]["class"] == .text("none"))
    }
  }

  @Test func whatRunsOutIsRenewedOrEnds() throws {
    let rules = try RecordRulesTests.rules(
      """
        - {key: many, name_zh: 甲, name_en: A, gives: yellow, valid_months: 2, \(Self.theft), above: 8}
        - {key: again, name_zh: 乙, name_en: B, gives: listed, valid_months: 2, repeated: {colour: yellow, times: 2, months: 3}, release: {for_months: 2}}
      """)
    try Self.scene { scene in
      let told = try scene.keep(rules, "2026-06")
      let numbers = told.records.map { ($0["number"], $0["ended_by"], $0["renews"]) }
      let code = RecordScene.code(0)
      // January to March, renewed in March, over in May; the second yellow lists the unit in March.
      try #require(numbers.count == 3)
      #expect(numbers[0].0 == .text("\(code)/again/2026-03"))
      #expect(numbers[1].0 == .text("\(code)/many/2026-01") && numbers[1].1 == .text("renewed"))
      #expect(numbers[2].0 == .text("\(code)/many/2026-03") && numbers[2].1 == .text("expired"))
      #expect(numbers[2].2 == .text("\(code)/many/2026-01"))
      #expect(numbers[0].1 == .text("released"))
      let listing = told.evidence.filter { $0["record"] == .text("\(code)/again/2026-03") }
      #expect(
        listing.map { $0["reference"] } == [
          .text("\(code)/many/2026-01"), .text("\(code)/many/2026-03"),
        ])
      let march = told.months.first {
        $0["unit"] == .text(code) && $0["month"] == .text("2026-03")
      }
      #expect(march?["class"] == .text("listed") && march?["given"] == .integer(2))
      #expect(march?["ended"] == .integer(1))
    }
  }

  @Test func hazardsAndDocumentsAreNamed() throws {
    let rules = try RecordRulesTests.rules(
      """
        - {key: overdue, name_zh: 逾期, name_en: Overdue, gives: yellow, valid_months: 3, count: {register: hazards_overdue, kinds: [fire], per: area_km2}, at_least: 2, release: {for_months: 1}}
        - {key: blamed, name_zh: 追责, name_en: Blamed, gives: black, valid_months: 2, award: {colour: [black], level: [province]}}
      """)
    try Self.scene { scene in
      func hazard(_ code: String, _ kind: String, _ unit: Int, fixed: String?) -> String {
        let done =
          fixed.map { #","status":"fixed","fixed_on":"\#($0)""# } ?? #","status":"handed_over""#
        return
          #"{"type":"Feature","properties":{"code":"\#(code)","kind":"\#(kind)","found_on":"2026-01-05","#
          + #""deadline":"2026-02-10","place_code":"\#(RecordScene.code(unit))"\#(done)},"#
          + #""geometry":{"type":"Point","coordinates":[\#(120.005 + Double(unit) * 0.01),26.85]}}"#
      }
      try scene.scene.load(
        [
          hazard("H1", "fire", 5, fixed: nil), hazard("H2", "fire", 5, fixed: "2026-04-20"),
          hazard("H3", "road", 5, fixed: nil), hazard("H4", "fire", 6, fixed: nil),
        ].map { $0 + "\n" }.joined().utf8, as: "h.geojsonl", into: .hazards)
      try scene.scene.load(
        """
        number,unit,colour,level,evidence,issued_on,valid_to
        D1,\(RecordScene.code(8)),black,province,通报,2026-02-03,2026-03-15
        D2,\(RecordScene.code(8)),black,city,通报,2026-02-03,
        D3,350921104,black,province,通报,2026-02-03,
        D4,\(RecordScene.code(9)),black,province,通报,2026-05-03,

        """.utf8, as: "a.csv", into: .awards)
      let told = try scene.keep(rules, "2026-06")
      func record(_ number: String) -> [String: AttributeValue]? {
        for row in told.records where row["number"] == .text(number) { return row }
        return nil
      }
      let overdue = try #require(record("\(RecordScene.code(5))/overdue/2026-02"))
      #expect(overdue["count"] == .real(2) && overdue["evidence"] == .integer(2))
      #expect(overdue["ended_by"] == .text("released"))
      #expect(overdue["ended_on"] == .day(DayNumber("2026-04-30") ?? DayNumber(0)))
      let named = told.evidence.filter { $0["kind"] == .text("hazard") }.map { $0["reference"] }
      #expect(named == [.text("H1"), .text("H2")])
      // A document stands until its own day, and one without as long as the rule says.
      let blamed = try #require(record("\(RecordScene.code(8))/blamed/2026-02"))
      #expect(blamed["expires_on"] == .day(DayNumber("2026-03-15") ?? DayNumber(0)))
      #expect(blamed["ended_by"] == .text("expired") && blamed["evidence"] == .integer(1))
      let standing = try #require(record("\(RecordScene.code(9))/blamed/2026-05"))
      #expect(standing["expires_on"] == .day(DayNumber("2026-07-31") ?? DayNumber(0)))
      #expect(standing["ended_on"] == .unknown)
      // What the store says of documents stands beside, whatever the rules make of it.
      #expect(told.scoreboard[8]["award_black"] == .integer(1))
      #expect(told.scoreboard[8]["class"] != .text("black"))
      #expect(told.scoreboard[9]["class"] == .text("black"))
      #expect(told.summary.coarseAwards == 1 && told.records.count == 3)
    }
  }

  @Test func aMonthThatIsNotOverGivesNoRecords() throws {
    let rules = try RecordRulesTests.rules(
      "  - {key: a, name_zh: 甲, name_en: A, gives: yellow, valid_months: 2, \(Self.theft), above: 8}"
    )
    try Self.scene { scene in
      let refusal = try scene.scene.refusal { _ in try scene.keep(rules, "2026-07") }
      #expect(refusal.isUsage && refusal.words.contains("2026-06"), "\(refusal.words)")
    }
  }

  /// For a meeting: who is what, and no number from which a small count could be told.
  @Test func smallCountsAreHeldBack() throws {
    let rules = try RecordRulesTests.rules(
      "  - {key: a, name_zh: 甲, name_en: A, gives: yellow, valid_months: 2, \(Self.theft), above: 8}"
    )
    try RecordScene.run(.init(repeating: 4000, count: 12)) { scene in
      try scene.load((0..<12).map { (unit: $0, month: "2026-05", count: $0 == 0 ? 60 : 2 * $0) })
      try scene.load([(unit: 3, month: "2026-04", count: 1), (unit: 3, month: "2026-07", count: 1)])
      _ = try scene.keep(rules, "2026-05")
      var export = ExportLayer(
        layer: try #require(Layer(named: "record_scoreboard")), home: ImportScene.home)
      export.audience = .meeting
      let file = scene.scene.folder.appending(path: "s.csv")
      _ = try export.run(from: scene.scene.store, to: file)
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\r\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
      let header = try #require(lines.first)
      func value(_ name: String, _ row: Int) -> String {
        header.firstIndex { $0 == name || $0 == "\u{FEFF}\(name)" }.map { lines[row + 1][$0] }
          ?? "?"
      }
      #expect(lines.count == 13 && value("class", 0) == "yellow")
      // 2 is small, and the next one hides it under the total.
      #expect(value("count", 1).isEmpty && value("exposure", 1).isEmpty)
      for row in 0..<12 {
        #expect(value("low", row).isEmpty && value("why_en", row).isEmpty)
        #expect(value("smoothed_rate", row).isEmpty)
      }
      for name in ["records", "record_months", "record_evidence"] {
        export = ExportLayer(layer: try #require(Layer(named: name)), home: ImportScene.home)
        export.audience = .meeting
        #expect(throws: WorkflowError.self) {
          try export.run(from: scene.scene.store, to: file)
        }
      }
    }
  }

  /// Counts of months and of things agree with the lists that they stand for, on the whole scenario.
  @Test func evidenceIsWhatWasCounted() throws {
    try Scenario.with(incidents: 6000, registers: true) { scenario in
      var keep = KeepRecords(
        rules: try .named(
          "xiapu", home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home)),
        month: try #require(CalendarMonth("2026-06")))
      keep.level = .village
      keep.draws = 100
      let run = try keep.run(in: scenario.store).run
      let records = try scenario.features(of: "records", run: run.id)
      var kinds: Set<String> = []
      var compared = 0
      for record in records {
        let rule = record["rule"] ?? ""
        kinds.insert(record["colour"] ?? "")
        // Deaths and assaults that count three are more than the incidents.
        guard ["few_thefts", "many_thefts", "overdue", "listed_thefts"].contains(rule) else {
          continue
        }
        compared += 1
        #expect(record["count"].flatMap(Double.init) == record["evidence"].flatMap(Double.init))
      }
      #expect(compared > 0 && kinds.count > 1, "\(kinds)")
      #expect(try scenario.store.faults() == [])
    }
  }

  /// Who has overdue hazards, and who is named by documents, is known from the registers themselves:
  /// those units have these records, to the one, and no others.
  @Test func registersGiveTheRecordsThatTheyHold() throws {
    try Scenario.with(incidents: 3000, registers: true) { scenario in
      var keep = KeepRecords(
        rules: try .named(
          "xiapu", home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home)),
        month: try #require(CalendarMonth("2026-06")))
      keep.draws = 40
      let run = try keep.run(in: scenario.store).run
      var given: [String: Set<String>] = [:]
      for record in try scenario.features(of: "records", run: run.id) {
        given[record["rule"] ?? "", default: []].insert(record["unit"] ?? "")
      }
      let facts = try scenario.store.answer(RegisterFacts())
      let last = keep.month
      // Three or more past their day at the end of a month that is shown, or of the one before it,
      // whose record may end in the first.
      var overdue: Set<String> = []
      for back in 0...keep.months {
        let day = (last - back).lastDay
        var counts: [String: Int] = [:]
        for fact in facts where fact.register == .hazard && fact.began <= day {
          guard let until = fact.until, until < day, fact.done.map({ $0 > day }) ?? true else {
            continue
          }
          counts[String(fact.place.prefix(9)), default: 0] += 1
        }
        overdue.formUnion(counts.filter { $0.value >= 3 }.keys)
      }
      #expect(!overdue.isEmpty && given["overdue"] == overdue)
      // A document's record stands until its own day: until a month that is shown, or longer.
      let first = (last - (keep.months - 1)).firstDay
      func named(_ colour: String, _ level: String) -> Set<String> {
        var units: Set<String> = []
        for fact in facts where fact.register == .award && fact.kind == colour {
          guard fact.level == level, fact.began <= last.lastDay, (fact.until ?? first) >= first
          else { continue }
          units.insert(String(fact.place.prefix(9)))
        }
        return units
      }
      #expect(given["criticised", default: []] == named("yellow", "city"))
      #expect(given["answered_for", default: []] == named("black", "province"))
      // Documents of the county commend nobody by these rules.
      #expect(!named("red", "county").isEmpty && given["commended"] == nil)
      #expect(!named("yellow", "city").isEmpty || !named("black", "province").isEmpty)
    }
  }
}
