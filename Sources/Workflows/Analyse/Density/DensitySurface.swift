import Analysis
import Projections
import SimpleFeatures
import Storage
import Topology

/// The density over a study area: at nodes for contours, and at its units.
struct DensitySurface {
  /// A part of the area where a level is reached.
  struct Contour {
    /// From 1, the lowest.
    var level: Int
    /// Among those of its level, from 1.
    var part: Int
    /// Incidents a square kilometre.
    var value: Double
    var share: Double
    var count: Int
    /// Square metres.
    var area: Double
    /// WGS 84.
    var geometry: Geometry
  }

  /// Ascending densities, in incidents a square metre, and how much each encloses.
  let levels: [(value: Double, share: Double)]
  let stepMetres: Double
  /// Incidents a square kilometre, at a node.
  let peak: Double
  /// Incidents a square kilometre, a unit of the area.
  let unitValues: [Double]
  private let lattice: DensityLattice
  private let values: [Double]

  static let squareMetres = 1e6
  /// Nodes between which contours are drawn, unless a step is asked for.
  private static let plentyOfNodes = 1_000_000.0
  private static let mostNodes = 16_000_000.0

  /// - Parameter shares: descending.
  init(
    _ points: StudyPoints, _ area: DensityStudyArea, kernel: DensityKernel,
    bandwidthMetres: Double, edges: MapDensity.EdgeCorrection, stepMetres asked: Double?,
    shares: [Double], threads: Int?, isCancelled: @escaping Cancellation = { false }
  ) throws {
    let reach = kernel.reach.isFinite ? bandwidthMetres : 3 * bandwidthMetres
    let lattice = try Self.lattice(
      points, area, reach: reach,
      deviation: bandwidthMetres / kernel.bandwidth(standardDeviation: 1),
      asked)
    var density = try KernelDensity(kernel: kernel, bandwidthMetres: bandwidthMetres)
    density.threads = threads ?? Parallel.coreCount
    let inside = try Self.area(lattice, area, edges)
    let x = points.x
    let y = points.y
    var values = try density.values(
      x: x.span, y: y.span, on: lattice, in: edges == .none ? nil : inside,
      isCancelled: isCancelled)
    if edges == .none, let inside {
      for node in values.indices where !inside.isInside[node] { values[node] = 0 }
    }
    let found = try DensityLevels.holding(shares, of: values.span)
    var levels: [(value: Double, share: Double)] = []
    for (value, share) in zip(found, shares) where value > levels.last?.value ?? 0 {
      levels.append((value, share))
    }
    let atX = area.units.map(\.label.x)
    let atY = area.units.map(\.label.y)
    unitValues = try density.values(
      x: x.span, y: y.span, atX: atX.span, atY: atY.span, in: edges == .none ? nil : inside,
      isCancelled: isCancelled
    ).map { $0 * Self.squareMetres }
    self.levels = levels
    self.lattice = lattice
    self.values = values
    stepMetres = lattice.step
    peak = (values.max() ?? 0) * Self.squareMetres
  }

  /// Nodes over the area; without one, over the incidents and as far as the kernel reaches.
  private static func lattice(
    _ points: StudyPoints, _ area: DensityStudyArea, reach: Double, deviation: Double,
    _ asked: Double?
  ) throws -> DensityLattice {
    let box: BoundingBox
    if let known = area.box {
      box = known
    } else {
      guard let west = points.x.min(), let east = points.x.max(), let south = points.y.min(),
        let north = points.y.max()
      else { throw WorkflowError.failed("there is no incident with a point") }
      box = BoundingBox(
        minX: west - reach, minY: south - reach, maxX: east + reach, maxY: north + reach)
    }
    let (width, height) = (box.maxX - box.minX, box.maxY - box.minY)
    let step: Double
    if let asked {
      step = asked
      let nodes = (width / step + 3) * (height / step + 3)
      guard nodes <= Self.mostNodes else {
        throw WorkflowError.usage(
          "--step \(asked) would make \(Int(nodes)) nodes, more than \(Int(Self.mostNodes)); take a "
            + "larger one")
      }
    } else {
      // Two nodes to a standard deviation, in whole metres; in cells, a whole number of nodes.
      let least = (width * height / Self.plentyOfNodes).squareRoot()
      let wanted = max(deviation / 2, least, 1).rounded(.up)
      let cell = Double(area.latticeCell ?? 0)
      step = cell > wanted ? cell / (cell / wanted).rounded(.down) : wanted
    }
    // A node stands in the middle of a square of the step, as a cell's does of the lattice.
    let column = (box.minX / step).rounded(.down) - 1
    let row = (box.minY / step).rounded(.down) - 1
    return try DensityLattice(
      originX: (column + 0.5) * step, originY: (row + 0.5) * step, step: step,
      columns: Int((box.maxX / step).rounded(.up) - column) + 1,
      rows: Int((box.maxY / step).rounded(.up) - row) + 1)
  }

  /// The nodes that lie in the area; `nil` where none is known, or so small that none does.
  private static func area(
    _ lattice: DensityLattice, _ area: DensityStudyArea, _ edges: MapDensity.EdgeCorrection
  ) throws -> DensityArea? {
    guard area.isKnown else { return nil }
    var isInside: [Bool] = []
    isInside.reserveCapacity(lattice.count)
    let x = (0..<lattice.columns).map(lattice.x)
    for row in 0..<lattice.rows {
      let y = [Double](repeating: lattice.y(row), count: lattice.columns)
      isInside += area.holds(x: x, y: y)
    }
    guard isInside.contains(true) else { return nil }
    return try DensityArea(
      lattice: lattice, isInside: isInside, correction: edges == .diggle ? .diggle : .uniform)
  }

  /// The highest level that a density, in incidents a square kilometre, reaches; 0 for none.
  func level(of value: Double) -> Int {
    levels.count { value >= $0.value * Self.squareMetres }
  }

  /// - Complexity: O(nodes) a level, and O(corners) for each part.
  func contours(_ points: StudyPoints, metricCRS: CRS) throws -> [Contour] {
    let topology = try TopologyContext()
    let toWGS84 = try Transformation(from: metricCRS, to: .wgs84)
    var contours: [Contour] = []
    for (number, level) in levels.enumerated() {
      let parts = try DensityContour.polygons(
        values: values.span, lattice: lattice, levels: [level.value])
      let shapes = parts.map { part in
        Geometry.polygon(
          Polygon(
            exterior: part.outer.map { Coordinate(x: $0.x, y: $0.y) },
            holes: part.holes.map { $0.map { Coordinate(x: $0.x, y: $0.y) } }))
      }
      var counts = [Int](repeating: 0, count: shapes.count)
      for owner in try PolygonIndex(shapes).locate(x: points.x, y: points.y) where owner >= 0 {
        counts[Int(owner)] += 1
      }
      var part = 0
      for (index, shape) in shapes.enumerated() where parts[index].area > 0 {
        // A border that touches itself at a node is cut there.
        let whole = try topology.makeValid(try toWGS84.forward(shape)).polygons
        if whole.isEmpty { continue }
        part += 1
        contours.append(
          Contour(
            level: number + 1, part: part, value: level.value * Self.squareMetres,
            share: level.share, count: counts[index], area: parts[index].area,
            geometry: .multiPolygon(whole)))
      }
    }
    return contours
  }
}
