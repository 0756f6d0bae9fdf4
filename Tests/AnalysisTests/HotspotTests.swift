import Analysis
import Testing

struct HotspotTests {
  /// A lattice of Poisson counts with one hot place: it and its neighbours have more. A normal
  /// scatter would never give the neighbours' sum.
  static func planted(side: Int32, rows: Int32, count: Int, seed: UInt64) throws
    -> (counts: [Double], graph: NeighbourGraph, place: Int)
  {
    var random = ReplicateGenerator(seed: 31, stream: seed)
    var columns: [Int32] = []
    var lines: [Int32] = []
    for place in 0..<Int32(count) {
      columns.append(place % side)
      lines.append(place / side)
    }
    let graph = try NeighbourGraph.lattice(columns, lines)
    var counts = (0..<count).map { _ in Double(random.poisson(mean: 2)) }
    let place = Int(rows / 2 * side + side / 2)
    counts[place] = 9
    for neighbour in graph.neighbours(of: place) { counts[Int(neighbour)] = 7 }
    return (counts, graph, place)
  }

  @Test(arguments: [(Int32(28), Int32(20), 560), (102, 102, 10_333)])
  func onePlantedPlaceIsFound(side: Int32, rows: Int32, count: Int) throws {
    let study = try Self.planted(side: side, rows: rows, count: count, seed: UInt64(count))
    let search = GetisOrd(graph: study.graph)
    let table = try search.hotspots(counts: study.counts, HotspotSettings())
    #expect(table.classes[study.place] == .hot99)
    #expect(table.draws[study.place] > 999)
    #expect((table.q[study.place] ?? 1) <= 0.01)
    // The same as rates, and under G.
    let exposures = [Double](repeating: 120, count: count)
    let rates = try search.hotspots(counts: study.counts, exposures: exposures, HotspotSettings())
    #expect(rates.classes[study.place] == .hot99)
    let plain = try GetisOrd(graph: study.graph, statistic: .gi)
      .hotspots(counts: study.counts, HotspotSettings())
    #expect(plain.classes[study.place] == .hot99)
    // Hot places lie around the planted one: nothing further than two cells away is called.
    let hot = table.classes.indices.filter { [.hot95, .hot99].contains(table.classes[$0]) }
    let far = hot.filter { place in
      abs(place % Int(side) - study.place % Int(side)) > 2
        || abs(place / Int(side) - study.place / Int(side)) > 2
    }
    #expect(far.count <= 2)
  }

  @Test func withoutMoreDrawsThePlaceIsUnresolvedAndNotNone() throws {
    let study = try Self.planted(side: 28, rows: 20, count: 560, seed: 1)
    var settings = HotspotSettings()
    settings.refines = false
    let table = try GetisOrd(graph: study.graph).hotspots(counts: study.counts, settings)
    #expect(table.classes[study.place] == .unresolved)
    settings.refines = true
    settings.drawBudget = 20_000
    let little = try GetisOrd(graph: study.graph).hotspots(counts: study.counts, settings)
    #expect(little.classes[study.place] == .unresolved)
  }

