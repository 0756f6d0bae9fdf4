import Compression
import Formats
import SimpleFeatures
import SpatiaLite

/// First inputs, by our own writers.
enum Seeds {
  static func of(_ reader: FuzzedReader) throws -> [[UInt8]] {
    switch reader {
    case .csv: [try csv(), Array("sep=;\r\na;b\r\n\"x\"\"y\n\";2\r\n".utf8), gbk]
    case .geojson: [try geoJSON(.collection)]
    case .sequence: [try geoJSON(.sequence)]
    case .yaml: [Array("source: a\ncrs: EPSG:4490\ncolumns:\n  - {name: 编号, to: id}\n".utf8)]
    case .zip: [try zip([("a", Array("松城".utf8)), ("b/c", [UInt8](repeating: 7, count: 900))])]
    case .gzip: [try gzip()]
    case .wkb: geometries.map(WKB.encode)
    case .spatialite: geometries.compactMap { SpatiaLiteBlob.encode($0, srid: 4326) }
    case .xml, .parts: [Array(parts.joined(separator: "\0").utf8)]
    case .xlsx: [try xlsx()]
    case .fields:
      [
        "1,234.50元", "2026年7月3日 8:05:09+08:00", "-12.5e-7", "46206.75", "d.M.yy H:m|3.7.26 8:05",
        "东经119°59′30.5″", "119度59分30.5秒", "26-52-48 N",
      ]
      .map { Array($0.utf8) }
    case .shapefile: try [ShapefileType.point, .polygon].map { try shapefile($0) }
    case .dbf:
      try [ShapefileType.point].map { type in
        guard let (_, dbf) = shapefile(of: try shapefile(type)) else { return [] }
        return dbf
      }
    case .kml: [Array(kml.utf8)]
    case .kmz: [try zip([("doc.kml", Array(kml.utf8))])]
    case .encoding: [try csv(), gbk, [0x84, 0x31, 0x95, 0x33, 0x81, 0x30, 0x81, 0x30]]
    }
  }

  /// A workbook whose parts stand one after the other in the input, so that what is changed in
  /// them comes through the container's checksums.
  static func workbook(ofParts input: [UInt8]) throws -> [UInt8] {
    let paths = [
      "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/strings.xml",
      "xl/worksheets/sheet1.xml",
    ]
    let texts = input.split(
      separator: 0, maxSplits: paths.count - 1, omittingEmptySubsequences: false)
    return try zip(Swift.zip(paths, texts).map { ($0, Array($1)) })
  }

  private static let parts = [
    """
    <workbook xmlns:r="r"><workbookPr date1904="0"/><sheets>\
    <sheet name="a" r:id="1"/></sheets></workbook>
    """,
    """
    <Relationships><Relationship Id="1" Type="/worksheet" Target="worksheets/sheet1.xml"/>\
    <Relationship Id="2" Type="/styles" Target="styles.xml"/>\
    <Relationship Id="3" Type="/sharedStrings" Target="strings.xml"/></Relationships>
    """,
    """
    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm;@"/></numFmts>\
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>
    """,
    "<sst><si><t>名_x000D_</t></si><si><r><t>b</t></r><rPh><t>c</t></rPh></si></sst>",
    """
    <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>\
    <c r="B1" t="inlineStr"><is><t>日</t></is></c></row>\
    <row r="2" hidden="1"><c r="A2"><v>350921104201</v></c><c s="1"><v>46206.5</v></c>\
    <c s="2"><v>1.5</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row></sheetData>\
    <mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>
    """,
  ]

  /// The `.shp` and the `.dbf` of an input that begins with the length of the first, in two bytes.
  static func shapefile(of input: [UInt8]) -> (shp: [UInt8], dbf: [UInt8])? {
    guard input.count >= 2 else { return nil }
    let length = min(Int(input[0]) << 8 | Int(input[1]), input.count - 2)
    return (Array(input[2..<2 + length]), Array(input[(2 + length)...]))
  }

