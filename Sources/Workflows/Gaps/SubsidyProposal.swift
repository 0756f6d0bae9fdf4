import Analysis
import SimpleFeatures
import Storage

/// What a subsidy is asked to be: how it is paid, and how people are taken to answer to it.
public struct SubsidyTerms: Sendable, Codable, Hashable {
  /// A point of the response: at this share of the premium so much of what is uninsured joins.
  public struct Response: Sendable, Codable, Hashable {
    public var share: Double
    public var takeUp: Double

    public init(share: Double, takeUp: Double) {
      self.share = share
      self.takeUp = takeUp
    }
  }

  /// Whole yuan.
  public var budgetYuan: Int
  /// In order of the share; straight between, from nothing at 0. There is no such response without
  /// the user: without points nothing is proposed.
  public var response: [Response]
  /// Steps up to the highest share of the response.
  public var levels = 20
  /// Of the budget, for each town with a zone that can take it; what a town cannot take it need not.
  public var townMinimumShare = 0.0
  /// Each zone reaches this penetration, as far as the response lets it.
  public var floorPenetration = 0.0
  /// A text that no file of a scheme holds grants the subsidy; otherwise it is a what-if, and says
  /// so.
  public var isGranted = false
  /// What the scheme's paper lets public money pay of a premium; `nil` where it grants nothing.
  public var publicShare: PublicShare?

  /// Shares of the premium, from 0 to 1.
  public struct PublicShare: Sendable, Codable, Hashable {
    public var least: Double
    public var most: Double

    public init(least: Double, most: Double) {
      self.least = least
      self.most = most
    }
  }

  var label: String { isGranted || publicShare != nil ? "scheme_rule" : "what_if" }

  public init(budgetYuan: Int, response: [Response]) {
    self.budgetYuan = budgetYuan
    self.response = response
  }

  /// - Throws: a usage error that says what is wrong.
  public func check() throws(WorkflowError) {
    guard budgetYuan > 0 else { throw .usage("--budget \(budgetYuan): whole yuan above 0") }
    guard !response.isEmpty else {
      throw .usage(
        "--budget needs --take-up, how many join at which subsidy, such as --take-up 0.3:0.15 "
          + "--take-up 0.6:0.4: nobody has published it, so that without it there is no answer")
    }
    var last = Response(share: 0, takeUp: 0)
    for point in response {
      guard point.share > last.share, point.share <= 1, point.takeUp >= last.takeUp,
        point.takeUp <= 1
      else {
        throw .usage(
          "--take-up \(point.share):\(point.takeUp): shares of the premium rise, up to 1, and of "
            + "those who join never fall")
      }
      last = point
    }
    if let publicShare, last.share < publicShare.least {
      throw .usage(
        "--take-up \(last.share):\(last.takeUp): by the scheme's paper public money pays "
          + "\(MarineGaps.plain(publicShare.least * 100)) % of a premium at least; say how many join "
          + "at that share or a higher one")
    }
    guard (1...100).contains(levels) else { throw .usage("--levels \(levels): from 1 to 100") }
    guard (0...1).contains(townMinimumShare) else {
      throw .usage("--town-minimum \(townMinimumShare): a share of the budget, from 0 to 1")
    }
    guard (0...1).contains(floorPenetration) else {
      throw .usage("--floor \(floorPenetration): a penetration, from 0 to 1")
    }
  }

  func takeUp(at share: Double) -> Double {
    var last = Response(share: 0, takeUp: 0)
    for point in response {
      if share <= point.share {
        let part = (share - last.share) / (point.share - last.share)
        return last.takeUp + part * (point.takeUp - last.takeUp)
      }
      last = point
    }
    return last.takeUp
  }

  /// Of the premium, at a level: nothing at 0, then in equal steps up to the highest share of the
  /// response, from what the scheme's paper sets as the least.
  func share(at level: Int) -> Double {
    let highest = response.last?.share ?? 0
    guard level > 0, let publicShare else { return highest * Double(level) / Double(levels) }
    let most = min(highest, publicShare.most)
    guard levels > 1 else { return most }
    let part = Double(level - 1) / Double(levels - 1)
    return publicShare.least + (most - publicShare.least) * part
  }
}

/// Where a budget of subsidy takes away most of the loss that nobody insures.
struct SubsidyProposal {
  struct Row {
    var zone: CoverRegister.Zone
    var measure: CoverageGap.Measure
    var reason: String?
    var exposure: Double
    var insured: Double
    var uninsured: Double
    var joining: Double
    var lossPerUnit: Double
    var level: Int
    var share: Double
    var costYuan: Int
    var greedyCostYuan: Int
    var isMost: Bool
  }

  /// The allocation's own numbers, for the summary.
  struct Total: Codable, Hashable {
    var benefitYuan: Double
    var costYuan: Int
    var greedyBenefitYuan: Double?
    var greedyCostYuan: Int?
    /// Yuan of loss for one more yuan of budget.
    var shadowPrice: Double
    var isProven: Bool
    /// Yuan that the optimum can give more.
    var gap: Double
    var zones: Int
    /// Towns whose zones cannot take their minimum share.
    var townsBelowMinimum: [String]
    /// Zones that do not reach the floor whatever the subsidy.
    var zonesBelowFloor: [String]
  }

  let rows: [Row]
  let total: Total

