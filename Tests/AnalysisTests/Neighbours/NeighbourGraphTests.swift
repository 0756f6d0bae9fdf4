import Analysis
import Testing

struct NeighbourGraphTests {
  private static func randomPoints(seed: Int) -> (x: [Double], y: [Double]) {
    var random = ReplicateGenerator(seed: 41, stream: UInt64(seed))
    let count = Int.random(in: 0...120, using: &random)
    // Whole metres give ties and points on one coordinate.
    let x = (0..<count).map { _ in (random.normal() * 8).rounded() }
    let y = (0..<count).map { _ in (random.normal() * 8).rounded() }
    return (x, y)
  }

  @Test(arguments: 0..<100)
  func distanceBandIsAllPairsWithinTheRadius(seed: Int) throws {
    let (x, y) = Self.randomPoints(seed: seed)
    let radius = Double(1 + seed % 9)
    let lists = x.indices.map { place in
      x.indices.filter { other in
        let dx = x[other] - x[place]
        let dy = y[other] - y[place]
        return other != place && dx * dx + dy * dy <= radius * radius
      }
    }
    #expect(try NeighbourGraph.distanceBand(x, y, radius) == NeighbourGraph(lists: lists))
  }

  @Test(arguments: 0..<100)
  func nearestAreTheFirstByDistanceThenPosition(seed: Int) throws {
    let (x, y) = Self.randomPoints(seed: seed)
    let count = 1 + seed % 11
    let lists = x.indices.map { place in
      let order = x.indices.filter { $0 != place }.sorted { first, second in
        func square(_ other: Int) -> Double {
          (x[other] - x[place]) * (x[other] - x[place])
            + (y[other] - y[place]) * (y[other] - y[place])
        }
        return (square(first), first) < (square(second), second)
      }
      return Array(order.prefix(count))
    }
    #expect(try NeighbourGraph.nearest(count, x, y) == NeighbourGraph(lists: lists))
  }

  /// All pairs would be 10¹⁰.
  @Test func nearestInACrowdOnOneCoordinateIsFast() throws {
    let same = [Double](repeating: 3, count: 100_000)
    let clock = ContinuousClock()
    let start = clock.now
    let graph = try NeighbourGraph.nearest(4, same, same)
    #expect(clock.now - start < .seconds(2))
    #expect(Array(graph.neighbours(of: 0)) == [1, 2, 3, 4])
    #expect(Array(graph.neighbours(of: 99_999)) == [0, 1, 2, 3])
  }

  @Test(arguments: NeighbourGraph.Contiguity.allCases)
  func latticeCellsTouch(contiguity: NeighbourGraph.Contiguity) throws {
    var random = ReplicateGenerator(seed: 42, stream: 0)
    var cells: [(Int32, Int32)] = []
    for row in Int32(-6)..<6 {
      for column in Int32(-7)..<5 where random.uniform() < 0.8 { cells.append((column, row)) }
    }
    cells.shuffle(using: &random)
    let lists = cells.map { cell in
      cells.indices.filter { other in
        let columns = abs(cells[other].0 - cell.0)
        let rows = abs(cells[other].1 - cell.1)
        return contiguity == .rook ? columns + rows == 1 : max(columns, rows) == 1
      }
    }
    let graph = try NeighbourGraph.lattice(cells.map(\.0), cells.map(\.1), contiguity)
    #expect(try graph == NeighbourGraph(lists: lists))
  }

  @Test func latticeEndsAtTheEndsOfTheNumbers() throws {
    let graph = try NeighbourGraph.lattice([.max, .min, .max], [.max, .max, .max - 1])
    #expect(graph.islands == [1])
    #expect(Array(graph.neighbours(of: 0)) == [2])
  }

  @Test func latticeRefusesACellThatIsThereTwice() {
    #expect(throws: AnalysisError.invalidGraph(place: 2, reason: "cell (1, 1) is there twice")) {
      try NeighbourGraph.lattice([1, 2, 1], [1, 1, 1])
    }
  }

  @Test(
    arguments: [
      ([], [], 0), ([1, 1], [0], 0), ([0, 2, 1], [1], 1), ([0, 1, 1], [1, 0], 1),
      ([0, 1, 2], [1, 2], 1), ([0, 1, 2], [-1, 0], 0), ([0, 1, 2], [1, 1], 1),
      ([0, 2, 2, 2], [1, 1], 0), ([0, 2, 2, 2], [2, 1], 0),
    ] as [([Int32], [Int32], Int)])
  func refusesColumnsThatAreNoGraph(starts: [Int32], neighbours: [Int32], place: Int) {
    let error = #expect(throws: AnalysisError.self) {
      try NeighbourGraph(starts: starts, neighbours: neighbours)
    }
    guard case .invalidGraph(place, _) = error else {
      Issue.record("\(String(describing: error)) does not name place \(place)")
      return
    }
  }

  @Test func noPlacesAreAGraph() throws {
    let empty = try NeighbourGraph(lists: [])
    #expect(empty.placeCount == 0)
    #expect(try NeighbourGraph.distanceBand([], [], 5) == empty)
    #expect(try NeighbourGraph.nearest(3, [], []) == empty)
    #expect(try NeighbourGraph.lattice([], []) == empty)
  }
}
