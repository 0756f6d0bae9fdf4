import Analysis
import SimpleFeatures

/// Cover and claims. Sums and premiums are made up; that a worker at sea pays 450 yuan a year and
/// that the county is insured for 1.5 million is what the scenario's models do.
///
/// Gaps are left on purpose: zones without a policy, zones insured below their value, and thefts
/// that the scheme would pay for and nobody has claimed.
struct SampleCover {
  struct Policy {
    var number: String
    var scheme: String
    var insured: String
    var unit: String
    var units: Int
    var sumYuan: Int
    var premiumYuan: Int
    var paidBy: String
    var from: DayNumber
    var to: DayNumber
    var village: String?
    var zone: Int?
    /// What is left of the sum for claims.
    var left: Int
  }

  static let landScheme = "xiapu-land"
  static let marineScheme = "xiapu-marine"
  static let stockScheme = "xiapu-aquaculture"
  static let householdScheme = "xiapu-household"
  static let countySumYuan = 1_500_000
  static let workerPremiumYuan = 450
  /// How much of its stock a zone insures.
  private static let shares = [0.4, 0.6, 0.8, 1.0]

  private let scenario: SampleScenario
  private var policies: [Policy] = []

  init(_ scenario: SampleScenario) {
    self.scenario = scenario
    var generator = ReplicateGenerator(seed: scenario.seed, stream: SampleStream.cover)
    for (year, from) in Self.years(scenario.period) {
      let people = scenario.people.reduce(0) { $0 + $1.population }
      add(
        "L\(year)", Self.landScheme, "residents", "person", people, Self.countySumYuan, 300_000,
        "government", from)
      for (index, zone) in scenario.zones.enumerated() {
        // Who is insured in one year mostly is in the next.
        let luck = Self.luck(index, seed: scenario.seed)
        if luck < 0.6 {
          add(
            "S\(year)-\(zone.code)", Self.marineScheme, "sea_workers", "person", zone.workers,
            200_000 * zone.workers, Self.workerPremiumYuan * zone.workers, "enterprise", from,
            zone: index)
        }
        if luck > 0.25, luck < 0.8 {
          let share = generator.element(of: Self.shares) ?? 1
          let units = max(1, Int(Double(zone.quantity) * share))
          let sum = units * zone.unitValue * 6 / 10
          add(
            "Y\(year)-\(zone.code)", Self.stockScheme, "raft", zone.species.unit.rawValue, units,
            sum, sum / 19, "mixed", from, zone: index)
        }
      }
      for index in scenario.layout.villages.indices where index % 9 == 0 {
        addHouseholds(of: index, in: year, from, percent: generator.whole(in: 20...90))
      }
    }
    // A third of the villages in all, so that some burglaries are paid for twice.
    for (year, from) in Self.years(scenario.period) {
      for index in scenario.layout.villages.indices where index % 3 == 0 && index % 9 != 0 {
        var generator = ReplicateGenerator(
          seed: scenario.seed, stream: SampleStream.cover,
          substream: 100_000_000 + UInt64(index * 10_000 + year))
        addHouseholds(of: index, in: year, from, percent: generator.whole(in: 20...90))
      }
    }
  }

  private mutating func addHouseholds(
    of index: Int, in year: Int, _ from: DayNumber, percent: Int
  ) {
    let village = scenario.layout.villages[index]
    let households = zip(scenario.layout.grids, scenario.people)
      .filter { $0.0.village == index }.reduce(0) { $0 + $1.1.households }
    let units = households * percent / 100
    add(
      "H\(year)-\(village.code)", Self.householdScheme, "household", "household", units,
      60_000 * units, 67 * units, "household", from, village: village.code)
  }

  /// Years of cover, from the 1st of July, that together hold the scenario's period.
  private static func years(_ period: SamplePeriod) -> [(Int, DayNumber)] {
    [
      (2024, period.first - 28), (2025, period.first - 28 + 365), (2026, period.first - 28 + 730),
    ]
  }

  private static func luck(_ zone: Int, seed: UInt64) -> Double {
    var generator = ReplicateGenerator(
      seed: seed, stream: SampleStream.cover, substream: UInt64(zone) + 1)
    return generator.uniform()
  }

  private mutating func add(
    _ number: String, _ scheme: String, _ insured: String, _ unit: String, _ units: Int,
    _ sum: Int, _ premium: Int, _ payer: String, _ from: DayNumber, village: String? = nil,
    zone: Int? = nil
  ) {
    policies.append(
      Policy(
        number: number, scheme: scheme, insured: insured, unit: unit, units: units, sumYuan: sum,
        premiumYuan: premium, paidBy: payer, from: from, to: from + 364, village: village,
        zone: zone, left: sum))
  }

  // MARK: Files

  /// Stock grows until its harvest and is worth little after it.
  func valueFile() throws -> [UInt8] {
    var rows: [[AttributeValue]] = []
    for zone in scenario.zones {
      // Seaweed is taken in May, fish before the new year.
      let harvest = zone.species.unit == .mu ? 5 : 12
      for month in 1...12 {
        let grown = Double((month - harvest + 11) % 12 + 1) / 12
        let yuan = (Double(zone.unitValue) * (0.25 + 0.75 * grown)).rounded()
        rows.append([.text(zone.code), .integer(Int64(month)), .integer(Int64(yuan))])
      }
    }
    return try SampleTable.csv(["zone", "month", "unit_value_yuan"], rows)
  }

  func schemeFile() throws -> [UInt8] {
    let schemes = [
      (Self.landScheme, "社会治安综合保险"), (Self.marineScheme, "海上安全生产责任险"),
      (Self.stockScheme, "水产养殖保险"), (Self.householdScheme, "家庭治安保险"),
    ]
    return try SampleTable.csv(
      ["scheme", "version", "name", "reference", "valid_from"],
      schemes.map {
        [
          .text($0.0), .text("2024"), .text($0.1 + "（合成）"), .text("合成示例，不是合同文本"),
          .day(scenario.period.first - 28),
        ]
      })
  }

  func policyFile() throws -> [UInt8] {
    try SampleTable.csv(
      [
        "number", "scheme", "insured_kind", "unit", "units", "sum_insured_yuan", "premium_yuan",
        "paid_by", "period_from", "period_to", "village", "zone",
      ],
      policies.map { policy in
        [
          .text(policy.number), .text(policy.scheme), .text(policy.insured), .text(policy.unit),
          .integer(Int64(policy.units)), .integer(Int64(policy.sumYuan)),
          .integer(Int64(policy.premiumYuan)), .text(policy.paidBy), .day(policy.from),
          .day(policy.to), policy.village.map { .text($0) } ?? .unknown,
          policy.zone.map { .text(scenario.zones[$0].code) } ?? .unknown,
        ]
      })
  }

  /// The file, and what the land scheme owes with what was claimed of it.
  func claimFile(
    _ schemes: SampleSchemes
  ) throws -> (bytes: [UInt8], owed: [SampleOwed], paidTwice: [Int]) {
    var claims = SampleClaims(scenario, policies, schemes)
    let bytes = try SampleTable.csv(SampleClaims.header, claims.rows())
    return (bytes, claims.owed, claims.paidTwice)
  }
}
