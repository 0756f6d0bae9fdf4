import Schemes
import Testing

@Suite struct EligibilityRuleTests {
  private func answer(
    _ facts: IncidentFacts, _ item: SchemeItem = SchemeScene.item(),
    cover: CoverPeriods? = nil, insured: [UInt8]? = nil,
    _ change: (inout SchemeVersion) -> Void = { _ in }
  ) -> EligibilityTable {
    var version = SchemeScene.version([item])
    change(&version)
    return EligibilityRule(SchemeScene.scheme([version]), cover: cover, for: facts)
      .evaluate(facts, insured: insured)
  }

  /// Zhoukou: ten days from 立案. The day of filing is not counted and the tenth counts whole.
  @Test(arguments: [
    (18_100, Verdict.waiting), (18_109, .waiting), (18_110, .eligible), (18_200, .eligible),
  ])
  func theTenthDayDecides(asOf: Int, expected: Verdict) {
    let table = answer(SchemeScene.facts(asOf: Int32(asOf)))
    #expect(table.verdict(of: 0) == expected)
    #expect(table.clockDay[0] == 18_110)
    #expect(table.due[0] == 90_000)
  }

  @Test(arguments: [
    (18_110, Verdict.notEligible), (18_111, .eligible), (18_100, .notEligible),
  ])
  func solvedOnTheTenthDayIsSolvedInTime(solved: Int, expected: Verdict) {
    let facts = SchemeScene.facts(asOf: 18_200, truths: [.solved: .yes]) {
      $0.solved = Int32(solved)
    }
    let table = answer(facts)
    #expect(table.verdict(of: 0) == expected)
    #expect(table.clause(of: 0) == (expected == .eligible ? nil : .clock))
  }

  @Test func aCaseSolvedOnAnUnknownDayIsUnknown() {
    let table = answer(SchemeScene.facts(asOf: 18_200, truths: [.solved: .yes]))
    #expect(table.verdict(of: 0) == .unknown)
    #expect(table.missingFacts(of: 0) == [.clock])
    #expect(table.missingPapers(of: 0) == [])
  }

  @Test func withoutADayOfFilingTheClockIsUnknown() {
    let facts = SchemeScene.facts(asOf: 18_200) { $0.filed = IncidentFacts.unknownDay }
    let table = answer(facts)
    #expect(table.verdict(of: 0) == .unknown)
    #expect(table.missingFacts(of: 0) == [.clock])
  }

  /// Each unknown clause blocks, and says that the paper is missing.
  @Test func whatNoPaperSaysBlocks() {
    let changes: [(Clause, (inout SchemeItem) -> Void)] = [
      (.peril, { $0.perils = .unknown }), (.exclusion, { $0.exclusions = .unknown }),
      (.waiting, { $0.waitingDays = .unknown }), (.evidence, { $0.evidence = .unknown }),
      (.clock, { $0.clock = .unknown }), (.deductible, { $0.deductible = .unknown }),
    ]
    for (clause, change) in changes {
      var item = SchemeScene.item()
      change(&item)
      let table = answer(SchemeScene.facts(asOf: 18_200), item)
      #expect(table.verdict(of: 0) == .unknown, "\(clause)")
      #expect(table.missingPapers(of: 0) == [clause])
    }
    let table = answer(SchemeScene.facts(asOf: 18_200)) {
      $0.jurisdiction = .unknown
      $0.enrolment = .unknown
      $0.validTo = .unknown
    }
    #expect(table.verdict(of: 0) == .unknown)
    #expect(table.missingPapers(of: 0) == [.inForce, .jurisdiction, .insured])
  }

  /// Who is excluded for sure stays excluded, whatever else is unknown.
  @Test func aClauseThatFailsOutweighsWhatIsUnknown() {
    var item = SchemeScene.item(excluded: ["theft/grain"])
    item.clock = .unknown
    let table = answer(SchemeScene.facts(asOf: 18_200, kind: "theft/grain"), item)
    #expect(table.verdict(of: 0) == .notEligible)
    #expect(table.clause(of: 0) == .exclusion)
  }

  @Test func anOpenListLeavesTheRestUnknown() {
    var item = SchemeScene.item(excluded: ["fraud"])
    item.exclusions = Term(KindList([IncidentKind("fraud")], isOpen: true), SchemeScene.paper)
    let table = answer(SchemeScene.facts(asOf: 18_200), item)
    #expect(table.verdict(of: 0) == .unknown)
    #expect(table.missingPapers(of: 0) == [.exclusion])
  }

  /// Which part of a category it was is not said, and only a part is covered.
  @Test func aPartOfACategoryIsUnknown() {
    let table = answer(
      SchemeScene.facts(asOf: 18_200, kind: "theft"), SchemeScene.item(perils: ["theft/grain"]))
    #expect(table.verdict(of: 0) == .unknown)
  }

  @Test func elsewhereIsNotEligibleAndNowhereIsUnknown() {
    let elsewhere = answer(SchemeScene.facts(asOf: 18_200, place: "350921001001001"))
    #expect(elsewhere.clause(of: 0) == .jurisdiction)
    let nowhere = answer(SchemeScene.facts(asOf: 18_200, place: ""))
    #expect(nowhere.missingFacts(of: 0) == [.jurisdiction])
    let county = answer(SchemeScene.facts(asOf: 18_200, place: "41"))
    #expect(county.missingFacts(of: 0) == [.jurisdiction])
  }

