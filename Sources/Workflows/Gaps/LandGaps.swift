import Analysis
import SimpleFeatures
import Storage

/// The gaps of grids on land under a scheme on a day: of households, or of persons.
struct LandGaps {
  struct Row {
    var grid: AnalysisUnit
    var policies: Int
    var isSpread: Bool
    var account: CoverageGap.Account?
    var incidents: Int
    var claims: Int?
    /// Incidents a unit and year, smoothed.
    var risk: Double?
    var premiumYuan: Double
    var shares: (risk: Int?, need: Int?, premium: Int?)
  }

  private(set) var rows: [Row] = []
  private(set) var faults = CoverFaults()

  /// - Parameters:
  ///   - categories: that the risk counts; empty for all.
  ///   - rebateYuan: a safety budget to share in three ways, or `nil`.
  init(
    _ register: CoverRegister, scheme: String, family: CoverTerms.Family, terms: CoverTerms,
    on day: DayNumber, area: String, categories: [String], rebateYuan: Int?,
    in store: any SpatialStore
  ) throws {
    let grids = try store.answer(AnalysisUnits(support: .grid, area: area))
    let units = grids.map { family == .households ? $0.households : $0.population }
    let counted = family == .households ? "household" : "person"
    var position: [String: Int] = [:]
    for (index, grid) in grids.enumerated() { position[grid.code] = index }

    var pieces: [CoverageGap.Piece] = []
    var (inForce, isSpread) = (grids.map { _ in 0 }, grids.map { _ in false })
    var premiums = grids.map { _ in 0.0 }
    var places: [String: [(grid: Int, share: Double)]] = [:]
    for policy in register.policies {
      let isOwn = policy.scheme == scheme
      guard isOwn || policy.scheme.map(terms.others.contains) == true,
        policy.isInForce(on: day)
      else { continue }
      guard policy.unit == counted else {
        faults.add(
          "policy \(policy.number): counts \(policy.unit), not \(counted); the two are not added")
        continue
      }
      let prefix = policy.grid ?? policy.village ?? ""
      let shares =
        places[prefix]
        ?? Self.shares(of: units, position: position, codes: grids.map(\.code), prefix: prefix)
      places[prefix] = shares
      guard !shares.isEmpty else {
        if area.isEmpty || prefix.hasPrefix(area) {
          faults.add(
            "policy \(policy.number): no grid begins with \(prefix), or none has \(counted)s")
        }
        continue
      }
      // The one sum of a policy for all residents is shared by all of them: no limit of one person.
      let isAggregate = policy.insuredKind == "residents" || policy.insuredKind == "public"
      let limit =
        isAggregate
        ? terms.limitYuan
        : policy.units.flatMap { units in policy.sumYuan.map { units > 0 ? $0 / units : nil } }
          ?? terms.limitYuan
      for (grid, share) in shares {
        pieces.append(
          CoverageGap.Piece(
            place: grid, isOther: !isOwn, units: policy.units.map { $0 * share }, limitYuan: limit,
            isExcluded: false))
        guard isOwn else { continue }
        inForce[grid] += 1
        isSpread[grid] = isSpread[grid] || policy.grid == nil
        premiums[grid] += (policy.premiumYuan ?? 0) * share
      }
    }
    let accounts = try WorkflowError.translating {
      try CoverageGap(needYuan: units.map { _ in terms.neededYuan }, countsYuan: false)
        .accounts(units: units, pieces: pieces)
    }
    for (grid, account) in accounts.enumerated() {
      if let account, account.excess > 1e-6 * max(1, account.exposure) {
        faults.add(
          "grid \(grids[grid].code): policies insure \(MarineGaps.plain(account.excess)) more than "
            + "the \(MarineGaps.plain(account.exposure)) \(counted)s that are there")
      }
    }

    let first = day - 364
    var incidents = grids.map { _ in 0.0 }
    for row in try store.answer(UnitIncidents(firstDay: first, lastDay: day)) {
      guard categories.isEmpty || categories.contains(row.category), let grid = position[row.grid]
      else { continue }
      incidents[grid] += row.count
    }
    let claims = Self.claims(register, scheme: scheme, from: first, to: day, position: position)
    let exposures = units.map { $0 ?? 0 }
    let smoothed = try? EmpiricalBayes().global(counts: incidents.span, exposures: exposures.span)
    let risks = smoothed?.rates ?? grids.map { _ in nil }
    let weights = grids.indices.map { grid in (risks[grid] ?? 0) * exposures[grid] }
    let needs = grids.indices.map { grid in
      (risks[grid] ?? 0) * ((accounts[grid]?.gap ?? 0) - (accounts[grid]?.unknown ?? 0))
    }
    let shares = try rebateYuan.map { budget in
      try WorkflowError.translating {
        try BudgetShares(
          budget: budget, risk: weights, need: needs.map { max(0, $0) }, premium: premiums)
      }
    }
    rows = grids.indices.filter { grids[$0].kind != "sea" }.map { grid in
      Row(
        grid: grids[grid], policies: inForce[grid], isSpread: isSpread[grid],
        account: accounts[grid], incidents: Int(incidents[grid]), claims: claims?[grid],
        risk: risks[grid], premiumYuan: premiums[grid],
        shares: (
          shares?.byRisk?[grid], shares?.byNeed?[grid], shares?.byPremium?[grid]
        ))
    }
  }

  /// The grids whose code begins so, with the share of each by what it has of the units.
  static func shares(
    of units: [Double?], position: [String: Int], codes: [String], prefix: String
  ) -> [(grid: Int, share: Double)] {
    if let grid = position[prefix] { return [(grid, 1)] }
    let members = codes.indices.filter { codes[$0].hasPrefix(prefix) && (units[$0] ?? 0) > 0 }
    let total = members.reduce(0) { $0 + (units[$1] ?? 0) }
    return members.map { ($0, (units[$0] ?? 0) / total) }
  }

  /// Claims of policies that name a grid; `nil` where the scheme's name none: a claim of a village or
  /// of the county is nobody's of its grids.
  private static func claims(
    _ register: CoverRegister, scheme: String, from: DayNumber, to: DayNumber,
    position: [String: Int]
  ) -> [Int]? {
    var grid: [String: Int] = [:]
    for policy in register.policies where policy.scheme == scheme {
      if let place = policy.grid.flatMap({ position[$0] }) { grid[policy.number] = place }
    }
    guard !grid.isEmpty else { return nil }
    var counts = [Int](repeating: 0, count: position.count)
    for claim in register.claims where claim.day >= from && claim.day <= to {
      if let place = grid[claim.policy] { counts[place] += 1 }
    }
    return counts
  }
}
