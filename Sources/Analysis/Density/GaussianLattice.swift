#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A Gaussian density on a lattice by bins: events are moved to the six nearest bins along each
/// axis by interpolation, and the bins are summed along one axis, then along the other.
///
/// The interpolation's error at a distance z (in bandwidths) is at most the width of a bin to the
/// sixth power times the kernel's sixth derivative, which by Cramér's inequality is below
/// 29.2 exp(−z²/4); so is, up to a factor, what lies past the reach. Both together make a sum like
/// the density itself, of a wider kernel, that `GaussianBound` takes over blocks of bins.
struct GaussianLattice: ~Copyable {
  private let events: DensityEvents
  private let lattice: DensityLattice
  private let bandwidth: Double
  private let parallel: Parallel
  /// Nodes from bin to bin.
  private let stride: Int
  /// Bins from a node's own to the last that counts, and before the first node's.
  private let taps: Int
  private let margin: Int
  private let binColumns: Int
  private let binRows: Int
  /// Events from the south, by the row of their bin; those too far from any node left out.
  private let order: [Int32]
  private let rowStart: [Int]
  private let bound: GaussianBound

  static let reach = 7.5
  /// Past this many bandwidths an event does not count where it is summed alone.
  static let longReach = 9.0
  private static let stencil = 3

  init(
    _ events: DensityEvents, _ lattice: DensityLattice, bandwidth: Double, _ parallel: Parallel
  ) {
    self.events = events
    self.lattice = lattice
    self.bandwidth = bandwidth
    self.parallel = parallel
    let wide = (bandwidth / (5 * lattice.step)).rounded(.down)
    stride = Int(max(1, min(wide, 0x1p40)))
    let bin = Double(stride) * lattice.step
    // A bin is at least a tenth of a bandwidth, but for lattices so coarse that no bin counts.
    taps = Int((Self.reach * bandwidth / bin).rounded(.up))
    margin = taps + Self.stencil
    binColumns = (lattice.columns - 1) / stride + 1 + 2 * margin
    binRows = (lattice.rows - 1) / stride + 1 + 2 * margin
    let count = events.x.count
    var counts = [Int](repeating: 0, count: binRows + 1)
    var bins = [Int32](repeating: -1, count: count)
    for event in 0..<count {
      let column = (events.x[event] - lattice.originX) / bin + Double(margin)
      let row = (events.y[event] - lattice.originY) / bin + Double(margin)
      guard column >= 2, row >= 2, column < Double(binColumns - 4), row < Double(binRows - 4) else {
        continue
      }
      bins[event] = Int32(row)
      counts[Int(row) + 1] += 1
    }
    for row in 1...binRows { counts[row] += counts[row - 1] }
    rowStart = counts
    var order = [Int32](repeating: 0, count: counts[binRows])
    for event in 0..<count where bins[event] >= 0 {
      order[counts[Int(bins[event])]] = Int32(event)
      counts[Int(bins[event])] += 1
    }
    self.order = order
    bound = GaussianBound(events, lattice, bandwidth: bandwidth, bin: bin, parallel)
  }

