import Analysis
import Foundation
import Schemes
public import SimpleFeatures
public import Storage

/// Red, yellow and black records of units and listings for remediation (红黄黑, 挂牌整治), by rules that are
/// a file: what stands at the end of a month, month by month, each record with what made it and
/// what ended it.
public struct KeepRecords: Sendable {
  public static let kind = "records"
  /// Changes whenever the same input would give other rows.
  static let version = "records 1"

  public var rules: RecordRules
  public var month: CalendarMonth
  /// Months that are shown, up to `month`.
  public var months = 12
  public var level = IndexLevel.town
  public var area = ""
  /// The office that decides; never a person.
  public var decidedBy = ""
  public var draws = 400
  public var seed: UInt64 = 1
  public var threads: Int?

  public init(rules: RecordRules, month: CalendarMonth) {
    self.rules = rules
    self.month = month
  }

  private struct Parameters: Codable {
    struct Scope: Codable { var categories: [String] }
    var area: String
    var decidedBy: String
    var draws: Int
    var level: String
    var month: String
    var months: Int
    var rules: String
    var rulesVersion: Int
    /// What is counted, for the question who may have it.
    var scope: Scope
  }

  /// What the layers' rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var units: Int
    /// Without a rank by what the scoreboard counts.
    public var tooFew: Int
    /// Units by their class.
    public var classes: [String: Int]
    /// Records that the month gave, and that it ended, by how.
    public var given: Int
    public var ended: [String: Int]
    /// Rules that could be asked of no unit in the month, with the reason.
    public var missing: [String: String]
    /// Rules that nobody knows of some units, with how many.
    public var unknown: [String: Int]
    /// What a reader should know of a rule's numbers.
    public var notes: [String: String]
    /// Documents about places that are larger than a unit.
    public var coarseAwards: Int
    /// What the scoreboard counts beside the records.
    public var headline: Headline?

