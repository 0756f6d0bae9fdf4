import Analysis
import TestSupport
import Testing

/// Hot spots by the normal p of the score: no permutations.
struct NormalHotspotTests {
  private static var normal: HotspotSettings {
    var settings = HotspotSettings()
    settings.permutations = 0
    return settings
  }

  /// spdep 1.2.7: 2 * pnorm(-abs(localG(y, nb2listw(include.self(nb), style = "B")))) and R's
  /// p.adjust(…, "BH").
  @Test(arguments: GetisOrdTests.areas)
  func equalsSpdep(file: String) throws {
    let areas = try Fixture.decode(EsdaArea.self, "esda/\(file)")
    let graph = try NeighbourGraph(lists: areas.input.neighbours)
    let table = try GetisOrd(graph: graph).hotspots(areas.values, Self.normal)
    let p = try GetisOrdTests.spdepColumn(file, \.p)
    let q = try GetisOrdTests.spdepColumn(file, \.q)
    #expect(table.p.count == p.count)
    #expect(zip(table.p, p).allSatisfy { abs(($0 ?? -1) - ($1 ?? -2)) < 1e-11 * ($1 ?? 0) })
    #expect(zip(table.q, q).allSatisfy { abs(($0 ?? -1) - ($1 ?? -2)) < 1e-11 * ($1 ?? 0) })
    #expect(table.draws.allSatisfy { $0 == 0 })
    for place in p.indices {
      let isStrict = (q[place] ?? 1) <= 0.01
      let expected: HotspotClass =
        (q[place] ?? 1) > 0.05
        ? .none
        : (table.z[place] ?? 0) > 0
          ? (isStrict ? .hot99 : .hot95) : (isStrict ? .cold99 : .cold95)
      #expect(table.classes[place] == expected)
    }
    // esda 2.9.0 finds as many: fdr(p, 0.05).
    let called = table.classes.count { $0 != .none }
    #expect(called == areas.expected.falseDiscovery.giStar["0.05"]?.significant)
  }

  /// An island with the only value that is not 0, among z² + 1, has a score of z.
  /// mpmath 1.3.0: erfc(z / sqrt(2)), 40 digits.
  @Test(arguments: [
    (2, 0.0455002638963584144), (3, 0.00269979606326018905), (7, 2.55962508777167001e-12),
    (10, 1.52397060483210521e-23), (20, 5.50724823721246739e-89),
    (31, 5.39050016240100016e-211), (37, 1.14511424450491536e-299), (60, 0),
  ])
  func tailsKeepTheirDigits(z: Int, expected: Double) throws {
    let places = z * z + 1
    let graph = try NeighbourGraph(lists: .init(repeating: [], count: places))
    for sign in [1.0, -1] {
      var values = [Double](repeating: 0, count: places)
      values[1] = 12 * sign
      let table = try GetisOrd(graph: graph).hotspots(values, Self.normal)
      let p = try #require(table.p[1])
      let rounding = abs(try #require(table.z[1])) - Double(z)
      #expect(abs(rounding) < Double(places) * 0x1p-52 * Double(z))
      // The rounding of the score moves p by the normal hazard, about z + 1/z; the rest is ours.
      let moved = 1 - rounding * (Double(z) + 1 / Double(z))
      #expect(abs(p - expected * moved) <= 1e-12 * expected)
      let q = expected * Double(places)
      #expect(
        table.classes[1]
          == (q > 0.05
            ? .none : q > 0.01 ? (sign > 0 ? .hot95 : .cold95) : sign > 0 ? .hot99 : .cold99))
    }
  }

  /// A lattice of Poisson counts, with 40 at one place and nothing special around it.
  private static func lonePlace(side: Int32, count: Int, value: Double) throws
    -> (counts: [Double], graph: NeighbourGraph, place: Int)
  {
    var random = ReplicateGenerator(seed: 61, stream: UInt64(count))
    let cells = 0..<Int32(count)
    let graph = try NeighbourGraph.lattice(cells.map { $0 % side }, cells.map { $0 / side })
    var counts = (0..<count).map { _ in Double(random.poisson(mean: 2)) }
    let place = count / 2 / Int(side) * Int(side) + Int(side) / 2
    counts[place] = value
    return (counts, graph, place)
  }

