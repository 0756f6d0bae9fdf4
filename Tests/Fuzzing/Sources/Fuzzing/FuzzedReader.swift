import Compression
import Formats
import SimpleFeatures
import SpatiaLite

/// A reader of ours, and what is asked of it for any bytes: an answer or an error, and the same
/// one however the bytes come in.
enum FuzzedReader: String, CaseIterable {
  case csv, geojson, sequence, yaml, zip, gzip, wkb, spatialite, xml, xlsx, parts, fields, encoding
  case shapefile, dbf, kml, kmz

  func read(_ input: [UInt8]) {
    switch self {
    case .csv: Self.csv(input)
    case .geojson: Self.geoJSON(input, .any)
    case .sequence: Self.geoJSON(input, .sequence)
    case .yaml:
      guard let text = String(validating: input, as: UTF8.self) else { return }
      if let node = try? YAMLNode(text) { _ = try? node.unknownKeys(["source", "crs"]) }
    case .zip:
      guard let reader = try? ZIPReader(input) else { return }
      for entry in reader.entries.prefix(8) { _ = try? reader.read(entry, limit: 1 << 20) }
    case .gzip:
      let bytes = input.span
      _ = try? Gzip.decompress(bytes, limit: 1 << 20)
    case .wkb:
      guard let geometry = try? WKB.decode(input) else { return }
      // What was read is written, and reads back: by bytes, since not-a-number equals nothing.
      let written = WKB.encode(geometry)
      guard let again = try? WKB.decode(written) else { preconditionFailure("not read back") }
      precondition(WKB.encode(again) == written)
    case .spatialite: _ = try? SpatiaLiteBlob.decode(input)
    case .xml: precondition(Self.xml(input, 3, 5) == Self.xml(input, .max, 32 << 10))
    case .xlsx: Self.xlsx(input)
    case .parts: if let workbook = try? Seeds.workbook(ofParts: input) { Self.xlsx(workbook) }
    case .fields: Self.fields(input)
    case .encoding: Self.encoding(input)
    case .shapefile: Self.shapefile(input)
    case .dbf: Self.dbf(input)
    case .kml: Self.kml { () throws in try KMLReader(ByteSource(input)) }
    case .kmz:
      Self.kml { () throws in try KMLReader(kmz: ZIPReader(input), limit: 1 << 20) }
    }
  }

  // MARK: One each

  private static func csv(_ input: [UInt8]) {
    func steps(_ chunk: Int, _ window: Int) -> [String] {
      var options = CSVOptions()
      options.windowBytes = window
      var steps: [String] = []
      do {
        var reader = try CSVReader(ByteSource(input, chunk: chunk), options: options)
        while true {
          switch try reader.next() {
          case .row:
            var row = "\(reader.line)"
            for column in 0..<reader.columns { row += "|" + reader.text(column) }
            steps.append(row)
          case .fault: steps.append("\(reader.line)!")
          case .end: return steps
          }
          precondition(steps.count <= input.count + 1)
        }
      } catch {
        return steps + ["broken off"]
      }
    }
    precondition(steps(.max, 256 << 10) == steps(3, 8))
  }

  private static func geoJSON(_ input: [UInt8], _ form: GeoJSONOptions.Form) {
    func steps(_ chunk: Int, _ window: Int) -> Int {
      var options = GeoJSONOptions()
      options.form = form
      options.windowBytes = window
      var reader = GeoJSONReader(ByteSource(input, chunk: chunk), options: options)
      var steps = 0
      do {
        while true {
          switch try reader.next() {
          case .end: return steps
          case .feature(let feature):
            if let geometry = feature.geometry { _ = WKB.encode(geometry) }
          case .fault: break
          }
          steps += 1
          precondition(steps <= input.count + 1)
        }
      } catch {
        return -1 - steps
      }
    }
    precondition(steps(.max, 256 << 10) == steps(3, 8))
  }

  /// `nil` where the XML is broken: up to where is not the same for every window.
  private static func xml(_ input: [UInt8], _ chunk: Int, _ window: Int) -> [String]? {
    var options = XMLOptions()
    options.windowBytes = window
    var steps: [String] = []
    do {
      var reader = try XMLReader(ByteSource(input, chunk: chunk), options: options)
      while true {
        switch try reader.next() {
        case .start:
          steps.append("+\(reader.name) \(reader.namespace ?? "") \(reader.attributes)")
        case .end: steps.append("-\(reader.name)")
        case .text: steps.append(reader.text)
        case .finish: return steps
        }
      }
    } catch {
      return nil
    }
  }

