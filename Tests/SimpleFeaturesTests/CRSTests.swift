import SimpleFeatures
import Testing

@Suite struct CRSTests {
  @Test(arguments: [
    ("EPSG:4549", CRS.epsg(4549)), ("epsg:4326", .wgs84), ("gcj-02", .gcj02), ("GCJ02", .gcj02),
    ("BD-09", .bd09), ("4490", .cgcs2000), ("CRS84", .wgs84),
  ])
  func readsWhatPeopleType(text: String, crs: CRS) throws {
    #expect(CRS(text) == crs)
    #expect(try #require(CRS(text.uppercased())) == crs)
    #expect(CRS(crs.identifier) == crs)
  }

  @Test(arguments: ["", "EPSG:", "EPSG:-1", "WGS", "北京54"])
  func refusesWhatNamesNoSystem(text: String) { #expect(CRS(text) == nil) }

  /// The EPSG registry: 4534 is the zone of 75° E, 4554 that of 135° E; Xiapu, Huai'an, Zhoukou.
  @Test(arguments: [
    (75.0, 4534), (120.0, 4549), (118.4, 4548), (118.6, 4549), (114.6, 4547), (135, 4554),
  ])
  func choosesTheNearestThreeDegreeZone(longitude: Double, code: Int) {
    #expect(CRS.cgcs2000Zone(atLongitude: longitude) == .epsg(code))
  }

  @Test func noThreeDegreeZoneLiesOutsideChina() {
    #expect(CRS.cgcs2000Zone(atLongitude: 73.4) == nil)
    #expect(CRS.cgcs2000Zone(atLongitude: -122) == nil)
  }

  /// The EPSG registry: Portland lies in zone 10 N, Sydney in 56 S.
  @Test func choosesTheZoneOfUTM() {
    #expect(CRS.utmZone(at: Coordinate(x: -122.6, y: 45.5)) == .epsg(32_610))
    #expect(CRS.utmZone(at: Coordinate(x: 151.2, y: -33.9)) == .epsg(32_756))
    #expect(CRS.utmZone(at: Coordinate(x: 180, y: 0)) == .epsg(32_660))
  }
}
