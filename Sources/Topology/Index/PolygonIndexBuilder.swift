import SimpleFeatures

/// Lays the grid of a `PolygonIndex` and fills its cells.
struct PolygonIndexBuilder {
  /// One surface: its geometry's index, its borders, its box.
  private struct Part {
    var item: Int32
    var borders: Range<Int>
    var box: BoundingBox
  }

  /// A cell that a part touches.
  private struct Touch {
    var cell: UInt32
    var part: UInt32
    var holdsCorner: Bool
    var hasBorder: Bool
  }

  private let count: Int
  private var borders: [Segment] = []
  private var parts: [Part] = []
  private let grid: CellGrid

  init(_ geometries: [Geometry]) throws(TopologyError) {
    count = geometries.count
    for (index, geometry) in geometries.enumerated() {
      if let fault = geometry.structuralFault { throw .structure(fault, item: index) }
      for polygon in geometry.polygons {
        guard let box = BoundingBox(polygon.exterior + polygon.holes.joined()) else { continue }
        // Beyond this, products in the exact test of sides could overflow.
        let largest = max(
          max(box.minX.magnitude, box.maxX.magnitude), max(box.minY.magnitude, box.maxY.magnitude))
        guard largest < 1e100 else { throw .beyondArithmetic(item: index) }
        let first = borders.count
        for ring in polygon.rings {
          for (a, b) in zip(ring, ring.dropFirst()) where a != b {
            borders.append(Segment(canonical: a, b))
          }
        }
        parts.append(Part(item: Int32(index), borders: first..<borders.count, box: box))
      }
    }
    grid = Self.grid(over: parts, borders)
  }

