import SimpleFeatures
import Topology

/// The county and its towns, derived afresh: no authority's line is used.
///
/// Each place of the gazetteer, of the county and of its neighbours, owns what lies nearest to it
/// (Voronoi); a town owns what its places own; land is what GSHHG calls land. Of the mainland
/// only the pieces that hold a place of the county are kept. An island without any place goes
/// with the nearest such shore, if that is the county's.
struct SampleStudyArea: Sendable {
  struct Piece: Sendable {
    var polygon: Polygon
    /// The whole of it belongs to one town; `nil` where the nearest place decides.
    var town: Int?
    /// No village lies on it: it is a further part of a grid elsewhere.
    var isIslet: Bool
  }

  /// How far from the county's other shores an island may lie and still be taken, in metres.
  static let islandReach = 24_000.0
  /// Islands further off than this from the county's mainland belong to the island town.
  static let offshore = 6_000.0
  /// South of this latitude no island is taken: those waters belong to others.
  static let southernmostLatitude = 26.42
  /// An island smaller than this holds no village, in square metres.
  static let smallestInhabited = 800_000.0

  let towns: [SamplePlace]
  let window: BoundingBox
  /// Every land in the window, of whatever county.
  let land: [Polygon]
  let landRegion: SampleRegion
  /// The part of the plane nearest to each town's places, sea included.
  let townAreas: [[Polygon]]
  let pieces: [Piece]
  let pieceRegions: [SampleRegion]
  /// Vertices of land that is not the county's.
  let foreignShore: [Coordinate]
  private let sites: [(position: Coordinate, town: Int?)]
  private let sitePositions: SamplePositions

  init(_ sources: SampleSources, in topology: TopologyContext) throws {
    towns = sources.towns
    sites = Self.sites(sources)
    sitePositions = SamplePositions(sites.map(\.position))
    let own = sites.filter { $0.town != nil }.map(\.position)
    guard let box = BoundingBox(own), !towns.isEmpty else {
      throw WorkflowError.failed("places.csv: the county has no place with a position")
    }
    let window = box.expanded(by: 34_000)
    self.window = window
    townAreas = try Self.townAreas(sites, towns: towns.count, in: window, topology)
    let frame = Geometry.polygon(Polygon(window))
    var land: [Polygon] = []
    for polygon in sources.land {
      guard let around = BoundingBox(polygon.exterior), around.intersects(window) else { continue }
      land += try topology.intersection(.polygon(polygon), frame).polygons
    }
    guard let landRegion = SampleRegion(land) else {
      throw WorkflowError.failed("land.geojson: no land near the county's places")
    }
    self.land = land
    self.landRegion = landRegion
    let division = try LandDivision(
      land: land, places: sites,
      county: topology.union(townAreas.flatMap { $0 }.map(Geometry.polygon)),
      topology)
    foreignShore = division.foreignShore
    pieces = division.pieces(islandTown: towns.firstIndex { $0.code == SampleSources.islandTown })
    pieceRegions = pieces.compactMap { SampleRegion([$0.polygon]) }
  }

  /// The town of a place on the county's land; `nil` elsewhere.
  func town(at place: Coordinate) -> Int? {
    guard let piece = piece(at: place) else { return nil }
    return pieces[piece].town ?? nearestTown(to: place)
  }

  func piece(at place: Coordinate) -> Int? {
    pieceRegions.firstIndex { $0.contains(place) }
  }

  /// The town of the nearest place; `nil` when that place is a neighbour's.
  func nearestTown(to place: Coordinate) -> Int? {
    sitePositions.nearest(to: place).flatMap { sites[$0.index].town }
  }

  /// Each position once; of two places at one position the first in the gazetteer stays.
  private static func sites(_ sources: SampleSources) -> [(position: Coordinate, town: Int?)] {
    var number: [String: Int] = [:]
    for (index, town) in sources.towns.enumerated() { number[town.code] = index }
    var seen: Set<Coordinate> = []
    var sites: [(position: Coordinate, town: Int?)] = []
    for place in sources.places where place.level != .county {
      guard let position = place.position, seen.insert(position).inserted else { continue }
      sites.append((position, number[place.level == .town ? place.code : place.parent]))
    }
    return sites
  }

