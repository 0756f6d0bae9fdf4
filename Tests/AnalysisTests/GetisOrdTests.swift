import Analysis
import TestSupport
import Testing

struct GetisOrdTests {
  @Test(arguments: 0..<200)
  func agreesWithTheObviousFormula(seed: Int) throws {
    var random = ReplicateGenerator(seed: 21, stream: UInt64(seed))
    let n = Int.random(in: 3...40, using: &random)
    let graph = try randomGraph(n, using: &random)
    let values = (0..<n).map { _ in
      seed % 2 == 0 ? Double(random.poisson(mean: 2)) : random.normal() * 1e3 - 40
    }
    for statistic in GetisOrd.Statistic.allCases {
      let scores = try GetisOrd(graph: graph, statistic: statistic).scores(values)
      for (score, expected) in zip(scores, obviousGetisOrd(values, graph, statistic)) {
        // Standard deviations.
        #expect(abs(score - expected) <= 1e-10 * max(1, abs(expected)))
      }
    }
  }

  static let areas = ["gi_moran_columbus_crime.json", "gi_moran_nc_sids.json"]

  /// esda 2.9.0: G_Local(y, w, transform="B", star=…).Zs
  @Test(arguments: areas)
  func scoresEqualEsda(file: String) throws {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    let graph = try NeighbourGraph(lists: areas.input.neighbours)
    for (statistic, expected) in [
      (GetisOrd.Statistic.gi, areas.expected.gi.z),
      (.giStar, areas.expected.giStar.z),
    ] {
      let scores = try GetisOrd(graph: graph, statistic: statistic).scores(areas.values)
      #expect(scores.count == expected.count)
      #expect(zip(scores, expected).allSatisfy { abs($0 - $1) < 1e-12 * max(1, abs($1)) * 10 })
    }
  }

  /// esda's docstring; published to seven decimals, the file holds all.
  @Test func scoresEqualTheDocstringOfEsda() throws {
    let six = try Fixture.decode(SixPoints.self, "esda/gi_docstring_6points.json")
    let x = six.input.points.map { $0[0] }
    let y = six.input.points.map { $0[1] }
    let graph = try NeighbourGraph.distanceBand(x, y, 15)
    #expect(try NeighbourGraph(lists: six.input.neighbors) == graph)
    let star = try GetisOrd(graph: graph).scores(six.input.y)
    let plain = try GetisOrd(graph: graph, statistic: .gi).scores(six.input.y)
    #expect(zip(star, six.expected.giStar.z).allSatisfy { abs($0 - $1) < 1e-13 * 10 })
    #expect(zip(plain, six.expected.gi.z).allSatisfy { abs($0 - $1) < 1e-13 * 10 })
  }

  /// spdep 1.2.7: localG(y, nb2listw(nb, style = "B")), with and without include.self.
  @Test func scoresEqualSpdep() throws {
    for area in try Fixture.decode(SpdepAreas.self, "spdep/spdep_localG_moran.json").areas {
      let areas = try Fixture.decode(EsdaArea.self, "esda/\(area.file)")
      let graph = try NeighbourGraph(lists: areas.input.neighbours)
      let star = try GetisOrd(graph: graph).scores(areas.values)
      let plain = try GetisOrd(graph: graph, statistic: .gi).scores(areas.values)
      #expect(zip(star, area.giStar).allSatisfy { abs($0 - $1) < 1e-11 })
      #expect(zip(plain, area.gi).allSatisfy { abs($0 - $1) < 1e-11 })
    }
  }

  /// esda 2.9.0: p_sim of 99,999 permutations, one-sided; twice that is ours. Four standard
  /// errors of both sides.
  @Test(arguments: areas)
  func plainPermutationsAgreeWithEsda(file: String) throws {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    let graph = try NeighbourGraph(lists: areas.input.neighbours)
    var settings = HotspotSettings()
    settings.permutations = 99_999
    settings.refines = false
    settings.seed = 5
    for (statistic, expected) in [
      (GetisOrd.Statistic.gi, areas.expected.gi.p),
      (.giStar, areas.expected.giStar.p),
    ] {
      let table = try GetisOrd(graph: graph, statistic: statistic).hotspots(areas.values, settings)
      #expect(table.draws.allSatisfy { $0 == 99_999 })
      for (place, oneSided) in expected.enumerated() {
        let p = try #require(table.p[place])
        if Self.isLowest(place, areas.values, graph) {
          // esda does not count draws equal to the observed sum into the lower tail, so its p is
          // at the floor here; with them the sum is not unlikely.
          #expect(oneSided < 2e-5 && p > 0.001)
          continue
        }
        let error = 8 * (oneSided * (1 - oneSided) / 99_999).squareRoot() + 2e-5
        #expect(abs(p - min(1, 2 * oneSided)) <= 2 * error, "place \(place)")
      }
    }
  }

