import Foundation
import SimpleFeatures
import Testing

@testable import Archives

/// A folder of a test, gone afterwards.
func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "anlan-archives-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The program as it was built, under the command that reads foreign files.
let decoder: ForeignDecoder = {
  let beside = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "anlan")
  let isBeside = FileManager.default.isExecutableFile(atPath: beside.path)
  let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let executable = isBeside ? beside : package.appending(path: ".build/release/anlan")
  return ForeignDecoder(executable: executable.path, arguments: ["decode-file"])
}()

/// What a program of the system says on both its outputs.
@discardableResult
func say(_ program: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}

extension ForeignRows {
  /// All rows; a fault is a failure of the test.
  func all() throws -> [ForeignRow] {
    var rows: [ForeignRow] = []
    while true {
      switch try next() {
      case .row(let row): rows.append(row)
      case .fault(let error, _): throw error
      case .end: return rows
      }
    }
  }
}

/// A generator whose numbers repeat (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func position() -> Coordinate {
    Coordinate(x: .random(in: 119...121, using: &self), y: .random(in: 26...27.5, using: &self))
  }

  mutating func square() -> Polygon {
    let corner = position()
    return Polygon(
      BoundingBox(
        minX: corner.x, minY: corner.y, maxX: corner.x + .random(in: 0...0.01, using: &self),
        maxY: corner.y + .random(in: 0...0.01, using: &self)))
  }
}

extension GeoPackageWriter.Reference {
  /// As `gdalsrsinfo -o wkt1` of GDAL 3.6.2 writes them.
  static let cgcs2000 = Self(
    code: 4490, name: "China Geodetic Coordinate System 2000",
    definition: #"""
      GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]
      """#)
  static let zone120 = Self(
    code: 4549, name: "CGCS2000 / 3-degree Gauss-Kruger CM 120E",
    definition: #"""
      PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 120E",GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",120],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4549"]]
      """#)
}

/// Layers of each kind, with every type of column and what is awkward.
enum Example {
  static let zones = GeoPackageWriter.Layer(
    schema: FeatureSchema(
      name: "zones", chineseName: "养殖区",
      fields: [
        .init(name: "name", type: .text, chineseName: "名称"),
        .init(name: "workers", type: .integer, chineseName: "工人数"),
        .init(name: "area_mu", type: .real, chineseName: "面积（亩）"),
        .init(name: "is_banned", type: .boolean, chineseName: "禁养区"),
        .init(name: "valid_from", type: .day, chineseName: "起"),
        .init(name: "seen_at", type: .instant, chineseName: "时间"),
        // The same alias again.
        .init(name: "unit", type: .text, chineseName: "名称"),
      ], geometry: .multiPolygon),
    reference: .cgcs2000, qml: qml)

  static let points = GeoPackageWriter.Layer(
    schema: FeatureSchema(
      name: "points", chineseName: "点",
      fields: [.init(name: "fid", type: .text, chineseName: "编号")], geometry: .point),
    reference: .zone120)

  static let table = GeoPackageWriter.Layer(
    schema: FeatureSchema(
      name: "claims", chineseName: "理赔",
      fields: [.init(name: "policy", type: .text, chineseName: "保单号")], geometry: nil),
    reference: .cgcs2000)

  static func zone(_ number: Int, _ generator: inout Seeded) -> Feature {
    Feature(
      geometry: number % 7 == 3
        ? nil
        : number % 5 == 0
          ? .multiPolygon([generator.square(), generator.square()])
          : .polygon(generator.square()),
      values: [
        .text("区\(number) \"引\" '号'"), .integer(Int64(number) << 33),
        .real(Double(number) * 0.1), .boolean(number % 2 == 0),
        .day(DayNumber(Int32(20_000 + number))), .instant(Instant(Int64(1_750_000_000 + number))),
        number % 3 == 0 ? .unknown : .text("亩"),
      ])
  }

  static func write(to path: String, zones count: Int = 120, seed: Int = 1) throws {
    var generator = Seeded(seed)
    try GeoPackageWriter.write(to: path) { writer in
      try writer.add(zones) { take in
        for number in 1...count { try take(zone(number, &generator)) }
      }
      try writer.add(points) { take in
        for number in 1...count {
          try take(
            Feature(
              id: .integer(Int64(number * 10)),
              geometry: .point(Coordinate(x: 500_000 + Double(number), y: 2_970_000)),
              values: [.text("P\(number)")]))
        }
      }
      try writer.add(table) { take in
        for number in 1...count {
          try take(Feature(geometry: nil, values: [.text("350921104\(number)")]))
        }
      }
    }
  }

  static let qml = """
    <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
    <qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="0">
      <renderer-v2 type="categorizedSymbol" attr="is_banned" symbollevels="0" enableorderby="0">
        <categories>
          <category value="1" symbol="0" label="禁养" render="true"/>
          <category value="0" symbol="0" label="可养" render="true"/>
        </categories>
        <symbols>
          <symbol name="0" type="fill" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SimpleFill" enabled="1" locked="0" pass="0"/>
          </symbol>
        </symbols>
      </renderer-v2>
      <aliases>
        <alias index="1" field="name" name="名称"/>
        <alias index="2" field="workers" name="工人数"/>
      </aliases>
      <layerGeometryType>2</layerGeometryType>
    </qgis>
    """
}
