/// Whether two groups of points have a pair within the radius of each other.
struct CellPair {
  let square: Double
  /// Pairs up to which all are simply tried.
  private static let fewPairs = 128

  init(radiusMetres: Double) {
    square = radiusMetres * radiusMetres
  }

  @inline(__always)
  mutating func touches(
    _ first: Range<Int>, _ second: Range<Int>, _ grid: borrowing CellGrid
  ) -> Bool {
    if first.count &* second.count <= Self.fewPairs {
      return anyWithin(first, second, grid.x.base, grid.y.base)
    }
    return touchesByBoxes(first, second, grid)
  }

  @inline(__always)
  private func anyWithin(
    _ first: Range<Int>, _ second: Range<Int>, _ x: UnsafeMutablePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) -> Bool {
    for point in first {
      let px = x[point]
      let py = y[point]
      for other in second {
        let dx = x[other] - px
        let dy = y[other] - py
        if dx * dx + dy * dy <= square { return true }
      }
    }
    return false
  }

  /// The same for crowded cells: boxes around both groups are split until they are too far from
  /// each other, or wholly near. Groups on one coordinate are decided at once, whatever their
  /// number, and so are groups that lie close.
  private func touchesByBoxes(
    _ first: Range<Int>, _ second: Range<Int>, _ grid: borrowing CellGrid
  ) -> Bool {
    // Copies, since the split reorders points.
    let count = first.count + second.count
    let x = Scratch<Double>(count)
    let y = Scratch<Double>(count)
    x.base.update(from: grid.x.base + first.lowerBound, count: first.count)
    y.base.update(from: grid.y.base + first.lowerBound, count: first.count)
    (x.base + first.count).update(from: grid.x.base + second.lowerBound, count: second.count)
    (y.base + first.count).update(from: grid.y.base + second.lowerBound, count: second.count)
    return splits(
      0..<first.count, Box(0..<first.count, x.base, y.base),
      first.count..<count, Box(first.count..<count, x.base, y.base), x.base, y.base)
  }

  private func splits(
    _ first: Range<Int>, _ firstBox: Box, _ second: Range<Int>, _ secondBox: Box,
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) -> Bool {
    if firstBox.squareOfLeast(to: secondBox) > square { return false }
    if firstBox.squareOfMost(to: secondBox) <= square { return true }
    if first.count * second.count <= Self.fewPairs { return anyWithin(first, second, x, y) }
    if firstBox.extent < secondBox.extent {
      return splits(second, secondBox, first, firstBox, x, y)
    }
    let middle = firstBox.split(first, x, y)
    // Rounding may leave one side empty where the box is as thin as numbers get.
    guard middle > first.lowerBound && middle < first.upperBound else {
      return anyWithin(first, second, x, y)
    }
    let low = first.lowerBound..<middle
    let high = middle..<first.upperBound
    return splits(low, Box(low, x, y), second, secondBox, x, y)
      || splits(high, Box(high, x, y), second, secondBox, x, y)
  }
}

/// The smallest box around a group of points.
private struct Box {
  var west = Double.infinity
  var east = -Double.infinity
  var south = Double.infinity
  var north = -Double.infinity

  init(
    _ points: Range<Int>, _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) {
    for point in points {
      west = min(west, x[point])
      east = max(east, x[point])
      south = min(south, y[point])
      north = max(north, y[point])
    }
  }

  var extent: Double { max(east - west, north - south) }

  func squareOfLeast(to other: Box) -> Double {
    let dx = max(0, other.west - east, west - other.east)
    let dy = max(0, other.south - north, south - other.north)
    return dx * dx + dy * dy
  }

  func squareOfMost(to other: Box) -> Double {
    let dx = max(other.east - west, east - other.west)
    let dy = max(other.north - south, north - other.south)
    return dx * dx + dy * dy
  }

  /// Puts the points of the lower half of the longer side first; answers where the others start.
  func split(
    _ points: Range<Int>, _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>
  ) -> Int {
    let byX = east - west >= north - south
    let along = byX ? x : y
    let middle = byX ? west + (east - west) / 2 : south + (north - south) / 2
    var next = points.lowerBound
    for point in points where along[point] <= middle {
      (x[point], x[next]) = (x[next], x[point])
      (y[point], y[next]) = (y[next], y[point])
      next += 1
    }
    return next
  }
}
