import Foundation
import TestSupport
import Testing

@testable import Analysis

/// Indicators drawn towards the mean of a unit and its neighbours.
@Suite struct LocalSmoothingTests {

  private static func tree(_ count: Int) throws -> SafetyIndex {
    SafetyIndex(
      try IndexTree(
        [IndexTree.Node((0..<count).map { .init(.indicator($0)) })], indicatorCount: count))
  }

  /// A chain of units, each beside the next.
  private static func chain(_ count: Int) throws -> NeighbourGraph {
    try NeighbourGraph(
      lists: (0..<count).map { unit in [unit - 1, unit + 1].filter { (0..<count).contains($0) } })
  }

  private static func indicator(
    _ counts: [Double], _ exposures: [Double], _ graph: NeighbourGraph?,
    _ smoothing: IndicatorSmoothing = .localEmpiricalBayes
  ) -> Indicator {
    Indicator(
      name: "a", data: .counts(counts, exposures: exposures), smoothing: smoothing,
      scale: .goalposts(worst: 10, best: 0), neighbours: graph)
  }

  /// The same numbers as the smoothing of hot spots, which equals spdep and esda; unknown units are
  /// nobody's neighbours.
  @Test func valuesAreThoseOfTheSmoothing() throws {
    var random = ReplicateGenerator(seed: 3, stream: 0)
    let count = 60
    let exposures = (0..<count).map { _ in 0.5 + 5 * random.uniform() }
    var counts = exposures.map { Double(random.poisson(mean: $0 * 3)) }
    let graph = try Self.chain(count)
    let smoothed = try EmpiricalBayes().local(
      counts: counts.span, exposures: exposures.span, graph: graph)
    let table = try Self.tree(1).table([Self.indicator(counts, exposures, graph)])
    for unit in 0..<count {
      #expect(abs(table.values[0][unit] - (smoothed.rates[unit] ?? .nan)) < 1e-12)
    }
    counts[7] = .nan
    let holed = try Self.tree(1).table([Self.indicator(counts, exposures, graph)])
    #expect(holed.values[0][7].isNaN && holed.scores[7].isNaN)
    #expect(!holed.values[0][6].isNaN && holed.values[0][6] != table.values[0][6])
  }

  /// A valley of high rates is seen where the global mean would draw it away.
  @Test func neighboursHoldEachOther() throws {
    let exposures = [Double](repeating: 1, count: 40)
    let counts = (0..<40).map { $0 < 8 ? 8.0 : 1.0 }
    let graph = try Self.chain(40)
    let local = try Self.tree(1).table([Self.indicator(counts, exposures, graph)])
    let global = try Self.tree(1).table(
      [Self.indicator(counts, exposures, nil, .empiricalBayes)])
    #expect(local.values[0][3] > global.values[0][3])
    #expect(local.values[0][30] < global.values[0][30])
  }

  /// None in a whole neighbourhood is a range, not a certainty: the tiny one cannot be sure.
  @Test func noneAroundIsARange() throws {
    var exposures = [Double](repeating: 20, count: 30)
    var counts = [Double](repeating: 60, count: 30)
    for unit in 0..<3 {
      exposures[unit] = 0.1
      counts[unit] = 0
    }
    let table = try IndexUncertainty(draws: 400).table(
      of: Self.tree(1), [Self.indicator(counts, exposures, try Self.chain(30))])
    #expect(table.low[1] < 90, "\(table.low[1])")
    #expect(table.high[20] - table.low[20] < 15)
  }

  /// Ranges hold the truth about as often as they say.
  @Test func rangesHoldTheTruth() throws {
    var random = ReplicateGenerator(seed: 11, stream: 0)
    let count = 100
    let graph = try Self.chain(count)
    var (held, all) = (0, 0)
    for _ in 0..<6 {
      // Neighbours are alike: a slow wave and a little of their own.
      let truth = (0..<count).map { unit in
        (3 + 1.5 * sin(Double(unit) / 12)) * (0.8 + 0.4 * random.uniform())
      }
      let exposures = truth.map { _ in 2 + 18 * random.uniform() }
      let counts = zip(truth, exposures).map { Double(random.poisson(mean: $0 * $1)) }
      let table = try IndexUncertainty(draws: 300, seed: 5).table(
        of: Self.tree(1), [Self.indicator(counts, exposures, graph)])
      for unit in 0..<count {
        let score = 100 - truth[unit] * 10
        all += 1
        held += table.low[unit] <= score && score <= table.high[unit] ? 1 : 0
      }
    }
    let share = Double(held) / Double(all)
    #expect(share > 0.8, "\(share)")
  }

  @Test func sharesAreDrawnTowardsNeighboursToo() throws {
    let wholes = [Double](repeating: 20, count: 30)
    let parts = (0..<30).map { Double($0 < 10 ? 18 : 8) - Double($0 % 3) }
    let indicator = Indicator(
      name: "s", data: .shares(parts, of: wholes), smoothing: .localEmpiricalBayes,
      scale: .goalposts(worst: 0, best: 1), neighbours: try Self.chain(30))
    let table = try Self.tree(1).table([indicator])
    for unit in 0..<30 { #expect((0...1).contains(table.values[0][unit])) }
    let sure = try IndexUncertainty(draws: 60).table(of: Self.tree(1), [indicator])
    for unit in 0..<30 { #expect(sure.low[unit] <= sure.high[unit] && sure.high[unit] <= 100) }
  }

  @Test func withoutNeighboursItIsRefused() throws {
    for graph in [nil, try Self.chain(3)] {
      do {
        _ = try Self.tree(1).table([Self.indicator([1, 2], [1, 1], graph)])
        Issue.record("nothing was refused")
      } catch let error as AnalysisError {
        #expect(error.description.contains("neighbours of a"), "\(error)")
      }
    }
  }
}
