import Formats
import SimpleFeatures
import Testing

/// Which ring is a hole of which, over shapefiles of one record.
@Suite struct RingNestingTests {
  typealias Ring = [(Double, Double)]

  private static func polygons(_ rings: [Ring]) throws -> (polygons: [Polygon], notes: String) {
    let files = ShapefileBytes(type: 5, records: [ShapefileBytes.record(type: 5, rings)])
    let reader = try files.reader(hasTable: false)
    guard case .row = try reader.next(), let geometry = reader.geometry else { throw Unexpected() }
    return (geometry.polygons, reader.notes.sentences.joined(separator: "; "))
  }

  private static func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, clockwise: Bool
  ) -> Ring {
    let ring = [(x, y), (x, y + height), (x + width, y + height), (x + width, y), (x, y)]
    return clockwise ? ring : ring.reversed()
  }

  @Test func anIslandInAHoleIsAPolygonOfItsOwn() throws {
    let rings = [
      Self.box(4, 4, 2, 2, clockwise: true), Self.box(1, 1, 8, 8, clockwise: false),
      Self.box(0, 0, 10, 10, clockwise: true), Self.box(20, 0, 3, 3, clockwise: true),
    ]
    let (polygons, notes) = try Self.polygons(rings)
    #expect(polygons.map(\.holes.count) == [0, 1, 0])
    #expect(polygons[1].exterior[2] == Coordinate(x: 10, y: 10))
    #expect(notes.isEmpty)
  }

  @Test(arguments: [true, false])
  func ringsInTheWrongDirectionAreReadAsTheyLie(clockwise: Bool) throws {
    // Every ring the same way, as programs write that know nothing of it.
    let same = [
      Self.box(0, 0, 10, 10, clockwise: clockwise), Self.box(2, 2, 2, 2, clockwise: clockwise),
    ]
    let (polygons, notes) = try Self.polygons(same)
    #expect(polygons.count == 1 && polygons[0].holes.count == 1)
    #expect(notes.contains("1 rings run in the wrong direction"))
    // All exchanged, as GeoJSON has them.
    let (exchanged, more) = try Self.polygons([
      Self.box(0, 0, 10, 10, clockwise: false), Self.box(2, 2, 2, 2, clockwise: true),
    ])
    #expect(exchanged.count == 1 && exchanged[0].holes.count == 1)
    #expect(more.contains("2 rings run in the wrong direction"))
  }

  @Test func aHoleMayTouchItsRing() throws {
    let outer = Self.box(0, 0, 4, 4, clockwise: true)
    // Every corner of the hole lies on the outer ring: only the middles of its edges tell.
    let diamond: Ring = [(2, 0), (4, 2), (2, 4), (0, 2), (2, 0)]
    #expect(try Self.polygons([outer, diamond]).polygons.map(\.holes.count) == [1])
    // The same corners, but the ring beside shares an edge and lies outside.
    let beside: Ring = [(4, 0), (4, 4), (6, 2), (4, 0)]
    #expect(try Self.polygons([outer, beside]).polygons.map(\.holes.count) == [0, 0])
    // A hole that runs along an edge of its ring.
    let along = Self.box(0, 0, 1, 4, clockwise: false)
    #expect(try Self.polygons([outer, along]).polygons.map(\.holes.count) == [1])
    // The same ring twice is within itself neither way.
    #expect(try Self.polygons([outer, outer]).polygons.map(\.holes.count) == [0, 0])
  }

  /// 0.1 and its multiples are no binary fractions: without exact signs the corner of the hole
  /// falls on either side of the slanted border.
  @Test func theSideOfABorderIsExact() throws {
    for step in 1..<200 {
      let t = Double(step) * 0.1
      let outer: Ring = [(0, 0), (20, 20 + 1e-13), (20, 0), (0, 0)]
      let hole: Ring = [(t, t), (t + 0.01, t), (t + 0.01, t - 0.01), (t, t)]
      let (polygons, _) = try Self.polygons([outer, hole])
      #expect(polygons.map(\.holes.count) == [1])
    }
  }

  @Test func ringsAreClosedAndThoseWithoutAreaLeftOut() throws {
    let open = Array(Self.box(0, 0, 4, 4, clockwise: true).dropLast())
    let (polygons, notes) = try Self.polygons([open, [(1, 1), (2, 2), (3, 3), (1, 1)], [(9, 9)]])
    #expect(polygons.count == 1 && polygons[0].exterior.count == 5)
    #expect(notes.contains("1 rings were open") && notes.contains("2 rings without area"))
  }

  /// Boxes in boxes in boxes, whose nesting is known from how they were made; in any order and
  /// any direction.
  @Test(arguments: 0..<60)
  func nestedBoxesComeBack(seed: Int) throws {
    var random = Randomness(seed)
    var rings: [(ring: Ring, parent: Int?, depth: Int)] = []
    func fill(_ x: Double, _ y: Double, _ size: Double, _ parent: Int?, _ depth: Int) {
      guard depth < 5 else { return }
      // Four places in a square, of which some are taken, touching or not.
      for place in 0..<4 where Int.random(in: 0..<3, using: &random) > 0 {
        let margin = Bool.random(using: &random) ? 0.0 : size / 32
        let side = size / 2 - 2 * margin
        let (left, low) = (
          x + Double(place % 2) * size / 2 + margin, y + Double(place / 2) * size / 2 + margin
        )
        let clockwise = Bool.random(using: &random)
        rings.append((Self.box(left, low, side, side, clockwise: clockwise), parent, depth))
        fill(left + side / 16, low + side / 16, side * 7 / 8, rings.count - 1, depth + 1)
      }
    }
    fill(0, 0, 1024, nil, 0)
    guard !rings.isEmpty else { return }
    let order = rings.indices.shuffled(using: &random)
    let read = try Self.polygons(order.map { rings[$0].ring }).polygons
    var expected: [Set<Set<Coordinate>>] = []
    for (index, ring) in rings.enumerated() where ring.depth.isMultiple(of: 2) {
      let holes = rings.filter { $0.parent == index }
      expected.append(Set(([ring.ring] + holes.map(\.ring)).map(Self.corners)))
    }
    let found = read.map { polygon in
      Set(polygon.rings.map { Set($0) })
    }
    #expect(Set(found) == Set(expected) && found.count == expected.count)
  }

  private static func corners(_ ring: Ring) -> Set<Coordinate> {
    Set(ring.map { Coordinate(x: $0.0, y: $0.1) })
  }
}
