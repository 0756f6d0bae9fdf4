/// The area where a lattice's values reach a level, as polygons.
///
/// By marching squares: a border runs where the value, taken to change evenly from node to node,
/// equals the level. At the lattice's edge the border runs along the outermost nodes, so that every
/// ring is closed. Where the corners of a cell leave open which way to join, their mean decides.
///
/// > W.E. Lorensen, H.E. Cline. "Marching Cubes." *Computer Graphics (SIGGRAPH)*, vol. 21, no. 4,
/// > 1987. doi:10.1145/37402.37422
public struct DensityContour: Sendable, Equatable {
  public var level: Double
  /// Counter-clockwise, the first corner repeated as the last.
  public var outer: [SIMD2<Double>]
  /// Clockwise.
  public var holes: [[SIMD2<Double>]]

  /// In square metres.
  public var area: Double {
    holes.reduce(ContourRing.area(outer)) { $0 + ContourRing.area($1) }
  }

  /// The polygons of each level, in the order of the levels and of their most southerly corner.
  ///
  /// - Parameters:
  ///   - values: of the nodes, finite.
  ///   - levels: finite. A node at the level is inside.
  /// - Throws: `differentLengths`, `notFinite`, `invalidParameter` for a level that is no number or
  ///   a lattice of one row or column.
  /// - Complexity: O(nodes) a level, and O(rings²) for holes.
  public static func polygons(
    values: Span<Double>, lattice: DensityLattice, levels: [Double]
  ) throws(AnalysisError) -> [DensityContour] {
    guard values.count == lattice.count else {
      throw .differentLengths(column: "values", count: values.count, expected: lattice.count)
    }
    guard lattice.columns >= 2, lattice.rows >= 2 else {
      throw .invalidParameter(name: "lattice", requirement: "of two rows and columns or more")
    }
    for node in values.indices where !values[node].isFinite {
      throw .notFinite(column: "values", position: node)
    }
    guard levels.allSatisfy(\.isFinite) else {
      throw .invalidParameter(name: "levels", requirement: "numbers")
    }
    let nodes = values.withUnsafeBufferPointer { Array($0) }
    return levels.flatMap { level in
      ContourTrace(nodes, lattice, level).polygons()
    }
  }
}

enum ContourRing {
  /// Positive if counter-clockwise.
  static func area(_ ring: [SIMD2<Double>]) -> Double {
    guard let origin = ring.first else { return 0 }
    // About the first corner, so that far coordinates do not cancel.
    var twice = 0.0
    for (first, second) in zip(ring, ring.dropFirst()) {
      let (a, b) = (first - origin, second - origin)
      twice += a.x * b.y - b.x * a.y
    }
    return twice / 2
  }

  static func contains(_ ring: [SIMD2<Double>], _ point: SIMD2<Double>) -> Bool {
    var isInside = false
    for (first, second) in zip(ring, ring.dropFirst())
    where (first.y > point.y) != (second.y > point.y) {
      let x = first.x + (point.y - first.y) / (second.y - first.y) * (second.x - first.x)
      if point.x < x { isInside.toggle() }
    }
    return isInside
  }
}

/// The rings of one level.
private struct ContourTrace {
  private let nodes: [Double]
  private let lattice: DensityLattice
  private let level: Double
  /// Columns and rows with a frame of nodes below any level around.
  private let columns: Int
  private let rows: Int

  init(_ nodes: [Double], _ lattice: DensityLattice, _ level: Double) {
    self.nodes = nodes
    self.lattice = lattice
    self.level = level
    columns = lattice.columns + 2
    rows = lattice.rows + 2
  }

  private func value(_ column: Int, _ row: Int) -> Double {
    guard column >= 1, row >= 1, column <= lattice.columns, row <= lattice.rows else {
      return -.infinity
    }
    return nodes[(row - 1) * lattice.columns + column - 1]
  }

  private func isInside(_ column: Int, _ row: Int) -> Bool { value(column, row) >= level }

  /// An edge from a node to the next: east of it, or north.
  private func east(_ column: Int, _ row: Int) -> Int { 2 * (row * columns + column) }
  private func north(_ column: Int, _ row: Int) -> Int { 2 * (row * columns + column) + 1 }

