import Formats
import SimpleFeatures

/// One row of a file as texts, whatever the format.
struct SourceRow {
  /// Where it begins in the file, from 1.
  var line: Int
  /// One text a column; `nil` where the row has none.
  var cells: [String?]
  /// What a GeoJSON file gives in its own member.
  var geometry: Geometry?
  /// Its number in a GeoJSON file, whose features may all stand in one line.
  var feature: Int?
}

/// A file's rows one after the other, in constant memory.
final class SourceRows {
  enum Step {
    case row(SourceRow)
    /// A row that cannot be read; the next one can.
    case fault(FormatError, cells: [String?])
    case end
  }

  enum Form: Sendable { case csv, geoJSON, geoJSONSequence }

  /// The names of the columns: of a GeoJSON file, those of its first features' properties.
  private(set) var header: [String] = []
  // One of the two.
  private var csv: CSVReader?
  private var geoJSON: GeoJSONReader?
  private var features = 0
  private var ahead: [Step] = []
  /// Properties that came too late for the header, each with the line of its first feature.
  private(set) var lateProperties: [String: Int] = [:]
  private var positions: [String: Int] = [:]
  private let tail = Tail()

  /// The row in hand has too few fields.
  private var isShort = false

  /// The last byte that was read.
  private final class Tail { var lastByte: UInt8? }

  /// How many features are looked at for the names of their properties.
  private static let surveyed = 200

  init(_ source: ByteSource, form: Form, encoding: TextEncoding) throws(FormatError) {
    let tail = tail
    let source = ByteSource { buffer in
      let count = try source.fill(buffer)
      if count > 0 { tail.lastByte = buffer[count - 1] }
      return count
    }
    switch form {
    case .csv:
      var options = CSVOptions()
      options.encoding = encoding
      let csv = try CSVReader(source, options: options)
      header = csv.header
      self.csv = consume csv
    case .geoJSON, .geoJSONSequence:
      var options = GeoJSONOptions()
      options.form = form == .geoJSON ? .any : .sequence
      var geoJSON = GeoJSONReader(source.decoded(as: encoding), options: options)
      var features: [GeoJSONStep] = []
      while features.count < Self.surveyed {
        let step = try geoJSON.next()
        features.append(step)
        if case .end = step { break }
      }
      for case .feature(let feature) in features {
        for property in feature.properties where positions[property.name] == nil {
          positions[property.name] = header.count
          header.append(property.name)
        }
      }
      // A member `id` is the feature's, unless a property bears the name.
      if positions["id"] == nil {
        positions["id"] = header.count
        header.append("id")
      }
      self.geoJSON = consume geoJSON
      ahead = features.map { translated($0) }.reversed()
    }
  }

  /// The CRS that the file itself names.
  var declaredCRS: CRS? { geoJSON?.crs }

  /// What the file calls a CRS, where that is none that is known.
  var unknownCRS: String? { geoJSON?.crs == nil ? geoJSON?.crsName : nil }

  /// What the rows so far were read as.
  var encoding: TextEncoding {
    guard let read = csv?.encodingVerdict.readAs, read != .auto else { return .utf8 }
    return read
  }

  /// What the bytes so far say against the encoding they were read in.
  var encodingObjection: String? { csv?.encodingVerdict.objection }

  /// - Throws: where the file breaks off, or can be read no further.
  func next() throws(FormatError) -> Step {
    let step: Step
    if let known = ahead.popLast() { step = known } else { step = try following() }
    guard case .fault(let fault, _) = step, isShort || fault.kind == .truncated else { return step }
    if ahead.isEmpty { ahead.append(try following()) }
    guard case .end? = ahead.last, tail.lastByte != UInt8(ascii: "\n") else { return step }
    throw FormatError(
      .truncated, "the file is cut off: its last line is not whole and has no line end",
      line: fault.line)
  }

  private func following() throws(FormatError) -> Step {
    isShort = false
    if let step = try geoJSON?.next() { return translated(step) }
    return try nextOfCSV()
  }

  private func nextOfCSV() throws(FormatError) -> Step {
    switch try csv?.next() {
    case .end, nil: return .end
    case .fault(let fault):
      isShort = (csv?.columns ?? 0) < header.count
      let isCut = csv?.columns == header.count && csv?.encodingVerdict.readAs != .gb18030
      return .fault(fault, cells: fault.kind == .encoding && isCut ? cells() : [csv?.rowText])
    case .row: return .row(SourceRow(line: csv?.line ?? 0, cells: cells(), geometry: nil))
    }
  }

  private func cells() -> [String?] {
    let columns = csv?.columns ?? 0
    var cells: [String?] = []
    cells.reserveCapacity(columns)
    for column in 0..<columns { cells.append(csv?.trimmedText(column)) }
    return cells
  }

  private func translated(_ step: GeoJSONStep) -> Step {
    switch step {
    case .end: return .end
    case .fault(let fault):
      features += 1
      return .fault(fault, cells: [])
    case .feature(let feature):
      features += 1
      var cells = [String?](repeating: nil, count: header.count)
      if let index = positions["id"] { cells[index] = Self.text(feature.id) }
      for property in feature.properties {
        let text = Self.text(property.value)
        if let index = positions[property.name] {
          cells[index] = text
        } else if text != nil, lateProperties[property.name] == nil {
          lateProperties[property.name] = feature.line
        }
      }
      return .row(
        SourceRow(
          line: feature.line, cells: cells, geometry: feature.geometry, feature: features))
    }
  }

  private static func text(_ value: AttributeValue) -> String? {
    switch value {
    case .unknown: nil
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .real(let value):
      value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    case .text(let value): value.isEmpty ? nil : value
    case .day(let day): day.description
    case .instant(let instant): instant.formatted(offsetSeconds: 0)
    }
  }
}
