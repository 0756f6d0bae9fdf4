import SimpleFeatures
import Testing
import Topology

@Suite struct ContiguityGraphTests {
  private typealias Rectangle = (x: ClosedRange<Int>, y: ClosedRange<Int>)

  private func rectangles(seed: Int) -> [Rectangle] {
    var random = SeededGenerator(seed: seed)
    let cuts = Int.random(in: 1...80, using: &random)
    return cutRectangles(side: 40, cuts: cuts, using: &random).map { ($0.x, $0.y) }
  }

  /// Sides of ten metres a step, each drawn `gap` metres inside.
  private func polygons(_ rectangles: [Rectangle], gap: Double) -> [Geometry] {
    rectangles.map { x, y in
      .polygon(
        Polygon(
          BoundingBox(
            minX: 500_000 + 10 * Double(x.lowerBound) + gap,
            minY: 3_000_000 + 10 * Double(y.lowerBound) + gap,
            maxX: 500_000 + 10 * Double(x.upperBound) - gap,
            maxY: 3_000_000 + 10 * Double(y.upperBound) - gap)))
    }
  }

  private func obvious(_ rectangles: [Rectangle], rook: Bool) -> [[Int]] {
    rectangles.indices.map { one in
      rectangles.indices.filter { other in
        guard one != other else { return false }
        let (a, b) = (rectangles[one], rectangles[other])
        let x = min(a.x.upperBound, b.x.upperBound) - max(a.x.lowerBound, b.x.lowerBound)
        let y = min(a.y.upperBound, b.y.upperBound) - max(a.y.lowerBound, b.y.lowerBound)
        return x >= 0 && y >= 0 && (!rook || x > 0 || y > 0)
      }
    }
  }

  @Test(arguments: 0..<60)
  func agreesWithTheObviousLoopAlsoAcrossSlivers(seed: Int) throws {
    let rectangles = rectangles(seed: seed)
    // 0.35 m inside each: 0.7 m across a side, 0.99 m across a corner.
    for (gap, tolerance) in [(0.0, 0.0), (0.0, 1.0), (0.35, 1.0)] {
      let cells = polygons(rectangles, gap: gap)
      for rule in [ContiguityGraph.Rule.queen, .rook] {
        let graph = try ContiguityGraph(cells, rule: rule, toleranceMetres: tolerance)
        #expect(graph.neighbours == obvious(rectangles, rook: rule == .rook))
      }
    }
    let apart = try ContiguityGraph(polygons(rectangles, gap: 0.6), toleranceMetres: 1)
    #expect(apart.islands.count == rectangles.count)
  }

  @Test(arguments: 0..<30)
  func queenAgreesWithTheDistancesOfGEOS(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let context = try TopologyContext()
    let box = BoundingBox(minX: 500_000, minY: 3_000_000, maxX: 501_000, maxY: 3_000_800)
    let sites = (0..<40).map { _ in
      Coordinate(
        x: .random(in: box.minX...box.maxX, using: &random),
        y: .random(in: box.minY...box.maxY, using: &random))
    }
    let cells = try context.voronoiCells(of: sites, in: box)
      .map { Geometry.polygon(try #require($0)) }
    for tolerance in [0.5, 1, 40] {
      let graph = try ContiguityGraph(cells, toleranceMetres: tolerance)
      for one in cells.indices {
        let expected = try cells.indices.filter { other in
          try other != one && context.isWithinDistance(tolerance, cells[one], cells[other])
        }
        #expect(graph.neighbours[one] == expected)
      }
    }
  }

  @Test func whatLiesInsideIsANeighbourInTheSenseOfTheQueenOnly() throws {
    let large = Geometry.polygon(Polygon(BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 100)))
    let small = Geometry.polygon(Polygon(BoundingBox(minX: 40, minY: 40, maxX: 50, maxY: 50)))
    let far = Geometry.point(Coordinate(x: 45, y: 45))
    #expect(try ContiguityGraph([small, large, far]).neighbours == [[1], [0], []])
    #expect(try ContiguityGraph([small, large], rule: .rook).neighbours == [[], []])
    #expect(try ContiguityGraph([]).neighbours == [])
  }

  @Test func anEnclaveSharesItsWholeBorder() throws {
    let inner = Polygon(BoundingBox(minX: 40, minY: 40, maxX: 50, maxY: 50))
    var outer = Polygon(BoundingBox(minX: 0, minY: 0, maxX: 100, maxY: 100))
    outer.holes = [inner.exterior]
    for rule in [ContiguityGraph.Rule.queen, .rook] {
      let graph = try ContiguityGraph([.polygon(inner), .polygon(outer)], rule: rule)
      #expect(graph.neighbours == [[1], [0]])
    }
  }
}
