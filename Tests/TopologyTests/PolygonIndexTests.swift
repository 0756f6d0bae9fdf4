import SimpleFeatures
import Testing
import Topology

@Suite struct PolygonIndexTests {
  /// A linear map of whole numbers keeps lines and T-junctions exact, whatever their slope.
  private func slanted(_ x: Int, _ y: Int, _ map: [Int]) -> (x: Int, y: Int) {
    (map[0] * x + map[1] * y, map[2] * x + map[3] * y)
  }

  private func partition(seed: Int, map: [Int], side: Int) -> [Geometry] {
    var random = SeededGenerator(seed: seed)
    let cuts = Int.random(in: 0...60, using: &random)
    return cutRectangles(side: side, cuts: cuts, using: &random).map { x, y in
      let corners = [
        (x.lowerBound, y.lowerBound), (x.upperBound, y.lowerBound),
        (x.upperBound, y.upperBound), (x.lowerBound, y.upperBound),
        (x.lowerBound, y.lowerBound),
      ]
      let ring = corners.map { corner in
        let moved = slanted(corner.0, corner.1, map)
        return Coordinate(x: Double(moved.x), y: Double(moved.y))
      }
      let turned = Bool.random(using: &random) ? ring : ring.reversed()
      return .polygon(Polygon(exterior: turned))
    }
  }

  @Test(arguments: 0..<120)
  func everyPositionOfAPartitionHasOneOwnerAlsoOnVerticesAndTJunctions(seed: Int) throws {
    let side = 24
    let map = [[1, 0, 0, 1], [3, 2, -1, 4], [2, -3, 5, 1], [-7, 1, 2, 3], [0, 1, 1, 0]][seed % 5]
    let cells = partition(seed: seed, map: map, side: side)
    let index = try PolygonIndex(cells)
    let oracle = ObviousOwners(geometries: cells)
    for x in 0...side {
      for y in 0...side {
        let moved = slanted(x, y, map)
        let position = Coordinate(x: Double(moved.x), y: Double(moved.y))
        let owners = index.allOwners(of: position)
        #expect(owners.count == 1)
        #expect(owners == oracle.all(moved.x, moved.y))
        #expect(index.owner(of: position) == owners.first)
        let covering = Set(
          oracle.holders(moved.x, moved.y) + oracle.bordering(moved.x, moved.y))
        #expect(index.covering(position) == covering.sorted())
      }
    }
  }