  @Test(arguments: [(Int32(28), 560), (102, 10_333)])
  func aPlaceThatIsHighAloneIsFound(side: Int32, count: Int) throws {
    let study = try Self.lonePlace(side: side, count: count, value: 40)
    let search = GetisOrd(graph: study.graph)
    let table = try search.hotspots(counts: study.counts, Self.normal)
    #expect(table.classes[study.place] == .hot99)
    let exposures = [Double](repeating: 75, count: count)
    let rates = try search.hotspots(counts: study.counts, exposures: exposures, Self.normal)
    #expect(rates.classes[study.place] == .hot99)
    // Its neighbours are called with it; of others few, but not none: the counts are sparse.
    let around = Set(study.graph.neighbours(of: study.place).map { Int($0) } + [study.place])
    let called = Set(table.classes.indices.filter { table.classes[$0] != .none })
    #expect(called.intersection(around).count >= 5)
    #expect(called.subtracting(around).count <= 3)
    #expect(!table.classes.contains(.unresolved))
  }

  /// What permutations cannot see: they hold the place's own value fixed.
  @Test func theOwnValueDoesNotMoveThePermutationP() throws {
    let low = try Self.lonePlace(side: 28, count: 560, value: 2)
    let high = try Self.lonePlace(side: 28, count: 560, value: 40)
    var settings = HotspotSettings()
    settings.refines = false
    for statistic in GetisOrd.Statistic.allCases {
      let search = GetisOrd(graph: low.graph, statistic: statistic)
      let before = try search.hotspots(counts: low.counts, settings)
      let after = try search.hotspots(counts: high.counts, settings)
      #expect(before.p[low.place] == after.p[low.place])
      #expect(after.classes[low.place] == .none)
    }
  }

  @Test func ownValueIsLeftOutUnderG() throws {
    let low = try Self.lonePlace(side: 28, count: 560, value: 2)
    let high = try Self.lonePlace(side: 28, count: 560, value: 40)
    let search = GetisOrd(graph: low.graph, statistic: .gi)
    let before = try search.hotspots(counts: low.counts, Self.normal)
    let after = try search.hotspots(counts: high.counts, Self.normal)
    #expect(abs((before.p[low.place] ?? -1) - (after.p[low.place] ?? -2)) < 1e-13)
  }

  enum Chance: CaseIterable { case normal, poisson, overdispersed }

  /// Negative binomial of mean 2 and variance 6: Poisson of an exponential mean, which is the sum
  /// of two normal squares.
  private static func overdispersed(using random: inout ReplicateGenerator) -> Double {
    let x = random.normal()
    let y = random.normal()
    return Double(random.poisson(mean: x * x + y * y))
  }

  /// Of studies without pattern, at most a share of the rate has any place called, but for chance
  /// (three standard errors): by permutations whatever the values, by the normal p if the values
  /// are normal. Of sparse counts it calls more, as `GetisOrd` says.
  @Test(arguments: Chance.allCases)
  func studiesWithoutPatternSeldomHaveHotSpots(chance: Chance) throws {
    let studies = 250
    let graph = try squareLattice(28, rows: 20)
    var random = ReplicateGenerator(seed: 62, stream: 0)
    var drawn = HotspotSettings()
    drawn.drawBudget = 1 << 20
    var byNormal = 0
    var byPermutations = 0
    for study in 0..<studies {
      let values = (0..<560).map { _ in
        switch chance {
        case .normal: random.normal()
        case .poisson: Double(random.poisson(mean: 2))
        case .overdispersed: Self.overdispersed(using: &random)
        }
      }
      drawn.seed = UInt64(study)
      let search = GetisOrd(graph: graph)
      let isCalled: (HotspotClass) -> Bool = { ![.none, .unresolved].contains($0) }
      byNormal += try search.hotspots(values, Self.normal).classes.contains(where: isCalled) ? 1 : 0
      byPermutations += try search.hotspots(values, drawn).classes.contains(where: isCalled) ? 1 : 0
    }
    let most = 0.05 + 3 * (0.05 * 0.95 / Double(studies)).squareRoot()
    #expect(Double(byPermutations) / Double(studies) <= most)
    switch chance {
    case .normal: #expect(Double(byNormal) / Double(studies) <= most)
    case .poisson: #expect((0.03...0.16).contains(Double(byNormal) / Double(studies)))
    case .overdispersed: #expect((0.27...0.47).contains(Double(byNormal) / Double(studies)))
    }
  }
}
