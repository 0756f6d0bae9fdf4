import Foundation
import Projections
import SimpleFeatures
import TestSupport
import Testing

@Suite struct TransformationTests {
  private struct Zones: Decodable {
    struct Zone: Decodable {
      var epsg_zone: Int
      var epsg_cm: Int
      var cm: Double
      var false_easting_zone: Double
      var false_easting_cm: Double
    }
    struct Vector: Decodable {
      var name: String
      var lonlat_cgcs2000: [Double]
      var epsg: Int
      var easting: Double
      var northing: Double
    }
    var zones3: [Zone]
    var vectors: [Vector]

    static func load() throws -> Zones {
      try Fixture.decode(Zones.self, "domain-projections/gauss_kruger_cgcs2000.json")
    }
  }

  /// pyproj 3.7.2: see PROVENANCE.md. Metres; the fixture has four decimals.
  @Test func agreesWithPyproj() throws {
    for vector in try Zones.load().vectors {
      let place = Coordinate(x: vector.lonlat_cgcs2000[0], y: vector.lonlat_cgcs2000[1])
      for source in [CRS.cgcs2000, .wgs84] {
        let there = try Transformation(from: source, to: .epsg(vector.epsg))
        let image = try #require(there.forward(place))
        #expect((image.x - vector.easting).magnitude < 0.0001, "\(vector.name)")
        #expect((image.y - vector.northing).magnitude < 0.0001, "\(vector.name)")
        let back = try Transformation(from: .epsg(vector.epsg), to: source)
        let origin = try #require(back.forward(image))
        #expect((origin.x - place.x).magnitude < 1e-12 && (origin.y - place.y).magnitude < 1e-12)
      }
    }
  }

  @Test func knowsEveryZoneOfTheRegistry() throws {
    for zone in try Zones.load().zones3 {
      for (code, easting) in [
        (zone.epsg_zone, zone.false_easting_zone), (zone.epsg_cm, zone.false_easting_cm),
      ] {
        let own = try #require(GaussKruger(.epsg(code)))
        #expect(own.centralMeridian == zone.cm && own.falseEasting == easting)
      }
    }
    #expect(GaussKruger(.epsg(4512)) == nil && GaussKruger(.epsg(4555)) == nil)
  }

  /// The six-degree systems EPSG:4502 … 4512 are the same projections under other codes, and are
  /// left to PROJ.
  @Test(arguments: 0...10)
  func ownSeriesAgreesWithPROJOverTheWholeZone(zone: Int) throws {
    let meridian = Double(75 + 6 * zone)
    let own = try Transformation(from: .cgcs2000, to: .epsg(4534 + 2 * zone))
    let peer = try Transformation(from: .cgcs2000, to: .epsg(4502 + zone))
    let ownBack = try Transformation(from: .epsg(4534 + 2 * zone), to: .cgcs2000)
    let peerBack = try Transformation(from: .epsg(4502 + zone), to: .cgcs2000)
    var x: [Double] = []
    var y: [Double] = []
    // The last ones beyond the reach of the series, where PROJ answers for both.
    let offsets = Array(stride(from: -4, through: 4, by: 0.25)) + [-29.9, -10, 10, 29.9, 31, 45]
    for offset in offsets {
      for latitude in stride(from: -90, through: 90.0, by: 1.25) {
        x.append(meridian + offset)
        y.append(latitude)
      }
    }
    var (ownX, ownY, peerX, peerY) = (x, y, x, y)
    #expect(own.forward(x: &ownX, y: &ownY) == [])
    #expect(peer.forward(x: &peerX, y: &peerY) == [])
    var worst = 0.0
    for index in x.indices {
      worst = max(
        worst, (ownX[index] - peerX[index]).magnitude, (ownY[index] - peerY[index]).magnitude)
    }
    #expect(worst < 1e-7, "metres: \(worst)")
    #expect(ownBack.forward(x: &ownX, y: &ownY) == [])
    #expect(peerBack.forward(x: &peerX, y: &peerY) == [])
    for index in x.indices where y[index].magnitude < 90 {
      #expect((ownY[index] - peerY[index]).magnitude < 1e-12)
      // Meridians meet at the poles; 1e-12 degrees are 0.1 µm on the equator.
      let shrink = cos(y[index] * .pi / 180)
      #expect((ownX[index] - peerX[index]).magnitude * shrink < 1e-12)
    }
  }

