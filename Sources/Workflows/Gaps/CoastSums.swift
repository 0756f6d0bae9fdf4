import Analysis
import SimpleFeatures
import Storage

/// The accounts of the zones nearest to each stretch of coast, each measure for itself.
struct CoastSums {
  private struct Key: Hashable {
    var segment: String
    var measure: CoverageGap.Measure
  }

  private struct Sum {
    var segment: CoverRegister.Segment
    var line: MarineGaps.Line
    var zones = 0
    var policies = 0
  }

  private var sums: [Key: Sum] = [:]

  mutating func add(
    _ line: MarineGaps.Line, policies: Int, to segment: CoverRegister.Segment
  ) {
    let key = Key(segment: segment.code, measure: line.measure)
    var sum =
      sums[key]
      ?? Sum(
        segment: segment,
        line: MarineGaps.Line(measure: line.measure, basis: line.basis, account: nil, loss: nil))
    if let account = line.account {
      sum.line.account = sum.line.account.map { $0 + account } ?? account
    }
    // Ends of ranges added up are those of zones that go wrong together: wider than if they did not.
    // With storms, a zone of which one part is not known is in neither.
    let isKnown = if case .unknown = line.storm { false } else { true }
    if let loss = line.loss, isKnown {
      sum.line.loss = sum.line.loss.map { $0 + loss } ?? loss
    }
    switch (sum.line.storm, line.storm) {
    case (_, .notAsked): break
    case (.known(let one), .known(let other)):
      if line.loss != nil { sum.line.storm = .known(one + other) }
    case (.known, .unknown): break
    case (_, .known(let other)): sum.line.storm = line.loss == nil ? .unknown : .known(other)
    case (_, .unknown): sum.line.storm = .unknown
    }
    sum.zones += 1
    sum.policies += policies
    sums[key] = sum
  }

  /// - Parameter account: the row of an account with a number of policies.
  func rows(_ account: (MarineGaps.Line, Int) -> CoverageAccountRow) -> [CoastGapRow] {
    sums.sorted {
      ($0.key.segment, $0.key.measure.rawValue) < ($1.key.segment, $1.key.measure.rawValue)
    }
    .map { key, sum in
      var geometry = sum.segment.geometry
      if case .lineString(let line) = geometry { geometry = .multiLineString([line]) }
      var row = CoastGapRow(geometry: geometry, account: account(sum.line, sum.policies))
      row.unit = key.segment
      row.name = key.segment
      row.zones = sum.zones
      row.exposureClass = sum.segment.exposure
      row.lengthM = sum.segment.lengthMetres
      return row
    }
  }
}
