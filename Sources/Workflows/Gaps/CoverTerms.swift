/// What must be known of a scheme, beside its policies, to say what is a gap. Unknown is a value:
/// nobody fills it in with a guess.
public struct CoverTerms: Sendable, Codable, Hashable {
  public enum Obligation: String, Sendable, Codable, CaseIterable {
    case compulsory, voluntary, unknown
  }

  /// What is asked of.
  public enum Family: String, Sendable, Codable, CaseIterable {
    /// Persons at work at sea: liability.
    case workers
    /// 亩, 口, 箱 of stock, and their yuan.
    case stock
    case households
    case persons
  }

  public var obligation = Obligation.unknown
  /// `nil` takes it from the scheme's policies.
  public var family: Family?
  /// The scheme pays nothing in a 禁养区; `nil` where its text is not known.
  public var excludesProhibited: Bool?
  /// It pays nothing where the licence has expired or there is none.
  public var excludesUnlicensed: Bool?
  /// Of one unit, yuan, where a policy does not say.
  public var limitYuan: Double?
  /// Full cover of a person needs so much, yuan; `nil` compares no limit with a need.
  public var neededYuan: Double?
  /// Schemes whose policies are other cover (渔业互助, 安责险).
  public var others: [String] = []

  public init() {}

  /// - Returns: that the scheme pays nothing in the zone; `nil` where that is not known.
  func excludes(_ zone: CoverRegister.Zone) -> Bool? {
    func clause(_ holds: Bool?, _ excludes: Bool?) -> Bool? {
      switch (holds, excludes) {
      case (false?, _), (_, false?): false
      case (true?, true?): true
      default: nil
      }
    }
    let unlicensed = zone.licence.map { $0 != "valid" }
    let clauses = [
      clause(zone.prohibited, excludesProhibited), clause(unlicensed, excludesUnlicensed),
    ]
    if clauses.contains(true) { return true }
    return clauses.contains(nil) ? nil : false
  }
}

/// What is wrong in a register: listed, never silently counted.
struct CoverFaults {
  private(set) var count = 0
  private(set) var first: [String] = []
  private static let most = 50

  mutating func add(_ fault: String) {
    count += 1
    if first.count < Self.most { first.append(fault) }
  }
}
