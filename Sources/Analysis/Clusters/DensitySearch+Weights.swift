extension DensitySearch {
  /// Finds the core points of each cell by their neighbours' weights and puts them first, else in
  /// the order they had.
  ///
  /// - Parameter weight: in the order of the grid's points.
  func findHeavyCores(
    _ weight: borrowing Scratch<Double>, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let isCore = Scratch<Bool>(repeating: false, count: grid.pointCount)
    let least = Double(minimumPoints)
    try forEachPart(isCancelled: isCancelled) { cells in
      for cell in cells {
        let points = grid.points(of: cell)
        let own = points.reduce(0) { $0 + weight[$1] }
        var cores: Int32 = 0
        for point in points {
          // All points of a cell lie within the radius of each other.
          let isHeavy = own >= least || weightAround(point, cell, weight) >= least
          isCore[point] = isHeavy
          cores &+= isHeavy ? 1 : 0
        }
        coreCount[cell] = cores
      }
    }
    // Only once all are found: the search reads the points of other parts' cells.
    try forEachPart(isCancelled: isCancelled) { cells in
      for cell in cells where coreCount[cell] > 0 {
        let points = grid.points(of: cell)
        if Int(coreCount[cell]) < points.count { putFirst(points, isCore) }
      }
    }
  }

  private func weightAround(
    _ point: Int, _ cell: Int, _ weight: borrowing Scratch<Double>
  ) -> Double {
    let (x, y) = (grid.x[point], grid.y[point])
    var sum = 0.0
    for offset in 0..<5 {
      for other in grid.points(around: cell, offset: offset) {
        let dx = grid.x[other] - x
        let dy = grid.y[other] - y
        if dx * dx + dy * dy <= radiusMetres * radiusMetres { sum += weight[other] }
      }
    }
    return sum
  }

  private func putFirst(_ points: Range<Int>, _ isCore: borrowing Scratch<Bool>) {
    let order = points.filter { isCore[$0] } + points.filter { !isCore[$0] }
    let moved = order.map { (grid.x[$0], grid.y[$0], grid.position[$0]) }
    for (point, value) in zip(points, moved) {
      (grid.x[point], grid.y[point], grid.position[point]) = value
    }
  }
}
