/// The density of events: how many there are to the square metre around each place.
///
/// Each event is spread around its place by a kernel; the density is their sum, and integrates to
/// the number of events (or their weight). Over the number of events it is the density that
/// integrates to 1.
///
/// Compact kernels are summed exactly. So is the Gaussian where events times nodes are few; else
/// events are moved to the nodes of a lattice by interpolation of the sixth order, and two passes
/// along its axes sum up to 7.5 bandwidths away. A bound on the error is kept for each stretch of
/// nodes, and nodes that it does not clear are summed event by event. So the relative error is at
/// most `largestRelativeError` at each node that has an event within six bandwidths; past nine
/// bandwidths of the last event the density is 0.
///
/// > B.W. Silverman. *Density Estimation for Statistics and Data Analysis.* Chapman & Hall, 1986.
public struct KernelDensity: Sendable {
  public let kernel: DensityKernel
  public let bandwidthMetres: Double
  public var threads = Parallel.coreCount

  public static let largestRelativeError = 1e-3

  /// - Throws: `invalidParameter` unless the bandwidth is a positive number whose square can be
  ///   told from 0 and infinity.
  public init(kernel: DensityKernel, bandwidthMetres: Double) throws(AnalysisError) {
    guard bandwidthMetres > 0, (bandwidthMetres * bandwidthMetres).isNormal else {
      throw .invalidParameter(name: "bandwidthMetres", requirement: "a positive number of metres")
    }
    self.kernel = kernel
    self.bandwidthMetres = bandwidthMetres
  }

  /// The density at each node of a lattice, in events to the square metre.
  ///
  /// - Parameters:
  ///   - x: metres to the east of each event.
  ///   - y: metres to the north.
  ///   - weights: what an event counts for, not negative; 1 without.
  ///   - area: corrects for events that are not known beyond the study area; its lattice must be
  ///     this one. Nodes outside of it are 0.
  /// - Throws: `notFinite`, `negative`, `differentLengths`, `invalidParameter`, `cancelled`.
  /// - Complexity: compact: O(n · nodes within a bandwidth). Gaussian: O(n + nodes · bandwidth /
  ///   step).
  public func values(
    x: Span<Double>, y: Span<Double>, weights: Span<Double>? = nil, on lattice: DensityLattice,
    in area: DensityArea? = nil, isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> [Double] {
    var events = try DensityEvents(x, y, weights)
    guard let area else { return try sum(events, lattice, isCancelled) }
    guard area.lattice == lattice else {
      throw .invalidParameter(name: "area", requirement: "of the lattice of the density")
    }
    let mass = KernelMass(self, area)
    if area.correction == .diggle { events.divide(try mass.ofEvents(events, isCancelled)) }
    var values = try sum(events, lattice, isCancelled)
    let shares = area.correction == .uniform ? try mass.ofNodes(isCancelled) : []
    for node in values.indices {
      if !area.isInside[node] {
        values[node] = 0
      } else if !shares.isEmpty {
        values[node] /= shares[node]
      }
    }
    return values
  }

  /// The density at places, exactly.
  ///
  /// - Parameter area: places outside of its nodes' cells get the density without correction.
  /// - Complexity: O(n · places).
  public func values(
    x: Span<Double>, y: Span<Double>, weights: Span<Double>? = nil, atX: Span<Double>,
    atY: Span<Double>, in area: DensityArea? = nil,
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(AnalysisError) -> [Double] {
    var events = try DensityEvents(x, y, weights)
    let places = try DensityEvents(atX, atY, nil)
    var shares: [Double] = []
    if let area {
      let mass = KernelMass(self, area)
      if area.correction == .diggle {
        events.divide(try mass.ofEvents(events, isCancelled))
      } else {
        shares = try mass.ofEvents(places, isCancelled)
      }
    }
    let count = places.x.count
    let sums = Scratch<Double>(count)
    let known = events
    let parallel = Parallel(threads: threads)
    let parts = min(count, parallel.threads * 32)
    let scale = 1 / (bandwidthMetres * bandwidthMetres)
    try parallel.forEach(parts, isCancelled: isCancelled) { part in
      for place in Parallel.slice(part, of: parts, count: count) {
        var sum = 0.0
        for event in known.x.indices {
          let dx = known.x[event] - places.x[place]
          let dy = known.y[event] - places.y[place]
          sum += known.weights[event] * kernel.share((dx * dx + dy * dy) * scale)
        }
        sums[place] = sum * kernel.peak * scale / (shares.isEmpty ? 1 : shares[place])
      }
    }
    return (0..<count).map { sums[$0] }
  }

  /// Events times nodes up to which the Gaussian is summed exactly.
  private static let fewPairs = 1 << 25

  func sum(
    _ events: DensityEvents, _ lattice: DensityLattice, _ isCancelled: @Sendable () -> Bool
  ) throws(AnalysisError) -> [Double] {
    let sums = Scratch<Double>(repeating: 0, count: lattice.count)
    let parallel = Parallel(threads: threads)
    let isFew =
      events.x.count.multipliedReportingOverflow(by: lattice.count).partialValue <= Self.fewPairs
    if kernel == .gaussian && !isFew {
      let search = GaussianLattice(events, lattice, bandwidth: bandwidthMetres, parallel)
      try search.sum(into: sums, isCancelled)
    } else {
      let discs = DensityDiscs(self, events, lattice)
      let parts = min(lattice.rows, parallel.threads * 8)
      try parallel.forEach(parts, isCancelled: isCancelled) { part in
        discs.add(to: Parallel.slice(part, of: parts, count: lattice.rows), sums)
      }
    }
    let factor = kernel.peak / (bandwidthMetres * bandwidthMetres)
    return [Double](unsafeUninitializedCapacity: lattice.count) { buffer, initialised in
      for node in 0..<lattice.count { buffer[node] = sums[node] * factor }
      initialised = lattice.count
    }
  }
}

/// The columns of events, checked.
struct DensityEvents: Sendable {
  let x: [Double]
  let y: [Double]
  private(set) var weights: [Double]

  init(_ x: Span<Double>, _ y: Span<Double>, _ weights: Span<Double>?) throws(AnalysisError) {
    let count = x.count
    guard y.count == count else {
      throw .differentLengths(column: "y", count: y.count, expected: count)
    }
    if let weights {
      guard weights.count == count else {
        throw .differentLengths(column: "weights", count: weights.count, expected: count)
      }
      for event in weights.indices {
        guard weights[event].isFinite else { throw .notFinite(column: "weights", position: event) }
        guard weights[event] >= 0 else { throw .negative(column: "weights", position: event) }
      }
      self.weights = weights.withUnsafeBufferPointer { Array($0) }
    } else {
      self.weights = [Double](repeating: 1, count: count)
    }
    for event in 0..<count {
      guard x[event].isFinite else { throw .notFinite(column: "x", position: event) }
      guard y[event].isFinite else { throw .notFinite(column: "y", position: event) }
    }
    self.x = x.withUnsafeBufferPointer { Array($0) }
    self.y = y.withUnsafeBufferPointer { Array($0) }
  }

  mutating func divide(_ shares: [Double]) {
    for event in weights.indices { weights[event] /= shares[event] }
  }
}
