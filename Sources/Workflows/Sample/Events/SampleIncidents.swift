import Analysis
import Foundation
import SimpleFeatures

/// All events of a scenario. Incident *k* draws from its own stream, so a longer series begins
/// with the same draws and no order of work changes one.
struct SampleIncidents: Sendable {
  private let layout: SampleGridLayout
  private let zonesOfGrid: [Int: [SampleRegion]]
  private let period: SamplePeriod
  private let truth: PlantedTruth
  private let seed: UInt64
  private let intensities: [SampleIntensity]
  private let categoryChoice = SampleChoice(SampleCategory.all.map(\.share))

  static func draw(
    _ count: Int, layout: SampleGridLayout, zones: [SampleZone], people: [SamplePopulation],
    truth: PlantedTruth, period: SamplePeriod, seed: UInt64
  ) -> [SampleIncident] {
    let model = SampleIncidents(
      layout: layout, zones: zones, people: people, truth: truth, period: period, seed: seed)
    let drawn = (0..<count).map { model.incident($0) }
    // The order of the county's register: by report; equal minutes stay in the order drawn.
    return drawn.enumerated().sorted { one, other in
      (one.element.reportedAt, one.offset) < (other.element.reportedAt, other.offset)
    }.map(\.element)
  }

  private init(
    layout: SampleGridLayout, zones: [SampleZone], people: [SamplePopulation],
    truth: PlantedTruth, period: SamplePeriod, seed: UInt64
  ) {
    self.layout = layout
    self.period = period
    self.truth = truth
    self.seed = seed
    var zonesOfGrid: [Int: [SampleRegion]] = [:]
    for zone in zones {
      if let region = SampleRegion([zone.polygon]) {
        zonesOfGrid[zone.grid, default: []].append(region)
      }
    }
    self.zonesOfGrid = zonesOfGrid
    intensities = SampleCategory.all.map {
      SampleIntensity($0, layout: layout, people: people, truth: truth, period: period)
    }
  }

  private func incident(_ number: Int) -> SampleIncident {
    var generator = ReplicateGenerator(
      seed: seed, stream: SampleStream.incident, substream: UInt64(number))
    let index = categoryChoice.draw(&generator)
    let category = SampleCategory.all[index]
    let part = SampleChoice(category.parts.map(\.weight)).draw(&generator)
    var (grid, day) = intensities[index].draw(&generator)
    while !truth.keeps(grid, &generator) { (grid, day) = intensities[index].draw(&generator) }
    let place = place(in: grid, of: category, &generator)
    let times = times(on: day, of: category, &generator)
    var incident = SampleIncident(
      category: index, part: part, grid: grid, longitude: place.x, latitude: place.y,
      occurredFrom: times.from, occurredTo: times.to, reportedAt: times.reported,
      precision: Self.precision(&generator), severity: 1, lossYuan: nil, deaths: 0, injuries: 0,
      status: .reported, statusAt: times.reported)
    harm(&incident, category, &generator)
    SampleCourse(period: period).follow(&incident, category.course, &generator)
    return incident
  }

  // MARK: Place

  /// Within the grid, 0.2 m off its border so that the decimals of a file do not carry it across;
  /// two of three events at sea lie on an aquaculture zone where there is one.
  private func place(
    in grid: Int, of category: SampleCategory, _ generator: inout ReplicateGenerator
  ) -> Coordinate {
    var region = layout.grids[grid].region
    if category.isAtSea, let zones = zonesOfGrid[grid], generator.uniform() < 2.0 / 3 {
      region = zones[Int(generator.integer(below: UInt64(zones.count)))]
    }
    var place = region.box.centre
    for _ in 0..<500 {
      place = Coordinate(
        x: region.box.minX + generator.uniform() * region.box.width,
        y: region.box.minY + generator.uniform() * region.box.height)
      if region.contains(place, margin: 2e-6) { return place }
    }
    return place
  }

  private static func precision(_ generator: inout ReplicateGenerator) -> SampleIncident.Precision {
    let draw = generator.uniform()
    return draw < 0.005 ? .area : draw < 0.035 ? .village : draw < 0.135 ? .street : .exact
  }

  // MARK: Time

  private func times(
    on day: DayNumber, of category: SampleCategory, _ generator: inout ReplicateGenerator
  ) -> (from: Int, to: Int?, reported: Int) {
    let span = SampleChoice(category.hours).draw(&generator)
    let minute = Int(generator.integer(below: 240))
    let from = Int(day.number) * 1440 + span * 240 + minute
    var to: Int?
    if generator.uniform() < category.spanShare {
      to = min(from + 60 + Int(generator.integer(below: 540)), period.endMinute - 1)
    }
    let delay = category.reportHours * 60 * exp(0.9 * generator.normal())
    let reported = (to ?? from) + Int(min(delay, 60 * 1440))
    guard reported < period.endMinute else {
      // The export was made that night: what it holds had been reported by then.
      let left = UInt64(period.endMinute - (to ?? from))
      return (from, to, (to ?? from) + Int(generator.integer(below: max(left, 1))))
    }
    return (from, to, reported)
  }

  // MARK: Harm

  private func harm(
    _ incident: inout SampleIncident, _ category: SampleCategory,
    _ generator: inout ReplicateGenerator
  ) {
    let range = category.severity
    incident.severity =
      range.lowerBound + Int(generator.integer(below: UInt64(range.count)))
    incident.deaths = min(generator.poisson(mean: category.deathRate), 3)
    incident.injuries = min(generator.poisson(mean: category.injuryRate), 6)
    if incident.deaths > 0 { incident.severity = 5 }
    if category.lossYuan > 0 {
      let loss = category.lossYuan * exp(0.9 * generator.normal())
      incident.lossYuan = Int((loss / 10).rounded()) * 10
    }
  }
}