  /// Stars with holes, crossing themselves and each other: every rule at once.
  private func tangle(seed: Int, side: Int) -> [Geometry] {
    var random = SeededGenerator(seed: seed)
    func ring() -> [Coordinate] {
      var ring: [Coordinate] = []
      for _ in 0..<Int.random(in: 3...9, using: &random) {
        ring.append(
          Coordinate(
            x: Double(Int.random(in: 0...side, using: &random)),
            y: Double(Int.random(in: 0...side, using: &random))))
      }
      return ring + [ring[0]]
    }
    return (0..<Int.random(in: 1...12, using: &random)).map { _ in
      let polygons = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Polygon(exterior: ring(), holes: Bool.random(using: &random) ? [ring()] : [])
      }
      return polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(polygons)
    }
  }

  @Test(arguments: 0..<200)
  func agreesWithTheObviousLoopOnTangledPolygons(seed: Int) throws {
    let side = 30
    let geometries = tangle(seed: seed, side: side)
    let index = try PolygonIndex(geometries)
    let oracle = ObviousOwners(geometries: geometries)
    for x in -1...side + 1 {
      for y in -1...side + 1 {
        let position = Coordinate(x: Double(x), y: Double(y))
        let expected = oracle.all(x, y)
        #expect(index.allOwners(of: position) == expected)
        #expect(index.owner(of: position) == expected.first)
      }
    }
  }

  @Test(arguments: 0..<100)
  func agreesWithGEOSOnVoronoiCellsAndTheirVertices(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    // Degrees, metres, and metres with a zone number: far from the origin rounding is coarser.
    let origin = [Coordinate(x: 119.6, y: 26.5), Coordinate(x: 40_500_000, y: 2_970_000)][seed % 2]
    let size = seed % 2 == 0 ? 1.0 : 90_000
    func anywhere() -> Coordinate {
      Coordinate(
        x: origin.x + .random(in: 0...size, using: &random),
        y: origin.y + .random(in: 0...size, using: &random))
    }
    let context = try TopologyContext()
    let sites = (0..<Int.random(in: 3...60, using: &random)).map { _ in anywhere() }
    let extent = Geometry.polygon(
      Polygon(
        BoundingBox(
          minX: origin.x, minY: origin.y, maxX: origin.x + size, maxY: origin.y + size)))
    let cells = try GEOSGeometry(.multiPoint(sites), in: context)
      .voronoiCells(extent: GEOSGeometry(extent, in: context)).value().polygons
      .map(Geometry.polygon)
    #expect(cells.count == sites.count)
    let index = try PolygonIndex(cells)
    var positions = (0..<100).map { _ in anywhere() }
    for cell in cells {
      let ring = cell.polygons[0].exterior
      for (a, b) in zip(ring, ring.dropFirst()) {
        positions.append(a)
        positions.append(Coordinate(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2))
      }
    }
    var prepared = UniqueCells(context: context)
    for position in positions {
      let covering = index.covering(position)
      #expect(try covering == prepared.covering(position, cells))
      let owners = index.allOwners(of: position)
      #expect(owners.count == 1)
      #expect(covering.contains(owners[0]))
    }
  }

  /// Asks GEOS about each cell by itself.
  private struct UniqueCells {
    let context: TopologyContext

    mutating func covering(_ position: Coordinate, _ cells: [Geometry]) throws -> [Int] {
      try cells.indices.filter { cell in
        guard cells[cell].boundingBox?.contains(position) == true else { return false }
        return try PreparedGEOSGeometry(cells[cell], in: context).intersects(position)
      }
    }
  }

  @Test(arguments: 0..<60)
  func findsTheNearestAsTheObviousLoopDoes(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let geometries = (0..<Int.random(in: 1...80, using: &random)).map { _ in
      let x = Double.random(in: 0...1000, using: &random)
      let y = Double.random(in: 0...700, using: &random)
      return Geometry.polygon(
        Polygon(
          BoundingBox(
            minX: x, minY: y, maxX: x + .random(in: 0.1...30, using: &random),
            maxY: y + .random(in: 0.1...30, using: &random))))
    }
    let index = try PolygonIndex(geometries)
    let xScale = seed % 3 == 0 ? 0.9 : 1
    for _ in 0..<100 {
      let position = Coordinate(
        x: .random(in: -500...1500, using: &random), y: .random(in: -300...1000, using: &random))
      guard index.owner(of: position) == nil else { continue }
      let distances = geometries.map { obviousDistance($0, position, xScale: xScale) }
      let least = try #require(distances.min())
      let found = try #require(index.nearest(to: position, within: .infinity, xScale: xScale))
      #expect(abs(found.distance - least) < 1e-9)
      #expect(abs(distances[found.index] - least) < 1e-9)
      #expect(index.nearest(to: position, within: least * 0.999, xScale: xScale) == nil)
      #expect(index.nearest(to: position, within: least * 1.001, xScale: xScale) != nil)
    }
  }

  @Test func theLowerIndexIsNearerAmongEquals() throws {
    let square = Geometry.polygon(
      Polygon(BoundingBox(minX: 0, minY: 0, maxX: 10, maxY: 10)))
    let index = try PolygonIndex([square, square])
    #expect(index.nearest(to: Coordinate(x: 12, y: 5), within: 5)?.index == 0)
    #expect(index.nearest(to: Coordinate(x: 12, y: 5), within: 2)?.distance == 2)
    #expect(index.nearest(to: Coordinate(x: 5, y: 5), within: 2)?.distance == 0)
  }

  @Test func whatIsNotANumberOrNotASurfaceOwnsNothing() throws {
    let index = try PolygonIndex([
      .point(Coordinate(x: 0, y: 0)),
      .polygon(Polygon(BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1))),
    ])
    #expect(
      index.locate(x: [0, 1, .nan, .infinity, 0.5, 2], y: [0, 1, 0, 0, .nan, 0.5])
        == [1, 1, -1, -1, -1, -1])
    let empty = try PolygonIndex([])
    #expect(empty.owner(of: Coordinate(x: 0, y: 0)) == nil)
    #expect(empty.nearest(to: Coordinate(x: 0, y: 0), within: 1) == nil)
  }

  @Test func namesTheGeometryThatIsNotWellFormed() {
    let square = Polygon(BoundingBox(minX: 0, minY: 0, maxX: 1, maxY: 1))
    let open = Polygon(exterior: Array(square.exterior.dropLast()))
    #expect {
      try PolygonIndex([.polygon(square), .polygon(open)])
    } throws: { error in
      guard case .structure(.notClosed, item: 1) = error as? TopologyError else { return false }
      return true
    }
    let huge = Polygon(BoundingBox(minX: 0, minY: 0, maxX: 1e200, maxY: 1))
    #expect(throws: TopologyError.beyondArithmetic(item: 0)) {
      try PolygonIndex([.polygon(huge)])
    }
  }

  /// Shewchuk's example of positions at which quick arithmetic errs: steps of an ulp near
  /// (0.5, 0.5), beside a diagonal.
  @Test func sidesAreExactWhereRoundingWouldErr() throws {
    func triangle(_ x: Double, _ y: Double) -> Geometry {
      let corners = [(-12, -12), (24, 24), (x, y), (-12, -12)]
      return .polygon(Polygon(exterior: corners.map { Coordinate(x: $0.0, y: $0.1) }))
    }
    let index = try PolygonIndex([triangle(-12, 24), triangle(24, -12)])
    for i in 0..<256 {
      for j in 0..<256 {
        let position = Coordinate(x: 0.5 + Double(i) * 0x1p-53, y: 0.5 + Double(j) * 0x1p-53)
        #expect(index.owner(of: position) == (position.y > position.x ? 0 : 1))
      }
    }
  }
}
