public import SimpleFeatures

extension PolygonIndex {
  /// The polygon nearest to a position: its owner at distance 0, else the one whose border is
  /// nearest, the lowest index of equals; `nil` when none is within the bound, border included.
  ///
  /// - Parameters:
  ///   - bound: a planar distance in the unit of y.
  ///   - xScale: what a step of 1 in x is worth in the unit of y; the cosine of the latitude for
  ///     degrees.
  public func nearest(
    to position: Coordinate, within bound: Double, xScale: Double = 1
  ) -> (index: Int, distance: Double)? {
    guard position.isFinite, bound >= 0, !borders.isEmpty else { return nil }
    if let owner = owner(of: position) { return (owner, 0) }
    var search = Search(
      position: position, xScale: xScale, margin: grid.safety, best: bound * bound, item: nil)
    let side = Self.blockSide
    let across = (grid.columns + side - 1) / side
    let up = (grid.rows + side - 1) / side
    let column = grid.column(of: position.x) / side
    let row = grid.row(of: position.y) / side
    // From a position beside the box to a place in it is at least the way to the box and the way
    // on from there, at a right angle.
    let toBox = squaredDistance(search, 0..<grid.rows, 0..<grid.columns)
    let step = min(grid.cellWidth * xScale, grid.cellHeight) * Double(side)
    for ring in 0...max(across, up) {
      // A ring lies beyond all rings but one between it and the position.
      let free = max(0, Double(ring) - 1) * step
      if toBox + free * free > search.best { break }
      for blockRow in max(0, row - ring)...min(up - 1, row + ring) {
        let isEdge = blockRow == row - ring || blockRow == row + ring
        let stride = isEdge || ring == 0 ? 1 : 2 * ring
        var blockColumn = column - ring
        while blockColumn <= column + ring {
          if blockColumn >= 0, blockColumn < across, blocks[blockRow * across + blockColumn] {
            scan(&search, row: blockRow * side, column: blockColumn * side)
          }
          blockColumn += stride
        }
      }
    }
    return search.item.map { (Int($0), search.best.squareRoot()) }
  }

  private struct Search {
    let position: Coordinate
    let xScale: Double
    let margin: (x: Double, y: Double)
    var best: Double
    var item: Int32?
  }

  private func scan(_ search: inout Search, row: Int, column: Int) {
    let rows = row..<min(grid.rows, row + Self.blockSide)
    let columns = column..<min(grid.columns, column + Self.blockSide)
    guard squaredDistance(search, rows, columns) <= search.best else { return }
    for row in rows {
      guard squaredDistance(search, row..<row + 1, columns) <= search.best else { continue }
      for column in columns {
        let state = cells[row * grid.columns + column]
        guard state < Self.outside,
          squaredDistance(search, row..<row + 1, column..<column + 1) <= search.best
        else { continue }
        scan(&search, list: state)
      }
    }
  }

  private func scan(_ search: inout Search, list: Int32) {
    for candidate in candidates(ofList: list) {
      let item = candidates[candidate].item
      for piece in pieces(of: candidate) {
        let square = borders[Int(pieces[piece] >> 1)]
          .nearest(to: search.position, xScale: search.xScale).squaredDistance
        guard square <= search.best else { continue }
        if square < search.best || search.item.map({ item < $0 }) ?? true {
          search.best = square
          search.item = item
        }
      }
    }
  }

  /// From the position to a rectangle of cells, never too large: the margin covers rounding.
  @inline(__always)
  private func squaredDistance(
    _ search: Search, _ rows: Range<Int>, _ columns: Range<Int>
  ) -> Double {
    let x = search.position.x
    let y = search.position.y
    let west = grid.xs[columns.lowerBound] - search.margin.x
    let east = grid.xs[columns.upperBound] + search.margin.x
    let south = grid.ys[rows.lowerBound] - search.margin.y
    let north = grid.ys[rows.upperBound] + search.margin.y
    let dx = max(0, max(west - x, x - east)) * search.xScale
    let dy = max(0, max(south - y, y - north))
    return dx * dx + dy * dy
  }
}
