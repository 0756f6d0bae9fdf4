#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sums of kernels on a lattice, event by event: in the order of their northing, so that the sum
/// of a node does not depend on how the rows are divided.
struct DensityDiscs: Sendable {
  private let kernel: DensityKernel
  private let bandwidth: Double
  private let lattice: DensityLattice
  /// The events from the south.
  private let x: [Double]
  private let y: [Double]
  private let weights: [Double]

  init(_ density: KernelDensity, _ events: DensityEvents, _ lattice: DensityLattice) {
    kernel = density.kernel
    bandwidth = density.bandwidthMetres
    self.lattice = lattice
    let order = events.y.indices.sorted { (events.y[$0], $0) < (events.y[$1], $1) }
    x = order.map { events.x[$0] }
    y = order.map { events.y[$0] }
    weights = order.map { events.weights[$0] }
  }

  /// Adds the shares of the peak to the nodes of some rows.
  func add(to rows: Range<Int>, _ sums: borrowing Scratch<Double>) {
    if kernel == .gaussian {
      addGaussians(to: rows, sums)
      return
    }
    let south = lattice.y(rows.lowerBound) - bandwidth
    let north = lattice.y(rows.upperBound - 1) + bandwidth
    let inverse = 1 / (bandwidth * bandwidth)
    for event in first(from: south)..<x.count {
      if y[event] > north { break }
      // One node more on either side: the kernel itself says what is 0.
      let low = max(Double(rows.lowerBound), node(y[event] - bandwidth, lattice.originY) - 1)
      let high = min(Double(rows.upperBound - 1), node(y[event] + bandwidth, lattice.originY) + 1)
      if low > high { continue }
      for row in Int(low)...Int(high) {
        let dy = lattice.y(row) - y[event]
        let rest = 1 - dy * dy * inverse
        if rest <= 0 { continue }
        let half = rest.squareRoot() * bandwidth
        let west = max(0, node(x[event] - half, lattice.originX) - 1)
        let east = min(Double(lattice.columns - 1), node(x[event] + half, lattice.originX) + 1)
        if west > east { continue }
        addRow(sums.base + row * lattice.columns, Int(west), Int(east), event, rest, inverse)
      }
    }
  }

  @inline(__always)
  private func addRow(
    _ row: UnsafeMutablePointer<Double>, _ west: Int, _ east: Int, _ event: Int, _ rest: Double,
    _ inverse: Double
  ) {
    let isQuartic = kernel == .quartic
    let weight = weights[event]
    let start = lattice.originX - x[event]
    let ramp = SIMD4<Double>(0, 1, 2, 3)
    var column = west
    while column + 3 <= east {
      let dx = (ramp + Double(column)) * lattice.step + start
      let share = pointwiseMax(rest - dx * dx * inverse, .zero)
      let at = UnsafeMutableRawPointer(row + column)
      let sum =
        at.loadUnaligned(as: SIMD4<Double>.self) + (isQuartic ? share * share : share) * weight
      at.storeBytes(of: sum, as: SIMD4<Double>.self)
      column += 4
    }
    while column <= east {
      let dx = Double(column) * lattice.step + start
      let share = max(rest - dx * dx * inverse, 0)
      row[column] += (isQuartic ? share * share : share) * weight
      column += 1
    }
  }

  private func addGaussians(to rows: Range<Int>, _ sums: borrowing Scratch<Double>) {
    let scale = -0.5 / (bandwidth * bandwidth)
    let across = Scratch<Double>(lattice.columns)
    for event in x.indices {
      for column in 0..<lattice.columns {
        let dx = lattice.x(column) - x[event]
        across[column] = dx * dx * scale
      }
      // Where both factors are normal numbers their product is exact enough; else the sum of the
      // exponents, which does not vanish before the kernel does.
      let isWide = across[0] < -300 || across[lattice.columns - 1] < -300
      if !isWide {
        for column in 0..<lattice.columns { across[column] = exp(across[column]) }
      }
      for row in rows {
        let dy = lattice.y(row) - y[event]
        let power = dy * dy * scale
        if power < -745 { continue }
        let own = sums.base + row * lattice.columns
        if isWide || power < -300 {
          for column in 0..<lattice.columns {
            own[column] +=
              weights[event] * exp(power + (isWide ? across[column] : log(across[column])))
          }
        } else {
          let factor = exp(power) * weights[event]
          for column in 0..<lattice.columns { own[column] += factor * across[column] }
        }
      }
    }
  }

  private func node(_ metres: Double, _ origin: Double) -> Double {
    ((metres - origin) / lattice.step).rounded(.down)
  }

  private func first(from south: Double) -> Int {
    var low = 0
    var high = y.count
    while low < high {
      let middle = (low + high) / 2
      if y[middle] < south { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
