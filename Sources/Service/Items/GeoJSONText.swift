import Formats
import SimpleFeatures
import Workflows

/// Features as GeoJSON, in the documents of this service.
struct GeoJSONText {
  typealias Rows = ((any FeatureRow) throws -> Void) throws -> Void

  let schema: FeatureSchema
  let clock: StudyClock
  let isNorthFirst: Bool

  /// One feature behind the other.
  ///
  /// - Parameters:
  ///   - form: with what between them.
  ///   - rows: hands over each.
  func text(_ form: GeoJSONWriter.Form, _ rows: Rows) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let sink = ByteSink { span in span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    let clock = clock
    var options = GeoJSONWriter.Options()
    options.form = form
    options.offsetSeconds = { clock.offsetSeconds(at: $0) }
    var writer = GeoJSONWriter(schema: schema, to: sink, options: options)
    try rows { row in
      guard isNorthFirst else { return try writer.write(row) }
      var feature = try row.feature(schema)
      feature.geometry = feature.geometry?.mapPositions { line in
        line.map { Coordinate(x: $0.y, y: $0.x) }
      }
      try writer.write(feature)
    }
    try writer.finish()
    return bytes
  }

  /// As `text`, of features that are written already.
  static func text(
    _ form: GeoJSONWriter.Form, of features: WrittenFeatures, _ places: [Range<Int>]
  ) -> [UInt8] {
    let between = form == .sequence ? [] : Array("\(GeoJSONWriter.separator)".utf8)
    let behind: [UInt8] = form == .sequence ? [UInt8(ascii: "\n")] : []
    let size = places.reduce(0) { $0 + $1.count + 2 }
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      func put(_ more: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress, let from = more.baseAddress else { return }
        (start + count).initialize(from: from, count: more.count)
        count += more.count
      }
      features.bytes.withUnsafeBufferPointer { texts in
        for (number, place) in places.enumerated() {
          if number > 0 { between.withUnsafeBufferPointer(put) }
          put(texts.extracting(place))
          behind.withUnsafeBufferPointer(put)
        }
      }
    }
  }

  /// - Parameter stretch: the features, with commas between them.
  static func collection(of stretch: [UInt8], members: [(String, JSON)]) -> [UInt8] {
    var document = JSON.object(members + [("features", [])]).bytes
    // Before the two brackets at its end.
    let tail = document.suffix(2)
    document.removeLast(2)
    document.reserveCapacity(document.count + stretch.count + tail.count)
    document += stretch
    document += tail
    return document
  }

  func feature(_ feature: Feature, members: [(String, JSON)]) throws -> [UInt8] {
    var line = try text(.stretch) { try $0(KeptFeatureRow(feature)) }
    line.removeLast()
    return line + [UInt8(ascii: ",")] + JSON.object(members).bytes.dropFirst()
  }
}
