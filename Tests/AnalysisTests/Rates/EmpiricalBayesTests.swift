import Analysis
import TestSupport
import Testing

struct EmpiricalBayesTests {
  private struct Auckland: Decodable {
    struct Expected: Decodable {
      var a: Double
      var b: Double
      var smoothed: [Double]
      var raw: [Double]

      enum CodingKeys: String, CodingKey {
        case a, b
        case smoothed = "eb_rate"
        case raw = "raw_rate"
      }
    }
    var cases: [Double]
    var population: [Double]
    var expected: Expected

    enum CodingKeys: String, CodingKey {
      case cases, population
      case expected = "expected_computed"
    }
  }

  private struct HandCases: Decodable {
    struct Case: Decodable {
      var cases: [Double]
      var population: [Double]
      var a: Double
      var b: Double
      var eb: [Double]
    }
    var cases: [Case]
  }

  private struct Rates: Decodable {
    struct Carolina: Decodable {
      var counts: [Double]
      var exposures: [Double]
      var local: [Double]
      var localGeoDa: [Double]
      var binomial: [Double]
    }
    struct Huddersfield: Decodable {
      var counts: [Double]
      var exposures: [Double]
      var binomial: [Double]
    }
    var sids74: Carolina
    var huddersfield: Huddersfield
  }

