public import SimpleFeatures

extension PolygonIndex {
  /// How much of the straight line between two positions lies in a polygon (any of them), in the
  /// unit of the coordinates; 0 for a position that is not a number.
  ///
  /// The line is cut wherever it meets a border, and each piece is asked for its middle.
  ///
  /// - Complexity: O(cells that the line crosses + borders near it · log of them).
  public func coveredLength(from start: Coordinate, to end: Coordinate) -> Double {
    guard start.isFinite, end.isFinite, !borders.isEmpty else { return 0 }
    let line = Segment(start, end)
    let length = line.length
    guard length > 0 else { return 0 }
    var cuts = [0.0, 1.0]
    let safety = grid.safety
    grid.forEachSpan(of: line, marginX: safety.x, marginY: safety.y) { row, first, last in
      for column in first...last {
        let state = cells[row * grid.columns + column]
        guard state < Self.outside else { continue }
        for candidate in candidates(ofList: state) {
          for piece in pieces(of: candidate) {
            borders[Int(pieces[piece] >> 1)].addCuts(of: line, to: &cuts)
          }
        }
      }
    }
    cuts.sort()
    var covered = 0.0
    for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
      let share = (low + high) / 2
      let middle = Coordinate(
        x: start.x + share * (end.x - start.x), y: start.y + share * (end.y - start.y))
      if owner(of: middle) != nil { covered += (high - low) * length }
    }
    return covered
  }
}

extension Segment {
  /// Adds the shares of a line at which this border meets it, or nearly: a cut too many only
  /// makes one more piece.
  fileprivate func addCuts(of line: Segment, to cuts: inout [Double]) {
    let (dx, dy) = (line.bx - line.ax, line.by - line.ay)
    let (ex, ey) = (bx - ax, by - ay)
    let (ox, oy) = (ax - line.ax, ay - line.ay)
    let turn = dx * ey - dy * ex
    if abs(turn) > 1e-12 * line.length * length {
      let along = (ox * ey - oy * ex) / turn
      let across = (ox * dy - oy * dx) / turn
      if along > 0, along < 1, across > -1e-6, across < 1 + 1e-6 { cuts.append(along) }
    } else {
      // Side by side: the border's ends are where the line could join or leave it.
      let square = dx * dx + dy * dy
      for (x, y) in [(ox, oy), (ox + ex, oy + ey)] {
        let along = (x * dx + y * dy) / square
        if along > 0, along < 1 { cuts.append(along) }
      }
    }
  }
}
