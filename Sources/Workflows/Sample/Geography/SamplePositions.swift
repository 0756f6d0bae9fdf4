import SimpleFeatures

/// Positions that are asked which of them is nearest: in square cells, looked through ring by ring.
struct SamplePositions: Sendable {
  private let positions: [Coordinate]
  private let box: BoundingBox
  private let side: Double
  private let columns: Int
  private let rows: Int
  /// The positions of cell *c* stand at `starts[c]..<starts[c + 1]`.
  private var starts: [Int]
  private var members: [Int]

  init(_ positions: [Coordinate]) {
    self.positions = positions
    let box =
      BoundingBox(positions) ?? BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    self.box = box
    // About two positions a cell, and never more cells than positions and a row and column.
    let count = Double(max(1, positions.count))
    side = max(
      (box.width * box.height * 2 / count).squareRoot(), max(box.width, box.height) / count, 1e-9)
    columns = Int(box.width / side) + 1
    rows = Int(box.height / side) + 1
    starts = Array(repeating: 0, count: columns * rows + 1)
    members = Array(repeating: 0, count: positions.count)
    let cells = positions.map { cell(of: $0) }
    for cell in cells { starts[cell + 1] += 1 }
    for cell in 1..<starts.count { starts[cell] += starts[cell - 1] }
    var next = starts
    for (index, cell) in cells.enumerated() {
      members[next[cell]] = index
      next[cell] += 1
    }
  }

  private func column(of x: Double) -> Int { min(max(Int((x - box.minX) / side), 0), columns - 1) }
  private func row(of y: Double) -> Int { min(max(Int((y - box.minY) / side), 0), rows - 1) }
  private func cell(of place: Coordinate) -> Int {
    row(of: place.y) * columns + column(of: place.x)
  }

  /// The nearest position, of equally near ones the first; `nil` when there are none.
  func nearest(to place: Coordinate) -> (index: Int, metres: Double)? {
    guard !positions.isEmpty else { return nil }
    let column = column(of: place.x)
    let row = row(of: place.y)
    // Also of a place outside the box: clamping it to the box brings no position nearer than its
    // ring says.
    var best = (index: 0, square: Double.infinity)
    for ring in 0...max(columns, rows) {
      let reach = Double(ring - 1) * side
      if reach > 0 && reach * reach > best.square { break }
      for y in max(row - ring, 0)...min(row + ring, rows - 1) {
        let isEdge = y == row - ring || y == row + ring
        let step = isEdge || ring == 0 ? 1 : 2 * ring
        for x in stride(from: column - ring, through: column + ring, by: step)
        where x >= 0 && x < columns {
          for slot in starts[y * columns + x]..<starts[y * columns + x + 1] {
            let square = positions[members[slot]].squaredDistance(to: place)
            if square < best.square || square == best.square && members[slot] < best.index {
              best = (members[slot], square)
            }
          }
        }
      }
    }
    return (best.index, best.square.squareRoot())
  }
}
