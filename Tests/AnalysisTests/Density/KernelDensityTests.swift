import Analysis
import Foundation
import TestSupport
import Testing

struct KernelDensityTests {
  struct Planar: Decodable {
    struct Input: Decodable {
      var points: [[Double]]
      var weights, grid_x, grid_y: [Double]
    }
    struct Expected: Decodable {
      var gaussian_h50, gaussian_h50_weighted, epanechnikov_h100, quartic_h100_formula: [Double]
    }
    var input: Input
    var expected: Expected
  }

  /// scikit-learn 1.9.1: KernelDensity(atol=0, rtol=0), over 400 points; quartic by its formula.
  @Test func agreesWithScikitLearn() throws {
    let fixture = try Fixture.decode(Planar.self, "scikit-learn/kde_planar_400.json")
    let x = fixture.input.points.map { $0[0] }
    let y = fixture.input.points.map { $0[1] }
    let weights = fixture.input.weights
    let lattice = try DensityLattice(
      originX: fixture.input.grid_x[0], originY: fixture.input.grid_y[0], step: 50, columns: 21,
      rows: 21)
    let expected = fixture.expected
    for (kernel, width, values) in [
      (DensityKernel.gaussian, 50.0, expected.gaussian_h50),
      (.epanechnikov, 100, expected.epanechnikov_h100),
      (.quartic, 100, expected.quartic_h100_formula),
    ] {
      let density = try KernelDensity(kernel: kernel, bandwidthMetres: width)
      let found = try density.values(x: x.span, y: y.span, on: lattice)
      #expect(found.count == values.count)
      for (own, theirs) in zip(found, values) {
        #expect(abs(own / 400 - theirs) <= 1e-9 * theirs + 1e-20, "\(kernel)")
      }
    }
    let density = try KernelDensity(kernel: .gaussian, bandwidthMetres: 50)
    let found = try density.values(x: x.span, y: y.span, weights: weights.span, on: lattice)
    let sum = weights.reduce(0, +)
    for (own, theirs) in zip(found, expected.gaussian_h50_weighted) {
      #expect(abs(own / sum - theirs) <= 1e-9 * theirs)
    }
  }

  struct Patterns: Decodable {
    struct Densities: Decodable {
      var no_edge, uniform_edge, diggle_edge, quartic_no_edge, epanechnikov_no_edge: [Double]
    }
    struct Bandwidths: Decodable { var scott: [Double] }
    struct Pattern: Decodable {
      var x, y, window: [Double]
      var densities: Densities
      var bandwidths: Bandwidths

      enum CodingKeys: String, CodingKey {
        case x, y, window, bandwidths
        case densities = "density_at_points_sigma0.08"
      }
    }
    var patterns: [String: Pattern]
  }

  /// spatstat 3.0.3: density.ppp(sigma = 0.08, at = "points", edge, diggle, kernel), bw.scott.
  @Test func agreesWithSpatstat() throws {
    let fixture = try Fixture.decode(Patterns.self, "spatstat/point_pattern_spatstat.json")
    #expect(fixture.patterns.count == 3)
    for (name, one) in fixture.patterns {
      let (x, y) = (one.x, one.y)
      func values(_ kernel: DensityKernel, _ area: DensityArea? = nil) throws -> [Double] {
        try KernelDensity(
          kernel: kernel, bandwidthMetres: kernel.bandwidth(standardDeviation: 0.08)
        )
        .values(x: x.span, y: y.span, atX: x.span, atY: y.span, in: area)
      }
      func check(_ own: [Double], _ theirs: [Double], _ tolerance: Double) {
        for (own, theirs) in zip(own, theirs) {
          #expect(abs(own / theirs - 1) < tolerance, "\(name)")
        }
      }
      check(try values(.gaussian), one.densities.no_edge, 1e-6)
      check(try values(.quartic), one.densities.quartic_no_edge, 1e-3)
      check(try values(.epanechnikov), one.densities.epanechnikov_no_edge, 1e-3)
      let step = 0.01
      let lattice = try DensityLattice(
        originX: one.window[0] + step / 2, originY: one.window[2] + step / 2, step: step,
        columns: Int(((one.window[1] - one.window[0]) / step).rounded()),
        rows: Int(((one.window[3] - one.window[2]) / step).rounded()))
      let inside = [Bool](repeating: true, count: lattice.count)
      check(
        try values(.gaussian, DensityArea(lattice: lattice, isInside: inside)),
        one.densities.uniform_edge, 2e-3)
      check(
        try values(
          .gaussian, DensityArea(lattice: lattice, isInside: inside, correction: .diggle)),
        one.densities.diggle_edge, 2e-3)
      let scott = try Bandwidth.rulePerAxis(x: x.span, y: y.span)
      #expect(abs(scott.x - one.bandwidths.scott[0]) < 1e-9)
      #expect(abs(scott.y - one.bandwidths.scott[1]) < 1e-9)
    }
  }

