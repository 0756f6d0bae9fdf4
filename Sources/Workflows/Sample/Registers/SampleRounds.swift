import Analysis
import SimpleFeatures

/// What the stations do: dossiers, hazards and their inspections, visits, patrols, and the tasks
/// that follow. Some villages have waited longer than half a month for a visit, and some hazards
/// are past their deadline, so that there is something to find.
struct SampleRounds {
  private struct Hazard {
    var code: String
    var kind: String
    var position: Coordinate
    var place: String
    var town: Int
    var severity: Int
    var foundOn: DayNumber
    var deadline: DayNumber
    var fixedOn: DayNumber?
  }

  private let scenario: SampleScenario
  private let facilities: SampleFacilities
  private let hazards: [Hazard]
  private var layout: SampleGridLayout { scenario.layout }
  private var last: DayNumber { scenario.period.last }

  private static let hazardCount = 160
  private static let kinds = [
    "fire", "fire", "electrical", "building", "road", "gas", "geological", "water_edge",
  ]

  init(_ scenario: SampleScenario, _ facilities: SampleFacilities) {
    self.scenario = scenario
    self.facilities = facilities
    var generator = ReplicateGenerator(seed: scenario.seed, stream: SampleStream.rounds)
    let land = scenario.layout.grids.filter { !$0.isSea }
    var hazards: [Hazard] = []
    for number in 1...Self.hazardCount {
      guard let grid = generator.element(of: land) else { break }
      let found = scenario.period.last - generator.whole(in: 3...200)
      let deadline = found + generator.whole(in: 7...45)
      let fixed = found + generator.whole(in: 2...60)
      let isFixed = generator.uniform() < 0.75 && fixed <= scenario.period.last
      hazards.append(
        Hazard(
          code: "HZ\(SampleCode.padded(number, to: 5))",
          kind: generator.element(of: Self.kinds) ?? "fire",
          position: generator.place(in: grid.region), place: grid.code, town: grid.town,
          severity: generator.whole(in: 1...4), foundOn: found, deadline: deadline,
          fixedOn: isFixed ? fixed : nil))
    }
    self.hazards = hazards
  }

  private func generator(_ substream: UInt64) -> ReplicateGenerator {
    ReplicateGenerator(seed: scenario.seed, stream: SampleStream.rounds, substream: substream)
  }

  private func code(_ kind: String, _ town: Int) -> AttributeValue {
    facilities.station(kind, of: town).map { .text($0.code) } ?? .unknown
  }

  func dossierFile() throws -> [UInt8] {
    var generator = generator(1)
    var rows: [[AttributeValue]] = []
    for (index, village) in layout.villages.enumerated() {
      let people = zip(layout.grids, scenario.people).filter { $0.0.village == index }.map(\.1)
      let population = people.reduce(0) { $0 + $1.population }
      let isCovered = generator.uniform() < 0.9
      rows.append([
        .text(village.code), .day(DayNumber(year: 2026, month: 6, day: 30) ?? last),
        .integer(Int64(people.reduce(0) { $0 + $1.households })), .integer(Int64(population)),
        .boolean(isCovered), .text("主要路口有联网摄像机"),
        .integer(Int64(isCovered ? generator.whole(in: 2...25) : 0)),
        .integer(Int64(generator.poisson(mean: Double(population) / 900))),
        .integer(Int64(generator.poisson(mean: Double(population) / 300))),
        .integer(Int64(generator.whole(in: 4...30))),
        .integer(Int64(100 * generator.whole(in: 0...60))),
      ])
    }
    return try SampleTable.csv(
      [
        "code", "as_of", "households", "population", "covered_by_cameras", "coverage_definition",
        "camera_count", "lawsuits", "mediations", "members", "rebate_yuan",
      ], rows)
  }

  func hazardFile() throws -> [UInt8] {
    try SampleTable.geoJSON(
      [
        "code", "kind", "severity", "found_on", "place_code", "lead_unit", "deadline", "status",
        "fixed_on", "rain_threshold_mm",
      ],
      hazards.map { hazard in
        (
          .point(hazard.position),
          [
            .text(hazard.code), .text(hazard.kind), .integer(Int64(hazard.severity)),
            .day(hazard.foundOn), .text(hazard.place), code("grid_centre", hazard.town),
            .day(hazard.deadline), .text(hazard.fixedOn == nil ? "handed_over" : "fixed"),
            hazard.fixedOn.map { .day($0) } ?? .unknown,
            hazard.kind == "geological" ? .integer(100) : .unknown,
          ]
        )
      })
  }

  /// Each hazard was found by one inspection and looked at again until it was fixed; as many other
  /// inspections found nothing.
  func inspectionFile() throws -> [UInt8] {
    var generator = generator(2)
    let land = layout.grids.filter { !$0.isSea }
    var rows: [[AttributeValue]] = []
    func add(_ hazard: Hazard?, place: String, town: Int, on day: DayNumber, _ result: String) {
      rows.append([
        .text("IN\(SampleCode.padded(rows.count + 1, to: 6))"),
        hazard.map { .text($0.code) } ?? .unknown, .text(place), .day(day),
        code("grid_centre", town), .text(result),
      ])
    }
    for hazard in hazards {
      add(hazard, place: hazard.place, town: hazard.town, on: hazard.foundOn, "found")
      if let fixed = hazard.fixedOn {
        add(hazard, place: hazard.place, town: hazard.town, on: fixed, "fixed")
      } else if hazard.deadline < last {
        add(hazard, place: hazard.place, town: hazard.town, on: hazard.deadline, "not_fixed")
      }
      if let grid = generator.element(of: land) {
        add(
          nil, place: grid.code, town: grid.town, on: last - generator.whole(in: 0...180), "sound")
      }
    }
    return try SampleTable.csv(
      ["number", "hazard", "place_code", "inspected_on", "unit", "result"], rows)
  }

