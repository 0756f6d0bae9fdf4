/// The cells along one axis: which one a coordinate lies in.
///
/// Cells are a little narrower than asked for, so that rounding never puts two points of one cell
/// further apart than the side, nor two points within the side more than one cell further apart
/// than the sides say. Where the extent is so great that rounding would be more than that, empty
/// stretches are taken out first, and each coordinate's cell is kept.
struct CellAxis: ~Copyable {
  /// The share by which a cell is narrower than asked for.
  static let margin = 0x1p-16
  /// Past this many cells, rounding is no longer small beside the margin, and gaps are taken out.
  private static let plainLimit = 0x1p26

  /// The number of cells, empty ones among them.
  let count: Int
  private let origin: Double
  private let perMetre: Double
  private let kept: Scratch<UInt32>

  /// - Parameter values: finite coordinates.
  /// - Parameter reachMetres: how far neighbours may lie from each other along the axis.
  init(
    _ values: UnsafeBufferPointer<Double>, sideMetres: Double, reachMetres: Double,
    parallel: Parallel
  ) throws(AnalysisError) {
    let parts = parallel.threads
    let extremes = Scratch<(Double, Double)>(
      repeating: (.infinity, -.infinity), count: parts)
    try parallel.forEach(parts) { part in
      var low = Double.infinity
      var high = -Double.infinity
      for position in Parallel.slice(part, of: parts, count: values.count) {
        let value = values[position]
        low = value < low ? value : low
        high = value > high ? value : high
      }
      extremes[part] = (low, high)
    }
    var low = Double.infinity
    var high = -Double.infinity
    for part in 0..<parts {
      low = min(low, extremes[part].0)
      high = max(high, extremes[part].1)
    }
    origin = low
    perMetre = 1 / (sideMetres * (1 - Self.margin))
    let last = (high - low) * perMetre
    if values.isEmpty {
      count = 0
      kept = Scratch(0)
    } else if last < Self.plainLimit {
      count = Int(last) + 1
      kept = Scratch(0)
    } else {
      kept = Scratch(values.count)
      count = Self.withoutGaps(values, perMetre: perMetre, reachMetres: reachMetres, into: kept)
    }
  }

  /// The cell of the value that is at `position` of the column.
  @inline(__always)
  func cell(of value: Double, at position: Int) -> UInt32 {
    if kept.count == 0 { return UInt32(truncatingIfNeeded: Int((value - origin) * perMetre)) }
    return kept[position]
  }

  private static func withoutGaps(
    _ values: UnsafeBufferPointer<Double>, perMetre: Double, reachMetres: Double,
    into cells: borrowing Scratch<UInt32>
  ) -> Int {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var segmentStart = values[order[0]]
    var previous = segmentStart
    var base = 0
    var last = 0
    for position in order {
      let value = values[position]
      if value - previous > 2 * reachMetres {
        segmentStart = value
        // Three cells further, so that a window of two on either side does not reach across.
        base = last + 3
      }
      last = base + Int((value - segmentStart) * perMetre)
      cells[position] = UInt32(truncatingIfNeeded: last)
      previous = value
    }
    return last + 1
  }
}