  /// The lattice of bins against the sum event by event, at every node: tight crowds far from each
  /// other, so that nodes between them see only tails.
  @Test(arguments: [0.7, 3, 11, 60])
  func theFastSumIsWithinItsError(bandwidth: Double) throws {
    var random = ReplicateGenerator(seed: 61, stream: 0)
    var (x, y): ([Double], [Double]) = ([], [])
    for event in 0..<1500 {
      let centre = [(30.0, 40.0), (170, 60), (100, 180)][event % 3]
      x.append(event % 10 == 0 ? random.uniform() * 200 : centre.0 + random.normal())
      y.append(event % 10 == 0 ? random.uniform() * 200 : centre.1 + random.normal())
    }
    let lattice = try DensityLattice(originX: 0, originY: 0, step: 1, columns: 201, rows: 201)
    var density = try KernelDensity(kernel: .gaussian, bandwidthMetres: bandwidth)
    let fast = try density.values(x: x.span, y: y.span, on: lattice)
    let atX = (0..<lattice.count).map { lattice.x($0 % 201) }
    let atY = (0..<lattice.count).map { lattice.y($0 / 201) }
    let exact = try density.values(x: x.span, y: y.span, atX: atX.span, atY: atY.span)
    var largest = 0.0
    for node in fast.indices {
      let isNear = x.indices.contains {
        hypot(x[$0] - atX[node], y[$0] - atY[node]) < 6 * bandwidth
      }
      if isNear { largest = max(largest, abs(fast[node] / exact[node] - 1)) }
      #expect(fast[node] >= 0)
    }
    #expect(largest < KernelDensity.largestRelativeError && largest > 0)
    density.threads = 1
    #expect(try density.values(x: x.span, y: y.span, on: lattice) == fast)
  }

  @Test func findsTheBandwidthOfTwoClouds() throws {
    var random = ReplicateGenerator(seed: 62, stream: 0)
    let x = (0..<400).map { Double($0 % 2) * 1000 + random.normal() * 20 }
    let y = (0..<400).map { _ in random.normal() * 20 }
    let found = try Bandwidth.likelihood(
      x: x.span, y: y.span, kernel: .gaussian, range: 1...1000)
    // One cloud of 200 asks for 20 · 200^(−1/6) = 8.3; the rule sees one of 500.
    #expect(found > 5 && found < 14)
    #expect(try Bandwidth.rule(x: x.span, y: y.span) > 100)
    let same = [Double](repeating: 1, count: 9)
    #expect(throws: AnalysisError.self) { try Bandwidth.rule(x: same.span, y: same.span) }
  }
}

struct DensityContourTests {
  /// A cone: its contours are circles, and the ring between two heights has a hole.
  @Test func aConeHasCircles() throws {
    let lattice = try DensityLattice(originX: -50, originY: -50, step: 1, columns: 101, rows: 101)
    let cone = (0..<lattice.count).map { node -> Double in
      let d = hypot(lattice.x(node % 101), lattice.y(node / 101))
      return d < 15 ? 0 : 60 - d
    }
    let found = try DensityContour.polygons(values: cone.span, lattice: lattice, levels: [20, 59])
    #expect(found.count == 1 && found[0].holes.count == 1)
    #expect(abs(found[0].area - .pi * (40.0 * 40 - 15 * 15)) < 60)
    #expect(found[0].outer.first == found[0].outer.last)
  }

  @Test func ringsCloseAtTheEdge() throws {
    let lattice = try DensityLattice(originX: 10, originY: 20, step: 5, columns: 4, rows: 3)
    let flat = [Double](repeating: 2, count: 12)
    let found = try DensityContour.polygons(values: flat.span, lattice: lattice, levels: [1, 3])
    #expect(found.count == 1 && found[0].area == 15 * 10)
  }

  /// The area above a level by polygons is that by a fine count of the interpolated values.
  @Test(arguments: 0..<30)
  func areasAreRight(seed: Int) throws {
    var random = ReplicateGenerator(seed: 63, stream: UInt64(seed))
    let lattice = try DensityLattice(originX: 0, originY: 0, step: 1, columns: 24, rows: 17)
    let values = (0..<lattice.count).map { _ in random.uniform() }
    let level = 0.2 + 0.6 * random.uniform()
    let found = try DensityContour.polygons(values: values.span, lattice: lattice, levels: [level])
    for polygon in found {
      #expect(polygon.outer.first == polygon.outer.last && polygon.outer.count >= 4)
      #expect(polygon.area > 0)
    }
    // Every node is on the side that its value says.
    for node in values.indices {
      let at = SIMD2(lattice.x(node % 24), lattice.y(node / 24))
      let rings = found.flatMap { [$0.outer] + $0.holes }
      let isOnEdge = at.x == 0 || at.y == 0 || at.x == 23 || at.y == 16
      if isOnEdge { continue }
      #expect(rings.count { crosses($0, at) } % 2 == (values[node] >= level ? 1 : 0))
    }
  }

  private func crosses(_ ring: [SIMD2<Double>], _ point: SIMD2<Double>) -> Bool {
    var isInside = false
    for (a, b) in zip(ring, ring.dropFirst()) where (a.y > point.y) != (b.y > point.y) {
      if point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
    }
    return isInside
  }
}
