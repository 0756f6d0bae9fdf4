/// What all cutters made of one zoom, by tile.
struct ShapeLevel: Sendable {
  private struct Job: Sendable {
    var pieces: Range<Int>
    var labels: Range<Int>
  }

  private let layer: ShapeTiles
  private let pieces: [ShapeCutter.Piece]
  private let labels: [ShapeCutter.Label]
  private let bytes: [UInt8]
  private let jobs: [Job]
  private let places: [TileCoordinate]

  init(layer: ShapeTiles, _ cutters: [ShapeCutter]) {
    self.layer = layer
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cutters.reduce(0) { $0 + $1.bytes.count })
    var pieces: [ShapeCutter.Piece] = []
    for cutter in cutters {
      let start = bytes.count
      bytes.append(contentsOf: cutter.bytes)
      for var piece in cutter.pieces {
        piece.range = (piece.range.lowerBound + start)..<(piece.range.upperBound + start)
        pieces.append(piece)
      }
    }
    pieces.sort { ($0.tile, $0.shape) < ($1.tile, $1.shape) }
    let labels = cutters.flatMap(\.labels).sorted { ($0.tile, $0.shape) < ($1.tile, $1.shape) }
    var jobs: [Job] = []
    var places: [TileCoordinate] = []
    var piece = 0
    var label = 0
    while piece < pieces.count || label < labels.count {
      let tile = min(
        piece < pieces.count ? pieces[piece].tile : .max,
        label < labels.count ? labels[label].tile : .max)
      let (firstPiece, firstLabel) = (piece, label)
      while piece < pieces.count, pieces[piece].tile == tile { piece += 1 }
      while label < labels.count, labels[label].tile == tile { label += 1 }
      guard let place = TileCoordinate(identifier: tile) else { continue }
      jobs.append(Job(pieces: firstPiece..<piece, labels: firstLabel..<label))
      places.append(place)
    }
    self.pieces = pieces
    self.labels = labels
    self.bytes = bytes
    self.jobs = jobs
    self.places = places
  }

  var tiles: ZoomTiles {
    ZoomTiles(tiles: places) {
      var encoder = ShapeTileEncoder(layer: layer)
      return TileEncoder { index in
        let job = jobs[index]
        return encoder.encode(pieces[job.pieces], labels[job.labels], bytes)
      }
    }
  }
}
