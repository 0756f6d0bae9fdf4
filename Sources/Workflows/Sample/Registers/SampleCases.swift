import Analysis
import SimpleFeatures

/// What is known about some incidents besides the register: evidence, links, how disputes ended.
struct SampleCases {
  private let scenario: SampleScenario
  private let facilities: SampleFacilities
  private let source: AttributeValue
  private let recentMinute: Int

  init(_ scenario: SampleScenario, _ facilities: SampleFacilities) {
    self.scenario = scenario
    self.facilities = facilities
    source = .text(SampleIncidentExport.source(seed: scenario.seed))
    recentMinute = (Int(scenario.period.last.number) - 182) * 1440
  }

  private func generator(_ substream: UInt64) -> ReplicateGenerator {
    ReplicateGenerator(seed: scenario.seed, stream: SampleStream.cases, substream: substream)
  }

  private func id(_ index: Int) -> AttributeValue {
    .text(SampleIncidentExport.id(of: scenario.incidents[index], number: index + 1))
  }

  /// Of crimes with a loss in the last half year; a third of the answers are unknown.
  func evidenceFile() throws -> [UInt8] {
    var generator = generator(1)
    func answer(_ share: Double) -> AttributeValue {
      let draw = generator.uniform()
      return draw < 0.33 ? .unknown : .boolean(draw < 0.33 + 0.67 * share)
    }
    var rows: [[AttributeValue]] = []
    for (index, incident) in scenario.incidents.enumerated()
    where incident.reportedAt >= recentMinute && incident.lossYuan != nil
      && SampleCategory.all[incident.category].course == .crime
      && [.filed, .solved, .closed].contains(incident.status)
    {
      let isSolved = incident.status == .solved
      rows.append([
        source, id(index), isSolved ? .boolean(true) : answer(0.1), answer(isSolved ? 0.4 : 0.05),
        .boolean(true), answer(0.08),
      ])
    }
    return try SampleTable.csv(
      [
        "source", "incident", "liable_party_found", "liable_party_able", "certificate",
        "other_compensation",
      ], rows)
  }

  /// Two reports of one kind, town and day at sea are one event's.
  func linkFile() throws -> [UInt8] {
    var first: [String: Int] = [:]
    var rows: [[AttributeValue]] = []
    for (index, incident) in scenario.incidents.enumerated() {
      let category = SampleCategory.all[incident.category]
      guard category.isAtSea, rows.count < 40 else { continue }
      let town = scenario.layout.grids[incident.grid].town
      let key = "\(category.key) \(town) \(incident.occurredFrom / 1440)"
      if let other = first[key] {
        rows.append([source, id(other), source, id(index), .text("same_event")])
      } else {
        first[key] = index
      }
    }
    return try SampleTable.csv(
      ["source", "incident", "other_source", "other_incident", "kind"], rows)
  }

  func resolutionFile() throws -> [UInt8] {
    var generator = generator(2)
    var rows: [[AttributeValue]] = []
    for (index, incident) in scenario.incidents.enumerated()
    where incident.reportedAt >= recentMinute && incident.status == .mediated {
      let draw = generator.uniform()
      let town = scenario.layout.grids[incident.grid].town
      let station = facilities.station("mediation_centre", of: town)
      let isAtStation = generator.uniform() < 0.8
      rows.append([
        source, id(index), .text(SamplePeriod.text(minute: incident.statusAt)),
        .text(draw < 0.8 ? "agreed" : draw < 0.95 ? "performed" : "sued"),
        station.map { .text($0.code) } ?? .unknown,
        isAtStation ? station.map { .real($0.position.x) } ?? .unknown : .unknown,
        isAtStation ? station.map { .real($0.position.y) } ?? .unknown : .unknown,
      ])
    }
    return try SampleTable.csv(
      ["source", "incident", "time", "outcome", "station", "lon", "lat"], rows)
  }
}
