import Analysis
import Foundation
import SimpleFeatures
import Testing

@testable import Workflows

@Suite struct SampleTruthTests {
  /// Events of a category in the last weeks, by grid.
  private func counts(
    _ scenario: SampleScenario, _ category: String, weeks: Int
  ) -> [Double] {
    let from = Int(scenario.period.monday(ofLast: weeks).number) * 1440
    var counts = scenario.layout.grids.map { _ in 0.0 }
    for incident in scenario.incidents
    where SampleCategory.all[incident.category].key == category && incident.occurredFrom >= from {
      counts[incident.grid] += 1
    }
    return counts
  }

  private func perPerson(_ counts: [Double], _ grids: [Int], _ scenario: SampleScenario) -> Double {
    let people = grids.reduce(0.0) { $0 + Double(scenario.people[$1].population) }
    return grids.reduce(0) { $0 + counts[$1] } / people
  }

  /// Over ten scenarios, so that the error of the ratio is about 3 %.
  @Test func hotspotsAreRaisedByTheirFactors() throws {
    var core = 0.0
    var expectedCore = 0.0
    var halo = 0.0
    for scenario in try SampleScene.twentyScenarios().prefix(10) {
      let theft = counts(scenario, PlantedTruth.hotspotCategory, weeks: 13)
      let special = Set(scenario.truth.hotspots.flatMap { $0.core + $0.affected })
      let rest = scenario.layout.grids.indices.filter {
        !scenario.layout.grids[$0].isSea && !special.contains($0)
      }
      let base = perPerson(theft, rest, scenario)
      #expect(scenario.truth.hotspots.count == PlantedTruth.clusters)
      for hotspot in scenario.truth.hotspots {
        core += perPerson(theft, hotspot.core, scenario) / base
        expectedCore += hotspot.factor
        halo += perPerson(theft, hotspot.halo, scenario) / base / hotspot.haloFactor
      }
    }
    #expect(abs(core / expectedCore - 1) < 0.1)
    #expect(abs(halo / 40 - 1) < 0.1)
  }

  /// Counts of grids without anything planted vary as Poisson counts do, a little less for the
  /// fixed total and a little more for the people: mean = variance within 20 %.
  @Test func theBaseHasNoPattern() throws {
    var ratio = 0.0
    for scenario in try SampleScene.twentyScenarios().prefix(10) {
      let theft = counts(scenario, PlantedTruth.hotspotCategory, weeks: 13)
      let special = Set(scenario.truth.hotspots.flatMap { $0.core + $0.affected })
      let rest = scenario.layout.grids.indices.filter {
        !scenario.layout.grids[$0].isSea && !special.contains($0)
      }.map { theft[$0] }
      let mean = rest.reduce(0, +) / Double(rest.count)
      ratio += rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rest.count) / mean / 10
    }
    #expect((0.85...1.2).contains(ratio))
  }

  @Test func theOutbreakIsThere() throws {
    for scenario in try SampleScene.twentyScenarios().prefix(6) {
      let outbreak = try #require(scenario.truth.outbreak)
      #expect(outbreak.to == scenario.period.last && outbreak.from.weekday == 1)
      let recent = counts(scenario, PlantedTruth.outbreakCategory, weeks: 5)
      let all = counts(scenario, PlantedTruth.outbreakCategory, weeks: 104)
      let during = outbreak.grids.reduce(0) { $0 + recent[$1] } / 5
      let before = outbreak.grids.reduce(0) { $0 + all[$1] - recent[$1] } / 99
      #expect((3.5...11).contains(during / before), "seed \(scenario.seed)")
    }
  }

  /// The first harmonic of the daily counts, over the two whole years, is the planted one.
  @Test func theSeasonIsThere() throws {
    let index = try #require(SampleCategory.all.firstIndex { $0.key == "aquaculture_loss" })
    let category = SampleCategory.all[index]
    var east = 0.0
    var north = 0.0
    var count = 0.0
    for scenario in try SampleScene.twentyScenarios().prefix(6) {
      for incident in scenario.incidents where incident.category == index {
        let day = DayNumber(Int32(incident.occurredFrom / 1440))
        let newYear = try #require(DayNumber(year: day.civil.year, month: 1, day: 1))
        let angle =
          2 * Double.pi * Double(Int(day.number - newYear.number) + 1 - category.peakDayOfYear)
          / 365.25
        east += cos(angle)
        north += sin(angle)
        count += 1
      }
    }
    // E cos = amplitude / 2; the standard error of the mean of 1,800 cosines is 0.017.
    #expect(abs(2 * east / count - category.amplitude) < 0.12)
    #expect(abs(2 * north / count) < 0.12)
  }

  /// The acceptance of issue 2, with the product's own statistic: Gi* on 13 weeks, two-sided
  /// conditional permutations (9,999: the p of a core grid is about 0.0005), FDR 0.05, over 20
  /// seeds, on the grids of the land.
  @Test func hotspotsAreFoundAndLittleElseIs() throws {
    var recall = 0.0
    var falseShare = 0.0
    for scenario in try SampleScene.twentyScenarios() {
      let grids = scenario.layout.grids
      let land = grids.indices.filter { !grids[$0].isSea }
      let place = Dictionary(uniqueKeysWithValues: zip(land, land.indices))
      let graph = try NeighbourGraph(
        lists: land.map { grids[$0].neighbours.compactMap { place[$0] } })
      let theft = counts(scenario, PlantedTruth.hotspotCategory, weeks: 13)
      let values = land.map { theft[$0] }
      var settings = HotspotSettings()
      settings.permutations = 9_999
      settings.refines = false
      let table = try GetisOrd(graph: graph).hotspots(counts: values.span, settings: settings)
      let found = land.indices.filter { table.q[$0] ?? 1 <= 0.05 }
      let hot = found.filter { table.z[$0] ?? 0 > 0 }.map { land[$0] }
      let cold = found.count - hot.count
      let core = Set(scenario.truth.hotspots.flatMap(\.core))
      let affected = Set(scenario.truth.hotspots.flatMap(\.affected))
      recall += Double(core.intersection(hot).count) / Double(core.count) / 20
      let wrong = Set(hot).subtracting(core).subtracting(affected).count + cold
      falseShare += Double(wrong) / Double(max(1, hot.count + cold)) / 20
    }
    #expect(recall >= 0.9, "recall \(recall)")
    #expect(falseShare <= 0.05, "false share \(falseShare)")
  }
}
