extension NeighbourGraph {
  /// The places within a distance of each other, the distance inclusive.
  ///
  /// - Parameters:
  ///   - x: metres to the east.
  ///   - y: metres to the north.
  /// - Throws: `notFinite`, `differentLengths`, `tooManyPoints`, `invalidParameter`.
  /// - Complexity: O(n + pairs of places in neighbouring cells).
  public static func distanceBand(
    x: Span<Double>, y: Span<Double>, radiusMetres: Double
  ) throws(AnalysisError) -> NeighbourGraph {
    try requirePoints(x, y)
    guard radiusMetres > 0, (radiusMetres * radiusMetres).isNormal else {
      throw .invalidParameter(name: "radiusMetres", requirement: "a positive number of metres")
    }
    let grid = try CellGrid(
      x: x, y: y, radiusMetres: radiusMetres, parallel: Parallel(threads: 1),
      isCancelled: { false })
    // In the order of the cells first, then copied to the order of the places.
    let square = radiusMetres * radiusMetres
    var sizes = [Int](repeating: 0, count: x.count + 1)
    var sortedStart = [Int](repeating: 0, count: x.count)
    var found: [Int32] = []
    for cell in 0..<grid.cellCount {
      for point in grid.points(of: cell) {
        let place = Int(grid.position[point])
        let start = found.count
        for offset in 0..<5 {
          for other in grid.points(around: cell, offset: offset) where other != point {
            let dx = grid.x[other] - grid.x[point]
            let dy = grid.y[other] - grid.y[point]
            if dx * dx + dy * dy <= square { found.append(grid.position[other]) }
          }
        }
        found[start...].sort()
        sortedStart[place] = start
        sizes[place] = found.count - start
      }
    }
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    starts.reserveCapacity(x.count + 1)
    neighbours.reserveCapacity(found.count)
    for place in 0..<x.count {
      neighbours += found[sortedStart[place]..<sortedStart[place] + sizes[place]]
      starts.append(try start(neighbours.count, after: place))
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: neighbours)
  }

  /// The `count` nearest places of each; at equal distance, the first in the input.
  ///
  /// Where there are fewer other places, all of them.
  ///
  /// - Throws: `notFinite`, `differentLengths`, `tooManyPoints`, `invalidParameter`.
  /// - Complexity: about O(n · (log n + `count`)), many places on one coordinate included.
  public static func nearest(
    _ count: Int, x: Span<Double>, y: Span<Double>
  ) throws(AnalysisError) -> NeighbourGraph {
    try requirePoints(x, y)
    guard count >= 1 else { throw .invalidParameter(name: "count", requirement: "at least 1") }
    for place in x.indices where !x[place].isFinite {
      throw .notFinite(column: "x", position: place)
    }
    for place in y.indices where !y[place].isFinite {
      throw .notFinite(column: "y", position: place)
    }
    let tree = PointTree(x: x, y: y)
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    starts.reserveCapacity(x.count + 1)
    var nearest: [PointTree.Neighbour] = []
    for place in x.indices {
      tree.nearest(count, to: place, into: &nearest)
      neighbours += nearest.map(\.place).sorted()
      starts.append(try start(neighbours.count, after: place))
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: neighbours)
  }

  private static func requirePoints(
    _ x: Span<Double>, _ y: Span<Double>
  ) throws(AnalysisError) {
    guard y.count == x.count else {
      throw .differentLengths(column: "y", count: y.count, expected: x.count)
    }
    guard x.count <= CellGrid.maximumCount else {
      throw .tooManyPoints(count: x.count, maximum: CellGrid.maximumCount)
    }
  }
}
