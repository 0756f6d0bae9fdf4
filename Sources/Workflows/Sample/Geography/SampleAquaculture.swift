import Analysis
import Foundation
import SimpleFeatures
import Topology

/// What is grown at sea, and how it is counted.
struct SampleSpecies: Sendable {
  enum Unit: String, Sendable { case xiang, kou, mu }

  var name: String
  var unit: Unit
  /// Square metres of water that one unit takes.
  var metresPerUnit: Double
  var yuanPerUnit: Double
  var unitsPerWorker: Double
  /// Grown close to the shore.
  var isSheltered: Bool
  var weight: Double

  static let all: [SampleSpecies] = [
    .init(
      name: "大黄鱼", unit: .kou, metresPerUnit: 260, yuanPerUnit: 18_000, unitsPerWorker: 28,
      isSheltered: true, weight: 3),
    .init(
      name: "海带", unit: .mu, metresPerUnit: 740, yuanPerUnit: 9_000, unitsPerWorker: 25,
      isSheltered: false, weight: 4),
    .init(
      name: "紫菜", unit: .mu, metresPerUnit: 740, yuanPerUnit: 6_500, unitsPerWorker: 22,
      isSheltered: false, weight: 3),
    .init(
      name: "牡蛎", unit: .mu, metresPerUnit: 740, yuanPerUnit: 11_000, unitsPerWorker: 18,
      isSheltered: true, weight: 2),
    .init(
      name: "鲍鱼", unit: .xiang, metresPerUnit: 30, yuanPerUnit: 420, unitsPerWorker: 300,
      isSheltered: false, weight: 2),
    .init(
      name: "海参", unit: .xiang, metresPerUnit: 34, yuanPerUnit: 650, unitsPerWorker: 320,
      isSheltered: true, weight: 1),
  ]
}

/// An aquaculture zone (养殖区): wholly made up, on real water.
struct SampleZone: Sendable {
  enum Licence: String, Sendable { case valid, expired, none }

  /// Nine digits of the town, `Y`, three digits.
  var code: String
  var name: String
  var grid: Int
  /// In degrees.
  var polygon: Polygon
  var species: SampleSpecies
  var quantity: Int
  var workers: Int
  var licence: Licence
  /// 亩; 0 without a licence.
  var licenceArea: Double
  var isProhibited: Bool
  var unitValue: Int
}

/// Zones as rectangles within 3.5 km of the shore, each inside one sea grid and off the land.
struct SampleAquaculture {
  static let squareMetresPerMu = 2000.0 / 3
  private static let clearance = 60.0

  private let layout: SampleGridLayout
  private let topology: TopologyContext
  private let shore: SamplePositions
  private var generator: ReplicateGenerator
  private var taken: [(middle: Coordinate, radius: Double)] = []

  static func zones(
    _ layout: SampleGridLayout, count: Int, generator: ReplicateGenerator,
    in topology: TopologyContext
  ) throws -> [SampleZone] {
    var aquaculture = SampleAquaculture(
      layout: layout, topology: topology,
      shore: SamplePositions(layout.shoreEdges.map(\.start.metres)),
      generator: generator)
    return try aquaculture.zones(count)
  }

  private init(
    layout: SampleGridLayout, topology: TopologyContext, shore: SamplePositions,
    generator: ReplicateGenerator
  ) {
    self.layout = layout
    self.topology = topology
    self.shore = shore
    self.generator = generator
  }

  private mutating func zones(_ count: Int) throws -> [SampleZone] {
    let seaGrids = layout.grids.indices.filter { layout.grids[$0].isSea }
    var numbers: [Int: Int] = [:]
    var zones: [SampleZone] = []
    guard !seaGrids.isEmpty else { return [] }
    for _ in 0..<(count * 400) where zones.count < count {
      let grid = seaGrids[Int(generator.integer(below: UInt64(seaGrids.count)))]
      guard let (polygon, area, offing) = try rectangle(in: grid) else { continue }
      let town = layout.grids[grid].town
      let number = numbers[town, default: 0] + 1
      numbers[town] = number
      zones.append(zone(grid: grid, number: number, polygon: polygon, area: area, offing: offing))
    }
    return zones.sorted { $0.code < $1.code }
  }

  /// A turned rectangle of 5 to 45 hectares, if there is room for it.
  private mutating func rectangle(
    in grid: Int
  ) throws -> (Polygon, area: Double, offing: Double)? {
    let region = layout.grids[grid].region
    let middle = SamplePlane.metres(
      Coordinate(
        x: region.box.minX + generator.uniform() * region.box.width,
        y: region.box.minY + generator.uniform() * region.box.height))
    let area = 50_000 * exp(2.2 * generator.uniform())
    let aspect = 1.2 + 1.6 * generator.uniform()
    let turn = Double.pi * generator.uniform()
    guard region.contains(SamplePlane.degrees(middle)), let near = shore.nearest(to: middle),
      (250.0...3500.0).contains(near.metres)
    else { return nil }
    let width = (area * aspect).squareRoot()
    let height = area / width
    let radius = (width * width + height * height).squareRoot() / 2
    guard taken.allSatisfy({ $0.middle.distance(to: middle) > $0.radius + radius + Self.clearance })
    else { return nil }
    let wide = Self.rectangle(
      middle, width: width + 2 * Self.clearance, height: height + 2 * Self.clearance, turn: turn)
    let water = Geometry.multiPolygon(layout.grids[grid].polygons)
    guard try topology.covers(water, .polygon(wide)) else { return nil }
    taken.append((middle, radius))
    return (Self.rectangle(middle, width: width, height: height, turn: turn), area, near.metres)
  }

  private static func rectangle(
    _ middle: Coordinate, width: Double, height: Double, turn: Double
  ) -> Polygon {
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)]
    return Polygon(
      exterior: corners.map { along, across in
        let x = along * width / 2
        let y = across * height / 2
        return SamplePlane.degrees(
          middle.moved(
            east: x * cos(turn) - y * sin(turn), north: x * sin(turn) + y * cos(turn)))
      })
  }

  private mutating func zone(
    grid: Int, number: Int, polygon: Polygon, area: Double, offing: Double
  ) -> SampleZone {
    let weights = SampleSpecies.all.map {
      $0.weight * ($0.isSheltered == (offing < 1100) ? 1 : 0.15)
    }
    let species = SampleSpecies.all[SampleChoice(weights).draw(&generator)]
    let quantity = max(1, Int((area / species.metresPerUnit).rounded()))
    let draw = generator.uniform()
    let licence: SampleZone.Licence = draw < 0.8 ? .valid : draw < 0.9 ? .expired : .none
    let isProhibited = generator.uniform() < (licence == .none ? 0.4 : 0.03)
    let value = species.yuanPerUnit * (0.85 + 0.3 * generator.uniform())
    let town = layout.area.towns[layout.grids[grid].town]
    return SampleZone(
      code: SampleCode.town(town.code) + "Y" + SampleCode.padded(number, to: 3),
      name: "\(town.name)\(species.name)养殖区\(number)号", grid: grid, polygon: polygon,
      species: species, quantity: quantity,
      workers: max(2, Int((Double(quantity) / species.unitsPerWorker).rounded())),
      licence: licence,
      licenceArea: licence == .none ? 0 : (area / Self.squareMetresPerMu * 10).rounded() / 10,
      isProhibited: isProhibited, unitValue: Int((value / 10).rounded()) * 10)
  }
}
