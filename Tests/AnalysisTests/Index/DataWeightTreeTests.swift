import Testing

@testable import Analysis

/// Weights that the data suggest in a tree, and other schools beside it.
@Suite struct DataWeightTreeTests {
  private static func indicators(_ columns: [[Double]]) -> [Indicator] {
    columns.enumerated().map { number, values in
      Indicator(
        name: "i\(number)", data: .values(values, standardErrors: values.map { _ in 0 }),
        scale: .goalposts(worst: 0, best: 100))
    }
  }

  private static let tree = {
    try? IndexTree(
      [
        IndexTree.Node([.init(.indicator(0), weight: 0.5), .init(.indicator(1), weight: 0.5)]),
        IndexTree.Node([.init(.node(0), weight: 0.9), .init(.indicator(2), weight: 0.1)]),
      ], indicatorCount: 3)
  }()

  private static let columns: [[Double]] = [
    [10, 50, 90, 30, 70], [40, 42, 44, 41, 43], [20, 80, 20, 80, 50],
  ]

  /// Each node by its own parts: those of the lower one by the columns, those of the upper one by
  /// the lower one's points.
  @Test func nodesAreWeighedFromTheBottomUp() throws {
    let tree = try #require(Self.tree)
    let found = try tree.reweighted([.entropy, .critic], by: Self.indicators(Self.columns))
    let lower = try DataWeights.entropy.weights(of: Array(Self.columns[0..<2]))
    let points = zip(Self.columns[0], Self.columns[1]).map { $0 * lower[0] + $1 * lower[1] }
    let upper = try DataWeights.critic.weights(of: [points, Self.columns[2]])
    for (part, weight) in zip(found.nodes[0].parts, lower) {
      #expect(abs(part.weight - weight) < 1e-12)
    }
    for (part, weight) in zip(found.nodes[1].parts, upper) {
      #expect(abs(part.weight - weight) < 1e-12)
    }
    #expect(try tree.reweighted([nil, nil], by: Self.indicators(Self.columns)) == tree)
  }

  /// One that is unknown everywhere keeps an even weight, and one that is the same everywhere has
  /// next to none.
  @Test func whatSaysNothingIsNotGivenTheFloor() throws {
    let tree = try #require(Self.tree)
    var columns = Self.columns
    columns[1] = .init(repeating: .nan, count: 5)
    let unknown = try tree.reweighted([.entropy, nil], by: Self.indicators(columns))
    #expect(unknown.nodes[0].parts.map(\.weight) == [0.5, 0.5])
    columns[1] = .init(repeating: 60, count: 5)
    let constant = try tree.reweighted([.critic, nil], by: Self.indicators(columns))
    #expect(constant.nodes[0].parts[1].weight < 1e-9)
    #expect(throws: AnalysisError.self) {
      try tree.reweighted([.entropy, nil], by: Self.indicators([[1], [2], [3]]))
    }
  }

  @Test func otherSchoolsAreCompared() throws {
    let tree = try #require(Self.tree)
    let index = SafetyIndex(tree)
    let indicators = Self.indicators(Self.columns)
    for school in IndexChallengers.School.allCases {
      let told = try #require(try IndexChallengers(index).answer(school, indicators))
      #expect(told.meanShift >= 0 && (-1...1).contains(told.rankCorrelation))
    }
    // By equal weights the third column turns the order round.
    let equal = try #require(try IndexChallengers(index).answer(.equal, indicators))
    let scores = Self.columns[0].indices.map {
      ((Self.columns[0][$0] + Self.columns[1][$0]) / 2 + Self.columns[2][$0]) / 2
    }
    let base = try index.table(indicators).scores
    let shift = zip(obviousRanks(base), obviousRanks(scores)).reduce(0) { $0 + abs($1.0 - $1.1) }
    #expect(abs(equal.meanShift - Double(shift) / 5) < 1e-12 && shift > 0)
    #expect(try IndexChallengers(index).answer(.topsis, Self.indicators([[1], [2], [3]])) == nil)
  }
}
