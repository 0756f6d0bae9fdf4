import TestSupport
import Testing

@testable import Analysis

/// Method by fixture of the index: how far its numbers lie from the published ones, at most.
/// `swift test --filter IndexDeviation` prints all.
@Suite struct IndexDeviationTests {
  private struct Deviation {
    var method: String
    var fixture: String
    var largest: Double
    /// What the fixture's own digits allow.
    var tolerance: Double
  }

  private struct Auckland: Decodable {
    struct Expected: Decodable { var eb_rate: [Double] }
    var cases: [Double]
    var population: [Double]
    var expected_computed: Expected
  }

  private struct HandCases: Decodable {
    struct Case: Decodable {
      var cases: [Double]
      var population: [Double]
      var eb: [Double]
    }
    var cases: [Case]
  }

  private struct Rates: Decodable {
    struct Carolina: Decodable {
      var counts: [Double]
      var exposures: [Double]
      var localGeoDa: [Double]
    }
    struct Huddersfield: Decodable {
      var counts: [Double]
      var exposures: [Double]
      var binomial: [Double]
    }
    var sids74: Carolina
    var huddersfield: Huddersfield
  }

  private static func gap(_ values: [Double], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).map { abs($0 - $1) / max(abs($1), 1e-12) }.max() ?? .infinity
  }

  /// The values that an index scores.
  private static func smoothed(
    _ data: IndicatorData, _ smoothing: IndicatorSmoothing, _ graph: NeighbourGraph? = nil
  ) throws -> [Double] {
    let index = SafetyIndex(
      try IndexTree([IndexTree.Node([.init(.indicator(0))])], indicatorCount: 1))
    let indicator = Indicator(
      name: "a", data: data, smoothing: smoothing, scale: .goalposts(worst: 1, best: 0),
      neighbours: graph)
    return try index.table([indicator]).values[0]
  }

  private static func weights() throws -> [Deviation] {
    var found: [Deviation] = []
    let drinks = try Fixture.decode(
      IndexFixtureTests.Drinks.self, "domain-index/ahp_saaty2008_drinks.json")
    let comparison = try PairwiseComparison(drinks.matrix)
    found.append(
      Deviation(
        method: "AHP weights", fixture: "Saaty 2008, drinks",
        largest: gap(comparison.weights, drinks.expected_computed.weights), tolerance: 1e-9))
    found.append(
      Deviation(
        method: "AHP λmax", fixture: "Saaty 2008, drinks",
        largest: gap([comparison.lambdaMax], [drinks.expected_computed.lambda_max]),
        tolerance: 1e-9))
    let entropy = try Fixture.decode(
      IndexFixtureTests.Entropy.self, "domain-index/entropy_weights.json")
    for (number, example) in entropy.cases.enumerated() {
      let own = try DataWeights.entropy.weights(of: IndexFixtureTests.columns(example.matrix))
      found.append(
        Deviation(
          method: "entropy weights", fixture: "case \(number + 1)",
          largest: zip(own, example.expected_weights).map { abs($0 - $1) }.max() ?? .infinity,
          tolerance: max(example.tolerance, 1e-12)))
    }
    let critic = try Fixture.decode(
      IndexFixtureTests.Critic.self, "domain-index/critic_diakoulaki1995.json")
    found.append(
      Deviation(
        method: "CRITIC weights", fixture: "Diakoulaki 1995",
        largest: gap(
          try DataWeights.critic.weights(of: IndexFixtureTests.columns(critic.matrix)),
          critic.expected["pearson_scaled"] ?? []), tolerance: 1e-7))
    return found
  }

  private static func rates() throws -> [Deviation] {
    var found: [Deviation] = []
    let auckland = try Fixture.decode(Auckland.self, "domain-rates/eb_marshall_auckland.json")
    found.append(
      Deviation(
        method: "empirical Bayes, in an index", fixture: "Marshall, Auckland (esda)",
        largest: gap(
          try smoothed(
            .counts(auckland.cases, exposures: auckland.population), .empiricalBayes),
          auckland.expected_computed.eb_rate), tolerance: 1e-12))
    let hand = try Fixture.decode(
      HandCases.self, "domain-rates/eb_marshall_small_hand_cases.json")
    for (number, example) in hand.cases.enumerated() {
      found.append(
        Deviation(
          method: "empirical Bayes, in an index", fixture: "hand case \(number + 1)",
          largest: gap(
            try smoothed(.counts(example.cases, exposures: example.population), .empiricalBayes),
            example.eb), tolerance: 1e-12))
    }
    let rates = try Fixture.decode(Rates.self, "spdep/rates.json")
    let graph = try NeighbourGraph(
      lists: Fixture.decode(EsdaArea.self, "esda/gi_moran_nc_sids.json").input.neighbours)
    let carolina = rates.sids74
    found.append(
      Deviation(
        method: "local empirical Bayes, in an index", fixture: "spdep EBlocal, SIDS 1974",
        largest: gap(
          try smoothed(
            .counts(carolina.counts, exposures: carolina.exposures), .localEmpiricalBayes, graph),
          carolina.localGeoDa), tolerance: 1e-12))
    let shares = rates.huddersfield
    found.append(
      Deviation(
        method: "empirical Bayes of shares, in an index", fixture: "Martuzzi, Huddersfield",
        largest: gap(
          try smoothed(.shares(shares.counts, of: shares.exposures), .empiricalBayes),
          shares.binomial), tolerance: 1e-9))
    return found
  }

  private static func sums() throws -> [Deviation] {
    let asem = try Fixture.decode(
      IndexFixtureTests.Asem.self, "domain-index/coinr_asem_aggregation.json")
    let groups = ["Conn", "Sust"].map { asem.hierarchy[$0] ?? [] }
    let names = groups.flatMap { $0 }
    let index = SafetyIndex(
      try IndexTree(
        [
          .init(groups[0].indices.map { .init(.indicator($0)) }),
          .init(groups[1].indices.map { .init(.indicator(groups[0].count + $0)) }),
          .init([.init(.node(0)), .init(.node(1))]),
        ], indicatorCount: names.count))
    let table = try index.table(
      names.map { name in
        Indicator(
          name: name,
          data: .values(
            asem.rows.map { $0.pillars[name] ?? .nan }, standardErrors: asem.rows.map { _ in 0 }),
          scale: .goalposts(worst: 0, best: 100))
      })
    var largest = 0.0
    for (unit, row) in asem.rows.enumerated() {
      largest = max(largest, abs(table.scores[unit] - row.Index))
    }
    return [
      Deviation(
        method: "arithmetic sums, three levels", fixture: "COINr, ASEM", largest: largest,
        tolerance: asem.tolerance)
    ]
  }

  @Test func numbersEqualTheirFixtures() throws {
    let table = try Self.weights() + Self.rates() + Self.sums()
    for row in table {
      print("\(row.method) | \(row.fixture) | \(row.largest) | allowed \(row.tolerance)")
      #expect(row.largest <= row.tolerance, "\(row.method), \(row.fixture)")
    }
    #expect(table.count >= 13)
  }
}
