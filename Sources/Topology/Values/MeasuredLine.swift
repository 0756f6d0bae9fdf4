public import SimpleFeatures

/// A line with the distance from its start known at each vertex: for cutting a coast into
/// stretches and for placing things along it. Planar, in the unit of the coordinates.
public struct MeasuredLine: Sendable {
  public let positions: [Coordinate]
  /// The distance of each vertex from the start, along the line.
  public let measures: [Double]

  public var length: Double { measures[measures.count - 1] }

  /// - Throws: `TopologyError.structure` for fewer than two positions or one that is not finite.
  public init(_ positions: [Coordinate]) throws(TopologyError) {
    if let fault = Geometry.lineString(positions).structuralFault {
      throw .structure(fault, item: nil)
    }
    var measures = [0.0]
    measures.reserveCapacity(positions.count)
    var sum = 0.0
    for (start, end) in zip(positions, positions.dropFirst()) {
      sum += ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y))
        .squareRoot()
      measures.append(sum)
    }
    self.positions = positions
    self.measures = measures
  }

  /// The position at a distance from the start; distances beyond the ends give the ends.
  ///
  /// - Complexity: O(log positions).
  public func position(at distance: Double) -> Coordinate {
    guard distance > 0 else { return positions[0] }
    guard distance < length else { return positions[positions.count - 1] }
    let segment = segment(at: distance)
    let start = positions[segment]
    let end = positions[segment + 1]
    let share = (distance - measures[segment]) / (measures[segment + 1] - measures[segment])
    return Coordinate(
      x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y))
  }

  /// The stretch between two distances from the start; `nil` when nothing is left of it.
  public func substring(from start: Double, to end: Double) -> [Coordinate]? {
    let from = max(0, start)
    let to = min(length, end)
    guard from < to else { return nil }
    var stretch = [position(at: from)]
    var vertex = segment(at: from) + 1
    while vertex < positions.count, measures[vertex] < to {
      if measures[vertex] > from { stretch.append(positions[vertex]) }
      vertex += 1
    }
    stretch.append(position(at: to))
    return stretch
  }

  /// Stretches of equal length, the fewest that are not longer than `longest`.
  ///
  /// - Throws: `TopologyError.beyondArithmetic` for more pieces than memory has room for.
  public func pieces(notLongerThan longest: Double) throws(TopologyError) -> [[Coordinate]] {
    precondition(longest > 0, "a stretch has a length")
    guard length > 0 else { return [] }
    let count = (length / longest).rounded(.up)
    guard count < 1e9 else { throw .beyondArithmetic(item: 0) }
    return (0..<Int(count)).compactMap { piece in
      substring(
        from: length * Double(piece) / count, to: length * Double(piece + 1) / count)
    }
  }

  /// Where on the line a position lies nearest: the distance from the start, and off the line.
  ///
  /// - Complexity: O(positions).
  public func measure(nearest position: Coordinate) -> (along: Double, off: Double) {
    var best = (along: 0.0, square: Double.infinity)
    for segment in 0..<(positions.count - 1) {
      let start = positions[segment]
      let foot = Segment(start, positions[segment + 1]).nearest(to: position)
      guard foot.squaredDistance < best.square else { continue }
      let stretch = measures[segment + 1] - measures[segment]
      best = (measures[segment] + foot.share * stretch, foot.squaredDistance)
    }
    return (best.along, best.square.squareRoot())
  }

  /// The segment that holds the distance, which lies inside the line.
  private func segment(at distance: Double) -> Int {
    var low = 0
    var high = measures.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if measures[middle] <= distance { low = middle } else { high = middle }
    }
    return low
  }
}
