#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How an event is spread around its place. All integrate to 1 over the plane.
///
/// With u the distance over the bandwidth h:
///
/// - quartic: 3 (1 − u²)² / (π h²) for u < 1, else 0
/// - Epanechnikov: 2 (1 − u²) / (π h²) for u < 1, else 0
/// - Gaussian: exp(−u²/2) / (2 π h²)
///
/// > B.W. Silverman. *Density Estimation for Statistics and Data Analysis.* Chapman & Hall, 1986.
public enum DensityKernel: String, Sendable, CaseIterable {
  case quartic
  case gaussian
  case epanechnikov

  /// Bandwidths past which the kernel is 0; infinite for the Gaussian.
  public var reach: Double { self == .gaussian ? .infinity : 1 }

  /// The bandwidth at which the kernel has a standard deviation along each axis: spatstat's sigma.
  public func bandwidth(standardDeviation sigma: Double) -> Double {
    switch self {
    case .quartic: sigma * 8.0.squareRoot()
    case .gaussian: sigma
    case .epanechnikov: sigma * 6.0.squareRoot()
    }
  }

  /// The value at no distance, for a bandwidth of 1.
  var peak: Double {
    switch self {
    case .quartic: 3 / .pi
    case .gaussian: 1 / (2 * .pi)
    case .epanechnikov: 2 / .pi
    }
  }

  /// The share of the peak at the square of u.
  @inline(__always)
  func share(_ square: Double) -> Double {
    switch self {
    case .quartic:
      let rest = max(0, 1 - square)
      return rest * rest
    case .gaussian: return exp(-square / 2)
    case .epanechnikov: return max(0, 1 - square)
    }
  }
}

/// Nodes in rows from the south, in each from the west: `row * columns + column`.
public struct DensityLattice: Sendable, Equatable {
  /// The most south-westerly node.
  public let originX: Double
  public let originY: Double
  /// Metres between nodes.
  public let step: Double
  public let columns: Int
  public let rows: Int

  /// - Throws: `invalidParameter` unless the step is positive, and the nodes from 1 to 2²⁶.
  public init(
    originX: Double, originY: Double, step: Double, columns: Int, rows: Int
  ) throws(AnalysisError) {
    guard step > 0, step.isFinite, originX.isFinite, originY.isFinite else {
      throw .invalidParameter(name: "step", requirement: "a positive number of metres")
    }
    guard columns >= 1, rows >= 1, columns <= 1 << 20, rows <= 1 << 20,
      columns * rows <= 1 << 26
    else {
      throw .invalidParameter(name: "columns × rows", requirement: "from 1 to 67108864 nodes")
    }
    self.originX = originX
    self.originY = originY
    self.step = step
    self.columns = columns
    self.rows = rows
  }

  public var count: Int { columns * rows }

  public func x(_ column: Int) -> Double { originX + Double(column) * step }

  public func y(_ row: Int) -> Double { originY + Double(row) * step }
}

/// The nodes of a lattice that belong to the study area, each for the square cell around it.
public struct DensityArea: Sendable {
  public enum Correction: Sendable {
    /// The density of a node over the share of a kernel around the node that lies in the area.
    case uniform
    /// Each event over the share of its own kernel that lies in the area: keeps their number.
    ///
    /// > P. Diggle. "A Kernel Method for Smoothing Point Process Data." *Applied Statistics*,
    /// > vol. 34, no. 2, 1985. doi:10.2307/2347366
    case diggle
  }

  public let lattice: DensityLattice
  public let isInside: [Bool]
  public let correction: Correction

  /// - Throws: `differentLengths`, and `invalidParameter` if no node is inside.
  public init(
    lattice: DensityLattice, isInside: [Bool], correction: Correction = .uniform
  ) throws(AnalysisError) {
    guard isInside.count == lattice.count else {
      throw .differentLengths(column: "isInside", count: isInside.count, expected: lattice.count)
    }
    guard isInside.contains(true) else {
      throw .invalidParameter(name: "isInside", requirement: "true for one node or more")
    }
    self.lattice = lattice
    self.isInside = isInside
    self.correction = correction
  }
}
