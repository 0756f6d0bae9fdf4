/// One run of DBSCAN over points in cells: the core points, the components, the labels.
struct DensitySearch: ~Copyable {
  let grid: CellGrid
  let radiusMetres: Double
  let minimumPoints: Int
  let parallel: Parallel
  /// The number of core points of each cell; they come first in it once they are found.
  let coreCount: Scratch<Int32>
  let components: DisjointSets
  /// Where the cells of each part of the work start, and one more; parts hold as many points.
  let partStart: [Int]

  init(
    grid: consuming CellGrid, radiusMetres: Double, minimumPoints: Int, parallel: Parallel
  ) {
    // More parts than threads, so that a thread with sparse cells takes another part.
    let parts = parallel.threads == 1 ? 1 : min(parallel.threads * 16, grid.cellCount / 64 + 1)
    var starts = [0]
    for part in 1..<max(1, parts) {
      let point = Parallel.slice(part, of: parts, count: grid.pointCount).lowerBound
      var low = starts[part - 1]
      var high = grid.cellCount
      while low < high {
        let middle = (low + high) / 2
        if Int(grid.cellStart[middle]) < point { low = middle + 1 } else { high = middle }
      }
      starts.append(low)
    }
    starts.append(grid.cellCount)
    partStart = starts
    coreCount = Scratch(repeating: 0, count: grid.cellCount)
    components = DisjointSets(grid.cellCount)
    self.grid = grid
    self.radiusMetres = radiusMetres
    self.minimumPoints = minimumPoints
    self.parallel = parallel
  }

  /// Calls `body` for each part with the cells that are its own.
  func forEachPart(
    isCancelled: @Sendable () -> Bool, _ body: (Range<Int>) -> Void
  ) throws(AnalysisError) {
    try parallel.forEach(partStart.count - 1, isCancelled: isCancelled) { part in
      body(partStart[part]..<partStart[part + 1])
    }
  }
}

// MARK: Core points

extension DensitySearch {
  /// Finds the core points of each cell and puts them first, else in the order they had.
  func findCores(isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    let isCore = Scratch<Bool>(grid.pointCount)
    try forEachPart(isCancelled: isCancelled) { cells in
      for cell in cells {
        let points = grid.points(of: cell)
        if points.count >= minimumPoints {
          // All of them lie within the radius of each other.
          coreCount[cell] = Int32(truncatingIfNeeded: points.count)
          continue
        }
        var candidates = 0
        for offset in 0..<5 {
          candidates &+= grid.points(around: cell, offset: offset).count
        }
        if candidates < minimumPoints { continue }
        var cores: Int32 = 0
        for point in points {
          let decided = hasEnoughNeighbours(point, points, cell)
          isCore[point] = decided
          cores &+= decided ? 1 : 0
        }
        coreCount[cell] = cores
      }
    }
    // Only once all are found: the search reads the points of other parts' cells.
    try forEachPart(isCancelled: isCancelled) { cells in
      for cell in cells {
        let points = grid.points(of: cell)
        let cores = Int(coreCount[cell])
        if cores > 0 && cores < points.count && points.count < minimumPoints {
          putCoresFirst(points, isCore)
        }
      }
    }
  }

  @inline(__always)
  private func hasEnoughNeighbours(_ point: Int, _ own: Range<Int>, _ cell: Int) -> Bool {
    let x = grid.x[point]
    let y = grid.y[point]
    let square = radiusMetres * radiusMetres
    // The points of its own cell need no test.
    var missing = minimumPoints &- own.count
    let row = grid.points(around: cell, offset: 2)
    missing &-= count(row.lowerBound..<own.lowerBound, x, y, square, missing)
    if missing <= 0 { return true }
    missing &-= count(own.upperBound..<row.upperBound, x, y, square, missing)
    if missing <= 0 { return true }
    // The next rows first: they hold most of the neighbours.
    let order: InlineArray<4, Int> = [1, 3, 0, 4]
    for turn in 0..<4 {
      let offset = order[turn]
      let cells = grid.cells(around: cell, offset: offset)
      if cells.isEmpty { continue }
      let other = Int(grid.cellRow[cells.lowerBound])
      let away = offset < 2 ? y - grid.rowHigh[other] : grid.rowLow[other] - y
      if away * away > square { continue }
      missing &-= count(grid.points(around: cell, offset: offset), x, y, square, missing)
      if missing <= 0 { return true }
    }
    return false
  }

  /// How many points of a stretch lie within the radius; stops soon after `enough`.
  @inline(__always)
  private func count(
    _ stretch: Range<Int>, _ x: Double, _ y: Double, _ square: Double, _ enough: Int
  ) -> Int {
    var found = 0
    var point = stretch.lowerBound
    let xs = UnsafeRawPointer(grid.x.base)
    let ys = UnsafeRawPointer(grid.y.base)
    let stride = MemoryLayout<Double>.stride
    while point &+ 4 <= stretch.upperBound {
      let dx = xs.loadUnaligned(fromByteOffset: point &* stride, as: SIMD4<Double>.self) - x
      let dy = ys.loadUnaligned(fromByteOffset: point &* stride, as: SIMD4<Double>.self) - y
      let distance = dx * dx + dy * dy
      let ones = SIMD4<Int64>(repeating: 0).replacing(
        with: SIMD4<Int64>(repeating: 1), where: distance .<= square)
      found &+= Int(ones.wrappedSum())
      if found >= enough { return found }
      point &+= 4
    }
    while point < stretch.upperBound {
      let dx = grid.x[point] - x
      let dy = grid.y[point] - y
      found &+= dx * dx + dy * dy <= square ? 1 : 0
      point &+= 1
    }
    return found
  }

  private func putCoresFirst(_ points: Range<Int>, _ isCore: borrowing Scratch<Bool>) {
    var next = points.lowerBound
    for point in points where isCore[point] {
      // Moved one by one past the others, so that both keep their order; a cell that is not all
      // core has fewer points than `minimumPoints`.
      let moved = (grid.x[point], grid.y[point], grid.position[point])
      var hole = point
      while hole > next {
        grid.x[hole] = grid.x[hole &- 1]
        grid.y[hole] = grid.y[hole &- 1]
        grid.position[hole] = grid.position[hole &- 1]
        hole &-= 1
      }
      (grid.x[next], grid.y[next], grid.position[next]) = moved
      next &+= 1
    }
  }
}
