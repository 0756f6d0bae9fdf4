/// Who is whose neighbour, compressed: the neighbours of place *i* are
/// `neighbours[starts[i]..<starts[i + 1]]`, in ascending order.
///
/// A place is not its own neighbour and is named once. The relation need not be symmetric
/// (nearest neighbours are not). A graph that exists is valid.
public struct NeighbourGraph: Sendable, Equatable {
  /// One more element than places.
  public let starts: [Int32]
  public let neighbours: [Int32]

  public var placeCount: Int { starts.count - 1 }

  /// A graph from its compressed columns.
  ///
  /// - Throws: `invalidGraph` with the first place that is wrong, and why.
  /// - Complexity: O(places + neighbours).
  public init(starts: [Int32], neighbours: [Int32]) throws(AnalysisError) {
    guard let first = starts.first, first == 0 else {
      throw .invalidGraph(place: 0, reason: "starts must begin with 0")
    }
    let placeCount = starts.count - 1
    for place in 0..<placeCount where starts[place] > starts[place + 1] {
      throw .invalidGraph(place: place, reason: "starts must not fall")
    }
    guard Int(starts[placeCount]) == neighbours.count else {
      throw .invalidGraph(
        place: max(0, placeCount - 1), reason: "starts must end with the number of neighbours")
    }
    for place in 0..<placeCount {
      var last: Int32 = -1
      for neighbour in neighbours[Int(starts[place])..<Int(starts[place + 1])] {
        guard neighbour >= 0 && Int(neighbour) < placeCount else {
          throw .invalidGraph(place: place, reason: "\(neighbour) is not a place")
        }
        guard Int(neighbour) != place else {
          throw .invalidGraph(place: place, reason: "it is its own neighbour")
        }
        guard neighbour > last else {
          throw .invalidGraph(place: place, reason: "neighbours must ascend, each named once")
        }
        last = neighbour
      }
    }
    self.init(checkedStarts: starts, neighbours: neighbours)
  }

  /// A graph from a list for each place, in any order.
  public init(lists: [[Int]]) throws(AnalysisError) {
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    starts.reserveCapacity(lists.count + 1)
    for (place, list) in lists.enumerated() {
      for neighbour in list.sorted() {
        guard let number = Int32(exactly: neighbour) else {
          throw .invalidGraph(place: place, reason: "\(neighbour) is not a place")
        }
        neighbours.append(number)
      }
      starts.append(try Self.start(neighbours.count, after: place))
    }
    try self.init(starts: starts, neighbours: neighbours)
  }

  /// Columns that are right by construction.
  init(checkedStarts starts: [Int32], neighbours: [Int32]) {
    self.starts = starts
    self.neighbours = neighbours
  }

  /// The neighbours of a place, ascending.
  @inline(__always)
  public func neighbours(of place: Int) -> ArraySlice<Int32> {
    neighbours[Int(starts[place])..<Int(starts[place + 1])]
  }

  /// The places without neighbours, ascending.
  public var islands: [Int32] {
    (0..<Int32(placeCount)).filter { starts[Int($0)] == starts[Int($0) + 1] }
  }

  /// The graph among some places, numbered anew in their order.
  ///
  /// - Parameter places: ascending.
  func induced(by places: [Int32]) -> NeighbourGraph {
    var number = [Int32](repeating: -1, count: placeCount)
    for (new, place) in places.enumerated() { number[Int(place)] = Int32(new) }
    var newStarts: [Int32] = [0]
    var newNeighbours: [Int32] = []
    for place in places {
      for neighbour in neighbours[Int(starts[Int(place)])..<Int(starts[Int(place) + 1])]
      where number[Int(neighbour)] >= 0 {
        newNeighbours.append(number[Int(neighbour)])
      }
      newStarts.append(Int32(newNeighbours.count))
    }
    return NeighbourGraph(checkedStarts: newStarts, neighbours: newNeighbours)
  }

  /// The number of neighbours so far, if it can be kept.
  static func start(_ count: Int, after place: Int) throws(AnalysisError) -> Int32 {
    guard let start = Int32(exactly: count) else {
      throw .invalidGraph(place: place, reason: "more than 2147483647 neighbours in all")
    }
    return start
  }
}