  @Test func aLossBelowTheDeductibleIsNotOwed() {
    #expect(answer(SchemeScene.facts(asOf: 18_200, loss: 10_000)).clause(of: 0) == .deductible)
    #expect(answer(SchemeScene.facts(asOf: 18_200, loss: 10_001)).due[0] == 1)
    #expect(answer(SchemeScene.facts(asOf: 18_200, loss: 900_000)).due[0] == 200_000)
    let unknown = answer(SchemeScene.facts(asOf: 18_200, loss: nil))
    #expect(unknown.missingFacts(of: 0) == [.deductible])
    #expect(unknown.due[0] == -1)
  }

  @Test func anUnknownLimitLeavesTheSumUnknownAndTheVerdictKnown() {
    var item = SchemeScene.item()
    item.eventLimit = .unknown
    let table = answer(SchemeScene.facts(asOf: 18_200), item)
    #expect(table.verdict(of: 0) == .eligible)
    #expect(table.due[0] == -1)
  }

  // MARK: Versions and cover

  @Test func theVersionOfTheDayDecides() {
    var old = SchemeScene.version([SchemeScene.item()], key: "old", from: 17_000, to: 18_097)
    old.enrolment = .unknown
    let new = SchemeScene.version([SchemeScene.item()], key: "new", from: 18_098, to: 19_000)
    let scheme = SchemeScene.scheme([old, new])
    for (occurred, version) in [(18_097, 0), (18_098, 1), (19_000, 1), (19_001, -1), (16_999, -1)] {
      let facts = SchemeScene.facts(asOf: 19_900) { $0.occurred = Int32(occurred) }
      let table = EligibilityRule(scheme, cover: nil, for: facts).evaluate(facts)
      #expect(table.version[0] == Int16(version))
      #expect(table.clause(of: 0) == (version < 0 ? .inForce : nil))
    }
  }

  /// A policy of the scheme says when a version holds whose dates no paper prints.
  @Test func policiesSayWhenCoverHolds() {
    func verdict(_ cover: CoverPeriods?) -> EligibilityTable {
      answer(SchemeScene.facts(asOf: 18_200), cover: cover) {
        $0.signed = .unknown
        $0.validFrom = .unknown
        $0.validTo = .unknown
      }
    }
    #expect(verdict(nil).missingPapers(of: 0) == [.inForce])
    #expect(verdict(CoverPeriods([18_050...18_100])).verdict(of: 0) == .eligible)
    #expect(verdict(CoverPeriods([18_000...18_050, 18_099...18_200])).clause(of: 0) == .inForce)
    #expect(verdict(CoverPeriods([18_000...18_097, 18_098...18_098])).verdict(of: 0) == .eligible)
  }

  @Test func whoOneMustJoinIsAskedOfTheColumn() {
    let facts = SchemeScene.facts(asOf: 18_200)
    func verdict(_ insured: [UInt8]?) -> EligibilityTable {
      answer(facts, insured: insured) { $0.enrolment = Term(.voluntary, SchemeScene.paper) }
    }
    #expect(verdict([Truth.yes.rawValue]).verdict(of: 0) == .eligible)
    #expect(verdict([Truth.no.rawValue]).clause(of: 0) == .insured)
    #expect(verdict(nil).missingFacts(of: 0) == [.insured])
  }

  @Test func waitingDaysCountFromTheBeginOfCover() {
    var item = SchemeScene.item()
    item.waitingDays = Term(98, SchemeScene.paper)
    #expect(answer(SchemeScene.facts(asOf: 18_200), item).verdict(of: 0) == .eligible)
    item.waitingDays = Term(99, SchemeScene.paper)
    #expect(answer(SchemeScene.facts(asOf: 18_200), item).clause(of: 0) == .waiting)
  }

  /// A damaged row with a day of another age neither traps nor takes the memory.
  @Test func aDayOfAnotherAgeHasNoVersion() {
    for day in [Int32.min + 1, Int32.max] {
      let facts = SchemeScene.facts(asOf: 18_200) { $0.occurred = day }
      #expect(answer(facts).clause(of: 0) == .inForce)
    }
  }

  // MARK: Laws

  @Test(arguments: 0..<60)
  func agreesWithTheObviousReading(seed: Int) {
    let scene = RandomSchemes(seed: UInt64(seed))
    let table = EligibilityRule(scene.scheme, cover: scene.cover, for: scene.facts)
      .evaluate(scene.facts, insured: scene.insured)
    for incident in 0..<scene.facts.count {
      let obvious = ObviousEligibility(scene, incident: incident)
      #expect(table.verdict(of: incident) == obvious.verdict)
      #expect(table.clause(of: incident) == obvious.clause)
      if obvious.verdict == .unknown {
        let missing = Set(table.missingPapers(of: incident) + table.missingFacts(of: incident))
        #expect(missing == obvious.missing)
      }
    }
  }
}
