import Formats
public import SimpleFeatures

extension PublishedLayer {
  /// Features as a CSV file: the attributes, then a position: a point's own, one inside an area.
  ///
  /// - Parameter features: in WGS 84.
  public func table(of features: [Feature]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let sink = ByteSink { span in span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    let clock = clock
    var options = CSVWriter.Options()
    options.offsetSeconds = { clock.offsetSeconds(at: $0) }
    var writer = CSVWriter(sink, options: options)
    let table = try PositionTable(schema: schema, crs: .wgs84, audience: disclosure.audience)
    try writer.write(header: table.header)
    for feature in features {
      try writer.write(row: feature.values + table.tail(feature.geometry))
    }
    try writer.finish()
    return bytes
  }
}
