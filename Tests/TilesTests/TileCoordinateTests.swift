import SimpleFeatures
import Testing
import Tiles

@Suite struct TileCoordinateTests {
  /// PyPI pmtiles 3.8.1: zxy_to_tileid(z, x, y).
  @Test(
    arguments: [
      (0, 0, 0, 0), (1, 0, 0, 1), (1, 0, 1, 2), (1, 1, 1, 3), (1, 1, 0, 4), (2, 0, 0, 5),
      (12, 3423, 1763, 19_078_479), (14, 13654, 6913, 305_268_370),
    ] as [(Int, Int, Int, UInt64)])
  func agreesWithPMTiles(zoom: Int, column: Int, row: Int, identifier: UInt64) throws {
    let tile = try #require(TileCoordinate(zoom: zoom, column: column, row: row))
    #expect(tile.identifier == identifier)
  }

  @Test func everyIdentifierIsATileOfItsOwn() throws {
    var expected: UInt64 = 0
    for zoom in 0...6 {
      let side = 1 << zoom
      var seen: Set<UInt64> = []
      for column in 0..<side {
        for row in 0..<side {
          let tile = try #require(TileCoordinate(zoom: zoom, column: column, row: row))
          seen.insert(tile.identifier)
          #expect(TileCoordinate(identifier: tile.identifier) == tile)
        }
      }
      #expect(seen.min() == expected)
      #expect(seen.count == side * side)
      expected += UInt64(side * side)
      #expect(seen.max() == expected - 1)
    }
  }

  @Test(arguments: 0..<50)
  func deepTilesComeBack(seed: Int) throws {
    var random = SplitMix(seed)
    let zoom = Int.random(in: 7...TileCoordinate.deepestZoom, using: &random)
    let tile = try #require(
      TileCoordinate(
        zoom: zoom, column: .random(in: 0..<(1 << zoom), using: &random),
        row: .random(in: 0..<(1 << zoom), using: &random)))
    #expect(TileCoordinate(identifier: tile.identifier) == tile)
  }

  @Test func whatThePyramidLacksIsNoTile() {
    #expect(TileCoordinate(zoom: 3, column: 8, row: 0) == nil)
    #expect(TileCoordinate(zoom: 3, column: 0, row: -1) == nil)
    #expect(TileCoordinate(zoom: 19, column: 0, row: 0) == nil)
    #expect(TileCoordinate(zoom: -1, column: 0, row: 0) == nil)
    #expect(TileCoordinate(identifier: .max) == nil)
  }

  /// mercantile 1.2.1: bounds(3414, 1730, 12).
  @Test func boundsAgreeWithMercantile() throws {
    let bounds = try #require(TileCoordinate(zoom: 12, column: 3414, row: 1730)).bounds
    #expect(abs(bounds.minX - 120.05859375) < 1e-9)
    #expect(abs(bounds.maxX - 120.146484375) < 1e-9)
    #expect(abs(bounds.minY - 26.82407078047018) < 1e-9)
    #expect(abs(bounds.maxY - 26.902476886279814) < 1e-9)
  }
}
