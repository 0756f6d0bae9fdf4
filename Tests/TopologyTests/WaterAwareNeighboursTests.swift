import SimpleFeatures
import Testing
import Topology

/// A bay of one kilometre: land to the west and to the east, joined by land in the north, and a
/// river of 30 m through the eastern land. Coordinates in metres.
@Suite struct WaterAwareNeighboursTests {
  private typealias Unit = WaterAwareNeighbours.Unit

  private func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Geometry {
    .polygon(Polygon(BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)))
  }

  /// West shore, east shore, head of the bay in two halves, and the bay in three cells.
  private var bay: [Unit] {
    [
      Unit(box(0, 0, 1000, 1000), .land), Unit(box(2000, 0, 3000, 1000), .land),
      Unit(box(0, 1000, 1500, 2000), .land), Unit(box(1500, 1000, 3000, 2000), .land),
      Unit(box(1000, 0, 2000, 300), .sea), Unit(box(1000, 300, 2000, 600), .sea),
      Unit(box(1000, 600, 2000, 1000), .sea),
    ]
  }

  @Test func contiguityKeepsToTheMedium() throws {
    for rule in [ContiguityGraph.Rule.queen, .rook] {
      let graph = try WaterAwareNeighbours(bay, links: .contiguity(rule))
      #expect(graph.neighbours == [[2], [3], [0, 3], [1, 2], [5], [4, 6], [5]])
      #expect(graph.cutPairs.isEmpty && graph.islands.isEmpty)
    }
    // Rook leaves out what only meets at a corner.
    let corner = [Unit(box(0, 0, 1, 1), .land), Unit(box(1, 1, 2, 2), .land)]
    let rook = try WaterAwareNeighbours(corner, links: .contiguity(.rook), toleranceMetres: 0)
    #expect(rook.islands == [0, 1])
    let queen = try WaterAwareNeighbours(corner, links: .contiguity(.queen), toleranceMetres: 0)
    #expect(queen.neighbours == [[1], [0]])
  }

  /// The shores are one kilometre apart by air, their middles two.
  @Test func shoresAcrossABayAreNotLinked() throws {
    let graph = try WaterAwareNeighbours(bay, links: .within(metres: 2500))
    #expect(!graph.neighbours[0].contains(1) && !graph.neighbours[1].contains(0))
    #expect(graph.neighbours[0].contains(2) && graph.neighbours[1].contains(3))
    #expect(graph.neighbours[4] == [5, 6])
    // From the west shore to the eastern head the line cuts the corner of the bay.
    #expect(graph.cutPairs.contains { ($0.low, $0.high) == (0, 1) })
    #expect(graph.neighbours.joined().allSatisfy { $0 < 7 })
    // Over the water a kilometre is too far, unless a kilometre may be crossed.
    let nearly = try WaterAwareNeighbours(bay, links: .within(metres: 2500), crossingMetres: 999)
    #expect(!nearly.neighbours[0].contains(1))
    let ferry = try WaterAwareNeighbours(bay, links: .within(metres: 2500), crossingMetres: 1001)
    #expect(ferry.neighbours[0].contains(1))
  }

  @Test func villagesOnTwoShoresAreNotLinked() throws {
    // Points have no ground of their own: the outline says what is land.
    let land = [
      box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000), box(0, 1000, 3000, 2000),
    ]
    let villages = [(900, 500), (950, 900), (2050, 500), (2100, 900), (1500, 1100), (1500, 500)]
      .enumerated().map { index, place in
        Unit(
          .point(Coordinate(x: Double(place.0), y: Double(place.1))), index == 5 ? .sea : .land)
      }
    let graph = try WaterAwareNeighbours(villages, land: land, links: .within(metres: 1200))
    #expect(graph.neighbours[0] == [1] && graph.neighbours[2] == [3])
    #expect(!graph.neighbours[1].contains(3))
    #expect(graph.neighbours[5].isEmpty)
    // 950 900 to 1500 1100 goes 225 m over water along the way.
    #expect(!graph.neighbours[1].contains(4))
    let brook = try WaterAwareNeighbours(
      villages, land: land, links: .within(metres: 1200), crossingMetres: 300)
    #expect(brook.neighbours[1].contains(4) && !brook.neighbours[0].contains(2))
    // The nearest that can be reached, not the nearest by air.
    let nearest = try WaterAwareNeighbours(
      villages, land: land, links: .nearest(1, withinMetres: 5000))
    #expect(nearest.neighbours[0] == [1] && nearest.neighbours[2] == [3])
  }

  /// Governance grids are often drawn to the middle of the water.
  @Test func gridsThatMeetInTheBayMeetOnlyOnLand() throws {
    let land = [box(0, 0, 1000, 1000), box(2000, 0, 3000, 1000)]
    let grids = [Unit(box(0, 0, 1500, 1000), .land), Unit(box(1500, 0, 3000, 1000), .land)]
    let drawn = try WaterAwareNeighbours(grids, links: .contiguity(.queen))
    #expect(drawn.neighbours == [[1], [0]])
    let dry = try WaterAwareNeighbours(grids, land: land, links: .contiguity(.queen))
    #expect(dry.islands == [0, 1])
    // With a bridge of land between them they meet.
    let bridge = land + [box(900, 450, 2100, 550)]
    let joined = try WaterAwareNeighbours(grids, land: bridge, links: .contiguity(.queen))
    #expect(joined.neighbours == [[1], [0]])
    // Sea cells on both sides of a spit do not.
    let cells = [Unit(box(1000, 0, 2000, 500), .sea), Unit(box(1000, 500, 2000, 1000), .sea)]
    #expect(
      try WaterAwareNeighbours(cells, land: bridge, links: .contiguity(.queen)).islands == [0, 1])
    #expect(
      try WaterAwareNeighbours(cells, land: land, links: .contiguity(.queen)).islands.isEmpty)
  }

  @Test func seaCellsAreLinkedThroughWater() throws {
    let island = [box(1400, 0, 1600, 800)]
    let cells = [
      Unit(box(0, 0, 1000, 800), .sea), Unit(box(2000, 0, 3000, 800), .sea),
      Unit(box(1000, 900, 2000, 1700), .sea),
    ]
    let graph = try WaterAwareNeighbours(cells, land: island, links: .within(metres: 2500))
    #expect(graph.neighbours == [[2], [2], [0, 1]])
    #expect(graph.cutPairs.map { [$0.low, $0.high] } == [[0, 1]])
    let both = try WaterAwareNeighbours(
      cells, land: island, links: .contiguityOrWithin(.queen, metres: 2500), crossingMetres: 200)
    #expect(both.neighbours == [[1, 2], [0, 2], [0, 1]])
  }

  /// Random boxes: what lies on the line is what small steps along it say.
  @Test(arguments: 0..<60)
  func coveredLengthIsThatOfSmallSteps(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let boxes = (0..<12).map { _ in
      let x = Double(Int.random(in: 0..<80, using: &random))
      let y = Double(Int.random(in: 0..<80, using: &random))
      return box(
        x, y, x + Double(Int.random(in: 1..<30, using: &random)),
        y + Double(Int.random(in: 1..<30, using: &random)))
    }
    let index = try PolygonIndex(boxes)
    for _ in 0..<20 {
      let start = Coordinate(
        x: Double.random(in: -10...120, using: &random),
        y: Double.random(in: -10...120, using: &random))
      // Some lines run along borders.
      let end = Coordinate(
        x: Double(Int.random(in: -10...120, using: &random)),
        y: Bool.random(using: &random)
          ? start.y : Double(Int.random(in: -10...120, using: &random)))
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let length = (dx * dx + dy * dy).squareRoot()
      let steps = 20_000
      var inside = 0
      for step in 0..<steps {
        let share = (Double(step) + 0.5) / Double(steps)
        let position = Coordinate(x: start.x + share * dx, y: start.y + share * dy)
        inside += index.owner(of: position) != nil ? 1 : 0
      }
      let expected = length * Double(inside) / Double(steps)
      let covered = index.coveredLength(from: start, to: end)
      // A step a border, at most 48 of them.
      #expect(abs(covered - expected) <= 48 * length / Double(steps))
    }
    #expect(index.coveredLength(from: Coordinate(x: 3, y: 3), to: Coordinate(x: 3, y: 3)) == 0)
    #expect(index.coveredLength(from: Coordinate(x: .nan, y: 3), to: Coordinate(x: 3, y: 3)) == 0)
  }

  @Test func noUnitsAreNoNeighbours() throws {
    let none = try WaterAwareNeighbours([], links: .within(metres: 10))
    #expect(none.neighbours.isEmpty)
    let lone = try WaterAwareNeighbours(
      [Unit(box(0, 0, 1, 1), .sea)], land: [box(5, 5, 6, 6)],
      links: .contiguityOrWithin(.queen, metres: 10))
    #expect(lone.islands == [0])
  }
}
