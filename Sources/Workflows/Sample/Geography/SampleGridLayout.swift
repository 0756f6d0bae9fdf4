import Analysis
import SimpleFeatures
import Topology

/// A grid (网格) of land or sea: derived, approximate, the same for every seed of the scenario.
struct SampleGrid: Sendable {
  /// Fifteen digits: twelve of the village, three of the grid in it. A sea grid hangs under its
  /// town, with the village part 900, which no village has.
  var code: String
  var name: String
  var town: Int
  /// `nil` at sea.
  var village: Int?
  /// In degrees; the largest part first.
  var polygons: [Polygon]
  /// In degrees.
  var region: SampleRegion
  /// Grids that share a vertex (queen), land and sea alike.
  var neighbours: [Int] = []

  var isSea: Bool { village == nil }
}

/// Grids of land and sea from one arrangement of borders.
struct SampleGridLayout: Sendable {
  static let landGrids = 510
  static let seaSpacing = 6000.0
  static let seaReach = 5000.0
  /// Borders run this far past the shore or the town's border, so that they cut it.
  private static let overshoot = 50.0

  let area: SampleStudyArea
  let villages: [SampleVillage]
  private(set) var grids: [SampleGrid] = []
  /// Edges between the county's land and water, each once, with the grid on the land.
  private(set) var shoreEdges: [(start: SamplePoint, end: SamplePoint, grid: Int)] = []

  private let seeds: [SampleSeed]
  private let arrangement: SampleArrangement
  private let isHost: [Bool]
  private let townSeeds: [Group]
  private let seaSeeds: Group

  /// Seeds that share out an area among them, by their numbers.
  private struct Group: Sendable {
    var seeds: [Int]
    var positions: SamplePositions

    init(_ seeds: [SampleSeed], where isMember: (SampleSeed) -> Bool) {
      self.seeds = seeds.indices.filter { isMember(seeds[$0]) }
      positions = SamplePositions(self.seeds.map { seeds[$0].position })
    }
  }

  init(
    area: SampleStudyArea, villages: [SampleVillage], generator: inout ReplicateGenerator,
    in topology: TopologyContext
  ) throws {
    self.area = area
    self.villages = villages
    let onLand = SampleSeed.onLand(
      villages, in: area, count: Self.landGrids, generator: &generator)
    let atSea = SampleSeed.atSea(in: area, spacing: Self.seaSpacing, reach: Self.seaReach)
    let seeds = onLand + atSea
    self.seeds = seeds
    townSeeds = area.towns.indices.map { town in
      Group(seeds) { $0.village != nil && $0.town == town }
    }
    seaSeeds = Group(seeds) { $0.village == nil }
    isHost = zip(area.pieces, area.pieceRegions).map { piece, region in
      !piece.isIslet && (piece.town == nil || onLand.contains { region.contains($0.position) })
    }
    arrangement = try SampleArrangement(
      Self.lines(area: area, isHost: isHost, onLand: onLand, atSea: atSea, topology), in: topology)
    try assemble(topology)
  }

  // MARK: Borders

  private static func lines(
    area: SampleStudyArea, isHost: [Bool], onLand: [SampleSeed], atSea: [SampleSeed],
    _ topology: TopologyContext
  ) throws -> [[Coordinate]] {
    var lines = area.land.flatMap(\.rings)
    for town in area.towns.indices {
      let pieces = area.pieces.indices.filter {
        isHost[$0] && (area.pieces[$0].town ?? town) == town
      }
      let host = try topology.union(
        pieces.flatMap { piece in
          area.pieces[piece].town == nil
            ? try topology.union(area.townAreas[town].map(Geometry.polygon)).intersected(
              with: area.pieces[piece].polygon, topology)
            : [area.pieces[piece].polygon]
        }.map(Geometry.polygon))
      guard let box = host.boundingBox?.expanded(by: 5000) else { continue }
      let reach = try topology.buffer(host, metres: overshoot)
      let sites = onLand.filter { $0.town == town }.map(\.position)
      let cells = try topology.voronoiCells(of: sites, in: box).compactMap { $0?.exterior }
      lines += try topology.intersection(.multiLineString(cells), reach).lines
      let border = area.townAreas[town].flatMap(\.rings)
      lines += try topology.intersection(.multiLineString(border), reach).lines
    }
    let inland = try topology.buffer(
      topology.union(area.land.map(Geometry.polygon)), metres: -overshoot)
    let cells = try topology.voronoiCells(of: atSea.map(\.position), in: area.window)
    lines += try topology.difference(
      .multiLineString(cells.compactMap { $0?.exterior }), inland
    ).lines
    return lines
  }

  // MARK: Faces to grids

