import Analysis
import TestSupport
import Testing

/// scikit-learn 1.9.1: DBSCAN(eps, min_samples).fit(points). Core points are compared up to a
/// renumbering, noise exactly, border points with the clusters that are allowed for them.
struct DBSCANFixtureTests {
  struct Expected: Decodable {
    var labels: [Int32]
    var core: [Int]
    var clusterCount: Int
    var noiseCount: Int

    enum CodingKeys: String, CodingKey {
      case labels, core
      case clusterCount = "n_clusters"
      case noiseCount = "n_noise"
    }
  }
  struct Planar: Decodable {
    struct Input: Decodable {
      var points: [[Double]]
      var weights: [Double]
    }
    struct Case: Decodable {
      var eps: Double
      var minimumPoints: Int
      var weighted: Bool?
      var expected: Expected

      enum CodingKeys: String, CodingKey {
        case eps, weighted, expected
        case minimumPoints = "min_samples"
      }
    }
    var input: Input
    var cases: [Case]
  }
  struct Edges: Decodable {
    struct Case: Decodable {
      var name: String
      var points: [[Double]]
      var eps: Double
      var minimumPoints: Int
      var expected: Expected

      enum CodingKeys: String, CodingKey {
        case name, points, eps, expected
        case minimumPoints = "min_samples"
      }
    }
    var cases: [Case]
  }

  private func check(
    _ points: [[Double]], _ radius: Double, _ minimumPoints: Int, _ expected: Expected,
    _ name: String, weights: [Double]? = nil
  ) throws {
    let x = points.map { $0[0] }
    let y = points.map { $0[1] }
    let search = try DBSCAN(radiusMetres: radius, minimumPoints: minimumPoints)
    let found =
      try weights.map { try search.clusters(x: x.span, y: y.span, weights: $0.span) }
      ?? search.clusters(x, y)
    #expect(found.clusterCount == expected.clusterCount, "\(name)")
    #expect(found.noiseCount == expected.noiseCount, "\(name)")
    #expect(found.isCore == expected.core.map { $0 == 1 }, "\(name)")
    var number: [Int32: Int32] = [:]
    for point in points.indices where found.isCore[point] {
      let known = number.updateValue(found.labels[point], forKey: expected.labels[point])
      #expect(known == nil || known == found.labels[point], "\(name): point \(point)")
    }
    for point in points.indices where !found.isCore[point] {
      // scikit-learn gives a border point to the cluster that comes first; ours to the nearest.
      let allowed = Set(
        points.indices.filter { other in
          let dx = x[other] - x[point]
          let dy = y[other] - y[point]
          return found.isCore[other] && dx * dx + dy * dy <= radius * radius
        }.map { found.labels[$0] })
      #expect((expected.labels[point] < 0) == (found.labels[point] < 0), "\(name): \(point)")
      #expect(allowed.isEmpty ? found.labels[point] < 0 : allowed.contains(found.labels[point]))
      if allowed.count == 1 {
        #expect(number[expected.labels[point]] == found.labels[point], "\(name): \(point)")
      }
    }
  }

  @Test func agreesOnSixHundredPoints() throws {
    let fixture = try Fixture.decode(Planar.self, "scikit-learn/dbscan_planar_600.json")
    #expect(fixture.cases.count == 5)
    for (index, one) in fixture.cases.enumerated() {
      try check(
        fixture.input.points, one.eps, one.minimumPoints, one.expected, "case \(index)",
        weights: one.weighted == true ? fixture.input.weights : nil)
    }
  }

  @Test func agreesOnEdgeCases() throws {
    let fixture = try Fixture.decode(Edges.self, "scikit-learn/dbscan_edge_cases.json")
    #expect(fixture.cases.count == 8)
    for one in fixture.cases {
      try check(one.points, one.eps, one.minimumPoints, one.expected, one.name)
    }
  }
}
