import Compression
public import SimpleFeatures

/// Features that are shown as vector tiles: places that have an extent, or points.
///
/// The same features in the same order give the same bytes, however many threads there are, and
/// whether a tile is asked for alone or with all others.
public protocol VectorTileLayer: Sendable {
  /// The layers of its tiles, as a reader lists them.
  var contents: [TileContent] { get }

  /// Degrees of WGS 84; `nil` for a layer without places.
  var bounds: BoundingBox? { get }

  /// Below it features are simplified and put together; it is the last that holds everything.
  var deepestZoom: Int { get }

  /// One tile, not compressed; empty where it holds nothing.
  func tile(at tile: TileCoordinate) -> [UInt8]

  /// All tiles of a zoom that hold something.
  func tiles(ofZoom zoom: Int, threads: Int) -> ZoomTiles
}

/// What one layer of the tiles holds.
public struct TileContent: Sendable, Hashable {
  public var name: String
  public var description: String
  /// The names of its attributes, and what they are: Number, String or Boolean.
  public var fields: [String: String]
  public var zooms: ClosedRange<Int>

  public init(
    name: String, description: String, fields: [String: String], zooms: ClosedRange<Int>
  ) {
    self.name = name
    self.description = description
    self.fields = fields
    self.zooms = zooms
  }
}

/// The tiles of one zoom, ready to be written in the order of their identifiers.
public struct ZoomTiles: Sendable {
  public let tiles: [TileCoordinate]
  let makeEncoder: @Sendable () -> TileEncoder
}

/// Makes the bytes of one tile after the other on one thread.
struct TileEncoder {
  /// The index of a tile, and the bytes.
  var encode: (Int) -> [UInt8]
}

/// An encoder and what packs its tiles.
private final class TilePacker {
  private let encoder: TileEncoder
  private var deflater: Deflater?

  init(_ encoder: TileEncoder) { self.encoder = encoder }

  /// Empty for a tile that holds nothing.
  func pack(_ index: Int) throws(CompressionError) -> [UInt8] {
    let bytes = encoder.encode(index)
    guard !bytes.isEmpty else { return [] }
    var packed: [UInt8] = []
    if deflater == nil { deflater = try Deflater(.gzip) } else { deflater?.begin() }
    try deflater?.append(bytes.span, into: &packed)
    try deflater?.finish(into: &packed)
    return packed
  }
}

extension VectorTileLayer {
  /// Every tile of some zooms as gzip, in the order of their identifiers.
  ///
  /// - Parameter body: takes a tile that holds something.
  /// - Complexity: O(features · zooms); memory of one zoom's geometry and of some tiles.
  public func forEachTile(
    ofZooms zooms: ClosedRange<Int>, threads: Int,
    _ body: (TileCoordinate, [UInt8]) throws -> Void
  ) throws {
    for zoom in zooms {
      let level = tiles(ofZoom: zoom, threads: threads)
      // So many at a time: one thread writes while none waits for long, and memory has a bound.
      let batch = 64 * max(1, threads)
      for first in stride(from: 0, to: level.tiles.count, by: batch) {
        let range = first..<min(first + batch, level.tiles.count)
        let packed = TileThreads.map(range.count, threads: threads) {
          TilePacker(level.makeEncoder())
        } _: { part, packer -> Result<[UInt8], CompressionError> in
          do throws(CompressionError) {
            return .success(try packer.pack(range.lowerBound + part))
          } catch {
            return .failure(error)
          }
        }
        for (index, bytes) in zip(range, packed) {
          let bytes = try bytes.get()
          if !bytes.isEmpty { try body(level.tiles[index], bytes) }
        }
      }
    }
  }
}

extension AttributeType {
  /// As TileJSON's `vector_layers` says it.
  var tileName: String {
    switch self {
    case .integer, .real: "Number"
    case .boolean: "Boolean"
    case .text, .day, .instant: "String"
    }
  }
}
