/// One run of ST-DBSCAN over points in cells.
struct SpaceTimeSearch: ~Copyable {
  private let cells: SpaceTimeCells
  private let near: SpaceTimeNearness
  private let minimumPoints: Int
  private let parallel: Parallel
  private let isCore: Scratch<Bool>
  private let components: DisjointSets

  init(
    _ cells: consuming SpaceTimeCells, near: SpaceTimeNearness, minimumPoints: Int,
    parallel: Parallel
  ) {
    isCore = Scratch(repeating: false, count: cells.pointCount)
    components = DisjointSets(cells.cellCount)
    self.cells = cells
    self.near = near
    self.minimumPoints = minimumPoints
    self.parallel = parallel
  }

  func clusters(isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> PointClusters {
    let parts = min(cells.cellCount, parallel.threads * 32)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for cell in Parallel.slice(part, of: parts, count: cells.cellCount) { findCores(cell) }
    }
    try connect(isCancelled: isCancelled)
    return try label(isCancelled: isCancelled)
  }

  @inline(__always)
  private func areNear(_ first: Int, _ second: Int) -> Bool {
    let dx = cells.x[first] - cells.x[second]
    let dy = cells.y[first] - cells.y[second]
    return dx * dx + dy * dy <= near.square
      && abs(cells.time[first] - cells.time[second]) <= near.days
  }

  private func findCores(_ cell: Int) {
    let points = cells.points(of: cell)
    for point in points {
      if points.count >= minimumPoints {
        isCore[point] = true
        continue
      }
      var found = points.count
      cells.forEachCell(around: cell) { other in
        if other == cell { return true }
        for candidate in cells.points(of: other) where areNear(point, candidate) { found += 1 }
        return found < minimumPoints
      }
      isCore[point] = found >= minimumPoints
    }
  }

  private func connect(isCancelled: @Sendable () -> Bool) throws(AnalysisError) {
    for cell in 0..<cells.cellCount {
      if cell & 1023 == 0 && isCancelled() { throw .cancelled }
      let own = cells.points(of: cell).filter { isCore[$0] }
      if own.isEmpty { continue }
      cells.forEachCell(around: cell) { other in
        if other <= cell { return true }
        let (first, second) = (components.find(cell), components.find(other))
        if first == second { return true }
        let others = cells.points(of: other).filter { isCore[$0] }
        if touches(own, others) { _ = components.join(first, second) }
        return true
      }
    }
  }

  /// Whether any of the one group is near any of the other. Groups are halved until they are too
  /// far from each other, or wholly near, so that crowds do not cost the square of their size.
  private func touches(_ first: [Int], _ second: [Int]) -> Bool {
    if first.isEmpty || second.isEmpty { return false }
    if first.count * second.count <= 128 {
      return first.contains { one in second.contains { areNear(one, $0) } }
    }
    let (low, high) = bounds(first)
    let (otherLow, otherHigh) = bounds(second)
    let apart = pointwiseMax(pointwiseMax(otherLow - high, low - otherHigh), .zero)
    if apart.x * apart.x + apart.y * apart.y > near.square || apart.z > near.days { return false }
    let most = pointwiseMax(high - otherLow, otherHigh - low)
    if most.x * most.x + most.y * most.y <= near.square && most.z <= near.days { return true }
    let (wide, narrow, from, to) =
      first.count >= second.count
      ? (first, second, low, high) : (second, first, otherLow, otherHigh)
    let scale = SIMD4(1, 1, near.square.squareRoot() / near.days, 0)
    let extent = (to - from) * scale
    let axis = extent.max() == extent.x ? 0 : extent.max() == extent.y ? 1 : 2
    let middle = from[axis] + (to[axis] - from[axis]) / 2
    let below = wide.filter { coordinates($0)[axis] <= middle }
    let above = wide.filter { coordinates($0)[axis] > middle }
    if below.isEmpty || above.isEmpty {
      // As thin as numbers get, or all on one coordinate: one stands for all.
      if extent.max() > 0 || narrow.count == 1 {
        return wide.contains { one in narrow.contains { areNear(one, $0) } }
      }
      return touches([wide[0]], narrow)
    }
    return touches(below, narrow) || touches(above, narrow)
  }

  private func coordinates(_ point: Int) -> SIMD4<Double> {
    SIMD4(cells.x[point], cells.y[point], cells.time[point], 0)
  }

  private func bounds(_ points: [Int]) -> (SIMD4<Double>, SIMD4<Double>) {
    var low = SIMD4<Double>(repeating: .infinity)
    var high = SIMD4<Double>(repeating: -.infinity)
    for point in points {
      low = pointwiseMin(low, coordinates(point))
      high = pointwiseMax(high, coordinates(point))
    }
    return (low, high)
  }

  private func label(isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> PointClusters {
    let count = cells.pointCount
    var firstCore = [Int32](repeating: .max, count: cells.cellCount)
    for cell in 0..<cells.cellCount {
      for point in cells.points(of: cell) where isCore[point] {
        let root = components.find(cell)
        firstCore[root] = min(firstCore[root], cells.position[point])
      }
    }
    let roots = firstCore.indices.filter { firstCore[$0] < .max }
      .sorted { firstCore[$0] < firstCore[$1] }
    var numbers = [Int32](repeating: PointClusters.noise, count: cells.cellCount)
    for (number, root) in roots.enumerated() { numbers[root] = Int32(number) }
    for cell in numbers.indices { numbers[cell] = numbers[components.find(cell)] }
    let labels = Scratch<Int32>(repeating: PointClusters.noise, count: count)
    let parts = min(cells.cellCount, parallel.threads * 32)
    let cellNumbers = numbers
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for cell in Parallel.slice(part, of: parts, count: cells.cellCount) {
        for point in cells.points(of: cell) {
          labels[Int(cells.position[point])] =
            isCore[point] ? cellNumbers[cell] : nearestCluster(point, cell, cellNumbers)
        }
      }
    }
    var core = [Bool](repeating: false, count: count)
    for point in 0..<count { core[Int(cells.position[point])] = isCore[point] }
    return PointClusters(
      labels: (0..<count).map { labels[$0] }, isCore: core, clusterCount: roots.count)
  }

  private func nearestCluster(_ point: Int, _ own: Int, _ numbers: [Int32]) -> Int32 {
    var nearest = (Double.infinity, Double.infinity, Int32.max)
    cells.forEachCell(around: own) { cell in
      for core in cells.points(of: cell) where isCore[core] && areNear(point, core) {
        let dx = cells.x[core] - cells.x[point]
        let dy = cells.y[core] - cells.y[point]
        let candidate = (
          dx * dx + dy * dy, abs(cells.time[core] - cells.time[point]), numbers[cell]
        )
        if candidate < nearest { nearest = candidate }
      }
      return true
    }
    return nearest.2 == .max ? PointClusters.noise : nearest.2
  }
}
