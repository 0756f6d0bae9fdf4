import Compression
import Foundation
import SimpleFeatures
public import Tiles

/// Writes a PMTiles file: one file that a browser reads by ranges, without a server program.
///
/// Tiles lie in the order of their identifiers ("clustered"), those with the same bytes once.
///
/// > Protomaps. *PMTiles Version 3 Specification.* 2022.
public final class PMTilesWriter: TileArchiveWriter {
  private let path: String
  private let file: String
  /// Tiles wait in a file beside it: the directories before them are known last.
  private let waiting: URL
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var written = 0
  private var entries: [PMTilesDirectory.Entry] = []
  private var contents = TileContents()
  private var places: [(offset: Int, length: Int)] = []
  private var tileCount = 0

  /// - Parameter path: a file that is not there yet, or is written over.
  public init(path: String) throws {
    self.path = path
    file = URL(filePath: path).lastPathComponent
    waiting = URL(filePath: path + ".tiles")
    guard FileManager.default.createFile(atPath: waiting.path, contents: nil) else {
      throw ArchiveError(
        .writing, file: file, "\(path) cannot be written: is the folder read-only?")
    }
    handle = try FileHandle(forUpdating: waiting)
  }

  deinit {
    try? handle.close()
    try? FileManager.default.removeItem(at: waiting)
  }

  public func add(_ tile: TileCoordinate, _ gzip: [UInt8]) throws {
    let identifier = tile.identifier
    precondition(entries.last.map { $0.last < identifier } ?? true, "tiles come in order")
    tileCount += 1
    let (number, isNew) = contents.number(of: gzip)
    if isNew {
      places.append((written + buffer.count, gzip.count))
      buffer.append(contentsOf: gzip)
      if buffer.count > 1 << 20 { try flush() }
    }
    let place = places[number]
    if let last = entries.last, last.offset == place.offset, last.last + 1 == identifier {
      entries[entries.count - 1].run += 1
    } else {
      entries.append(
        PMTilesDirectory.Entry(
          identifier: identifier, offset: place.offset, length: place.length, run: 1))
    }
  }

  private func flush() throws {
    try writing { try handle.write(contentsOf: buffer) }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func writing<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch {
      throw ArchiveError(
        .writing, file: file, "\(path) cannot be written: \(error.localizedDescription)")
    }
  }

  public func finish(_ description: TileArchiveDescription) throws -> TileArchiveReport {
    try flush()
    let (root, leaves) = try PMTilesDirectory.pack(entries)
    let document = [UInt8](try description.document())
    let metadata = try Gzip.compress(document.span)
    let header = header(
      description, root: root.count, metadata: metadata.count, leaves: leaves.count)
    try writing {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw CocoaError(.fileWriteNoPermission)
      }
      let output = try FileHandle(forWritingTo: URL(filePath: path))
      defer { try? output.close() }
      try output.write(contentsOf: header + root + metadata + leaves)
      try handle.seek(toOffset: 0)
      while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
        try output.write(contentsOf: part)
      }
      try handle.close()
      try FileManager.default.removeItem(at: waiting)
    }
    return TileArchiveReport(tiles: tileCount, contents: contents.count)
  }

  private func header(
    _ description: TileArchiveDescription, root: Int, metadata: Int, leaves: Int
  ) -> [UInt8] {
    var header = [UInt8]("PMTiles".utf8) + [3]
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { header.append(contentsOf: $0) }
    }
    var offset = PMTilesDirectory.headerLength
    for length in [root, metadata, leaves, written] {
      append(UInt64(offset))
      append(UInt64(length))
      offset += length
    }
    for count in [tileCount, entries.count, contents.count] { append(UInt64(count)) }
    // Clustered; directories as gzip; tiles as gzip; of the kind MVT.
    header += [1, 2, 2, 1]
    header += [UInt8(description.zooms.lowerBound), UInt8(description.zooms.upperBound)]
    func appendDegrees(_ degrees: Double) {
      append(Int32(clamping: Int64((degrees * 1e7).rounded())))
    }
    for degrees in [
      description.box.minX, description.box.minY, description.box.maxX, description.box.maxY,
    ] {
      appendDegrees(degrees)
    }
    let centre = description.centre
    header.append(UInt8(centre.zoom))
    appendDegrees(centre.position.x)
    appendDegrees(centre.position.y)
    return header
  }
}

/// Where the tiles lie in a PMTiles file (clause 4 of the specification).
enum PMTilesDirectory {
  struct Entry {
    var identifier: UInt64
    var offset: Int
    var length: Int
    /// So many tiles in a row have these bytes; 0 for a leaf.
    var run: Int

    var last: UInt64 { identifier + UInt64(max(run, 1)) - 1 }
  }

  static let headerLength = 127
  /// The header and the root lie in the first bytes that a reader asks for.
  private static let firstBytes = 16_384

  /// The root, and the leaves behind it where one directory is too large.
  static func pack(_ entries: [Entry]) throws -> (root: [UInt8], leaves: [UInt8]) {
    let root = try bytes(of: entries)
    guard root.count > firstBytes - headerLength else { return (root, []) }
    var size = 4096
    while true {
      var leaves: [UInt8] = []
      var roots: [Entry] = []
      for start in stride(from: 0, to: entries.count, by: size) {
        let part = Array(entries[start..<min(start + size, entries.count)])
        let leaf = try bytes(of: part)
        roots.append(
          Entry(
            identifier: part[0].identifier, offset: leaves.count, length: leaf.count, run: 0))
        leaves += leaf
      }
      let root = try bytes(of: roots)
      if root.count <= firstBytes - headerLength { return (root, leaves) }
      size *= 2
    }
  }

  private static func bytes(of entries: [Entry]) throws(CompressionError) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ number: UInt64) {
      var rest = number
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    append(UInt64(entries.count))
    var last: UInt64 = 0
    for entry in entries {
      append(entry.identifier - last)
      last = entry.identifier
    }
    for entry in entries { append(UInt64(entry.run)) }
    for entry in entries { append(UInt64(entry.length)) }
    var next = -1
    for entry in entries {
      // 0 says: right behind the one before.
      append(entry.offset == next ? 0 : UInt64(entry.offset) + 1)
      next = entry.offset + entry.length
    }
    return try Gzip.compress(bytes.span)
  }
}
