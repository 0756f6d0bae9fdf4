extension NeighbourGraph {
  /// Which cells of a lattice touch.
  public enum Contiguity: String, Sendable, CaseIterable {
    /// Cells that share a side.
    case rook
    /// Cells that share a side or a corner.
    case queen
  }

  /// The neighbours among square cells; a lattice may have holes.
  ///
  /// - Throws: `differentLengths`; `invalidGraph` for a cell that is there twice.
  /// - Complexity: O(n log n).
  public static func lattice(
    columns: Span<Int32>, rows: Span<Int32>, contiguity: Contiguity = .queen
  ) throws(AnalysisError) -> NeighbourGraph {
    guard rows.count == columns.count else {
      throw .differentLengths(column: "rows", count: rows.count, expected: columns.count)
    }
    guard columns.count <= CellGrid.maximumCount else {
      throw .tooManyPoints(count: columns.count, maximum: CellGrid.maximumCount)
    }
    var placeOfCell = [Int64: Int32](minimumCapacity: columns.count)
    for place in columns.indices {
      let cell = key(Int64(columns[place]), Int64(rows[place]))
      if placeOfCell.updateValue(Int32(place), forKey: cell) != nil {
        throw .invalidGraph(
          place: place, reason: "cell (\(columns[place]), \(rows[place])) is there twice")
      }
    }
    let steps: [(Int64, Int64)] =
      switch contiguity {
      case .rook: [(0, -1), (-1, 0), (1, 0), (0, 1)]
      case .queen: [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
      }
    var starts: [Int32] = [0]
    var neighbours: [Int32] = []
    starts.reserveCapacity(columns.count + 1)
    neighbours.reserveCapacity(columns.count * steps.count)
    for place in columns.indices {
      let start = neighbours.count
      for (east, north) in steps {
        let (column, row) = (Int64(columns[place]) + east, Int64(rows[place]) + north)
        // Past the ends of the numbers there is no cell, and its key would be another's.
        guard Int32(exactly: column) != nil, Int32(exactly: row) != nil else { continue }
        if let neighbour = placeOfCell[key(column, row)] { neighbours.append(neighbour) }
      }
      neighbours[start...].sort()
      starts.append(try Self.start(neighbours.count, after: place))
    }
    return NeighbourGraph(checkedStarts: starts, neighbours: neighbours)
  }

  private static func key(_ column: Int64, _ row: Int64) -> Int64 {
    row << 32 | column & 0xffff_ffff
  }
}
