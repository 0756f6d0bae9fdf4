import GRDB
import SimpleFeatures
import SpatiaLite

/// The points of the incidents by key, in single precision. A point's memory holds its leaf once its
/// box is written.
struct IncidentPoints {
  private var places: Pieces
  private var box = RTreeNode.Box.none
  private(set) var count = 0
  private static let nowhere = SIMD2<Float>(.nan, .nan)

  /// Of a table without incidents, whose keys begin at 1.
  init() {
    places = Pieces()
    places.append(Self.nowhere)
  }

  /// The points that the table holds.
  init(lastKey: Int64, connection: Database) throws {
    places = Pieces()
    for _ in 0...lastKey { places.append(Self.nowhere) }
    let rows = try DirectStatement(
      String(decoding: PackageResources.rtree_points_sql, as: UTF8.self), on: connection)
    while try rows.next() {
      guard let corner = rows.withBytes(1, { SpatiaLiteBlob.corner(of: $0) }) else { continue }
      let place = note(corner)
      places[Int(rows.integer(0))] = place
    }
  }

  /// The point of the next key; `nil` where it has none.
  mutating func append(_ position: Coordinate?) {
    let place = position.map { note($0) } ?? Self.nowhere
    places.append(place)
  }

  private mutating func note(_ position: Coordinate) -> SIMD2<Float> {
    let place = SIMD2(Self.floor(position.x), Self.floor(position.y))
    box = box.union(Self.box(at: place))
    count += 1
    return place
  }

  func box(of key: UInt32) -> RTreeNode.Box { Self.box(at: places[Int(key)]) }

  /// The point lies between its rounded place and the next number.
  private static func box(at place: SIMD2<Float>) -> RTreeNode.Box {
    RTreeNode.Box(
      minX: place.x, maxX: place.x.nextUp, minY: place.y, maxY: place.y.nextUp)
  }

  private static func floor(_ value: Double) -> Float {
    let near = Float(value)
    return Double(near) > value ? near.nextDown : near
  }

  mutating func setLeaf(_ leaf: UInt32, of key: UInt32) {
    places[Int(key)] = SIMD2(.infinity, Float(bitPattern: leaf))
  }

  /// More than any key.
  var capacity: Int { places.count }

  /// `nil` where no point has the key.
  func leaf(of key: Int) -> Int64? {
    let place = places[key]
    return place.x == .infinity ? Int64(place.y.bitPattern) : nil
  }

  /// How many keys are put into order at a time.
  private static let mostInOrder = 1 << 20

  /// Hands over the keys of all points in the order of the curve.
  ///
  /// - Complexity: O(n) time, and once more over all for every million points, of which alone the
  ///   order is in memory, sixteen bytes each.
  mutating func forEachAlongCurve(
    _ body: (UInt32, inout IncidentPoints) throws -> Void
  ) rethrows {
    let curve = Curve(box)
    var counts = [Int](repeating: 0, count: 1 << 16)
    places.visit { _, place in
      if !place.x.isNaN { counts[Int(curve.cell(place) >> 16)] += 1 }
    }
    var first: UInt32 = 0
    while first < 1 << 16 {
      var (last, held) = (first, counts[Int(first)])
      while last < (1 << 16) - 1, held + counts[Int(last) + 1] <= Self.mostInOrder {
        last += 1
        held += counts[Int(last)]
      }
      if held > 0 {
        var order: [UInt64] = []
        order.reserveCapacity(held)
        // Points of the pieces before have become leaves.
        places.visit { key, place in
          guard place.x.isFinite else { return }
          let cell = curve.cell(place)
          if cell >> 16 <= last { order.append(UInt64(cell) << 32 | UInt64(key)) }
        }
        Self.sort(&order)
        for entry in order { try body(UInt32(truncatingIfNeeded: entry), &self) }
      }
      first = last + 1
    }
  }

  /// By their upper halves, sixteen bits after sixteen; they come in the order of their lower ones.
  ///
  /// > D.E. Knuth. *The Art of Computer Programming*, vol. 3, 2nd ed., clause 5.2.5. 1998.
  private static func sort(_ values: inout [UInt64]) {
    var other = [UInt64](repeating: 0, count: values.count)
    pass(values, &other, shift: 32)
    pass(other, &values, shift: 48)
  }

  private static func pass(_ from: [UInt64], _ to: inout [UInt64], shift: UInt64) {
    var starts = [Int](repeating: 0, count: 65_537)
    for value in from { starts[Int(value >> shift & 0xFFFF) + 1] += 1 }
    for digit in 1...65_536 { starts[digit] += starts[digit - 1] }
    for value in from {
      let digit = Int(value >> shift & 0xFFFF)
      to[starts[digit]] = value
      starts[digit] += 1
    }
  }
}

/// A list that grows by a piece at a time: what it holds is never copied to grow, so that a list of
/// ten million takes what they take, and not three times that for a moment.
private struct Pieces {
  private var pieces: [[SIMD2<Float>]] = []
  private(set) var count = 0
  private static let shift = 20
  private static let mask = 1 << shift - 1

  mutating func append(_ place: SIMD2<Float>) {
    if count & Self.mask == 0 {
      pieces.append([])
      pieces[pieces.count - 1].reserveCapacity(count == 0 ? 1 << 12 : 1 << Self.shift)
    }
    pieces[pieces.count - 1].append(place)
    count += 1
  }

  subscript(index: Int) -> SIMD2<Float> {
    get { pieces[index >> Self.shift][index & Self.mask] }
    set { pieces[index >> Self.shift][index & Self.mask] = newValue }
  }

  func visit(_ body: (Int, SIMD2<Float>) -> Void) {
    for (number, piece) in pieces.enumerated() {
      let first = number << Self.shift
      for (offset, place) in piece.enumerated() { body(first + offset, place) }
    }
  }
}

/// A Hilbert curve over a box.
private struct Curve {
  private let corner: SIMD2<Float>
  private let scale: SIMD2<Float>

  init(_ box: RTreeNode.Box) {
    corner = SIMD2(box.minX, box.minY)
    scale = SIMD2(
      65_535 / max(box.maxX - box.minX, .leastNormalMagnitude),
      65_535 / max(box.maxY - box.minY, .leastNormalMagnitude))
  }

  func cell(_ place: SIMD2<Float>) -> UInt32 {
    let cell = (place - corner) * scale
    return Self.hilbert(
      UInt32(min(max(cell.x, 0), 65_535)), UInt32(min(max(cell.y, 0), 65_535)))
  }

  /// The place on a Hilbert curve of 2³² cells.
  ///
  /// > J.K. Lawder, P.J.H. King. "Using Space-Filling Curves for Multi-dimensional Indexing."
  /// > BNCOD 17, 2000. doi:10.1007/3-540-45033-5_3
  private static func hilbert(_ column: UInt32, _ row: UInt32) -> UInt32 {
    var (x, y) = (column, row)
    var place: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = x & side > 0 ? 1 : 0
      let upper: UInt32 = y & side > 0 ? 1 : 0
      place = place << 2 | ((3 * right) ^ upper)
      if upper == 0 {
        if right == 1 { (x, y) = (~x, ~y) }
        swap(&x, &y)
      }
      side >>= 1
    }
    return place
  }
}
