import Analysis
import TestSupport
import Testing

struct BuhlmannStraubTests {
  private struct Hachemeister: Decodable {
    struct Published: Decodable {
      var collective_premium: Double
      var between_state_variance: Double
      var within_state_variance: Double
    }
    struct PublishedModels: Decodable {
      var buhlmann_straub: Published
      var buhlmann_unweighted: Published
    }
    struct Weighted: Decodable {
      var s2: Double
      var a: Double
      var z: [Double]
      var individual_mean: [Double]
      var collective: Double
      var credibility_premium: [Double]
    }
    struct Unweighted: Decodable {
      var s2: Double
      var a: Double
      var z: Double
      var collective: Double
      var credibility_premium: [Double]
    }
    struct Computed: Decodable {
      var buhlmann_straub: Weighted
      var buhlmann_unweighted: Unweighted
    }
    var ratios: [[Double]]
    var weights: [[Double]]
    var expected_published: PublishedModels
    var expected_computed: Computed
  }

  private static func model(
    _ ratios: [[Double]], _ weights: [[Double]], groups: Int? = nil
  ) throws -> BuhlmannStraub {
    let group = ratios.indices.flatMap { [Int32](repeating: Int32($0), count: ratios[$0].count) }
    let values = ratios.flatMap { $0 }
    let flat = weights.flatMap { $0 }
    let (a, b, c) = (group.span, values.span, flat.span)
    return try BuhlmannStraub(
      group: a, groupCount: groups ?? ratios.count, values: b, weights: c)
  }

  private static func gap(_ value: Double, _ expected: Double) -> Double {
    abs(value - expected) / abs(expected)
  }

  /// actuar: cm(~state, hachemeister, ratios = ratio.1:ratio.12, weights = weight.1:weight.12)
  @Test func agreesWithActuar() throws {
    let fixture = try Fixture.decode(
      Hachemeister.self, "domain-loss/buhlmann_straub_hachemeister.json")
    let model = try Self.model(fixture.ratios, fixture.weights)
    let expected = fixture.expected_computed.buhlmann_straub
    #expect(Self.gap(model.withinVariance, expected.s2) < 1e-10)
    #expect(Self.gap(model.betweenVariance, expected.a) < 1e-10)
    #expect(Self.gap(model.collective, expected.collective) < 1e-10)
    #expect(model.groups.count == 5)
    for (group, row) in zip(model.groups, expected.z.indices) {
      #expect(Self.gap(group.credibility, expected.z[row]) < 1e-10)
      #expect(Self.gap(try #require(group.mean), expected.individual_mean[row]) < 1e-10)
      #expect(Self.gap(group.premium, expected.credibility_premium[row]) < 1e-10)
    }
    let published = fixture.expected_published.buhlmann_straub
    #expect(model.collective.rounded() == published.collective_premium)
    #expect(model.betweenVariance.rounded() == published.between_state_variance)
    #expect(model.withinVariance.rounded() == published.within_state_variance)
  }

  /// actuar: cm(~state, hachemeister, ratios = ratio.1:ratio.12)
  @Test func agreesWithActuarWithoutWeights() throws {
    let fixture = try Fixture.decode(
      Hachemeister.self, "domain-loss/buhlmann_straub_hachemeister.json")
    let ones = fixture.ratios.map { $0.map { _ in 1.0 } }
    let model = try Self.model(fixture.ratios, ones)
    let expected = fixture.expected_computed.buhlmann_unweighted
    #expect(Self.gap(model.withinVariance, expected.s2) < 1e-10)
    #expect(Self.gap(model.betweenVariance, expected.a) < 1e-10)
    #expect(Self.gap(model.collective, expected.collective) < 1e-10)
    for (group, premium) in zip(model.groups, expected.credibility_premium) {
      #expect(Self.gap(group.credibility, expected.z) < 1e-10)
      #expect(Self.gap(group.premium, premium) < 1e-10)
    }
    #expect(
      model.collective.rounded()
        == fixture.expected_published.buhlmann_unweighted
        .collective_premium)
  }

  @Test func aGroupWithoutPoliciesGetsTheCollectiveAndNotZero() throws {
    let model = try Self.model([[3, 5], [9, 7], [0]], [[2, 4], [3, 3], [0]], groups: 4)
    for group in model.groups[2...] {
      #expect(group.mean == nil)
      #expect(group.credibility == 0)
      #expect(group.premium == model.collective)
      #expect(group.standardError >= model.betweenVariance.squareRoot())
    }
    let known = try Self.model([[3, 5], [9, 7]], [[2, 4], [3, 3]])
    #expect(model.collective == known.collective)
    #expect(model.betweenVariance > 0)
  }

  @Test func groupsThatDifferLessThanChanceAreOne() throws {
    let model = try Self.model([[1, 9], [9, 1]], [[1, 1], [2, 2]])
    #expect(model.betweenVariance == 0)
    #expect(model.groups.allSatisfy { $0.credibility == 0 && $0.premium == 5 })
    #expect(model.collective == 5)
  }

  /// Unbiased: over many drawn portfolios the means of s² and a are those drawn from.
  @Test func variancesAreWithoutBias() throws {
    var generator = ReplicateGenerator(seed: 7, stream: 1)
    var (within, between) = (0.0, 0.0)
    let rounds = 4_000
    for _ in 0..<rounds {
      let weights: [[Double]] = [[1, 2, 3], [4, 1], [2, 2, 2, 2], [6, 1, 1], [3, 3]]
      let ratios = weights.map { row in
        let mean = 100 + 5 * generator.normal()
        return row.map { mean + 4 * generator.normal() / $0.squareRoot() }
      }
      let group = weights.indices.flatMap {
        [Int32](repeating: Int32($0), count: weights[$0].count)
      }
      let values = ratios.flatMap { $0 }
      let flat = weights.flatMap { $0 }
      let (a, b, c) = (group.span, values.span, flat.span)
      let model = try BuhlmannStraub(group: a, groupCount: 5, values: b, weights: c)
      within += model.withinVariance
      between += model.betweenVariance
    }
    #expect(abs(within / Double(rounds) - 16) < 0.5)
    // a is cut at 0, which happens seldom here.
    #expect(abs(between / Double(rounds) - 25) < 1.5)
  }

  @Test func refusesWhatCannotBeSaid() {
    #expect(throws: AnalysisError.tooFewPlaces(count: 1, minimum: 2)) {
      try Self.model([[1, 2]], [[1, 1]])
    }
    #expect(throws: AnalysisError.tooFewBins(count: 1, minimum: 2)) {
      try Self.model([[1], [2]], [[1], [1]])
    }
    #expect(throws: AnalysisError.negative(column: "weights", position: 1)) {
      try Self.model([[1, 2], [2, 3]], [[1, -1], [1, 1]])
    }
    #expect(throws: AnalysisError.notFinite(column: "values", position: 2)) {
      try Self.model([[1, 2], [.nan, 3]], [[1, 1], [1, 1]])
    }
    #expect(throws: AnalysisError.differentLengths(column: "weights", count: 3, expected: 4)) {
      try Self.model([[1, 2], [2, 3]], [[1, 1], [1]])
    }
    #expect(throws: AnalysisError.self) {
      try Self.model([[1, 2], [2, 3]], [[1, 1], [1, 1]], groups: 1)
    }
  }

  @Test func thousandClaimsStandOnTheirOwn() {
    #expect(
      Credibility.fullCredibilityClaims(probability: 0.90, range: 0.05).rounded(.down) == 1_082)
  }
}