  private static func shapefile(_ type: ShapefileType) throws -> [UInt8] {
    final class File {
      var bytes: [UInt8] = []
      var sink: PatchableSink {
        PatchableSink(
          append: { span in span.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) } },
          patch: { offset, span in
            for index in span.indices { self.bytes[offset + index] = span[index] }
          })
      }
    }
    let (shp, shx, dbf) = (File(), File(), File())
    let square = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)].map { Coordinate(x: $0, y: $1) }
    let isPoint = type == .point
    let schema = FeatureSchema(
      name: "a", chineseName: "甲",
      fields: [
        FeatureSchema.Field(name: "code", type: .text, chineseName: "编号"),
        FeatureSchema.Field(name: "x", type: .real, chineseName: "数"),
      ], geometry: isPoint ? .point : .polygon)
    let writer = try ShapefileWriter(
      schema: schema,
      to: ShapefileSinks(
        shp: shp.sink, shx: shx.sink, dbf: dbf.sink, cpg: ByteSink { _ in }))
    for row in rows {
      try writer.write(
        isPoint ? geometries[0] : .polygon(Polygon(exterior: square)),
        values: [row[0], .real(1.5)])
    }
    _ = try writer.finish()
    let length = shp.bytes.count
    return [UInt8(length >> 8), UInt8(length & 255)] + shp.bytes + dbf.bytes
  }

  private static let kml = """
    <kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>f</name><Placemark>\
    <name>松城</name><ExtendedData><Data name="编号"><value>1</value></Data></ExtendedData>\
    <TimeStamp><when>2026-07-03</when></TimeStamp><MultiGeometry><Point><coordinates>120,26,0\
    </coordinates></Point><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0\
    </coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>\
    </Folder></Document></kml>
    """

  private static let gbk: [UInt8] = [
    0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0x61, 0x0A, 0xCB, 0xC9, 0x2C, 0x31,
  ]

  private static let geometries: [Geometry] = [
    .point(Coordinate(x: 120, y: 26.5)),
    .lineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)]),
    .multiPoint([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)]),
  ]

  private static let rows: [[AttributeValue]] = [
    [.text("350921104201"), .real(120.5), .day(DayNumber(20_000))],
    [.text("松,\"城\"\n"), .unknown, .boolean(true)],
  ]

  private static func csv() throws -> [UInt8] {
    try collected { sink throws in
      var writer = CSVWriter(sink)
      try writer.write(header: ["编号", "x", "日"])
      for row in rows { try writer.write(row: row) }
      try writer.finish()
    }
  }

  private static func gzip() throws -> [UInt8] {
    let bytes = try csv()
    return try Gzip.compress(bytes.span)
  }

  private static func xlsx() throws -> [UInt8] {
    try collected { sink throws in
      var writer = XLSXWriter(sink)
      try writer.write(header: ["编号", "x", "日"])
      for row in rows { try writer.write(row: row) }
      try writer.finish()
    }
  }

  private static func geoJSON(_ form: GeoJSONWriter.Form) throws -> [UInt8] {
    try collected { sink throws in
      var options = GeoJSONWriter.Options()
      options.form = form
      var writer = GeoJSONWriter(fields: ["编号", "x", "日"], to: sink, options: options)
      for (row, geometry) in Swift.zip(rows, geometries) {
        try writer.write(geometry, values: row)
      }
      try writer.finish()
    }
  }

  private static func zip(_ entries: [(String, [UInt8])]) throws -> [UInt8] {
    try collected { sink throws in
      var writer = ZIPWriter(sink)
      for (name, bytes) in entries { try writer.add(name, bytes.span) }
      try writer.finish()
    }
  }

  private static func collected(_ write: (ByteSink) throws -> Void) rethrows -> [UInt8] {
    final class Page { var bytes: [UInt8] = [] }
    let page = Page()
    try write(
      ByteSink { span in span.withUnsafeBufferPointer { page.bytes.append(contentsOf: $0) } })
    return page.bytes
  }
}
