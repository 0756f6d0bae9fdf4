import Analysis
import TestSupport
import Testing

struct GlobalAutocorrelationTests {
  private static func isClose(_ value: Double?, _ expected: Double?, _ relative: Double = 1e-9)
    -> Bool
  {
    guard let value, let expected else { return false }
    return abs(value - expected) <= relative * max(1e-3, abs(expected))
  }

  private static var plain: HotspotSettings {
    var settings = HotspotSettings()
    settings.permutations = 0
    return settings
  }

  private static func check(
    _ expected: EsdaMoran.Expected, _ graph: NeighbourGraph, _ values: [Double]
  ) throws {
    let column = try PlaceColumn(values)
    let rows = SpatialWeights.rowStandardised(graph)
    let moran = try GlobalAutocorrelation(weights: rows).test(of: column, settings: plain)
    #expect(isClose(moran.statistic, expected.moran.i))
    #expect(isClose(moran.expected, expected.moran.expectedI))
    #expect(isClose(moran.normalVariance, expected.moran.normal))
    #expect(isClose(moran.randomisedVariance, expected.moran.randomised))
    #expect(isClose(moran.normalZ, expected.moran.zNormal))
    #expect(isClose(moran.randomisedZ, expected.moran.z))
    #expect(isClose(moran.randomisedP.map { $0 * 1e6 }, expected.moran.p.map { $0 * 1e6 }))
    #expect(moran.permutations == nil)
    let geary = try GlobalAutocorrelation(weights: rows, statistic: .geary)
      .test(of: column, settings: plain)
    #expect(isClose(geary.statistic, expected.geary.c))
    #expect(geary.expected == 1)
    #expect(isClose(geary.normalVariance, expected.geary.normalC))
    #expect(isClose(geary.randomisedVariance, expected.geary.randomisedC))
    #expect(isClose(geary.randomisedZ, expected.geary.z))
    let binary = try GlobalAutocorrelation(weights: .binary(graph))
      .test(of: column, settings: plain)
    #expect(isClose(binary.statistic, expected.binary.i))
    #expect(isClose(binary.normalVariance, expected.binary.normal))
    #expect(isClose(binary.randomisedVariance, expected.binary.randomised))
    #expect(isClose(binary.randomisedZ, expected.binary.z))
  }

  /// esda 2.9.0: Moran(y, w), Geary(y, w), row-standardised and binary, queen and rook.
  @Test(arguments: GetisOrdTests.areas)
  func equalsEsda(file: String) throws {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    let moran = try Fixture.decode(EsdaMoran.self, "esda/\(file)")
    try Self.check(
      moran.expected, NeighbourGraph(lists: areas.input.neighbours), areas.values)
    if let rook = moran.input.rook, let expected = moran.rook {
      try Self.check(expected, NeighbourGraph(lists: rook), areas.values)
    }
  }

  /// spdep 1.2.7: moran.test, geary.test with weights of 1 / (1 + |i − j|).
  @Test func equalsSpdepWithUnevenWeights() throws {
    let expected = try Fixture.decode(WeightedColumbus.self, "spdep/columbus_weighted.json")
    let (values, weights) = try LocalMoranTests.weightedColumbus()
    let column = try PlaceColumn(values)
    for (weights, style) in [
      (weights, expected.binary), (weights.rowStandardised(), expected.standardised),
    ] {
      for (statistic, numbers) in [
        (GlobalAutocorrelation.Statistic.moran, style.moran), (.geary, style.geary),
      ] {
        let test = try GlobalAutocorrelation(weights: weights, statistic: statistic)
          .test(of: column, settings: Self.plain)
        #expect(Self.isClose(test.statistic, numbers[0]))
        #expect(Self.isClose(test.expected, numbers[1]))
        #expect(Self.isClose(test.randomisedVariance, numbers[2]))
        #expect(Self.isClose(test.normalVariance, numbers[3]))
      }
    }
  }

