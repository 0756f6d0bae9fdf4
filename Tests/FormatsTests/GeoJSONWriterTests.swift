import Formats
import Foundation
import SimpleFeatures
import Testing

@Suite struct GeoJSONWriterTests {
  static func write(
    _ features: [Feature], fields: [String], _ options: GeoJSONWriter.Options = .init()
  ) throws -> Collected {
    let collected = Collected()
    var writer = GeoJSONWriter(fields: fields, to: collected.sink, options: options)
    for feature in features { try writer.write(feature) }
    try writer.finish()
    return collected
  }

  @Test func theTextIsTheOneOfTheStandard() throws {
    var options = GeoJSONWriter.Options()
    options.members = [("name", .text("hot\"spots")), ("run", .integer(7))]
    options.offsetSeconds = { _ in 28_800 }
    options.writesBoundingBoxes = true
    let clockwise = [(0.0, 0.0), (0, 2), (2, 2), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
    let features = [
      Feature(
        id: .text("a"), geometry: .point(Coordinate(x: 120.0005, y: 26.123_456_78)),
        values: [.text("松城\n"), .unknown, .day(DayNumber(0))]),
      Feature(
        geometry: .polygon(Polygon(exterior: clockwise, holes: [clockwise])),
        values: [.real(.infinity), .real(1.5), .instant(Instant(0))]),
      Feature(geometry: nil, values: [.boolean(false), .integer(-3), .real(2)]),
    ]
    let text = try Self.write(features, fields: ["名", "n", "t"], options).text
    let expected = """
      {"type":"FeatureCollection","name":"hot\\"spots","run":7,"features":[
      {"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[120.0005,26.1234568]},\
      "bbox":[120.0005,26.1234568,120.0005,26.1234568],\
      "properties":{"名":"松城\\n","n":null,"t":"1970-01-01"}},
      {"type":"Feature","geometry":{"type":"Polygon","coordinates":\
      [[[0,0],[2,2],[0,2],[0,0]],[[0,0],[0,2],[2,2],[0,0]]]},"bbox":[0,0,2,2],\
      "properties":{"名":null,"n":1.5,"t":"1970-01-01T08:00:00+08:00"}},
      {"type":"Feature","geometry":null,"properties":{"名":false,"n":-3,"t":2}}
      ],"bbox":[0,0,120.0005,26.1234568]}

      """
    #expect(text == expected)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test(arguments: 0..<100)
  func readsBackWhatWasWritten(seed: Int) throws {
    var random = Randomness(seed)
    let features = (0..<30).map { _ in Self.feature(&random) }
    for form in [GeoJSONWriter.Form.collection, .sequence] {
      var options = GeoJSONWriter.Options()
      options.form = form
      let bytes = try Self.write(features, fields: ["a", "b", "文"], options).bytes
      var readerOptions = GeoJSONOptions()
      readerOptions.windowBytes = 8 << (seed % 10)
      var reader = GeoJSONReader(ByteSource(bytes, chunk: seed % 7 + 1), options: readerOptions)
      for feature in features {
        guard case .feature(let read) = try reader.next() else { throw Unexpected() }
        #expect(read.id == feature.id && read.geometry == feature.geometry)
        #expect(read.properties.map(\.value) == feature.values)
      }
      guard case .end = try reader.next() else { throw Unexpected() }
    }
  }

  /// Foundation's parser is the slow, obvious version.
  @Test func foundationReadsTheSameTexts() throws {
    var random = Randomness(77)
    for _ in 0..<200 {
      let text = (0..<8).map { _ in
        String(UnicodeScalar(UInt32.random(in: 0...0x2FF, using: &random)) ?? " ")
      }.joined()
      let written = try Self.write(
        [Feature(geometry: nil, values: [.text(text)])], fields: [text + "k"])
      let json = try JSONSerialization.jsonObject(with: Data(written.bytes)) as? [String: Any]
      let first = (json?["features"] as? [[String: Any]])?.first?["properties"] as? [String: String]
      #expect(first == [text + "k": text])
    }
  }

  @Test func aPlaceThatIsNoneIsRefusedAndLeavesNoTrace() throws {
    let collected = Collected()
    var writer = GeoJSONWriter(fields: [], to: collected.sink)
    let broken = Geometry.lineString([Coordinate(x: 0, y: 0), Coordinate(x: .nan, y: 0)])
    do {
      try writer.write(broken, values: [])
      throw Unexpected()
    } catch let error as FormatError {
      #expect(error.field == "geometry")
    }
    try writer.write(.point(Coordinate(x: 1, y: 2)), values: [])
    try writer.finish()
    #expect(geoSteps(of: ByteSource(collected.bytes)) == ["1@2 - Point ", "end"])
  }

  // MARK: Random features that decimals of seven places hold exactly

  static func feature(_ random: inout Randomness) -> Feature {
    let values: [AttributeValue] = [
      .integer(Int64(bitPattern: random.next())),
      .text(["", "松城街道", "a \"quoted\" \\ text\n", "😀\u{1}"].randomElement(using: &random) ?? ""),
      [.unknown, .boolean(true), .real(0.1 + Double.random(in: 0...1, using: &random))]
        .randomElement(using: &random) ?? .unknown,
    ]
    return Feature(
      id: Bool.random(using: &random) ? .text("id") : .unknown, geometry: geometry(&random, 0),
      values: values)
  }

  static func position(_ random: inout Randomness) -> Coordinate {
    Coordinate(
      x: Double(Int.random(in: -1_800_000_000...1_800_000_000, using: &random)) / 1e7,
      y: Double(Int.random(in: -900_000_000...900_000_000, using: &random)) / 1e7)
  }

  static func geometry(_ random: inout Randomness, _ depth: Int) -> Geometry {
    func some(_ least: Int) -> [Coordinate] {
      (0..<Int.random(in: least...least + 3, using: &random)).map { _ in position(&random) }
    }
    func polygon() -> Polygon {
      let corner = position(&random)
      let box = Polygon(
        BoundingBox(minX: corner.x, minY: corner.y, maxX: corner.x + 3, maxY: corner.y + 3))
      let hole = Polygon(
        BoundingBox(minX: corner.x + 1, minY: corner.y + 1, maxX: corner.x + 2, maxY: corner.y + 2))
      let rings = [box.exterior, Array(hole.exterior.reversed())].map { ring in
        ring.map { Coordinate(x: ($0.x * 1e7).rounded() / 1e7, y: ($0.y * 1e7).rounded() / 1e7) }
      }
      return Polygon(exterior: rings[0], holes: Bool.random(using: &random) ? [rings[1]] : [])
    }
    switch Int.random(in: 0...(depth < 2 ? 6 : 5), using: &random) {
    case 0: return .point(position(&random))
    case 1: return .lineString(some(2))
    case 2: return .polygon(polygon())
    case 3: return .multiPoint(some(1))
    case 4: return .multiLineString([some(2), some(2)])
    case 5: return .multiPolygon([polygon(), polygon()])
    default:
      return .geometryCollection((0..<2).map { _ in geometry(&random, depth + 1) })
    }
  }
}
