import Analysis
import SimpleFeatures

/// A village or community with its code and name of the gazetteer.
struct SampleVillage: Sendable {
  var code: String
  var name: String
  /// Index of the town.
  var town: Int
  var urbanRural: String
  var position: Coordinate
  /// The position is the gazetteer's; else it is made up within the town.
  var isPositionKnown: Bool

  var isCommunity: Bool { code.suffix(3) < "200" }
}

/// Where the villages lie: 14 as the gazetteer says, the others at made-up places of their town,
/// well apart from each other; communities near the seat of the town.
struct SampleVillages {
  private(set) var villages: [SampleVillage] = []
  private var generator: ReplicateGenerator
  private let area: SampleStudyArea

  /// How far from the town's seat a village of an urban class may lie, in metres (城乡分类).
  private static let urbanRadius: [String: Double] = [
    "111": 1500, "121": 2200, "112": 3500, "122": 4500,
  ]
  private static let candidates = 14

  /// - Parameter generator: the same for every seed of the scenario, so that codes and shapes are.
  static func place(
    _ places: [SamplePlace], in area: SampleStudyArea, generator: ReplicateGenerator
  ) -> [SampleVillage] {
    var layout = SampleVillages(generator: generator, area: area)
    for (town, seat) in area.towns.enumerated() {
      layout.place(places.filter { $0.parent == seat.code }, town: town, seat: seat)
    }
    return layout.villages
  }

  private init(generator: ReplicateGenerator, area: SampleStudyArea) {
    self.generator = generator
    self.area = area
  }

  private mutating func place(_ places: [SamplePlace], town: Int, seat: SamplePlace) {
    guard let seatPosition = seat.position, let box = hostBox(of: town) else { return }
    var taken: [Coordinate] = []
    func add(_ place: SamplePlace, at position: Coordinate, isKnown: Bool) {
      taken.append(position)
      villages.append(
        SampleVillage(
          code: place.code, name: place.name, town: town, urbanRural: place.urbanRural,
          position: position, isPositionKnown: isKnown))
    }
    for place in places {
      if let known = place.position { add(place, at: known, isKnown: true) }
    }
    let known = Set(villages.map(\.code))
    for place in places where !known.contains(place.code) {
      let reach = Self.urbanRadius[place.urbanRural]
      let position = farthest(
        from: taken, around: seatPosition, within: reach ?? .infinity, in: box, town: town)
      add(place, at: position ?? seatPosition, isKnown: false)
    }
    villages.sort { $0.code < $1.code }
  }

  /// The land of the town that villages may lie on.
  private func hostBox(of town: Int) -> BoundingBox? {
    var box = BoundingBox(area.townAreas[town].flatMap(\.exterior))
    for piece in area.pieces where piece.town == town && !piece.isIslet {
      guard let around = BoundingBox(piece.polygon.exterior) else { continue }
      box = box?.union(around) ?? around
    }
    return box
  }

  /// Of some random places of the town's land the one farthest from those taken.
  private mutating func farthest(
    from taken: [Coordinate], around seat: Coordinate, within reach: Double, in box: BoundingBox,
    town: Int
  ) -> Coordinate? {
    var search = box
    if reach.isFinite {
      let near = BoundingBox(seat).expanded(by: reach)
      search = BoundingBox(
        minX: max(box.minX, near.minX), minY: max(box.minY, near.minY),
        maxX: max(min(box.maxX, near.maxX), max(box.minX, near.minX)),
        maxY: max(min(box.maxY, near.maxY), max(box.minY, near.minY)))
    }
    var best: (place: Coordinate, square: Double)?
    var found = 0
    for _ in 0..<4000 where found < Self.candidates {
      let place = Coordinate(
        x: search.minX + generator.uniform() * search.width,
        y: search.minY + generator.uniform() * search.height)
      guard place.distance(to: seat) <= reach, isHost(place, of: town) else { continue }
      found += 1
      let square = taken.lazy.map { $0.squaredDistance(to: place) }.min() ?? 0
      if best == nil || square > best?.square ?? 0 { best = (place, square) }
    }
    return best?.place
  }

  private func isHost(_ place: Coordinate, of town: Int) -> Bool {
    guard let piece = area.piece(at: place), !area.pieces[piece].isIslet else { return false }
    return area.town(at: place) == town && area.pieceRegions[piece].contains(place, margin: 60)
  }
}