  /// Whether all neighbours have the lowest value there is, so that no draw can be below.
  private static func isLowest(_ place: Int, _ values: [Double], _ graph: NeighbourGraph) -> Bool {
    graph.neighbours(of: place).allSatisfy { values[Int($0)] == values.min() }
  }

  /// The distribution of the sum, computed exactly for whole numbers.
  @Test(arguments: 0..<12)
  func permutationsAgreeWithTheExactDistribution(seed: Int) throws {
    var random = ReplicateGenerator(seed: 22, stream: UInt64(seed))
    let n = Int.random(in: 8...30, using: &random)
    let graph = try randomGraph(n, using: &random)
    let counts = (0..<n).map { _ in random.poisson(mean: 1.5) }
    var settings = HotspotSettings()
    settings.permutations = 40_000
    settings.refines = false
    settings.seed = UInt64(seed)
    let table = try GetisOrd(graph: graph).hotspots(counts.map(Double.init), settings)
    for place in 0..<n {
      let exact = exactConditionalP(counts, graph, place: place)
      let p = try #require(table.p[place])
      // Five standard errors of the smaller tail, twice.
      let half = exact / 2
      #expect(abs(p - exact) <= 10 * (half * (1 - half) / 40_000).squareRoot() + 1e-4)
    }
  }

  @Test(arguments: 0..<6)
  func ratesAgreeWithShuffles(seed: Int) throws {
    var random = ReplicateGenerator(seed: 23, stream: UInt64(seed))
    let n = 25
    let graph = try randomGraph(n, using: &random)
    let values = (0..<n).map { _ in Double(random.poisson(mean: 3)) / (1 + random.uniform()) }
    var settings = HotspotSettings()
    settings.permutations = 20_000
    settings.refines = false
    let table = try GetisOrd(graph: graph, statistic: .gi).hotspots(values, settings)
    for place in 0..<n {
      let p = try #require(table.p[place])
      let other = obviousConditionalP(
        values, graph, place: place, permutations: 20_000, using: &random)
      #expect(abs(p - other) < 10 * (p / 2 * (1 - p / 2) / 10_000).squareRoot() + 2e-4)
    }
  }

  /// esda 2.9.0: fdr(p, alpha) cuts at k·alpha/n for the last p below it.
  @Test(arguments: areas)
  func falseDiscoveryRatesEqualEsda(file: String) throws {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    // Two-sided normal p's of spdep's scores, which esda's are equal to.
    let p = try Self.spdepColumn(file, \.p)
    let q = FalseDiscoveryRate.benjaminiHochberg(p)
    for (rate, cut) in areas.expected.falseDiscovery.giStar {
      let alpha = try #require(Double(rate))
      let significant = q.count { ($0 ?? 1) <= alpha }
      #expect(significant == cut.significant)
      #expect(abs(alpha * Double(max(1, significant)) / Double(p.count) - cut.cutoff) < 1e-15)
    }
    // R 4.2.2: p.adjust(p, "BH").
    let expected = try Self.spdepColumn(file, \.q)
    #expect(zip(q, expected).allSatisfy { abs(($0 ?? -1) - ($1 ?? -2)) < 1e-12 })
  }

  static func spdepColumn(_ file: String, _ column: KeyPath<SpdepAreas.Area, [Double]>) throws
    -> [Double?]
  {
    let areas = try Fixture.decode(SpdepAreas.self, "spdep/spdep_localG_moran.json").areas
    return try #require(areas.first { $0.file == file })[keyPath: column]
  }
}
