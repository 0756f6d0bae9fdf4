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

  /// What decides the bytes of tiles beside the features.
  var recipe: String { get }

  /// How far over a tile's side features still change it, in steps of 4,096 a side.
  var reach: Int32 { get }

  /// The deepest zoom whose squares are few enough to keep a number of each.
  var partsZoom: Int { get }

  /// What the tiles are made of, by the squares of a zoom.
  func parts(ofZoom zoom: Int) -> TileParts
}

extension VectorTileLayer {
  /// The tiles that are not as they were; `nil` where that cannot be told.
  ///
  /// - Parameters:
  ///   - earlier: the parts of an earlier state, kept with its tiles.
  ///   - recipe: of that state.
  public func touched(since earlier: TileParts, recipe: String) -> TouchedTiles? {
    guard recipe == self.recipe, earlier.zoom <= partsZoom + 2,
      let changed = parts(ofZoom: earlier.zoom).changed(since: earlier)
    else { return nil }
    return TouchedTiles(changed, reach: reach)
  }
}

extension FeatureSchema {
  /// The names and kinds of the fields.
  var recipe: String {
    fields.map { "\($0.name):\($0.type)" }.joined(separator: ",")
  }
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
  private var deflater: WholeDeflater?

  init(_ encoder: TileEncoder) { self.encoder = encoder }

  /// Empty for a tile that holds nothing.
  func pack(_ index: Int) throws(CompressionError) -> [UInt8] {
    let bytes = encoder.encode(index)
    guard !bytes.isEmpty else { return [] }
    if deflater == nil { deflater = try WholeDeflater(.gzip) }
    return deflater?.compress(bytes.span) ?? []
  }
}

extension VectorTileLayer {
  /// Every tile of some zooms as gzip, in the order of their identifiers.
  ///
  /// - Parameters:
  ///   - kept: the bytes of a tile that is as it was, where they are known; nobody makes it again.
  ///   - body: takes a tile that holds something.
  /// - Returns: how many tiles were made.
  /// - Complexity: O(features · zooms); memory of one zoom's geometry and of some tiles.
  @discardableResult
  public func forEachTile(
    ofZooms zooms: ClosedRange<Int>, threads: Int, except touched: TouchedTiles? = nil,
    kept: (TileCoordinate) throws -> [UInt8]? = { _ in nil },
    _ body: (TileCoordinate, [UInt8]) throws -> Void
  ) throws -> Int {
    var made = 0
    for zoom in zooms {
      let anew = touched?.tiles(ofZoom: zoom)
      let level = tiles(ofZoom: zoom, threads: threads)
      // So many at a time: one thread writes while none waits for long, and memory has a bound.
      let batch = 64 * max(1, threads)
      for first in stride(from: 0, to: level.tiles.count, by: batch) {
        let range = first..<min(first + batch, level.tiles.count)
        var known: [[UInt8]?] = []
        for tile in level.tiles[range] {
          known.append(anew.map { !$0.contains(tile) } == true ? try kept(tile) : nil)
        }
        let missing = known.indices.filter { known[$0] == nil }
        let packed = TileThreads.map(missing.count, threads: threads) {
          TilePacker(level.makeEncoder())
        } _: { part, packer -> Result<[UInt8], CompressionError> in
          do throws(CompressionError) {
            return .success(try packer.pack(range.lowerBound + missing[part]))
          } catch {
            return .failure(error)
          }
        }
        for (place, bytes) in zip(missing, packed) { known[place] = try bytes.get() }
        made += missing.count
        for (index, bytes) in zip(range, known) {
          if let bytes, !bytes.isEmpty { try body(level.tiles[index], bytes) }
        }
      }
    }
    return made
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
