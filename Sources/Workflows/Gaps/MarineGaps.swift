import Analysis
import SimpleFeatures

/// The gaps of aquaculture zones under a scheme on a day: of persons at work, or of stock.
struct MarineGaps {
  /// What one zone has in one measure.
  struct Line {
    var measure: CoverageGap.Measure
    var basis: CoverageGap.Basis
    /// `nil` where the register does not say what is exposed.
    var account: CoverageGap.Account?
    var loss: UninsuredLoss?
    /// By the storms of a record.
    var storm = StormPart.Loss.notAsked

    /// What is expected of both, or of the first where storms are not asked; unknown where a part is.
    var expected: YearlyLoss? {
      switch storm {
      case .notAsked: loss.map { YearlyLoss(expected: $0.expected, low: $0.low, high: $0.high) }
      case .unknown: nil
      case .known(let storm): loss.map { storm.with($0) }
      }
    }
  }

  struct Row {
    var zone: CoverRegister.Zone
    /// Policies of the scheme in force.
    var policies: Int
    var lines: [Line]
    /// Yuan that a claim-free unit's policy costs a year, where one is known.
    var pureLossPerUnit: Double?
    /// In units of the product, with what is not covered by anything.
    var uninsuredUnits: Double?
    var premiumPerUnit: Double?
  }

  private(set) var rows: [Row] = []
  private(set) var faults = CoverFaults()
  private(set) var silence: [String] = []

  init(
    _ register: CoverRegister, scheme: String, family: CoverTerms.Family, terms: CoverTerms,
    on day: DayNumber, confidence: Double
  ) throws(AnalysisError) {
    let zones = register.zones
    let position = Dictionary(
      zones.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { one, _ in one })
    let units = zones.map { family == .workers ? $0.workers : $0.quantity }
    let counted = zones.map { family == .workers ? "person" : $0.unit }
    let needs = zones.map { zone in
      family == .workers ? terms.neededYuan : zone.unitValue(in: day.civil.month)
    }

    var (pieces, zoneOf, inForce) = ([CoverageGap.Piece](), [String: Int](), zones.map { _ in 0 })
    var known = [String: [String]]()
    for policy in register.policies {
      let isOwn = policy.scheme == scheme
      guard isOwn || policy.scheme.map(terms.others.contains) == true else { continue }
      guard let code = policy.zone else {
        if isOwn {
          faults.add("policy \(policy.number): names no zone, so that it is not on the map")
        }
        continue
      }
      guard let zone = position[code] else {
        faults.add("policy \(policy.number): zone \(code) is not in the register")
        continue
      }
      guard policy.unit == counted[zone] else {
        if isOwn || policy.isInForce(on: day) {
          faults.add(
            "policy \(policy.number): counts \(policy.unit), zone \(code) counts "
              + "\(counted[zone] ?? "nothing"); the two are not added")
        }
        continue
      }
      if isOwn { zoneOf[policy.number] = zone }
      guard policy.isInForce(on: day) else { continue }
      if isOwn {
        inForce[zone] += 1
        known[code, default: []].append(policy.number)
      }
      pieces.append(
        CoverageGap.Piece(
          place: zone, isOther: !isOwn, units: policy.units,
          limitYuan: policy.limitYuan(need: needs[zone], terms, &faults),
          isExcluded: isOwn ? terms.excludes(zones[zone]) : false))
    }
    for (code, numbers) in known.sorted(by: { $0.key < $1.key }) where numbers.count > 1 {
      faults.add(
        "zone \(code): policies \(numbers.joined(separator: ", ")) of \(scheme) overlap on \(day)")
    }

    let byUnit = try CoverageGap(
      needYuan: family == .workers ? needs : zones.map { _ in nil }, countsYuan: false
    ).accounts(units: units, pieces: pieces)
    let byYuan =
      family == .stock
      ? try CoverageGap(needYuan: needs, countsYuan: true).accounts(units: units, pieces: pieces)
      : zones.map { _ in nil }
    for (zone, account) in byUnit.enumerated() {
      if let account, account.excess > 1e-6 * max(1, account.exposure) {
        faults.add(
          "zone \(zones[zone].code): policies insure \(Self.plain(account.excess)) more than the "
            + "\(Self.plain(account.exposure)) \(counted[zone] ?? "") that are there")
      }
    }

    let groups = Dictionary(grouping: zones.indices.filter { counted[$0] != nil }) {
      counted[$0] ?? ""
    }
    .sorted { $0.key < $1.key }.map { (unit: $0.key, zones: $0.value) }
    let experience = try LossExperience(
      zoneCount: zones.count, groups: groups,
      policies: register.policies.filter { $0.scheme == scheme }, zoneOf: zoneOf,
      claims: register.claims, until: day)
    silence = experience.silence
    let premiums = Self.premiums(register.policies, scheme, zoneOf, counted, day)

    for (zone, own) in zones.enumerated() {
      let whole = byUnit[zone]
      let share = Self.insuredShare(byYuan, zone: zone, counted: counted)
      var loss: UninsuredLoss?
      var pure: Double?
      if let whole, let often = experience.frequency[zone], let much = experience.severity[zone],
        family == .workers || share != nil
      {
        pure = often.value * much.value
        loss = try UninsuredLoss(
          frequency: often, severity: much,
          uninsuredUnits: whole.noPolicy + whole.excluded
            + (family == .workers ? whole.underLimit : 0),
          insuredUnits: family == .workers ? 0 : whole.insured, unknownUnits: whole.unknown,
          insuredShare: share, confidence: confidence)
      }
      var lines: [Line] = []
      if family == .workers {
        lines.append(Line(measure: .personYears, basis: .policy, account: whole, loss: loss))
      } else {
        if let measure = own.unit.flatMap(CoverageGap.Measure.init(rawValue:)) {
          lines.append(Line(measure: measure, basis: .policy, account: whole, loss: nil))
        }
        lines.append(Line(measure: .yuan, basis: .groundUp, account: byYuan[zone], loss: loss))
      }
      rows.append(
        Row(
          zone: own, policies: inForce[zone], lines: lines, pureLossPerUnit: pure,
          uninsuredUnits: whole?.noPolicy,
          premiumPerUnit: counted[zone].flatMap { premiums[$0] }))
    }
  }

