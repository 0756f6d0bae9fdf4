import Analysis
import Archives
import Foundation
import SimpleFeatures
import Tiles

extension LayerFile {
  func writeTiles(
    _ format: ExportLayer.Format, _ file: URL, _ features: @escaping Features
  ) throws -> [String] {
    var withoutPlace = 0
    let build = BuildTiles(schema: schema, clock: clock, deepestZoom: zooms.upperBound)
    let layer = try build.layer { take in
      try features { feature in
        if feature.geometry == nil { withoutPlace += 1 }
        try take(feature)
      }
    }
    var report = TileArchiveReport()
    try OutputFile(file).write(through: { unfinished in
      let writer: any TileArchiveWriter =
        format == .pmtiles
        ? try PMTilesWriter(path: unfinished.path) : try MBTilesWriter(path: unfinished.path)
      try layer.forEachTile(ofZooms: zooms, threads: Parallel.coreCount) { tile, bytes in
        try writer.add(tile, bytes)
      }
      report = try writer.finish(description(of: layer))
    })
    var sentences = [
      "\(report.tiles) tiles, \(report.contents) different, zooms \(zooms.lowerBound) to "
        + "\(zooms.upperBound)"
    ]
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
    return TileArchiveDescription(
      name: schema.name, description: schema.chineseName, zooms: zooms, bounds: layer.bounds,
      layers: layer.contents, notes: notes)
  }
}
