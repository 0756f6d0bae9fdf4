import Projections
import SimpleFeatures
import Testing

@Suite struct CRSDescriptionTests {
  @Test func describesWhatTheRegistryHolds() throws {
    let zone = try CRSDescription(.epsg(4549))
    #expect(zone.name == "CGCS2000 / 3-degree Gauss-Kruger CM 120E")
    #expect(zone.kind == .projected && zone.unit == "metre" && zone.metresPerUnit == 1)
    #expect(zone.axisOrder == .northEast)
    let area = try #require(zone.areaOfUse)
    #expect(area.contains(Coordinate(x: 120, y: 27)) && area.minX == 118.5)

    let degrees = try CRSDescription(.cgcs2000)
    #expect(degrees.kind == .geographic && degrees.unit == "degree")
    #expect(degrees.metresPerUnit == nil && degrees.axisOrder == .northEast)
    #expect(try CRSDescription(.webMercator).axisOrder == .eastNorth)
    #expect(try CRSDescription(.gcj02).kind == .geographic)
  }

  @Test func anAreaAcrossThe180thMeridianGoesOnBeyondIt() throws {
    // NZGD2000: 160.6° E to 171.2° W.
    let area = try #require(try CRSDescription(.epsg(4167)).areaOfUse)
    #expect(area.contains(Coordinate(x: 185, y: -44)))
  }

  @Test func feetAreNotMetres() throws {
    // NAD83 / California zone 5 (ftUS).
    let feet = try CRSDescription(.epsg(2229))
    #expect(feet.unit == "US survey foot")
    #expect(((feet.metresPerUnit ?? 0) - 1200.0 / 3937).magnitude < 1e-12)
  }

  @Test func namesACodeThatDoesNotExist() {
    #expect(throws: ProjectionError.unknownSystem(.epsg(4))) { try CRSDescription(.epsg(4)) }
  }

  private static let esriDegrees = """
    GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",\
    SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],\
    UNIT["Degree",0.0174532925199433]]
    """

  private func esriZone(_ name: String, meridian: Double, easting: Double) -> String {
    """
    PROJCS["\(name)",\(Self.esriDegrees),PROJECTION["Gauss_Kruger"],\
    PARAMETER["False_Easting",\(easting)],PARAMETER["False_Northing",0.0],\
    PARAMETER["Central_Meridian",\(meridian)],PARAMETER["Scale_Factor",1.0],\
    PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
    """
  }

  @Test func readsTheProjectionFilesThatESRIWrites() throws {
    #expect(try CRS(projectionFile: Self.esriDegrees) == .cgcs2000)
    #expect(
      try CRS(
        projectionFile: esriZone(
          "CGCS2000_3_Degree_GK_CM_120E", meridian: 120, easting: 500_000)) == .epsg(4549))
    #expect(
      try CRS(
        projectionFile: esriZone("CGCS2000_3_Degree_GK_Zone_40", meridian: 120, easting: 40_500_000)
      ) == .epsg(4528))
    #expect(
      try CRS(
        projectionFile: esriZone("CGCS2000_3_Degree_GK_CM_117E", meridian: 117, easting: 500_000))
        == .epsg(4548))
    let wgs84 = """
      GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],\
      PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
      """
    #expect(try CRS(projectionFile: wgs84) == .wgs84)
  }

  @Test func takesNoSystemWhoseNumbersDiffer() throws {
    // A meridian of a local grid that no registry lists.
    #expect(
      try CRS(projectionFile: esriZone("Local", meridian: 118.9, easting: 500_000)) == nil)
    #expect(try CRS(projectionFile: "not well-known text") == nil)
    #expect(try CRS(projectionFile: "") == nil)
  }
}
