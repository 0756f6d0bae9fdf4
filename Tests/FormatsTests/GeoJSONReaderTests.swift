import Formats
import SimpleFeatures
import Testing

/// Every step as text; the last one `end` or the error.
func geoSteps(of source: ByteSource, _ options: GeoJSONOptions = GeoJSONOptions()) -> [String] {
  var steps: [String] = []
  var reader = GeoJSONReader(source, options: options)
  do throws(FormatError) {
    while true {
      switch try reader.next() {
      case .feature(let feature):
        let properties = feature.properties.map { "\($0.name)=\(plain($0.value))" }
        let place = feature.geometry.map { "\($0.kind.name)" } ?? "null"
        steps.append(
          "\(feature.index)@\(feature.line) \(plain(feature.id)) \(place) "
            + properties.joined(separator: " "))
      case .fault(let error): steps.append("fault \(error)")
      case .end: return steps + ["end"]
      }
    }
  } catch {
    return steps + ["thrown \(error)"]
  }
}

func plain(_ value: AttributeValue) -> String {
  switch value {
  case .unknown: "-"
  case .boolean(let value): "\(value)"
  case .integer(let value): "\(value)i"
  case .real(let value): "\(value)"
  case .text(let value): "'\(value)'"
  case .day(let value): "\(value)"
  case .instant(let value): "\(value.seconds)s"
  }
}

func point(_ properties: String, id: String = "1") -> String {
  """
  {"type":"Feature","id":\(id),"geometry":{"type":"Point","coordinates":[120.5,26.5]},\
  "properties":\(properties)}
  """
}

@Suite struct GeoJSONReaderTests {
  static let collection = """
    {
      "type": "FeatureCollection", "name": "grids",
      "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
      "features": [
        {"type": "Feature", "id": "a", "properties": {"名称": "松城\\u8857\\u9053", "n": 7, "x": 1.50,
          "e": "\\ud83d\\ude00", "no": null, "yes": true, "o": {"a": [1, "b"]}, "big": 123456789012345678901},
          "geometry": {"coordinates": [[[0, 0, 5], [4, 0, 5], [4, 4], [0, 0]]], "type": "Polygon"}},
        {"type": "Feature", "geometry": null, "properties": null},
        {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [
          {"type": "Point", "coordinates": [1, 2]}, {"type": "MultiPoint", "coordinates": [[1, 2]]}]},
          "properties": {}, "more": {"x": [[]]}}
      ],
      "after": [1, 2, {"x": "]}"}]
    }
    """

  @Test func aCollectionIsReadInEveryWindowAndChunk() throws {
    let expected = [
      "1@5 'a' Polygon 名称='松城街道' n=7i x=1.5 e='😀' no=- yes=true o='{\"a\": [1, \"b\"]}' "
        + "big='123456789012345678901'",
      "2@8 - null ", "3@9 - GeometryCollection ", "end",
    ]
    for (window, chunk) in [(8, 1), (16, 2), (32, 3), (64, 5), (100, 7), (262_144, .max)] {
      var options = GeoJSONOptions()
      options.windowBytes = window
      #expect(geoSteps(of: ByteSource(Self.collection, chunk: chunk), options) == expected)
    }
    var reader = GeoJSONReader(ByteSource(Self.collection))
    guard case .feature(let first) = try reader.next() else { throw Unexpected() }
    #expect(reader.crs == .cgcs2000 && reader.name == "grids")
    #expect(first.droppedHeights == 2 && first["n"] == .integer(7) && first["m"] == nil)
  }

  @Test(arguments: [
    ("CRS84", CRS.wgs84), ("urn:ogc:def:crs:OGC:1.3:CRS84", .wgs84), ("EPSG:4549", .epsg(4549)),
    ("urn:ogc:def:crs:EPSG::4326", .wgs84),
  ])
  func namesOfSystemsAreUnderstood(name: String, crs: CRS) throws {
    let text =
      "{\"crs\":{\"properties\":{\"name\":\"\(name)\"},\"type\":\"name\"},\"features\":[],\"type\":\"FeatureCollection\"}"
    var reader = GeoJSONReader(ByteSource(text))
    guard case .end = try reader.next() else { throw Unexpected() }
    #expect(reader.crs == crs)
  }

