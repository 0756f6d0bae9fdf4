/// How much each neighbour of a place weighs: a graph and its weights.
///
/// Weights are 1 (*binary*), or given (such as the inverse of a distance), and may then be
/// *row-standardised*: divided by the sum of their place's, so that each place's come to 1. A
/// place without neighbours, or whose neighbours all weigh 0, is an island: it has a lag of 0.
///
/// The relation need not be symmetric, nor its weights. Weights that exist are valid.
public struct SpatialWeights: Sendable, Equatable {
  public let graph: NeighbourGraph
  public let isRowStandardised: Bool
  /// One a neighbour, in the order of `graph.neighbours`; `nil` where all weigh the same.
  let column: [Double]?
  /// What each of a place's weights is multiplied by.
  let factors: [Double]

  /// Every neighbour weighs 1.
  public static func binary(_ graph: NeighbourGraph) -> SpatialWeights {
    SpatialWeights(graph, column: nil, isRowStandardised: false)
  }

  /// Every neighbour weighs 1 by the number of its place's neighbours.
  public static func rowStandardised(_ graph: NeighbourGraph) -> SpatialWeights {
    SpatialWeights(graph, column: nil, isRowStandardised: true)
  }

  /// - Parameter weights: one a neighbour, in the order of `graph.neighbours`.
  /// - Throws: `differentLengths`, `notFinite`, `negative`, `invalidParameter`.
  public init(graph: NeighbourGraph, weights: [Double]) throws(AnalysisError) {
    guard weights.count == graph.neighbours.count else {
      throw .differentLengths(
        column: "weights", count: weights.count, expected: graph.neighbours.count)
    }
    for (position, weight) in weights.enumerated() {
      if !weight.isFinite { throw .notFinite(column: "weights", position: position) }
      if weight < 0 { throw .negative(column: "weights", position: position) }
      // Squares of weights, and sums of them, stay numbers.
      guard weight == 0 || (1e-100...1e100).contains(weight) else {
        throw .invalidParameter(name: "weights", requirement: "0, or from 1e-100 to 1e100")
      }
    }
    self.init(graph, column: weights, isRowStandardised: false)
  }

  private init(_ graph: NeighbourGraph, column: [Double]?, isRowStandardised: Bool) {
    self.graph = graph
    self.column = column
    self.isRowStandardised = isRowStandardised
    factors =
      !isRowStandardised
      ? .init(repeating: 1, count: graph.placeCount)
      : (0..<graph.placeCount).map { place in
        let range = Int(graph.starts[place])..<Int(graph.starts[place + 1])
        let sum = column?[range].reduce(0, +) ?? Double(range.count)
        return sum > 0 ? 1 / sum : 0
      }
  }

  /// The same weights, each place's divided by their sum.
  public func rowStandardised() -> SpatialWeights {
    SpatialWeights(graph, column: column, isRowStandardised: true)
  }

  public var placeCount: Int { graph.placeCount }

  /// The neighbours of a place as positions of the columns of the graph.
  @inline(__always)
  func entries(of place: Int) -> Range<Int> {
    Int(graph.starts[place])..<Int(graph.starts[place + 1])
  }

  /// The weight at a position of the columns of the graph.
  @inline(__always)
  func weight(_ entry: Int, of place: Int) -> Double { (column?[entry] ?? 1) * factors[place] }

  /// The weights of a place, and their squares, in sum.
  func sums(of place: Int) -> (weights: Double, squares: Double) {
    let range = entries(of: place)
    guard let column else {
      let factor = factors[place]
      return (Double(range.count) * factor, Double(range.count) * factor * factor)
    }
    var sums = (weights: 0.0, squares: 0.0)
    for entry in range {
      let weight = column[entry] * factors[place]
      sums.weights += weight
      sums.squares += weight * weight
    }
    return sums
  }

  /// The weighted sum over the neighbours of a place.
  func lag(of place: Int, _ values: [Double]) -> Double {
    var sum = 0.0
    let range = entries(of: place)
    if let column {
      for entry in range { sum += column[entry] * values[Int(graph.neighbours[entry])] }
    } else {
      for entry in range { sum += values[Int(graph.neighbours[entry])] }
    }
    return sum * factors[place]
  }

  /// The weights among some places, numbered anew in their order; standardised anew if they were.
  func induced(by places: [Int32]) -> SpatialWeights {
    if places.count == placeCount { return self }
    let smaller = graph.induced(by: places)
    let kept = column.map { column in
      var isKept = [Bool](repeating: false, count: placeCount)
      for place in places { isKept[Int(place)] = true }
      var kept: [Double] = []
      kept.reserveCapacity(smaller.neighbours.count)
      for place in places {
        for entry in entries(of: Int(place)) where isKept[Int(graph.neighbours[entry])] {
          kept.append(column[entry])
        }
      }
      return kept
    }
    return SpatialWeights(smaller, column: kept, isRowStandardised: isRowStandardised)
  }
}
