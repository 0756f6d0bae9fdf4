/// Points sorted into square cells of side radius / √2: two points of one cell lie within the
/// radius of each other, and all that lies within the radius of a point is at most two cells away.
///
/// Only cells with points are kept, row by row from the south, each row from the west. Points
/// of one cell lie side by side, in the order of the input; so do the cells of one row, which is
/// why a stretch of neighbouring cells is one stretch of points.
///
/// - Complexity: O(n) to build in time and memory, whatever the extent.
struct CellGrid: ~Copyable {
  /// More points than this could need cell numbers past 32 bits.
  static let maximumCount = 1 << 28

  let pointCount: Int
  let cellCount: Int
  let rowCount: Int
  /// The coordinates, cell by cell.
  let x: Scratch<Double>
  let y: Scratch<Double>
  /// The position in the input of each point.
  let position: Scratch<Int32>
  /// Where the points of each cell start, and one more.
  let cellStart: Scratch<Int32>
  let cellColumn: Scratch<Int32>
  /// The row of each cell, as a number of `0..<rowCount`.
  let cellRow: Scratch<Int32>
  /// The number of each row along the axis.
  let rowNumber: Scratch<Int32>
  /// Where the cells of each row start, and one more.
  let rowStart: Scratch<Int32>
  /// The lowest and the highest point of each row.
  let rowLow: Scratch<Double>
  let rowHigh: Scratch<Double>
  /// The cells around each cell: five stretches, one a row, from two below to two above.
  private let window: Scratch<UInt32>

  /// - Throws: `notFinite` for the first coordinate that is not a number.
  init(
    x: Span<Double>, y: Span<Double>, radiusMetres: Double, parallel: Parallel,
    isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    // Pointers stay good: the spans outlive the call.
    let xs = x.withUnsafeBufferPointer { $0 }
    let ys = y.withUnsafeBufferPointer { $0 }
    try Self.requireFinite(xs, column: "x", parallel: parallel)
    try Self.requireFinite(ys, column: "y", parallel: parallel)
    try self.init(
      x: xs, y: ys, radiusMetres: radiusMetres, parallel: parallel, isCancelled: isCancelled)
  }

