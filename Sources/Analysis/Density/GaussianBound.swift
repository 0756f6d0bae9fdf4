#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How wrong a binned Gaussian sum may be, block by block, and exact sums where that is too much.
struct GaussianBound: Sendable {
  private let events: DensityEvents
  private let lattice: DensityLattice
  private let bandwidth: Double
  private let side: Double
  private let columns: Int
  private let rows: Int
  private let nodeColumn: Int
  private let nodeRow: Int
  private let nodeColumns: Int
  /// Blocks as far as an event counts that is summed alone.
  private let around: Int
  /// For each block of nodes, the most that a sum may be wrong by.
  private let error: [Double]
  /// The events of each block of events.
  private let start: [Int]
  private let order: [Int32]

  /// - Parameter bin: the side of a bin.
  init(
    _ events: DensityEvents, _ lattice: DensityLattice, bandwidth: Double, bin: Double,
    _ parallel: Parallel
  ) {
    self.events = events
    self.lattice = lattice
    self.bandwidth = bandwidth
    let side = 2 * bin
    self.side = side
    around = Int((GaussianLattice.longReach * bandwidth / side).rounded(.up)) + 1
    // Past 12 bandwidths the bound of an event is below 10⁻¹⁵ of one.
    let pad = Int((12 * bandwidth / side).rounded(.up)) + 2
    let acrossNodes = Int(Double(lattice.columns - 1) * lattice.step / side) + 1
    let upNodes = Int(Double(lattice.rows - 1) * lattice.step / side) + 1
    let columns = acrossNodes + 2 * pad
    let rows = upNodes + 2 * pad
    (self.columns, self.rows, nodeColumn, nodeRow, nodeColumns) =
      (columns, rows, pad, pad, acrossNodes)
    var counts = [Int](repeating: 0, count: columns * rows + 1)
    var weights = [Double](repeating: 0, count: columns * rows)
    var blocks = [Int32](repeating: -1, count: events.x.count)
    for event in events.x.indices {
      let column = (events.x[event] - lattice.originX) / side + Double(pad)
      let row = (events.y[event] - lattice.originY) / side + Double(pad)
      guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else { continue }
      let block = Int(row) * columns + Int(column)
      blocks[event] = Int32(block)
      counts[block + 1] += 1
      weights[block] += events.weights[event]
    }
    for block in 1..<counts.count { counts[block] += counts[block - 1] }
    start = counts
    var order = [Int32](repeating: 0, count: counts.last ?? 0)
    for event in blocks.indices where blocks[event] >= 0 {
      let block = Int(blocks[event])
      order[counts[block]] = Int32(event)
      counts[block] += 1
    }
    self.order = order
    // Interpolation along both axes, the reach, and single precision.
    let share = bin / bandwidth
    let factor =
      0.00489 * share * share * share * share * share * share * 29.2 * 2.7
      + exp(-GaussianLattice.reach * GaussianLattice.reach / 4) + 4e-6
    // The least distance of two blocks, a stencil nearer.
    let decay = (0...pad).map { blocks in
      let apart = max(0, Double(blocks - 1) * side - 3 * bin) / bandwidth
      return exp(-apart * apart / 4)
    }
    let along = Scratch<Double>(repeating: 0, count: rows * acrossNodes)
    let error = Scratch<Double>(repeating: 0, count: upNodes * acrossNodes)
    let known = weights
    // Nothing is asked that could be cancelled, so nothing is thrown.
    try? parallel.forEach(rows) { row in
      for tap in -pad...pad {
        Self.add(
          known, row * columns + pad + tap, decay[abs(tap)], along.base + row * acrossNodes,
          acrossNodes)
      }
    }
    try? parallel.forEach(upNodes) { node in
      let own = error.base + node * acrossNodes
      for tap in -pad...pad {
        let row = along.base + (node + pad + tap) * acrossNodes
        let weight = decay[abs(tap)] * factor
        for column in 0..<acrossNodes { own[column] += weight * row[column] }
      }
    }
    self.error = (0..<upNodes * acrossNodes).map { error[$0] }
  }

  private static func add(
    _ values: [Double], _ start: Int, _ weight: Double, _ sums: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    values.withUnsafeBufferPointer { values in
      for index in 0..<count { sums[index] += weight * values[start &+ index] }
    }
  }

  /// Sums anew, event by event, the nodes of a row that may be wrong by too much.
  func correct(_ row: Int, _ sums: UnsafeMutablePointer<Double>) {
    let up = Int(Double(row) * lattice.step / side)
    let allowed = KernelDensity.largestRelativeError * 0.9
    for column in 0..<lattice.columns {
      let across = Int(Double(column) * lattice.step / side)
      let error = error[up * nodeColumns + across]
      if error < allowed * sums[column] { continue }
      sums[column] = error > 0 ? exact(column, row, up, across) : 0
    }
  }

  private func exact(_ column: Int, _ row: Int, _ up: Int, _ across: Int) -> Double {
    let (x, y) = (lattice.x(column), lattice.y(row))
    let most = GaussianLattice.longReach * bandwidth
    let scale = -0.5 / (bandwidth * bandwidth)
    var sum = 0.0
    for blockRow in up + nodeRow - around...up + nodeRow + around {
      for block in across + nodeColumn - around...across + nodeColumn + around {
        let index = blockRow * columns + block
        for position in start[index]..<start[index + 1] {
          let event = Int(order[position])
          let dx = events.x[event] - x
          let dy = events.y[event] - y
          let square = dx * dx + dy * dy
          if square <= most * most { sum += events.weights[event] * exp(square * scale) }
        }
      }
    }
    return sum
  }
}
