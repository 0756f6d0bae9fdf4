import Formats
import SimpleFeatures
import Testing

/// Every step as text; the last one `end` or the error.
func kmlSteps(_ source: ByteSource) -> [String] {
  var steps: [String] = []
  do throws(FormatError) {
    let reader = try KMLReader(source)
    while true {
      switch try reader.next() {
      case .feature(let feature):
        let properties = feature.properties.map { "\($0.name)=\(plain($0.value))" }
        let place = feature.geometry.map { "\($0)" } ?? "nowhere"
        steps.append(
          "\(feature.index)@\(feature.line) \(plain(feature.id)) "
            + place.replacing("SimpleFeatures.Coordinate", with: "") + " "
            + properties.joined(separator: " "))
      case .fault(let error): steps.append("fault \(error)")
      case .end: return steps + ["end"]
      }
    }
  } catch {
    return steps + ["thrown \(error)"]
  }
}

@Suite struct KMLReaderTests {
  static let file = """
    <?xml version="1.0" encoding="UTF-8"?>
    <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
    <Document><name>霞浦</name><Style id="s"><IconStyle><scale>1</scale></IconStyle></Style>
    <Schema name="t" id="t"><SimpleField name="code" type="string"/></Schema>
    <Folder><name> 乡镇 </name>
    <Placemark id="p1"><name>松城</name><description><![CDATA[<table><tr><td>a & b</td></tr></table>]]></description>
    <TimeStamp><when>2026-07-03</when></TimeStamp><phoneNumber>110</phoneNumber>
    <ExtendedData><SchemaData schemaUrl="#t"><SimpleData name="code">350921104201</SimpleData></SchemaData>
    <Data name="户数"><displayName>x</displayName><value>12</value></Data><Data name="name"><value>别名</value></Data></ExtendedData>
    <Point><altitudeMode>clampToGround</altitudeMode><coordinates>
      120.0, 26.9 ,5
    </coordinates></Point></Placemark>
    <Folder><Placemark><TimeSpan><begin>2026-01-01</begin><end/></TimeSpan><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 0,4
    4,4\t4,0,</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,1 1,2 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Folder>
    </Folder>
    <NetworkLink><name>l</name><Link><href>http://example.org/a.kml</href></Link></NetworkLink>
    <GroundOverlay><name>g</name></GroundOverlay>
    <Placemark><name>t</name><gx:Track><when>2026-07-03T00:00:00Z</when><when>2026-07-03T00:01:00Z</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track></Placemark>
    <Placemark><MultiGeometry><Point><coordinates>1,2</coordinates></Point><MultiGeometry><Point><coordinates>3,4</coordinates></Point></MultiGeometry><LineString><coordinates>1,2,0
    3,4,0</coordinates></LineString></MultiGeometry></Placemark>
    <Placemark><Point><coordinates/></Point></Placemark>
    </Document></kml>
    """

  @Test(arguments: [1, 3, 50, 100_000])
  func everyPlacemarkIsRead(chunk: Int) throws {
    let steps = kmlSteps(ByteSource(Array(Self.file.utf8), chunk: chunk))
    #expect(
      steps == [
        "1@6 'p1' point((x: 120.0, y: 26.9)) name='松城' "
          + "description='<table><tr><td>a & b</td></tr></table>' timestamp='2026-07-03' "
          + "code='350921104201' 户数='12' name 2='别名' folder='霞浦/乡镇'",
        "2@13 - polygon(SimpleFeatures.Polygon(exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 4.0), "
          + "(x: 4.0, y: 4.0), (x: 4.0, y: 0.0), (x: 0.0, y: 0.0)], holes: [[(x: 1.0, y: 1.0), "
          + "(x: 1.0, y: 2.0), (x: 2.0, y: 2.0), (x: 1.0, y: 1.0)]])) begin='2026-01-01' end=- "
          + "folder='霞浦/乡镇'",
        "3@18 - lineString([(x: 1.0, y: 2.0), (x: 4.0, y: 5.0)]) name='t' folder='霞浦'",
        "4@19 - geometryCollection([SimpleFeatures.Geometry.multiPoint([(x: 1.0, y: 2.0), "
          + "(x: 3.0, y: 4.0)]), SimpleFeatures.Geometry.lineString([(x: 1.0, y: 2.0), "
          + "(x: 3.0, y: 4.0)])]) folder='霞浦'",
        "5@21 - nowhere folder='霞浦'", "end",
      ])
    let reader = try KMLReader(ByteSource(Self.file))
    while case .feature = try reader.next() {}
    #expect(reader.skipped == ["NetworkLink": 1, "GroundOverlay": 1])
    #expect(reader.droppedHeights == 5 && reader.closedRings == 1 && reader.features == 5)
  }

  private static func placemark(_ geometry: String) -> String {
    "<kml>\n<Placemark>\(geometry)</Placemark>\n<Placemark><name>b</name></Placemark></kml>"
  }

  @Test(arguments: [
    ("<Point><coordinates>120 26</coordinates></Point>", "a position has 1 numbers"),
    ("<Point><coordinates>120,x</coordinates></Point>", "not a number"),
    ("<Point><coordinates>1,2 3,4</coordinates></Point>", "a point has 2 positions"),
    ("<LineString><coordinates>1,2</coordinates></LineString>", "a line has 1 position"),
    ("<LineString><coordinates>1,2,3,4</coordinates></LineString>", "a position has 4 numbers"),
    (
      "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 1,2</coordinates></LinearRing>"
        + "</outerBoundaryIs></Polygon>", "a ring has 3 positions"
    ),
  ])
  func aBrokenPlacemarkCostsItself(geometry: String, message: String) {
    let steps = kmlSteps(ByteSource(Self.placemark(geometry)))
    #expect(steps.count == 3)
    #expect(steps[0].hasPrefix("fault line 2, feature 1") && steps[0].contains(message))
    #expect(steps[1] == "2@3 - nowhere name='b'")
  }

  @Test func trapsAreRefused() {
    let laughs = "<!DOCTYPE k [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><kml>&b;</kml>"
    #expect(kmlSteps(ByteSource(laughs))[0].contains("document type"))
    #expect(kmlSteps(ByteSource("<gpx/>"))[0].contains("is no KML"))
    #expect(kmlSteps(ByteSource(""))[0].hasPrefix("thrown"))
    let deep = "<kml>" + String(repeating: "<Folder>", count: 100_000)
    #expect(kmlSteps(ByteSource(deep)).last?.hasPrefix("thrown") == true)
  }

  @Test func everyTruncationIsAnError() {
    let bytes = Array(Self.file.utf8)
    for length in stride(from: 0, to: bytes.count - 1, by: 3) {
      let steps = kmlSteps(ByteSource(Array(bytes[..<length])))
      #expect(steps.last?.hasPrefix("thrown") == true)
    }
  }

  @Test func aKMZIsRead() throws {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.add("files/a.kml", Array("<gpx/>".utf8).span)
    try writer.add("doc.kml", Array(Self.placemark("").utf8).span)
    try writer.finish()
    let reader = try KMLReader(kmz: ZIPReader(collected.bytes))
    guard case .feature = try reader.next() else { throw Unexpected() }
    let empty = Collected()
    var none = ZIPWriter(empty.sink)
    try none.add("a.png", Array("x".utf8).span)
    try none.finish()
    #expect(throws: FormatError.self) { try KMLReader(kmz: ZIPReader(empty.bytes)) }
  }
}
