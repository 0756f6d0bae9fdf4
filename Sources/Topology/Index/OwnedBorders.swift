import SimpleFeatures

/// The pieces of border of many polygons, each with its owner, in a grid where pieces within the
/// tolerance of each other share a cell.
struct OwnedBorders {
  /// Two polygons, the lower one first.
  struct Pair: Hashable, Comparable {
    let low: Int32
    let high: Int32

    init(_ one: Int, _ other: Int) {
      low = Int32(min(one, other))
      high = Int32(max(one, other))
    }

    static func < (a: Pair, b: Pair) -> Bool { (a.low, a.high) < (b.low, b.high) }
  }

  private var borders: [Segment] = []
  private var owners: [Int32] = []
  private var tolerance: Double
  private var cellStarts: [Int] = [0]
  private var cellBorders: [UInt32] = []

  init(_ geometries: [Geometry], tolerance: Double) {
    self.tolerance = tolerance
    for (index, geometry) in geometries.enumerated() {
      for polygon in geometry.polygons {
        for ring in polygon.rings {
          for (a, b) in zip(ring, ring.dropFirst()) where a != b {
            borders.append(Segment(canonical: a, b))
            owners.append(Int32(index))
          }
        }
      }
    }
    fillCells()
  }

  private mutating func fillCells() {
    guard let first = borders.first else { return }
    var box = BoundingBox(minX: first.minX, minY: first.minY, maxX: first.maxX, maxY: first.maxY)
    for border in borders {
      box = box.union(
        BoundingBox(
          minX: border.minX, minY: border.minY, maxX: border.maxX, maxY: border.maxY))
    }
    // What rounding keeps apart is not apart.
    let largest = max(
      max(box.minX.magnitude, box.maxX.magnitude), max(box.minY.magnitude, box.maxY.magnitude))
    tolerance = max(tolerance, 64 * largest.ulp)
    // No cell much narrower than the tolerance, or each piece would lie in many.
    let roomy = (box.width / tolerance + 1) * (box.height / tolerance + 1) / 4
    var cells = Int(max(1, min(Double(min(2 * borders.count, 1 << 24)), roomy)))
    var grid = CellGrid(box: box, cells: cells)
    let run = borders.reduce(0) { $0 + $1.maxX - $1.minX }
    let rise = borders.reduce(0) { $0 + $1.maxY - $1.minY }
    // A few borders across everything would fill every cell.
    while cells > 1, grid.cellWidth > 0, grid.cellHeight > 0,
      run / grid.cellWidth + rise / grid.cellHeight > Double(8 * borders.count)
    {
      cells /= 2
      grid = CellGrid(box: box, cells: cells)
    }
    // Half on either side, so that two pieces within the tolerance meet in some cell.
    let margin = (x: grid.safety.x + tolerance / 2, y: grid.safety.y + tolerance / 2)
    var starts = [Int](repeating: 0, count: grid.count + 1)
    for border in borders {
      grid.forEachSpan(of: border, marginX: margin.x, marginY: margin.y) { row, first, last in
        for column in first...last { starts[row * grid.columns + column + 1] += 1 }
      }
    }
    for cell in 0..<grid.count { starts[cell + 1] += starts[cell] }
    var next = starts
    var places = [UInt32](repeating: 0, count: starts[grid.count])
    for (index, border) in borders.enumerated() {
      grid.forEachSpan(of: border, marginX: margin.x, marginY: margin.y) { row, first, last in
        for column in first...last {
          let cell = row * grid.columns + column
          places[next[cell]] = UInt32(index)
          next[cell] += 1
        }
      }
    }
    cellStarts = starts
    cellBorders = places
  }

