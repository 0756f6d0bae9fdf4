import Analysis
import Testing
import TestSupport

/// Weights and sums of the field's own examples.
@Suite struct IndexFixtureTests {
  struct Drinks: Decodable {
    struct Expected: Decodable {
      var weights: [Double]
      var lambda_max: Double
      var CI: Double
    }
    var matrix: [[Double]]
    var expected_computed: Expected
  }

  @Test func pairwiseComparisonEqualsSaaty() throws {
    let drinks = try Fixture.decode(Drinks.self, "domain-index/ahp_saaty2008_drinks.json")
    let comparison = try PairwiseComparison(drinks.matrix)
    for (weight, expected) in zip(comparison.weights, drinks.expected_computed.weights) {
      #expect(abs(weight - expected) < 1e-9)
    }
    #expect(abs(comparison.lambdaMax - drinks.expected_computed.lambda_max) < 1e-9)
    #expect(abs(comparison.consistencyIndex - drinks.expected_computed.CI) < 1e-9)
    #expect(abs(comparison.consistencyRatio - 0.02230164638009467) < 1e-9)
    #expect(comparison.isConsistent)
  }

  struct Entropy: Decodable {
    struct Case: Decodable {
      var matrix: [[Double]]
      var expected_weights: [Double]
      var tolerance: Double
    }
    var cases: [Case]
  }

  @Test func entropyWeightsEqualScikitCriteria() throws {
    let entropy = try Fixture.decode(Entropy.self, "domain-index/entropy_weights.json")
    #expect(entropy.cases.count == 4)
    for example in entropy.cases {
      let weights = try DataWeights.entropy.weights(of: Self.columns(example.matrix))
      for (weight, expected) in zip(weights, example.expected_weights) {
        #expect(abs(weight - expected) < max(example.tolerance, 1e-12))
      }
    }
  }

  struct Critic: Decodable {
    var matrix: [[Double]]
    var expected: [String: [Double]]
  }

  @Test func criticWeightsEqualDiakoulaki() throws {
    let critic = try Fixture.decode(Critic.self, "domain-index/critic_diakoulaki1995.json")
    let weights = try DataWeights.critic.weights(of: Self.columns(critic.matrix))
    let expected = try #require(critic.expected["pearson_scaled"])
    for (weight, expected) in zip(weights, expected) { #expect(abs(weight - expected) < 1e-8) }
  }

  struct Asem: Decodable {
    struct Row: Decodable {
      var unit: String
      var pillars: [String: Double]
      var Conn: Double
      var Sust: Double
      var Index: Double
    }
    var hierarchy: [String: [String]]
    var rows: [Row]
    var tolerance: Double
  }

  @Test func aggregationEqualsCOINr() throws {
    let asem = try Fixture.decode(Asem.self, "domain-index/coinr_asem_aggregation.json")
    let connectivity = try #require(asem.hierarchy["Conn"])
    let sustainability = try #require(asem.hierarchy["Sust"])
    let names = connectivity + sustainability
    let index = SafetyIndex(
      try IndexTree(
        [
          .init(connectivity.indices.map { .init(.indicator($0)) }),
          .init(sustainability.indices.map { .init(.indicator(connectivity.count + $0)) }),
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
    for (unit, row) in asem.rows.enumerated() {
      #expect(abs(table.nodes[0][unit] - row.Conn) < asem.tolerance)
      #expect(abs(table.nodes[1][unit] - row.Sust) < asem.tolerance)
      #expect(abs(table.scores[unit] - row.Index) < asem.tolerance)
      let sum = names.indices.reduce(0) { $0 + table.contribution(of: $1, to: unit) }
      #expect(abs(sum - table.scores[unit]) < 1e-12)
    }
  }

  static func columns(_ rows: [[Double]]) -> [[Double]] {
    rows[0].indices.map { column in rows.map { $0[column] } }
  }
}
