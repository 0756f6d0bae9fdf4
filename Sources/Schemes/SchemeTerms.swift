/// A kind of incident by the words of the catalogue: a category, or one of its subcategories.
public struct IncidentKind: Sendable, Hashable {
  public var category: String
  public var subcategory: String?

  public init(category: String, subcategory: String? = nil) {
    self.category = category
    self.subcategory = subcategory
  }

  /// Reads `theft` and `theft/ebike`.
  public init(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    category = parts.first ?? ""
    subcategory = parts.count > 1 ? parts[1] : nil
  }

  public var text: String { subcategory.map { "\(category)/\($0)" } ?? category }
}

/// Kinds of incidents; an open list says that there are more, which nobody has printed.
public struct KindList: Sendable, Hashable {
  public var kinds: [IncidentKind]
  public var isOpen: Bool

  public init(_ kinds: [IncidentKind], isOpen: Bool = false) {
    self.kinds = kinds
    self.isOpen = isOpen
  }

  /// Whether the list holds a kind; a category holds its subcategories.
  public func truth(of kind: IncidentKind) -> Truth {
    if kinds.contains(kind) || kinds.contains(IncidentKind(category: kind.category)) {
      return .yes
    }
    // Part of the category is listed, and which part this was is not said.
    if kind.subcategory == nil, kinds.contains(where: { $0.category == kind.category }) {
      return .unknown
    }
    return isOpen ? .unknown : .no
  }
}

/// Whose incidents count, by place.
public struct Jurisdiction: Sendable, Hashable {
  public enum Rule: String, Sendable, CaseIterable {
    /// Where it happened.
    case happenedIn = "happened_in"
    /// Where the insured lives, whatever the place: no store of ours knows that.
    case livesIn = "lives_in"
  }

  public var rule: Rule
  /// The first digits of codes.
  public var codes: [String]

  public init(_ rule: Rule, codes: [String]) {
    self.rule = rule
    self.codes = codes
  }

  /// - Parameter place: a code; empty where none is known.
  public func truth(of place: String) -> Truth {
    guard rule == .happenedIn, !place.isEmpty else { return .unknown }
    if codes.contains(where: { place.hasPrefix($0) }) { return .yes }
    // A coarse code may hold the area: a county's code says not which town.
    return codes.contains { $0.hasPrefix(place) } ? .unknown : .no
  }
}

/// Who is insured: all whom the scheme names, those who joined, or those whom a law makes join.
public enum Enrolment: String, Sendable, CaseIterable {
  case all, voluntary, compulsory
}

/// Places where a scheme pays nothing, whatever happens there.
public enum ExcludedSite: String, Sendable, CaseIterable {
  /// 禁养区, where farming is forbidden.
  case prohibited
  /// Where the licence has expired, or there is none.
  case unlicensed
}

public enum InsuredUnit: String, Sendable, CaseIterable {
  case person, household, policy, vessel, mu, kou, xiang, share
}

/// The most that is paid. Fen.
public enum Limit: Sendable, Hashable {
  /// The paper says that there is none.
  case none
  /// From the least to the most that is paid: 500 to 300 000 yuan.
  case amount(least: Int64, most: Int64)

  public var most: Int64? {
    guard case .amount(_, let most) = self else { return nil }
    return most
  }
}

/// What has to be so before a claim is paid.
public enum EvidenceFact: String, Sendable, CaseIterable {
  /// 受案, 立案, 认定.
  case accepted, filed, certified
  case solved
  /// Nobody liable was found, or who was found cannot pay.
  case liableUnable = "liable_unable"
  /// No other compensation was received.
  case uncompensated
}

/// Each of the groups must hold, and of each group one fact.
public struct EvidenceRule: Sendable, Hashable {
  public var groups: [[EvidenceFact]]

  public init(_ groups: [[EvidenceFact]]) { self.groups = groups }
}

/// “Not solved within N days”, or that there is no such wait.
public enum DetectionClock: Sendable, Hashable {
  public enum Start: String, Sendable, CaseIterable {
    case occurred, reported, accepted, filed
  }

  case none
  /// The day it starts on is not counted, and the last day counts whole.
  ///
  /// > Civil Code of the People's Republic of China, 2020, articles 201 and 202.
  case unsolved(days: Int, from: Start)
}

/// How the scheme stands to other insurance and aid.
public enum OtherInsurance: String, Sendable, CaseIterable {
  /// Pays first; pays after the others have; pays beside them.
  case before, after
  case onTop = "on_top"
}

/// A share of the premium, in percent.
public struct Payer: Sendable, Hashable {
  public var role: String
  public var least: Double
  public var most: Double

  public init(role: String, least: Double, most: Double) {
    self.role = role
    self.least = least
    self.most = most
  }

  /// Of the roles that papers name, those that spend public money.
  static let publicRoles: Set<String> = [
    "state", "province", "city", "county", "city_and_county", "town", "village",
  ]

  public var isPublic: Bool { Self.publicRoles.contains(role) }

  /// What public money pays together, in percent: the least, and the most that the others' own
  /// shares leave. Nothing where no payer is public.
  public static func publicShare(of payers: [Payer]) -> ClosedRange<Double>? {
    let own = payers.filter(\.isPublic)
    guard !own.isEmpty else { return nil }
    let others = payers.filter { !$0.isPublic }.reduce(0) { $0 + $1.least }
    let least = own.reduce(0) { $0 + $1.least }
    let most = min(100 - others, own.reduce(0) { $0 + $1.most })
    return least...max(least, most)
  }
}

public struct Premium: Sendable, Hashable {
  public enum Basis: String, Sendable, CaseIterable {
    /// Of the whole scheme, or of one unit.
    case scheme, person, household, policy, share
    /// Nobody says of what.
    case unstated
  }

  /// Fen.
  public var amount: Int64
  public var basis: Basis
  /// Of cover that it buys; `nil` where nobody says.
  public var years: Double?

  public init(amount: Int64, basis: Basis, years: Double?) {
    self.amount = amount
    self.basis = basis
    self.years = years
  }
}

/// The days within which a claim is promised to be answered.
public struct Promise: Sendable, Hashable {
  public enum Start: String, Sendable, CaseIterable {
    case notified, filed
  }

  public var days: Int
  public var start: Start

  public init(days: Int, start: Start) {
    self.days = days
    self.start = start
  }
}
