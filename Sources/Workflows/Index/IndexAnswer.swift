import Analysis
import Foundation
import SimpleFeatures
import Storage

/// The computed columns, and what is said of each unit.
struct IndexAnswer {
  let table: SafetyIndex.Table
  let missing: [String: String]
  private let sure: IndexUncertainty.Table
  private let others: IndexSensitivity.Table?
  /// By group and part.
  let dataWeights: [String: [String: Double]]?
  /// For the summary.
  let choices: ComputeSafetyIndex.Summary.Choices?
  private let framework: IndexFramework
  private let population: [Double]
  /// What a reader should know of an indicator's numbers.
  let notes: [String: String]
  private let data: [IndicatorData]
  private let eventSizes: [Double]
  private let confidence: Double

  /// - Parameters:
  ///   - own: the units in the periods of indicators that have their own, by their months.
  ///   - graph: where an indicator is drawn towards its unit's neighbours.
  init(
    _ settings: ComputeSafetyIndex, _ units: IndexUnits, own: [Int: IndexUnits],
    _ graph: NeighbourGraph?
  ) throws(AnalysisError) {
    framework = settings.framework
    confidence = framework.confidence
    var missing: [String: String] = [:]
    var notes: [String: String] = [:]
    var data: [IndicatorData] = []
    var eventSizes: [Double] = []
    var indicators: [Indicator] = []
    for indicator in framework.indicators {
      let units = indicator.months.flatMap { own[$0] } ?? units
      let found = units.data(indicator, perYear: framework.isPerYear)
      if let why = found.missing { missing[indicator.key] = why }
      if let note = found.note { notes[indicator.key] = note }
      data.append(found.data)
      eventSizes.append(found.eventSize)
      indicators.append(
        Indicator(
          name: indicator.key, data: found.data, smoothing: indicator.smoothing,
          scale: indicator.scale,
          leastExposure: indicator.leastExposure / (indicator.unit * found.eventSize),
          neighbours: graph))
    }
    self.missing = missing
    self.notes = notes
    self.data = data
    self.eventSizes = eventSizes
    population = units.column(.population)
    let tree = try framework.tree.reweighted(
      framework.groups.map { $0.dataWeights == .equal ? nil : $0.dataWeights }, by: indicators)
    dataWeights = Self.dataWeights(framework, tree)
    let index = SafetyIndex(tree)
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
    var schools: [String: ComputeSafetyIndex.Summary.Choices.School] = [:]
    for school in IndexChallengers.School.allCases {
      guard let told = try IndexChallengers(index).answer(school, indicators) else { continue }
      schools[school.rawValue] = .init(
        meanShift: told.meanShift, rankCorrelation: told.rankCorrelation)
    }
    choices = ComputeSafetyIndex.Summary.Choices(
      meanShift: others.meanShift, first: named(others.sobol?.first),
      total: named(others.sobol?.total),
      without: Dictionary(
        zip(framework.indicators.map(\.key), others.shiftWithout),
        uniquingKeysWith: { first, _ in first }),
      schools: schools.isEmpty ? nil : schools)
  }

  private static func dataWeights(
    _ framework: IndexFramework, _ tree: IndexTree
  ) -> [String: [String: Double]]? {
    var told: [String: [String: Double]] = [:]
    for (number, group) in framework.groups.enumerated() where group.dataWeights != .equal {
      let parts = tree.nodes[number].parts
      let sum = parts.reduce(0) { $0 + $1.weight }
      for part in parts {
        let key =
          switch part.content {
          case .indicator(let indicator): framework.indicators[indicator].key
          case .node(let node): framework.groups[node].key
          }
        told[group.key, default: [:]][key] = part.weight / sum
      }
    }
    return told.isEmpty ? nil : told
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
