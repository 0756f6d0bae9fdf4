import Analysis
import SimpleFeatures
import Topology

/// A station or facility of the scenario.
struct SampleStation: Sendable {
  var code: String
  var name: String
  var kind: String
  var town: Int
  /// The unit that it stands in.
  var place: String
  /// In degrees.
  var position: Coordinate
  var staff: Int
}

/// Stations at the seats of the towns and at the shore, the areas that they answer for, the cells
/// of water, and cameras.
struct SampleFacilities {
  let stations: [SampleStation]
  private let scenario: SampleScenario
  private let topology: TopologyContext
  private let generator: ReplicateGenerator

  private static let cameraCount = 240

  init(_ scenario: SampleScenario, in topology: TopologyContext) throws {
    self.scenario = scenario
    self.topology = topology
    generator = ReplicateGenerator(seed: scenario.seed, stream: SampleStream.facilities)
    stations = Self.stations(scenario)
  }

  /// The station of a kind that a town has.
  func station(_ kind: String, of town: Int) -> SampleStation? {
    stations.first { $0.kind == kind && $0.town == town } ?? stations.first { $0.kind == kind }
  }

  private static func stations(_ scenario: SampleScenario) -> [SampleStation] {
    let layout = scenario.layout
    var generator = ReplicateGenerator(
      seed: SampleStream.geographySeed, stream: SampleStream.facilities)
    var stations: [SampleStation] = []
    func add(_ kind: String, _ letter: String, _ word: String, town: Int, near: Coordinate) {
      let place = SampleCode.town(layout.area.towns[town].code)
      let number = stations.count { $0.town == town && $0.kind == kind } + 1
      stations.append(
        SampleStation(
          code: "\(place)\(letter)\(SampleCode.padded(number, to: 2))",
          name: layout.area.towns[town].name + word + (number > 1 ? "\(number)" : ""), kind: kind,
          town: town, place: place,
          position: SamplePlane.degrees(
            near.moved(east: 400 * generator.normal(), north: 400 * generator.normal())),
          staff: generator.whole(in: 3...30)))
    }
    for (town, place) in layout.area.towns.enumerated() {
      guard let seat = place.position else { continue }
      add("police", "P", "派出所", town: town, near: seat)
      add("mediation_centre", "M", "矛盾纠纷调解中心", town: town, near: seat)
      add("grid_centre", "G", "网格化服务中心", town: town, near: seat)
      if town == 0 {
        add("governance_centre", "Z", "综治中心", town: town, near: seat)
        add("fire_station", "F", "消防救援站", town: town, near: seat)
        add("monitoring_centre", "V", "视频调度中心", town: town, near: seat)
      }
      let shore = layout.shoreEdges.filter { layout.grids[$0.grid].town == town }
      if let edge = generator.element(of: shore) {
        add("port", "K", "渔港", town: town, near: edge.start.metres)
        add("border_post", "B", "海防警务室", town: town, near: edge.end.metres)
      }
      for (number, village) in layout.villages.filter({ $0.town == town }).enumerated()
      where number % 8 == 0 {
        add("fire_micro_station", "W", "微型消防站", town: town, near: village.position)
        if number % 16 == 0 {
          add("kiosk", "E", "便民警务亭", town: town, near: village.position)
        }
      }
    }
    return stations
  }

  // MARK: Files

  func stationFile() throws -> [UInt8] {
    try SampleTable.geoJSON(
      ["code", "name", "kind", "place_code", "staff"],
      stations.map {
        (
          .point($0.position),
          [
            .text($0.code), .text($0.name), .text($0.kind), .text($0.place),
            .integer(Int64($0.staff)),
          ]
        )
      })
  }

  /// Each grid of the land goes to the nearest police station, so that the areas follow the roads'
  /// ends and not the borders of the towns.
  func areaFile() throws -> [UInt8] {
    let police = stations.filter { $0.kind == "police" }
    let positions = SamplePositions(police.map { SamplePlane.metres($0.position) })
    var members = police.map { _ in [Geometry]() }
    for grid in scenario.layout.grids where !grid.isSea {
      guard let nearest = positions.nearest(to: SamplePlane.metres(grid.region.box.centre))
      else { continue }
      members[nearest.index].append(grid.geometry)
    }
    var rows: [(Geometry, [AttributeValue])] = []
    for (station, grids) in zip(police, members) where !grids.isEmpty {
      rows.append(
        (
          try topology.union(grids),
          [
            .text(station.code + "-A"), .text(station.name + "辖区"), .text(station.code),
            .text("police"),
          ]
        ))
    }
    return try SampleTable.geoJSON(["code", "name", "station", "kind"], rows)
  }

  func cellFile() throws -> [UInt8] {
    var generator = generator
    var numbers: [Int: Int] = [:]
    var rows: [(Geometry, [AttributeValue])] = []
    for (index, grid) in scenario.layout.grids.enumerated() where grid.isSea {
      let number = numbers[grid.town, default: 0] + 1
      numbers[grid.town] = number
      let town = SampleCode.town(scenario.layout.area.towns[grid.town].code)
      let workers = scenario.people[index].workers
      rows.append(
        (
          grid.geometry,
          [
            .text("\(town)H\(SampleCode.padded(number, to: 3))"), .text(grid.name),
            station("border_post", of: grid.town).map { .text($0.code) } ?? .unknown,
            .integer(Int64(workers / 3 + generator.whole(in: 0...20))),
            .integer(Int64(generator.whole(in: 5...60))), .integer(Int64(workers)),
            .day(scenario.period.last - 30),
          ]
        ))
    }
    return try SampleTable.geoJSON(
      ["code", "name", "station", "floating_population", "vessels", "workers", "counted_on"], rows)
  }

  /// Two of three stand in communities; one in ten is not on line.
  func cameraFile() throws -> [UInt8] {
    var generator = generator
    let layout = scenario.layout
    let land = layout.grids.filter { !$0.isSea }
    let urban = land.filter { grid in grid.village.map { layout.villages[$0].isCommunity } ?? false
    }
    var rows: [[AttributeValue]] = []
    for number in 1...Self.cameraCount {
      let choice = generator.uniform() < 2.0 / 3 && !urban.isEmpty ? urban : land
      guard let grid = generator.element(of: choice) else { break }
      let place = generator.place(in: grid.region)
      let angle = generator.element(of: [60, 75, 90, 110, 360]) ?? 90
      rows.append([
        .text("CAM\(SampleCode.padded(number, to: 5))"),
        station("police", of: grid.town).map { .text($0.code) } ?? .unknown, .text(grid.code),
        angle == 360 ? .unknown : .integer(Int64(generator.whole(in: 0...359))),
        .integer(Int64(angle)), .integer(Int64(10 * generator.whole(in: 4...20))),
        .real(Double(generator.whole(in: 30...80)) / 10),
        .boolean(generator.uniform() < 0.9),
        .day(scenario.period.first - generator.whole(in: 0...1500)), .real(place.x),
        .real(place.y),
      ])
    }
    return try SampleTable.csv(
      [
        "code", "station", "place_code", "bearing_deg", "angle_deg", "range_m", "height_m",
        "online", "installed_on", "lon", "lat",
      ], rows)
  }
}
