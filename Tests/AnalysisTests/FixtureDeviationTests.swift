import Analysis
import TestSupport
import Testing

/// Method by fixture: how far the statistics of units lie from their peers, at most. A test that
/// fails prints the row; `swift test --filter FixtureDeviation` prints all.
@Suite struct FixtureDeviationTests {
  /// The greatest relative deviation of a column, of numbers below 1 the absolute one.
  private static func gap(_ values: [Double?], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).map { value, expected in
      value.map { abs($0 - expected) / max(1, abs(expected)) } ?? .infinity
    }.max() ?? .infinity
  }

  private static var withoutDraws: HotspotSettings {
    var settings = HotspotSettings()
    settings.permutations = 0
    return settings
  }

  private struct Deviation {
    var method: String
    var fixture: String
    var largest: Double
  }

  /// esda 2.9.0 and spdep 1.2.7; the calls stand in the tests of each method.
  private static func deviations() throws -> [Deviation] {
    var found: [Deviation] = []
    func add(_ method: String, _ fixture: String, _ largest: Double) {
      found.append(Deviation(method: method, fixture: fixture, largest: largest))
    }
    let spdep = try Fixture.decode(SpdepMoran.self, "spdep/spdep_localG_moran.json")
    let spdepAreas = try Fixture.decode(SpdepAreas.self, "spdep/spdep_localG_moran.json").areas
    for file in GetisOrdTests.areas {
      let name = String(file.dropLast(5))
      let area = try Fixture.decode(EsdaArea.self, "esda/\(file)")
      let moran = try Fixture.decode(EsdaMoran.self, "esda/\(file)").expected
      let graph = try NeighbourGraph(lists: area.input.neighbours)
      let rows = SpatialWeights.rowStandardised(graph)
      let column = try PlaceColumn(area.values)
      let star = try GetisOrd(graph: graph).scores(area.values)
      let plain = try GetisOrd(graph: graph, statistic: .gi).scores(area.values)
      add("Gi* z", "esda \(name)", gap(star, area.expected.giStar.z))
      add("Gi z", "esda \(name)", gap(plain, area.expected.gi.z))
      for theirs in spdepAreas where theirs.file == file {
        add("Gi* z", "spdep \(name)", gap(star, theirs.giStar))
        add("Gi z", "spdep \(name)", gap(plain, theirs.gi))
      }
      let esda = try LocalMoran(weights: rows, divisor: .placesLessOne)
        .clusters(of: column, settings: withoutDraws)
      add("local Moran I", "esda \(name)", gap(esda.statistic, moran.local.i))
      let table = try LocalMoran(weights: rows).clusters(of: column, settings: withoutDraws)
      for theirs in spdep.areas where theirs.file == file {
        add("local Moran I", "spdep \(name)", gap(table.statistic, theirs.conditional.i))
        add("local Moran z", "spdep \(name)", gap(table.z, theirs.conditional.z))
        add("local Moran p", "spdep \(name)", gap(table.p, theirs.conditional.p))
      }
      let global = try GlobalAutocorrelation(weights: rows).test(of: column, settings: withoutDraws)
      add("Moran's I", "esda \(name)", gap([global.statistic], [moran.moran.i ?? .nan]))
      add("Moran's I, z", "esda \(name)", gap([global.randomisedZ], [moran.moran.z ?? .nan]))
      let geary = try GlobalAutocorrelation(weights: rows, statistic: .geary)
        .test(of: column, settings: withoutDraws)
      add("Geary's C", "esda \(name)", gap([geary.statistic], [moran.geary.c ?? .nan]))
      add("Geary's C, z", "esda \(name)", gap([geary.randomisedZ], [moran.geary.z ?? .nan]))
    }
    let six = try Fixture.decode(SixPoints.self, "esda/gi_docstring_6points.json")
    let band = try NeighbourGraph.distanceBand(
      six.input.points.map { $0[0] }, six.input.points.map { $0[1] }, 15)
    add(
      "Gi* z", "esda gi_docstring_6points",
      gap(try GetisOrd(graph: band).scores(six.input.y), six.expected.giStar.z))
    let carolina = try Fixture.decode(BivariateCarolina.self, "esda/bivariate_nc_sids.json")
    let neighbours = try NeighbourGraph(
      lists: Fixture.decode(EsdaArea.self, "esda/gi_moran_nc_sids.json").input.neighbours)
    let pair = try GlobalAutocorrelation(weights: .rowStandardised(neighbours)).test(
      of: PlaceColumn(carolina.x), around: PlaceColumn(carolina.y), settings: withoutDraws)
    add("bivariate Moran's I", "esda bivariate_nc_sids", gap([pair.statistic], [carolina.global.i]))
    return found
  }

  @Test func noMethodLiesFartherFromItsPeersThanRounding() throws {
    let deviations = try Self.deviations()
    #expect(deviations.count >= 25)
    for row in deviations.sorted(by: { ($0.method, $0.fixture) < ($1.method, $1.fixture) }) {
      let method = row.method.padding(to: 20)
      print("\(method) \(row.fixture.padding(to: 36)) \(row.largest)")
      #expect(row.largest < 1e-10, "\(row.method), \(row.fixture)")
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
