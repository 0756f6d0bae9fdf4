import Archives
import Cartography
import Formats
import Foundation
import Projections
import SimpleFeatures
import Storage

/// One layer as a file of some format, given its features one by one.
struct LayerFile {
  typealias Features = ((Feature) throws -> Void) throws -> Void

  let schema: FeatureSchema
  let audience: Audience
  /// Of the coordinates in the file.
  let crs: CRS
  let clock: StudyClock
  /// What a GeoJSON file says besides its features.
  let members: [(name: String, value: AttributeValue)]
  /// Of tiles.
  let zooms: ClosedRange<Int>
  let home: ProductHome
  /// `nil` where coordinates stay as they are.
  private let transformation: Transformation?

  init(
    schema: FeatureSchema, audience: Audience, crs: CRS, clock: StudyClock,
    members: [(name: String, value: AttributeValue)], zooms: ClosedRange<Int>, home: ProductHome
  ) throws {
    self.schema = schema
    self.audience = audience
    self.crs = crs
    self.clock = clock
    self.members = members
    self.zooms = zooms
    self.home = home
    transformation = crs == .wgs84 ? nil : try Transformation(from: .wgs84, to: crs)
  }

  /// - Returns: what became of the rows, and what a person should know of the file, in sentences
  ///   without full stops.
  func write(
    _ format: ExportLayer.Format, to file: URL, _ rows: LayerRows
  ) throws -> (counts: RowCounts, sentences: [String]) {
    switch format {
    case .csv: return (try writeCSV(file, rows), [])
    case .geojson, .geojsonl: return (try writeGeoJSON(file, format, rows), [])
    case .xlsx, .gpkg, .shp, .pmtiles, .mbtiles: break
    }
    var counts = RowCounts()
    // A format may ask for the features twice.
    let all: Rows = { counts = try rows.forEach($0) }
    var sentences: [String] = []
    switch format {
    case .csv, .geojson, .geojsonl: break
    case .xlsx: try writeWorkbook(file, all)
    case .gpkg: try writeGeoPackage(file, all)
    case .shp: sentences = try writeShapefile(file, all)
    case .pmtiles, .mbtiles: sentences = try writeTiles(format, file, all)
    }
    return (counts, sentences)
  }

  typealias Rows = ((any FeatureRow) throws -> Void) throws -> Void

  private var offset: @Sendable (Instant) -> Int {
    let clock = clock
    return { clock.offsetSeconds(at: $0) }
  }

  /// The features in the file's system.
  private func moved(_ rows: @escaping Rows) -> Features {
    { take in
      try rows { row in
        var feature = try row.feature(schema)
        if let transformation {
          feature.geometry = try feature.geometry.map { try transformation.forward($0) }
        }
        try take(feature)
      }
    }
  }

  // MARK: Texts

  private func writeCSV(_ file: URL, _ rows: LayerRows) throws -> RowCounts {
    var options = CSVWriter.Options()
    options.offsetSeconds = offset
    let header = try PositionTable(schema: schema, crs: crs, audience: audience).header
    var counts = RowCounts()
    try OutputFile(file).write { sink in
      var heading = CSVWriter(sink, options: options)
      try heading.write(header: header)
      try heading.finish()
      options.hasByteOrderMark = false
      counts = try rows.forEachPart(separatedBy: "", into: sink) { sink, rows in
        // A transformation of its own for each part: PROJ's serve one thread.
        let table = try PositionTable(schema: schema, crs: crs, audience: audience)
        var writer = CSVWriter(sink, options: options)
        try rows { row in
          for (index, field) in schema.fields.enumerated() {
            writer.append(row, index, as: field.type)
          }
          for value in try table.tail(row.geometry()) { writer.append(value) }
          try writer.endRow()
        }
        try writer.finish()
      }
    }
    return counts
  }

  private func writeGeoJSON(
    _ file: URL, _ format: ExportLayer.Format, _ rows: LayerRows
  ) throws -> RowCounts {
    var options = GeoJSONWriter.Options()
    options.form = format == .geojson ? .collection : .sequence
    options.offsetSeconds = offset
    options.members = members
    var counts = RowCounts()
    try OutputFile(file).write { sink in
      var whole = GeoJSONWriter(schema: schema, to: sink, options: options)
      try whole.flush()
      options.form = format == .geojson ? .stretch : .sequence
      let separator: StaticString = format == .geojson ? GeoJSONWriter.separator : ""
      counts = try rows.forEachPart(separatedBy: separator, into: sink) { sink, rows in
        var part = GeoJSONWriter(schema: schema, to: sink, options: options)
        try rows { try part.write($0) }
        try part.finish()
      }
      try whole.finish()
    }
    return counts
  }

