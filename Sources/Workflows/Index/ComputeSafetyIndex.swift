import Analysis
import Foundation
public import SimpleFeatures
public import Storage

/// The safety index of units by a framework: scores with their ranges, stars that the lower bound
/// has earned, and what each indicator costs each unit.
public struct ComputeSafetyIndex: Sendable {
  public static let kind = "safety-index"
  /// Changes whenever the same input would give other rows.
  static let version = "safety-index 3"

  public var framework: IndexFramework
  public var level = IndexLevel.grid
  public var firstDay: DayNumber
  public var lastDay: DayNumber
  public var area = ""
  /// An earlier run, whose scores these are compared with.
  public var previous: String?
  public var draws = 500
  /// Rows of each sample of other choices; 0 asks nothing of them.
  public var choices = 0
  public var seed: UInt64 = 1
  public var threads: Int?

  public init(framework: IndexFramework, firstDay: DayNumber, lastDay: DayNumber) {
    self.framework = framework
    self.firstDay = firstDay
    self.lastDay = lastDay
  }

  private struct Parameters: Codable {
    var area: String
    var choices: Int?
    var draws: Int
    var framework: String
    var from: String
    var level: String
    var previous: String?
    var to: String
  }

  /// What the layer's rows do not say.
  public struct Summary: Sendable, Codable, Hashable {
    public var units: Int
    public var tooFew: Int
    public var stars: [String: Int]
    /// Indicators that the store holds nothing of, with the reason.
    public var missing: [String: String]
    /// Indicators that are the same in all units.
    public var constant: [String]
    /// What a reader should know of an indicator's numbers.
    public var notes: [String: String]?
    /// The least lower bound for so many stars.
    public var bounds: [String: Double]?
    /// Of groups whose weights nobody says: what the data gave their parts.
    public var dataWeights: [String: [String: Double]]?
    /// Why no change is told, where the other run lies on the other side of a break in reporting.
    public var breaks: [String]?
    /// What becomes of the ranks by other choices.
    public var choices: Choices?

    public struct Choices: Sendable, Codable, Hashable {
      /// Places by which a rank moves, on average.
      public var meanShift: Double
      /// Of the variance of that shift, by choice: alone, and with all others; none where it does
      /// not vary.
      public var first: [String: Double]?
      public var total: [String: Double]?
      /// The mean shift without each indicator.
      public var without: [String: Double]
      /// By other schools: equal weights, entropy, CRITIC, TOPSIS.
      public var schools: [String: School]?

      public struct School: Sendable, Codable, Hashable {
        public var meanShift: Double
        public var rankCorrelation: Double
      }
    }
  }

  /// - Throws: `WorkflowError`, `StorageError`, `AnalysisError`.
  public func run(in store: any SpatialStore) throws -> AnalysisOutcome {
    guard firstDay <= lastDay else {
      throw WorkflowError.usage(
        "from \(firstDay) to \(lastDay): the first day comes after the last")
    }
    let units = try IndexUnits(
      level: level, area: area.trimmedCode, firstDay: firstDay, lastDay: lastDay, in: store)
    let graph = framework.needsNeighbours ? try units.neighbours(in: store) : nil
    let own = try ownPeriods(units, in: store)
    let answer = try WorkflowError.translating { () throws(AnalysisError) in
      try IndexAnswer(self, units, own: own, graph)
    }
    let (before, breaks) = try previousScores(in: store)
    let parameters = Parameters(
      area: area.trimmedCode, choices: choices > 0 ? choices : nil, draws: draws,
      framework: framework.key,
      from: firstDay.description, level: level.rawValue, previous: previous,
      to: lastDay.description)
    let summary = summary(answer, units, breaks)
    let run = Run(
      kind: Self.kind, parameters: try CanonicalJSON.text(parameters),
      seed: Int64(bitPattern: seed), inputDigest: answer.digest(units, framework),
      version: Self.version, validFrom: firstDay, validTo: lastDay,
      isSynthetic: try store.answer(IncidentWindow())?.holdsSyntheticRows ?? false,
      summary: try CanonicalJSON.text(summary))
    let wasKept = try store.keep(run) { transaction in
      for unit in 0..<units.count {
        let row = answer.row(unit, units, before: before[units.codes[unit]])
        try transaction.run(
          InsertSafetyIndex(run: run.id, level: level.rawValue, row))
        for contribution in answer.contributions(unit, units) {
          try transaction.run(InsertContribution(run: run.id, contribution))
        }
      }
    }
    return AnalysisOutcome(run: run, wasKept: wasKept, sentence: sentence(summary))
  }

