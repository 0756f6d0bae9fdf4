import SimpleFeatures
import Testing
import Topology

/// What meets a box is what GEOS says meets it.
@Suite struct BoxTests {
  private static func shape(_ random: inout SeededGenerator, _ step: Double) throws -> Geometry {
    func number(_ bound: Int) -> Double {
      Double(Int.random(in: 0..<bound, using: &random)) * step
    }
    func position() -> Coordinate { Coordinate(x: 120 + number(12), y: 27 + number(12)) }
    let (x, y) = (120 + number(8), 27 + number(8))
    let (width, height) = (step * 2 + number(6), step * 2 + number(6))
    let outer = Polygon(BoundingBox(minX: x, minY: y, maxX: x + width, maxY: y + height))
    let hole = Polygon(
      BoundingBox(
        minX: x + width / 4, minY: y + height / 4, maxX: x + width / 2, maxY: y + height / 2))
    // Two right angles and a slanting side.
    let slanted = Polygon(exterior: [
      Coordinate(x: x, y: y), Coordinate(x: x + width, y: y),
      Coordinate(x: x + width / 3, y: y + height), Coordinate(x: x, y: y + height / 7),
      Coordinate(x: x, y: y),
    ])
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .point(position())
    case 1: return .multiPoint([position(), position()])
    case 2: return .lineString([position(), position(), position()])
    case 3: return .multiLineString([[position(), position()], [position(), position()]])
    case 4: return .polygon(Polygon(exterior: outer.exterior, holes: [hole.exterior]))
    case 5: return .polygon(slanted)
    case 6:
      return .multiPolygon([slanted, Polygon(exterior: hole.exterior.map { moved($0, step * 20) })])
    default: return .geometryCollection([.point(position()), .polygon(slanted)])
    }
  }

  private static func moved(_ position: Coordinate, _ x: Double) -> Coordinate {
    Coordinate(x: position.x + x, y: position.y)
  }

  @Test(arguments: [1.0, 0.1, 1e-3 / 3, 1e-9])
  func boxesMeetWhatGEOSSaysTheyMeet(step: Double) throws {
    var random = SeededGenerator(seed: 17)
    let context = try TopologyContext()
    var met = 0
    for _ in 0..<4000 {
      let shape = try Self.shape(&random, step)
      // Through the corners of the shape, or anywhere.
      var corners: [Coordinate] = []
      shape.forEachCoordinate { corners.append($0) }
      var sides: [Coordinate] = []
      for _ in 0..<2 {
        let corner = corners[Int.random(in: 0..<corners.count, using: &random)]
        let by = Double(Int.random(in: -2...2, using: &random)) * step
        sides.append(Coordinate(x: corner.x + by, y: corner.y - by / 2))
      }
      let box = try #require(BoundingBox(sides))
      // GEOS takes no polygon for a box without an area.
      guard box.width > 0, box.height > 0 else { continue }
      let expected = try context.intersects(shape, .polygon(Polygon(box)))
      #expect(shape.meets(box) == expected, "\(shape) \(box)")
      met += expected ? 1 : 0
    }
    #expect(met > 1000 && met < 3900)
  }

  @Test func aBoxWithoutAnAreaMeetsWhatItTouches() {
    let square = Geometry.polygon(Polygon(BoundingBox(minX: 0, minY: 0, maxX: 2, maxY: 2)))
    for (x, y, isMet) in [(0.0, 0.0, true), (1, 1, true), (2, 1, true), (2.5, 1, false)] {
      #expect(square.meets(BoundingBox(Coordinate(x: x, y: y))) == isMet)
    }
    let line = Geometry.lineString([Coordinate(x: 0, y: 0), Coordinate(x: 3, y: 1)])
    #expect(line.meets(BoundingBox(minX: 3, minY: 0, maxX: 3, maxY: 1)))
    #expect(!line.meets(BoundingBox(minX: 2, minY: 0, maxX: 3, maxY: 0.5)))
    #expect(!Geometry.multiPolygon([]).meets(BoundingBox(minX: -9, minY: -9, maxX: 9, maxY: 9)))
  }
}
