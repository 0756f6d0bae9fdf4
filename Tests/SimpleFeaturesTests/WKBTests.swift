import SimpleFeatures
import Testing

@Suite struct WKBTests {
  static let square = Polygon(BoundingBox(minX: 0, minY: 0, maxX: 4, maxY: 4))
  static let hole = Polygon(BoundingBox(minX: 1, minY: 1, maxX: 2, maxY: 2)).exterior
  static let geometries: [Geometry] = [
    .point(Coordinate(x: 120.0005, y: 26.8826)),
    .lineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 2)]),
    .polygon(Polygon(exterior: square.exterior, holes: [hole])),
    .multiPoint([Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 4)]),
    .multiLineString([[Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 2)]]),
    .multiPolygon([square, square]),
    .geometryCollection([.point(Coordinate(x: 1, y: 2)), .polygon(square)]),
  ]

  @Test(arguments: geometries)
  func readsWhatItWrites(geometry: Geometry) throws {
    #expect(try WKB.decode(WKB.encode(geometry)) == geometry)
  }

  /// PostGIS 3.3.2: SELECT ST_AsBinary(ST_MakePoint(1, 2), 'NDR' | 'XDR').
  @Test func agreesWithPostGISInBothByteOrders() throws {
    let little: [UInt8] = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40]
    let big: [UInt8] = [0, 0, 0, 0, 1, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]
    let point = Geometry.point(Coordinate(x: 1, y: 2))
    #expect(WKB.encode(point) == little)
    #expect(try WKB.decode(big) == point)
  }

  @Test(arguments: geometries)
  func everyTruncationIsAnError(geometry: Geometry) {
    let bytes = WKB.encode(geometry)
    for length in 0..<bytes.count {
      #expect(throws: WKBError.self) { try WKB.decode(Array(bytes[..<length])) }
    }
    #expect(throws: WKBError.self) { try WKB.decode(bytes + [0]) }
  }

  @Test func aHugeCountAsksForNoMemory() {
    let bytes: [UInt8] = [1, 2, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
    #expect(throws: WKBError.self) { try WKB.decode(bytes) }
  }

  @Test func structureFaultsAreNamed() {
    let open = Polygon(exterior: Array(Self.square.exterior.dropLast()))
    #expect(
      Geometry.polygon(open).structuralFault
        == .notClosed(first: Coordinate(x: 0, y: 0), last: Coordinate(x: 0, y: 4)))
    #expect(
      Geometry.lineString([Coordinate(x: 0, y: 0)]).structuralFault
        == .tooFewPositions(found: 1, expected: 2))
    #expect(Geometry.point(Coordinate(x: .nan, y: 0)).structuralFault == .notFinite(index: 0))
    for geometry in Self.geometries { #expect(geometry.structuralFault == nil) }
  }
}