  /// The units in the periods of indicators that have their own.
  private func ownPeriods(
    _ units: IndexUnits, in store: any SpatialStore
  ) throws -> [Int: IndexUnits] {
    let months = Set(framework.indicators.compactMap(\.months))
    guard !months.isEmpty else { return [:] }
    let dataBegin = try store.answer(IncidentWindow())?.firstDay
    var own: [Int: IndexUnits] = [:]
    for count in months {
      own[count] = try units.over(
        CalendarMonth.days(count, upTo: lastDay), dataBegin: dataBegin, in: store)
    }
    return own
  }

  /// The scores of the earlier run; none where incidents have been reported otherwise since, and why.
  private func previousScores(
    in store: any SpatialStore
  ) throws -> (scores: [String: SafetyScore], breaks: [ReportingBreak]) {
    guard let previous else { return ([:], []) }
    guard let run = try store.answer(Runs(id: previous)).first, run.kind == Self.kind else {
      throw StorageError.unknownRun(previous)
    }
    guard
      let told = CanonicalJSON.value(Parameters.self, of: run.parameters),
      told.framework == framework.key, told.level == level.rawValue
    else {
      throw WorkflowError.usage(
        "run \(previous) is of another framework or level; scores of different ones are not compared"
      )
    }
    let breaks = try store.reportingBreaks(
      after: min(run.validFrom, firstDay), upTo: max(run.validTo, lastDay),
      besides: framework.breaks)
    return (breaks.isEmpty ? try store.answer(SafetyScores(run: previous)) : [:], breaks)
  }

  private func summary(
    _ answer: IndexAnswer, _ units: IndexUnits, _ breaks: [ReportingBreak]
  ) -> Summary {
    var stars: [String: Int] = [:]
    var tooFew = 0
    for unit in 0..<units.count {
      if let count = answer.stars(unit) {
        stars["\(count)", default: 0] += 1
      } else {
        tooFew += 1
      }
    }
    return Summary(
      units: units.count, tooFew: tooFew, stars: stars, missing: answer.missing,
      constant: answer.table.constant.map { framework.indicators[$0].key },
      notes: answer.notes.isEmpty ? nil : answer.notes,
      bounds: Dictionary(
        framework.stars.map { ("\($0.count)", $0.bound) }, uniquingKeysWith: { first, _ in first }),
      dataWeights: answer.dataWeights,
      breaks: breaks.isEmpty ? nil : breaks.map { "\($0.day): \($0.reason)" },
      choices: answer.choices)
  }

  private func sentence(_ summary: Summary) -> String {
    var sentence =
      "\(summary.units) units: "
      + (1...5).reversed().map { "\(summary.stars["\($0)"] ?? 0) with \($0) stars" }
      .joined(separator: ", ")
      + "; \(summary.tooFew) of \(summary.units) too few to rank"
    if !summary.missing.isEmpty {
      sentence +=
        "; not in the store: "
        + summary.missing.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        .joined(separator: ", ")
    }
    if !summary.constant.isEmpty {
      sentence +=
        "; the same in all units, which they cannot tell apart: "
        + summary.constant.joined(separator: ", ")
    }
    if let notes = summary.notes {
      sentence +=
        "; "
        + notes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        .joined(separator: "; ")
    }
    if let breaks = summary.breaks {
      sentence +=
        "; no change is told: from then on incidents are reported otherwise ("
        + breaks.joined(separator: ", ") + ")"
    }
    if let choices = summary.choices {
      sentence += String(
        format: "; by other choices a rank moves %.1f places on average", choices.meanShift)
      if let most = choices.total?.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
        sentence += ", most by \(most.key)"
      }
    }
    return sentence
  }
}
