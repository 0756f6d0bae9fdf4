import Analysis
import Schemes
import SimpleFeatures

/// Claims under the scenario's policies, each for an incident of the register; never more than is
/// insured.
struct SampleClaims {
  static let header = [
    "number", "policy", "source", "incident", "peril", "occurred_on", "notified_on", "filed_on",
    "reserve_yuan", "paid_yuan", "paid_on", "refused_reason", "closed_on",
  ]

  /// Of what the land scheme owes, so much is claimed; and of that, where the household has cover of
  /// its own, so much under that too.
  private static let claimedShare = 0.3
  private static let twiceShare = 0.9

  private let scenario: SampleScenario
  private var policies: [SampleCover.Policy]
  private var byZone: [Int: [Int]] = [:]
  private var land: [Int] = []
  private let zonesOfGrid: [Int: [Int]]
  private var claims: [[AttributeValue]] = []
  private let schemes: SampleSchemes
  /// What the land scheme owes, in the order of the incidents.
  private(set) var owed: [SampleOwed] = []
  /// Incidents that two schemes have paid for, by their numbers.
  private(set) var paidTwice: [Int] = []
  private var byVillage: [String: [Int]] = [:]

  init(
    _ scenario: SampleScenario, _ policies: [SampleCover.Policy], _ schemes: SampleSchemes
  ) {
    self.scenario = scenario
    self.schemes = schemes
    self.policies = policies
    zonesOfGrid = Dictionary(grouping: scenario.zones.indices) { scenario.zones[$0].grid }
    for (index, policy) in policies.enumerated() {
      if let zone = policy.zone { byZone[zone, default: []].append(index) }
      if policy.scheme == SampleCover.landScheme { land.append(index) }
      if let village = policy.village { byVillage[village, default: []].append(index) }
    }
  }

  mutating func rows() -> [[AttributeValue]] {
    for (index, incident) in scenario.incidents.enumerated() {
      var generator = ReplicateGenerator(
        seed: scenario.seed, stream: SampleStream.cover, substream: 1_000_000 + UInt64(index))
      let day = DayNumber(Int32(incident.occurredFrom / 1440))
      switch SampleCategory.all[incident.category].key {
      case "theft", "burglary", "assault":
        claimLand(index, on: day, &generator)
      case "fraud":
        // Excluded: claimed in error now and then, and refused.
        guard generator.uniform() < 0.01, let policy = policy(land, on: day) else { continue }
        claim(index, policy, peril: "诈骗", refused: "诈骗类除外", &generator)
      case "aquaculture_loss":
        guard let policy = zonePolicy(of: incident, SampleCover.stockScheme, on: day),
          generator.uniform() < 0.7
        else { continue }
        if generator.uniform() < 0.1 {
          claim(index, policy, peril: "养殖损失", refused: "低于免赔额", &generator)
        } else {
          claim(index, policy, peril: "养殖损失", share: 0.6, most: 400_000, &generator)
        }
      case "sea_accident":
        guard incident.injuries + incident.deaths > 0,
          let policy = zonePolicy(of: incident, SampleCover.marineScheme, on: day),
          generator.uniform() < 0.75
        else { continue }
        claim(index, policy, peril: "海上作业人身伤亡", share: 1, most: 80_000, &generator)
      default: continue
      }
    }
    return claims
  }

  /// What is owed is claimed now and then, some of it twice: of the land scheme and of the
  /// household's own.
  private mutating func claimLand(
    _ index: Int, on day: DayNumber, _ generator: inout ReplicateGenerator
  ) {
    let incident = scenario.incidents[index]
    let category = SampleCategory.all[incident.category]
    let kind = IncidentKind(
      category: category.key, subcategory: category.parts[incident.part].key)
    guard let item = schemes.item(of: SampleCover.landScheme, covering: kind),
      var owed = SampleOwed(incident, index, item, lastDay: Int(scenario.period.last.number))
    else { return }
    defer { self.owed.append(owed) }
    let isClaimed = generator.uniform() < Self.claimedShare
    let isTwice = generator.uniform() < Self.twiceShare
    guard owed.state == .owed, isClaimed, let policy = policy(land, on: day) else { return }
    let before = claims.count
    let start = DayNumber(Int32(owed.due))
    let peril = item.perilWords.first ?? item.key
    claim(index, policy, peril: peril, due: owed.sum, after: start, &generator)
    owed.isClaimed = claims.count > before
    guard isTwice, owed.isClaimed,
      let other = schemes.item(of: SampleCover.householdScheme, covering: kind),
      let sum = SampleOwed(incident, index, other, lastDay: owed.due)?.sum,
      let own = self.policy(
        byVillage[String(scenario.layout.grids[incident.grid].code.prefix(12))] ?? [], on: day)
    else { return }
    let count = claims.count
    claim(
      index, own, peril: other.perilWords.first ?? other.key, due: sum, after: start, &generator)
    // Both paid, and neither still open.
    if claims.count > count, claims[count - 1].isPaid, claims[count].isPaid {
      paidTwice.append(index)
    }
  }

  private func policy(_ candidates: [Int], on day: DayNumber) -> Int? {
    candidates.first { policies[$0].from <= day && day <= policies[$0].to }
  }

  private func zonePolicy(of incident: SampleIncident, _ scheme: String, on day: DayNumber) -> Int?
  {
    for zone in zonesOfGrid[incident.grid] ?? [] {
      let candidates = (byZone[zone] ?? []).filter { policies[$0].scheme == scheme }
      if let found = policy(candidates, on: day) { return found }
    }
    return nil
  }

  private mutating func claim(
    _ index: Int, _ policy: Int, peril: String, share: Double = 0, most: Int = 0,
    due owed: Int? = nil, after start: DayNumber? = nil, refused: String? = nil,
    _ generator: inout ReplicateGenerator
  ) {
    let incident = scenario.incidents[index]
    let last = scenario.period.last
    let occurred = DayNumber(Int32(incident.occurredFrom / 1440))
    let notified =
      (start ?? DayNumber(Int32(incident.reportedAt / 1440))) + generator.whole(in: 0...6)
    let filed = notified + generator.whole(in: 0...5)
    let settled = filed + generator.whole(in: 2...40)
    guard notified <= last else { return }
    let due = min(
      owed ?? min(Int(Double(incident.lossYuan ?? 0) * share), most), policies[policy].left)
    let isSettled = settled <= last
    if refused == nil {
      guard due > 0 else { return }
      policies[policy].left -= due
    }
    claims.append([
      .text("C\(SampleCode.padded(claims.count + 1, to: 6))"), .text(policies[policy].number),
      .text(SampleIncidentExport.source(seed: scenario.seed)),
      .text(SampleIncidentExport.id(of: incident, number: index + 1)), .text(peril),
      .day(occurred), .day(notified), filed <= last ? .day(filed) : .unknown,
      .integer(Int64(isSettled || refused != nil ? 0 : due)),
      .integer(Int64(isSettled && refused == nil ? due : 0)),
      isSettled && refused == nil ? .day(settled) : .unknown,
      refused.map { .text($0) } ?? .unknown, isSettled ? .day(settled) : .unknown,
    ])
  }
}

extension [AttributeValue] {
  /// Of a claim's row: something was paid.
  fileprivate var isPaid: Bool {
    guard let column = SampleClaims.header.firstIndex(of: "paid_yuan"),
      case .integer(let sum) = self[column]
    else { return false }
    return sum > 0
  }
}
