import Analysis
import TestSupport
import Testing

struct HDBSCANTests {
  struct Planar: Decodable {
    struct Input: Decodable { var points: [[Double]] }
    struct Answer: Decodable {
      var labels: [Int32]
      var probabilities: [Double]
      var outlier_scores: [Double]?
      var mst_total_weight: Double?
    }
    struct Case: Decodable {
      var min_cluster_size: Int
      var min_samples: Int?
      var method: String
      var sklearn: Answer
      var hdbscan_pkg: Answer
    }
    var input: Input
    var cases: [Case]
  }

  /// scikit-learn 1.9.1 and hdbscan 0.8.44, which does not count the point itself: its k is our
  /// k + 1. The spanning tree is as long to the last digits. Edges of equal length are many (a core
  /// distance is the length of several), and their order decides about points at a border: up to
  /// two of the six hundred may differ.
  @Test func agreesOnSixHundredPoints() throws {
    let fixture = try Fixture.decode(Planar.self, "scikit-learn/hdbscan_planar_600.json")
    let x = fixture.input.points.map { $0[0] }
    let y = fixture.input.points.map { $0[1] }
    #expect(fixture.cases.count == 4)
    var wholly = 0
    for one in fixture.cases {
      for (answer, more) in [(one.sklearn, 0), (one.hdbscan_pkg, 1)] {
        let found = try HDBSCAN(
          minimumClusterSize: one.min_cluster_size,
          minimumSamples: (one.min_samples ?? one.min_cluster_size) + more,
          selection: one.method == "leaf" ? .leaf : .excessOfMass
        ).clusters(x: x.span, y: y.span)
        if let length = answer.mst_total_weight {
          #expect(abs(found.treeLength - length) < 1e-9 * length)
        }
        #expect(found.clusterCount == Int((answer.labels.max() ?? -1) + 1))
        var votes: [Int32: [Int32: Int]] = [:]
        for point in x.indices {
          votes[answer.labels[point], default: [:]][found.labels[point], default: 0] += 1
        }
        let agreeing = votes.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
        #expect(agreeing >= 597, "\(one.method) \(one.min_cluster_size) \(more)")
        let close = x.indices.count {
          abs(found.probabilities[$0] - answer.probabilities[$0]) < 1e-6
        }
        if close == 600 && agreeing == 600 {
          wholly += 1
          for (score, expected) in zip(found.outlierScores, answer.outlier_scores ?? []) {
            #expect(abs(score - expected) < 1e-6)
          }
        }
      }
    }
    #expect(wholly >= 1)
  }

  @Test(arguments: 0..<30)
  func theTreeIsAsShortAsPrims(seed: Int) throws {
    var random = ReplicateGenerator(seed: 51, stream: UInt64(seed))
    let n = 5 + Int(random.integer(below: 300))
    let isWhole = seed % 3 == 0
    func value() -> Double { isWhole ? (random.uniform() * 15).rounded() : random.normal() * 20 }
    let x = (0..<n).map { _ in value() }
    let y = (0..<n).map { _ in value() }
    let samples = 1 + seed % 5
    func distance(_ a: Int, _ b: Int) -> Double {
      ((x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b])).squareRoot()
    }
    let core = (0..<n).map { a in (0..<n).map { distance(a, $0) }.sorted()[samples - 1] }
    var left = Set(1..<n)
    var nearest = (0..<n).map { max(distance(0, $0), core[0], core[$0]) }
    var length = 0.0
    while let next = left.min(by: { (nearest[$0], $0) < (nearest[$1], $1) }) {
      left.remove(next)
      length += nearest[next]
      for other in left {
        nearest[other] = min(nearest[other], max(distance(next, other), core[next], core[other]))
      }
    }
    let search = try HDBSCAN(minimumClusterSize: 4, minimumSamples: samples)
    let found = try search.clusters(x: x.span, y: y.span, threads: 2)
    #expect(abs(found.treeLength - length) <= 1e-9 * max(1, length))
    #expect(try search.clusters(x: x.span, y: y.span, threads: 1) == found)
    #expect(found.probabilities.allSatisfy { (0...1).contains($0) })
    #expect(found.outlierScores.allSatisfy { (0...1).contains($0) })
    for point in 0..<n where found.labels[point] < 0 { #expect(found.probabilities[point] == 0) }
  }

  @Test func aCrowdHasAnAnswer() throws {
    let same = [Double](repeating: 3, count: 2280)
    let found = try HDBSCAN(minimumClusterSize: 10).clusters(x: same.span, y: same.span)
    #expect(found.labels.allSatisfy { $0 == PointClusters.noise })
    var random = ReplicateGenerator(seed: 52, stream: 0)
    let x = same + (0..<300).map { _ in 500 + random.normal() * 20 }
    let y = same + (0..<300).map { _ in 500 + random.normal() * 20 }
    let two = try HDBSCAN(minimumClusterSize: 30).clusters(x: x.span, y: y.span)
    #expect(two.clusterCount >= 2 && Set(two.labels.prefix(2280)) == [0])
    #expect(throws: AnalysisError.tooFewIncidents(count: 0, minimum: 5)) {
      let none: [Double] = []
      return try HDBSCAN(minimumClusterSize: 5).clusters(x: none.span, y: none.span)
    }
  }
}
