import Analysis
import Storage

/// Whether neighbours are alike over the whole study: Moran's I and Geary's C of the same values,
/// the I of rates in which small exposures make no pattern, and the I of a pair.
struct WholeStudy {
  let weights: SpatialWeights
  let settings: HotspotSettings

  /// - Throws: `AnalysisError` for what no refusal can say.
  func rows(
    _ column: UnitColumn, with other: UnitColumn?, isWhole: Bool
  ) throws -> [AutocorrelationRow] {
    let moran = GlobalAutocorrelation(weights: weights)
    let geary = GlobalAutocorrelation(weights: weights, statistic: .geary)
    let units = column.column.places.count
    var rows = [
      try row("moran", units) { try moran.test(of: column.column, settings: settings) },
      try row("geary", units, isReversed: true) {
        try geary.test(of: column.column, settings: settings)
      },
    ]
    if let exposures = column.exposures, !isWhole {
      rows.append(
        try row("moran-eb", units) {
          try moran.test(
            of: EmpiricalBayes.standardised(
              counts: column.counts.span, exposures: exposures.span), settings: settings)
        })
    }
    if let other {
      rows.append(
        try row("bivariate-moran", units) {
          try moran.test(of: column.column, around: other.column, settings: settings)
        })
    }
    return rows
  }

  /// - Parameter isReversed: less than without pattern is alike.
  private func row(
    _ name: String, _ units: Int, isReversed: Bool = false, _ test: () throws -> GlobalTest
  ) throws -> AutocorrelationRow {
    var row = AutocorrelationRow(statistic: name, units: units, className: "too_few")
    do {
      let test = try test()
      row.value = test.statistic
      row.expected = test.expected
      row.variance = test.randomisedVariance
      row.z = test.randomisedZ
      row.normalP = test.randomisedP
      row.p = test.permutations?.p
      row.draws = test.permutations?.draws ?? 0
      row.className = className(test, isReversed: isReversed)
    } catch let error as AnalysisError {
      switch error {
      case .tooFewPlaces, .tooFewIncidents, .invalidGraph: row.refusal = "\(error)"
      case .constant:
        row.refusal = "\(error)"
        row.className = "none"
      default: throw error
      }
    }
    return row
  }

  private func className(_ test: GlobalTest, isReversed: Bool) -> String {
    if test.permutations?.isDecided == false { return "unresolved" }
    guard let p = test.permutations?.p ?? test.randomisedP, p <= settings.falseDiscoveryRate else {
      return "none"
    }
    let centre = test.permutations?.mean ?? test.expected ?? 0
    let isAlike = (test.statistic > centre) != isReversed
    let level = p <= HotspotSettings.strictRate ? "99" : "95"
    return "\(isAlike ? "clustered" : "dispersed")_\(level)"
  }
}

extension AutocorrelationRow {
  /// "Moran's I 0.21 (p 0.002, clustered)".
  var sentence: String {
    let name =
      switch statistic {
      case "geary": "Geary's C"
      case "moran-eb": "Moran's I of EB-standardised rates"
      case "bivariate-moran": "bivariate Moran's I"
      default: "Moran's I"
      }
    guard let value else { return "\(name): \(refusal ?? "unknown")" }
    let word = className.split(separator: "_").first.map(String.init) ?? className
    let said = word == "none" ? "no pattern" : word
    let level = (p ?? normalP).map { "p \(Self.short($0)), " } ?? ""
    return "\(name) \(Self.short(value)) (\(level)\(said))"
  }

  /// Three digits that say something.
  private static func short(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return "0" }
    var scale = 1.0
    while abs(number) * scale < 100, scale < 1e9 { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }
}
