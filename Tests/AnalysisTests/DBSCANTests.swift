import Analysis
import TestSupport
import Testing

struct DBSCANTests {
  /// Clusters, noise, crowds on one coordinate and points at exactly the radius.
  private static func randomPoints(seed: Int) -> (x: [Double], y: [Double], radius: Double) {
    var random = ReplicateGenerator(seed: 11, stream: UInt64(seed))
    let count = Int.random(in: 0...220, using: &random)
    let isWhole = seed % 3 == 0
    let centres = (0..<4).map { _ in (random.uniform() * 60, random.uniform() * 60) }
    var x: [Double] = []
    var y: [Double] = []
    for _ in 0..<count {
      let centre = centres[Int.random(in: 0..<4, using: &random)]
      var px = centre.0 + random.normal() * 4
      var py = centre.1 + random.normal() * 4
      if random.uniform() < 0.3 { (px, py) = (random.uniform() * 60, random.uniform() * 60) }
      if isWhole { (px, py) = (px.rounded(), py.rounded()) }
      if random.uniform() < 0.1 { (px, py) = centre }
      x.append(px)
      y.append(py)
    }
    return (
      x, y, isWhole ? [1, 2, 5, 2.0.squareRoot() * 2][seed / 3 % 4] : 1 + random.uniform() * 4
    )
  }

  @Test(arguments: 0..<300)
  func agreesWithTheObviousSearch(seed: Int) throws {
    let (x, y, radius) = Self.randomPoints(seed: seed)
    let minimumPoints = 1 + seed % 12
    let search = try DBSCAN(radiusMetres: radius, minimumPoints: minimumPoints)
    let found = try search.clusters(x, y, threads: 1 + seed % 3)
    #expect(found == obviousDBSCAN(x, y, radius: radius, minimumPoints: minimumPoints))
  }

  @Test(arguments: 0..<60)
  func doesNotDependOnTheOrderOfThePoints(seed: Int) throws {
    let (x, y, radius) = Self.randomPoints(seed: seed)
    var random = ReplicateGenerator(seed: 12, stream: UInt64(seed))
    let order = x.indices.shuffled(using: &random)
    let search = try DBSCAN(radiusMetres: radius, minimumPoints: 5)
    let found = try search.clusters(x, y)
    let shuffled = try search.clusters(
      order.map { x[$0] }, order.map { y[$0] })
    #expect(shuffled.clusterCount == found.clusterCount)
    var renumbered: [Int32: Int32] = [:]
    for (new, old) in order.enumerated() {
      #expect(shuffled.isCore[new] == found.isCore[old])
      // A border point between two clusters at one distance takes the lower number.
      if found.isCore[old] {
        let known = renumbered.updateValue(shuffled.labels[new], forKey: found.labels[old])
        #expect(known == nil || known == shuffled.labels[new])
      } else {
        #expect((shuffled.labels[new] < 0) == (found.labels[old] < 0))
      }
    }
  }

  /// The same with great offsets, great gaps, and extents past what cells can be numbered for.
  @Test(arguments: 0..<100)
  func agreesOnHugeCoordinates(seed: Int) throws {
    var random = ReplicateGenerator(seed: 13, stream: UInt64(seed))
    let offsets: [Double] = [0, 1e7, -4e9, 1e12, -1e15, 1e100, -1e150]
    var x: [Double] = []
    var y: [Double] = []
    for _ in 0..<120 {
      let far = offsets.randomElement(using: &random) ?? 0
      let high = offsets.randomElement(using: &random) ?? 0
      x.append(far + (random.uniform() * 12).rounded() / 2)
      y.append(high + (random.uniform() * 12).rounded() / 2)
    }
    let search = try DBSCAN(radiusMetres: 1.5, minimumPoints: 3)
    let found = try search.clusters(x, y, threads: 2)
    #expect(found == obviousDBSCAN(x, y, radius: 1.5, minimumPoints: 3))
  }

  @Test(arguments: [3, 10, 40])
  func givesTheSameBytesForAnyNumberOfThreads(minimumPoints: Int) throws {
    var random = ReplicateGenerator(seed: 14, stream: 0)
    let x = (0..<60_000).map { _ in random.normal() * 300 }
    let y = (0..<60_000).map { _ in random.normal() * 300 }
    let search = try DBSCAN(radiusMetres: 12, minimumPoints: minimumPoints)
    let alone = try search.clusters(x, y, threads: 1)
    #expect(alone.clusterCount > 0)
    for threads in [2, 3, 7] {
      #expect(try search.clusters(x, y, threads: threads) == alone)
    }
  }

  /// A crowd must not cost the square of its size: this would be 10¹⁰ tests.
  @Test func aCrowdOnOneCoordinateIsOneCluster() throws {
    let n = 100_000
    let x = (0..<2 * n).map { $0 < n ? 5.0 : 5.0 + 12 }
    let y = [Double](repeating: 7, count: 2 * n)
    let clock = ContinuousClock()
    let start = clock.now
    let near = try DBSCAN(radiusMetres: 12, minimumPoints: 10).clusters(x, y)
    #expect(near.clusterCount == 1)
    let far = try DBSCAN(radiusMetres: 11.9, minimumPoints: 10).clusters(x, y)
    #expect(far.clusterCount == 2)
    #expect(far.noiseCount == 0)
    #expect(clock.now - start < .seconds(2))
  }

  @Test func aMallAmongScatteredPointsIsFound() throws {
    var random = ReplicateGenerator(seed: 15, stream: 0)
    var x = (0..<500).map { _ in random.uniform() * 10_000 }
    var y = (0..<500).map { _ in random.uniform() * 10_000 }
    x += [Double](repeating: 5000, count: 2280)
    y += [Double](repeating: 5000, count: 2280)
    let found = try DBSCAN(radiusMetres: 50, minimumPoints: 100).clusters(x, y)
    #expect(found == obviousDBSCAN(x, y, radius: 50, minimumPoints: 100))
    #expect(found.clusterCount == 1)
  }

  @Test func noPointsAreNoClusters() throws {
    let found = try DBSCAN(radiusMetres: 1, minimumPoints: 1).clusters([], [])
    #expect(found == PointClusters(labels: [], isCore: [], clusterCount: 0))
  }

  @Test func refusesWhatIsNoPoint() throws {
    let search = try DBSCAN(radiusMetres: 1, minimumPoints: 2)
    let good = [1.0, 2, 3]
    #expect(throws: AnalysisError.notFinite(column: "x", position: 1)) {
      try search.clusters([1, .nan, 3], good)
    }
    #expect(throws: AnalysisError.notFinite(column: "y", position: 2)) {
      try search.clusters(good, [1, 2, -.infinity])
    }
    #expect(throws: AnalysisError.differentLengths(column: "y", count: 2, expected: 3)) {
      try search.clusters(good, [1, 2])
    }
    for radius in [0, -1, .nan, .infinity, 1e-200, 1e200] {
      #expect(throws: AnalysisError.self) {
        try DBSCAN(radiusMetres: radius, minimumPoints: 2)
      }
    }
    #expect(throws: AnalysisError.self) { try DBSCAN(radiusMetres: 1, minimumPoints: 0) }
  }

  @Test func stopsWhenCancelled() throws {
    let x = (0..<1000).map(Double.init)
    let search = try DBSCAN(radiusMetres: 1, minimumPoints: 2)
    #expect(throws: AnalysisError.cancelled) {
      try search.clusters(x: x.span, y: x.span, isCancelled: { true })
    }
  }
}
