import Analysis
import TestSupport
import Testing

struct CoverageGapTests {
  struct Worked: Decodable {
    struct Zone: Decodable {
      var id: String
      var units: Double
      var value_per_unit: Double
      var insured_units: Double
      var limit_share: Double
      var yrs: Double
      var claims: Double
      var incurred: Double
    }
    struct Inputs: Decodable {
      var zones: [Zone]
      var K_freq_unit_years: Double
      var K_sev_claims: Double
      var footprint_damage_ratio: [String: [String: Double]]
    }
    struct Answer: Decodable {
      var tiv: Double
      var sum_insured: Double
      var penetration_units: Double
      var penetration_value: Double
      var gap_value: Double
      var freq: Double
      var sev: Double
      var expected_uninsured_loss_full_value: Double
    }
    struct Loss: Decodable {
      var ground_up: Double
      var insured: Double
      var uninsured_share: Double
    }
    struct Expected: Decodable {
      var portfolio_freq: Double
      var portfolio_sev: Double
      var zones: [Answer]
      var accumulation: [String: Loss]
    }
    var inputs: Inputs
    var expected: Expected
  }

  static func worked() throws -> Worked {
    try Fixture.decode(Worked.self, "domain-loss/coverage_gap_worked.json")
  }

  private static func isNear(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) <= 1e-9 * max(abs(expected), 1e-12)
  }

  @Test func equalsTheWorkedExampleInUnitsAndInYuan() throws {
    let worked = try Self.worked()
    let zones = worked.inputs.zones
    let pieces = zones.indices.map { zone in
      CoverageGap.Piece(
        place: zone, units: zones[zone].insured_units,
        limitYuan: zones[zone].value_per_unit * zones[zone].limit_share)
    }
    let units = zones.map { Optional($0.units) }
    let inUnits = try CoverageGap(needYuan: zones.map { _ in nil }, countsYuan: false)
      .accounts(units: units, pieces: pieces)
    let inYuan = try CoverageGap(needYuan: zones.map(\.value_per_unit), countsYuan: true)
      .accounts(units: units, pieces: pieces)
    for (zone, expected) in worked.expected.zones.enumerated() {
      let (count, value) = (try #require(inUnits[zone]), try #require(inYuan[zone]))
      #expect(Self.isNear(count.penetration ?? -1, expected.penetration_units))
      #expect(Self.isNear(value.exposure, expected.tiv))
      #expect(Self.isNear(value.insured, expected.sum_insured))
      #expect(Self.isNear(value.penetration ?? -1, expected.penetration_value))
      #expect(Self.isNear(value.gap, expected.gap_value))
      #expect(value.unknown == 0 && count.underLimit == 0)
    }
  }

  @Test func lossEqualsTheWorkedExample() throws {
    let worked = try Self.worked()
    for (zone, expected) in zip(worked.inputs.zones, worked.expected.zones) {
      let frequency = try Credibility.premium(
        amount: zone.claims, experience: zone.insured_units * zone.yrs,
        constant: worked.inputs.K_freq_unit_years, collective: worked.expected.portfolio_freq)
      let severity = try Credibility.premium(
        amount: zone.incurred, experience: zone.claims, constant: worked.inputs.K_sev_claims,
        collective: worked.expected.portfolio_sev)
      #expect(Self.isNear(frequency, expected.freq))
      #expect(Self.isNear(severity, expected.sev))
      let loss = try UninsuredLoss(
        frequency: .init(value: frequency, standardError: frequency / 4),
        severity: .init(value: severity, standardError: severity / 3),
        uninsuredUnits: zone.units - zone.insured_units, insuredUnits: zone.insured_units,
        insuredShare: zone.limit_share)
      #expect(Self.isNear(loss.expected, expected.expected_uninsured_loss_full_value))
      #expect(loss.basis == .groundUp)
      #expect(loss.low < loss.expected && loss.expected < loss.high)
    }
  }

  /// exposure = insured + other + gap and gap = the four, for any register.
  @Test(arguments: 0..<200)
  func everythingAddsUp(seed: Int) throws {
    var generator = ReplicateGenerator(seed: UInt64(seed), stream: 3)
    let places = 6
    func maybe(_ value: Double) -> Double? { generator.uniform() < 0.15 ? nil : value }
    let units = (0..<places).map { _ in maybe(100 * generator.uniform()) }
    let needs = (0..<places).map { _ in maybe(1_000 * generator.uniform()) }
    let pieces = (0..<20).map { _ in
      CoverageGap.Piece(
        place: Int(generator.integer(below: UInt64(places))), isOther: generator.uniform() < 0.3,
        units: maybe(40 * generator.uniform()), limitYuan: maybe(900 * generator.uniform()),
        isExcluded: generator.uniform() < 0.2 ? nil : generator.uniform() < 0.1)
    }
    for countsYuan in [false, true] {
      let accounts = try CoverageGap(needYuan: needs, countsYuan: countsYuan)
        .accounts(units: units, pieces: pieces)
      for (place, account) in accounts.enumerated() {
        guard let account else {
          #expect(units[place] == nil || countsYuan && needs[place] == nil)
          continue
        }
        let sum = account.insured + account.otherCover + account.gap
        #expect(abs(sum - account.exposure) < 1e-9 * max(1, account.exposure))
        for part in [
          account.insured, account.otherCover, account.noPolicy, account.underLimit,
          account.excluded, account.unknown, account.excess,
        ] { #expect(part >= 0) }
      }
    }
  }

  @Test func anUnprintedLimitIsNoGapAndNoCover() throws {
    let gap = CoverageGap(needYuan: [nil], countsYuan: false)
    let account = try #require(
      try gap.accounts(units: [10], pieces: [.init(place: 0, units: 4, limitYuan: nil)])[0])
    #expect(account.unknown == 4 && account.insured == 0 && account.noPolicy == 6)
    // A policy that does not say how much it insures leaves all the rest unknown.
    let silent = try #require(
      try gap.accounts(units: [10], pieces: [.init(place: 0, units: nil, limitYuan: 5)])[0])
    #expect(silent.unknown == 10 && silent.noPolicy == 0)
    let excluded = try #require(
      try gap.accounts(
        units: [10],
        pieces: [
          .init(place: 0, units: 4, limitYuan: 5, isExcluded: true),
          .init(place: 0, units: 3, limitYuan: 5, isExcluded: nil),
        ])[0])
    #expect(excluded.excluded == 4 && excluded.unknown == 3 && excluded.noPolicy == 3)
  }

  @Test func moreThanThereIsIsNotCounted() throws {
    let account = try #require(
      try CoverageGap(needYuan: [100], countsYuan: true).accounts(
        units: [10],
        pieces: [
          .init(place: 0, isOther: true, units: 6, limitYuan: 100),
          .init(place: 0, units: 8, limitYuan: 50),
        ])[0])
    // The scheme's own 8 come first, half covered; the other has 2 left.
    #expect(account.insured == 400)
    #expect(account.underLimit == 400)
    #expect(account.otherCover == 200)
    #expect(account.excess == 400 && account.gap == 400)
  }

  @Test func theUpperEndCountsTheUnknown() throws {
    func loss(unknown: Double) throws -> UninsuredLoss {
      try UninsuredLoss(
        frequency: .init(value: 0.01, standardError: 0.002),
        severity: .init(value: 500, standardError: 100), uninsuredUnits: 10,
        unknownUnits: unknown)
    }
    let (none, some) = (try loss(unknown: 0), try loss(unknown: 10))
    #expect(none.basis == .policy && none.expected == 50)
    #expect(some.expected == none.expected && some.low == none.low)
    #expect(abs(some.high - 2 * none.high) < 1e-9)
  }

  @Test func penetrationHasWilsonsRange() throws {
    let all = try Penetration(insured: 2, exposed: 2, confidence: 0.9)
    // Of all of n, the lower end is n / (n + z²).
    #expect(all.share == 1 && all.high == 1 && abs(all.low - 2 / (2 + 2.705543)) < 1e-6)
    let some = try Penetration(insured: 81, exposed: 263, confidence: 0.95)
    // Newcombe (1998), table I, method 3.
    #expect(abs(some.low - 0.2553) < 5e-5 && abs(some.high - 0.3662) < 5e-5)
    #expect(throws: AnalysisError.self) { try Penetration(insured: 3, exposed: 2) }
  }

  @Test func eachWayOfSharingAddsUpToTheYuan() throws {
    let shares = try BudgetShares(
      budget: 1_000_003, risk: [1, 1, 1], need: [0, 0, 0], premium: [5, 0, 1e-9])
    #expect(shares.byRisk == [333_335, 333_334, 333_334])
    #expect(shares.byNeed == nil)
    #expect(shares.byPremium?.reduce(0, +) == 1_000_003 && shares.byPremium?[1] == 0)
    var generator = ReplicateGenerator(seed: 5, stream: 5)
    for _ in 0..<200 {
      let weights = (0..<7).map { _ in generator.uniform() * 1e-3 }
      let budget = Int(generator.integer(below: 1 << 45))
      #expect(try BudgetShares.shares(of: budget, by: weights)?.reduce(0, +) == budget)
    }
  }
}
