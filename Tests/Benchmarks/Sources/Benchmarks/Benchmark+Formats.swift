import Analysis
import Formats
import Foundation
import SimpleFeatures

extension Benchmark {
  /// A million incidents as CSV: scanned, and made GeoJSON of, file to file.
  static func formats(_ folder: String) throws {
    let count = 1_000_000
    var random = ReplicateGenerator(seed: 3, stream: 0)
    var text: [UInt8] = Array("id,category,lon,lat,loss\r\n".utf8)
    for incident in 0..<count {
      let x = 119 + Double(random.integer(below: 2_000_000)) / 1e6
      let y = 26 + Double(random.integer(below: 1_000_000)) / 1e6
      text += Array("A\(incident),盗窃,\(x),\(y),\(incident % 10_000)\r\n".utf8)
    }
    let (input, mine, theirs) =
      ("\(folder)/in.csv", "\(folder)/ours.geojson", "\(folder)/theirs.geojson")
    try Peer.write(text, input)

    let scan = try timed(rounds: 5) {
      var reader = try CSVReader(ByteSource(text))
      var fields = 0
      while case .row = try reader.next() { fields += reader.columns }
      return fields
    }
    guard scan.result == 5 * count else { throw Disagreement.features("\(scan.result) fields") }
    let speed = Double(text.count) / scan.seconds / 1e6
    row("CSV scan, \(count) rows, \(Int(speed)) MB/s", scan.seconds, nil)

    let conversion = try timed(rounds: 3) { try convert(input, to: mine) }
    let work = "CSV to GeoJSON, \(count) points, file to file"
    guard let peer = try Peer.run("csv_to_geojson.sh", [input, theirs]) else {
      return row(work, conversion.seconds, nil)
    }
    row(work, conversion.seconds, nil, peer, try agreement(mine, theirs))
  }

  private static func source(_ path: String) throws -> ByteSource {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    return ByteSource { buffer in
      let data = try file.read(upToCount: buffer.count) ?? Data()
      data.copyBytes(to: buffer)
      return data.count
    }
  }

  private static func convert(_ input: String, to output: String) throws {
    try Data().write(to: URL(filePath: output))
    let file = try FileHandle(forWritingTo: URL(filePath: output))
    var reader = try CSVReader(source(input))
    let lon = try reader.column("lon")
    let lat = try reader.column("lat")
    var writer = GeoJSONWriter(
      fields: ["id", "category", "loss"],
      to: ByteSink { page in
        try page.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      })
    while case .row = try reader.next() {
      try writer.write(
        .point(Coordinate(x: reader.real(lon) ?? .nan, y: reader.real(lat) ?? .nan)),
        values: [
          .text(reader.text(0)), .text(reader.text(1)), .integer(reader.integer(4) ?? -1),
        ])
    }
    try writer.finish()
    try file.close()
  }

  /// The same points with the same properties in the same order. A point may be 0.000001 degree
  /// away: GDAL takes nines at the end for rounding, and writes 120.999999 as 121.0.
  private static func agreement(_ mine: String, _ theirs: String) throws -> String {
    var ours = GeoJSONReader(try source(mine))
    var others = GeoJSONReader(try source(theirs))
    var count = 0
    while case .feature(let feature) = try ours.next() {
      guard case .feature(let other) = try others.next(), case .point(let point) = feature.geometry,
        case .point(let twin) = other.geometry, abs(point.x - twin.x) < 1.1e-6,
        abs(point.y - twin.y) < 1.1e-6, feature["id"] == other["id"],
        feature["category"] == other["category"]
      else { throw Disagreement.features("feature \(count)") }
      count += 1
    }
    guard case .end = try others.next() else { throw Disagreement.features("more than \(count)") }
    return "\(count) points and properties"
  }
}
