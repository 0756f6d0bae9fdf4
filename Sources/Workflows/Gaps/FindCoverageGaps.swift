import Analysis
import Schemes
public import SimpleFeatures
public import Storage

/// Who and what is covered under a scheme on a day, and why the rest is not: by aquaculture zone and
/// coast segment at sea, by grid on land.
public struct FindCoverageGaps: Sendable {
  public static let kind = "coverage-gaps"
  /// Changes whenever the same input would give other rows.
  static let version = "coverage-gaps 3"

  public var scheme: String
  public var day: DayNumber
  public var terms = CoverTerms()
  public var area = ""
  /// Of the ranges.
  public var confidence = 0.9
  /// Kinds of incidents that the risk on land counts; empty for all.
  public var categories: [String] = []
  /// A subsidy to look for the best places of; `nil` for none.
  public var subsidy: SubsidyTerms?
  /// A safety budget to share on land by risk, need and premium, whole yuan.
  public var rebateYuan: Int?
  /// A run of the exposure to all storms of the record, or `current`, whose loss is added to that of
  /// usual years; `nil` for these alone.
  public var storms: String?
  let home: ProductHome

  public init(scheme: String, day: DayNumber, home: ProductHome) {
    self.scheme = scheme
    self.day = day
    self.home = home
  }

  private struct Parameters: Codable {
    var area: String
    var categories: [String]
    var confidence: Double
    var family: String
    var on: String
    var rebateYuan: Int?
    var scheme: String
    /// The run.
    var storms: String?
    var subsidy: SubsidyTerms?
    /// With what the paper says.
    var terms: CoverTerms
    /// Of the paper that the terms were taken from.
    var version: String?
  }

  /// Neither the gaps at sea nor what stands in a storm's way is made of incidents.
  static func countsNoIncidents(_ run: Run) -> Bool {
    if run.kind == AssessExposure.kind { return true }
    guard run.kind == kind,
      let told = CanonicalJSON.value(Parameters.self, of: run.parameters)
    else { return false }
    return told.family == CoverTerms.Family.workers.rawValue
      || told.family == CoverTerms.Family.stock.rawValue
  }