  /// Permutations have the moments of randomisation, which are exact; esda's own 9,999 agree.
  @Test(arguments: GlobalAutocorrelation.Statistic.allCases)
  func permutationsHaveTheMomentsOfRandomisation(statistic: GlobalAutocorrelation.Statistic)
    throws
  {
    let carolina = try Fixture.decode(BivariateCarolina.self, "esda/bivariate_nc_sids.json")
    let areas = try Fixture.decode(EsdaArea.self, "esda/gi_moran_nc_sids.json")
    let graph = try NeighbourGraph(lists: areas.input.neighbours)
    var settings = HotspotSettings()
    settings.permutations = 20_000
    settings.refines = false
    let test = try GlobalAutocorrelation(
      weights: .rowStandardised(graph), statistic: statistic
    ).test(of: PlaceColumn(areas.values), settings: settings)
    let drawn = try #require(test.permutations)
    #expect(drawn.draws == 20_000)
    let (mean, variance) = (try #require(test.expected), try #require(test.randomisedVariance))
    // Five standard errors of a mean and of a variance.
    #expect(abs(drawn.mean - mean) < 5 * (variance / 20_000).squareRoot())
    #expect(abs(drawn.variance / variance - 1) < 5 * (3.0 / 20_000).squareRoot())
    let peer = statistic == .moran ? carolina.moran : carolina.geary
    let theirs = try #require(peer.varianceI ?? peer.varianceC)
    #expect(abs(drawn.variance / theirs - 1) < 5 * (3.0 / 7_000).squareRoot())
    // The normal p of randomisation is near: the distribution nearly is.
    #expect(abs(drawn.p - (try #require(test.randomisedP))) < 0.015)
  }

  /// esda 2.9.0: Moran_BV(x, y, w).
  @Test func bivariateEqualsEsda() throws {
    let carolina = try Fixture.decode(BivariateCarolina.self, "esda/bivariate_nc_sids.json")
    let areas = try Fixture.decode(EsdaArea.self, "esda/gi_moran_nc_sids.json")
    let search = GlobalAutocorrelation(
      weights: .rowStandardised(try NeighbourGraph(lists: areas.input.neighbours)))
    var settings = HotspotSettings()
    settings.permutations = 20_000
    settings.refines = false
    let test = try search.test(
      of: PlaceColumn(carolina.x), around: PlaceColumn(carolina.y), settings: settings)
    #expect(abs(test.statistic - carolina.global.i) < 1e-12)
    #expect(test.expected == nil && test.randomisedZ == nil && test.normalP == nil)
    let drawn = try #require(test.permutations)
    let variance = carolina.global.variance
    #expect(abs(drawn.mean - carolina.global.mean) < 5 * (variance / 7_000).squareRoot())
    #expect(abs(drawn.variance / variance - 1) < 5 * (3.0 / 7_000).squareRoot())
    #expect(drawn.p < 0.05)
  }

  /// The worked example of the guide: five places in a row, 2 4 6 8 10.
  @Test func theGuidesExample() throws {
    let row = try NeighbourGraph(lists: [[1], [0, 2], [1, 3], [2, 4], [3]])
    let weights = SpatialWeights.rowStandardised(row)
    let column = try PlaceColumn([2, 4, 6, 8, 10])
    let moran = try GlobalAutocorrelation(weights: weights).test(of: column, settings: Self.plain)
    #expect(abs(moran.statistic - 0.6) < 1e-15)
    #expect(moran.expected == -0.25)
    let geary = try GlobalAutocorrelation(weights: weights, statistic: .geary)
      .test(of: column, settings: Self.plain)
    #expect(abs(geary.statistic - 0.2) < 1e-15)
    let other = try GlobalAutocorrelation(weights: weights)
      .test(of: column, around: PlaceColumn([10, 8, 6, 4, 2]), settings: Self.plain)
    #expect(abs(other.statistic + 0.6) < 1e-15)
  }

  @Test func givesTheSameBytesForAnyNumberOfThreadsAndDrawsUntilItIsDecided() throws {
    var random = ReplicateGenerator(seed: 71, stream: 0)
    let weights = SpatialWeights.binary(try squareLattice(20))
    let column = try PlaceColumn((0..<400).map { _ in random.normal() })
    var settings = HotspotSettings()
    settings.threads = 1
    for statistic in GlobalAutocorrelation.Statistic.allCases {
      let search = GlobalAutocorrelation(weights: weights, statistic: statistic)
      let alone = try search.test(of: column, settings: settings)
      var two = settings
      two.threads = 2
      #expect(try search.test(of: column, settings: two) == alone)
      two.seed = 1
      #expect(try search.test(of: column, settings: two) != alone)
    }
    // 99 draws leave a clear pattern open at 0.05; more decide it.
    let slope = try PlaceColumn((0..<400).map { Double($0 % 20) + random.normal() * 20 })
    settings.permutations = 9
    settings.refines = false
    let open = try GlobalAutocorrelation(weights: weights).test(of: slope, settings: settings)
    #expect(open.permutations?.isDecided == false)
    settings.refines = true
    let decided = try GlobalAutocorrelation(weights: weights).test(of: slope, settings: settings)
    #expect(decided.permutations?.isDecided == true)
    #expect((decided.permutations?.draws ?? 0) > 9)
  }

  @Test func unknownPlacesAreAsIfTheyWereNot() throws {
    var random = ReplicateGenerator(seed: 72, stream: 0)
    let graph = try squareLattice(6)
    var values = (0..<36).map { _ in random.normal() }
    let holes: Set = [0, 14, 35]
    for hole in holes { values[hole] = .nan }
    let known = (0..<36).filter { !holes.contains($0) }
    let number = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let smaller = try NeighbourGraph(
      lists: known.map { graph.neighbours(of: $0).compactMap { number[Int($0)] } })
    let whole = try GlobalAutocorrelation(weights: .rowStandardised(graph))
      .test(of: PlaceColumn(values))
    let alone = try GlobalAutocorrelation(weights: .rowStandardised(smaller))
      .test(of: PlaceColumn(known.map { values[$0] }))
    #expect(whole == alone)
    let isKnown = (0..<36).map { !holes.contains($0) }
    let full = values.map { $0.isNaN ? 7 : $0 }
    let masked = try PlaceColumn(full).masked(isKnown)
    #expect(
      try GlobalAutocorrelation(weights: .rowStandardised(graph)).test(of: masked) == whole)
  }

