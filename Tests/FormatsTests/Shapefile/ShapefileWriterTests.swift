import Formats
import SimpleFeatures
import Testing

@Suite struct ShapefileWriterTests {
  private static func schema(
    _ geometry: Geometry.Kind?, _ fields: [(String, AttributeType)]
  ) -> FeatureSchema {
    FeatureSchema(
      name: "towns", chineseName: "乡镇",
      fields: fields.map { .init(name: $0.0, type: $0.1, chineseName: $0.0) }, geometry: geometry)
  }

  @Test func everyTypeOfValueIsReadBack() throws {
    let schema = Self.schema(
      .point,
      [
        ("code", .text), ("n", .integer), ("loss", .real), ("open", .boolean), ("on", .day),
        ("occurred_from", .instant),
      ])
    let day = try #require(DayNumber(year: 2026, month: 7, day: 3))
    let row: [AttributeValue] = [
      .text("350921104201"), .integer(-12), .real(0.1), .boolean(true), .day(day),
      .instant(Instant(1_783_036_800)),
    ]
    let nothing = [AttributeValue](repeating: .unknown, count: 6)
    var options = ShapefileWriter.Options()
    options.offsetSeconds = { _ in 28_800 }
    options.projection = "GEOGCS[]"
    let files = try ShapefileBytes(
      schema,
      [
        Feature(geometry: .point(Coordinate(x: 120.1, y: 26.9)), values: row),
        Feature(geometry: nil, values: nothing),
      ], options: options
    ) { report in
      #expect(report.records == 2 && report.withoutPlace == 1)
      #expect(report.renamed.map(\.shortName) == ["occurred_f"])
    }
    #expect(files.cpg == "UTF-8" && files.prj == "GEOGCS[]")
    #expect(
      files.steps() == [
        "1 350921104201|-12|0.1|T|2026-07-03|2026-07-03T08:00:00+08:00 "
          + "point(SimpleFeatures.Coordinate(x: 120.1, y: 26.9))",
        "2 -|-|-|-|-|- nowhere", "end []",
      ])
    let reader = try files.reader()
    #expect(reader.header == ["code", "n", "loss", "open", "on", "occurred_f"])
  }

  @Test func namesAreShortUniqueAndStable() throws {
    let names = [
      "location_precision", "location_priority", "location_p", "severity", "区划代码与名称", "区划代",
      "Severity", "a b", "0123456789", "",
    ]
    let fields = names.map { ($0, AttributeType.boolean) }
    let files = try ShapefileBytes(Self.schema(.point, fields), [])
    let header = try files.reader().header
    #expect(
      header == [
        "location_1", "location_2", "location_p", "severity", "区划_1", "区划代", "Severity_1", "a_b",
        "0123456789", "field",
      ])
    for name in header { #expect(name.utf8.count <= 10) }
    #expect(Set(header.map { $0.lowercased() }).count == names.count)
  }

  @Test func longTextsAreCutAtACharacterAndCounted() throws {
    var options = ShapefileWriter.Options()
    options.textBytes = ["name": 8]
    let long = String(repeating: "松", count: 100)
    let files = try ShapefileBytes(
      Self.schema(.point, [("name", .text), ("note", .text)]),
      [
        Feature(geometry: nil, values: [.text("松城街道"), .text(long)]),
        Feature(geometry: nil, values: [.text("12345678"), .text("x")]),
      ], options: options
    ) { #expect($0.cutTexts == ["name": 1, "note": 1]) }
    let note = String(repeating: "松", count: 84)
    #expect(files.steps() == ["1 松城|\(note) nowhere", "2 12345678|x nowhere", "end []"])
  }

  @Test(arguments: 0..<20)
  func everyDoubleIsReadBack(seed: Int) throws {
    var random = Randomness(seed)
    var values = (0..<200).map { _ in random.double() }
    values += [0, -0.0, 1e-5, 1.5e-7, -123456789.125, 1e15, 1e22, .leastNonzeroMagnitude]
    values += (0..<200).map { _ in Double.random(in: -1000...1000, using: &random) }
    let files = try ShapefileBytes(
      Self.schema(.point, [("v", .real)]),
      values.map { Feature(geometry: nil, values: [.real($0)]) })
    let reader = try files.reader()
    for value in values {
      guard case .row = try reader.next(), let text = reader.text(0) else { throw Unexpected() }
      #expect(Double(text) == value)
    }
  }

  @Test(arguments: 0..<40)
  func randomGeometriesAreReadBack(seed: Int) throws {
    var random = Randomness(seed)
    func position() -> Coordinate {
      Coordinate(
        x: Double.random(in: 119...121, using: &random),
        y: Double.random(in: 26...28, using: &random))
    }
    func positions(_ count: Int) -> [Coordinate] { (0..<count).map { _ in position() } }
    func polygon(_ column: Int) -> Polygon {
      // Clockwise outside, against the clock inside, as the writer makes them.
      let x = Double(column) * 10
      func box(_ inset: Double) -> [Coordinate] {
        let far = 8 - inset
        return [(inset, inset), (inset, far), (far, far), (far, inset), (inset, inset)]
          .map { Coordinate(x: x + $0.0, y: $0.1) }
      }
      let inset = Double.random(in: 0.1...3.9, using: &random)
      return Polygon(
        exterior: box(0), holes: Bool.random(using: &random) ? [box(inset).reversed()] : [])
    }
    let makers: [(Geometry.Kind, () -> Geometry)] = [
      (.point, { .point(position()) }),
      (.multiPoint, { .multiPoint(positions(Int.random(in: 1...5, using: &random))) }),
      (.lineString, { .lineString(positions(Int.random(in: 2...9, using: &random))) }),
      (.multiLineString, { .multiLineString([positions(2), positions(7)]) }),
      (.polygon, { .polygon(polygon(0)) }),
      (.multiPolygon, { .multiPolygon((0..<3).map { polygon($0) }) }),
    ]
    for (kind, make) in makers {
      let geometries = (0..<20).map { _ in Bool.random(using: &random) ? make() : nil }
      let features = geometries.map { Feature(geometry: $0, values: [.unknown]) }
      let files = try ShapefileBytes(Self.schema(kind, [("a", .text)]), features)
      #expect(try files.geometries() == geometries)
      #expect(files.steps().last == "end []")
      let turned = features.map { feature in
        Feature(
          geometry: feature.geometry.map { geometry in
            kind == .polygon || kind == .multiPolygon
              ? geometry.mapPositions { $0.reversed() } : geometry
          }, values: feature.values)
      }
      let again = try ShapefileBytes(Self.schema(kind, [("a", .text)]), turned)
      #expect(again.steps().last == "end []")
    }
  }

  @Test func whatAShapefileCannotHoldIsRefused() throws {
    for kind in [Geometry.Kind.geometryCollection, nil] {
      #expect(throws: FormatError.self) { try ShapefileBytes(Self.schema(kind, []), []) }
    }
    let many = (0..<256).map { ("f\($0)", AttributeType.boolean) }
    #expect(throws: FormatError.self) { try ShapefileBytes(Self.schema(.point, many), []) }
    let points = Self.schema(.point, [("n", .integer), ("t", .text)])
    let line = [Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)]
    let wrong: [(Geometry?, [AttributeValue], String)] = [
      (.lineString(line), [.integer(1), .unknown], "geometry"),
      (.point(Coordinate(x: .nan, y: 0)), [.integer(1), .unknown], "geometry"),
      (nil, [.integer(1_234_567_890_123_456_789), .unknown], "field n"),
      (nil, [.text("1"), .unknown], "field n"),
    ]
    for (geometry, values, place) in wrong {
      #expect {
        try ShapefileBytes(points, [Feature(geometry: geometry, values: values)])
      } throws: { "\($0)".contains(place) && ($0 as? FormatError)?.record == 1 }
    }
  }

  @Test func aRefusedFeatureLeavesNothingBehind() throws {
    let schema = Self.schema(.point, [("n", .integer)])
    let files = (0..<3).map { _ in Collected() }
    let writer = try ShapefileWriter(
      schema: schema,
      to: ShapefileSinks(
        shp: files[0].patchable, shx: files[1].patchable, dbf: files[2].patchable,
        cpg: Collected().sink))
    let place = Geometry.point(Coordinate(x: 1, y: 2))
    try writer.write(place, values: [.integer(1)])
    #expect(throws: FormatError.self) { try writer.write(place, values: [.text("x")]) }
    try writer.write(place, values: [.integer(2)])
    #expect(try writer.finish().records == 2)
    let whole = try ShapefileBytes(
      schema, [1, 2].map { Feature(geometry: place, values: [.integer($0)]) })
    #expect(files.map(\.bytes) == [whole.shp, whole.shx, whole.dbf])
  }

  @Test func filesThatWouldBeTooLargeAreRefused() throws {
    let features = (0..<100).map {
      Feature(geometry: .point(Coordinate(x: 1, y: 2)), values: [.text("\($0)")])
    }
    for (limit, file) in [(100 + 28 * 99, ".shp"), (65 + 255 * 7, ".dbf")] {
      var options = ShapefileWriter.Options()
      options.maximalFileBytes = limit
      if file == ".shp" { options.textBytes = ["t": 3] }
      #expect {
        try ShapefileBytes(Self.schema(.point, [("t", .text)]), features, options: options)
      } throws: {
        guard let error = $0 as? FormatError else { return false }
        return error.kind == .limit && error.message.contains(file)
      }
    }
  }

  @Test func aLayerWithoutColumnsGetsANumber() throws {
    let files = try ShapefileBytes(
      Self.schema(.point, []), (0..<3).map { _ in Feature(geometry: nil, values: []) })
    #expect(files.steps() == ["1 0 nowhere", "2 1 nowhere", "3 2 nowhere", "end []"])
  }
}
