extension DensitySearch {
  /// Numbers the components and gives each point its label, in the order of the input.
  func label(isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> PointClusters {
    let numbers = Scratch<Int32>(grid.cellCount)
    let clusterCount = try numberComponents(numbers, isCancelled: isCancelled)
    let count = grid.pointCount
    // Twice the label, and one for a core point: one write out of order, not two.
    let marked = Scratch<Int32>(count)
    try forEachPart(isCancelled: isCancelled) { cells in
      for cell in cells {
        let points = grid.points(of: cell)
        let cores = Int(coreCount[cell])
        let number = numbers[cell]
        for point in points.lowerBound..<points.lowerBound &+ cores {
          let input = Int(grid.position[point])
          marked[input] = number &* 2 &+ 1
        }
        if cores == points.count { continue }
        for point in points.lowerBound &+ cores..<points.upperBound {
          let input = Int(grid.position[point])
          marked[input] = nearestCluster(point, cell, numbers) &* 2
        }
      }
    }
    let labels = [Int32](unsafeUninitializedCapacity: count) { buffer, initialised in
      for input in 0..<count { buffer[input] = marked[input] >> 1 }
      initialised = count
    }
    let isCore = [Bool](unsafeUninitializedCapacity: count) { buffer, initialised in
      for input in 0..<count { buffer[input] = marked[input] & 1 == 1 }
      initialised = count
    }
    return PointClusters(labels: labels, isCore: isCore, clusterCount: clusterCount)
  }

  @inline(__always)
  private func nearestCluster(
    _ point: Int, _ own: Int, _ numbers: borrowing Scratch<Int32>
  ) -> Int32 {
    let x = grid.x[point]
    let y = grid.y[point]
    var least = radiusMetres * radiusMetres
    var nearest = PointClusters.noise
    for offset in 0..<5 {
      for cell in grid.cells(around: own, offset: offset) {
        let cores = Int(coreCount[cell])
        if cores == 0 { continue }
        let start = Int(grid.cellStart[cell])
        let number = numbers[cell]
        for core in start..<start &+ cores {
          let dx = grid.x[core] - x
          let dy = grid.y[core] - y
          let distance = dx * dx + dy * dy
          let isNearer = distance < least
          let isTie = distance == least && (nearest < 0 || number < nearest)
          if isNearer || isTie {
            least = distance
            nearest = number
          }
        }
      }
    }
    return nearest
  }

  /// Writes the number of each cell's component, in the order of their first core points.
  private func numberComponents(
    _ numbers: borrowing Scratch<Int32>, isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> Int {
    // The first core point of a cell is its smallest: cells keep the order of the input.
    let first = Scratch<Int32>(repeating: .max, count: grid.cellCount)
    var roots = 0
    for cell in 0..<grid.cellCount where coreCount[cell] > 0 {
      // Parents come before their children, so one step after another leads to the root.
      let root = Int(components.parent[Int(components.parent[cell])])
      components.parent[cell] = Int32(truncatingIfNeeded: root)
      let position = grid.position[Int(grid.cellStart[cell])]
      if root == cell { roots &+= 1 }
      if position < first[root] { first[root] = position }
    }
    let order = Scratch<UInt64>(roots)
    var next = 0
    for cell in 0..<grid.cellCount where coreCount[cell] > 0 {
      if Int(components.parent[cell]) == cell {
        order[next] = RadixSort.packed(key: UInt32(bitPattern: first[cell]), position: cell)
        next &+= 1
      }
    }
    try RadixSort(parallel: parallel).sort(
      order, largestKey: UInt32(max(0, grid.pointCount - 1)), isCancelled: isCancelled)
    for number in 0..<roots {
      let root = Int(truncatingIfNeeded: order[number] & 0xffff_ffff)
      numbers[root] = Int32(truncatingIfNeeded: number)
    }
    for cell in 0..<grid.cellCount where coreCount[cell] > 0 {
      numbers[cell] = numbers[Int(components.parent[cell])]
    }
    return roots
  }
}
