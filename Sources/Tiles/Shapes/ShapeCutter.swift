/// Simplifies features for one zoom and cuts them to its tiles.
struct ShapeCutter: Sendable {
  /// What a tile shows of a feature.
  struct Piece: Sendable {
    var tile: UInt64
    var shape: Int
    /// How many features a stand-in stands for; 1 for a feature itself.
    var merged: Int
    /// Of the geometry, among the cutter's bytes.
    var range: Range<Int>
  }

  struct Label: Sendable {
    var tile: UInt64
    var shape: Int
    var place: SIMD2<Int32>
  }

  let layer: ShapeTiles
  let scale: TileScale
  /// The one tile that is asked for, else all.
  let only: TileCoordinate?
  private(set) var pieces: [Piece] = []
  private(set) var labels: [Label] = []
  private(set) var bytes: [UInt8] = []
  /// Features that are too small to be drawn.
  private(set) var tiny: [Int] = []
  private var whole = TileOutline()
  private var column = TileOutline()
  private var square = TileOutline()
  private var clip = TileClip()
  private var geometry = TileGeometry()

  init(layer: ShapeTiles, scale: TileScale, only: TileCoordinate?) {
    self.layer = layer
    self.scale = scale
    self.only = only
  }

  mutating func take(_ index: Int) {
    let shape = layer.shapes.shapes[index]
    label(shape, index)
    simplify(shape)
    if shape.isSurface {
      guard whole.doubleArea >= ShapeTiles.smallestDoubleArea else {
        tiny.append(index)
        return
      }
    } else if whole.isEmpty {
      // A line too short to be seen is one step long.
      let place = point(shape.label)
      var ignored = false
      whole.add(place)
      whole.add(place &+ SIMD2(1, 0))
      whole.close(as: .line, isAfterDropped: &ignored)
    }
    cut(index, merged: 1)
  }

  /// Puts features that are too small together.
  mutating func addStandIns(_ tiny: [Int]) {
    let shapes = layer.shapes.shapes
    var cells: [UInt64: [Int]] = [:]
    for index in tiny {
      let place = point(shapes[index].label)
      let cell = (place.x / ShapeTiles.standInCell, place.y / ShapeTiles.standInCell)
      cells[UInt64(cell.0) << 32 | UInt64(cell.1), default: []].append(index)
    }
    for (_, members) in cells.sorted(by: { $0.key < $1.key }) {
      guard
        let largest = members.max(by: {
          (shapes[$0].area, $1) < (shapes[$1].area, $0)
        })
      else { continue }
      let area = members.reduce(0) { $0 + shapes[$1].area } / (scale.unit * scale.unit)
      let half = Int32(min(Double(ShapeTiles.standInCell) / 2, max(1, (area.squareRoot() / 2))))
      let place = point(shapes[largest].label)
      whole.removeAll()
      for corner in [
        SIMD2(-half, -half), SIMD2(half, -half), SIMD2(half, half), SIMD2(-half, half),
      ] {
        whole.add(place &+ corner)
      }
      var ignored = false
      whole.close(as: .exterior, isAfterDropped: &ignored)
      cut(largest, merged: members.count)
    }
  }

  private func point(_ position: WorldPosition) -> SIMD2<Int32> {
    SIMD2(scale.step(position.x), scale.step(position.y))
  }

  private mutating func simplify(_ shape: Shapes.Shape) {
    let unit = Float(scale.unit)
    let lightest =
      scale.zoom < layer.deepestZoom ? 2 * ShapeTiles.lightestTriangle * unit * unit : 0
    whole.removeAll()
    var isAfterDropped = false
    for ring in layer.shapes.rings[shape.rings] {
      for index in ring.range where layer.shapes.weights[index] > lightest {
        whole.add(point(layer.shapes.positions[index]))
      }
      whole.close(as: ring.role, isAfterDropped: &isAfterDropped)
    }
  }

  private mutating func label(_ shape: Shapes.Shape, _ index: Int) {
    guard shape.isSurface else { return }
    let size = point(shape.high) &- point(shape.low)
    guard scale.zoom >= layer.deepestZoom || size.max() >= ShapeTiles.labelWidth else { return }
    // As points: a step belongs to the tile that it lies in.
    let place = SIMD2(shape.label.x >> scale.shift, shape.label.y >> scale.shift)
    let tile = TileCoordinate(
      known: scale.zoom, Int(place.x >> Int32(TileScale.extentBits)),
      Int(place.y >> Int32(TileScale.extentBits)))
    guard only == nil || only == tile else { return }
    labels.append(
      Label(
        tile: tile.identifier, shape: index, place: place & SIMD2(repeating: TileScale.extent - 1)))
  }

  private mutating func cut(_ shape: Int, merged: Int) {
    guard let box = whole.box else { return }
    let asked = only.map { $0.column...$0.column } ?? 0...((1 << scale.zoom) - 1)
    for tileColumn in Self.tiles(box.low.x, box.high.x) where asked.contains(tileColumn) {
      let range = Self.range(tileColumn)
      clip.cut(whole, .x, to: range, into: &column)
      guard let part = column.box else { continue }
      let asked = only.map { $0.row...$0.row } ?? 0...((1 << scale.zoom) - 1)
      for tileRow in Self.tiles(part.low.y, part.high.y) where asked.contains(tileRow) {
        clip.cut(column, .y, to: Self.range(tileRow), into: &square)
        guard !square.isEmpty else { continue }
        square.draw(
          at: SIMD2(Int32(tileColumn), Int32(tileRow)) &* TileScale.extent, with: &geometry)
        let start = bytes.count
        bytes.append(contentsOf: geometry.bytes)
        pieces.append(
          Piece(
            tile: TileCoordinate(known: scale.zoom, tileColumn, tileRow).identifier, shape: shape,
            merged: merged, range: start..<bytes.count))
      }
    }
  }

  /// The tiles along one axis whose sides, with the buffer, some steps reach over.
  private static func tiles(_ low: Int32, _ high: Int32) -> ClosedRange<Int> {
    let bits = Int32(TileScale.extentBits)
    let first = Int(low - TileScale.buffer) >> Int(bits)
    let last = Int(high + TileScale.buffer) >> Int(bits)
    return first...last
  }

  private static func range(_ tile: Int) -> ClosedRange<Int32> {
    let first = Int32(tile) &* TileScale.extent
    return (first - TileScale.buffer)...(first + TileScale.extent + TileScale.buffer)
  }
}
