import Compression
import Foundation
import GRDB
import SimpleFeatures
import Testing
import Tiles

@testable import Archives

@Suite struct TileArchiveTests {
  private static let description = TileArchiveDescription(
    name: "grids", description: "网格", zooms: 3...9,
    bounds: BoundingBox(minX: 119.6, minY: 26.5, maxX: 120.6, maxY: 27.2),
    layers: [
      TileContent(
        name: "grids", description: "网格", fields: ["code": "String", "n": "Number"], zooms: 0...14)
    ], notes: ["audience": "analyst"])

  /// Every tile of a square block, in order; many of them have the same bytes, as the sea has.
  private func block(_ zooms: ClosedRange<Int>) throws -> [(tile: TileCoordinate, bytes: [UInt8])] {
    var tiles: [(tile: TileCoordinate, bytes: [UInt8])] = []
    for zoom in zooms {
      let side = 1 << zoom
      for column in 0..<side {
        for row in 0..<side where (column * 7 + row * 3) % 5 != 0 {
          let tile = try #require(TileCoordinate(zoom: zoom, column: column, row: row))
          let text = column % 4 == 0 ? "sea" : "tile \(zoom) \(column) \(row)"
          // The writer does not look into a tile.
          tiles.append((tile, Array(text.utf8)))
        }
      }
    }
    return tiles.sorted { $0.tile.identifier < $1.tile.identifier }
  }

  @Test(arguments: [0...0, 2...5, 5...8])
  func aPMTilesFileIsReadBackByTheLetterOfItsSpecification(zooms: ClosedRange<Int>) throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.pmtiles").path
      let tiles = try block(zooms)
      let writer = try PMTilesWriter(path: path)
      for (tile, bytes) in tiles { try writer.add(tile, bytes) }
      let report = try writer.finish(Self.description)
      let archive = try ReadArchive(Array(Data(contentsOf: URL(filePath: path))))
      #expect(report.tiles == tiles.count)
      #expect(archive.tiles.count == tiles.count)
      for (tile, bytes) in tiles { #expect(archive.tiles[tile.identifier] == bytes) }
      #expect(archive.counts == [tiles.count, archive.entries, Set(tiles.map(\.bytes)).count])
      #expect(report.contents < tiles.count || tiles.count < 2)
      #expect(archive.isClustered)
      #expect(zooms.upperBound < 8 || archive.leaves > 1, "a large file has leaves")
    }
  }

  @Test func theHeaderSaysWhereTheTilesLie() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.pmtiles").path
      let writer = try PMTilesWriter(path: path)
      for (tile, bytes) in try block(3...4) { try writer.add(tile, bytes) }
      _ = try writer.finish(Self.description)
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      #expect(Array(bytes[0..<8]) == Array("PMTiles".utf8) + [3])
      #expect(Array(bytes[96..<102]) == [1, 2, 2, 1, 3, 9])
      func degrees(_ offset: Int) -> Double {
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
        return Double(Int32(bitPattern: bits)) / 1e7
      }
      #expect([102, 106, 110, 114].map(degrees) == [119.6, 26.5, 120.6, 27.2])
      #expect(bytes[118] == 8 && degrees(119) == 120.1 && degrees(123) == 26.85)
      let metadata = try ReadArchive(bytes).metadata
      let document = try #require(
        JSONSerialization.jsonObject(with: Data(metadata)) as? [String: Any])
      let layers = try #require(document["vector_layers"] as? [[String: Any]])
      #expect(layers.first?["id"] as? String == "grids")
      #expect(layers.first?["minzoom"] as? Int == 3 && layers.first?["maxzoom"] as? Int == 9)
      #expect(document["description"] as? String == "网格")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left == ["a.pmtiles"], "nothing stays beside it")
    }
  }

  @Test func anMBTilesFileKeepsItsSpecification() throws {
    try withFolder { folder throws in
      let path = folder.appending(path: "a.mbtiles").path
      let tiles = try block(2...6)
      let writer = try MBTilesWriter(path: path)
      for (tile, bytes) in tiles { try writer.add(tile, bytes) }
      let report = try writer.finish(Self.description)
      try DatabaseQueue(path: path).read { connection throws in
        let metadata = Dictionary(
          try Row.fetchAll(connection, sql: "SELECT name, value FROM metadata")
            .map { ($0[0] as String, $0[1] as String) }
        ) { first, _ in first }
        #expect(metadata["format"] == "pbf" && metadata["name"] == "grids")
        #expect(metadata["bounds"] == "119.6,26.5,120.6,27.2")
        #expect(metadata["minzoom"] == "3" && metadata["maxzoom"] == "9")
        #expect(metadata["json"]?.contains(#""id":"grids""#) == true)
        let rows = try Row.fetchAll(
          connection,
          sql: "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles")
        #expect(rows.count == tiles.count && report.tiles == tiles.count)
        var kept: [TileCoordinate: [UInt8]] = [:]
        for row in rows {
          let (zoom, south): (Int, Int) = (row[0], row[2])
          let tile = try #require(
            TileCoordinate(zoom: zoom, column: row[1], row: (1 << zoom) - 1 - south))
          kept[tile] = Array(row[3] as Data)
        }
        for (tile, bytes) in tiles { #expect(kept[tile] == bytes) }
        #expect(
          try Int.fetchOne(connection, sql: "SELECT count(*) FROM content") == report.contents)
        #expect(try String.fetchOne(connection, sql: "PRAGMA integrity_check") == "ok")
      }
    }
  }

  @Test(arguments: ["pmtiles", "mbtiles"])
  func theSameTilesGiveTheSameBytes(suffix: String) throws {
    try withFolder { folder throws in
      var files: [Data] = []
      for name in ["a", "b"] {
        let path = folder.appending(path: "\(name).\(suffix)").path
        let writer: any TileArchiveWriter =
          suffix == "pmtiles" ? try PMTilesWriter(path: path) : try MBTilesWriter(path: path)
        for (tile, bytes) in try block(0...7) { try writer.add(tile, bytes) }
        _ = try writer.finish(Self.description)
        files.append(try Data(contentsOf: URL(filePath: path)))
      }
      #expect(files[0] == files[1] && files[0].count > 10_000)
    }
  }

  @Test func aFolderThatIsNotThereIsNamed() throws {
    let path = "/nowhere/at all/a"
    #expect { _ = try PMTilesWriter(path: "\(path).pmtiles") } throws: {
      "\($0)".contains("/nowhere/at all/a.pmtiles cannot be written")
    }
    #expect { _ = try MBTilesWriter(path: "\(path).mbtiles") } throws: {
      "\($0)".contains("/nowhere/at all/a.mbtiles cannot be written")
    }
  }
}

