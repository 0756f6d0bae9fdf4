import Compression
import Formats
import SimpleFeatures

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
      ["1,234.50元", "2026年7月3日 8:05:09+08:00", "-12.5e-7", "46206.75", "d.M.yy H:m|3.7.26 8:05"]
        .map { Array($0.utf8) }
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