  /// Every village twice a month over eight weeks; one in twelve has been forgotten of late.
  func visitFile() throws -> [UInt8] {
    var generator = generator(3)
    var rows: [[AttributeValue]] = []
    for village in layout.villages {
      let isForgotten = generator.uniform() < 1.0 / 12
      for fortnight in 0..<4 where !(isForgotten && fortnight < 2) {
        let outcome = generator.uniform()
        rows.append([
          .text("VS\(SampleCode.padded(rows.count + 1, to: 6))"), .text(village.code),
          code("police", village.town), .day(last - (14 * fortnight + generator.whole(in: 0...11))),
          .text(generator.uniform() < 0.8 ? "round" : "follow_up"),
          .integer(Int64(generator.whole(in: 3...25))),
          .text(outcome < 0.9 ? "done" : outcome < 0.97 ? "referred" : "nobody_met"),
        ])
      }
    }
    return try SampleTable.csv(
      ["number", "place_code", "unit", "visited_on", "kind", "households", "outcome"], rows)
  }

  func patrolFile() throws -> [UInt8] {
    var generator = generator(4)
    var rows: [(Geometry, [AttributeValue])] = []
    for number in 1...60 {
      guard let from = generator.element(of: layout.villages) else { break }
      let near = layout.villages.filter { $0.town == from.town }
      var line = [from.position]
      for _ in 0..<generator.whole(in: 3...6) {
        guard let next = generator.element(of: near) else { break }
        line.append(next.position.moved(east: 30 * generator.normal(), north: 30))
      }
      let began = Int(last.number) * 1440 - generator.whole(in: 0...40_000)
      rows.append(
        (
          .lineString(line.map { SamplePlane.degrees($0) }),
          [
            .text("PT\(SampleCode.padded(number, to: 5))"), code("police", from.town),
            .text(SamplePeriod.text(minute: began)),
            .text(SamplePeriod.text(minute: began + generator.whole(in: 40...240))),
            .text(generator.element(of: ["foot", "bicycle", "vehicle"]) ?? "foot"),
            .integer(Int64(generator.whole(in: 2...6))),
          ]
        ))
    }
    return try SampleTable.geoJSON(
      ["number", "unit", "began_at", "ended_at", "mode", "people"], rows)
  }

  func awardFile() throws -> [UInt8] {
    var generator = generator(5)
    var rows: [[AttributeValue]] = []
    for (number, colour) in ["red", "red", "red", "yellow", "yellow", "black"].enumerated() {
      guard let station = generator.element(of: facilities.stations.filter { $0.kind == "police" })
      else { break }
      let issued = last - generator.whole(in: 20...500)
      let level = colour == "black" ? "province" : colour == "yellow" ? "city" : "county"
      rows.append([
        .text("综治〔合成〕\(number + 1)号"), .text(station.code), .text(colour), .text(level),
        .text("通报第\(number + 1)号（合成）"), .day(issued), .day(issued + 365),
      ])
    }
    return try SampleTable.csv(
      ["number", "unit", "colour", "level", "evidence", "issued_on", "valid_to"], rows)
  }

  /// A task for each hazard that is past its deadline, and for disputes that are open for months.
  func taskFile() throws -> [UInt8] {
    var rows: [[AttributeValue]] = []
    func add(
      _ kind: String, _ source: String, _ item: String, place: String, unit: AttributeValue,
      on day: DayNumber, status: String
    ) {
      rows.append([
        .text("TK\(SampleCode.padded(rows.count + 1, to: 5))"), .text(kind), .text(source),
        .text(item), .text(place), unit, .day(day), .day(day + 15), .text(status),
        .text(SamplePeriod.text(minute: (Int(day.number) + 2) * 1440 + 540)),
      ])
    }
    for hazard in hazards where hazard.fixedOn == nil && hazard.deadline < last - 3 {
      add(
        "rectification", "hazard", hazard.code, place: hazard.place,
        unit: code("grid_centre", hazard.town), on: hazard.deadline + 1,
        status: hazard.deadline < last - 18 ? "overdue" : "accepted")
    }
    let disputes = scenario.incidents.enumerated().filter { _, incident in
      SampleCategory.all[incident.category].key == "dispute" && incident.status == .accepted
    }
    for (index, incident) in disputes.suffix(25) {
      let grid = layout.grids[incident.grid]
      let day = DayNumber(Int32(incident.statusAt / 1440)) + 1
      guard day <= last else { continue }
      add(
        "mediation", "incident", SampleIncidentExport.id(of: incident, number: index + 1),
        place: grid.code, unit: code("mediation_centre", grid.town), on: day, status: "issued")
    }
    return try SampleTable.csv(
      [
        "number", "kind", "source_kind", "source_item", "place_code", "lead_unit", "issued_on",
        "deadline", "status", "status_at",
      ], rows)
  }
}