  @Test func whatCannotBeTransformedIsCountedAndNotANumber() throws {
    for target in [CRS.epsg(4549), .webMercator, .cgcs2000, .gcj02] {
      let transformation = try Transformation(from: .wgs84, to: target)
      var x: [Double] = [120, .nan, 120, 120, .infinity, 30.3, 119]
      var y: [Double] = [26, 26, 95, -.infinity, 26, 120, 26]
      #expect(transformation.forward(x: &x, y: &y) == [1, 2, 3, 4, 5])
      for index in 1...5 { #expect(x[index].isNaN && y[index].isNaN) }
      #expect(x[0].isFinite && y[6].isFinite)
    }
    let back = try Transformation(from: .epsg(4549), to: .wgs84)
    #expect(back.forward(Coordinate(x: 1e9, y: 1e9)) == nil)
    #expect(back.forward(Coordinate(x: .nan, y: 3_000_000)) == nil)
    let mercator = try Transformation(from: .wgs84, to: .webMercator)
    #expect(
      throws: ProjectionError.outsideDomain(positions: 1, first: Coordinate(x: 0, y: 91))
    ) {
      try mercator.forward(
        Geometry.lineString([Coordinate(x: 0, y: 0), Coordinate(x: 0, y: 91)]))
    }
  }

  @Test func unknownAndUnsuitableSystemsAreNamed() {
    #expect(throws: ProjectionError.unknownSystem(.epsg(999_999))) {
      try Transformation(from: .wgs84, to: .epsg(999_999))
    }
    #expect(throws: ProjectionError.unknownSystem(.epsg(999_999))) {
      try Transformation(from: .epsg(999_999), to: .epsg(999_999))
    }
    // Yellow Sea 1985 height; WGS 84 geocentric.
    for code in [5737, 4978] {
      #expect(throws: ProjectionError.notHorizontal(.epsg(code))) {
        try Transformation(from: .epsg(code), to: .wgs84)
      }
    }
    #expect(ProjectionError.unknownSystem(.epsg(1)).description.contains("EPSG:1"))
  }

  @Test func longitudesAndLatitudesOfWGS84AndCGCS2000AreTheSameNumbers() throws {
    let place = Coordinate(x: 120.0005, y: 26.882)
    #expect(try Transformation(from: .wgs84, to: .cgcs2000).forward(place) == place)
    #expect(try Transformation(from: .cgcs2000, to: .wgs84).forward(place) == place)
  }

  @Test func offsetSystemsPassThroughWGS84() throws {
    let place = Coordinate(x: 120.0005, y: 26.882)
    let plane = try #require(try Transformation(from: .wgs84, to: .epsg(4549)).forward(place))
    for (crs, offset) in [(CRS.gcj02, ChineseOffset.gcj02), (.bd09, .bd09)] {
      let moved = offset.applied(to: place)
      #expect(try Transformation(from: .wgs84, to: crs).forward(place) == moved)
      let found = try #require(try Transformation(from: crs, to: .epsg(4549)).forward(moved))
      #expect((found.x - plane.x).magnitude < 2e-6 && (found.y - plane.y).magnitude < 2e-6)
      let back = try #require(try Transformation(from: .epsg(4549), to: crs).forward(plane))
      #expect((back.x - moved.x).magnitude < 1e-11 && (back.y - moved.y).magnitude < 1e-11)
      #expect(try Transformation(from: crs, to: crs).forward(moved) == moved)
    }
    let gcj02 = ChineseOffset.gcj02.applied(to: place)
    let bd09 = try #require(try Transformation(from: .gcj02, to: .bd09).forward(gcj02))
    let direct = ChineseOffset.bd09.applied(to: place)
    #expect((bd09.x - direct.x).magnitude < 1e-11 && (bd09.y - direct.y).magnitude < 1e-11)
  }

  /// gcoord's EPSG:3857 of 厦门市, three decimals of a metre from seven of a degree.
  @Test func webMercatorAgreesWithGcoord() throws {
    let image = try #require(
      try Transformation(from: .wgs84, to: .webMercator).forward(
        Coordinate(x: 118.0844471, y: 24.4824837)))
    #expect((image.x - 13_145_100.522).magnitude < 0.01)
    #expect((image.y - 2_812_312.037).magnitude < 0.01)
  }

  @Test func aGeometryKeepsItsShape() throws {
    let square = Polygon(BoundingBox(minX: 120, minY: 26, maxX: 120.1, maxY: 26.1))
    let hole = Polygon(BoundingBox(minX: 120.02, minY: 26.02, maxX: 120.05, maxY: 26.05)).exterior
    let geometry = Geometry.geometryCollection([
      .multiPolygon([Polygon(exterior: square.exterior, holes: [hole])]),
      .point(Coordinate(x: 120, y: 26)), .multiPoint([]),
    ])
    let there = try Transformation(from: .wgs84, to: .epsg(4549)).forward(geometry)
    #expect(there.structuralFault == nil)
    var moved: [Coordinate] = []
    there.forEachCoordinate { moved.append($0) }
    #expect(moved.count == 11 && moved[0] == moved[10])
    let back = try Transformation(from: .epsg(4549), to: .wgs84).forward(moved)
    var original: [Coordinate] = []
    geometry.forEachCoordinate { original.append($0) }
    for (a, b) in zip(back, original) {
      #expect(((a?.x ?? .nan) - b.x).magnitude < 1e-12 && ((a?.y ?? .nan) - b.y).magnitude < 1e-12)
    }
  }
}
