/// A clause that decides whether anything is owed, in the order in which they are looked at.
public enum Clause: UInt8, Sendable, CaseIterable {
  case inForce, jurisdiction, peril, exclusion, insured, waiting, evidence, clock, deductible

  /// The word that tables use.
  public var word: String {
    switch self {
    case .inForce: "in_force"
    case .jurisdiction: "jurisdiction"
    case .peril: "peril"
    case .exclusion: "exclusion"
    case .insured: "insured"
    case .waiting: "waiting"
    case .evidence: "evidence"
    case .clock: "clock"
    case .deductible: "deductible"
    }
  }

  public var chinese: String {
    switch self {
    case .inForce: "保险期间"
    case .jurisdiction: "管辖范围"
    case .peril: "保险责任"
    case .exclusion: "责任免除"
    case .insured: "被保险人"
    case .waiting: "等待期"
    case .evidence: "证明材料"
    case .clock: "未破案期限"
    case .deductible: "免赔额"
    }
  }
}

/// Some clauses.
public struct ClauseSet: OptionSet, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inline(__always)
  public init(_ clause: Clause) { rawValue = 1 << UInt16(clause.rawValue) }

  public var clauses: [Clause] { Clause.allCases.filter { contains(ClauseSet($0)) } }
}

/// What a scheme owes for an incident.
public enum Verdict: UInt8, Sendable, CaseIterable {
  case notEligible
  /// All else is so, and the case still has days to be solved in.
  case waiting
  /// A fact or a clause is missing: neither owed nor refused.
  case unknown
  case eligible

  public var word: String {
    switch self {
    case .notEligible: "not_eligible"
    case .waiting: "waiting"
    case .unknown: "unknown"
    case .eligible: "eligible"
    }
  }
}