  /// Where the border crosses an edge.
  private func crossing(_ edge: Int) -> SIMD2<Double> {
    let (column, row) = (edge / 2 % columns, edge / 2 / columns)
    let isNorth = edge % 2 == 1
    let low = value(column, row)
    let high = isNorth ? value(column, row + 1) : value(column + 1, row)
    let share =
      !low.isFinite ? 1 : !high.isFinite ? 0 : min(1, max(0, (level - low) / (high - low)))
    let at = SIMD2(
      Double(column - 1) + (isNorth ? 0 : share), Double(row - 1) + (isNorth ? share : 0))
    return SIMD2(lattice.originX, lattice.originY) + at * lattice.step
  }

  func polygons() -> [DensityContour] {
    // From the edge where a border enters a cell to where it leaves, the inside on its left.
    var next: [Int: Int] = [:]
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 { addCell(column, row, &next) }
    }
    var rings: [[SIMD2<Double>]] = []
    for start in next.keys.sorted() {
      guard var edge = next.removeValue(forKey: start) else { continue }
      var ring = [crossing(start)]
      while edge != start {
        append(crossing(edge), &ring)
        guard let following = next.removeValue(forKey: edge) else { break }
        edge = following
      }
      while ring.count > 1 && ring.last == ring.first { ring.removeLast() }
      if ring.count < 3 { continue }
      ring.append(ring[0])
      if ContourRing.area(ring) != 0 { rings.append(ring) }
    }
    return nested(rings)
  }

  private func append(_ corner: SIMD2<Double>, _ ring: inout [SIMD2<Double>]) {
    if ring.last != corner { ring.append(corner) }
  }

  private func addCell(_ column: Int, _ row: Int, _ next: inout [Int: Int]) {
    let southWest = isInside(column, row)
    let southEast = isInside(column + 1, row)
    let northEast = isInside(column + 1, row + 1)
    let northWest = isInside(column, row + 1)
    let south = east(column, row)
    let top = east(column, row + 1)
    let west = north(column, row)
    let right = north(column + 1, row)
    switch (southWest, southEast, northEast, northWest) {
    case (false, false, false, false), (true, true, true, true): break
    case (true, false, false, false): next[south] = west
    case (false, true, false, false): next[right] = south
    case (false, false, true, false): next[top] = right
    case (false, false, false, true): next[west] = top
    case (true, true, false, false): next[right] = west
    case (false, true, true, false): next[top] = south
    case (false, false, true, true): next[west] = right
    case (true, false, false, true): next[south] = top
    case (false, true, true, true): next[west] = south
    case (true, false, true, true): next[south] = right
    case (true, true, false, true): next[right] = top
    case (true, true, true, false): next[top] = west
    case (true, false, true, false):
      if isJoined(column, row) {
        next[south] = right
        next[top] = west
      } else {
        next[south] = west
        next[top] = right
      }
    case (false, true, false, true):
      if isJoined(column, row) {
        next[right] = top
        next[west] = south
      } else {
        next[right] = south
        next[west] = top
      }
    }
  }

  private func isJoined(_ column: Int, _ row: Int) -> Bool {
    let sum =
      value(column, row) + value(column + 1, row) + value(column, row + 1)
      + value(column + 1, row + 1)
    return sum / 4 >= level
  }

  /// Gives each hole to the smallest ring around it.
  private func nested(_ rings: [[SIMD2<Double>]]) -> [DensityContour] {
    var polygons: [DensityContour] = []
    var areas: [Double] = []
    for ring in rings {
      let area = ContourRing.area(ring)
      if area > 0 {
        polygons.append(DensityContour(level: level, outer: ring, holes: []))
        areas.append(area)
      }
    }
    for ring in rings where ContourRing.area(ring) < 0 {
      // A corner may touch the outer ring; the middle of a side of the hole lies inside it.
      let inside = (ring[0] + ring[1]) / 2
      let owner = polygons.indices
        .filter { ContourRing.contains(polygons[$0].outer, inside) }
        .min { areas[$0] < areas[$1] }
      if let owner { polygons[owner].holes.append(ring) }
    }
    return polygons
  }
}
