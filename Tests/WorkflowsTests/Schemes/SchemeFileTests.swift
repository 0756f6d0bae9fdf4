import Foundation
import Schemes
import Testing

@testable import Workflows

/// The shipped schemes say what the articles print, and nothing else as if they did.
@Suite struct SchemeFileTests {
  static let home = ImportScene.home

  static func shipped(_ name: String) throws -> Scheme {
    try SchemeFile.named(name, home: home, catalogue: CategoryCatalogue(home: home)).sound(name)
  }

  /// By hand, from the files. A field that becomes known, or that somebody makes up, shows here.
  @Test(arguments: [
    ("xiapu-land", ["printed": 30, "derived": 1, "unknown": 12]),
    ("xiapu-sea", ["printed": 6, "derived": 1, "unknown": 17]),
    ("huaian", ["printed": 15, "derived": 4, "external": 5, "unknown": 13]),
    ("zhoukou", ["printed": 13, "derived": 1, "unknown": 13]),
    ("tongan", ["printed": 1, "derived": 1, "unknown": 21]),
    ("fujian-typhoon-index", ["external": 12, "derived": 3, "unknown": 11]),
  ])
  func everyFieldSaysWhereItComesFrom(name: String, counts: [String: Int]) throws {
    #expect(try Self.shipped(name).fieldCounts == counts)
  }

