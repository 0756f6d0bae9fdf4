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
  /// For each block of nodes, the most that a sum may be wrong by.
  private let error: [Double]
  /// The events of each block of events.
  private let start: [Int]
  private let order: [Int32]

  /// - Parameter bin: the side of a bin.
  init(_ events: DensityEvents, _ lattice: DensityLattice, bandwidth: Double, bin: Double) {
    self.events = events
    self.lattice = lattice
    self.bandwidth = bandwidth
    let side = max(8 * bin, bandwidth)
    self.side = side
    // Blocks of events reach as far as an event can count, and no further.
    let pad = Int((GaussianLattice.longReach * bandwidth / side).rounded(.up)) + 1
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
    let most = max(columns, rows)
    let decay = (0..<most).map { blocks in
      let apart = max(0, Double(blocks - 1) * side - 3 * bin) / bandwidth
      return exp(-apart * apart / 4)
    }
    var along = [Double](repeating: 0, count: rows * acrossNodes)
    for row in 0..<rows {
      for node in 0..<acrossNodes {
        var sum = 0.0
        for column in 0..<columns {
          sum += weights[row * columns + column] * decay[abs(column - node - pad)]
        }
        along[row * acrossNodes + node] = sum
      }
    }
    var error = [Double](repeating: 0, count: upNodes * acrossNodes)
    for node in 0..<upNodes {
      for row in 0..<rows {
        let weight = decay[abs(row - node - pad)] * factor
        for column in 0..<acrossNodes {
          error[node * acrossNodes + column] += weight * along[row * acrossNodes + column]
        }
      }
    }
    self.error = error
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
    let around = nodeColumn - 1
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
