import Foundation
import GRDB
import SimpleFeatures
public import Tiles

/// Writes an MBTiles file: tiles in an SQLite file, as QGIS and GDAL open them.
///
/// Those with the same bytes are kept once; the table `tiles` of the specification is a view.
///
/// > Mapbox. *MBTiles 1.3.* 2018.
public final class MBTilesWriter: TileArchiveWriter {
  private let path: String
  private let file: String
  private let queue: DatabaseQueue
  private var contents = TileContents()
  private var tileCount = 0
  /// Rows wait, so that a transaction holds many of them.
  private var waiting: [Row] = []
  private var waitingBytes = 0

  private struct Row {
    var tile: TileCoordinate
    var content: Int
    /// Empty where the content is known.
    var bytes: [UInt8]
  }

  /// - Parameter path: a file that is not there yet.
  public init(path: String) throws {
    self.path = path
    file = URL(filePath: path).lastPathComponent
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ArchiveError(.writing, file: file, "\(path) is there already")
    }
    queue = try Self.writing(path) {
      let queue = try DatabaseQueue(path: path)
      try queue.inDatabase {
        try $0.execute(sql: SQLTemplate(PackageResources.new_file_sql).plain)
        try $0.execute(sql: SQLTemplate(PackageResources.mbtiles_schema_sql).plain)
      }
      return queue
    }
  }

  public func add(_ tile: TileCoordinate, _ gzip: [UInt8]) throws {
    let (number, isNew) = contents.number(of: gzip)
    waiting.append(Row(tile: tile, content: number, bytes: isNew ? gzip : []))
    waitingBytes += isNew ? gzip.count : 0
    tileCount += 1
    if waiting.count >= 4096 || waitingBytes > 8 << 20 { try flush() }
  }

  private func flush() throws {
    let rows = waiting
    waiting.removeAll(keepingCapacity: true)
    waitingBytes = 0
    try Self.writing(path) {
      try queue.write { connection in
        let content = try connection.makeStatement(
          sql: SQLTemplate(PackageResources.mbtiles_insert_content_sql).plain)
        let tile = try connection.makeStatement(
          sql: SQLTemplate(PackageResources.mbtiles_insert_tile_sql).plain)
        for row in rows {
          if !row.bytes.isEmpty {
            try content.execute(arguments: [row.content, Data(row.bytes)])
          }
          // Rows count from the south, as in the Tile Map Service.
          let south = (1 << row.tile.zoom) - 1 - row.tile.row
          try tile.execute(arguments: [row.tile.zoom, row.tile.column, south, row.content])
        }
      }
    }
  }

  public func finish(_ description: TileArchiveDescription) throws -> TileArchiveReport {
    try flush()
    let box = description.box
    let centre = description.centre
    var members = [
      ("name", description.name), ("description", description.description),
      ("format", "pbf"), ("type", "overlay"), ("version", "1"),
      (
        "bounds", [box.minX, box.minY, box.maxX, box.maxY].map(Self.degrees).joined(separator: ",")
      ),
      (
        "center",
        [Self.degrees(centre.position.x), Self.degrees(centre.position.y), "\(centre.zoom)"]
          .joined(separator: ",")
      ),
      ("minzoom", "\(description.zooms.lowerBound)"),
      ("maxzoom", "\(description.zooms.upperBound)"),
      (
        "json",
        String(
          decoding: try description.vectorLayers(TileArchiveDescription.encoder), as: UTF8.self)
      ),
    ]
    if !description.attribution.isEmpty {
      members.append(("attribution", description.attribution))
    }
    members += description.notes.sorted { $0.key < $1.key }.map { ("anlan:\($0.key)", $0.value) }
    try Self.writing(path) {
      try queue.write { connection in
        for (name, value) in members {
          try connection.execute(
            sql: SQLTemplate(PackageResources.mbtiles_insert_metadata_sql).plain,
            arguments: [name, value])
        }
      }
      try queue.close()
    }
    return TileArchiveReport(tiles: tileCount, contents: contents.count)
  }

  private static func degrees(_ value: Double) -> String { "\((value * 1e7).rounded() / 1e7)" }

  private static func writing<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as DatabaseError {
      throw ArchiveError(
        .writing, file: URL(filePath: path).lastPathComponent,
        "\(path) cannot be written: \(error.message ?? error.resultCode.description)")
    }
  }
}