  private init(
    x inputX: UnsafeBufferPointer<Double>, y inputY: UnsafeBufferPointer<Double>,
    radiusMetres: Double, parallel: Parallel, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let count = inputX.count
    let side = radiusMetres * 0.5.squareRoot()
    let columns = try CellAxis(
      inputX, sideMetres: side, reachMetres: radiusMetres, parallel: parallel)
    let rows = try CellAxis(inputY, sideMetres: side, reachMetres: radiusMetres, parallel: parallel)
    let words = Scratch<UInt64>(count)
    try Self.order(
      words, x: inputX, y: inputY, columns: columns, rows: rows, parallel: parallel,
      isCancelled: isCancelled)

    let x = Scratch<Double>(count + SIMD4<Double>.scalarCount)
    let y = Scratch<Double>(count + SIMD4<Double>.scalarCount)
    let position = Scratch<Int32>(count)
    let parts = parallel.threads
    // How many cells and rows start in each part.
    let starts = Scratch<(cells: Int, rows: Int)>(repeating: (0, 0), count: parts)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let slice = Parallel.slice(part, of: parts, count: count)
      var (cells, newRows) = (0, 0)
      var (lastColumn, lastRow) = (UInt32.max, UInt32.max)
      if slice.lowerBound > 0 {
        let input = Int(truncatingIfNeeded: words[slice.lowerBound - 1] & 0xffff_ffff)
        lastColumn = columns.cell(of: inputX[input], at: input)
        lastRow = rows.cell(of: inputY[input], at: input)
      }
      for sorted in slice {
        let input = Int(truncatingIfNeeded: words[sorted] & 0xffff_ffff)
        let (px, py) = (inputX[input], inputY[input])
        x[sorted] = px
        y[sorted] = py
        position[sorted] = Int32(truncatingIfNeeded: input)
        let column = columns.cell(of: px, at: input)
        let row = rows.cell(of: py, at: input)
        newRows &+= row == lastRow ? 0 : 1
        cells &+= row == lastRow && column == lastColumn ? 0 : 1
        (lastColumn, lastRow) = (column, row)
      }
      starts[part] = (cells, newRows)
    }
    var cellTotal = 0
    var rowTotal = 0
    for part in 0..<parts {
      let own = starts[part]
      starts[part] = (cellTotal, rowTotal)
      cellTotal += own.cells
      rowTotal += own.rows
    }
    let cellStart = Scratch<Int32>(cellTotal + 1)
    let cellColumn = Scratch<Int32>(cellTotal)
    let cellRow = Scratch<Int32>(cellTotal)
    let rowNumber = Scratch<Int32>(rowTotal)
    let rowStart = Scratch<Int32>(rowTotal + 1)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let slice = Parallel.slice(part, of: parts, count: count)
      var (cell, newRow) = starts[part]
      var (lastColumn, lastRow) = (UInt32.max, UInt32.max)
      if slice.lowerBound > 0 {
        let before = slice.lowerBound - 1
        lastColumn = columns.cell(of: x[before], at: Int(position[before]))
        lastRow = rows.cell(of: y[before], at: Int(position[before]))
      }
      for sorted in slice {
        let input = Int(position[sorted])
        let column = columns.cell(of: x[sorted], at: input)
        let row = rows.cell(of: y[sorted], at: input)
        if row == lastRow && column == lastColumn { continue }
        if row != lastRow {
          rowNumber[newRow] = Int32(truncatingIfNeeded: row)
          rowStart[newRow] = Int32(truncatingIfNeeded: cell)
          newRow &+= 1
        }
        cellStart[cell] = Int32(truncatingIfNeeded: sorted)
        cellColumn[cell] = Int32(truncatingIfNeeded: column)
        cellRow[cell] = Int32(truncatingIfNeeded: newRow &- 1)
        cell &+= 1
        (lastColumn, lastRow) = (column, row)
      }
    }
    cellStart[cellTotal] = Int32(truncatingIfNeeded: count)
    rowStart[rowTotal] = Int32(truncatingIfNeeded: cellTotal)
    let rowLow = Scratch<Double>(rowTotal)
    let rowHigh = Scratch<Double>(rowTotal)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for row in Parallel.slice(part, of: parts, count: rowTotal) {
        let first = Int(cellStart[Int(rowStart[row])])
        var low = y[first]
        var high = low
        for sorted in first..<Int(cellStart[Int(rowStart[row + 1])]) {
          low = y[sorted] < low ? y[sorted] : low
          high = y[sorted] > high ? y[sorted] : high
        }
        rowLow[row] = low
        rowHigh[row] = high
      }
    }
    let window = Scratch<UInt32>(repeating: 0, count: 5 * cellTotal)
    let rowParts = min(rowTotal, parallel.threads * 8)
    try parallel.forEach(rowParts, isCancelled: isCancelled) { part in
      for row in Parallel.slice(part, of: rowParts, count: rowTotal) {
        for other in max(0, row - 2)..<min(rowTotal, row + 3) {
          let offset = Int(rowNumber[other]) - Int(rowNumber[row]) + 2
          if !(0..<5).contains(offset) { continue }
          Self.lookAround(
            Int(rowStart[row])..<Int(rowStart[row + 1]),
            Int(rowStart[other])..<Int(rowStart[other + 1]), cellColumn, window.base + offset)
        }
      }
    }
    self.window = window
    pointCount = count
    cellCount = cellTotal
    rowCount = rowTotal
    self.x = x
    self.y = y
    self.position = position
    self.cellStart = cellStart
    self.cellColumn = cellColumn
    self.cellRow = cellRow
    self.rowNumber = rowNumber
    self.rowStart = rowStart
    self.rowLow = rowLow
    self.rowHigh = rowHigh
  }

  /// The points of a cell.
  @inline(__always)
  func points(of cell: Int) -> Range<Int> {
    Range(uncheckedBounds: (Int(cellStart[cell]), Int(cellStart[cell &+ 1])))
  }

  /// The cells of one row from two columns west of a cell to two columns east of it.
  ///
  /// - Parameter offset: the row: 0 is two below the cell's, 2 its own, 4 two above.
  @inline(__always)
  func cells(around cell: Int, offset: Int) -> Range<Int> {
    let packed = Int(window[cell &* 5 &+ offset])
    return Range(uncheckedBounds: (packed >> 3, packed >> 3 &+ packed & 7))
  }

  /// The points of those cells.
  @inline(__always)
  func points(around cell: Int, offset: Int) -> Range<Int> {
    let cells = cells(around: cell, offset: offset)
    return Range(
      uncheckedBounds: (Int(cellStart[cells.lowerBound]), Int(cellStart[cells.upperBound])))
  }

  /// Writes the stretch of `others` around each of `cells`, both in the order of their columns.
  private static func lookAround(
    _ cells: Range<Int>, _ others: Range<Int>, _ column: borrowing Scratch<Int32>,
    _ window: UnsafeMutablePointer<UInt32>
  ) {
    var low = others.lowerBound
    var high = others.lowerBound
    for cell in cells {
      let west = column[cell] &- 2
      let east = column[cell] &+ 2
      while low < others.upperBound && column[low] < west { low &+= 1 }
      if high < low { high = low }
      while high < others.upperBound && column[high] <= east { high &+= 1 }
      // At most five cells, and at most 2²⁸ before them.
      window[cell &* 5] = UInt32(truncatingIfNeeded: low << 3 | (high &- low))
    }
  }

  private static func requireFinite(
    _ values: UnsafeBufferPointer<Double>, column: String, parallel: Parallel
  ) throws(AnalysisError) {
    let parts = parallel.threads
    let isSuspect = Scratch<Bool>(repeating: false, count: parts)
    try parallel.forEach(parts) { part in
      // Each product is 0, unless its number is not one. Four sums, so that they overlap.
      let slice = Parallel.slice(part, of: parts, count: values.count)
      let wide = slice.lowerBound + slice.count / 4 * 4
      var sums = SIMD4<Double>.zero
      for position in stride(from: slice.lowerBound, to: wide, by: 4) {
        sums +=
          SIMD4(
            values[position], values[position + 1], values[position + 2], values[position + 3]) * 0
      }
      for position in wide..<slice.upperBound { sums.x += values[position] * 0 }
      isSuspect[part] = sums.sum() != 0
    }
    for part in 0..<parts where isSuspect[part] {
      if let position = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(column: column, position: position)
      }
    }
  }

  /// Puts the positions in the order of their cells.
  private static func order(
    _ words: borrowing Scratch<UInt64>, x: UnsafeBufferPointer<Double>,
    y: UnsafeBufferPointer<Double>, columns: borrowing CellAxis, rows: borrowing CellAxis,
    parallel: Parallel, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let count = words.count
    let sort = RadixSort(parallel: parallel)
    let parts = parallel.threads
    let (cells, overflow) = columns.count.multipliedReportingOverflow(by: rows.count)
    if !overflow && cells <= Int(UInt32.max) {
      let width = UInt32(columns.count)
      try parallel.forEach(parts, isCancelled: isCancelled) { part in
        for position in Parallel.slice(part, of: parts, count: count) {
          let cell =
            rows.cell(of: y[position], at: position) &* width
            &+ columns.cell(of: x[position], at: position)
          words[position] = RadixSort.packed(key: cell, position: position)
        }
      }
      try sort.sort(words, largestKey: UInt32(max(0, cells - 1)), isCancelled: isCancelled)
      return
    }
    // One number would not fit: by column first, then by row, which keeps the columns in order.
    for position in 0..<count {
      let cell = columns.cell(of: x[position], at: position)
      words[position] = RadixSort.packed(key: cell, position: position)
    }
    try sort.sort(words, largestKey: UInt32(columns.count - 1), isCancelled: isCancelled)
    for sorted in 0..<count {
      let position = Int(truncatingIfNeeded: words[sorted] & 0xffff_ffff)
      let cell = rows.cell(of: y[position], at: position)
      words[sorted] = RadixSort.packed(key: cell, position: position)
    }
    try sort.sort(words, largestKey: UInt32(rows.count - 1), isCancelled: isCancelled)
  }
}
