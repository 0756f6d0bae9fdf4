import Analysis
import Foundation
import Schemes
import Storage
import Testing

@testable import Workflows

/// The files of rules, and what is wrong in one.
@Suite struct RecordRulesTests {
  static func rules(_ list: String, head: String = "") throws -> RecordRules {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "anlan-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = """
      version: 3
      records: t
      name_zh: 试
      name_en: Trial
      least_population: 100
      headline: {name_zh: 盗窃, name_en: Theft, incidents: [theft], per: population, unit: 1000}
      \(head)
      rules:
      \(list)
      """
    try Data(text.utf8).write(to: file)
    return try .named(
      file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
  }

  @Test func theShippedRulesAreRead() throws {
    let rules = try RecordRules.named(
      "xiapu", home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
    #expect(rules.rules.count == 10 && rules.version == 1)
    #expect(Set(rules.rules.map(\.colour)).count == 4)
    #expect(rules.monthsBefore == 18)
  }

  private static let theft = "{incidents: [theft], per: population, unit: 1000}"

  private static func rule(_ rest: String, gives: String = "yellow") -> String {
    "  - {key: a, name_zh: 甲, name_en: A, gives: \(gives), valid_months: 3, \(rest)}"
  }

  @Test(arguments: [
    (rule("above: 3"), ["line 9", "count, award, repeated"]),
    (rule("count: \(theft)"), ["line 9", "above, below"]),
    (rule("count: \(theft), above: 3, worst: 0.1"), ["one test"]),
    (rule("count: \(theft), worst: 0.9"), ["worst", "0.9", "at most 0.5"]),
    (rule("count: {incidents: [thefd], per: population}, above: 3"), ["thefd", "theft"]),
    (rule("count: {incidents: [theft]}, above: 3"), ["per", "rate"]),
    (rule("count: {absent: x, per: population}, above: 3"), ["absent"]),
    (rule("count: \(theft), above: 3, release: {below: 4, for_months: 1}"), ["below", "above"]),
    (rule("count: \(theft), worst: 0.1, release: {below: 4, for_months: 1}"), ["below"]),
    (rule("count: \(theft), above: 3, release: {for_months: 0}"), ["for_months", "1 to 60"]),
    (
      rule("count: {register: hazards_found, per: area_km2}, at_least: 3"),
      ["hazards_found", "whoever looks finds more"]
    ),
    (rule("award: {colour: [green]}"), ["colour", "green", "red, yellow, black"]),
    (rule("award: {colour: [red]}, above: 3"), ["above"]),
    (rule("award: {colour: [red]}, release: {for_months: 1}"), ["release"]),
    (
      rule("repeated: {colour: yellow, times: 2, months: 6}"),
      ["colour", "yellow", "lighter"]
    ),
    (
      rule("repeated: {colour: red, times: 2, months: 6}", gives: "black"),
      ["colour", "red"]
    ),
    (rule("repeated: {colour: yellow, times: 1, months: 6}", gives: "black"), ["times", "2"]),
    (rule("count: \(theft), above: 3", gives: "blue"), ["gives", "blue", "listed"]),
    (
      rule("count: \(theft), above: 3") + "\n" + rule("count: \(theft), above: 4"),
      ["line 10", "key", "once"]
    ),
    ("  - {key: a/b, name_zh: 甲, name_en: A, gives: red, valid_months: 3, award: {}}", ["a/b"]),
  ])
  func whatIsWrongInAFileIsNamed(rule: String, words: [String]) throws {
    do {
      _ = try Self.rules(rule)
      Issue.record("nothing was refused")
    } catch let error as WorkflowError {
      #expect(error.kind == .usage)
      for word in words { #expect(error.description.contains(word), "\(error.description)") }
    }
  }

  /// Its numbers are told, and small ones held back: sums of weights are no counts.
  @Test func theHeadlineIsACountOfIncidents() throws {
    for headline in [
      "{incidents: {theft: 2}, per: population}", "{register: visits, per: households}",
    ] {
      let file = FileManager.default.temporaryDirectory
        .appending(path: "anlan-\(UUID().uuidString).yaml")
      defer { try? FileManager.default.removeItem(at: file) }
      let text = """
        version: 1
        records: t
        name_zh: 试
        name_en: Trial
        headline: \(headline)
        rules:
        \(Self.rule("award: {}"))
        """
      try Data(text.utf8).write(to: file)
      #expect(throws: WorkflowError.self) {
        try RecordRules.named(
          file.path, home: Scenario.home, catalogue: CategoryCatalogue(home: Scenario.home))
      }
    }
  }
}
