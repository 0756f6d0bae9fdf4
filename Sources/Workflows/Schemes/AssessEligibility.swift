import Schemes
public import SimpleFeatures
public import Storage

/// What schemes owe for each incident on a day, which of it nobody has claimed (应赔未赔), how far
/// cases came by unit and week, and what was paid twice.
public struct AssessEligibility: Sendable {
  public static let kind = "eligibility"
  /// Changes whenever the same input would give other rows.
  static let version = "eligibility 1"

  public var shelf: SchemeShelf
  public var day: DayNumber
  public var level = IndexLevel.grid
  public var area = ""
  /// Empty for all that the schemes cover.
  public var categories: [String] = []

  public init(_ shelf: SchemeShelf, on day: DayNumber) {
    self.shelf = shelf
    self.day = day
  }

  private struct Parameters: Codable {
    struct Scope: Codable { var categories: [String] }
    var area: String
    var level: String
    var on: String
    var schemes: [String]
    var scope: Scope
  }

  /// What the layers' rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public struct OfScheme: Sendable, Codable, Hashable {
      public var scheme: String
      public var covered = 0
      public var eligible = 0
      public var waiting = 0
      public var unknown = 0
      public var notEligible = 0
      public var unclaimed = 0
      public var claims = 0
      /// Claims of incidents that no register has: in no row of the layers.
      public var claimsWithoutIncident = 0
      public var refusedThoughEligible = 0
      /// How often a clause said no; and how often one was missing, in the papers and in the facts.
      public var refusedBy: [String: Int] = [:]
      public var missingPapers: [String: Int] = [:]
      public var missingFacts: [String: Int] = [:]
    }

    public var incidents: Int
    public var withoutUnit: Int
    public var unpaidEligible: Int
    public var doublePaid: Int
    /// Doubtful policies and claims, which `anlan scheme check --store` lists.
    public var coverFaults = 0
    public var schemes: [OfScheme]
  }

  /// - Throws: `WorkflowError`, `StorageError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    let kinds = Set(shelf.schemes.flatMap { $0.coveredKinds.map(\.category) })
    let counted = categories.isEmpty ? kinds.sorted() : categories.sorted()
    let (data, zoneGrids) = try store.read { reading in
      (
        try EligibilityFacts(
          day, area: area.trimmedCode, categories: counted, in: reading),
        try SchemeCover.zoneGrids(in: reading)
      )
    }
    let units = try LeveledUnits(level: level, area: area.trimmedCode, in: store)
    let tables = shelf.schemes.map { scheme -> EligibilityTable in
      let cover = SchemeCover(scheme.key, data.policies, zoneGrids: zoneGrids)
      let isJoined = scheme.versions.contains { $0.enrolment.value == .voluntary }
      return EligibilityRule(scheme, cover: cover.periods, for: data.facts).evaluate(
        data.facts, insured: isJoined ? cover.column(data, scheme: scheme.key) : nil)
    }
    var tally = EligibilityTally(shelf.schemes, data, tables, units)
    tally.summary.coverFaults =
      CoverFault.find(
        policies: data.policies, claims: data.claims, schemes: shelf.schemes,
        zoneGrids: zoneGrids, knowsAllSchemes: false
      ).count
    let parameters = Parameters(
      area: area.trimmedCode, level: level.rawValue, on: day.description,
      schemes: shelf.schemes.map(\.key), scope: .init(categories: counted))
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters), seed: 0,
      inputDigest: digest(data, tables, units), version: Self.version,
      validFrom: DayNumber(data.columns.day.map(\.number).min() ?? day.number), validTo: day,
      isSynthetic: data.columns.holdsSyntheticRows, summary: try CanonicalJSON.text(tally.summary))
    let schemeName = shelf.schemes.count == 1 ? shelf.schemes[0].key : "all"
    let wasKept = try store.keep(run) { transaction in
      for row in tally.unitRows {
        try transaction.run(
          InsertUnpaidUnit(run: run.id, level: level.rawValue, scheme: schemeName, row))
      }
      for row in tally.useRows {
        try transaction.run(
          InsertSchemeUse(
            run: run.id, scheme: row.scheme, unit: row.unit.map { units.codes[$0] } ?? "",
            level: level.rawValue, name: row.unit.map { units.names[$0] } ?? "", week: row.week,
            row.counts))
      }
      for row in tally.caseRows {
        try transaction.run(InsertEligibilityCase(run: run.id, row))
      }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(tally.summary))
  }

  private func digest(
    _ data: EligibilityFacts, _ tables: [EligibilityTable], _ units: LeveledUnits
  ) -> String {
    var digest = ContentDigest()
    for text in shelf.texts { digest.update(text) }
    for code in units.codes { digest.update(code) }
    for kind in data.columns.kinds { digest.update(kind) }
    for place in data.columns.places { digest.update(place) }
    digest.update(data.columns.kind)
    digest.update(data.columns.place)
    digest.update(data.columns.day.map(\.number))
    digest.update(data.columns.steps.map { $0.reported?.number ?? .min })
    for table in tables {
      digest.update(bytes: table.verdict)
      digest.update(bytes: table.clause)
      digest.update(table.clockDay)
      digest.update(table.due.map(Double.init))
      digest.update(table.missingPapers.map(Int32.init))
      digest.update(table.missingFacts.map(Int32.init))
    }
    for claim in data.claims {
      digest.update(
        "\(claim.number)|\(claim.policy)|\(claim.scheme)|\(claim.place)|\(claim.peril)|"
          + "\(claim.notifiedOn)|\(claim.filedOn?.description ?? "")|\(claim.paidFen ?? -1)|"
          + "\(claim.paidOn?.description ?? "")|\(claim.isRefused)|"
          + "\(claim.closedOn?.description ?? "")|\(claim.incident != nil)")
    }
    return digest.hexadecimal()
  }

  private func sentence(_ summary: Summary) -> String {
    let schemes = summary.schemes.map { scheme in
      var words =
        "\(scheme.scheme): \(scheme.covered) covered, \(scheme.eligible) eligible "
        + "(\(scheme.unclaimed) unclaimed), \(scheme.waiting) waiting, \(scheme.unknown) unknown, "
        + "\(scheme.notEligible) not"
      if !scheme.missingPapers.isEmpty {
        words += "; no paper says " + scheme.missingPapers.keys.sorted().joined(separator: ", ")
      }
      return words
    }
    return "on \(day): \(summary.unpaidEligible) incidents eligible and unclaimed, "
      + "\(summary.doublePaid) paid under two schemes; " + schemes.joined(separator: "; ")
      + CoverFault.remark(summary.coverFaults)
  }
}
