import Analysis
import TestSupport
import Testing

struct SpaceTimeDBSCANTests {
  struct Planted: Decodable {
    struct Input: Decodable {
      var points: [[Double]]
      var time: [Double]
    }
    struct Expected: Decodable {
      var labels: [Int32]
      var core: [Int]
    }
    struct Case: Decodable {
      var eps_space, eps_time: Double
      var min_samples: Int
      var expected: Expected
    }
    var input: Input
    var cases: [Case]
  }

  /// st_dbscan (eren-ck) and scikit-learn 1.9.1 on the joint neighbourhood.
  @Test func agreesOnFiveHundredEvents() throws {
    let fixture = try Fixture.decode(Planted.self, "scikit-learn/st_dbscan_500.json")
    let x = fixture.input.points.map { $0[0] }
    let y = fixture.input.points.map { $0[1] }
    #expect(fixture.cases.count == 3)
    for one in fixture.cases {
      let found = try SpaceTimeDBSCAN(
        radiusMetres: one.eps_space, days: one.eps_time, minimumPoints: one.min_samples
      ).clusters(x: x.span, y: y.span, time: fixture.input.time.span)
      #expect(found.isCore == one.expected.core.map { $0 == 1 })
      var number: [Int32: Int32] = [:]
      for point in x.indices {
        let known = number.updateValue(found.labels[point], forKey: one.expected.labels[point])
        #expect(known == nil || known == found.labels[point], "\(point)")
      }
      #expect(number.count == found.clusterCount + 1 && number[-1] == -1)
    }
  }

  @Test(arguments: 0..<120)
  func agreesWithTheObviousSearch(seed: Int) throws {
    var random = ReplicateGenerator(seed: 41, stream: UInt64(seed))
    let n = Int(random.integer(below: 200))
    let isWhole = seed % 3 == 0
    func value(_ width: Double) -> Double {
      let value = random.uniform() * width
      return isWhole ? value.rounded() : value
    }
    let x = (0..<n).map { _ in value(40) + (random.uniform() < 0.02 ? 1e9 : 0) }
    let y = (0..<n).map { _ in value(40) }
    let t = (0..<n).map { _ in value(20) }
    let search = try SpaceTimeDBSCAN(radiusMetres: 4, days: 2, minimumPoints: 2 + seed % 5)
    let found = try search.clusters(x: x.span, y: y.span, time: t.span, threads: 2)
    func square(_ a: Int, _ b: Int) -> Double {
      (x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b])
    }
    func near(_ a: Int, _ b: Int) -> Bool { square(a, b) <= 16 && abs(t[a] - t[b]) <= 2 }
    let isCore = (0..<n).map { a in (0..<n).count { near(a, $0) } >= search.minimumPoints }
    var labels = [Int32](repeating: -1, count: n)
    var clusters: Int32 = 0
    for start in 0..<n where isCore[start] && labels[start] < 0 {
      labels[start] = clusters
      var stack = [start]
      while let point = stack.popLast() {
        for other in 0..<n where isCore[other] && labels[other] < 0 && near(point, other) {
          labels[other] = clusters
          stack.append(other)
        }
      }
      clusters += 1
    }
    for point in 0..<n where !isCore[point] {
      let nearest = (0..<n).filter { isCore[$0] && near(point, $0) }
        .min {
          (square(point, $0), abs(t[point] - t[$0]), labels[$0])
            < (square(point, $1), abs(t[point] - t[$1]), labels[$1])
        }
      if let nearest { labels[point] = labels[nearest] }
    }
    #expect(found == PointClusters(labels: labels, isCore: isCore, clusterCount: Int(clusters)))
  }

  @Test func aCrowdIsOneClusterADay() throws {
    let n = 20_000
    let x = [Double](repeating: 5, count: 2 * n)
    let t = (0..<2 * n).map { $0 < n ? 0.0 : 3 }
    let apart = try SpaceTimeDBSCAN(radiusMetres: 1, days: 2, minimumPoints: 10)
      .clusters(x: x.span, y: x.span, time: t.span)
    #expect(apart.clusterCount == 2 && apart.noiseCount == 0)
    let joined = try SpaceTimeDBSCAN(radiusMetres: 1, days: 3, minimumPoints: 10)
      .clusters(x: x.span, y: x.span, time: t.span)
    #expect(joined.clusterCount == 1)
  }
}
