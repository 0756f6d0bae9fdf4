import Crypto
import Foundation
public import SimpleFeatures
public import Tiles

/// A file of tiles on its way: PMTiles or MBTiles.
///
/// Tiles come in the order of their identifiers, each once, as gzip; the same bytes are kept once.
public protocol TileArchiveWriter: AnyObject {
  /// - Throws: `ArchiveError` where the file cannot be written.
  func add(_ tile: TileCoordinate, _ gzip: [UInt8]) throws

  /// Says what the tiles are, and closes the file.
  func finish(_ description: TileArchiveDescription) throws -> TileArchiveReport
}

/// How much there is in a file of tiles.
public struct TileArchiveReport: Sendable, Hashable {
  public var tiles: Int
  /// Different ones.
  public var contents: Int

  public init(tiles: Int = 0, contents: Int = 0) {
    self.tiles = tiles
    self.contents = contents
  }
}

/// What a reader is told of the tiles before it asks for one.
public struct TileArchiveDescription: Sendable, Hashable {
  public var name: String
  public var description: String
  public var attribution: String
  public var zooms: ClosedRange<Int>
  /// Degrees of WGS 84; the whole world where there is no tile.
  public var bounds: BoundingBox?
  public var layers: [TileContent]
  /// More that the maker tells: whom the file is for, the run behind it.
  public var notes: [String: String]

  public init(
    name: String, description: String, attribution: String = "", zooms: ClosedRange<Int>,
    bounds: BoundingBox?, layers: [TileContent], notes: [String: String] = [:]
  ) {
    self.name = name
    self.description = description
    self.attribution = attribution
    self.zooms = zooms
    self.bounds = bounds
    self.layers = layers
    self.notes = notes
  }

  var box: BoundingBox {
    bounds ?? BoundingBox(minX: -180, minY: -85.051129, maxX: 180, maxY: 85.051129)
  }

  /// Where a viewer begins: the middle, with all of it in view.
  var centre: (position: Coordinate, zoom: Int) {
    let width = max(box.width, box.height, 1e-6)
    let zoom = Int((360 / width).squareRoot().rounded(.down) > 0 ? log2(360 / width) : 0)
    return (box.centre, min(max(zoom, zooms.lowerBound), zooms.upperBound))
  }

  private struct VectorLayer: Encodable {
    var id: String
    var description: String
    var minzoom: Int
    var maxzoom: Int
    var fields: [String: String]
  }

  private struct Layers: Encodable {
    var vector_layers: [VectorLayer]
  }

  /// The member `vector_layers` of TileJSON 3, as JSON.
  func vectorLayers(_ encoder: JSONEncoder) throws -> Data {
    try encoder.encode(Layers(vector_layers: list))
  }

  private var list: [VectorLayer] {
    layers.map { layer in
      VectorLayer(
        id: layer.name, description: layer.description,
        minzoom: max(zooms.lowerBound, layer.zooms.lowerBound),
        maxzoom: min(zooms.upperBound, layer.zooms.upperBound), fields: layer.fields)
    }
  }

  private struct Document: Encodable {
    var name: String
    var description: String
    var attribution: String?
    var type = "overlay"
    var vector_layers: [VectorLayer]
    var anlan: [String: String]
  }

  /// The metadata of a PMTiles file.
  func document() throws -> Data {
    try Self.encoder.encode(
      Document(
        name: name, description: description, attribution: attribution.isEmpty ? nil : attribution,
        vector_layers: list, anlan: notes))
  }

  /// Sorted, so that the same description gives the same bytes.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

/// Which tiles have the same bytes.
struct TileContents {
  private var numbers: [SHA256Digest: Int] = [:]

  var count: Int { numbers.count }

  /// The content's number, from 0, and whether it is new.
  mutating func number(of bytes: [UInt8]) -> (number: Int, isNew: Bool) {
    let digest = SHA256.hash(data: bytes)
    if let known = numbers[digest] { return (known, false) }
    numbers[digest] = numbers.count
    return (numbers.count - 1, true)
  }
}
