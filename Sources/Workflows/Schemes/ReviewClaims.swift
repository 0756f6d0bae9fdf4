import Analysis
import Schemes
public import SimpleFeatures
public import Storage

/// What schemes have cost by peril and town, whether the premium is enough, and how long what is
/// left of each limit lasts.
public struct ReviewClaims: Sendable {
  public static let kind = "claims"
  /// Changes whenever the same input would give other rows.
  static let version = "claims 1"

  public var shelf: SchemeShelf
  public var day: DayNumber
  /// The loss ratio that leaves room for expenses.
  public var targetLossRatio = 0.65
  /// Courses of the rest of a period that are simulated.
  public var courses = 100_000
  public var seed: UInt64 = 1
  public var threads: Int?

  public init(_ shelf: SchemeShelf, on day: DayNumber) {
    self.shelf = shelf
    self.day = day
  }

  private struct Parameters: Codable {
    var courses: Int
    var on: String
    var schemes: [String]
    var target: Double
  }

  /// What the layers' rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public struct OfScheme: Sendable, Codable, Hashable {
      public var scheme: String
      public var policies: Int
      public var claims: Int
      public var paidYuan: Double
      public var writtenYuan: Double
      public var earnedYuan: Double
      /// Incurred by earned; none without premium earned, whatever was written.
      public var lossRatio: Double?
      public var townsWithoutPolicies: Int
      /// Why some frequencies and severities are not drawn towards all.
      public var noCredibility: String?
    }

    /// Doubtful policies and claims, which `anlan scheme check --store` lists.
    public var coverFaults: Int
    public var schemes: [OfScheme]
  }

  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    let (claims, policies, zoneGrids) = try store.read { reading in
      (
        try reading.answer(ClaimsOnDay(day)), try reading.answer(PolicyFacts()),
        try SchemeCover.zoneGrids(in: reading)
      )
    }
    let towns = try LeveledUnits(level: .town, area: "", in: store)
    var experience: [ClaimExperienceRow] = []
    var limits: [LimitForecastRow] = []
    var summaries: [Summary.OfScheme] = []
    for scheme in shelf.schemes {
      let own = SchemeExperience(
        scheme, policies: policies, claims: claims, zoneGrids: zoneGrids, towns: towns, on: day)
      experience += own.rows(target: targetLossRatio)
      limits += try forecast(scheme, own)
      summaries.append(own.summary)
    }
    let faults = CoverFault.find(
      policies: policies, claims: claims, schemes: shelf.schemes, zoneGrids: zoneGrids,
      knowsAllSchemes: false)
    let summary = Summary(coverFaults: faults.count, schemes: summaries)
    let run = Run(
      kind: Self.kind,
      parameters: try CanonicalJSON.text(
        Parameters(
          courses: courses, on: day.description, schemes: shelf.schemes.map(\.key),
          target: targetLossRatio)),
      seed: Int64(bitPattern: seed), inputDigest: digest(claims, policies, towns),
      version: Self.version,
      validFrom: policies.map(\.from).min().map { min($0, day) } ?? day, validTo: day,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let wasKept = try store.keep(run) { transaction in
      for row in experience { try transaction.run(InsertClaimExperience(run: run.id, row)) }
      for row in limits { try transaction.run(InsertLimitForecast(run: run.id, row)) }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(summary, limits))
  }

  // MARK: Limits

  /// A row a policy under an aggregate limit; those whose period is over are only counted.
  private func forecast(
    _ scheme: Scheme, _ own: SchemeExperience
  ) throws -> [LimitForecastRow] {
    var rows: [LimitForecastRow] = []
    for policy in own.policies {
      let version = scheme.versions.last { $0.isInForce(on: policy.from.number) != .no }
      guard let most = version?.aggregateLimit.value?.most, most > 0 else { continue }
      let limit = min(most, policy.sumFen ?? most)
      guard limit > 0 else { continue }
      var row = LimitForecastRow(
        scheme: scheme.key, policy: policy.number, from: policy.from, to: policy.to,
        limitFen: limit)
      let under = own.claims.filter { $0.policy == policy.number }.map(\.incurredFen)
      row.claims = under.count { $0 > 0 }
      row.usedFen = under.reduce(0, +)
      row.largestFen = under.max() ?? 0
      guard policy.to > day else {
        row.exhaustedChance = row.usedFen >= limit ? 1 : 0
        row.refusal = "period_over"
        rows.append(row)
        continue
      }
      do {
        try simulate(&row, own.alike(policy), cap: version.flatMap(Self.largestPaid))
      } catch let error as AnalysisError {
        row.refusal = "\(error)"
      }
      rows.append(row)
    }
    return rows
  }

  /// The most that any one claim can be, in fen; `nil` where a limit of an item is not known.
  private static func largestPaid(_ version: SchemeVersion) -> Int64? {
    var most: Int64 = 0
    for item in version.items {
      guard let own = item.mostPaid else { return nil }
      most = max(most, own)
    }
    return most
  }

  private func simulate(
    _ row: inout LimitForecastRow, _ seen: (claims: [ClaimFact], years: Double), cap: Int64?
  ) throws {
    let sizes = seen.claims.filter { $0.incurredFen > 0 }.map { Double($0.incurredFen) / 100 }
    let limit = Double(row.limitFen) / 100
    let severity = try ClaimSeverity(
      sizes, cap: min(limit, cap.map { Double($0) / 100 } ?? limit))
    var model = try CompoundLoss(severity, claims: sizes.count, years: seen.years)
    model.replicates = courses
    model.seed = seed
    if let threads { model.threads = threads }
    let year = 365.25
    let left = max(0, limit - Double(row.usedFen) / 100)
    let found = try model.exhaustion(
      ofLimit: left, span: Double(row.to.number - day.number) / year)
    func date(_ share: Double) -> DayNumber? {
      found.years(byShare: share).map { day + Int(($0 * year).rounded(.up)) }
    }
    row.eventShare = severity.exceeded(withChance: 0.01) / limit
    row.claimsPerYear = model.claimsPerYear
    row.tailExponent = severity.tailExponent
    row.courses = courses
    row.exhaustedChance = found.probability
    row.exhaustedLow = date(0.05)
    row.exhaustedMid = date(0.5)
    row.exhaustedHigh = date(0.95)
    row.expectedYuan = found.meanCost
    row.lowYuan = found.cost(belowInShare: 0.05)
    row.highYuan = found.cost(belowInShare: 0.95)
  }

  // MARK: Words

  private func digest(
    _ claims: [ClaimFact], _ policies: [PolicyFact], _ towns: LeveledUnits
  ) -> String {
    var digest = ContentDigest()
    for text in shelf.texts { digest.update(text) }
    for code in towns.codes { digest.update(code) }
    digest.update(
      towns.grids.map { grids in grids.reduce(0) { $0 + ($1.population ?? 0) } })
    digest.update(
      towns.grids.map { grids in grids.reduce(0) { $0 + ($1.households ?? 0) } })
    for claim in claims {
      digest.update(
        "\(claim.number)|\(claim.policy)|\(claim.scheme)|\(claim.place)|\(claim.peril)|"
          + "\(claim.notifiedOn)|\(claim.incurredFen)|\(claim.paidFen ?? -1)|\(claim.zone ?? "")")
    }
    for policy in policies {
      digest.update(
        "\(policy.number)|\(policy.scheme)|\(policy.unit)|\(policy.units ?? -1)|"
          + "\(policy.sumFen ?? -1)|\(policy.premiumFen ?? -1)|\(policy.from)|\(policy.to)|"
          + "\(policy.place)|\(policy.zone ?? "")")
    }
    return digest.hexadecimal()
  }

  private func sentence(_ summary: Summary, _ limits: [LimitForecastRow]) -> String {
    let schemes = summary.schemes.map { scheme in
      let ratio =
        scheme.lossRatio.map { "loss ratio \(SchemeWords.number($0 * 100, digits: 1)) % of earned" }
        ?? "no loss ratio: no premium is earned"
      return "\(scheme.scheme): \(scheme.policies) policies, \(scheme.claims) claims, \(ratio)"
    }
    let lasts = limits.filter { $0.to > day }.map { row in
      let used = SchemeWords.number(Double(row.usedFen) / Double(row.limitFen) * 100, digits: 0)
      guard let chance = row.exhaustedChance else {
        return "\(row.policy): \(used) % used; \(row.refusal ?? "")"
      }
      let dates = [row.exhaustedLow, row.exhaustedMid, row.exhaustedHigh].map {
        $0?.description ?? "not before \(row.to)"
      }
      return
        "\(row.policy): \(used) % used, runs out with \(SchemeWords.number(chance * 100, digits: 1)) % "
        + "(5, 50, 95 %: \(dates.joined(separator: ", ")))"
    }
    return (schemes + lasts).joined(separator: "; ") + CoverFault.remark(summary.coverFaults)
  }
}

extension ClaimFact {
  /// Paid and outstanding; nothing of a refused one.
  var incurredFen: Int64 { isRefused ? 0 : (paidFen ?? 0) + (reserveFen ?? 0) }
}
