extension NeighbourGraph {
  /// The graph in which two places are neighbours if either is the other's: what makes nearest
  /// neighbours mutual.
  ///
  /// - Throws: `invalidGraph` with more than 2³¹ neighbours in all.
  /// - Complexity: O(places + neighbours · log degree).
  public func symmetrised() throws(AnalysisError) -> NeighbourGraph {
    try union(reversed)
  }

  /// Whether every neighbour is mutual.
  public var isSymmetric: Bool { reversed == self }

  /// Neighbours by either graph.
  ///
  /// - Throws: `differentLengths` for a graph of other places; `invalidGraph`.
  public func union(_ other: NeighbourGraph) throws(AnalysisError) -> NeighbourGraph {
    try merged(with: other) { $0 || $1 }
  }

  /// Neighbours by both graphs.
  ///
  /// - Throws: `differentLengths` for a graph of other places.
  public func intersection(_ other: NeighbourGraph) throws(AnalysisError) -> NeighbourGraph {
    try merged(with: other) { $0 && $1 }
  }

  /// Each place's neighbours are those who have it as theirs.
  private var reversed: NeighbourGraph {
    var starts = [Int32](repeating: 0, count: placeCount + 1)
    for neighbour in neighbours { starts[Int(neighbour) + 1] += 1 }
    for place in 0..<placeCount { starts[place + 1] += starts[place] }
    var next = starts
    var others = [Int32](repeating: 0, count: neighbours.count)
    for place in 0..<placeCount {
      for neighbour in self.neighbours(of: place) {
        others[Int(next[Int(neighbour)])] = Int32(place)
        next[Int(neighbour)] += 1
      }
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: others)
  }

  private func merged(
    with other: NeighbourGraph, _ isKept: (Bool, Bool) -> Bool
  ) throws(AnalysisError) -> NeighbourGraph {
    guard other.placeCount == placeCount else {
      throw .differentLengths(column: "places", count: other.placeCount, expected: placeCount)
    }
    var starts: [Int32] = [0]
    var merged: [Int32] = []
    starts.reserveCapacity(placeCount + 1)
    merged.reserveCapacity(max(neighbours.count, other.neighbours.count))
    for place in 0..<placeCount {
      var mine = self.neighbours(of: place)
      var theirs = other.neighbours(of: place)
      while !(mine.isEmpty && theirs.isEmpty) {
        let next = min(mine.first ?? .max, theirs.first ?? .max)
        let (isMine, isTheirs) = (mine.first == next, theirs.first == next)
        if isMine { mine.removeFirst() }
        if isTheirs { theirs.removeFirst() }
        if isKept(isMine, isTheirs) { merged.append(next) }
      }
      starts.append(try Self.start(merged.count, after: place))
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: merged)
  }
}
