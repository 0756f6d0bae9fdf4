import Analysis
import Foundation
public import SimpleFeatures
public import Storage

/// The safety index of units by a framework: scores with their ranges, stars that the lower bound
/// has earned, and what each indicator costs each unit.
public struct ComputeSafetyIndex: Sendable {
  public static let kind = "safety-index"
  /// Changes whenever the same input would give other rows.
  static let version = "safety-index 2"

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
    let answer = try WorkflowError.translating { try IndexAnswer(self, units) }
    let before = try previousScores(in: store)
    let parameters = Parameters(
      area: area.trimmedCode, choices: choices > 0 ? choices : nil, draws: draws,
      framework: framework.key,
      from: firstDay.description, level: level.rawValue, previous: previous,
      to: lastDay.description)
    let summary = summary(answer, units)
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

  private func previousScores(in store: any SpatialStore) throws -> [String: SafetyScore] {
    guard let previous else { return [:] }
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
    return try store.answer(SafetyScores(run: previous))
  }

  private func summary(_ answer: IndexAnswer, _ units: IndexUnits) -> Summary {
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
      notes: answer.notes.isEmpty ? nil : answer.notes, choices: answer.choices)
  }

  private func sentence(_ summary: Summary) -> String {
    var sentence =
      "\(summary.units) units: "
      + (1...5).reversed().map { "\(summary.stars["\($0)"] ?? 0) with \($0) stars" }
      .joined(separator: ", ") + "; \(summary.tooFew) too few to rank"
    if !summary.missing.isEmpty {
      sentence +=
        "; not in the store: "
        + summary.missing.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        .joined(separator: ", ")
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

/// The computed columns, and what is said of each unit.
struct IndexAnswer {
  let table: SafetyIndex.Table
  let missing: [String: String]
  private let sure: IndexUncertainty.Table
  private let others: IndexSensitivity.Table?
  /// For the summary.
  let choices: ComputeSafetyIndex.Summary.Choices?
  private let framework: IndexFramework
  private let population: [Double]
  /// What a reader should know of an indicator's numbers.
  let notes: [String: String]
  private let data: [IndicatorData]
  private let eventSizes: [Double]
  private let confidence: Double

  init(_ settings: ComputeSafetyIndex, _ units: IndexUnits) throws(AnalysisError) {
    framework = settings.framework
    confidence = framework.confidence
    var missing: [String: String] = [:]
    var notes: [String: String] = [:]
    var data: [IndicatorData] = []
    var eventSizes: [Double] = []
    var indicators: [Indicator] = []
    for indicator in framework.indicators {
      let found = units.data(indicator, perYear: framework.isPerYear)
      if let why = found.missing { missing[indicator.key] = why }
      if let note = found.note { notes[indicator.key] = note }
      data.append(found.data)
      eventSizes.append(found.eventSize)
      indicators.append(
        Indicator(
          name: indicator.key, data: found.data, smoothing: indicator.smoothing,
          scale: indicator.scale))
    }
    self.missing = missing
    self.notes = notes
    self.data = data
    self.eventSizes = eventSizes
    population = units.column(.population)
    let index = SafetyIndex(framework.tree)
    table = try index.table(indicators)
    var uncertainty = IndexUncertainty(
      draws: settings.draws, seed: settings.seed, confidence: framework.confidence)
    if let threads = settings.threads { uncertainty.threads = threads }
    sure = try uncertainty.table(of: index, indicators)
    guard settings.choices > 0 else {
      (others, choices) = (nil, nil)
      return
    }
    var sensitivity = IndexSensitivity(rows: settings.choices, seed: settings.seed)
    if let threads = settings.threads { sensitivity.threads = threads }
    let others = try sensitivity.table(
      of: index, indicators, bounds: framework.stars.map(\.bound))
    self.others = others
    func named(_ shares: [Double]?) -> [String: Double]? {
      shares.map {
        Dictionary(
          uniqueKeysWithValues: zip(IndexSensitivity.Choice.allCases.map(\.rawValue), $0))
      }
    }
    choices = ComputeSafetyIndex.Summary.Choices(
      meanShift: others.meanShift, first: named(others.sobol?.first),
      total: named(others.sobol?.total),
      without: Dictionary(
        zip(framework.indicators.map(\.key), others.shiftWithout),
        uniquingKeysWith: { first, _ in first }))
  }

  /// `nil` where the unit is too few to rank.
  func stars(_ unit: Int) -> Int? {
    isTooFew(unit) ? nil : framework.starCount(low: sure.low[unit])
  }

  private func isTooFew(_ unit: Int) -> Bool {
    table.scores[unit].isNaN || !(population[unit] >= framework.leastPopulation)
      || sure.high[unit] - sure.low[unit] > framework.widestRange
  }

  func row(_ unit: Int, _ units: IndexUnits, before: SafetyScore?) -> SafetyIndexRow {
    let isKnown = !table.scores[unit].isNaN
    let isTooFew = isTooFew(unit)
    var row = SafetyIndexRow(
      unit: units.codes[unit], name: units.names[unit], geometry: units.geometries[unit])
    row.score = isKnown ? table.scores[unit] : nil
    row.low = isKnown ? sure.low[unit] : nil
    row.high = isKnown ? sure.high[unit] : nil
    row.stars = stars(unit)
    row.rankLow = isTooFew ? nil : sure.rankLow[unit]
    row.rankHigh = isTooFew ? nil : sure.rankHigh[unit]
    row.className = !isKnown ? "unknown" : isTooFew ? "too_few" : "star_\(row.stars ?? 1)"
    if !isTooFew, let others {
      row.choiceRank = others.rankMedian[unit]
      row.choiceRankLow = others.rankLow[unit]
      row.choiceRankHigh = others.rankHigh[unit]
      let bound = framework.stars.firstIndex { $0.count == row.stars }
      row.choiceStars = bound.map { others.passes[unit][$0] } ?? 1
    }
    if isKnown, let before {
      row.change = table.scores[unit] - before.score
      // Both periods' errors, from the widths of their ranges.
      let width = NormalRange.halfWidth(confidence: confidence) * 2
      let error =
        ((sure.high[unit] - sure.low[unit]) * (sure.high[unit] - sure.low[unit])
        + (before.high - before.low) * (before.high - before.low)).squareRoot() / width
      row.changeP = NormalRange.twoSided(table.scores[unit] - before.score, error: error)
    }
    let words = IndexWords(framework: framework, table: table)
    if isKnown {
      row.whyChinese = words.chinese(
        unit, name: row.name, low: sure.low[unit], high: sure.high[unit])
      row.whyEnglish = words.english(
        unit, name: row.name, low: sure.low[unit], high: sure.high[unit])
    }
    return row
  }

  func contributions(_ unit: Int, _ units: IndexUnits) -> [ContributionRow] {
    framework.indicators.indices.map { number in
      func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
      let indicator = framework.indicators[number]
      let isScored = !table.points[number][unit].isNaN && !table.scores[unit].isNaN
      var (count, exposure): (Double?, Double?) = (nil, nil)
      switch data[number] {
      case .counts(let counts, let exposures):
        let size = eventSizes[number]
        (count, exposure) = (
          known(counts[unit] * size), known(exposures[unit] * indicator.unit * size)
        )
      case .shares(let parts, let wholes):
        (count, exposure) = (known(parts[unit]), known(wholes[unit]))
      case .values: break
      }
      return ContributionRow(
        unit: units.codes[unit], indicator: indicator.key, chineseName: indicator.chineseName,
        englishName: indicator.englishName, count: count, exposure: exposure,
        raw: known(table.raw[number][unit]), value: known(table.values[number][unit]),
        scaled: known(table.points[number][unit]),
        weight: isScored ? table.weights[number][unit] : 0,
        contribution: isScored ? table.contribution(of: number, to: unit) : nil,
        lost: isScored ? table.losses[number][unit] : nil)
    }
  }

  func digest(_ units: IndexUnits, _ framework: IndexFramework) -> String {
    var digest = ContentDigest()
    digest.update(framework.text)
    for unit in 0..<units.count { digest.update(units.codes[unit]) }
    digest.update(population)
    for column in data {
      switch column {
      case .counts(let one, let other), .shares(let one, let other), .values(let one, let other):
        digest.update(one)
        digest.update(other)
      }
    }
    return digest.hexadecimal()
  }
}