  /// Computes the layers and keeps them in the store.
  ///
  /// - Throws: `WorkflowError`, `StorageError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    let (run, answer) = try compute(in: store)
    let wasKept = try store.keep(run) { transaction in
      for row in answer.gaps { try transaction.run(InsertCoverageGap(run: run.id, row)) }
      for row in answer.coast { try transaction.run(InsertCoastGap(run: run.id, row)) }
      for row in answer.subsidies { try transaction.run(InsertSubsidy(run: run.id, row)) }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(answer.summary))
  }

  /// Computes the gaps of zones or grids and keeps nothing.
  ///
  /// - Throws: as `run`; `WorkflowError` of the kind `cancelled` once `isCancelled` answers true.
  public func find(in store: any SpatialStore, isCancelled: Cancellation) throws -> Findings {
    let (run, answer) = try compute(in: store, isCancelled: isCancelled)
    return Findings(
      run: run, layer: try .result("coverage_gaps"), sentence: sentence(answer.summary),
      rows: answer.gaps.sorted { ($0.unit, $0.account.measure) < ($1.unit, $1.account.measure) }
        .map(\.row))
  }

  private func compute(in store: any SpatialStore, isCancelled: Cancellation = { false }) throws
    -> (run: Run, answer: Answer)
  {
    try subsidy?.check()
    let register = try CoverRegister(
      area: area.trimmedCode, in: store, isCancelled: isCancelled)
    try register.require(scheme: scheme)
    let family = try family(register)
    let paper = try CoverPapers([scheme], home: home, in: store).version(of: scheme, on: day)
    var asked = self
    asked.terms = terms.completed(by: paper, for: family)
    if asked.subsidy?.publicShare == nil, let payers = paper?.payers.value {
      asked.subsidy?.publicShare = Payer.publicShare(of: payers)
        .map { .init(least: $0.lowerBound / 100, most: $0.upperBound / 100) }
      try asked.subsidy?.check()
    }
    return try asked.compute(register, family, version: paper?.key, store, isCancelled)
  }

  /// With terms that are as full as anybody knows them.
  private func compute(
    _ register: CoverRegister, _ family: CoverTerms.Family, version: String?,
    _ store: any SpatialStore, _ isCancelled: Cancellation
  ) throws -> (run: Run, answer: Answer) {
    let isAtSea = family == .workers || family == .stock
    guard subsidy == nil || isAtSea else {
      throw WorkflowError.usage("--budget is for schemes at sea; on land --rebate shares a budget")
    }
    guard storms == nil || family == .stock else {
      throw WorkflowError.usage(
        "--storms is for stock: crews go ashore before a storm, and land has no damage curve here")
    }
    let answer =
      try isAtSea
      ? marine(register, family, store, isCancelled) : land(register, family, store, isCancelled)
    let parameters = Parameters(
      area: area.trimmedCode, categories: categories, confidence: confidence,
      family: family.rawValue, on: day.description, rebateYuan: rebateYuan, scheme: scheme,
      storms: answer.summary.stormRun, subsidy: subsidy, terms: terms, version: version)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), seed: 0,
      inputDigest: answer.digest(), version: Self.version, validFrom: day, validTo: day,
      isSynthetic: register.isSynthetic, summary: try CanonicalJSON.text(answer.summary))
    return (run, answer)
  }

  /// What the scheme insures: as it is said, or by its policies.
  private func family(_ register: CoverRegister) throws(WorkflowError) -> CoverTerms.Family {
    if let family = terms.family { return family }
    var votes: [CoverTerms.Family: Int] = [:]
    for policy in register.policies where policy.scheme == scheme {
      switch (policy.unit, policy.insuredKind) {
      case ("mu", _), ("kou", _), ("xiang", _): votes[.stock, default: 0] += 1
      case ("person", "sea_workers"): votes[.workers, default: 0] += 1
      case ("person", _): votes[.persons, default: 0] += 1
      case ("household", _): votes[.households, default: 0] += 1
      default: break
      }
    }
    guard let most = votes.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) })
    else {
      throw .usage(
        "--scheme \(scheme): no policy says what it insures; say --insures workers, stock, "
          + "households or persons")
    }
    return most.key
  }

  // MARK: Rows

  /// The rows of the layers and what is said of them.
  private struct Answer {
    var gaps: [CoverageGapRow] = []
    var coast: [CoastGapRow] = []
    var subsidies: [SubsidyRow] = []
    var summary: Summary

    func digest() -> String {
      var digest = ContentDigest()
      for row in gaps {
        let own = row.account
        digest.update(
          [row.unit, own.measure, row.segment ?? "", row.licence ?? ""].joined(separator: "|"))
        digest.update(
          [
            own.exposure, own.insured, own.otherCover, own.gapNoPolicy, own.gapUnderLimit,
            own.gapExcluded, own.gapUnknown, own.expectedUninsuredLoss, own.low, own.high,
            own.stormLoss, own.stormLow, own.stormHigh,
            row.risk, row.prohibited.map { $0 ? 1 : 0 },
          ].map { $0 ?? .nan })
      }
      for row in subsidies { digest.update([Double(row.costYuan), row.lossBefore ?? .nan]) }
      for fault in summary.faults { digest.update(fault) }
      return digest.hexadecimal()
    }
  }

  private func marine(
    _ register: CoverRegister, _ family: CoverTerms.Family, _ store: any SpatialStore,
    _ isCancelled: Cancellation
  ) throws -> Answer {
    guard !register.zones.isEmpty else {
      throw WorkflowError.failed(
        "the store has no aquaculture zones here; import aquaculture_zones first")
    }
    let part = try storms.map {
      try StormPart(
        $0, scheme: scheme, on: day, confidence: confidence, zones: register.zones, in: store)
    }
    var register = register
    let claimsOfStorms = part.map { register.leaveOutClaims(of: scheme, on: $0.days) }
    let gaps = try WorkflowError.translating { [register] in
      try MarineGaps(
        register, scheme: scheme, family: family, terms: terms, on: day, confidence: confidence)
    }
    var answer = Answer(summary: summary(gaps.faults, gaps.silence, units: gaps.rows.count))
    (answer.summary.stormRun, answer.summary.claimsOfStorms) = (part?.run, claimsOfStorms)
    let contact = try CoastContact(register.segments, metric: store.metricCRS())
    var coast = CoastSums()
    for row in gaps.rows {
      if isCancelled() { throw WorkflowError.cancelled }
      let near = try contact.nearest(to: row.zone.geometry)
      for var line in row.lines {
        if let part, line.measure == .yuan { line.storm = part.loss(of: row.zone.code) }
        let account = accountRow(line, policies: row.policies)
        var gap = CoverageGapRow(geometry: row.zone.geometry, account: account)
        gap.unit = row.zone.code
        gap.level = "zone"
        gap.name = row.zone.name
        gap.species = row.zone.species
        gap.licence = row.zone.licence
        gap.prohibited = row.zone.prohibited
        gap.segment = near?.segment.code
        gap.segmentMetres = near.map { ($0.metres * 10).rounded() / 10 }
        gap.exposureClass = near?.segment.exposure
        answer.gaps.append(gap)
        answer.summary.add(account)
        if let near { coast.add(line, policies: row.policies, to: near.segment) }
      }
    }
    answer.coast = coast.rows { accountRow($0, policies: $1) }
    if let subsidy {
      let proposal = try SubsidyProposal(gaps, subsidy)
      answer.subsidies = proposal.rows.map { $0.row(scheme: scheme, terms: subsidy) }
      answer.summary.subsidy = proposal.total
      answer.summary.subsidyLabel = subsidy.label
    }
    return answer
  }

  private func land(
    _ register: CoverRegister, _ family: CoverTerms.Family, _ store: any SpatialStore,
    _ isCancelled: Cancellation
  ) throws -> Answer {
    if isCancelled() { throw WorkflowError.cancelled }
    let gaps = try LandGaps(
      register, scheme: scheme, family: family, terms: terms, on: day, area: area.trimmedCode,
      categories: categories, rebateYuan: rebateYuan, in: store)
    if isCancelled() { throw WorkflowError.cancelled }
    guard !gaps.rows.isEmpty else {
      throw WorkflowError.failed("the store has no grids here; import grids first")
    }
    var answer = Answer(summary: summary(gaps.faults, [], units: gaps.rows.count))
    for row in gaps.rows {
      let line = MarineGaps.Line(
        measure: family == .households ? .households : .persons, basis: .policy,
        account: row.account, loss: nil)
      let account = accountRow(line, policies: row.policies)
      var geometry = row.grid.geometry
      if case .polygon(let polygon) = geometry { geometry = .multiPolygon([polygon]) }
      var gap = CoverageGapRow(geometry: geometry, account: account)
      gap.unit = row.grid.code
      gap.level = "grid"
      gap.name = row.grid.name
      gap.spread = row.isSpread
      gap.incidents = row.incidents
      gap.claims = row.claims
      gap.risk = row.risk
      gap.gapRisk = row.risk.flatMap { risk in row.account.map { risk * ($0.gap - $0.unknown) } }
      gap.shareByRisk = row.shares.risk
      gap.shareByNeed = row.shares.need
      gap.shareByPremium = row.shares.premium
      answer.gaps.append(gap)
      answer.summary.add(account)
    }
    return answer
  }

  private func summary(_ faults: CoverFaults, _ silence: [String], units: Int) -> Summary {
    Summary(
      units: units, totals: [:], faultCount: faults.count, faults: faults.first, silence: silence)
  }

  private func accountRow(_ line: MarineGaps.Line, policies: Int) -> CoverageAccountRow {
    var row = CoverageAccountRow()
    row.scheme = scheme
    row.measure = line.measure.rawValue
    row.basis = line.basis.rawValue
    row.obligation = (terms.obligation ?? .unknown).rawValue
    row.policies = policies
    row.className = "unknown"
    let loss = line.expected
    (row.expectedUninsuredLoss, row.low, row.high) = (loss?.expected, loss?.low, loss?.high)
    switch line.storm {
    case .notAsked: break
    case .unknown: row.attritionalLoss = line.loss?.expected
    case .known(let storm):
      row.attritionalLoss = line.loss?.expected
      (row.stormLoss, row.stormLow, row.stormHigh) = (storm.expected, storm.low, storm.high)
    }
    guard let account = line.account else { return row }
    row.exposure = account.exposure
    row.insured = account.insured
    row.otherCover = account.otherCover
    row.gap = account.gap
    row.gapNoPolicy = account.noPolicy
    row.gapUnderLimit = account.underLimit
    row.gapExcluded = account.excluded
    row.gapUnknown = account.unknown
    row.excess = account.excess
    row.penetration = account.penetration.map { min(1, $0) }
    // A share of yuan is no share of a number of things that each join or do not.
    if line.measure != .yuan, account.exposure > 0,
      let range = try? Penetration(
        insured: min(account.insured, account.exposure), exposed: account.exposure,
        confidence: confidence)
    {
      row.penetrationLow = range.low
      row.penetrationHigh = range.high
    }
    row.className = Self.className(account)
    return row
  }

  /// By what is covered by anything; `unknown` where that is not known of the greater part.
  static func className(_ account: CoverageGap.Account) -> String {
    guard account.exposure > 0 else { return "no_exposure" }
    if account.unknown > account.exposure / 2 { return "unknown" }
    let covered = (account.insured + account.otherCover) / account.exposure
    return covered <= 0 ? "none" : covered < 0.5 ? "little" : covered < 0.9 ? "part" : "most"
  }

  private func sentence(_ summary: Summary) -> String {
    var parts = summary.totals.sorted { $0.key < $1.key }.map { measure, total in
      let share = total.exposure > 0 ? total.insured / total.exposure * 100 : 0
      var part =
        "\(MarineGaps.plain(total.insured.rounded())) of "
        + "\(MarineGaps.plain(total.exposure.rounded())) \(measure) insured "
        + "(\(MarineGaps.plain((share * 10).rounded() / 10)) %)"
      if total.unknown > 0 {
        part += ", \(MarineGaps.plain(total.unknown.rounded())) of them unknown"
      }
      if let loss = total.expectedUninsuredLossYuan {
        part += ", \(MarineGaps.plain(loss.rounded())) yuan a year expected uninsured"
        if let low = total.uninsuredLossLowYuan, let high = total.uninsuredLossHighYuan {
          part +=
            " (\(MarineGaps.plain(low.rounded())) to \(MarineGaps.plain(high.rounded()))"
            + (total.unitsWithoutUpperEnd.map { ", \($0) units without an upper end" } ?? "") + ")"
        }
        if let storm = total.stormLossYuan {
          part += ", \(MarineGaps.plain(storm.rounded())) of it by storms"
        }
      }
      return part
    }
    if let subsidy = summary.subsidy {
      parts.append(
        "subsidy (\(summary.subsidyLabel == "scheme_rule" ? "by the scheme" : "what-if")): "
          + "\(subsidy.costYuan) yuan take away \(MarineGaps.plain(subsidy.benefitYuan.rounded())) "
          + "yuan a year"
          + (subsidy.isProven
            ? ", the optimum" : ", the optimum at most \(MarineGaps.plain(subsidy.gap)) better"))
    }
    if let claims = summary.claimsOfStorms, claims > 0 {
      parts.append("\(claims) claims of storm days belong to the storms, and are counted once")
    }
    if summary.faultCount > 0 { parts.append("\(summary.faultCount) faults in the register") }
    return "\(summary.units) units: " + parts.joined(separator: "; ")
      + (summary.silence.isEmpty ? "" : "; no loss: " + summary.silence.joined(separator: ", "))
  }
}
