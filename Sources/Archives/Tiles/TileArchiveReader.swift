import Compression
import Foundation
import GRDB
public import Tiles

/// A finished file of tiles of ours, asked for what it says and holds.
public protocol TileArchiveReader: AnyObject {
  /// What the maker told beside what every reader asks for.
  var notes: [String: String] { get }

  /// The tile as it lies in the file, gzip; `nil` where there is none.
  func bytes(of tile: TileCoordinate) throws -> [UInt8]?
}

/// Reads the tiles of a PMTiles file as `PMTilesWriter` lays them.
public final class PMTilesReader: TileArchiveReader {
  public let notes: [String: String]
  private let file: Data
  private let leavesStart: Int
  private let tilesStart: Int
  private let root: [PMTilesDirectory.Entry]
  private var leaves: [Int: [PMTilesDirectory.Entry]] = [:]

  /// Of a directory or the metadata, unpacked.
  private static let mostBytes = 64 << 20

  private struct Document: Decodable { var anlan: [String: String]? }

  /// - Throws: `ArchiveError` for another file.
  public init(path: String) throws {
    let name = URL(filePath: path).lastPathComponent
    let file = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    func broken(_ what: String) -> ArchiveError { ArchiveError(.form, file: name, what) }
    guard file.count >= PMTilesDirectory.headerLength, file.starts(with: Data("PMTiles".utf8)),
      file[file.startIndex + 7] == 3
    else { throw broken("no PMTiles file of version 3") }
    func number(_ offset: Int) throws -> Int {
      let bits = (0..<8).reduce(UInt64(0)) {
        $0 | UInt64(file[file.startIndex + offset + $1]) << (8 * UInt64($1))
      }
      guard bits <= UInt64(file.count) else { throw broken("its header points beyond its end") }
      return Int(bits)
    }
    func part(_ offset: Int) throws -> [UInt8] {
      let (start, length) = (try number(offset), try number(offset + 8))
      guard start + length <= file.count else {
        throw broken("its header points beyond its end")
      }
      return try Self.unpacked(file, start, length)
    }
    root = try PMTilesDirectory.read(try part(8))
    notes =
      (try? JSONDecoder().decode(Document.self, from: Data(part(24))))?.anlan ?? [:]
    leavesStart = try number(40)
    tilesStart = try number(56)
    self.file = file
  }

  private static func unpacked(_ file: Data, _ start: Int, _ length: Int) throws -> [UInt8] {
    let packed = [UInt8](file[(file.startIndex + start)..<(file.startIndex + start + length)])
    return try Gzip.decompress(packed.span, limit: mostBytes)
  }

  public func bytes(of tile: TileCoordinate) throws -> [UInt8]? {
    var directory = root
    // A root, a leaf, and no more: the writer lays two levels.
    for _ in 0..<2 {
      guard let entry = PMTilesDirectory.entry(of: tile.identifier, in: directory) else {
        return nil
      }
      guard entry.run == 0 else {
        let start = file.startIndex + tilesStart + entry.offset
        guard start + entry.length <= file.endIndex else { return nil }
        return [UInt8](file[start..<(start + entry.length)])
      }
      if let known = leaves[entry.offset] {
        directory = known
      } else {
        guard leavesStart + entry.offset + entry.length <= file.count else { return nil }
        directory = try PMTilesDirectory.read(
          try Self.unpacked(file, leavesStart + entry.offset, entry.length))
        leaves[entry.offset] = directory
      }
    }
    return nil
  }
}

extension PMTilesDirectory {
  /// - Throws: `ArchiveError` where the numbers end early.
  static func read(_ bytes: [UInt8]) throws(ArchiveError) -> [Entry] {
    var place = 0
    func number() throws(ArchiveError) -> Int {
      var (value, shift): (UInt64, UInt64) = (0, 0)
      while place < bytes.count, shift < 63 {
        let byte = bytes[place]
        place += 1
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return Int(value) }
        shift += 7
      }
      throw ArchiveError(.form, file: "", "a directory of tiles is cut off")
    }
    let count = try number()
    guard count <= bytes.count else {
      throw ArchiveError(.form, file: "", "a directory of tiles is cut off")
    }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    var last = 0
    for _ in 0..<count {
      last &+= try number()
      entries.append(Entry(identifier: UInt64(max(0, last)), offset: 0, length: 0, run: 0))
    }
    for index in 0..<count { entries[index].run = try number() }
    for index in 0..<count { entries[index].length = try number() }
    for index in 0..<count {
      let offset = try number()
      guard offset > 0 || index > 0 else {
        throw ArchiveError(.form, file: "", "a directory of tiles begins nowhere")
      }
      entries[index].offset =
        offset > 0 ? offset - 1 : entries[index - 1].offset + entries[index - 1].length
    }
    return entries
  }

  /// The entry that holds a tile, or the leaf where it would be.
  ///
  /// - Complexity: O(log entries).
  static func entry(of identifier: UInt64, in entries: [Entry]) -> Entry? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].identifier <= identifier { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let entry = entries[low - 1]
    return entry.run == 0 || identifier <= entry.last ? entry : nil
  }
}

/// Reads the tiles of an MBTiles file as `MBTilesWriter` lays them.
public final class MBTilesReader: TileArchiveReader {
  public let notes: [String: String]
  private let queue: DatabaseQueue

  /// - Throws: `DatabaseError` for another file.
  public init(path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    notes = try queue.read { connection in
      var notes: [String: String] = [:]
      let rows = try Row.fetchCursor(
        connection, sql: SQLTemplate(PackageResources.mbtiles_read_metadata_sql).plain)
      while let row = try rows.next() {
        let name: String = row[0]
        if name.hasPrefix("anlan:") { notes[String(name.dropFirst(6))] = row[1] }
      }
      return notes
    }
  }

  public func bytes(of tile: TileCoordinate) throws -> [UInt8]? {
    try queue.read { connection in
      let statement = try connection.cachedStatement(
        sql: SQLTemplate(PackageResources.mbtiles_read_tile_sql).plain)
      let south = (1 << tile.zoom) - 1 - tile.row
      return try Data.fetchOne(statement, arguments: [tile.zoom, tile.column, south])
        .map { [UInt8]($0) }
    }
  }
}