  @Test func refinementOnlyAddsDrawsAndLeavesOthersAsTheyAre() throws {
    let study = try Self.planted(side: 28, rows: 20, count: 560, seed: 2)
    var settings = HotspotSettings()
    settings.seed = 9
    settings.drawBudget = 1 << 22
    let refined = try GetisOrd(graph: study.graph).hotspots(counts: study.counts, settings)
    settings.refines = false
    let plain = try GetisOrd(graph: study.graph).hotspots(counts: study.counts, settings)
    for place in 0..<560 where refined.draws[place] == 999 {
      #expect(refined.p[place] == plain.p[place])
    }
    #expect(refined.draws.count { $0 > 999 } < 60)
    #expect(
      refined.classes.count { $0 == .unresolved } <= plain.classes.count { $0 == .unresolved })
  }

  /// 1,000 relabellings of values without pattern: the share with any discovery is at most the rate
  /// but for chance (0.05 + three standard errors of 1,000).
  @Test func relabelledValuesSeldomGiveHotSpots() throws {
    let graph = try squareLattice(12)
    var random = ReplicateGenerator(seed: 32, stream: 0)
    var values = (0..<144).map { _ in Double(random.poisson(mean: 3)) / (1 + random.uniform()) }
    var settings = HotspotSettings()
    settings.drawBudget = 1 << 20
    var discoveries = 0
    var small = 0
    for relabelling in 0..<1000 {
      values.shuffle(using: &random)
      settings.seed = UInt64(relabelling)
      let table = try GetisOrd(graph: graph).hotspots(values, settings)
      let called = table.classes.contains { ![.none, .unresolved].contains($0) }
      discoveries += called ? 1 : 0
      small += table.p.count { ($0 ?? 1) <= 0.05 }
    }
    #expect(Double(discoveries) / 1000 <= 0.05 + 3 * (0.05 * 0.95 / 1000).squareRoot())
    // The p's themselves are those of chance: 5 % at most, places being dependent a little less.
    #expect((0.035...0.055).contains(Double(small) / 144_000))
  }

  @Test(arguments: 0..<4)
  func givesTheSameBytesForAnyNumberOfThreads(seed: Int) throws {
    let study = try Self.planted(side: 40, rows: 40, count: 1600, seed: UInt64(seed))
    var settings = HotspotSettings()
    settings.seed = UInt64(seed)
    settings.drawBudget = 1 << 21
    settings.threads = 1
    let search = GetisOrd(graph: study.graph)
    let alone = try search.hotspots(counts: study.counts, settings)
    for threads in [2, 3, 5] {
      settings.threads = threads
      #expect(try search.hotspots(counts: study.counts, settings) == alone)
    }
    settings.seed += 1000
    #expect(try search.hotspots(counts: study.counts, settings) != alone)
  }

  @Test func scaleDoesNotMatter() throws {
    var random = ReplicateGenerator(seed: 33, stream: 0)
    let graph = try squareLattice(9)
    let values = (0..<81).map { _ in random.normal() }
    var settings = HotspotSettings()
    settings.drawBudget = 1 << 20
    let table = try GetisOrd(graph: graph).hotspots(values, settings)
    for scale in [0x1p-1000, 0x1p-30, 0x1p1020] {
      #expect(try GetisOrd(graph: graph).hotspots(values.map { $0 * scale }, settings) == table)
    }
  }

  @Test func constantColumnsAreNeitherHotNorCold() throws {
    let graph = try squareLattice(5)
    for value in [0, 7, 0.1, -1e300, .leastNonzeroMagnitude] {
      for statistic in GetisOrd.Statistic.allCases {
        let values = [Double](repeating: value, count: 25)
        let table = try GetisOrd(graph: graph, statistic: statistic).hotspots(values, .init())
        #expect(table.z.allSatisfy { $0 == 0 })
        #expect(table.p.allSatisfy { $0 == 1 })
        #expect(table.classes.allSatisfy { $0 == .none })
      }
    }
  }

  @Test func unknownExposureIsNoValueAndNoNeighbour() throws {
    var random = ReplicateGenerator(seed: 34, stream: 0)
    let graph = try squareLattice(8)
    let counts = (0..<64).map { _ in Double(random.poisson(mean: 4)) }
    var exposures = (0..<64).map { _ in 50 + random.uniform() * 100 }
    let unknown: [Int: Double] = [3: 0, 20: .nan, 21: .infinity, 63: 0]
    for (place, exposure) in unknown { exposures[place] = exposure }
    let table = try GetisOrd(graph: graph).hotspots(
      counts: counts, exposures: exposures, HotspotSettings())
    for place in 0..<64 {
      let isUnknown = unknown[place] != nil
      #expect((table.z[place] == nil) == isUnknown)
      #expect((table.p[place] == nil) == isUnknown)
      #expect((table.q[place] == nil) == isUnknown)
      #expect((table.classes[place] == .tooFew) == isUnknown)
    }
    // The same as a study that never had those places.
    let known = (0..<64).filter { unknown[$0] == nil }
    let number = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let smaller = try NeighbourGraph(
      lists: known.map { graph.neighbours(of: $0).compactMap { number[Int($0)] } })
    let alone = try GetisOrd(graph: smaller).hotspots(
      counts: known.map { counts[$0] }, exposures: known.map { exposures[$0] }, HotspotSettings())
    #expect(known.map { table.z[$0] } == alone.z)
    #expect(known.map { table.p[$0] } == alone.p)
    #expect(known.map { table.classes[$0] } == alone.classes)
  }

  @Test func fewIncidentsSayNothing() throws {
    let graph = try squareLattice(5)
    var counts = [Double](repeating: 0, count: 25)
    counts[12] = 9
    let few = try GetisOrd(graph: graph).hotspots(counts: counts, HotspotSettings())
    #expect(few.classes.allSatisfy { $0 == .tooFew })
    #expect(few.z.allSatisfy { $0 == nil })
    counts[13] = 1
    let enough = try GetisOrd(graph: graph).hotspots(counts: counts, HotspotSettings())
    #expect(!enough.classes.contains(.tooFew))
  }

  @Test func fewPlacesAreAStatedError() throws {
    let two = try NeighbourGraph(lists: [[1], [0]])
    let error = #expect(throws: AnalysisError.tooFewPlaces(count: 2, minimum: 3)) {
      try GetisOrd(graph: two).hotspots(counts: [30, 40], HotspotSettings())
    }
    #expect(error?.description == "too few to say: 2 places, at least 3")
    let graph = try squareLattice(3)
    #expect(throws: AnalysisError.tooFewPlaces(count: 1, minimum: 3)) {
      try GetisOrd(graph: graph).hotspots(
        counts: .init(repeating: 20, count: 9), exposures: [1] + .init(repeating: 0, count: 8),
        HotspotSettings())
    }
  }

  @Test func anIslandKeepsItsScoreAndIsNeverHot() throws {
    var random = ReplicateGenerator(seed: 35, stream: 0)
    var lists = (0..<40).map { [($0 + 1) % 40, ($0 + 39) % 40] }
    lists.append([])
    let graph = try NeighbourGraph(lists: lists)
    #expect(graph.islands == [40])
    let counts = (0..<40).map { _ in Double(random.poisson(mean: 2)) } + [90]
    let table = try GetisOrd(graph: graph).hotspots(counts: counts, HotspotSettings())
    #expect((table.z[40] ?? 0) > 5)
    #expect(table.p[40] == 1)
    #expect(table.classes[40] == .none)
  }

  @Test func refusesWhatIsNoCount() throws {
    let graph = try squareLattice(2)
    let search = GetisOrd(graph: graph)
    #expect(throws: AnalysisError.notFinite(column: "counts", position: 2)) {
      try search.hotspots(counts: [9, 9, .nan, 9], HotspotSettings())
    }
    #expect(throws: AnalysisError.negative(column: "counts", position: 1)) {
      try search.hotspots(counts: [9, -1, 9, 9], HotspotSettings())
    }
    #expect(throws: AnalysisError.negative(column: "exposures", position: 3)) {
      try search.hotspots(counts: [9, 1, 9, 9], exposures: [1, 1, 1, -1], HotspotSettings())
    }
    #expect(throws: AnalysisError.differentLengths(column: "counts", count: 3, expected: 4)) {
      try search.hotspots(counts: [9, 1, 9], HotspotSettings())
    }
    var settings = HotspotSettings()
    settings.permutations = -1
    #expect(throws: AnalysisError.self) { try search.hotspots(counts: [9, 1, 9, 9], settings) }
  }

  @Test func classesHaveTheWordsOfTheLayer() {
    #expect(
      HotspotClass.allCases.map(\.rawValue)
        == ["hot_99", "hot_95", "none", "cold_95", "cold_99", "too_few", "unresolved"])
  }
}
