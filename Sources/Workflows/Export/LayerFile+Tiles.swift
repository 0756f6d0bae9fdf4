import Analysis
import Archives
import Foundation
import SimpleFeatures
import Tiles

extension LayerFile {
  func writeTiles(
    _ format: ExportLayer.Format, _ file: URL, _ rows: @escaping Rows
  ) throws -> [String] {
    var withoutPlace = 0
    let build = BuildTiles(schema: schema, clock: clock, deepestZoom: zooms.upperBound)
    let layer = try build.layer { take in
      try rows { row in
        if !row.hasGeometry { withoutPlace += 1 }
        try take(row)
      }
    }
    var report = TileArchiveReport()
    let earlier = EarlierTiles(format, file)
    let touched = earlier.flatMap { layer.touched(since: $0.parts, recipe: $0.recipe) }
    var made = 0
    try OutputFile(file).write(through: { unfinished in
      let writer: any TileArchiveWriter =
        format == .pmtiles
        ? try PMTilesWriter(path: unfinished.path) : try MBTilesWriter(path: unfinished.path)
      made = try layer.forEachTile(
        ofZooms: zooms, threads: Parallel.coreCount, except: touched,
        kept: { try earlier?.archive.bytes(of: $0) }
      ) { tile, bytes in try writer.add(tile, bytes) }
      report = try writer.finish(description(of: layer))
    })
    var sentences = [
      "\(report.tiles) tiles, \(report.contents) different, zooms \(zooms.lowerBound) to "
        + "\(zooms.upperBound)"
    ]
    if touched != nil { sentences.append("\(made) of them made anew, the others as they were") }
    if withoutPlace > 0 {
      sentences.append("\(withoutPlace) features have no place and are on no tile")
    }
    return sentences
  }

  private func description(of layer: any VectorTileLayer) -> TileArchiveDescription {
    var notes: [String: String] = [:]
    for (name, value) in members where name != "name" && name != "title" {
      switch value {
      case .text(let text): notes[name] = text
      case .boolean(let flag): notes[name] = "\(flag)"
      case .unknown, .integer, .real, .day, .instant: break
      }
    }
    notes[EarlierTiles.recipeNote] = layer.recipe
    notes[EarlierTiles.partsNote] =
      Data(layer.parts(ofZoom: layer.partsZoom).bytes).base64EncodedString()
    return TileArchiveDescription(
      name: schema.name, description: schema.chineseName, zooms: zooms, bounds: layer.bounds,
      layers: layer.contents, notes: notes)
  }
}

/// The file of tiles that is about to be written over, where it says what its tiles were made of.
private struct EarlierTiles {
  static let recipeNote = "recipe"
  static let partsNote = "parts"

  let archive: any TileArchiveReader
  let recipe: String
  let parts: TileParts

  /// `nil` where there is none, or one that cannot be read or is not ours: then every tile is made.
  init?(_ format: ExportLayer.Format, _ file: URL) {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let archive: (any TileArchiveReader)? =
      format == .pmtiles
      ? try? PMTilesReader(path: file.path) : try? MBTilesReader(path: file.path)
    guard let archive, let recipe = archive.notes[Self.recipeNote],
      let bytes = archive.notes[Self.partsNote].flatMap({ Data(base64Encoded: $0) }),
      let parts = TileParts(bytes: [UInt8](bytes))
    else { return nil }
    (self.archive, self.recipe, self.parts) = (archive, recipe, parts)
  }
}