  private static func gap(_ values: [Double?], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).map { value, expected in
      value.map { abs($0 - expected) / abs(expected == 0 ? 1 : expected) } ?? .infinity
    }.max() ?? .infinity
  }

  private static func carolina() throws -> (Rates, NeighbourGraph) {
    (
      try Fixture.decode(Rates.self, "spdep/rates.json"),
      try NeighbourGraph(
        lists: Fixture.decode(EsdaArea.self, "esda/gi_moran_nc_sids.json").input.neighbours)
    )
  }

  /// spdep's published EBest of Auckland, equal to esda 2.9.0.
  @Test func equalsTheAucklandOfSpdep() throws {
    let auckland = try Fixture.decode(Auckland.self, "domain-rates/eb_marshall_auckland.json")
    let smoothed = try EmpiricalBayes().global(auckland.cases, auckland.population)
    #expect(Self.gap(smoothed.rates, auckland.expected.smoothed) < 1e-12)
    #expect(Self.gap(smoothed.raw, auckland.expected.raw) < 1e-15)
    #expect(abs((smoothed.means[0] ?? 0) / auckland.expected.b - 1) < 1e-14)
    #expect(abs((smoothed.variances[0] ?? 0) / auckland.expected.a - 1) < 1e-11)
  }

  @Test func equalsTheHandCasesAlsoWhereTheVarianceIsNegative() throws {
    let hand = try Fixture.decode(
      HandCases.self, "domain-rates/eb_marshall_small_hand_cases.json")
    #expect(hand.cases.count == 3)
    for example in hand.cases {
      let smoothed = try EmpiricalBayes().global(example.cases, example.population)
      #expect(Self.gap(smoothed.rates, example.eb) < 1e-12)
      #expect(abs((smoothed.means[0] ?? 0) - example.b) < 1e-15)
      #expect(abs((smoothed.variances[0] ?? -1) - example.a) < 1e-17)
    }
  }

  /// spdep 1.2.7: EBest of SID74, EBlocal with both of geoda; esda 2.9.0:
  /// Spatial_Empirical_Bayes, assuncao_rate; EBImoran.mc.
  @Test func equalsSpdepAndEsdaInCarolina() throws {
    let (rates, graph) = try Self.carolina()
    let (counts, exposures) = (rates.sids74.counts, rates.sids74.exposures)
    let spdep = try Fixture.decode(SpdepMoran.self, "spdep/spdep_localG_moran.json").smoothing
    let global = try EmpiricalBayes().global(counts, exposures)
    #expect(Self.gap(global.rates, spdep.global) < 1e-12)
    #expect(abs((global.variances[7] ?? 0) / spdep.parameters.a - 1) < 1e-12)
    #expect(abs((global.means[7] ?? 0) / spdep.parameters.b - 1) < 1e-12)
    let local = try EmpiricalBayes().local(counts, exposures, graph)
    #expect(Self.gap(local.rates, rates.sids74.localGeoDa) < 1e-12)
    let own = try EmpiricalBayes().local(counts, exposures, graph, .aroundOwnNeighbourhoods)
    #expect(Self.gap(own.rates, spdep.local) < 1e-12)
    #expect(Self.gap(own.rates, rates.sids74.local) < 1e-12)

    let carolina = try Fixture.decode(BivariateCarolina.self, "esda/bivariate_nc_sids.json")
    let standardised = try EmpiricalBayes.standardised(counts, exposures)
    #expect(Self.gap(standardised.values, carolina.standardised) < 1e-12)
    let moran = try GlobalAutocorrelation(weights: .rowStandardised(graph)).test(of: standardised)
    #expect(abs(moran.statistic - spdep.moran) < 1e-12)
    // A column of smoothed rates goes to every statistic.
    let table = try GetisOrd(graph: graph).hotspots(of: global.column)
    #expect(table.p.allSatisfy { $0 != nil })
  }

  /// spdep 1.2.7: EBest(cases, total, family = "binomial").
  @Test func binomialEqualsSpdep() throws {
    let rates = try Self.carolina().0
    let binomial = EmpiricalBayes(model: .binomial)
    let huddersfield = try binomial.global(
      rates.huddersfield.counts, rates.huddersfield.exposures)
    #expect(huddersfield.rates.count == 71)
    #expect(Self.gap(huddersfield.rates, rates.huddersfield.binomial) < 1e-12)
    let sids = try binomial.global(rates.sids74.counts, rates.sids74.exposures)
    #expect(Self.gap(sids.rates, rates.sids74.binomial) < 1e-12)
  }

  @Test(arguments: EmpiricalBayes.Model.allCases, 0..<40)
  func ratesLieBetweenTheirOwnAndTheMean(model: EmpiricalBayes.Model, seed: Int) throws {
    var random = ReplicateGenerator(seed: 81, stream: UInt64(seed))
    let graph = try randomGraph(30, using: &random)
    let exposures = (0..<30).map { _ in
      random.uniform() < 0.1 ? 0 : 20 + (random.uniform() * 500).rounded()
    }
    let counts = exposures.map { min($0, Double(random.poisson(mean: $0 * 0.1))) }
    let bayes = EmpiricalBayes(model: model)
    for smoothed in [
      try bayes.global(counts, exposures), try bayes.local(counts, exposures, graph),
    ] {
      for place in 0..<30 {
        guard exposures[place] > 0 else {
          #expect(smoothed.rates[place] == nil && smoothed.raw[place] == nil)
          continue
        }
        let rate = try #require(smoothed.rates[place])
        let (raw, mean) = (counts[place] / exposures[place], try #require(smoothed.means[place]))
        #expect(rate >= min(raw, mean) - 1e-15 && rate <= max(raw, mean) + 1e-15)
      }
      #expect(smoothed.column.places.count == exposures.count { $0 > 0 })
    }
  }

  @Test func unknownExposuresCountForNobody() throws {
    let (rates, graph) = try Self.carolina()
    var exposures = rates.sids74.exposures
    for (place, exposure) in [(3, 0), (20, .nan), (50, .infinity)] as [(Int, Double)] {
      exposures[place] = exposure
    }
    let known = (0..<100).filter { ![3, 20, 50].contains($0) }
    let number = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let smaller = try NeighbourGraph(
      lists: known.map { graph.neighbours(of: $0).compactMap { number[Int($0)] } })
    let counts = rates.sids74.counts
    let local = try EmpiricalBayes().local(counts, exposures, graph)
    let alone = try EmpiricalBayes().local(
      known.map { counts[$0] }, known.map { exposures[$0] }, smaller)
    #expect(local.rates.compactMap { $0 } == alone.rates.compactMap { $0 })
    #expect([3, 20, 50].allSatisfy { local.rates[$0] == nil })
  }

  @Test func edgesHaveAnAnswerOrARefusal() throws {
    let bayes = EmpiricalBayes()
    // One unit is its own mean; no incident at all is a rate of 0 everywhere.
    #expect(try bayes.global([3], [100]).rates == [0.03])
    for model in EmpiricalBayes.Model.allCases {
      #expect(try EmpiricalBayes(model: model).global([0, 0], [10, 20]).rates == [0, 0])
    }
    #expect(try EmpiricalBayes(model: .binomial).global([10, 20], [10, 20]).rates == [1, 1])
    let island = try NeighbourGraph(lists: [[], [2], [1]])
    #expect(try bayes.local([3, 1, 2], [100, 50, 60], island).rates[0] == 0.03)
    #expect(throws: AnalysisError.tooFewPlaces(count: 0, minimum: 1)) {
      _ = try bayes.global([0, 0], [0, 0])
    }
    #expect(throws: AnalysisError.negative(column: "exposures", position: 1)) {
      _ = try bayes.global([0, 0], [1, -1])
    }
    #expect(throws: AnalysisError.constant(column: "counts")) {
      _ = try EmpiricalBayes.standardised([0, 0, 0], [5, 5, 5])
    }
    let error = #expect(throws: AnalysisError.self) {
      _ = try EmpiricalBayes(model: .binomial).global([1, 9], [5, 5])
    }
    #expect(
      error?.description == "counts at position 1 must be at most the exposure, as a share")
    #expect(throws: AnalysisError.self) { _ = try bayes.global([1, 1], [1e60, 1]) }
  }
}
