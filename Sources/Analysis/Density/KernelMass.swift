#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The share of a kernel that lies in the study area: over the cells of its lattice, those inside
/// against all that the kernel reaches, the lattice continued without end.
struct KernelMass {
  let density: KernelDensity
  let area: DensityArea

  /// Bandwidths past which the rest of a Gaussian is below 10⁻⁸ of it.
  private static let gaussianReach = 6.0

  init(_ density: KernelDensity, _ area: DensityArea) {
    self.density = density
    self.area = area
  }

  private var reach: Double {
    density.bandwidthMetres * min(density.kernel.reach, Self.gaussianReach)
  }

  /// For each node inside; 1 for those outside.
  func ofNodes(_ isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> [Double] {
    let lattice = area.lattice
    if density.kernel == .gaussian { return try ofNodesByAxes(isCancelled) }
    // From node to node the kernel is the same.
    let most = Int(min(reach / lattice.step, Double(max(lattice.columns, lattice.rows))))
    let width = Int(min(reach / lattice.step, 4096))
    var all = 0.0
    for row in -width...width {
      for column in -width...width { all += share(Double(column), Double(row)) }
    }
    var rows: [[Double]] = []
    for row in 0...most { rows.append((0...most).map { share(Double($0), Double(row)) }) }
    let shares = Scratch<Double>(repeating: 1, count: lattice.count)
    let parallel = Parallel(threads: density.threads)
    try parallel.forEach(lattice.rows, isCancelled: isCancelled) { row in
      for column in 0..<lattice.columns where area.isInside[row * lattice.columns + column] {
        var sum = 0.0
        for other in max(0, row - most)...min(lattice.rows - 1, row + most) {
          let weights = rows[abs(other - row)]
          let start = other * lattice.columns
          for cell in max(0, column - most)...min(lattice.columns - 1, column + most)
          where area.isInside[start + cell] {
            sum += weights[abs(cell - column)]
          }
        }
        shares[row * lattice.columns + column] = min(1, sum / all)
      }
    }
    return (0..<lattice.count).map { shares[$0] }
  }

  /// The Gaussian is a product of two, one an axis.
  private func ofNodesByAxes(_ isCancelled: @Sendable () -> Bool) throws(AnalysisError) -> [Double]
  {
    let lattice = area.lattice
    let (columns, rows) = (lattice.columns, lattice.rows)
    let width = Int(min(reach / lattice.step, 0x1p20))
    let weights = (0...width).map { share(Double($0), 0) }
    let all = 2 * weights.reduce(0, +) - 1
    let along = Scratch<Double>(lattice.count)
    let shares = Scratch<Double>(repeating: 1, count: lattice.count)
    let parallel = Parallel(threads: density.threads)
    try parallel.forEach(rows, isCancelled: isCancelled) { row in
      for column in 0..<columns {
        var sum = 0.0
        for other in max(0, column - width)...min(columns - 1, column + width)
        where area.isInside[row * columns + other] {
          sum += weights[abs(other - column)]
        }
        along[row * columns + column] = sum
      }
    }
    try parallel.forEach(rows, isCancelled: isCancelled) { row in
      let own = shares.base + row * columns
      own.update(repeating: 0, count: columns)
      for other in max(0, row - width)...min(rows - 1, row + width) {
        let weight = weights[abs(other - row)] / (all * all)
        for column in 0..<columns { own[column] += weight * along[other * columns + column] }
      }
      for column in 0..<columns {
        own[column] = area.isInside[row * columns + column] ? min(1, own[column]) : 1
      }
    }
    return (0..<lattice.count).map { shares[$0] }
  }

  /// For each event or place; 1 for one of which no cell within reach is inside.
  func ofEvents(
    _ events: DensityEvents, _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> [Double] {
    let lattice = area.lattice
    let count = events.x.count
    let shares = Scratch<Double>(repeating: 1, count: count)
    let parallel = Parallel(threads: density.threads)
    let parts = min(count, parallel.threads * 32)
    let most = min(reach / lattice.step, 4096)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for event in Parallel.slice(part, of: parts, count: count) {
        let x = (events.x[event] - lattice.originX) / lattice.step
        let y = (events.y[event] - lattice.originY) / lattice.step
        // Far from the lattice no cell is within reach.
        guard x > -most - 1, y > -most - 1, x < Double(lattice.columns) + most,
          y < Double(lattice.rows) + most
        else { continue }
        var inside = 0.0
        var all = 0.0
        for row in Int((y - most).rounded(.up))...Int((y + most).rounded(.down) + 1) {
          for column in Int((x - most).rounded(.up))...Int((x + most).rounded(.down) + 1) {
            let weight = share(Double(column) - x, Double(row) - y)
            all += weight
            if (0..<lattice.rows).contains(row) && (0..<lattice.columns).contains(column)
              && area.isInside[row * lattice.columns + column]
            {
              inside += weight
            }
          }
        }
        if inside > 0 { shares[event] = inside / all }
      }
    }
    return (0..<count).map { shares[$0] }
  }

  private func share(_ columns: Double, _ rows: Double) -> Double {
    let step = area.lattice.step / density.bandwidthMetres
    return density.kernel.share((columns * columns + rows * rows) * step * step)
  }
}