  /// Of the value of what is insured, the share that policies pay: the zone's own, or that of all
  /// zones with the same unit.
  private static func insuredShare(
    _ accounts: [CoverageGap.Account?], zone: Int, counted: [String?]
  ) -> Double? {
    func share(_ insured: Double, _ under: Double) -> Double? {
      insured > 0 ? min(1, insured / (insured + under)) : nil
    }
    if let own = accounts[zone], let share = share(own.insured, own.underLimit) { return share }
    var (insured, under) = (0.0, 0.0)
    for (other, account) in accounts.enumerated() where counted[other] == counted[zone] {
      insured += account?.insured ?? 0
      under += account?.underLimit ?? 0
    }
    return share(insured, under)
  }

  /// Yuan a unit and year by the unit counted, of policies in force, else of all before.
  private static func premiums(
    _ policies: [CoverRegister.Policy], _ scheme: String, _ zoneOf: [String: Int],
    _ counted: [String?], _ day: DayNumber
  ) -> [String: Double] {
    var sums: [String: (premium: Double, units: Double)] = [:]
    for isInForce in [true, false] {
      var found: [String: (premium: Double, units: Double)] = [:]
      for policy in policies where policy.scheme == scheme && policy.from <= day {
        guard policy.isInForce(on: day) || !isInForce, let zone = zoneOf[policy.number],
          let unit = counted[zone], let premium = policy.premiumYuan, let units = policy.units
        else { continue }
        let years = Double(policy.to.number - policy.from.number + 1) / 365.25
        found[unit, default: (0, 0)].premium += premium
        found[unit, default: (0, 0)].units += units * years
      }
      sums.merge(found) { first, _ in first }
    }
    return sums.compactMapValues { $0.units > 0 ? $0.premium / $0.units : nil }
  }

  /// With two decimals at most.
  static func plain(_ number: Double) -> String {
    let rounded = (number * 100).rounded() / 100
    return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
  }
}
