extension DensitySearch {
  /// Joins the cells that have core points within the radius of each other.
  ///
  /// Each part joins its own cells, each with those after it; then the pairs that lie in two
  /// parts follow on one thread. What is connected does not depend on the order.
  func connect(isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    try forEachPart(isCancelled: isCancelled) { cells in
      var pair = CellPair(radiusMetres: radiusMetres)
      for cell in cells where coreCount[cell] > 0 {
        connect(cell, with: cell &+ 1..<cells.upperBound, &pair)
      }
    }
    var pair = CellPair(radiusMetres: radiusMetres)
    for part in 1..<max(1, partStart.count - 1) {
      if isCancelled() { throw .cancelled }
      let border = partStart[part]
      guard border > partStart[part - 1], border < grid.cellCount else { continue }
      // Cells of the last two rows before the border can reach past it.
      let row = Int(grid.cellRow[border])
      let reach = Int(grid.rowStart[max(0, row - 2)])
      for cell in max(reach, partStart[part - 1])..<border where coreCount[cell] > 0 {
        connect(cell, with: border..<grid.cellCount, &pair)
      }
    }
  }

  @inline(__always)
  private func connect(
    _ cell: Int, with others: Range<Int>, _ pair: inout CellPair
  ) {
    var root = components.find(cell)
    for offset in 2..<5 {
      let around = grid.cells(around: cell, offset: offset)
      let first = max(around.lowerBound, others.lowerBound)
      let last = min(around.upperBound, others.upperBound)
      var other = first
      while other < last {
        let cores = Int(coreCount[other])
        if cores > 0 {
          let otherRoot = components.find(other)
          if otherRoot != root && touches(cell, other, cores, &pair) {
            root = components.join(root, otherRoot)
          }
        }
        other &+= 1
      }
    }
  }

  @inline(__always)
  private func touches(_ cell: Int, _ other: Int, _ cores: Int, _ pair: inout CellPair) -> Bool {
    let start = Int(grid.cellStart[cell])
    let otherStart = Int(grid.cellStart[other])
    return pair.touches(
      start..<start &+ Int(coreCount[cell]), otherStart..<otherStart &+ cores, grid)
  }
}