/// The slow, obvious reader of PMTiles 3.
private struct ReadArchive {
  private(set) var tiles: [UInt64: [UInt8]] = [:]
  private(set) var counts: [Int] = []
  private(set) var entries = 0
  private(set) var leaves = 0
  private(set) var isClustered = true
  private(set) var metadata: [UInt8] = []

  private let bytes: [UInt8]
  private var highest = 0

  init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    counts = (9...11).map(number)
    metadata = try unpacked(number(3), number(4))
    try read(number(1), number(2))
  }

  /// The nth number of eight bytes behind the magic word.
  private func number(_ place: Int) -> Int {
    (0..<8).reduce(0) { $0 | Int(bytes[8 * place + $1]) << (8 * $1) }
  }

  private func unpacked(_ offset: Int, _ length: Int) throws -> [UInt8] {
    let part = Array(bytes[offset..<(offset + length)])
    return try Gzip.decompress(part.span, limit: 1 << 24)
  }

  private mutating func read(_ offset: Int, _ length: Int) throws {
    let directory = try unpacked(offset, length)
    var index = 0
    func varint() -> Int {
      var value = 0
      var shift = 0
      while true {
        let byte = directory[index]
        index += 1
        value |= Int(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
    }
    let count = varint()
    var identifier = 0
    let identifiers = (0..<count).map { _ in
      identifier += varint()
      return identifier
    }
    let runs = (0..<count).map { _ in varint() }
    let lengths = (0..<count).map { _ in varint() }
    var places: [Int] = []
    for entry in 0..<count {
      let value = varint()
      places.append(value == 0 ? places[entry - 1] + lengths[entry - 1] : value - 1)
    }
    for entry in 0..<count {
      guard runs[entry] > 0 else {
        leaves += 1
        try read(number(5) + places[entry], lengths[entry])
        continue
      }
      entries += 1
      // New bytes follow all others; old ones lie before.
      if places[entry] > highest { isClustered = false }
      highest = max(highest, places[entry] + lengths[entry])
      let start = number(7) + places[entry]
      let tile = Array(bytes[start..<(start + lengths[entry])])
      for step in 0..<runs[entry] { tiles[UInt64(identifiers[entry] + step)] = tile }
    }
  }
}
