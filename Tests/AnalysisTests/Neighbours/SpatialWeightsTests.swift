import Analysis
import Testing

struct SpatialWeightsTests {
  @Test(arguments: 0..<60)
  func setsOfNeighboursAreThoseOfTheLists(seed: Int) throws {
    var random = ReplicateGenerator(seed: 85, stream: UInt64(seed))
    let first = try randomGraph(1 + seed % 25, using: &random)
    let second = try randomGraph(1 + seed % 25, using: &random)
    let places = 0..<first.placeCount
    func has(_ graph: NeighbourGraph, _ place: Int, _ other: Int) -> Bool {
      graph.neighbours(of: place).contains(Int32(other))
    }
    func graph(_ isKept: (Int, Int) -> Bool) throws -> NeighbourGraph {
      try NeighbourGraph(lists: places.map { own in places.filter { isKept(own, $0) } })
    }
    let mutual = try first.symmetrised()
    #expect(try mutual == graph { has(first, $0, $1) || has(first, $1, $0) })
    #expect(mutual.isSymmetric)
    #expect(try first.isSymmetric == (first == graph { has(first, $1, $0) }))
    #expect(try first.union(second) == graph { has(first, $0, $1) || has(second, $0, $1) })
    #expect(try first.intersection(second) == graph { has(first, $0, $1) && has(second, $0, $1) })
  }

  @Test func nearestNeighboursCanBeMadeMutual() throws {
    // The far one has the others as its nearest, but is nobody's.
    let nearest = try NeighbourGraph.nearest(1, [0, 1, 10], [0, 0, 0])
    #expect(!nearest.isSymmetric)
    #expect(try nearest.symmetrised() == NeighbourGraph(lists: [[1], [0, 2], [1]]))
  }

  @Test func refusesWhatIsNoWeight() throws {
    let graph = try NeighbourGraph(lists: [[1], [0, 2], [1]])
    #expect(throws: AnalysisError.differentLengths(column: "weights", count: 3, expected: 4)) {
      _ = try SpatialWeights(graph: graph, weights: [1, 1, 1])
    }
    #expect(throws: AnalysisError.negative(column: "weights", position: 2)) {
      _ = try SpatialWeights(graph: graph, weights: [1, 1, -1, 1])
    }
    #expect(throws: AnalysisError.notFinite(column: "weights", position: 0)) {
      _ = try SpatialWeights(graph: graph, weights: [.nan, 1, 1, 1])
    }
    #expect(
      throws: AnalysisError.invalidParameter(
        name: "weights", requirement: "0, or from 1e-100 to 1e100")
    ) {
      _ = try SpatialWeights(graph: graph, weights: [1, 1e200, 1, 1])
    }
    #expect(throws: AnalysisError.differentLengths(column: "places", count: 1, expected: 3)) {
      _ = try graph.union(NeighbourGraph(lists: [[]]))
    }
  }

  /// A place all of whose neighbours weigh nothing is an island.
  @Test func weightsOfZeroMakeAnIsland() throws {
    let graph = try NeighbourGraph(lists: [[1], [0, 2], [1, 3], [2]])
    let weights = try SpatialWeights(graph: graph, weights: [0, 0, 1, 1, 2, 2]).rowStandardised()
    #expect(weights.isRowStandardised)
    let table = try LocalMoran(weights: weights).clusters(of: PlaceColumn([1, 5, 2, 9]))
    #expect(table.statistic[0] == 0 && table.z[0] == 0 && table.p[0] == 1)
    #expect(table.statistic.allSatisfy { $0?.isFinite == true })
    #expect(table.z.allSatisfy { $0?.isFinite == true })
  }
}
