import Formats
import Foundation
import SimpleFeatures

extension SampleSources {
  /// Reads `xiapu/land.geojson` and `xiapu/places.csv` of a `geodata` folder.
  init(geodata: URL) throws {
    let folder = geodata.appending(path: "xiapu")
    try self.init(
      land: Self.readLand(folder.appending(path: "land.geojson")),
      places: Self.readPlaces(folder.appending(path: "places.csv")))
  }

  private static func bytes(of file: URL) throws(WorkflowError) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: file))
    } catch {
      throw .failed("\(file.path) cannot be read (\(error)); --home names the folder of geodata/")
    }
  }

  private static func readLand(_ file: URL) throws -> [Polygon] {
    var reader = GeoJSONReader(ByteSource(try bytes(of: file)))
    var land: [Polygon] = []
    while true {
      switch try reader.next() {
      case .feature(let feature):
        land += (feature.geometry?.polygons ?? []).map { SamplePlane.metres($0) }
      case .fault(let fault): throw WorkflowError.failed("\(file.path): \(fault)")
      case .end: return land
      }
    }
  }

  private static func readPlaces(_ file: URL) throws -> [SamplePlace] {
    var reader = try CSVReader(ByteSource(try bytes(of: file)))
    let code = try reader.column("code")
    let parent = try reader.column("parent")
    let name = try reader.column("name")
    let level = try reader.column("level")
    let urbanRural = try reader.column("urban_rural")
    let lon = try reader.column("lon")
    let lat = try reader.column("lat")
    var places: [SamplePlace] = []
    while true {
      switch try reader.next() {
      case .row:
        guard let known = SamplePlace.Level(rawValue: reader.text(level)) else {
          throw WorkflowError.failed(
            "\(file.path), line \(reader.line): level \(reader.text(level)) is none of county, "
              + "town, village")
        }
        var position: Coordinate?
        if let x = try reader.real(lon), let y = try reader.real(lat) {
          position = SamplePlane.metres(Coordinate(x: x, y: y))
        }
        places.append(
          SamplePlace(
            code: reader.text(code), parent: reader.text(parent), name: reader.text(name),
            level: known, urbanRural: reader.text(urbanRural), position: position))
      case .fault(let fault): throw WorkflowError.failed("\(file.path): \(fault)")
      case .end: return places
      }
    }
  }
}