  private static func xlsx(_ input: [UInt8]) {
    var options = XLSXOptions()
    options.maximalSheetBytes = 4 << 20
    options.maximalSharedTextBytes = 1 << 20
    guard let reader = try? XLSXReader(input, options: options) else { return }
    while let step = try? reader.next() {
      if case .end = step { return }
      for column in 0..<min(reader.columns, 64) { _ = reader.trimmedText(column) }
    }
  }

  private static func shapefile(_ input: [UInt8]) {
    guard let (shp, dbf) = Seeds.shapefile(of: input) else { return }
    func steps(_ chunk: Int, _ window: Int) -> Int {
      var options = ShapefileOptions()
      options.windowBytes = window
      var steps = 0
      do {
        let reader = try ShapefileReader(
          shp: ByteSource(shp, chunk: chunk),
          dbf: dbf.isEmpty ? nil : ByteSource(dbf, chunk: chunk),
          options: options)
        while true {
          switch try reader.next() {
          case .end: return steps
          case .row:
            if let geometry = reader.geometry { _ = WKB.encode(geometry) }
            for column in 0..<min(reader.columns, 64) { _ = reader.text(column) }
          case .fault: break
          }
          steps += 1
          precondition(steps <= input.count + 1)
        }
      } catch {
        return -1 - steps
      }
    }
    precondition(steps(.max, 256 << 10) == steps(3, 8))
  }

  private static func dbf(_ input: [UInt8]) {
    guard let reader = try? DBFReader(ByteSource(input)) else { return }
    var steps = 0
    while let step = try? reader.next() {
      if case .end = step { return }
      for column in 0..<min(reader.columns, 64) { _ = reader.text(column) }
      steps += 1
      precondition(steps <= input.count + 1)
    }
  }

  private static func kml(_ open: () throws -> KMLReader) {
    guard let reader = try? open() else { return }
    while let step = try? reader.next() {
      if case .end = step { return }
      if case .feature(let feature) = step, let geometry = feature.geometry {
        _ = WKB.encode(geometry)
      }
    }
  }

  private static func fields(_ input: [UInt8]) {
    let bytes = input.span
    _ = try? FieldParser.real(bytes)
    _ = try? FieldParser.integer(bytes)
    _ = try? FieldParser.fen(bytes)
    _ = try? FieldParser.boolean(bytes)
    _ = try? FieldParser.civilTime(bytes, .usualOrExcelSerial)
    if let degrees = try? FieldParser.degrees(bytes) { precondition(abs(degrees) <= 360) }
    _ = FieldParser.hasAngleMarks(bytes)
    guard let text = String(validating: input, as: UTF8.self) else { return }
    _ = DayNumber(text)
    _ = NearMiss.best(for: text, among: ["编号", "category", "time"])
    // A pattern of the input's own, over the rest of it.
    let parts = text.split(separator: "|", maxSplits: 1)
    if parts.count == 2, let pattern = try? CivilTimePattern(String(parts[0])) {
      let rest = Array(parts[1].utf8)
      _ = try? FieldParser.civilTime(rest.span, .pattern(pattern))
    }
  }

  private static func encoding(_ input: [UInt8]) {
    _ = try? EncodingVerdict.survey(ByteSource(input))
    for encoding in TextEncoding.allCases {
      let whole = decoded(input, .max, encoding)
      // `.auto` looks at a window, so that its verdict may hang on it.
      if encoding != .auto { precondition(decoded(input, 5, encoding) == whole) }
    }
  }

  private static func decoded(
    _ input: [UInt8], _ chunk: Int, _ encoding: TextEncoding
  ) -> [UInt8]? {
    let source = ByteSource(input, chunk: chunk).decoded(as: encoding)
    var text: [UInt8] = []
    var page = [UInt8](repeating: 0, count: 64)
    while true {
      let filled = try? page.withUnsafeMutableBytes { buffer in try source.fill(buffer) }
      guard let count = filled else { return nil }
      if count == 0 { return text }
      text += page[..<count]
      precondition(text.count <= 4 * input.count + 4)
    }
  }
}
