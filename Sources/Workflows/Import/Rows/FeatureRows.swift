import Formats
import SimpleFeatures

/// The features of a GeoJSON or KML file as rows: their properties are the columns.
final class FeatureRows: RowSource {
  /// The names of the first features' properties.
  private(set) var header: [String] = []
  private(set) var lateColumns: [String: Int] = [:]
  private let step: () throws(FormatError) -> GeoJSONStep
  private let crs: () -> (known: CRS?, name: String?)
  private var positions: [String: Int] = [:]
  private var features = 0
  /// The surveyed steps that were not given yet, the next one last.
  private var ahead: [GeoJSONStep] = []

  /// How many features are looked at for the names of their properties.
  private static let surveyed = 200

  /// Features of GeoJSON.
  convenience init(_ bytes: ByteSource, isSequence: Bool) throws(FormatError) {
    var options = GeoJSONOptions()
    options.form = isSequence ? .sequence : .any
    let reader = Reader(GeoJSONReader(bytes, options: options))
    try self.init(
      step: { () throws(FormatError) in try reader.geoJSON.next() },
      crs: { (reader.geoJSON.crs, reader.geoJSON.crsName) })
  }

  /// Placemarks of KML, which is WGS 84 by its standard.
  convenience init(_ kml: KMLReader) throws(FormatError) {
    try self.init(step: { () throws(FormatError) in try kml.next() }, crs: { (.wgs84, nil) })
  }

  private final class Reader {
    var geoJSON: GeoJSONReader
    init(_ reader: consuming GeoJSONReader) { geoJSON = reader }
  }

  private init(
    step: @escaping () throws(FormatError) -> GeoJSONStep,
    crs: @escaping () -> (known: CRS?, name: String?)
  ) throws(FormatError) {
    self.step = step
    self.crs = crs
    var steps: [GeoJSONStep] = []
    while steps.count < Self.surveyed {
      let next = try step()
      steps.append(next)
      if case .end = next { break }
    }
    for case .feature(let feature) in steps {
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
    ahead = steps.reversed()
  }

  var givesGeometry: Bool { true }
  var declaredCRS: CRS? { crs().known }
  var unknownCRS: String? { crs().known == nil ? crs().name : nil }

  func next(into page: RowPage) throws(FormatError) -> RowSourceStep {
    let step: GeoJSONStep
    if let known = ahead.popLast() { step = known } else { step = try self.step() }
    switch step {
    case .end: return .end
    case .fault(let fault):
      features += 1
      return .fault(fault)
    case .feature(let feature):
      features += 1
      append(feature, to: page)
      return .row(line: feature.line, geometry: feature.geometry, feature: features)
    }
  }

  private func append(_ feature: GeoJSONFeature, to page: RowPage) {
    var cells = [String?](repeating: nil, count: header.count)
    if let index = positions["id"] { cells[index] = Self.text(feature.id) }
    for property in feature.properties {
      let text = Self.text(property.value)
      if let index = positions[property.name] {
        cells[index] = text
      } else if text != nil, lateColumns[property.name] == nil {
        lateColumns[property.name] = feature.line
      }
    }
    for cell in cells { page.append(cell) }
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
