import Foundation
import Testing

@testable import Analysis

@Suite struct IndexSensitivityTests {
  // MARK: Shares of variance

  /// The answer whose shares are known in closed form.
  ///
  /// > T. Ishigami, T. Homma. "An importance quantification technique in uncertainty analysis for
  /// > computer models." ISUMA 1990.
  @Test func sharesEqualThoseOfIshigamisFunction() throws {
    func answer(_ x: [Double]) -> Double {
      sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
    }
    let rows = 60_000
    var random = ReplicateGenerator(seed: 5, stream: 0)
    func sample() -> [[Double]] {
      (0..<rows).map { _ in (0..<3).map { _ in .pi * (2 * random.uniform() - 1) } }
    }
    let (a, b) = (sample(), sample())
    let mixed = (0..<3).map { input in
      zip(a, b).map { one, other in
        var row = one
        row[input] = other[input]
        return answer(row)
      }
    }
    let indices = try #require(SobolIndices(a: a.map(answer), b: b.map(answer), mixed: mixed))
    for (found, exact) in zip(indices.first, [0.3139, 0.4424, 0]) {
      #expect(abs(found - exact) < 0.02, "\(indices.first)")
    }
    for (found, exact) in zip(indices.total, [0.5576, 0.4424, 0.2437]) {
      #expect(abs(found - exact) < 0.02, "\(indices.total)")
    }
    #expect(SobolIndices(a: [1, 1], b: [1, 1], mixed: [[1, 1]]) == nil)
  }

  // MARK: Ranks

  private static func indicator(
    _ name: String, _ rates: [Double], exposure: Double = 10_000
  ) -> Indicator {
    Indicator(
      name: name,
      data: .counts(rates.map { $0 * exposure }, exposures: rates.map { _ in exposure }),
      scale: .goalposts(worst: 0.1, best: 0))
  }

  private static func index(_ count: Int) throws -> SafetyIndex {
    SafetyIndex(
      try IndexTree(
        [IndexTree.Node((0..<count).map { .init(.indicator($0), weight: 1 / Double(count)) })],
        indicatorCount: count))
  }

  /// Forty units; the first is best in all, the last worst in all.
  private static let indicators: [Indicator] = {
    var random = ReplicateGenerator(seed: 9, stream: 0)
    return (0..<5).map { number in
      var rates = (0..<40).map { _ in 0.01 + 0.07 * random.uniform() }
      rates[0] = 0.001
      rates[39] = 0.095
      return indicator("i\(number)", rates)
    }
  }()

  @Test func whatIsBestInAllStaysBest() throws {
    let table = try IndexSensitivity(rows: 100).table(
      of: Self.index(5), Self.indicators, bounds: [90, 0])
    #expect(table.rankLow[0] == 1 && table.rankHigh[0] == 1 && table.rankMedian[0] == 1)
    #expect(table.rankLow[39] == 40 && table.rankHigh[39] == 40)
    #expect(table.passes.allSatisfy { $0.count == 2 && $0[1] == 1 })
    #expect(table.meanShift > 0.5 && table.meanShift < 20)
    let sobol = try #require(table.sobol)
    #expect(sobol.total.count == 5 && sobol.total.allSatisfy { $0 > -0.05 && $0 < 1.2 })
    // Each of five equal indicators matters, more than a twentieth of a place.
    #expect(table.shiftWithout.count == 5 && table.shiftWithout.allSatisfy { $0 > 0.05 })
    for unit in 0..<40 {
      let (low, middle, high) = (
        table.rankLow[unit], table.rankMedian[unit], table.rankHigh[unit]
      )
      #expect(low ?? 0 <= middle ?? -1 && middle ?? 0 <= high ?? -1)
    }
  }

  /// By one indicator no choice moves a rank: every scale keeps the order.
  @Test func oneIndicatorLeavesNothingToChoose() throws {
    let table = try IndexSensitivity(rows: 50).table(
      of: Self.index(1), [Self.indicators[0]], bounds: [])
    #expect(table.meanShift == 0 && table.sobol == nil)
  }

  /// Where only weights can change a rank, they have all of the variance.
  @Test func weightsAloneHaveAllTheVariance() throws {
    // Without weights nothing moves, and with wide ones much does.
    let still = try IndexSensitivity(rows: 100, weightSpread: 0).table(
      of: Self.index(5), Self.indicators, bounds: [])
    let wide = try IndexSensitivity(rows: 100, weightSpread: 0.9).table(
      of: Self.index(5), Self.indicators, bounds: [])
    #expect(abs(try #require(still.sobol).total[0]) < 1e-12)
    #expect(try #require(wide.sobol).total[0] > 0.1)
    #expect(wide.meanShift > still.meanShift)
  }

  @Test func unknownUnitsHaveNoRank() throws {
    var holes = Self.indicators
    for number in holes.indices {
      guard case .counts(var counts, let exposures) = holes[number].data else { continue }
      counts[7] = .nan
      holes[number].data = .counts(counts, exposures: exposures)
    }
    let table = try IndexSensitivity(rows: 30).table(of: Self.index(5), holes, bounds: [90])
    #expect(table.rankMedian[7] == nil && table.passes[7].isEmpty)
    #expect(table.rankHigh[39] == 39)
  }

  @Test func threadsDoNotMatter() throws {
    var sensitivity = IndexSensitivity(rows: 40, seed: 3, threads: 1)
    let one = try sensitivity.table(of: Self.index(5), Self.indicators, bounds: [90, 80])
    sensitivity.threads = 3
    let three = try sensitivity.table(of: Self.index(5), Self.indicators, bounds: [90, 80])
    #expect(one == three)
    #expect(throws: AnalysisError.self) {
      try IndexSensitivity(rows: 1).table(of: Self.index(5), Self.indicators, bounds: [])
    }
  }
}