  @Test func refusesWhatSaysNothing() throws {
    let graph = try squareLattice(3)
    let search = GlobalAutocorrelation(weights: .binary(graph))
    #expect(throws: AnalysisError.constant(column: "values")) {
      _ = try search.test(of: PlaceColumn([Double](repeating: 2, count: 9)))
    }
    let counts: [Double] = [1, 0, 0, 1, 0, 0, 0, 0, 0]
    let error = #expect(throws: AnalysisError.tooFewIncidents(count: 2, minimum: 10)) {
      _ = try search.test(of: PlaceColumn(counts: counts))
    }
    #expect(error?.description == "too few to say: 2 incidents, at least 10")
    #expect(throws: AnalysisError.tooFewPlaces(count: 2, minimum: 3)) {
      _ = try GlobalAutocorrelation(weights: .binary(try NeighbourGraph(lists: [[1], [0]])))
        .test(of: PlaceColumn([1, 2]))
    }
    #expect(throws: AnalysisError.invalidGraph(place: 0, reason: "no place has a neighbour")) {
      _ = try GlobalAutocorrelation(weights: .binary(try NeighbourGraph(lists: [[], [], []])))
        .test(of: PlaceColumn([1, 2, 3]))
    }
    #expect(
      throws: AnalysisError.invalidParameter(
        name: "statistic", requirement: "moran for two columns")
    ) {
      let column = try PlaceColumn([1, 2, 3, 4, 5, 6, 7, 8, 9])
      _ = try GlobalAutocorrelation(weights: .binary(graph), statistic: .geary)
        .test(of: column, around: column)
    }
    // All pairs: I is the same however the values are dealt out, so it has no variance.
    let all = try NeighbourGraph(lists: (0..<5).map { own in (0..<5).filter { $0 != own } })
    let test = try GlobalAutocorrelation(weights: .binary(all)).test(
      of: PlaceColumn([1, 2, 3, 5, 9]))
    #expect(test.randomisedZ == nil && test.normalZ == nil && test.permutations?.p == 1)
  }
}