    public struct Headline: Sendable, Codable, Hashable {
      public var zh: String
      public var en: String
      /// Rates are by so many of what it is counted by.
      public var unit: Double
      /// Up to the month.
      public var months: Int
    }
  }

  /// - Throws: `WorkflowError`, `StorageError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    let window = try store.answer(IncidentWindow())
    if let last = window?.cutOff, month.lastDay > last {
      throw WorkflowError.usage(
        "--month \(month): the store's data end on \(last), and a month that is not over gives no "
          + "records; the last whole month is \(CalendarMonth(last + 1) - 1)")
    }
    let units = try LeveledUnits(level: level, area: area.trimmedCode, in: store)
    var kernel = RateRanks(draws: draws, seed: seed, confidence: rules.confidence)
    if let threads { kernel.threads = threads }
    let shelf = RecordFigureShelf(
      units, leastPopulation: rules.leastPopulation, kernel: kernel,
      firstDay: window?.firstDay, in: store)
    let study = try RecordStudy(rules, last: month, count: months, shelf: shelf, in: store)
    let rows = try RecordRows(study)
    let summary = try summary(study, rows)
    let authority = RecordAuthority(
      decidedBy: decidedBy.isEmpty ? "anlan" : decidedBy, rules: rules.key,
      version: rules.version, digest: Self.digest(rules))
    let run = Run(
      kind: Self.kind, parameters: try parameters(), seed: Int64(bitPattern: seed),
      inputDigest: try digest(study), version: Self.version, validFrom: month.firstDay,
      validTo: month.lastDay, isSynthetic: window?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let wasKept = try store.keep(run) { transaction in
      for row in rows.standing {
        try transaction.run(InsertStanding(run: run.id, level: level.rawValue, row))
      }
      for row in rows.months { try transaction.run(InsertStandingMonth(run: run.id, row)) }
      for row in rows.records {
        try transaction.run(InsertRecord(run: run.id, by: authority, row))
        for evidence in row.evidence {
          try transaction.run(
            InsertRecordEvidence(run: run.id, record: row.number, unit: row.unit, evidence))
        }
      }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(summary))
  }

  private func parameters() throws -> String {
    var categories: Set<String> = []
    for source in [rules.headline.indicator.source]
      + rules.rules.compactMap({ rule -> FrameworkIndicator.Source? in
        guard case .figures(let measure, _) = rule.condition else { return nil }
        return measure.indicator.source
      })
    {
      categories.formUnion(RecordEvidence.kinds(source).map(RecordEvidence.category))
    }
    return try CanonicalJSON.text(
      Parameters(
        area: area.trimmedCode, decidedBy: decidedBy, draws: draws, level: level.rawValue,
        month: month.description, months: months, rules: rules.key, rulesVersion: rules.version,
        scope: .init(categories: categories.sorted())))
  }

  /// 16 hexadecimal digits of the rules' text.
  static func digest(_ rules: RecordRules) -> String {
    var digest = ContentDigest()
    digest.update(rules.text)
    return String(digest.hexadecimal().prefix(16))
  }

  private func digest(_ study: RecordStudy) throws -> String {
    var digest = ContentDigest()
    digest.update(rules.text)
    for code in study.shelf.units.codes { digest.update(code) }
    var measures = [rules.headline]
    for rule in rules.rules {
      if case .figures(let measure, _) = rule.condition { measures.append(measure) }
    }
    for measure in measures {
      for month in study.months {
        let figures = try study.shelf.figures(measure, in: month)
        digest.update(figures.counts)
        digest.update(figures.exposures)
      }
    }
    for unit in study.shelf.units.codes.indices {
      for award in study.evidence.awards(of: unit) {
        digest.update(
          "\(award.reference) \(award.kind) \(award.level) \(award.began) \(award.until ?? award.began)"
        )
      }
      // Which things were counted, where there are as many others.
      for entry in study.entries[unit] where entry.record.ended ?? .max >= study.shown {
        for evidence in try study.evidence(entry, unit) { digest.update(evidence.reference) }
      }
    }
    return digest.hexadecimal()
  }

  // MARK: Words

  private func summary(_ study: RecordStudy, _ rows: RecordRows) throws -> Summary {
    var classes: [String: Int] = [:]
    for row in rows.standing { classes[row.className, default: 0] += 1 }
    var (missing, notes, unknown) = ([String: String](), [String: String](), [String: Int]())
    for (number, rule) in rules.rules.enumerated() {
      guard case .figures(let measure, _) = rule.condition else { continue }
      let figures = try study.shelf.figures(measure, in: month)
      missing[rule.key] = figures.missing
      notes[rule.key] = figures.note
      if figures.missing == nil, study.unknown[number] > 0 {
        unknown[rule.key] = study.unknown[number]
      }
    }
    let last = study.months.count - 1
    var given = 0
    var ended: [String: Int] = [:]
    for entry in study.entries.joined() {
      given += entry.record.given == last ? 1 : 0
      if entry.record.ended == last, let ending = entry.record.ending {
        ended[ending.rawValue, default: 0] += 1
      }
    }
    return Summary(
      units: rows.standing.count, tooFew: rows.standing.count { $0.isTooFew }, classes: classes,
      given: given, ended: ended, missing: missing, unknown: unknown, notes: notes,
      coarseAwards: study.evidence.coarseAwards,
      headline: Summary.Headline(
        zh: rules.headline.indicator.chineseName, en: rules.headline.indicator.englishName,
        unit: rules.headline.indicator.unit, months: rules.headline.months))
  }

  private func sentence(_ summary: Summary) -> String {
    let classes = ["listed", "black", "yellow", "red", "none", "unknown"]
      .map { "\(summary.classes[$0] ?? 0) \($0)" }.joined(separator: ", ")
    var sentence =
      "\(summary.units) units at the end of \(month): \(classes); \(summary.given) records given, "
      + "\(summary.ended.values.reduce(0, +)) ended in the month; \(summary.tooFew) of "
      + "\(summary.units) too few to rank"
    if !summary.missing.isEmpty {
      sentence +=
        "; not asked: "
        + summary.missing.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        .joined(separator: ", ")
    }
    if summary.coarseAwards > 0 {
      sentence +=
        "; \(summary.coarseAwards) documents are about places larger than a \(level.rawValue)"
    }
    return sentence
  }
}