  /// Writes the sums of the shares of the peak.
  func sum(
    into sums: borrowing Scratch<Double>, _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) {
    let bins = Scratch<Float>(repeating: 0, count: binColumns * binRows)
    let bands = min(binRows, parallel.threads * 8)
    try parallel.forEach(bands, isCancelled: isCancelled) { band in
      fill(bins, Parallel.slice(band, of: bands, count: binRows))
    }
    let phases = (0..<min(stride, max(lattice.columns, lattice.rows))).map { phase in
      // Bins from `margin - taps` past the node's own on, one more for nodes between two bins.
      (-taps...taps + 1).map { tap in
        let z = (Double(tap * stride) - Double(phase)) * lattice.step / bandwidth
        return Float(exp(-0.5 * z * z))
      }
    }
    let rows = lattice.rows
    let columns = lattice.columns
    let parts = min(rows, parallel.threads * 8)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      let along = Scratch<Float>(binColumns + 16)
      (along.base + binColumns).update(repeating: 0, count: 16)
      let row = Scratch<Float>(columns + 16)
      for node in Parallel.slice(part, of: parts, count: rows) {
        let weights = phases[node % stride]
        sumRows(bins, node / stride + margin - taps, weights, along)
        if stride == 1 {
          sumColumns(along, weights, row)
        } else {
          for column in 0..<columns {
            let start = column / stride + margin - taps
            row[column] = Self.dot(along.base + start, phases[column % stride])
          }
        }
        let own = sums.base + node * columns
        for column in 0..<columns { own[column] = Double(row[column]) }
        bound.correct(node, own)
      }
    }
  }

  /// The six weights of interpolation at a share of a bin past the third.
  @inline(__always)
  private static func interpolation(_ u: Double) -> SIMD8<Float> {
    // Products of the distances to the nodes −2 … 3.
    let (a, b, c, d, e, f) = (u + 2, u + 1, u, u - 1, u - 2, u - 3)
    return SIMD8(
      Float(b * c * d * e * f * (-1.0 / 120)), Float(a * c * d * e * f * (1.0 / 24)),
      Float(a * b * d * e * f * (-1.0 / 12)), Float(a * b * c * e * f * (1.0 / 12)),
      Float(a * b * c * d * f * (-1.0 / 24)), Float(a * b * c * d * e * (1.0 / 120)), 0, 0)
  }

  /// Adds the events to the bins of some rows: each part has its rows to itself, and takes the
  /// events in the one order.
  private func fill(_ bins: borrowing Scratch<Float>, _ rows: Range<Int>) {
    let inverse = 1 / (Double(stride) * lattice.step)
    let first = rowStart[max(0, rows.lowerBound - Self.stencil)]
    let last = rowStart[min(binRows, rows.upperBound + 2)]
    for index in first..<last {
      let event = Int(order[index])
      let x = (events.x[event] - lattice.originX) * inverse + Double(margin)
      let y = (events.y[event] - lattice.originY) * inverse + Double(margin)
      let (column, row) = (Int(x), Int(y))
      let across = Self.interpolation(x - Double(column)) * Float(events.weights[event])
      let up = Self.interpolation(y - Double(row))
      for step in max(0, rows.lowerBound - row + 2)..<max(0, min(6, rows.upperBound - row + 2)) {
        let at = UnsafeMutableRawPointer(
          bins.base + (row - 2 + step) * binColumns + column - 2)
        let four = at.loadUnaligned(as: SIMD4<Float>.self) + across.lowHalf * up[step]
        at.storeBytes(of: four, as: SIMD4<Float>.self)
        let two = at.loadUnaligned(fromByteOffset: 16, as: SIMD2<Float>.self)
        at.storeBytes(
          of: two + across.highHalf.lowHalf * up[step], toByteOffset: 16, as: SIMD2<Float>.self)
      }
    }
  }

  private func sumRows(
    _ bins: borrowing Scratch<Float>, _ first: Int, _ weights: [Float],
    _ along: borrowing Scratch<Float>
  ) {
    let taps = min(weights.count, binRows - first)
    weights.withUnsafeBufferPointer { weights in
      var column = 0
      while column + 16 <= binColumns {
        var sum = SIMD16<Float>.zero
        for tap in 0..<taps {
          let row = UnsafeRawPointer(bins.base + (first + tap) * binColumns + column)
          sum += row.loadUnaligned(as: SIMD16<Float>.self) * weights[tap]
        }
        UnsafeMutableRawPointer(along.base + column).storeBytes(of: sum, as: SIMD16<Float>.self)
        column += 16
      }
      while column < binColumns {
        var sum: Float = 0
        for tap in 0..<taps { sum += bins[(first + tap) * binColumns + column] * weights[tap] }
        along[column] = sum
        column += 1
      }
    }
  }

  private func sumColumns(
    _ along: borrowing Scratch<Float>, _ weights: [Float], _ row: borrowing Scratch<Float>
  ) {
    let start = margin - taps
    weights.withUnsafeBufferPointer { weights in
      var column = 0
      while column < lattice.columns {
        var sum = SIMD16<Float>.zero
        let from = UnsafeRawPointer(along.base + column + start)
        // The last weight is for nodes between bins.
        for tap in 0..<weights.count - 1 {
          sum += from.loadUnaligned(fromByteOffset: tap &* 4, as: SIMD16<Float>.self) * weights[tap]
        }
        UnsafeMutableRawPointer(row.base + column).storeBytes(of: sum, as: SIMD16<Float>.self)
        column += 16
      }
    }
  }

  private static func dot(_ values: UnsafeMutablePointer<Float>, _ weights: [Float]) -> Float {
    var sum: Float = 0
    for tap in weights.indices { sum += values[tap] * weights[tap] }
    return sum
  }
}
