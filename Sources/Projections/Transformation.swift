public import SimpleFeatures

/// From one coordinate system to another: columns in place, x = east or longitude, y = north or
/// latitude, whatever order the authority gives its axes.
///
/// WGS 84 and CGCS2000 differ by less than their use needs: longitudes and latitudes pass from one
/// to the other as the same numbers. GCJ-02 and BD-09 pass through WGS 84. The zones of
/// `GaussKruger` need no PROJ within 30 degrees of their meridian; everything else is PROJ's, with
/// the grids installed on the machine and none from the network.
///
/// PROJ allows one thread at a time in a context, so the class is not `Sendable`.
public final class Transformation {
  public let source: CRS
  public let target: CRS

  /// What is left of the way once the offsets are off.
  private enum Way {
    case sameNumbers
    case toZone(GaussKruger)
    case fromZone(GaussKruger)
    case proj
  }

  private let removed: ChineseOffset?
  private let applied: ChineseOffset?
  private let way: Way
  /// Also for the positions that a zone's own series does not reach.
  private let operation: PROJOperation?
  private let startsInDegrees: Bool

  /// - Throws: `ProjectionError.unknownSystem` or `.notHorizontal`, naming the system.
  public init(from source: CRS, to target: CRS) throws(ProjectionError) {
    self.source = source
    self.target = target
    removed = source == target ? nil : ChineseOffset(source)
    applied = source == target ? nil : ChineseOffset(target)
    let from = ChineseOffset(source) == nil ? source : .wgs84
    let to = ChineseOffset(target) == nil ? target : .wgs84
    let isFromDegrees = from == .wgs84 || from == .cgcs2000
    let isToDegrees = to == .wgs84 || to == .cgcs2000
    if from == to || isFromDegrees && isToDegrees {
      startsInDegrees = try CRSDescription(source).kind == .geographic
      way = .sameNumbers
      operation = nil
      return
    }
    startsInDegrees = isFromDegrees
    if isFromDegrees, let zone = GaussKruger(to) {
      way = .toZone(zone)
    } else if isToDegrees, let zone = GaussKruger(from) {
      way = .fromZone(zone)
    } else {
      way = .proj
    }
    operation = try PROJOperation(
      from: isFromDegrees && Self.isOnCGCS2000(to) ? .cgcs2000 : from,
      to: isToDegrees && Self.isOnCGCS2000(from) ? .cgcs2000 : to)
  }

  /// The Gauss–Krüger systems of CGCS2000, six degrees wide or three.
  private static func isOnCGCS2000(_ crs: CRS) -> Bool {
    guard case .epsg(let code) = crs else { return false }
    return (4491...4554).contains(code)
  }

  /// Moves the columns in place. Where a position has no image both numbers become not-a-number.
  ///
  /// - Returns: the indices of the positions without an image, ascending.
  /// - Complexity: O(positions). Allocates nothing but the indices.
  @discardableResult
  public func forward(x: inout MutableSpan<Double>, y: inout MutableSpan<Double>) -> [Int] {
    precondition(x.count == y.count, "columns of one length")
    return x.withUnsafeMutableBufferPointer { xs in
      y.withUnsafeMutableBufferPointer { ys in
        guard let x = xs.baseAddress, let y = ys.baseAddress else { return [] }
        return move(x, y, stride: 1, count: xs.count)
      }
    }
  }

  /// `forward(x:y:)` for arrays.
  @discardableResult
  public func forward(x: inout [Double], y: inout [Double]) -> [Int] {
    var xs = x.mutableSpan
    var ys = y.mutableSpan
    return forward(x: &xs, y: &ys)
  }

  /// Each position's image, `nil` where there is none.
  public func forward(_ positions: [Coordinate]) -> [Coordinate?] {
    moved(positions).positions.map { $0.isFinite ? $0 : nil }
  }

  /// The image of one position, `nil` when there is none.
  public func forward(_ position: Coordinate) -> Coordinate? {
    forward([position])[0]
  }

  /// The same geometry in the target system. Straight pieces stay straight between their moved
  /// ends.
  ///
  /// - Throws: `ProjectionError.outsideDomain` when any position has no image.
  public func forward(_ geometry: Geometry) throws(ProjectionError) -> Geometry {
    try geometry.mapPositions { (list: [Coordinate]) throws(ProjectionError) -> [Coordinate] in
      let (positions, failed) = moved(list)
      guard let first = failed.first else { return positions }
      throw .outsideDomain(positions: failed.count, first: list[first])
    }
  }

  private func moved(_ positions: [Coordinate]) -> (positions: [Coordinate], failed: [Int]) {
    var moved = positions
    let failed = moved.withUnsafeMutableBytes { bytes in
      let numbers = bytes.assumingMemoryBound(to: Double.self)
      guard let first = numbers.baseAddress else { return [Int]() }
      return move(first, first + 1, stride: 2, count: positions.count)
    }
    return (moved, failed)
  }

  /// The stride is in numbers.
  private func move(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, stride: Int, count: Int
  ) -> [Int] {
    forEach(x, y, stride, count) { position in
      let isPlace =
        position.isFinite
        && (!startsInDegrees || position.y.magnitude <= 90 && position.x.magnitude <= 360)
      return isPlace ? removed?.removed(from: position) ?? position : Self.nowhere
    }
    switch way {
    case .sameNumbers: break
    case .toZone(let zone):
      forEach(x, y, stride, count) { zone.forward($0) ?? beyond($0) }
    case .fromZone(let zone):
      forEach(x, y, stride, count) { zone.inverse($0) ?? beyond($0) }
    case .proj: operation?.transform(x, y, stride: stride, count: count)
    }
    var failed: [Int] = []
    for index in 0..<count {
      let place = index * stride
      let position = Coordinate(x: x[place], y: y[place])
      let image = position.isFinite ? applied?.applied(to: position) ?? position : Self.nowhere
      if !image.isFinite { failed.append(index) }
      (x[place], y[place]) = (image.x, image.y)
    }
    return failed
  }

  private static let nowhere = Coordinate(x: .nan, y: .nan)

  /// By PROJ, for a position beyond the reach of the zone's series.
  @inline(never)
  private func beyond(_ position: Coordinate) -> Coordinate {
    guard position.isFinite else { return Self.nowhere }
    var x = position.x
    var y = position.y
    operation?.transform(&x, &y, stride: 1, count: 1)
    return Coordinate(x: x, y: y)
  }

  @inline(__always)
  private func forEach(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ stride: Int,
    _ count: Int, _ body: (Coordinate) -> Coordinate
  ) {
    for index in 0..<count {
      let place = index * stride
      let image = body(Coordinate(x: x[place], y: y[place]))
      x[place] = image.x
      y[place] = image.y
    }
  }
}