  private mutating func assemble(_ topology: TopologyContext) throws {
    let faces = arrangement.faces
    let isLand = faces.map { area.landRegion.contains($0.inside) }
    var owner = zip(faces, isLand).map { face, isLand in
      isLand ? landOwner(of: face.inside) : seaOwner(of: face.inside)
    }
    joinStrays(&owner, isLand: isLand)
    var members: [Int: [Int]] = [:]
    for (face, owner) in owner.enumerated() {
      if let owner { members[owner, default: []].append(face) }
    }
    var shapes: [(seed: Int, polygons: [Polygon])] = []
    for (seed, faces) in members.sorted(by: { $0.key < $1.key }) {
      let united = try topology.union(faces.map { .polygon(arrangement.faces[$0].polygon) })
      shapes.append((seed, united.polygons.sorted { $0.planarArea > $1.planarArea }))
    }
    let codes = numbered(shapes)
    let order = shapes.indices.sorted { codes[$0].code < codes[$1].code }
    var gridOfSeed: [Int: Int] = [:]
    for shape in order {
      let seed = seeds[shapes[shape].seed]
      guard let town = seed.town, let region = SampleRegion(shapes[shape].polygons) else {
        continue
      }
      gridOfSeed[shapes[shape].seed] = grids.count
      grids.append(
        SampleGrid(
          code: codes[shape].code, name: codes[shape].name, town: town, village: seed.village,
          polygons: shapes[shape].polygons, region: region))
    }
    let gridOfFace = owner.map { $0.flatMap { gridOfSeed[$0] } }
    findNeighbours()
    findShore(gridOfFace, isLand: isLand)
  }

  private func landOwner(of place: Coordinate) -> Int? {
    guard let piece = area.piece(at: place), let town = area.town(at: place) else { return nil }
    // An islet stays whole: all of it goes where its first vertex goes.
    let deciding = isHost[piece] ? place : area.pieces[piece].polygon.exterior[0]
    return townSeeds[town].positions.nearest(to: deciding).map { townSeeds[town].seeds[$0.index] }
  }

  private func seaOwner(of place: Coordinate) -> Int? {
    guard let near = seaSeeds.positions.nearest(to: place) else { return nil }
    let seed = seaSeeds.seeds[near.index]
    return seeds[seed].town == nil ? nil : seed
  }

  /// A part of a grid that lies apart from its main part, across a neighbour or an inlet, goes to
  /// the neighbour that it shares most border with, if it has one.
  private func joinStrays(_ owner: inout [Int?], isLand: [Bool]) {
    var members: [Int: [Int]] = [:]
    for (face, owner) in owner.enumerated() {
      if let owner { members[owner, default: []].append(face) }
    }
    let before = owner
    for (seed, faces) in members.sorted(by: { $0.key < $1.key }) {
      let parts = arrangement.components(of: faces, owner: before).sorted { one, other in
        size(of: one) > size(of: other)
      }
      for part in parts.dropFirst() {
        var shared: [Int: Double] = [:]
        for face in part {
          for (other, metres) in arrangement.neighbours(of: face)
          where isLand[other] == isLand[face] {
            if let neighbour = before[other], neighbour != seed {
              shared[neighbour, default: 0] += metres
            }
          }
        }
        let best = shared.max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let best { for face in part { owner[face] = best.key } }
      }
    }
  }

  private func size(of faces: [Int]) -> Double {
    faces.reduce(0) { $0 + arrangement.faces[$1].area }
  }

  // MARK: Codes

  /// Within a village (at sea: within a town) from west to east, then from north to south.
  private func numbered(
    _ shapes: [(seed: Int, polygons: [Polygon])]
  ) -> [(code: String, name: String)] {
    var codes = Array(repeating: (code: "", name: ""), count: shapes.count)
    let places = shapes.map { seeds[$0.seed].position }
    let units = Dictionary(grouping: shapes.indices) { shape in
      let seed = seeds[shapes[shape].seed]
      return seed.village.map { villages[$0].code }
        ?? SampleCode.town(area.towns[seed.town ?? 0].code) + "900"
    }
    for (unit, members) in units {
      let ordered = members.sorted { one, other in
        (places[one].x, -places[one].y) < (places[other].x, -places[other].y)
      }
      for (number, shape) in ordered.enumerated() {
        let seed = seeds[shapes[shape].seed]
        let sequence = SampleCode.padded(number + 1, to: 3)
        let name =
          seed.village.map { "\(villages[$0].name)第\(number + 1)网格" }
          ?? "\(area.towns[seed.town ?? 0].name)海上第\(number + 1)网格"
        codes[shape] = (unit + sequence, name)
      }
    }
    return codes
  }

  // MARK: Neighbours and shore

  private mutating func findNeighbours() {
    var gridsAtPoint: [Coordinate: [Int]] = [:]
    for (index, grid) in grids.enumerated() {
      for position in Set(grid.polygons.flatMap(\.rings).flatMap { $0 }) {
        gridsAtPoint[position, default: []].append(index)
      }
    }
    var neighbours = grids.map { _ in Set<Int>() }
    for members in gridsAtPoint.values where members.count > 1 {
      for one in members {
        for other in members where other != one { neighbours[one].insert(other) }
      }
    }
    for index in grids.indices { grids[index].neighbours = neighbours[index].sorted() }
  }

  private mutating func findShore(_ gridOfFace: [Int?], isLand: [Bool]) {
    for (index, face) in arrangement.faces.enumerated() where isLand[index] {
      guard let grid = gridOfFace[index] else { continue }
      for ring in face.polygon.rings {
        for (start, end) in zip(ring, ring.dropFirst()) {
          let from = SamplePoint(SamplePlane.metres(start))
          let to = SamplePoint(SamplePlane.metres(end))
          let across = arrangement.facesAtEdge[.init(from, to)] ?? []
          if across.allSatisfy({ $0 == index || !isLand[$0] }) {
            shoreEdges.append((from, to, grid))
          }
        }
      }
    }
  }
}

extension Geometry {
  fileprivate func intersected(
    with polygon: Polygon, _ topology: TopologyContext
  ) throws -> [Polygon] {
    try topology.intersection(self, .polygon(polygon)).polygons
  }
}
