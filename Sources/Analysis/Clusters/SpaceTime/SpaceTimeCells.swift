/// Points sorted into cells of side radius / √2 and of some days: two points of one cell are
/// neighbours, and all neighbours of a point are at most two cells away along each axis.
///
/// Cells at one place stand in a stack, in the order of time.
struct SpaceTimeCells: ~Copyable {
  let pointCount: Int
  let x: Scratch<Double>
  let y: Scratch<Double>
  let time: Scratch<Double>
  /// The position in the input of each point.
  let position: Scratch<Int32>
  /// Where the points of each cell start, and one more.
  private(set) var cellStart: [Int] = []
  private(set) var cellTime: [UInt32] = []
  private(set) var cellStack: [Int32] = []
  /// Where the cells of each stack start, and one more.
  private(set) var stackStart: [Int] = []
  /// The stacks around each stack, its own among them, and where they start.
  private(set) var around: [Int32] = []
  private(set) var aroundStart: [Int] = [0]

  var cellCount: Int { cellTime.count }

  init(
    x inputX: Span<Double>, y inputY: Span<Double>, time inputTime: Span<Double>,
    radiusMetres: Double, days: Double, parallel: Parallel, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let count = inputX.count
    let side = radiusMetres * 0.5.squareRoot()
    // Pointers stay good: the spans outlive the call.
    let (xs, ys) = (
      inputX.withUnsafeBufferPointer { $0 }, inputY.withUnsafeBufferPointer { $0 }
    )
    let times = inputTime.withUnsafeBufferPointer { $0 }
    let columns = try CellAxis(xs, sideMetres: side, reachMetres: radiusMetres, parallel: parallel)
    let rows = try CellAxis(ys, sideMetres: side, reachMetres: radiusMetres, parallel: parallel)
    let layers = try CellAxis(times, sideMetres: days, reachMetres: days, parallel: parallel)
    let words = Scratch<UInt64>(count)
    for point in 0..<count {
      words[point] = RadixSort.packed(
        key: layers.cell(of: times[point], at: point), position: point)
    }
    let sort = RadixSort(parallel: parallel)
    let most = { (axis: borrowing CellAxis) in UInt32(max(1, axis.count) - 1) }
    try sort.sort(words, largestKey: most(layers), isCancelled: isCancelled)
    for index in 0..<count {
      let point = Int(truncatingIfNeeded: words[index] & 0xffff_ffff)
      words[index] = RadixSort.packed(key: columns.cell(of: xs[point], at: point), position: point)
    }
    try sort.sort(words, largestKey: most(columns), isCancelled: isCancelled)
    for index in 0..<count {
      let point = Int(truncatingIfNeeded: words[index] & 0xffff_ffff)
      words[index] = RadixSort.packed(key: rows.cell(of: ys[point], at: point), position: point)
    }
    try sort.sort(words, largestKey: most(rows), isCancelled: isCancelled)
    pointCount = count
    x = Scratch(count)
    y = Scratch(count)
    time = Scratch(count)
    position = Scratch(count)
    var stackColumn: [UInt32] = []
    var stackRow: [UInt32] = []
    for index in 0..<count {
      let point = Int(truncatingIfNeeded: words[index] & 0xffff_ffff)
      (x[index], y[index], time[index]) = (xs[point], ys[point], times[point])
      position[index] = Int32(truncatingIfNeeded: point)
      let column = columns.cell(of: xs[point], at: point)
      let row = rows.cell(of: ys[point], at: point)
      let layer = layers.cell(of: times[point], at: point)
      let isNewStack = stackColumn.last != column || stackRow.last != row
      if isNewStack {
        stackStart.append(cellTime.count)
        stackColumn.append(column)
        stackRow.append(row)
      }
      if isNewStack || cellTime.last != layer {
        cellStart.append(index)
        cellTime.append(layer)
        cellStack.append(Int32(stackColumn.count - 1))
      }
    }
    cellStart.append(count)
    stackStart.append(cellTime.count)
    findStacksAround(stackColumn, stackRow)
  }

  private mutating func findStacksAround(_ columns: [UInt32], _ rows: [UInt32]) {
    // Stacks are in the order of rows, then of columns.
    var first = [UInt32: Int]()
    for stack in rows.indices.reversed() { first[rows[stack]] = stack }
    var rowEnd = [UInt32: Int]()
    for stack in rows.indices { rowEnd[rows[stack]] = stack + 1 }
    for stack in rows.indices {
      for row in Int(rows[stack]) - 2...Int(rows[stack]) + 2 {
        guard row >= 0, row <= Int(UInt32.max), let start = first[UInt32(row)],
          let end = rowEnd[UInt32(row)]
        else { continue }
        let west = Int(columns[stack]) - 2
        var low = start
        var high = end
        while low < high {
          let middle = (low + high) / 2
          if Int(columns[middle]) < west { low = middle + 1 } else { high = middle }
        }
        while low < end && Int(columns[low]) <= Int(columns[stack]) + 2 {
          around.append(Int32(low))
          low += 1
        }
      }
      aroundStart.append(around.count)
    }
  }

  func points(of cell: Int) -> Range<Int> { cellStart[cell]..<cellStart[cell + 1] }

  /// Calls `body` with each cell that may hold neighbours, until it answers false.
  @inline(__always)
  func forEachCell(around cell: Int, _ body: (Int) -> Bool) {
    let stack = Int(cellStack[cell])
    let earliest = Int(cellTime[cell]) - 2
    let latest = Int(cellTime[cell]) + 2
    for index in aroundStart[stack]..<aroundStart[stack + 1] {
      let other = Int(around[index])
      var low = stackStart[other]
      var high = stackStart[other + 1]
      let end = high
      while low < high {
        let middle = (low + high) / 2
        if Int(cellTime[middle]) < earliest { low = middle + 1 } else { high = middle }
      }
      while low < end && Int(cellTime[low]) <= latest {
        if !body(low) { return }
        low += 1
      }
    }
  }
}

/// When two points are neighbours.
struct SpaceTimeNearness: Sendable {
  let square: Double
  let days: Double
}
