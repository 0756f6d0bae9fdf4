import SimpleFeatures
import Storage
import Testing

/// Schemes' files and what they owe and cost, on each store.
@Suite struct SchemeConformance {
  private func run(_ kind: String) -> Run {
    Run(
      kind: kind, parameters: "{}", seed: 0, inputDigest: "d", version: "1",
      validFrom: DayNumber(19_990), validTo: DayNumber(20_010), summary: "{}")
  }

  @Test(arguments: StoreKind.allCases)
  func aSchemesFileIsKeptAndReplaced(kind: StoreKind) throws {
    try kind.withStore { store throws in
      func keep(_ text: String, to: DayNumber?) throws {
        try store.write { transaction in
          try transaction.run(UpsertSchemeFile(scheme: "s", text: text))
          try transaction.run(
            AddSchemeVersion(
              scheme: "s", version: "1", name: "方案", reference: "r", from: DayNumber(19_000),
              to: to, isSynthetic: true))
        }
      }
      try keep("a", to: nil)
      try keep("条款", to: DayNumber(20_000))
      let files = try store.answer(SchemeFiles())
      #expect(files.map(\.scheme) == ["s"] && files.map(\.text) == ["条款"])
      let listed = try store.rows(of: "schemes", run: run("none"))
      #expect(listed.count == 1 && listed[0]["valid_to"] == .day(DayNumber(20_000)))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsOwedIsReadBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let run = run("eligibility")
      var unit = UnpaidUnitRow(
        unit: "350921104", name: "下浒镇", geometry: .multiPolygon([StoreConformance.square]))
      unit.count = 2
      unit.eligible = 3
      unit.dueFen = 12_345
      unit.dueUnknown = 1
      unit.className = "few"
      var use = SchemeUseRow()
      use.reported = 3
      use.eligible = 3
      use.filed = 2
      use.claimed = 1
      use.paid = 1
      use.unclaimed = 2
      use.paidFen = 50
      var verdict = EligibilityCaseRow(incident: 2, scheme: "s", verdict: "unknown")
      verdict.missingPapers = "waiting deductible"
      verdict.clockDay = DayNumber(20_010)
      let (unitRow, useRow, caseRow) = (unit, use, verdict)
      let week = ISOWeek(DayNumber(20_000))
      try store.keep(run) { transaction, id in
        try transaction.run(InsertUnpaidUnit(run: id, level: "town", scheme: "all", unitRow))
        try transaction.run(
          InsertSchemeUse(
            run: id, scheme: "s", unit: "350921104", level: "town", name: "下浒镇", week: week, useRow)
        )
        try transaction.run(InsertEligibilityCase(run: id, caseRow))
      }
      let units = try store.rows(of: "unpaid_eligible", run: run)
      #expect(units.count == 1 && units[0]["claimed"] == .integer(1))
      #expect(units[0]["due_yuan"] == .real(123.45))
      let uses = try store.rows(of: "scheme_usage", run: run)
      #expect(uses[0]["week"] == .text(week.description) && uses[0]["paid_yuan"] == .real(0.5))
      #expect(uses[0]["promise_kept"] == .unknown, "no paper promises: not zero")
      let cases = try store.rows(of: "eligibility", run: run)
      #expect(cases[0]["missing_papers"] == .text("waiting deductible"))
      #expect(cases[0]["clock_day"] == .day(DayNumber(20_010)) && cases[0]["due_yuan"] == .unknown)
      let counts = try store.answer(LayerCounts())
      #expect(
        counts["unpaid_eligible"] == 1 && counts["scheme_usage"] == 1 && counts["eligibility"] == 1)
      #expect(try store.faults() == [])
      // Verdicts that do not add up are refused by the schema.
      var wrong = use
      wrong.reported = 4
      let refused = wrong
      #expect(throws: StorageError.self) {
        try store.write {
          try $0.run(
            InsertSchemeUse(
              run: run.id, scheme: "t", unit: "", level: "town", name: "", week: week, refused))
        }
      }
    }
  }

  @Test(arguments: StoreKind.allCases)
  func whatItCostIsReadBack(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store)
      let run = run("claims")
      var own = ClaimExperienceRow(scheme: "s", peril: "all", unit: "350921104", name: "下浒镇")
      own.hasExperience = true
      own.exposure = 12.5
      own.claims = 3
      own.incurredFen = 300_000
      own.frequency = 0.24
      own.earnedFen = 600_000
      own.lossRatio = 0.5
      let bare = ClaimExperienceRow(scheme: "s", peril: "all", unit: "350921105", name: "")
      var limit = LimitForecastRow(
        scheme: "s", policy: "L1", from: DayNumber(19_900), to: DayNumber(20_264),
        limitFen: 150_000_000)
      limit.usedFen = 63_000_000
      limit.exhaustedMid = DayNumber(20_200)
      let (ownRow, limitRow) = (own, limit)
      try store.keep(run) { transaction, id in
        try transaction.run(InsertClaimExperience(run: id, ownRow))
        try transaction.run(InsertClaimExperience(run: id, bare))
        try transaction.run(InsertLimitForecast(run: id, limitRow))
      }
      let experience = try store.rows(of: "scheme_experience", run: run)
      #expect(experience.map { $0["experience"] } == [.text("own"), .text("none")])
      #expect(experience[0]["earned_yuan"] == .real(6000))
      #expect(experience[1]["frequency"] == .unknown && experience[1]["claims"] == .integer(0))
      let limits = try store.rows(of: "limit_burn_down", run: run)
      #expect(limits[0]["used_share"] == .real(0.42) && limits[0]["limit_yuan"] == .real(1_500_000))
      #expect(limits[0]["exhausted_mid"] == .day(DayNumber(20_200)))
      #expect(limits[0]["exhausted_low"] == .unknown)
      // No policies, and yet a frequency: refused.
      var wrong = bare
      wrong.unit = "350921106"
      wrong.frequency = 0
      let refused = wrong
      #expect(throws: StorageError.self) {
        try store.write { try $0.run(InsertClaimExperience(run: run.id, refused)) }
      }
    }
  }

  /// The columns that clauses are read from, the same on each store.
  @Test(arguments: StoreKind.allCases)
  func factsAreThoseOfTheDay(kind: StoreKind) throws {
    try kind.withStore { store throws in
      try StoreConformance.fill(store, incidents: 5)
      let facts = try store.answer(IncidentFactsOnDay(DayNumber(20_500)))
      #expect(facts.count == 5 && Set(facts.id) == [1, 2, 3, 4, 5])
      #expect(facts.places.allSatisfy { $0.hasPrefix("350921104201") })
      #expect(try store.answer(IncidentFactsOnDay(DayNumber(10_000))).count == 0)
      #expect(try store.answer(IncidentFactsOnDay(DayNumber(20_500), area: "9")).count == 0)
      let none = try store.answer(IncidentFactsOnDay(DayNumber(20_500), categories: ["none"]))
      #expect(none.count == 0)
      #expect(try store.answer(ClaimsOnDay(DayNumber(20_500))).isEmpty)
      #expect(try store.answer(PolicyFacts()).isEmpty)
      #expect(try store.answer(ZonePlaces()).isEmpty)
    }
  }
}