  @Test func thereAreSixSchemes() throws {
    #expect(
      try SchemeFile.names(home: Self.home) == [
        "fujian-typhoon-index", "huaian", "tongan", "xiapu-land", "xiapu-sea", "zhoukou",
      ])
  }

  private func finding(_ kind: FigureFinding.Kind, of name: String) throws -> FigureFinding {
    try #require(FigureFinding.of(try Self.shipped(name)).first { $0.kind == kind })
  }

  /// 近63万 of 150万; 1028 of 1211; 165.6 of 672 written, which is no loss ratio; 340多 of 超1700.
  @Test func thePrintedFiguresComeOut() throws {
    let used = try finding(.limitUsed, of: "xiapu-land")
    #expect(abs(used.value - 0.42) < 1e-12 && used.qualifiers == [.near])
    let closed = try finding(.closedShare, of: "zhoukou")
    #expect(abs(closed.value - 1028.0 / 1211) < 1e-12 && closed.qualifiers.isEmpty)
    let written = try finding(.paidToWritten, of: "zhoukou")
    #expect(abs(written.value - 0.246_428) < 1e-6)
    #expect(abs(try finding(.meanClaim, of: "zhoukou").value - 161_089) < 1)
    let event = try finding(.largestEventShare, of: "huaian")
    #expect(abs(event.value - 0.2) < 1e-12 && event.qualifiers == [.odd, .above])
    #expect(abs(try finding(.meanClaim, of: "huaian").value - 134_186) < 1)
    #expect(abs(try finding(.meanClaim, of: "xiapu-land").value - 567_568) < 1)
  }

  @Test func theSentencesKeepTheWordsOfThePaper() throws {
    let xiapu = SchemeWords(try Self.shipped("xiapu-land")).findings.joined(separator: "\n")
    #expect(xiapu.contains("近42.0%") && xiapu.contains("“nearly”"))
    let zhoukou = SchemeWords(try Self.shipped("zhoukou")).findings.joined(separator: "\n")
    #expect(zhoukou.contains("24.6 %") && zhoukou.contains("no loss ratio"))
    #expect(zhoukou.contains("不是赔付率"))
    let huaian = SchemeWords(try Self.shipped("huaian")).findings.joined(separator: "\n")
    #expect(huaian.contains("余超20.0%"))
  }

  /// The ten days are those from filing; the typhoon's shares belong to its own product.
  @Test func theTermsAreThoseOfThePapers() throws {
    let zhoukou = try Self.shipped("zhoukou").versions[0]
    #expect(zhoukou.items.allSatisfy { $0.clock.value == .unsolved(days: 10, from: .filed) })
    #expect(zhoukou.premium.value == Premium(amount: 672_000_000, basis: .scheme, years: nil))
    let land = try Self.shipped("xiapu-land").versions[0]
    #expect(land.items.count == 9 && land.classes.count == 5)
    #expect(land.aggregateLimit.value == .amount(least: 0, most: 150_000_000))
    #expect(land.items[0].exclusions.value?.truth(of: IncidentKind("fraud")) == .yes)
    #expect(land.items[0].exclusions.value?.truth(of: IncidentKind("theft")) == .unknown)
    let sea = try Self.shipped("xiapu-sea").versions[0]
    #expect(sea.payers.value?.map(\.role) == ["enterprise_or_person"])
    #expect(sea.premium.value?.basis == .unstated && sea.items[0].mostPaid == nil)
    let typhoon = try Self.shipped("fujian-typhoon-index").versions[0]
    #expect(
      typhoon.payers.value == [
        Payer(role: "province", least: 20, most: 20),
        Payer(role: "city_and_county", least: 10, most: 100),
        Payer(role: "farm", least: 0, most: 100),
      ])
  }

  /// Whatever the article prints, no incident is said to be owed while a clause is unknown.
  @Test func noShippedSchemeOwesForSure() throws {
    for name in try SchemeFile.names(home: Self.home) {
      let scheme = try Self.shipped(name)
      var facts = IncidentFacts(
        kinds: scheme.coveredKinds, placeCodes: ["350921001001001", "411602001001001"],
        asOf: 20_000)
      for kind in facts.kinds.indices {
        for place in 0..<2 {
          var days = IncidentFacts.Days(occurred: 18_500)
          days.filed = 18_501
          var truths = EvidenceTruths()
          for fact in [EvidenceFact.accepted, .filed, .certified] { truths[fact] = .yes }
          truths[.solved] = .no
          facts.append(days, kind: kind, place: place, truths: truths, loss: 100_000_000)
        }
      }
      let table = EligibilityRule(
        scheme, cover: CoverPeriods([18_000...19_000]), for: facts
      ).evaluate(facts, insured: facts.occurred.map { _ in Truth.yes.rawValue })
      for incident in 0..<facts.count {
        #expect(table.verdict(of: incident) != .eligible, "\(name)")
      }
    }
  }

  // MARK: Faults

  private func faults(_ change: (String) -> String) throws -> [String] {
    let file = try SchemeFile.named(
      "zhoukou", home: Self.home, catalogue: CategoryCatalogue(home: Self.home))
    let changed = change(file.text)
    #expect(changed != file.text)
    return SchemeFile(text: changed, catalogue: try CategoryCatalogue(home: Self.home)).faults
  }

  /// What is changed in the file, and what the fault says.
  @Test(arguments: [
    ("theft/livestock", "theft/livestok", ["line 36", "did you mean livestock?"]),
    ("theft/grain", "thefd/grain", ["line 37", "did you mean theft?"]),
    (
      "enrolment: {value: all, printed: Z}", "enrollment: {value: all, printed: Z}",
      ["line 15", "did you mean \"enrolment\"?"]
    ),
    (
      "enrolment: {value: all, printed: Z}", "enrolment: {value: al, printed: Z}",
      ["line 15", "\"all\""]
    ),
    (
      "enrolment: {value: all, printed: Z}", "enrolment: {value: all, printed: Y}",
      ["line 15", "a key of sources (Z)"]
    ),
    (
      "enrolment: {value: all, printed: Z}", "enrolment: {value: all}",
      ["line 15", "where the value comes from"]
    ),
    ("enrolment: {value: all, printed: Z}", "enrolment: all", ["line 15", "unknown, or {value"]),
    ("unsolved_days: 10", "unsolved_days: -1", ["line 27", "0 to 3660"]),
    ("from: filed}", "from: field}", ["line 27", "\"filed\""]),
    ("[filed, certified]", "[filed, certifed]", ["line 28", "\"certified\""]),
    (
      "aggregate_limit: unknown", "aggregate_limit: {value: 150万, printed: Z}",
      ["line 18", "150万 is 1500000"]
    ),
    (
      "aggregate_limit: unknown", "aggregate_limit: {value: 150, printed: Z}",
      ["line 18", "looks like one in 万元"]
    ),
    ("deductible: unknown", "deductible: {value: -5, printed: Z}", ["line 25", "not negative"]),
    ("      deductible: unknown\n", "", ["deductible", "no paper is said to say it"]),
    ("county_and_town: 100", "county_and_town: 60", ["line 16", "100 %", "60.0"]),
    ("happened_in", "happend_in", ["line 14", "did you mean happened_in?"]),
    ("[\"4116\"]", "[\"周口\"]", ["line 14", "350921"]),
    ("version: 1\n", "version: 2\n", ["line 3", "1, the form"]),
    (
      "aggregate_limit: unknown", "aggregate_limit: {value: 1000000, external: example.org}",
      ["line 18", "https://"]
    ),
  ])
  func aFaultSaysItsLineAndItsKey(from: String, to: String, words: [String]) throws {
    let found = try faults { $0.replacing(from, with: to, maxReplacements: 1) }
    #expect(!found.isEmpty)
    let all = found.joined(separator: "\n")
    for word in words { #expect(all.contains(word), "\(word) is not in: \(all)") }
  }

  @Test func allFaultsAreToldAtOnce() throws {
    let found = try faults {
      $0.replacing("theft/livestock", with: "theft/livestok").replacing(
        "from: filed}", with: "from: field}"
      )
      .replacing("happened_in", with: "happend_in")
    }
    #expect(found.count == 3)
    #expect(found.map { $0.prefix(7) } == ["line 14", "line 27", "line 36"])
  }

  @Test func versionsThatShareADayAreRefused() throws {
    let found = try faults { text in
      let head = text.range(of: "  - key: first\n").map { text[$0.lowerBound...] } ?? ""
      let body = head.prefix { _ in true }.split(separator: "figures:")[0]
      let later = body.replacing("key: first", with: "key: second")
        .replacing("valid_from: unknown", with: "valid_from: {value: 2012-01-01, printed: Z}")
      return text.replacing("valid_to: unknown", with: "valid_to: {value: 2012-06-30, printed: Z}")
        .replacing("valid_from: unknown", with: "valid_from: {value: 2011-01-01, printed: Z}")
        .replacing("figures:", with: later + "figures:")
    }
    #expect(found.contains { $0.contains("first and second share some") }, "\(found)")
  }

  @Test(arguments: ["", "a", "[1]", "scheme: {", "version: 1\nscheme: x\n", "\u{0}"])
  func brokenTextIsAFaultAndNoTrap(text: String) throws {
    let file = SchemeFile(text: text, catalogue: try CategoryCatalogue(home: Self.home))
    #expect(file.scheme == nil && !file.faults.isEmpty)
  }
}