  /// As many cells as pay: halved until neither long borders nor overlapping polygons fill more
  /// than the memory set aside.
  private static func grid(over parts: [Part], _ borders: [Segment]) -> CellGrid {
    guard let first = parts.first else {
      return CellGrid(box: BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0), cells: 1)
    }
    let box = parts.dropFirst().reduce(first.box) { $0.union($1.box) }
    var run = 0.0
    var rise = 0.0
    for border in borders {
      run += border.maxX - border.minX
      rise += border.by - border.ay
    }
    var cells = max(64, min(16 * borders.count, 1 << 22))
    while true {
      let grid = CellGrid(box: box, cells: cells)
      let pieces =
        (grid.cellWidth > 0 ? run / grid.cellWidth : 0)
        + (grid.cellHeight > 0 ? rise / grid.cellHeight : 0)
      let touched = parts.reduce(0.0) { sum, part in
        sum + Double(grid.column(of: part.box.maxX) - grid.column(of: part.box.minX) + 1)
          * Double(grid.row(of: part.box.maxY) - grid.row(of: part.box.minY) + 1)
      }
      if cells == 1
        || pieces <= Double(max(8 << 20, 4 * borders.count))
          && touched <= Double(max(16 << 20, 4 * parts.count))
      {
        return grid
      }
      cells /= 2
    }
  }

  func build() -> PolygonIndex {
    let (touches, crossings) = touched()
    let starts = Self.starts(of: touches.lazy.map { Int($0.cell) }, cells: grid.count)
    let sorted = Self.sorted(touches.map(\.cell), starts)
    let crossingStarts = Self.starts(of: crossings.lazy.map { Int($0.cell) }, cells: grid.count)
    let sortedCrossings = Self.sorted(crossings.map(\.cell), crossingStarts)

    var cells = [Int32](repeating: PolygonIndex.outside, count: grid.count)
    var listStarts: [UInt32] = []
    var candidates: [PolygonIndex.Candidate] = []
    var pieces: [UInt32] = []
    pieces.reserveCapacity(crossings.count)
    for cell in 0..<grid.count {
      let here = Int(starts[cell])..<Int(starts[cell + 1])
      guard let first = here.first else { continue }
      let only = touches[Int(sorted[first])]
      if here.count == 1, !only.hasBorder {
        cells[cell] = parts[Int(only.part)].item
        continue
      }
      cells[cell] = PolygonIndex.firstList - Int32(listStarts.count)
      listStarts.append(UInt32(candidates.count))
      var crossing = Int(crossingStarts[cell])
      for position in here {
        let touch = touches[Int(sorted[position])]
        let part = parts[Int(touch.part)]
        candidates.append(
          PolygonIndex.Candidate(
            item: part.item, holdsCorner: touch.holdsCorner, firstPiece: UInt32(pieces.count)))
        while crossing < Int(crossingStarts[cell + 1]) {
          let border = Int(crossings[Int(sortedCrossings[crossing])].border)
          guard border < part.borders.upperBound else { break }
          let isLeft = isCornerLeft(of: borders[border], cell: cell)
          pieces.append(UInt32(border) << 1 | (isLeft ? 1 : 0))
          crossing += 1
        }
      }
    }
    listStarts.append(UInt32(candidates.count))
    candidates.append(
      PolygonIndex.Candidate(item: -1, holdsCorner: false, firstPiece: UInt32(pieces.count)))
    return PolygonIndex(
      count: count, grid: grid, cells: cells, listStarts: listStarts, candidates: candidates,
      pieces: pieces, borders: borders, blocks: blocks(cells))
  }

  /// The side of the south-eastern corner, moved east and a much smaller step north.
  private func isCornerLeft(of border: Segment, cell: Int) -> Bool {
    isLeft(
      border, grid.xs[cell % grid.columns + 1], grid.ys[cell / grid.columns])
  }

  private func isLeft(_ border: Segment, _ x: Double, _ y: Double) -> Bool {
    border.ay == border.by
      ? y >= border.ay
      : Orientation.sign(border.ax, border.ay, border.bx, border.by, x, y) > 0
  }

  /// Every cell that a part has a border in or covers, by part; and every piece of border in a
  /// cell, by part.
  private func touched() -> (touches: [Touch], crossings: [(cell: UInt32, border: UInt32)]) {
    var touches: [Touch] = []
    var crossings: [(cell: UInt32, border: UInt32)] = []
    let margin = grid.safety
    for (number, part) in parts.enumerated() {
      let columns =
        grid.column(
          of: part.box.minX - margin.x)...grid.column(
          of: part.box.maxX + margin.x)
      let rows = grid.row(of: part.box.minY - margin.y)...grid.row(of: part.box.maxY + margin.y)
      let width = columns.count
      // Bit 0: a border is here. Bit 1: it changes the side of this corner and all west of it.
      var marks = [UInt8](repeating: 0, count: width * rows.count)
      for index in part.borders {
        let border = borders[index]
        grid.forEachSpan(of: border, marginX: margin.x, marginY: margin.y) { row, first, last in
          let start = (row - rows.lowerBound) * width - columns.lowerBound
          for column in first...last {
            marks[start + column] |= 1
            crossings.append((UInt32(row * grid.columns + column), UInt32(index)))
          }
        }
        markCorners(border, rows: rows, columns: columns, in: &marks)
      }
      for row in rows {
        var isInside = false
        let start = (row - rows.lowerBound) * width
        for column in columns.reversed() {
          let mark = marks[start + column - columns.lowerBound]
          if mark & 2 != 0 { isInside.toggle() }
          guard mark & 1 != 0 || isInside else { continue }
          touches.append(
            Touch(
              cell: UInt32(row * grid.columns + column), part: UInt32(number),
              holdsCorner: isInside, hasBorder: mark & 1 != 0))
        }
      }
    }
    return (touches, crossings)
  }

  /// In each row whose corners are level with the border, marks the easternmost corner that lies
  /// to its left.
  private func markCorners(
    _ border: Segment, rows: ClosedRange<Int>, columns: ClosedRange<Int>, in marks: inout [UInt8]
  ) {
    // One more, should rounding have put the border a row too low.
    let level = grid.row(of: border.ay)...min(grid.rows - 1, grid.row(of: border.by) + 1)
    for row in rows.clamped(to: level) {
      let y = grid.ys[row]
      guard border.ay <= y, y < border.by else { continue }
      let guess = border.ax + (y - border.ay) / (border.by - border.ay) * (border.bx - border.ax)
      var column = min(max(grid.column(of: guess), columns.lowerBound), columns.upperBound)
      while column < columns.upperBound, isLeft(border, grid.xs[column + 2], y) { column += 1 }
      while column >= columns.lowerBound, !isLeft(border, grid.xs[column + 1], y) { column -= 1 }
      guard column >= columns.lowerBound else { continue }
      marks[(row - rows.lowerBound) * columns.count + column - columns.lowerBound] ^= 2
    }
  }

  private func blocks(_ cells: [Int32]) -> [Bool] {
    let side = PolygonIndex.blockSide
    let across = (grid.columns + side - 1) / side
    var blocks = [Bool](repeating: false, count: across * ((grid.rows + side - 1) / side))
    for row in 0..<grid.rows {
      for column in 0..<grid.columns
      where cells[row * grid.columns + column] <= PolygonIndex.firstList {
        blocks[row / side * across + column / side] = true
      }
    }
    return blocks
  }

  /// The first place of each cell in a list sorted by cell, and one more.
  private static func starts(of keys: some Sequence<Int>, cells: Int) -> [UInt32] {
    var starts = [UInt32](repeating: 0, count: cells + 1)
    for key in keys { starts[key + 1] += 1 }
    for cell in 0..<cells { starts[cell + 1] += starts[cell] }
    return starts
  }

  /// The places of the list in the order of their cells; those of one cell keep their order.
  private static func sorted(_ keys: [UInt32], _ starts: [UInt32]) -> [UInt32] {
    var next = starts
    var places = [UInt32](repeating: 0, count: keys.count)
    for (place, key) in keys.enumerated() {
      places[Int(next[Int(key)])] = UInt32(place)
      next[Int(key)] += 1
    }
    return places
  }
}
