import Formats
import SimpleFeatures
import Testing

@Suite struct ShapefileReaderTests {
  private static let square = [(0.0, 0.0), (0.0, 8.0), (8.0, 8.0), (8.0, 0.0), (0.0, 0.0)]

  /// GDAL wrote the files; the CSV beside them says what is in them.
  @Test(arguments: ["towns_350921_gbk", "towns_350921_gbk_nocpg", "towns_350921_gk_cm120"])
  func readsWhatGDALWrote(name: String) throws {
    let reader = try ShapefileBytes(fixture: name).reader()
    #expect(reader.shapeType == .point)
    #expect(reader.projection?.contains("China") == true)
    #expect(reader.declaredRows == 14)
    // In UTF-8 the fourth character does not fit ten bytes, and GDAL cut it in two.
    let isCut = name.hasSuffix("cm120")
    #expect(reader.header.prefix(2) == [isCut ? "区划代" : "区划代码", "名称"])
    var names: [String] = []
    while case .row = try reader.next() {
      let code = try #require(reader.text(0))
      #expect(code.hasPrefix("350921") && code.utf8.count == 12)
      names.append(try #require(reader.text(1)))
      guard case .point(let position)? = reader.geometry else { throw Unexpected() }
      #expect(isCut ? position.y > 2_900_000 : abs(position.x - 120) < 0.3)
      #expect(reader.record == names.count)
    }
    #expect(names.first == "松城街道" && names.count == 14)
    #expect(reader.notes.sentences.isEmpty && reader.tableNotes.cutTexts == (isCut ? 1 : 0))
    #expect(reader.encodingVerdict?.objection == nil)
  }

  @Test(arguments: [1, 7, 100, 4096])
  func stepsDoNotDependOnTheWindow(chunk: Int) throws {
    let files = try ShapefileBytes(fixture: "towns_350921_gbk_nocpg")
    var options = ShapefileOptions()
    options.windowBytes = 8
    options.table.windowBytes = 8
    #expect(files.steps(options, chunk: chunk) == files.steps())
  }

  @Test func everyTypeIsReadWithoutHeightsAndMeasures() throws {
    let two = [[(1.0, 2.0), (3.0, 4.0)], [(5.0, 6.0), (7.0, 8.0)]]
    let point = ShapefileBytes.double(1) + ShapefileBytes.double(2)
    let heights = [UInt8](repeating: 0x3F, count: 16 + 8 * 4)
    let lines = "multiLineString([[SimpleFeatures.Coordinate(x: 1.0, y: 2.0)"
    let cases: [(Int32, [UInt8], String, String)] = [
      (0, ShapefileBytes.little(0), "nowhere", ""),
      (1, ShapefileBytes.little(1) + point, "point(", ""),
      (11, ShapefileBytes.little(11) + point + heights.prefix(16), "point(", "heights of 1"),
      (21, ShapefileBytes.little(21) + point + heights.prefix(8), "point(", "measures of 1"),
      (3, ShapefileBytes.record(type: 3, two), lines, ""),
      (13, ShapefileBytes.record(type: 13, two, tail: heights), lines, "heights of 4"),
      (23, ShapefileBytes.record(type: 23, two, tail: heights), lines, "measures of 4"),
      (3, ShapefileBytes.record(type: 3, [two[0]]), "lineString([", ""),
      (5, ShapefileBytes.record(type: 5, [Self.square]), "polygon(", ""),
      (15, ShapefileBytes.record(type: 15, [Self.square], tail: heights), "polygon(", "of 5"),
      (8, Self.multiPoint(8), "multiPoint([", ""),
      (18, Self.multiPoint(18), "multiPoint([", "heights of 2"),
      (28, Self.multiPoint(28), "multiPoint([", "measures of 2"),
    ]
    for (type, record, place, note) in cases {
      let steps = ShapefileBytes(type: type, records: [record]).steps(hasTable: false)
      #expect(steps.count == 2 && steps[0].contains(place), "\(type): \(steps)")
      #expect(steps[1].contains(note) && (note.isEmpty == steps[1].hasSuffix("[]")), "\(steps)")
    }
  }

  private static func multiPoint(_ type: Int) -> [UInt8] {
    ShapefileBytes.little(type) + [UInt8](repeating: 0, count: 32) + ShapefileBytes.little(2)
      + [1.0, 2, 3, 4].flatMap { ShapefileBytes.double($0) }
  }

  @Test func aBrokenRecordCostsItself() {
    var far = ShapefileBytes.record(type: 5, [Self.square])
    far[36] = 200
    var unordered = ShapefileBytes.record(type: 5, [Self.square, Self.square])
    unordered[48] = 99
    let files = ShapefileBytes(
      type: 5,
      records: [
        ShapefileBytes.record(type: 5, [Self.square]), far, unordered,
        ShapefileBytes.record(type: 5, [[(0, 0), (1, 1), (0, 0)]]), ShapefileBytes.little(31),
        ShapefileBytes.record(type: 5, [[(0, 0), (.nan, 1), (1, 0), (0, 0)]]),
        ShapefileBytes.record(type: 5, [Self.square]), [0, 0],
      ])
    let steps = files.steps(hasTable: false)
    let expected = [
      "1 ", "fault feature 2: the record of the .shp is too short",
      "fault feature 3: the parts of the record are out of order",
      "fault feature 4: none of the 1 rings has an area", "fault feature 5: a MultiPatch",
      "fault feature 6: a position is not a number", "7 ", "fault feature 8: the record of the",
    ]
    #expect(steps.count == expected.count + 1)
    for (step, beginning) in zip(steps, expected) { #expect(step.hasPrefix(beginning), "\(step)") }
  }

  @Test func deletedRowsTakeTheirShapesWithThem() throws {
    var files = try ShapefileBytes(fixture: "towns_350921_gbk")
    let whole = files.steps()
    let length = Int(files.dbf[8]) | Int(files.dbf[9]) << 8
    let row = Int(files.dbf[10]) | Int(files.dbf[11]) << 8
    files.dbf[length + 2 * row] = 0x2A
    var left = files.steps()
    #expect(left.removeLast().contains("1 rows are marked as deleted"))
    #expect(left == whole.dropLast().enumerated().filter { $0.offset != 2 }.map(\.element))
  }

  @Test func filesThatDoNotBelongTogetherAreAnError() throws {
    var files = try ShapefileBytes(fixture: "towns_350921_gbk")
    let row = Int(files.dbf[10]) | Int(files.dbf[11]) << 8
    let whole = files.dbf
    files.dbf[4] = 13
    files.dbf.removeLast(row + 1)
    #expect(files.steps().last?.contains("the .shp has more records than the .dbf") == true)
    files.dbf = whole
    files.shp.removeLast(28)
    files.shp.replaceSubrange(24..<28, with: ShapefileBytes.big(files.shp.count / 2))
    #expect(files.steps().last?.contains("the .dbf has more rows than the .shp") == true)
  }

  @Test func everyTruncationIsToldOrHasAllRows() throws {
    let whole = try ShapefileBytes(fixture: "towns_350921_gbk")
    for length in 0..<whole.shp.count {
      var files = whole
      files.shp.removeLast(files.shp.count - length)
      let last = files.steps().last ?? ""
      #expect(last.contains("cut off") || last.contains("empty") || last.contains("no shapefile"))
    }
    for length in 0..<whole.dbf.count - 1 {
      var files = whole
      files.dbf.removeLast(files.dbf.count - length)
      #expect(files.steps().last?.contains("the .dbf is cut off") == true)
    }
    for length in 0..<whole.shx.count {
      var files = whole
      files.shx.removeLast(files.shx.count - length)
      #expect(files.steps().dropLast() == whole.steps().dropLast())
    }
  }

  @Test func anIndexThatDiffersIsTold() throws {
    var files = try ShapefileBytes(fixture: "towns_350921_gbk")
    files.shx[100 + 8 * 4 + 3] ^= 1
    #expect(files.steps().last?.contains("the .shx differs from the .shp at record 5") == true)
    #expect(files.steps().count == 15)
    files.shx = [1, 2, 3]
    #expect(files.steps().last == "end []")
  }

  @Test func membersAreFoundInAnyCase() throws {
    let names = [
      "b/Roads.SHP", "b/roads.dbf", "b/ROADS.DBF", "b/Roads.Cpg", "c/Roads.prj", "x.shp",
    ]
    let all = ShapefileMembers.all(among: names)
    #expect(all.map(\.shp) == ["b/Roads.SHP", "x.shp"])
    #expect(all[0].dbf == "b/roads.dbf" && all[0].cpg == "b/Roads.Cpg" && all[0].prj == nil)
    #expect(all[1].dbf == nil)
    #expect(
      ShapefileMembers(of: "ROADS.shp", among: ["roads.dbf", "ROADS.dbf"]).dbf == "ROADS.dbf")
  }

  @Test func aZippedShapefileIsRead() throws {
    let files = try ShapefileBytes(fixture: "towns_350921_gbk")
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.add("__MACOSX/乡镇/Towns.shp", [UInt8]([0]).span)
    try writer.add("乡镇/Towns.SHP", files.shp.span)
    try writer.add("乡镇/towns.dbf", files.dbf.span)
    try writer.add("乡镇/Towns.cpg", Array("936".utf8).span)
    try writer.finish()
    let archive = try ShapefileArchive(ZIPReader(collected.bytes))
    #expect(archive.layers.count == 1)
    let reader = try archive.reader(archive.layers[0])
    guard case .row = try reader.next() else { throw Unexpected() }
    #expect(reader.text(1) == "松城街道")
    let other = Collected()
    var empty = ZIPWriter(other.sink)
    try empty.add("a.txt", [UInt8]([0]).span)
    try empty.finish()
    #expect(throws: FormatError.self) { try ShapefileArchive(ZIPReader(other.bytes)) }
  }

  /// Chinese Windows names the files of a ZIP in GBK; the flag of UTF-8 is not set.
  @Test func namesInGBKAreRead() throws {
    let collected = Collected()
    var writer = ZIPWriter(collected.sink)
    try writer.add("abcd.shp", [UInt8]([0]).span)
    try writer.finish()
    let gbk: [UInt8] = [0xCB, 0xC9, 0xB3, 0xC7]
    var bytes = collected.bytes
    for at in bytes.indices.dropLast(4) where bytes[at..<at + 4].elementsEqual("abcd".utf8) {
      bytes.replaceSubrange(at..<at + 4, with: gbk)
    }
    #expect(try ZIPReader(bytes).entries.map(\.name) == ["松城.shp"])
  }
}
