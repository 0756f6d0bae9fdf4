import Schemes
import SimpleFeatures
import Storage

/// What must be known of a scheme, beside its policies, to say what is a gap: the user's words, and
/// where there are none those of the scheme's paper. Unknown is a value: nobody fills it in with a
/// guess.
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

  /// `nil` takes it from the scheme's paper.
  public var obligation: Obligation?
  /// `nil` takes it from the scheme's policies.
  public var family: Family?
  /// The scheme pays nothing in a 禁养区; `nil` takes it from the scheme's paper.
  public var excludesProhibited: Bool?
  /// It pays nothing where the licence has expired or there is none; `nil` as before.
  public var excludesUnlicensed: Bool?
  /// Of one unit, yuan, where a policy does not say; `nil` as before.
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

  /// The terms with the paper's where the user said nothing.
  func completed(by version: SchemeVersion?, for family: Family?) -> CoverTerms {
    guard let version else { return self }
    var terms = self
    terms.obligation = obligation ?? Obligation(version.enrolment)
    terms.excludesProhibited = excludesProhibited ?? version.excludes(.prohibited)
    terms.excludesUnlicensed = excludesUnlicensed ?? version.excludes(.unlicensed)
    terms.limitYuan = limitYuan ?? family.flatMap { version.limitYuan(of: $0) }
    return terms
  }
}

extension CoverTerms.Obligation {
  /// Whom a county insures without asking has no duty to join: that is neither of the two.
  fileprivate init(_ enrolment: Term<Enrolment>) {
    switch enrolment.value {
    case .compulsory?: self = .compulsory
    case .voluntary?: self = .voluntary
    case .all?, nil: self = .unknown
    }
  }
}

extension SchemeVersion {
  /// What holds for all items; `nil` where one is not known or they differ.
  private func common<Value: Hashable>(_ values: [Value?]) -> Value? {
    let known = Set(values)
    return known.count == 1 ? known.first ?? nil : nil
  }

  fileprivate func excludes(_ site: ExcludedSite) -> Bool? {
    common(items.map { item in item.excludedSites.value.map { $0.contains(site) } })
  }

  /// Yuan for one insured unit, where the paper insures by the unit that is asked of.
  ///
  /// No limit is above the largest sum that a paper may say.
  fileprivate func limitYuan(of family: CoverTerms.Family) -> Double? {
    let unit: InsuredUnit
    switch family {
    case .workers, .persons: unit = .person
    case .households: unit = .household
    // A limit of the whole policy or a share says nothing of one 亩.
    case .stock: return nil
    }
    let limits = items.map { $0.insuredUnit.value == unit ? $0.mostPaid : nil }
    return common(limits).map { min(Double($0) / 100, SchemeValues.largestSum) }
  }
}

/// The papers of schemes: those that the store keeps, else those of the home.
struct CoverPapers {
  private var schemes: [String: Scheme] = [:]

  /// - Throws: a usage error where a kept file has faults.
  init(_ keys: Set<String>, home: ProductHome, in store: any SpatialStore) throws {
    let catalogue = try CategoryCatalogue(home: home)
    var texts: [String: String] = [:]
    for kept in try store.answer(SchemeFiles()) { texts[kept.scheme] = kept.text }
    let shipped = Set(try SchemeFile.names(home: home))
    for key in keys {
      let file =
        try texts[key].map { SchemeFile(text: $0, catalogue: catalogue) }
        ?? (shipped.contains(key)
          ? SchemeFile.named(key, home: home, catalogue: catalogue) : nil)
      if let file { schemes[key] = try file.sound(key) }
    }
  }

  /// The version whose days hold a day, else the only one whose days are not printed.
  func version(of scheme: String, on day: DayNumber) -> SchemeVersion? {
    guard let versions = schemes[scheme]?.versions else { return nil }
    var possible: [SchemeVersion] = []
    for version in versions {
      switch version.isInForce(on: day.number) {
      case .yes: return version
      case .unknown: possible.append(version)
      case .no: break
      }
    }
    return possible.count == 1 ? possible.first : nil
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