  @Test func oneFeatureOneGeometryAndLinesAreTexts() throws {
    #expect(geoSteps(of: ByteSource(point("{\"a\":1}"))) == ["1@1 1i Point a=1i", "end"])
    let bare = "\u{FEFF} {\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}\n"
    #expect(geoSteps(of: ByteSource(bare)) == ["1@1 - LineString ", "end"])
    let lines = "\(point("{}"))\n\(point("{\"a\":2}"))\r\n\n\(point("{\"b\":"))\n\(point("{}"))"
    #expect(
      geoSteps(of: ByteSource(lines)) == [
        "1@1 1i Point ", "2@2 1i Point a=2i",
        "fault line 4, feature 3: not JSON; read \"}\", expected a value", "4@5 1i Point ", "end",
      ])
    let records =
      "\u{1E}{\n\"type\":\"Point\",\n\"coordinates\":[1,2]}\n\u{1E}{\"type\":\n\u{1E}\(point("{}"))"
    let found = geoSteps(of: ByteSource(records))
    try #require(found.count == 4, "\(found)")
    #expect(found[0] == "1@1 - Point " && found[1].hasPrefix("fault line 5, feature 2"))
    #expect(found[2] == "3@5 1i Point ")
  }

  @Test(arguments: [
    ("[[0,0],[1,1],[1,0]]", "Polygon", "lie 2 arrays deep"),
    ("[[[0,0],[1,1],[1,0],[0,1]]]", "Polygon", "the ring is not closed"),
    ("[[[0,0],[1,1],[0,0]]]", "Polygon", "3 positions, at least 4"),
    ("[1]", "Point", "a position has 1 numbers"), ("[\"1\",2]", "Point", "not a number"),
    ("[null,2]", "Point", "not a number"), ("[NaN,2]", "Point", "NaN is not JSON"),
    ("[[1,2],[]]", "LineString", "an empty array"),
    ("[[1,2],3]", "LineString", "a position stands"),
    ("[[1,2],[[3,4]]]", "LineString", "different depths"),
    ("[01,2]", "Point", "not a number of JSON"),
    ("[1e999,2]", "Point", "too large"), ("[[[[[1,2]]]]]", "MultiPolygon", "nest too deep"),
    ("{}", "Point", "not an array"), ("[1,2]", "Circle", "no type of geometry"),
    ("[[1,2]]", "LineString", "1 positions, at least 2"),
  ])
  func aBrokenGeometryIsTheFaultOfItsFeature(
    coordinates: String, type: String, message: String
  ) throws {
    let text = """
      {"type":"FeatureCollection","features":[\(point("{}")),
      {"type":"Feature","geometry":{"type":"\(type)","coordinates":\(coordinates)},"properties":{}},
      \(point("{}"))]}
      """
    let found = geoSteps(of: ByteSource(text))
    try #require(found.count == 4, "\(found)")
    #expect(found[0] == "1@1 1i Point " && found[2] == "3@3 1i Point ")
    #expect(found[1].hasPrefix("fault line 2, feature 2") && found[1].contains(message), "\(found)")
  }

  @Test(arguments: [
    ("{\"a\":\"\\ud83d\"}", "surrogate"), ("{\"a\":\"\\udc00\\ud800\"}", "surrogate"),
    ("{\"a\":\"\\x\"}", "an escape"), ("{\"a\":1,\"a\":2}", "stands twice"),
    ("{\"a\":\"x\ty\"}", "control character"), ("{\"a\":+1}", "+1 is not JSON"),
    ("[1]", "no object"),
    ("{\"a\":1.}", "not a number of JSON"), ("{\"a\":-}", "not a number of JSON"),
    ("{\"a\":tru}", "tru is not JSON"), ("{\"\\u0061\":1,\"a\":2}", "stands twice"),
  ])
  func aBrokenPropertyIsTheFaultOfItsFeature(properties: String, message: String) throws {
    let text =
      "{\"type\":\"FeatureCollection\",\"features\":[\(point(properties)),\n7,\(point("{}"))]}"
    let found = geoSteps(of: ByteSource(text))
    try #require(found.count == 4, "\(found)")
    #expect(found[0].contains(message), "\(found)")
    #expect(found[1].contains("no object") && found[2] == "3@2 1i Point ")
  }

  @Test func invalidUTF8IsTheFaultOfItsFeature() {
    let broken = Array(point("{\"a\":\"").utf8.dropLast()) + [0xCB, 0xC9] + Array("\"}}".utf8)
    let bytes =
      Array("{\"type\":\"FeatureCollection\",\"features\":[".utf8) + broken + Array(",".utf8)
      + Array(point("{}").utf8) + Array("]}".utf8)
    let found = geoSteps(of: ByteSource(bytes))
    #expect(found.count == 3 && found[0].contains("feature 1, field a: a string is not UTF-8"))
    #expect(found[1] == "2@1 1i Point ")
  }

  @Test func everyTruncationIsAnError() {
    let bytes = Array(Self.collection.utf8)
    for length in 0..<bytes.count {
      let found = geoSteps(of: ByteSource(Array(bytes[..<length])))
      #expect(found.last?.hasPrefix("thrown") ?? false, "\(length): \(found)")
    }
  }

  @Test(arguments: [
    ("{\"type\":\"FeatureCollection\"}", "has no features"), ("[1]", "an object of GeoJSON"),
    ("{\"type\":\"FeatureCollection\",\"features\":[1 2]}", "a comma"),
    ("{\"type\":\"Feature\",\"features\":[{}],\"features\":3}x", "not JSON"),
    ("", "the text is empty"),
    ("{\"features\":[],\"type\":\"Point\"}", "another type"),
    ("{\"features\":[],\"features\":[]}", "twice"),
  ])
  func aBrokenTextIsAnError(text: String, message: String) {
    let found = geoSteps(of: ByteSource(text))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "[", count: 100_000)
    let text = "{\"type\":\"FeatureCollection\",\"features\":[\(point("{\"a\":\(deep)"))"
    #expect(geoSteps(of: ByteSource(text)).last?.contains("nest too deep") ?? false)
    let nested = String(
      repeating: "{\"type\":\"GeometryCollection\",\"geometries\":[", count: 100_000)
    #expect(geoSteps(of: ByteSource(nested)).last?.contains("nest too deep") ?? false)
  }

  @Test func memoryIsBoundedByOneValue() {
    var options = GeoJSONOptions()
    options.maximalValueBytes = 1000
    options.windowBytes = 64
    let long = String(repeating: "x", count: 5000)
    let found = geoSteps(of: ByteSource(point("{\"a\":\"\(long)\"}")), options)
    #expect(found.last?.contains("longer than 1000 bytes") ?? false)
  }
}
