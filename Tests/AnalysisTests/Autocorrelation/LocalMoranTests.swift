import Analysis
import TestSupport
import Testing

struct LocalMoranTests {
  static func weightedColumbus() throws -> (values: [Double], weights: SpatialWeights) {
    let areas = try Fixture.decode(EsdaArea.self, "esda/gi_moran_columbus_crime.json")
    let graph = try NeighbourGraph(lists: areas.input.neighbours)
    let weights = (0..<graph.placeCount).flatMap { place in
      graph.neighbours(of: place).map { 1 / (1 + abs(Double(place) - Double($0))) }
    }
    return (areas.values, try SpatialWeights(graph: graph, weights: weights))
  }

  private static func area(_ file: String) throws -> (
    esda: EsdaMoran.Local, spdep: SpdepMoran.Area, weights: SpatialWeights, column: PlaceColumn
  ) {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    let spdep = try Fixture.decode(SpdepMoran.self, "spdep/spdep_localG_moran.json")
    return (
      try Fixture.decode(EsdaMoran.self, "esda/\(file)").expected.local,
      try #require(spdep.areas.first { $0.file == file }),
      .rowStandardised(try NeighbourGraph(lists: areas.input.neighbours)),
      try PlaceColumn(areas.values)
    )
  }

  private static func gap(_ values: [Double?], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).map { value, expected in
      value.map { abs($0 - expected) / max(1, abs(expected)) } ?? .infinity
    }.max() ?? .infinity
  }

  static let quadrants: [Quadrant] = [.highHigh, .lowHigh, .lowLow, .highLow]

  /// esda 2.9.0: Moran_Local(y, w).Is, .z, .q; spdep 1.2.7: localmoran, both moments.
  @Test(arguments: GetisOrdTests.areas)
  func equalsEsdaAndSpdep(file: String) throws {
    let area = try Self.area(file)
    var settings = HotspotSettings()
    settings.permutations = 0
    let table = try LocalMoran(weights: area.weights).clusters(of: area.column, settings: settings)
    #expect(Self.gap(table.statistic, area.spdep.conditional.i) < 1e-12)
    #expect(Self.gap(table.z, area.spdep.conditional.z) < 1e-11)
    #expect(Self.gap(table.p, area.spdep.conditional.p) < 1e-11)
    #expect(Self.gap(table.score, area.esda.z) < 1e-12)
    #expect(Self.gap(table.lag, area.esda.lag) < 1e-12)
    #expect(table.quadrants == area.esda.quadrants.map { Self.quadrants[$0 - 1] })
    let esda = LocalMoran(weights: area.weights, divisor: .placesLessOne)
    #expect(
      Self.gap(try esda.clusters(of: area.column, settings: settings).statistic, area.esda.i)
        < 1e-12)
    let moments = try LocalMoran(weights: area.weights).totalMoments(of: area.column)
    #expect(Self.gap(moments.map { $0?.mean }, area.spdep.total.mean) < 1e-12)
    #expect(Self.gap(moments.map { $0?.variance }, area.spdep.total.variance) < 1e-11)
  }

  /// spdep 1.2.7: localmoran and localG with weights of 1 / (1 + |i − j|).
  @Test func equalsSpdepWithUnevenWeights() throws {
    let expected = try Fixture.decode(WeightedColumbus.self, "spdep/columbus_weighted.json")
    let (values, weights) = try Self.weightedColumbus()
    var settings = HotspotSettings()
    settings.permutations = 0
    for (weights, style) in [
      (weights, expected.binary), (weights.rowStandardised(), expected.standardised),
    ] {
      let search = LocalMoran(weights: weights)
      let table = try search.clusters(of: PlaceColumn(values), settings: settings)
      #expect(Self.gap(table.statistic, style.localMoran) < 1e-12)
      #expect(Self.gap(table.z, style.conditionalZ) < 1e-11)
      let moments = try search.totalMoments(of: PlaceColumn(values))
      #expect(Self.gap(moments.map { $0?.mean }, style.totalMean) < 1e-12)
      #expect(Self.gap(moments.map { $0?.variance }, style.totalVariance) < 1e-11)
      let gi = try GetisOrd(weights: weights, statistic: .gi).scores(values)
      #expect(Self.gap(gi, style.localG) < 1e-11)
    }
    #expect(Self.gap(try GetisOrd(weights: weights).scores(values), expected.localGStar) < 1e-11)
  }

  /// esda 2.9.0: p_sim of 99,999 permutations, one-sided; twice that is ours. Four standard
  /// errors of both sides.
  @Test(arguments: GetisOrdTests.areas)
  func permutationsAgreeWithEsda(file: String) throws {
    let area = try Self.area(file)
    var settings = HotspotSettings()
    settings.permutations = 99_999
    settings.refines = false
    let table = try LocalMoran(weights: area.weights).clusters(of: area.column, settings: settings)
    let graph = area.weights.graph
    for (place, oneSided) in area.esda.p.enumerated() {
      let p = try #require(table.p[place])
      // Where no draw can be lower esda counts no tie, and its p is at the floor.
      let lowest = area.column.values.min()
      if graph.neighbours(of: place).allSatisfy({ area.column.values[Int($0)] == lowest }) {
        continue
      }
      let error = 8 * (oneSided * (1 - oneSided) / 99_999).squareRoot() + 2e-5
      #expect(abs(p - min(1, 2 * oneSided)) <= 2 * error, "place \(place)")
    }
    // Given its own value, a place's I is its neighbours' sum: the p is that of G.
    let hotspots = try GetisOrd(weights: area.weights).hotspots(of: area.column, settings: settings)
    #expect(hotspots.p == table.p)
  }

  /// The obvious loop: shuffle the others, weigh the first.
  @Test(arguments: 0..<5)
  func unevenWeightsAgreeWithShuffles(seed: Int) throws {
    var random = ReplicateGenerator(seed: 73, stream: UInt64(seed))
    let graph = try randomGraph(20, using: &random)
    let weights = graph.neighbours.map { _ in random.uniform() * 3 }
    let values = (0..<20).map { _ in Double(random.poisson(mean: 3)) }
    var settings = HotspotSettings()
    settings.permutations = 20_000
    settings.refines = false
    settings.seed = UInt64(seed)
    let table = try LocalMoran(weights: SpatialWeights(graph: graph, weights: weights))
      .clusters(of: PlaceColumn(values), settings: settings)
    for place in 0..<20 {
      let own = Array(weights[Int(graph.starts[place])..<Int(graph.starts[place + 1])])
      let sum = zip(own, graph.neighbours(of: place)).reduce(0) { $0 + $1.0 * values[Int($1.1)] }
      var others = values.indices.filter { $0 != place }.map { values[$0] }
      var (upper, lower) = (0, 0)
      for _ in 0..<20_000 {
        others.shuffle(using: &random)
        let drawn = zip(own, others).reduce(0) { $0 + $1.0 * $1.1 }
        upper += drawn >= sum - 1e-9 ? 1 : 0
        lower += drawn <= sum + 1e-9 ? 1 : 0
      }
      let expected = min(1, 2 * Double(min(upper, lower) + 1) / 20_001)
      let p = try #require(table.p[place])
      #expect(abs(p - expected) < 10 * (p / 2 * (1 - p / 2) / 10_000).squareRoot() + 2e-4)
    }
  }

  /// Equal weights given one by one are the same statistic, drawn by the same replicates.
  @Test func equalWeightsGivenOneByOneAreNone() throws {
    var random = ReplicateGenerator(seed: 74, stream: 0)
    let graph = try squareLattice(9)
    let values = (0..<81).map { _ in Double(random.poisson(mean: 2)) }
    var settings = HotspotSettings()
    settings.refines = false
    let weights = try SpatialWeights(
      graph: graph, weights: .init(repeating: 0.3, count: graph.neighbours.count))
    let given = try GetisOrd(weights: weights).hotspots(of: PlaceColumn(values), settings: settings)
    let plain = try GetisOrd(graph: graph).hotspots(of: PlaceColumn(values), settings: settings)
    #expect(given.p == plain.p && given.classes == plain.classes)
  }

  /// esda 2.9.0: Moran_Local_BV(x, y, w, permutations=99999).
  @Test func bivariateEqualsEsda() throws {
    let carolina = try Fixture.decode(BivariateCarolina.self, "esda/bivariate_nc_sids.json")
    let weights = try Self.area("gi_moran_nc_sids.json").weights
    var settings = HotspotSettings()
    settings.permutations = 99_999
    settings.refines = false
    let table = try LocalMoran(weights: weights, divisor: .placesLessOne).clusters(
      of: PlaceColumn(carolina.x), around: PlaceColumn(carolina.y), settings: settings)
    #expect(Self.gap(table.statistic, carolina.local.i) < 1e-12)
    #expect(table.quadrants == carolina.local.quadrants.map { Self.quadrants[$0 - 1] })
    let lowest = carolina.y.min()
    for (place, oneSided) in carolina.local.p.enumerated() {
      // As above: where no draw can be lower, esda counts no tie.
      if weights.graph.neighbours(of: place).allSatisfy({ carolina.y[Int($0)] == lowest }) {
        continue
      }
      let error = 8 * (oneSided * (1 - oneSided) / 99_999).squareRoot() + 2e-5
      #expect(abs((table.p[place] ?? -1) - min(1, 2 * oneSided)) <= 2 * error, "place \(place)")
    }
  }

  /// A block of high counts on a lattice, one low place in it, and one high place far away.
  private static func planted(seed: UInt64) throws -> (SpatialWeights, [Double]) {
    var random = ReplicateGenerator(seed: 75, stream: seed)
    var counts = (0..<900).map { _ in Double(random.poisson(mean: 5)) }
    for row in 10..<16 { for column in 10..<16 { counts[row * 30 + column] = 20 } }
    counts[13 * 30 + 13] = 0
    for row in 20..<26 { for column in 20..<26 { counts[row * 30 + column] = 0 } }
    counts[23 * 30 + 23] = 18
    return (.rowStandardised(try squareLattice(30)), counts)
  }

  @Test func namesAllFourKinds() throws {
    let (weights, counts) = try Self.planted(seed: 0)
    let table = try LocalMoran(weights: weights).clusters(of: PlaceColumn(counts: counts))
    #expect(table.classes[12 * 30 + 12] == .highHigh)
    #expect(table.classes[13 * 30 + 13] == .lowHigh)
    #expect(table.classes[22 * 30 + 22] == .lowLow)
    #expect(table.classes[23 * 30 + 23] == .highLow)
    #expect(table.classes[0] == .none)
    // The other way round: where is it low around that is high here?
    let inverse = try LocalMoran(weights: weights).clusters(
      of: PlaceColumn(counts: counts), around: PlaceColumn(counts.map { -$0 }))
    #expect(inverse.classes[12 * 30 + 12] == .highLow)
    #expect(inverse.classes[22 * 30 + 22] == .lowHigh)
  }

  /// A hot block of one column beside that of another: hot here where the other is hot around.
  @Test func bivariateFindsWhereOneGoesWithTheOther() throws {
    var random = ReplicateGenerator(seed: 76, stream: 0)
    let weights = SpatialWeights.rowStandardised(try squareLattice(20))
    var theft = (0..<400).map { _ in Double(random.poisson(mean: 4)) }
    var lights = (0..<400).map { _ in Double(random.poisson(mean: 4)) }
    for row in 4..<8 { for column in 4..<8 { lights[row * 20 + column] = 16 } }
    theft[5 * 20 + 5] = 15
    theft[15 * 20 + 15] = 15
    let table = try LocalMoran(weights: weights).clusters(
      of: PlaceColumn(counts: theft), around: PlaceColumn(counts: lights))
    #expect(table.classes[5 * 20 + 5] == .highHigh)
    #expect(table.classes[15 * 20 + 15] == .none)
    // Not symmetric: lights are hot there, but theft is not around.
    let back = try LocalMoran(weights: weights).clusters(
      of: PlaceColumn(counts: lights), around: PlaceColumn(counts: theft))
    #expect(back.classes[5 * 20 + 5] == .none)
  }

  @Test(arguments: [false, true])
  func givesTheSameBytesForAnyNumberOfThreads(isWeighted: Bool) throws {
    let (plain, counts) = try Self.planted(seed: 1)
    var random = ReplicateGenerator(seed: 77, stream: 0)
    let weights =
      isWeighted
      ? try SpatialWeights(
        graph: plain.graph, weights: plain.graph.neighbours.map { _ in random.uniform() + 0.1 })
      : plain
    var settings = HotspotSettings()
    settings.drawBudget = 1 << 22
    settings.threads = 1
    let search = LocalMoran(weights: weights)
    let alone = try search.clusters(of: PlaceColumn(counts: counts), settings: settings)
    for threads in [2, 3] {
      settings.threads = threads
      #expect(try search.clusters(of: PlaceColumn(counts: counts), settings: settings) == alone)
    }
    settings.seed = 5
    #expect(try search.clusters(of: PlaceColumn(counts: counts), settings: settings) != alone)
  }

  @Test func undecidedPlacesAreUnresolvedAndNotNone() throws {
    let (weights, counts) = try Self.planted(seed: 2)
    var settings = HotspotSettings()
    settings.refines = false
    let little = try LocalMoran(weights: weights).clusters(
      of: PlaceColumn(counts: counts), settings: settings)
    #expect(little.classes[12 * 30 + 12] == .unresolved)
    settings.refines = true
    let much = try LocalMoran(weights: weights).clusters(
      of: PlaceColumn(counts: counts), settings: settings)
    #expect(much.classes[12 * 30 + 12] == .highHigh)
    #expect(!much.classes.contains(.unresolved))
  }

  @Test func constantColumnsIslandsAndUnknownPlaces() throws {
    let graph = try NeighbourGraph(lists: [[1], [0, 2], [1, 3], [2], []])
    let search = LocalMoran(weights: .rowStandardised(graph))
    for value in [0, 7, 0.1, -1e300, .leastNonzeroMagnitude] {
      let table = try search.clusters(of: PlaceColumn([value, value, value, value, value]))
      #expect(table.statistic.allSatisfy { $0 == 0 } && table.z.allSatisfy { $0 == 0 })
      #expect(table.p.allSatisfy { $0 == 1 } && table.classes.allSatisfy { $0 == .none })
    }
    let table = try search.clusters(of: PlaceColumn([1, 2, .nan, 5, 9]))
    #expect(table.statistic[2] == nil && table.p[2] == nil && table.classes[2] == .tooFew)
    // The fourth is an island too, its one neighbour being unknown.
    for island in [3, 4] {
      #expect(table.statistic[island] == 0 && table.p[island] == 1)
      #expect(table.classes[island] == .none)
    }
    #expect(throws: AnalysisError.tooFewPlaces(count: 2, minimum: 3)) {
      _ = try search.clusters(of: PlaceColumn([1, 2, .nan, .nan, .nan]))
    }
    #expect(throws: AnalysisError.notFinite(column: "values", position: 1)) {
      _ = try PlaceColumn([1, .infinity, 2])
    }
    let little = try search.clusters(of: PlaceColumn(counts: [1, 0, 1, 0, 0]))
    #expect(little.classes.allSatisfy { $0 == .tooFew } && little.p.allSatisfy { $0 == nil })
    #expect(little.refusal?.description == "too few to say: 2 incidents, at least 10")
    let none = try search.clusters(of: PlaceColumn(counts: [0, 0, 0, 0, 0]))
    #expect(none.refusal?.description == "too few to say: 0 incidents, at least 10")
  }

  /// The worked example of the guide: five places in a row, 2 4 6 8 10.
  @Test func theGuidesExample() throws {
    let row = try NeighbourGraph(lists: [[1], [0, 2], [1, 3], [2, 4], [3]])
    let table = try LocalMoran(weights: .rowStandardised(row)).clusters(
      of: PlaceColumn([2, 4, 6, 8, 10]))
    #expect(Self.gap(table.statistic, [1, 0.5, 0, 0.5, 1]) < 1e-15)
    #expect(
      table.quadrants == [.lowLow, .lowLow, .lowLow, .highHigh, .highHigh])
    let star = try GetisOrd(graph: row).scores([2, 4, 6, 8, 10])
    #expect(abs(star[4] - 3.0.squareRoot()) < 1e-15)
  }

  @Test(arguments: [(Int32(28), Int32(20), 560), (102, 102, 10_333)])
  func onePlantedPlaceIsFound(side: Int32, rows: Int32, count: Int) throws {
    let study = try HotspotTests.planted(side: side, rows: rows, count: count, seed: UInt64(count))
    let search = LocalMoran(weights: .rowStandardised(study.graph))
    let table = try search.clusters(of: PlaceColumn(counts: study.counts))
    #expect(table.classes[study.place] == .highHigh)
    #expect(table.draws[study.place] > 999)
    let far = table.classes.indices.filter { place in
      ![.none, .unresolved].contains(table.classes[place])
        && (abs(place % Int(side) - study.place % Int(side)) > 2
          || abs(place / Int(side) - study.place / Int(side)) > 2)
    }
    #expect(far.count <= 2)
    // A place that is high alone says nothing of its surroundings: it is no cluster, by
    // permutations or by the normal p.
    var lone = [Double](repeating: 2, count: count)
    for place in lone.indices { lone[place] += Double(place * 7 % 5) }
    lone[study.place] = 60
    var settings = HotspotSettings()
    for permutations in [999, 0] {
      settings.permutations = permutations
      let alone = try search.clusters(of: PlaceColumn(counts: lone), settings: settings)
      #expect(alone.classes[study.place] == .none)
    }
  }

  /// 1,000 relabellings of values without pattern: no more than 5 % of studies, and its error,
  /// have any place called; and 5 % of single p's are at most 0.05.
  @Test func aThousandRelabellingsSeldomGiveAPlace() throws {
    let weights = SpatialWeights.rowStandardised(try squareLattice(12))
    var random = ReplicateGenerator(seed: 78, stream: 0)
    var values = (0..<144).map { _ in Double(random.poisson(mean: 3)) / (1 + random.uniform()) }
    var settings = HotspotSettings()
    settings.drawBudget = 1 << 20
    var (studies, small) = (0, 0)
    for relabelling in 0..<1000 {
      values.shuffle(using: &random)
      settings.seed = UInt64(relabelling)
      let table = try LocalMoran(weights: weights).clusters(
        of: PlaceColumn(values), settings: settings)
      studies += table.classes.contains { ![.none, .unresolved].contains($0) } ? 1 : 0
      small += table.p.count { ($0 ?? 1) <= 0.05 }
    }
    #expect(Double(studies) / 1000 <= 0.05 + 3 * (0.05 * 0.95 / 1000).squareRoot())
    #expect((0.04...0.055).contains(Double(small) / 144_000))
  }

  @Test func refusesParametersOutOfRange() throws {
    let search = LocalMoran(weights: .binary(try squareLattice(3)))
    let column = try PlaceColumn([1, 2, 3, 4, 5, 6, 7, 8, 9])
    var settings = HotspotSettings()
    settings.falseDiscoveryRate = 1
    #expect(
      throws: AnalysisError.invalidParameter(
        name: "falseDiscoveryRate", requirement: "between 0 and 1")
    ) {
      _ = try search.clusters(of: column, settings: settings)
    }
    settings = .init()
    settings.permutations = 1 << 27
    #expect(
      throws: AnalysisError.invalidParameter(
        name: "permutations", requirement: "from 0 to 67108864")
    ) {
      _ = try search.clusters(of: column, settings: settings)
    }
    #expect(throws: AnalysisError.differentLengths(column: "values", count: 3, expected: 9)) {
      _ = try search.clusters(of: PlaceColumn([1, 2, 3]))
    }
    #expect(throws: AnalysisError.constant(column: "values")) {
      _ = try search.totalMoments(of: PlaceColumn([Double](repeating: 1, count: 9)))
    }
  }
}