  /// Calls with each two pieces of different owners that share a cell and whose boxes come within
  /// the tolerance; the lower owner first; a pair may come more than once.
  @inline(__always)
  private func forEachMeeting(_ body: (_ one: Int, _ other: Int) -> Void) {
    for cell in 0..<(cellStarts.count - 1) {
      let here = cellStarts[cell]..<cellStarts[cell + 1]
      for place in here {
        let one = Int(cellBorders[place])
        let mine = borders[one]
        for later in (place + 1)..<max(place + 1, here.upperBound) {
          let other = Int(cellBorders[later])
          guard owners[one] != owners[other] else { continue }
          let theirs = borders[other]
          guard mine.ay - tolerance <= theirs.by, theirs.ay - tolerance <= mine.by,
            mine.minX - tolerance <= theirs.maxX, theirs.minX - tolerance <= mine.maxX
          else { continue }
          // Pieces are numbered by owner, and cells hold them in their order.
          body(one, other)
        }
      }
    }
  }

  /// Polygons with pieces of border within the tolerance of each other.
  func closePairs() -> Set<Pair> {
    var pairs: Set<Pair> = []
    pairs.reserveCapacity(owners.last.map { 4 * Int($0) } ?? 0)
    let bound = tolerance * tolerance
    forEachMeeting { one, other in
      let pair = Pair(Int(owners[one]), Int(owners[other]))
      guard !pairs.contains(pair), borders[one].squaredDistance(to: borders[other]) <= bound else {
        return
      }
      pairs.insert(pair)
    }
    return pairs
  }

  /// A stretch of one piece of border that runs beside another polygon's.
  private struct Stretch {
    let pair: Pair
    let border: Int
    let from: Double
    let to: Double
  }

  /// Polygons whose borders run side by side for longer than the tolerance.
  func parallelPairs() -> Set<Pair> {
    var stretches: [Stretch] = []
    forEachMeeting { one, other in
      guard let shared = borders[one].stretch(beside: borders[other], within: tolerance) else {
        return
      }
      stretches.append(
        Stretch(
          pair: Pair(Int(owners[one]), Int(owners[other])), border: one, from: shared.lowerBound,
          to: shared.upperBound))
    }
    stretches.sort { ($0.pair, $0.border, $0.from) < ($1.pair, $1.border, $1.from) }
    var pairs: Set<Pair> = []
    var sum = 0.0
    var reached = 0.0
    for (place, stretch) in stretches.enumerated() {
      if place == 0 || stretches[place - 1].pair != stretch.pair {
        sum = 0
        reached = 0
      } else if stretches[place - 1].border != stretch.border {
        reached = 0
      }
      // What two pieces of the other polygon share of this one counts once.
      sum += max(0, stretch.to - max(stretch.from, reached))
      reached = max(reached, stretch.to)
      if sum > tolerance { pairs.insert(stretch.pair) }
    }
    return pairs
  }
}

extension Segment {
  /// Tangent of 15 degrees: what meets in a corner wider than that does not run side by side.
  private static let widestCorner = 0.2679491924311227

  /// Where along this segment, as distances from its start, the other runs beside it.
  func stretch(beside other: Segment, within tolerance: Double) -> ClosedRange<Double>? {
    let length = length
    guard length > 0 else { return nil }
    let ux = (bx - ax) / length
    let uy = (by - ay) / length
    let start = (
      along: (other.ax - ax) * ux + (other.ay - ay) * uy,
      off: (other.ay - ay) * ux - (other.ax - ax) * uy
    )
    let end = (
      along: (other.bx - ax) * ux + (other.by - ay) * uy,
      off: (other.by - ay) * ux - (other.bx - ax) * uy
    )
    let run = end.along - start.along
    guard run != 0, ((end.off - start.off) / run).magnitude <= Self.widestCorner else { return nil }
    var from = max(0, min(start.along, end.along))
    var to = min(length, max(start.along, end.along))
    // The part of it that is within the tolerance.
    let slope = (end.off - start.off) / run
    if slope == 0 {
      guard start.off.magnitude <= tolerance else { return nil }
    } else {
      let one = start.along + (tolerance - start.off) / slope
      let other = start.along + (-tolerance - start.off) / slope
      from = max(from, min(one, other))
      to = min(to, max(one, other))
    }
    return from < to ? from...to : nil
  }
}