  // MARK: Containers

  /// Two rows of names, Chinese above the ones that scripts use, would not import again: the
  /// scripts' names stand alone.
  private func writeWorkbook(_ file: URL, _ rows: Rows) throws {
    try OutputFile(file).write { sink in
      var options = XLSXWriter.Options()
      // Excel refuses a longer name.
      options.sheetName = String(schema.name.prefix(31))
      options.offsetSeconds = offset
      var writer = XLSXWriter(sink, options: options)
      let table = try PositionTable(schema: schema, crs: crs, audience: audience)
      try writer.write(header: table.header)
      try rows { row in
        let feature = try row.feature(schema)
        try writer.write(row: feature.values + table.tail(feature.geometry))
      }
      try writer.finish()
    }
  }

  private func writeGeoPackage(_ file: URL, _ rows: @escaping Rows) throws {
    let (ramps, settings) = try SheetFiles(home: home).desktop()
    let style = QGISStyle(
      schema: schema, ramp: settings.ramp(of: schema.name, in: ramps), settings: settings)
    let code = try epsgCode()
    let layer = GeoPackageWriter.Layer(
      schema: schema,
      reference: GeoPackageWriter.Reference(
        code: code, name: try CRSDescription(crs).name, definition: try crs.wellKnownText(.ogc)),
      qml: style.qml, description: "\(schema.chineseName) (\(audience.rawValue))")
    try OutputFile(file).write(through: { unfinished in
      try GeoPackageWriter.write(to: unfinished.path) { writer in
        _ = try writer.add(layer, moved(rows))
      }
    })
  }

  private func writeShapefile(_ file: URL, _ rows: @escaping Rows) throws -> [String] {
    var options = ShapefileWriter.Options()
    options.projection = try crs.wellKnownText(.esri)
    options.offsetSeconds = offset
    // Texts are padded to the width of their column, which must stand in front of the first row.
    var widths: [String: Int] = [:]
    try rows { row in
      for (index, field) in schema.fields.enumerated() {
        guard field.type == .text, !row.isUnknown(index) else { continue }
        row.withText(index) { widths[field.name] = max(widths[field.name] ?? 1, $0.count) }
      }
    }
    for field in schema.fields where field.type == .text {
      options.textBytes[field.name] = min(
        widths[field.name] ?? 1, ShapefileColumn.longestText)
    }
    let stem = file.deletingPathExtension()
    let report = try OutputFile.writeTogether(
      ["shp", "shx", "dbf", "cpg", "prj"].map { stem.appendingPathExtension($0) }
    ) { files in
      let writer = try ShapefileWriter(
        schema: schema,
        to: ShapefileSinks(
          shp: files[0].patchable, shx: files[1].patchable, dbf: files[2].patchable,
          cpg: files[3].sink, prj: files[4].sink),
        options: options)
      let inSystem = moved(rows)
      try inSystem { try writer.write($0) }
      return try writer.finish()
    }
    return sentences(of: report)
  }

  private func sentences(of report: ShapefileReport) -> [String] {
    var sentences: [String] = []
    if !report.renamed.isEmpty {
      sentences.append(
        "a shapefile's names have ten bytes at most: "
          + report.renamed.map { "\($0.name) is \($0.shortName)" }.joined(separator: ", "))
    }
    for (name, count) in report.cutTexts.sorted(by: { $0.key < $1.key }) {
      sentences.append("\(count) texts of \(name) were cut to 254 bytes")
    }
    if report.withoutPlace > 0 {
      sentences.append("\(report.withoutPlace) records have no place")
    }
    return sentences
  }

  private func epsgCode() throws(WorkflowError) -> Int {
    guard case .epsg(let code) = crs else {
      throw .usage(
        "a GeoPackage names its system by the registry, which has no \(crs.identifier): export to "
          + ".csv, or leave --crs out")
    }
    return code
  }
}
