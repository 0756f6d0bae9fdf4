import Analysis
import TestSupport
import Testing

struct EmergingHotspotTests {
  private struct Rules: Decodable {
    struct Case: Decodable {
      var bins: [Int]
      var trend: String?
      var expected: String
    }
    var cases: [Case]
  }

  private struct Series: Decodable {
    struct Expected: Decodable {
      var s: Int
      var variance: Double
      var z: Double
      var p: Double
      var tau: Double
      var slope: Double

      enum CodingKeys: String, CodingKey {
        case s = "S"
        case variance = "var_S"
        case z
        case p = "p_two_sided"
        case tau = "tau_a"
        case slope = "sen_slope"
      }
    }
    struct Case: Decodable {
      var series: [Double]
      var expected: Expected
    }
    var cases: [Case]
  }

  /// pymannkendall 1.4.3: original_test.
  @Test func trendsEqualPymannkendall() throws {
    let cases = try Fixture.decode(Series.self, "pymannkendall/mann_kendall.json").cases
    #expect(cases.count == 7)
    for example in cases {
      let trend = try MannKendall(example.series)
      #expect(trend.s == example.expected.s)
      #expect(abs(trend.variance - example.expected.variance) < 1e-11)
      #expect(abs(trend.z - example.expected.z) < 1e-13)
      // pymannkendall takes 1 − Φ, which rounds at 1e-16.
      #expect(abs(trend.p - example.expected.p) < 1e-14)
      #expect(abs(trend.tauA - example.expected.tau) < 1e-14)
      #expect(abs(trend.senSlope - example.expected.slope) < 1e-14)
      #expect(
        trend.trend()
          == (example.expected.p > 0.05 ? .none : example.expected.s > 0 ? .up : .down))
    }
  }

  /// The worked example of the guide: 1 2 2 3 5.
  @Test func theGuidesTrend() throws {
    let trend = try MannKendall([1, 2, 2, 3, 5])
    #expect(trend.s == 9)
    #expect(abs(trend.variance - 282.0 / 18) < 1e-14)
    #expect(abs(trend.z - 8 / (282.0 / 18).squareRoot()) < 1e-15)
    #expect(trend.senSlope == 1)
    #expect(throws: AnalysisError.tooFewBins(count: 1, minimum: 2)) { _ = try MannKendall([1]) }
    #expect(throws: AnalysisError.notFinite(column: "series", position: 1)) {
      _ = try MannKendall([1, .nan])
    }
  }

  /// The rules as ESRI publishes them, and their mirror images.
  @Test func classesFollowThePublishedRules() throws {
    let cases = try Fixture.decode(Rules.self, "emerging/emerging_hotspot_rules.json").cases
    #expect(Set(cases.map(\.expected)).count == 9)
    for example in cases {
      let trend = try trend(named: example.trend)
      let hot = EmergingClass(bins: example.bins, trend: trend)
      #expect(hot.pattern.rawValue == example.expected)
      #expect(hot.side == (example.expected == "none" ? nil : .hot))
      let cold = EmergingClass(
        bins: example.bins.map { -$0 }, trend: trend == .up ? .down : trend == .down ? .up : .none)
      #expect(cold.pattern == hot.pattern && cold.bins == hot.bins)
      #expect(cold.side == (example.expected == "none" ? nil : .cold))
      if hot.pattern != .none {
        #expect(hot.bins == example.bins.indices.filter { example.bins[$0] == 1 })
      }
    }
  }

  private func trend(named name: String?) throws -> MannKendall.Trend {
    try #require(MannKendall.Trend(rawValue: name ?? "none"))
  }

  @Test(
    arguments: [
      // Nine of ten is nine tenths; eight of nine is less.
      ([0, 1, 1, 1, 1, 1, 1, 1, 1, 1], "persistent_hot"),
      ([0, 1, 1, 1, 1, 1, 1, 1, 1], "consecutive_hot"),
      ([1, 0, 1, 1, 1, 1, 1, 1, 1], "sporadic_hot"), ([-1, 0, 0, 0, 0, 1], "new_hot"),
      ([-1, 0, 0, 0, 1, 1], "consecutive_hot"), ([1, 1, 1, 1, 1, 1, 1, 1, 1, -1], "new_cold"),
      ([1, 1, 0, 0, 1, -1, -1], "consecutive_cold"), ([1, -1, 0, 0, 1, 0, -1], "oscillating_cold"),
      ([-1, 0, -1, 0, -1], "sporadic_cold"),
      ([-1, -1, -1, -1, -1, -1, -1, -1, -1, 0], "historical_cold"),
      ([1, 1, 1, 1, 0, 0], "none"), ([], "none"), ([1], "persistent_hot"),
    ] as [([Int], String)])
  func historiesAtTheEdgesOfTheRules(bins: [Int], expected: String) {
    #expect(EmergingClass(bins: bins, trend: .none).rawValue == expected)
  }

  @Test func oscillatingNamesTheBinsOfBothSides() {
    let place = EmergingClass(bins: [0, -1, 0, 1, -1, 1], trend: .none)
    #expect(place.rawValue == "oscillating_hot")
    #expect(place.bins == [3, 5] && place.oppositeBins == [1, 4])
  }

  @Test func binsAreHalfOpenAndWhole() throws {
    let bins = try TimeBins(from: 100, through: 169, lengthDays: 7)
    #expect(bins.count == 10 && bins.leftOutDays == 0)
    #expect(bins.bin(of: 99) == nil && bins.bin(of: 100) == 0 && bins.bin(of: 106) == 0)
    #expect(bins.bin(of: 107) == 1 && bins.bin(of: 169) == 9 && bins.bin(of: 170) == nil)
    #expect(bins.days(of: 1) == 107..<114)
    let error = #expect(throws: AnalysisError.self) {
      _ = try TimeBins(from: 100, through: 172, lengthDays: 7)
    }
    #expect(
      error?.description == "the window must be a whole number of bins of 7 days, not 73 days: "
        + "the last bin would hold 3 of 7")
    let late = try TimeBins(from: 100, through: 172, lengthDays: 7, remainder: .earliestLeftOut)
    #expect(late.firstDay == 103 && late.count == 10 && late.leftOutDays == 3)
    #expect(late.bin(of: 102) == nil && late.bin(of: 172) == 9)
    let early = try TimeBins(from: 100, through: 172, lengthDays: 7, remainder: .latestLeftOut)
    #expect(early.firstDay == 100 && early.bin(of: 170) == nil && early.leftOutDays == 3)
    #expect(throws: AnalysisError.tooFewBins(count: 0, minimum: 1)) {
      _ = try TimeBins(from: 5, through: 6, lengthDays: 7, remainder: .latestLeftOut)
    }
    #expect(throws: AnalysisError.self) { _ = try TimeBins(from: 6, through: 5, lengthDays: 1) }
    #expect(throws: AnalysisError.self) { _ = try TimeBins(from: 5, through: 6, lengthDays: 0) }
    let whole = try TimeBins(
      from: .min, through: .max, lengthDays: 1 << 31, remainder: .refused)
    #expect(whole.count == 2 && whole.bin(of: .max) == 1 && whole.days(of: 1).upperBound == .max)
    let (counts, outside) = try bins.counts(
      [100, 106, 107, 169, 170, 99, 120], [0, 1, 1, 2, 0, 0, 3], 3)
    #expect(outside == 3 && counts.reduce(0, +) == 4)
    #expect(counts[0] == 1 && counts[1] == 1 && counts[4] == 1 && counts[29] == 1)
  }

  /// Twelve bins of a lattice with places that are hot late, always, more and more, and once.
  private static func study(seed: UInt64) throws -> (NeighbourGraph, [Double]) {
    let graph = try squareLattice(24)
    var random = ReplicateGenerator(seed: 83, stream: seed)
    var counts: [Double] = []
    for bin in 0..<12 {
      for place in 0..<576 {
        let (row, column) = (place / 24, place % 24)
        func isIn(_ top: Int, _ left: Int) -> Bool {
          (top..<top + 4).contains(row) && (left..<left + 4).contains(column)
        }
        let mean: Double =
          if isIn(2, 2) { bin == 11 ? 20 : 3 }  // new
          else if isIn(2, 16) { bin >= 9 ? 20 : 3 }  // consecutive
          else if isIn(16, 2) { 16 + 3 * Double(bin) }  // intensifying
          else if isIn(16, 16) { bin < 11 ? 20 : 3 }  // historical
          else { 3 }
        counts.append(Double(random.poisson(mean: mean)))
      }
    }
    return (graph, counts)
  }

  @Test(arguments: [EmergingHotspots.Reference.eachBin, .cube(earlierBins: 0)])
  func plantedHistoriesAreNamed(reference: EmergingHotspots.Reference) throws {
    let (graph, counts) = try Self.study(seed: 1)
    let table = try EmergingHotspots(graph: graph, reference: reference).histories(counts, 12)
    func name(_ row: Int, _ column: Int) -> String? { table.classes[row * 24 + column]?.rawValue }
    #expect(name(3, 3) == "new_hot" && name(3, 17) == "consecutive_hot")
    #expect(name(17, 3) == "intensifying_hot" && name(17, 17) == "historical_hot")
    #expect(name(10, 10) == "none")
    #expect(table.classes[3 * 24 + 3]?.bins == [11])
    #expect(table.classes[3 * 24 + 17]?.bins == [9, 10, 11])
    #expect(table.trends[17 * 24 + 3]?.trend() == .up)
    #expect(table.cube.classes.count == 12 * 576 && table.binCount == 12)
    #expect(table.refusal == nil)
    // The draws leave a few at the edges of the blocks open, and say so.
    #expect(table.unresolvedBins.reduce(0, +) == table.cube.classes.count { $0 == .unresolved })
    #expect(table.unresolvedBins.reduce(0, +) < 70)
  }

  /// With bins before among the neighbours, a bin is hot only if the surroundings in time are too:
  /// the graph of the cube, checked against the statistic of the obvious one.
  @Test func earlierBinsAreNeighbours() throws {
    let graph = try NeighbourGraph(lists: [[1], [0, 2], [1]])
    var random = ReplicateGenerator(seed: 84, stream: 0)
    let counts = (0..<30).map { _ in Double(random.poisson(mean: 4)) }
    var settings = HotspotSettings()
    settings.permutations = 0
    let lists = (0..<30).map { cell in
      (0..<30).filter { other in
        let (bin, place) = (cell / 3, cell % 3)
        let (otherBin, otherPlace) = (other / 3, other % 3)
        return other != cell && (bin - 2...bin).contains(otherBin)
          && (otherPlace == place || graph.neighbours(of: place).contains(Int32(otherPlace)))
      }
    }
    let expected = try GetisOrd(graph: NeighbourGraph(lists: lists)).hotspots(counts, settings)
    let table = try EmergingHotspots(graph: graph, reference: .cube(earlierBins: 2))
      .histories(counts, 10, settings)
    #expect(table.cube == expected)
  }

  @Test func givesTheSameBytesForAnyNumberOfThreads() throws {
    let (graph, counts) = try Self.study(seed: 2)
    for reference in [EmergingHotspots.Reference.eachBin, .cube(earlierBins: 1)] {
      var settings = HotspotSettings()
      settings.drawBudget = 1 << 20
      settings.threads = 1
      let search = EmergingHotspots(graph: graph, reference: reference)
      let alone = try search.histories(counts, 12, settings)
      settings.threads = 2
      #expect(try search.histories(counts, 12, settings) == alone)
    }
  }

  @Test func refusesWhatSaysNothing() throws {
    let graph = try squareLattice(3)
    let search = EmergingHotspots(graph: graph)
    let error = #expect(throws: AnalysisError.tooFewBins(count: 4, minimum: 10)) {
      _ = try search.histories([Double](repeating: 1, count: 36), 4)
    }
    #expect(error?.description == "too few to say: 4 time bins, at least 10")
    #expect(throws: AnalysisError.differentLengths(column: "counts", count: 80, expected: 90)) {
      _ = try search.histories([Double](repeating: 1, count: 80), 10)
    }
    var few = [Double](repeating: 0, count: 90)
    few[4] = 2
    let table = try search.histories(few, 10)
    #expect(table.refusal?.description == "too few to say: 2 incidents, at least 10")
    #expect(table.classes.allSatisfy { $0 == nil } && table.trends.allSatisfy { $0 == nil })
    let same = try search.histories([Double](repeating: 5, count: 90), 10)
    #expect(same.classes.allSatisfy { $0?.rawValue == "none" })
    #expect(same.trends.allSatisfy { $0?.p == 1 })
    #expect(throws: AnalysisError.invalidParameter(name: "earlierBins", requirement: "from 0 to 9"))
    {
      _ = try EmergingHotspots(graph: graph, reference: .cube(earlierBins: 10))
        .histories([Double](repeating: 1, count: 90), 10)
    }
    #expect(throws: AnalysisError.tooFewPlaces(count: 1, minimum: 3)) {
      _ = try EmergingHotspots(graph: NeighbourGraph(lists: [[]]))
        .histories([Double](repeating: 1, count: 10), 10)
    }
  }
}