  private static func townAreas(
    _ sites: [(position: Coordinate, town: Int?)], towns: Int, in window: BoundingBox,
    _ topology: TopologyContext
  ) throws -> [[Polygon]] {
    let cells = try topology.voronoiCells(of: sites.map(\.position), in: window)
    return try (0..<towns).map { town in
      let own = zip(sites, cells).compactMap { $0.town == town ? $1 : nil }
      return try topology.union(own.map(Geometry.polygon)).polygons
    }
  }
}

/// Which land is the county's.
private struct LandDivision {
  /// Parts of the county that hold one of its places, then the islands without a place.
  private var held: [Polygon] = []
  private var empty: [Polygon] = []
  private var foreignVertices: [Coordinate] = []
  private let placed: [(position: Coordinate, town: Int?)]

  var foreignShore: [Coordinate] { foreignVertices }

  init(
    land: [Polygon], places: [(position: Coordinate, town: Int?)], county: Geometry,
    _ topology: TopologyContext
  ) throws {
    placed = places
    let hosts = Self.hosts(of: places.map(\.position), among: land)
    for (index, polygon) in land.enumerated() {
      let guests = places.indices.filter { hosts[$0] == index }
      guard !guests.isEmpty else {
        empty.append(polygon)
        continue
      }
      let own = guests.filter { places[$0].town != nil }
      var kept: Set<Coordinate> = []
      if !own.isEmpty {
        let parts = try topology.intersection(.polygon(polygon), county).polygons
        let partHosts = Set(Self.hosts(of: own.map { places[$0].position }, among: parts))
        for part in parts.indices where partHosts.contains(part) {
          held.append(parts[part])
          for ring in parts[part].rings { kept.formUnion(ring) }
        }
      }
      foreignVertices += polygon.exterior.filter { !kept.contains($0) }
    }
  }

  private static let farthestOffLand = 1500.0

  /// The surface that holds each place, or else the one whose shore is nearest: gazetteers put
  /// harbours some hundred metres off the land of GSHHG.
  private static func hosts(of places: [Coordinate], among surfaces: [Polygon]) -> [Int?] {
    let regions = surfaces.map { SampleRegion([$0]) }
    let owners = surfaces.enumerated().flatMap { index, surface in
      surface.exterior.map { _ in index }
    }
    let shores = SamplePositions(surfaces.flatMap(\.exterior))
    return places.map { place in
      if let inside = regions.firstIndex(where: { $0?.contains(place) ?? false }) { return inside }
      guard let near = shores.nearest(to: place), near.metres < farthestOffLand else { return nil }
      return owners[near.index]
    }
  }

  func pieces(islandTown: Int?) -> [SampleStudyArea.Piece] {
    var pieces = held.map { SampleStudyArea.Piece(polygon: $0, town: nil, isIslet: false) }
    let ownVertices = held.flatMap(\.exterior)
    let ownShore = SamplePositions(ownVertices)
    let foreignShore = SamplePositions(foreignVertices)
    let mainland = SamplePositions(held.max { $0.planarArea < $1.planarArea }?.exterior ?? [])
    let ownPlaces = placed.filter { $0.town != nil }
    let ownPositions = SamplePositions(ownPlaces.map(\.position))
    for polygon in empty {
      guard let box = BoundingBox(polygon.exterior),
        let own = ownShore.nearest(to: box.centre),
        own.metres < SampleStudyArea.islandReach,
        own.metres < foreignShore.nearest(to: box.centre)?.metres ?? .infinity,
        SamplePlane.degrees(box.centre).y > SampleStudyArea.southernmostLatitude,
        let near = ownPositions.nearest(to: ownVertices[own.index])
      else { continue }
      let isOffshore =
        (mainland.nearest(to: box.centre)?.metres ?? 0) > SampleStudyArea.offshore
      let isIslet = polygon.planarArea < SampleStudyArea.smallestInhabited || !isOffshore
      pieces.append(
        .init(
          polygon: polygon, town: isOffshore ? islandTown : ownPlaces[near.index].town,
          isIslet: isIslet))
    }
    return pieces
  }
}
