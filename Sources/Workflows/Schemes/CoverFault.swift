import Schemes
import SimpleFeatures
public import Storage

/// A policy or a claim that cannot be as its row says. It is counted as it stands, and never in
/// silence.
public struct CoverFault: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case overlap
    case outsideZone = "outside_zone"
    case wrongUnit = "wrong_unit"
    case overLimit = "over_limit"
    case beforeIncident = "before_incident"
    case outsidePeriod = "outside_period"
    case unknownIncident = "unknown_incident"
    case unknownScheme = "unknown_scheme"

    public var chinese: String {
      switch self {
      case .overlap: "保单重叠"
      case .outsideZone: "保单与养殖区不符"
      case .wrongUnit: "金额单位可疑"
      case .overLimit: "赔款超过限额"
      case .beforeIncident: "索赔早于事件"
      case .outsidePeriod: "出险不在保险期间"
      case .unknownIncident: "事件不在册"
      case .unknownScheme: "方案不在册"
      }
    }
  }

  public var kind: Kind
  /// The number of the policy or claim.
  public var number: String
  public var message: String

  /// For the sentence of an analysis.
  static func remark(_ count: Int) -> String {
    count == 0
      ? "" : "; \(count) doubtful policies and claims, see `anlan scheme check --store`"
  }

  /// Looks through policies and claims.
  ///
  /// - Parameters:
  ///   - zoneGrids: the grid of each zone of aquaculture that the store has.
  ///   - knowsAllSchemes: a policy of another scheme is a fault.
  /// - Complexity: O(n log n) of policies and claims.
  static func find(
    policies: [PolicyFact], claims: [ClaimFact], schemes: [Scheme], zoneGrids: [String: String],
    knowsAllSchemes: Bool
  ) -> [CoverFault] {
    let byKey = Dictionary(schemes.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let known = knowsAllSchemes ? policies : policies.filter { byKey[$0.scheme] != nil }
    var faults = overlaps(known)
    for policy in known {
      faults += self.faults(of: policy, byKey[policy.scheme], zoneGrids, knowsAllSchemes)
    }
    let byNumber = Dictionary(
      known.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    for claim in claims {
      guard let policy = byNumber[claim.policy] else { continue }
      faults += self.faults(of: claim, policy, byKey[policy.scheme])
    }
    return faults
  }

  /// Policies of one scheme for one zone, or for all, that share a day. Those of a grid or a village
  /// may each mean one household.
  private static func overlaps(_ policies: [PolicyFact]) -> [CoverFault] {
    struct Subject: Hashable {
      var scheme: String
      var insured: String
      var zone: String
    }
    var groups: [Subject: [PolicyFact]] = [:]
    for policy in policies where policy.zone != nil || policy.place.isEmpty {
      groups[
        Subject(
          scheme: policy.scheme, insured: policy.insuredKind, zone: policy.zone ?? ""),
        default: []
      ].append(policy)
    }
    var faults: [CoverFault] = []
    for (subject, members) in groups {
      let sorted = members.sorted { ($0.from, $0.number) < ($1.from, $1.number) }
      var longest = sorted[0]
      for policy in sorted.dropFirst() {
        if policy.from <= longest.to {
          let what = subject.zone.isEmpty ? "the same" : "zone \(subject.zone)"
          faults.append(
            CoverFault(
              kind: .overlap, number: policy.number,
              message: "policy \(policy.number): insures \(what) as \(longest.number) does from "
                + "\(policy.from) to \(min(policy.to, longest.to))"))
        }
        if policy.to > longest.to { longest = policy }
      }
    }
    return faults.sorted { $0.number < $1.number }
  }

  private static func faults(
    of policy: PolicyFact, _ scheme: Scheme?, _ zoneGrids: [String: String],
    _ knowsAllSchemes: Bool
  ) -> [CoverFault] {
    var faults: [CoverFault] = []
    func add(_ kind: Kind, _ words: String) {
      faults.append(
        CoverFault(kind: kind, number: policy.number, message: "policy \(policy.number): \(words)"))
    }
    if knowsAllSchemes, scheme == nil, !policy.scheme.isEmpty {
      add(
        .unknownScheme, "the store keeps no scheme \(policy.scheme); `anlan scheme add` keeps one")
    }
    if let zone = policy.zone {
      if let grid = zoneGrids[zone] {
        if !policy.place.isEmpty, !grid.hasPrefix(policy.place) {
          add(.outsideZone, "says place \(policy.place), and zone \(zone) lies in grid \(grid)")
        }
      } else {
        add(.outsideZone, "zone \(zone) is not in the register, or lies in no grid")
      }
    }
    guard let sum = policy.sumFen else { return faults }
    let version = scheme?.versions.last { $0.isInForce(on: policy.from.number) != .no }
    if let limit = version?.aggregateLimit.value?.most, sum > 0, sum == limit / 10_000 {
      add(.wrongUnit, "insures \(yuan(sum)) yuan; the scheme's limit is \(yuan(limit)): in 万元?")
    } else if let premium = policy.premiumFen, premium > sum {
      add(.wrongUnit, "insures \(yuan(sum)) yuan for a premium of \(yuan(premium)): in 万元?")
    }
    return faults
  }

  private static func faults(
    of claim: ClaimFact, _ policy: PolicyFact, _ scheme: Scheme?
  ) -> [CoverFault] {
    var faults: [CoverFault] = []
    func add(_ kind: Kind, _ words: String) {
      faults.append(
        CoverFault(kind: kind, number: claim.number, message: "claim \(claim.number): \(words)"))
    }
    if let day = claim.incidentDay, claim.notifiedOn < day {
      add(.beforeIncident, "notified on \(claim.notifiedOn), the incident is of \(day)")
    }
    if let day = claim.occurredOn ?? claim.incidentDay, day < policy.from || day > policy.to {
      add(
        .outsidePeriod,
        "of \(day), and policy \(policy.number) holds from \(policy.from) to \(policy.to)")
    }
    if claim.namesIncident, claim.incident == nil {
      add(.unknownIncident, "names an incident that the register does not have")
    }
    if let paid = claim.paidFen {
      if let most = mostPaid(claim, policy, scheme), paid > most {
        add(.overLimit, "\(yuan(paid)) yuan are paid, the scheme pays \(yuan(most)) at most")
      } else if let sum = policy.sumFen, paid > sum {
        add(.overLimit, "\(yuan(paid)) yuan are paid, \(yuan(sum)) are insured")
      }
    }
    return faults
  }

  /// By the peril that it names; `nil` where a limit is not known.
  private static func mostPaid(
    _ claim: ClaimFact, _ policy: PolicyFact, _ scheme: Scheme?
  ) -> Int64? {
    let day = (claim.occurredOn ?? claim.notifiedOn).number
    let version = scheme?.versions.last { $0.isInForce(on: day) != .no }
    let item = version?.items.first { $0.perilWords.contains(claim.peril) }
    return item?.itemLimit.value?.most
  }

  private static func yuan(_ fen: Int64) -> String {
    SchemeWords.number(Double(fen) / 100, digits: 2)
  }
}

/// Looks for doubtful policies and claims, by the schemes that the store keeps.
public struct CheckCover: Sendable {
  public var home: ProductHome

  public init(home: ProductHome) { self.home = home }

  /// - Throws: a usage error for a kept scheme with faults of its own; `StorageError`.
  public func run(in store: any SpatialStore) throws -> [CoverFault] {
    let catalogue = try CategoryCatalogue(home: home)
    let schemes = try store.answer(SchemeFiles()).map {
      try SchemeFile(text: $0.text, catalogue: catalogue).sound($0.scheme)
    }
    let (claims, policies, zoneGrids) = try store.read { reading in
      (
        try reading.answer(ClaimsOnDay(DayNumber(.max))), try reading.answer(PolicyFacts()),
        try SchemeCover.zoneGrids(in: reading)
      )
    }
    return CoverFault.find(
      policies: policies, claims: claims, schemes: schemes, zoneGrids: zoneGrids,
      knowsAllSchemes: !schemes.isEmpty)
  }
}
