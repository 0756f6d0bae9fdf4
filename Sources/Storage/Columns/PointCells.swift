import SimpleFeatures

/// Points sorted into equal cells: how many lie in a box, and which.
///
/// The cells that lie wholly inside a box are counted by sums over all cells to the south-west; only
/// the points of the cells along its border are looked at. The same steps lead from a position and
/// from a side of a box to a cell, and none of them turns the order of two numbers round: so a point
/// in a cell between those of two sides lies between the sides.
///
/// > F. C. Crow. "Summed-Area Tables for Texture Mapping." *SIGGRAPH* 1984. doi:10.1145/800031.808600
struct PointCells: Sendable {
  private let side: Int
  private let west: Double
  private let south: Double
  private let columnsPerDegree: Double
  private let rowsPerDegree: Double
  /// Where each cell's points begin, cell by cell from the south-west along the rows.
  private let starts: [UInt32]
  /// The points' rows in the table, each cell's ascending.
  private let rows: [UInt32]
  /// At (column, row) how many lie in the cells before both; one more each way than there are cells.
  private let sums: [UInt32]

  /// On each side of the square of cells.
  private static let most = 1024

  /// - Parameter longitudes: of each row; a row that has no number there is no point.
  /// - Complexity: O(rows).
  init?(longitudes: [Double], latitudes: [Double]) {
    guard longitudes.count < UInt32.max,
      let box = BoundingBox(zip(longitudes, latitudes).lazy.map { Coordinate(x: $0, y: $1) })
    else { return nil }
    var side = 16
    while side < Self.most, side * side < longitudes.count { side *= 2 }
    self.side = side
    west = box.minX
    south = box.minY
    columnsPerDegree = box.width > 0 ? Double(side) / box.width : 0
    rowsPerDegree = box.height > 0 ? Double(side) / box.height : 0
    guard columnsPerDegree.isFinite, rowsPerDegree.isFinite else { return nil }

    var cells = [UInt32](repeating: .max, count: longitudes.count)
    var starts = [UInt32](repeating: 0, count: side * side + 1)
    for row in longitudes.indices {
      let (x, y) = (longitudes[row], latitudes[row])
      guard x.isFinite, y.isFinite else { continue }
      let column = Self.place(x, west, columnsPerDegree, side)
      let cell = Self.place(y, south, rowsPerDegree, side) * side + column
      cells[row] = UInt32(cell)
      starts[cell + 1] += 1
    }
    for cell in 0..<(side * side) { starts[cell + 1] += starts[cell] }
    var next = starts
    var rows = [UInt32](repeating: 0, count: Int(starts[side * side]))
    for row in cells.indices where cells[row] != .max {
      let cell = Int(cells[row])
      rows[Int(next[cell])] = UInt32(row)
      next[cell] += 1
    }
    self.starts = starts
    self.rows = rows

    let width = side + 1
    var sums = [UInt32](repeating: 0, count: width * width)
    for row in 0..<side {
      var along: UInt32 = 0
      for column in 0..<side {
        let cell = row * side + column
        along += starts[cell + 1] - starts[cell]
        sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + along
      }
    }
    self.sums = sums
  }

  /// The column or row of a position; what lies beside all points goes to the nearest one.
  private static func place(_ value: Double, _ start: Double, _ perDegree: Double, _ side: Int)
    -> Int
  {
    Int(max(0, min(Double(side - 1), (value - start) * perDegree)))
  }

  private struct Reach {
    var columns: ClosedRange<Int>
    var rows: ClosedRange<Int>
  }

  private func reach(_ box: BoundingBox) -> Reach {
    func column(_ x: Double) -> Int { Self.place(x, west, columnsPerDegree, side) }
    func row(_ y: Double) -> Int { Self.place(y, south, rowsPerDegree, side) }
    return Reach(
      columns: column(box.minX)...column(box.maxX), rows: row(box.minY)...row(box.maxY))
  }

  /// How many of the points lie in a box, its border included.
  ///
  /// - Parameter table: that the cells were made of.
  /// - Complexity: O(cells along the border + their points): 20 µs among a million.
  func count(in box: BoundingBox, _ table: IncidentTable) -> Int {
    let reach = reach(box)
    var count = 0
    if reach.columns.count > 2, reach.rows.count > 2 {
      let (first, last) = (reach.columns.lowerBound + 1, reach.columns.upperBound)
      let (bottom, top) = (reach.rows.lowerBound + 1, reach.rows.upperBound)
      let width = side + 1
      count +=
        Int(sums[top * width + last]) + Int(sums[bottom * width + first])
        - Int(sums[bottom * width + last]) - Int(sums[top * width + first])
    }
    forEachOnBorder(reach) { row in
      count += box.contains(table.position(row)) ? 1 : 0
    }
    return count
  }

  /// The rows of the points in a box, its border included, ascending.
  ///
  /// - Complexity: O(cells that it meets + their points + rows / 64).
  func rows(in box: BoundingBox, _ table: IncidentTable) -> [Int] {
    let reach = reach(box)
    var marks = [UInt64](repeating: 0, count: table.count / 64 + 1)
    var count = 0
    func mark(_ row: Int) {
      marks[row >> 6] |= 1 << UInt64(row & 63)
      count += 1
    }
    if reach.columns.count > 2, reach.rows.count > 2 {
      for line in (reach.rows.lowerBound + 1)..<reach.rows.upperBound {
        let first = line * side + reach.columns.lowerBound + 1
        let last = line * side + reach.columns.upperBound
        for place in Int(starts[first])..<Int(starts[last]) { mark(Int(rows[place])) }
      }
    }
    forEachOnBorder(reach) { row in
      if box.contains(table.position(row)) { mark(row) }
    }
    var found: [Int] = []
    found.reserveCapacity(count)
    for (word, bits) in marks.enumerated() where bits != 0 {
      var bits = bits
      while bits != 0 {
        found.append(word << 6 | bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    return found
  }

  /// The rows of the points in the cells that a box does not certainly hold.
  @inline(__always)
  private func forEachOnBorder(_ reach: Reach, _ body: (Int) -> Void) {
    let (first, last) = (reach.columns.lowerBound, reach.columns.upperBound)
    for line in reach.rows {
      let isOuter = line == reach.rows.lowerBound || line == reach.rows.upperBound
      if isOuter || reach.columns.count < 3 {
        forEach(fromCell: line * side + first, through: line * side + last, body)
      } else {
        forEach(fromCell: line * side + first, through: line * side + first, body)
        forEach(fromCell: line * side + last, through: line * side + last, body)
      }
    }
  }

  @inline(__always)
  private func forEach(fromCell first: Int, through last: Int, _ body: (Int) -> Void) {
    for place in Int(starts[first])..<Int(starts[last + 1]) { body(Int(rows[place])) }
  }
}

extension IncidentTable {
  fileprivate func position(_ row: Int) -> Coordinate {
    Coordinate(x: longitudes[row], y: latitudes[row])
  }
}
