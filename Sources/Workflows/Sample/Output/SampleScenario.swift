import Analysis
import Foundation
import SimpleFeatures
import Topology

/// Where everything lies: the same for every seed, so that the codes of two scenarios agree.
struct SampleGeography: Sendable {
  let sources: SampleSources
  let layout: SampleGridLayout
  let coast: SampleCoast
  let schemes: SampleSchemes

  init(geodata: URL, in topology: TopologyContext) throws {
    sources = try SampleSources(geodata: geodata)
    schemes = try SampleSchemes(geodata: geodata)
    let area = try SampleStudyArea(sources, in: topology)
    let villages = SampleVillages.place(
      sources.villages, in: area,
      generator: ReplicateGenerator(
        seed: SampleStream.geographySeed, stream: SampleStream.villages))
    var generator = ReplicateGenerator(
      seed: SampleStream.geographySeed, stream: SampleStream.grids)
    layout = try SampleGridLayout(
      area: area, villages: villages, generator: &generator, in: topology)
    guard layout.grids.contains(where: \.isSea), layout.grids.contains(where: { !$0.isSea }) else {
      throw WorkflowError.failed("places.csv and land.geojson: no grid of the land, or none at sea")
    }
    coast = try SampleCoast(layout)
  }
}

/// Who lives there, what is grown and what happens: depends on the seed.
struct SampleScenario: Sendable {
  let layout: SampleGridLayout
  let seed: UInt64
  let period: SamplePeriod
  let zones: [SampleZone]
  let people: [SamplePopulation]
  let truth: PlantedTruth
  let incidents: [SampleIncident]

  static let zoneCount = 120

  init(
    _ layout: SampleGridLayout, seed: UInt64, incidents count: Int, in topology: TopologyContext
  ) throws {
    self.layout = layout
    self.seed = seed
    period = SamplePeriod()
    zones = try SampleAquaculture.zones(
      layout, count: Self.zoneCount,
      generator: ReplicateGenerator(seed: seed, stream: SampleStream.zones), in: topology)
    var people = SamplePopulation.of(layout, zones: zones, seed: seed)
    truth = PlantedTruth(layout, period: period, seed: seed)
    incidents = SampleIncidents.draw(
      count, layout: layout, zones: zones, people: people, truth: truth, period: period,
      seed: seed)
    for (grid, residents) in zip(truth.tiny, PlantedTruth.tinyPopulations) {
      people[grid] = people[grid].shrunk(to: residents)
    }
    self.people = people
  }
}