  init(_ gaps: MarineGaps, _ terms: SubsidyTerms) throws {
    var rows: [Row] = []
    var (zones, places) = ([SubsidyAllocation.Zone](), [Int]())
    var towns: [String: Int] = [:]
    var below: [String] = []
    for (place, row) in gaps.rows.enumerated() {
      guard let line = row.lines.first, let account = line.account else { continue }
      let proposal = Row(
        zone: row.zone, measure: line.measure, reason: Self.refusal(row, account),
        exposure: account.exposure, insured: account.insured, uninsured: account.noPolicy,
        joining: 0, lossPerUnit: row.pureLossPerUnit ?? 0, level: 0, share: 0, costYuan: 0,
        greedyCostYuan: 0, isMost: false)
      defer { rows.append(proposal) }
      guard proposal.reason == nil, let premium = row.premiumPerUnit else { continue }
      var (costs, benefits) = ([Int](), [Double]())
      var floor = 0
      for level in 0...terms.levels {
        let joining = Self.joining(proposal.uninsured, terms, level)
        costs.append(Int((joining * premium * terms.share(at: level)).rounded(.up)))
        benefits.append(joining * proposal.lossPerUnit)
        let reached = (proposal.insured + joining) / proposal.exposure
        if reached < terms.floorPenetration { floor = min(terms.levels, level + 1) }
      }
      let most =
        (proposal.insured + Self.joining(proposal.uninsured, terms, terms.levels))
        / proposal.exposure
      if most < terms.floorPenetration { below.append(row.zone.code) }
      let town = String(row.zone.code.prefix(9))
      let number = towns[town] ?? towns.count
      towns[town] = number
      zones.append(.init(town: number, costs: costs, benefits: benefits, floor: floor))
      places.append(place)
    }
    guard !zones.isEmpty else {
      throw WorkflowError.failed(
        "no zone can be proposed for a subsidy: see the reasons in the layer coverage_gaps, or the "
          + "scheme has no premium or no loss experience")
    }
    var minimums = [Int](repeating: 0, count: towns.count)
    var short: [String] = []
    let wanted = Int((Double(terms.budgetYuan) * terms.townMinimumShare).rounded(.down))
    for (town, number) in towns {
      let most = zones.filter { $0.town == number }.reduce(0) { $0 + ($1.costs.max() ?? 0) }
      minimums[number] = min(wanted, most)
      if most < wanted { short.append(town) }
    }
    let answer = try WorkflowError.translating {
      try SubsidyAllocation(zones: zones, budget: terms.budgetYuan, townMinimums: minimums).answer()
    }
    // Rows stand in the order of the zones that have an account.
    let row = Dictionary(
      uniqueKeysWithValues: rows.enumerated().map { ($0.element.zone.code, $0.offset) })
    for (number, place) in places.enumerated() {
      guard let own = row[gaps.rows[place].zone.code] else { continue }
      let level = answer.plan.levels[number]
      rows[own].level = level
      rows[own].share = terms.share(at: level)
      rows[own].joining = Self.joining(rows[own].uninsured, terms, level)
      rows[own].costYuan = zones[number].costs[level]
      rows[own].greedyCostYuan = answer.greedy.map { zones[number].costs[$0.levels[number]] } ?? 0
      rows[own].isMost = 2 * level > terms.levels
    }
    self.rows = rows
    total = Total(
      benefitYuan: answer.plan.benefit, costYuan: answer.plan.cost,
      greedyBenefitYuan: answer.greedy?.benefit, greedyCostYuan: answer.greedy?.cost,
      shadowPrice: answer.shadowPrice, isProven: answer.isProven, gap: answer.gap,
      zones: zones.count, townsBelowMinimum: short.sorted(), zonesBelowFloor: below)
  }

  /// Whole units.
  private static func joining(_ uninsured: Double, _ terms: SubsidyTerms, _ level: Int) -> Double {
    (uninsured * terms.takeUp(at: terms.share(at: level))).rounded(.down)
  }

  /// Why nothing is proposed.
  private static func refusal(
    _ row: MarineGaps.Row, _ account: CoverageGap.Account
  ) -> String? {
    switch row.zone.prohibited {
    case true?: return "lies in a 禁养区"
    case nil: return "not known whether it lies in a 禁养区"
    case false?: break
    }
    if account.exposure <= 0 || account.noPolicy < 1 { return "nothing is without a policy" }
    if row.premiumPerUnit == nil { return "no premium is known" }
    if row.pureLossPerUnit == nil { return "no loss experience" }
    return nil
  }
}

extension SubsidyProposal.Row {
  func row(scheme: String, terms: SubsidyTerms) -> SubsidyRow {
    var row = SubsidyRow(geometry: zone.geometry)
    row.unit = zone.code
    row.name = zone.name
    row.scheme = scheme
    row.town = String(zone.code.prefix(9))
    row.label = terms.label
    row.measure = measure.rawValue
    row.proposed = reason == nil
    row.reason = reason
    row.subsidyLevel = level
    row.subsidyShare = share
    row.uninsuredBefore = uninsured
    row.uninsuredAfter = uninsured - joining
    row.penetrationBefore = exposure > 0 ? insured / exposure : nil
    row.penetrationAfter = exposure > 0 ? (insured + joining) / exposure : nil
    row.lossBefore = lossPerUnit > 0 ? uninsured * lossPerUnit : nil
    row.lossAfter = lossPerUnit > 0 ? (uninsured - joining) * lossPerUnit : nil
    row.costYuan = costYuan
    row.greedyCostYuan = greedyCostYuan
    row.className =
      reason != nil ? "not_proposed" : level == 0 ? "nothing" : isMost ? "most" : "some"
    return row
  }
}
