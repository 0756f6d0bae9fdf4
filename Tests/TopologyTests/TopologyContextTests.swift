import SimpleFeatures
import Testing
import Topology

@Suite struct TopologyContextTests {
  private func box(_ minX: Double, _ minY: Double, _ maxX: Double, _ maxY: Double) -> Geometry {
    .polygon(Polygon(BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)))
  }

  private func line(_ numbers: Double...) -> [Coordinate] {
    stride(from: 0, to: numbers.count, by: 2).map {
      Coordinate(x: numbers[$0], y: numbers[$0 + 1])
    }
  }

  @Test func everyKindGoesThereAndBack() throws {
    let context = try TopologyContext()
    let holed = Polygon(
      exterior: line(0, 0, 9, 0, 9, 9, 0, 0), holes: [line(5, 1, 8, 1, 8, 4, 5, 1)])
    let kinds: [Geometry] = [
      .point(Coordinate(x: 1, y: 2)), .lineString(line(0, 0, 1, 1, 2, 0)), .polygon(holed),
      .multiPoint(line(1, 2, 3, 4)), .multiLineString([line(0, 0, 1, 1), line(2, 2, 3, 3)]),
      .multiPolygon([holed]), .multiPoint([]), .multiLineString([]), .multiPolygon([]),
      .geometryCollection([]),
    ]
    for geometry in kinds + [.geometryCollection(kinds)] {
      #expect(try GEOSGeometry(geometry, in: context).value() == geometry)
      let wkb = WKB.encode(geometry)
      #expect(try GEOSGeometry(wkb: wkb.span.bytes, in: context).value() == geometry)
    }
  }

  @Test func measuresAreThoseOfThePlane() throws {
    let context = try TopologyContext()
    let square = box(0, 0, 3, 4)
    #expect(try context.area(of: square) == 12)
    #expect(try context.length(of: square) == 14)
    #expect(try context.centroid(of: square) == Coordinate(x: 1.5, y: 2))
    #expect(try context.distance(square, box(6, 8, 9, 9)) == 5)
    #expect(try context.isWithinDistance(5, square, box(6, 8, 9, 9)))
    #expect(try !context.isWithinDistance(4.99, square, box(6, 8, 9, 9)))
    let pair = try #require(try context.nearestPoints(square, box(6, 8, 9, 9)))
    #expect(pair.0 == Coordinate(x: 3, y: 4) && pair.1 == Coordinate(x: 6, y: 8))
    #expect(try context.distance(square, .multiPolygon([])) == nil)
    #expect(try context.nearestPoints(.multiPoint([]), square) == nil)
    #expect(try context.centroid(of: .multiPolygon([])) == nil)
    let inside = try #require(try context.pointOnSurface(of: square))
    #expect(try context.contains(square, .point(inside)))
  }

  @Test func neighboursTouchAndDoNotOverlap() throws {
    let context = try TopologyContext()
    let (west, east) = (box(0, 0, 1, 1), box(1, 0, 2, 1))
    #expect(try context.touches(west, east) && context.intersects(west, east))
    #expect(try !context.overlaps(west, east) && !context.contains(west, east))
    #expect(try context.covers(west, .lineString(line(0, 0, 1, 0))))
    #expect(try !context.contains(west, .lineString(line(0, 0, 1, 0))))
    #expect(try context.equals(context.union(west, east), box(0, 0, 2, 1)))
  }

  @Test func setsOfPositionsAddUp() throws {
    let context = try TopologyContext()
    let (a, b) = (box(0, 0, 4, 4), box(2, 2, 6, 6))
    #expect(try context.area(of: context.union([a, b, box(10, 10, 11, 11)])) == 29)
    #expect(try context.area(of: context.intersection(a, b)) == 4)
    #expect(try context.area(of: context.difference(a, b)) == 12)
    #expect(try context.area(of: context.symmetricDifference(a, b)) == 24)
    #expect(try context.intersection(a, box(8, 8, 9, 9)) == .multiPolygon([]))
    #expect(
      try context.area(of: context.clip(a, to: BoundingBox(minX: 3, minY: 3, maxX: 9, maxY: 9)))
        == 1)
  }

  /// A circle of 8 segments a quadrant has the area 32 · sin(π/16) · r² / 2.
  @Test func aBufferIsInMetres() throws {
    let context = try TopologyContext()
    let circle = try context.buffer(.point(Coordinate(x: 500_000, y: 3_000_000)), metres: 100)
    #expect(try (context.area(of: circle) - 31_214.45).magnitude < 0.01)
    #expect(try context.buffer(box(0, 0, 10, 10), metres: -6) == .multiPolygon([]))
  }

  @Test func faultsAreNamedPlacedAndMended() throws {
    let context = try TopologyContext()
    let eight = Geometry.polygon(Polygon(exterior: line(0, 0, 2, 2, 2, 0, 0, 2, 0, 0)))
    let fault = try #require(try context.validityFault(of: eight))
    #expect(fault.reason == "Self-intersection" && fault.location == Coordinate(x: 1, y: 1))
    let mended = try context.makeValid(eight)
    #expect(try context.isValid(mended) && mended.polygons.count == 2)
    #expect(try context.validityFault(of: box(0, 0, 1, 1)) == nil)
    let open = Geometry.polygon(Polygon(exterior: line(0, 0, 1, 0, 1, 1)))
    #expect(try context.validityFault(of: open)?.location == nil)
    #expect(try !context.isValid(open))
    #expect(throws: TopologyError.structure(.tooFewPositions(found: 3, expected: 4), item: nil)) {
      try context.area(of: open)
    }
    #expect(throws: TopologyError.structure(.notFinite(index: 0), item: 1)) {
      try context.union([box(0, 0, 1, 1), .point(Coordinate(x: .nan, y: 0))])
    }
  }

  @Test func errorsCarryTheWordsOfGEOS() throws {
    let context = try TopologyContext()
    let bytes: [UInt8] = [1, 2, 0, 0, 0, 255]
    #expect {
      _ = try GEOSGeometry(wkb: bytes.span.bytes, in: context).area()
    } throws: { error in
      guard case .geos("GEOSWKBReader_read", let message) = error as? TopologyError else {
        return false
      }
      return message.contains("ParseException")
    }
  }

  @Test func hullsHoldWhatTheyWereMadeOf() throws {
    let context = try TopologyContext()
    let corner = Geometry.multiPoint(line(0, 0, 4, 0, 4, 1, 1, 1, 1, 4, 0, 4, 0, 2, 2, 0))
    let convex = try context.convexHull(of: corner)
    let concave = try context.concaveHull(of: corner, ratio: 0)
    #expect(try context.covers(convex, corner) && context.covers(concave, corner))
    #expect(try context.area(of: concave) < context.area(of: convex))
    #expect(try context.area(of: convex) == 11.5)
  }

  @Test func simplifyingKeepsWithinTheTolerance() throws {
    let context = try TopologyContext()
    let rough = Geometry.lineString(line(0, 0, 1, 0.05, 2, -0.05, 3, 0, 4, 5))
    #expect(try context.simplify(rough, tolerance: 0.1) == .lineString(line(0, 0, 3, 0, 4, 5)))
    #expect(
      try context.snapToGrid(.lineString(line(0.2, 0.1, 3.9, 4.2)), size: 1)
        == .lineString(line(0, 0, 4, 4)))
    #expect(
      try context.snap(.lineString(line(0, 0, 9, 0.1)), to: box(9, 0, 10, 1), tolerance: 0.5)
        == .lineString(line(0, 0, 9, 0)))
  }

  @Test func voronoiCellsComeInTheOrderOfTheirSites() throws {
    let context = try TopologyContext()
    let frame = BoundingBox(minX: 0, minY: 0, maxX: 10, maxY: 6)
    let sites = line(9, 3, 1, 1, 1, 5, 1, 1)
    let cells = try context.voronoiCells(of: sites, in: frame)
    var area = 0.0
    for (site, cell) in zip(sites, cells) {
      let cell = Geometry.polygon(try #require(cell))
      #expect(try context.contains(cell, .point(site)))
      area += try context.area(of: cell)
    }
    #expect(cells[1] == cells[3])
    area -= try context.area(of: .polygon(try #require(cells[3])))
    #expect((area - 60).magnitude < 1e-9)
    #expect(try context.voronoiCells(of: line(1, 1), in: frame) == [Polygon(frame)])
    #expect(try context.voronoiCells(of: [], in: frame) == [])
  }

  @Test func linesJoinAndEnclose() throws {
    let context = try TopologyContext()
    let merged = try context.mergeLines([line(0, 0, 1, 0), line(1, 0, 2, 0), line(5, 5, 6, 6)])
    #expect(merged.count == 2 && merged.contains(line(0, 0, 1, 0, 2, 0)))
    // Four lines that cross like #.
    let cells = try context.polygonize([
      line(1, 0, 1, 3), line(2, 0, 2, 3), line(0, 1, 3, 1), line(0, 2, 3, 2),
    ])
    #expect(try cells.count == 1 && context.area(of: .polygon(cells[0])) == 1)
    #expect(try context.boundary(of: box(0, 0, 1, 1)).lines.count == 1)
  }

  @Test func aPreparedGeometryAnswersAsThePlainOne() throws {
    let context = try TopologyContext()
    let prepared = try PreparedGEOSGeometry(box(0, 0, 10, 10), in: context)
    #expect(try prepared.intersects(Coordinate(x: 10, y: 10)))
    #expect(try !prepared.intersects(Coordinate(x: 10.1, y: 10)))
    let other = try GEOSGeometry(box(12, 0, 13, 1), in: context)
    #expect(try prepared.isWithin(distance: 2, of: other) && prepared.distance(to: other) == 2)
    #expect(try !prepared.covers(other) && !prepared.contains(other))
  }

  @Test func aMeasuredLineIsCutWithoutLoss() throws {
    let coast = try MeasuredLine(line(0, 0, 3, 4, 3, 4, 3, 14))
    #expect(coast.length == 15)
    #expect(coast.position(at: 2.5) == Coordinate(x: 1.5, y: 2))
    #expect(coast.position(at: -1) == Coordinate(x: 0, y: 0))
    #expect(coast.position(at: 99) == Coordinate(x: 3, y: 14))
    #expect(coast.substring(from: 2.5, to: 10) == line(1.5, 2, 3, 4, 3, 4, 3, 9))
    #expect(coast.substring(from: 20, to: 30) == nil)
    let pieces = try coast.pieces(notLongerThan: 4)
    #expect(pieces.count == 4)
    let lengths = try pieces.map { try MeasuredLine($0).length }
    #expect(lengths.allSatisfy { ($0 - 3.75).magnitude < 1e-12 })
    let foot = coast.measure(nearest: Coordinate(x: 5, y: 9))
    #expect(foot.along == 10 && foot.off == 2)
    #expect(throws: TopologyError.structure(.tooFewPositions(found: 1, expected: 2), item: nil)) {
      try MeasuredLine(line(0, 0))
    }
  }
}
