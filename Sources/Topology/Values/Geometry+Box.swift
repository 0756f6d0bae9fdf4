public import SimpleFeatures

extension Geometry {
  /// Whether any part of it lies in a box, the border of the box and its own included; decided
  /// exactly, as `ST_Intersects` of a valid geometry with the box is.
  ///
  /// A straight line meets a box unless one of three directions parts them: along either side of the
  /// box, or across the line.
  ///
  /// > S. Gottschalk, M. C. Lin, D. Manocha. "OBBTree." *SIGGRAPH* 1996. doi:10.1145/237170.237244
  ///
  /// - Complexity: O(positions); nothing is allocated.
  public func meets(_ box: BoundingBox) -> Bool {
    switch self {
    case .point(let position): box.contains(position)
    case .multiPoint(let positions): positions.contains { box.contains($0) }
    case .lineString(let line): box.meets(line)
    case .multiLineString(let lines): lines.contains { box.meets($0) }
    case .polygon(let polygon): box.meets(polygon)
    case .multiPolygon(let polygons): polygons.contains { box.meets($0) }
    case .geometryCollection(let parts): parts.contains { $0.meets(box) }
    }
  }
}

extension BoundingBox {
  fileprivate func meets(_ polygon: Polygon) -> Bool {
    if meets(polygon.exterior) { return true }
    for hole in polygon.holes where meets(hole) { return true }
    // No border comes into the box: it lies inside or outside as a whole.
    let corner = Coordinate(x: minX, y: minY)
    return Self.rounds(polygon.exterior, corner)
      && !polygon.holes.contains { Self.rounds($0, corner) }
  }

  /// Whether a line comes into the box.
  fileprivate func meets(_ line: [Coordinate]) -> Bool {
    guard var start = line.first else { return false }
    if line.count == 1 { return contains(start) }
    for end in line.dropFirst() {
      if meets(start, end) { return true }
      start = end
    }
    return false
  }

  private func meets(_ a: Coordinate, _ b: Coordinate) -> Bool {
    guard min(a.x, b.x) <= maxX, max(a.x, b.x) >= minX, min(a.y, b.y) <= maxY,
      max(a.y, b.y) >= minY
    else { return false }
    if contains(a) || contains(b) { return true }
    var (isLeft, isRight) = (false, false)
    func look(_ x: Double, _ y: Double) {
      let sign = Orientation.sign(a.x, a.y, b.x, b.y, x, y)
      if sign >= 0 { isLeft = true }
      if sign <= 0 { isRight = true }
    }
    look(minX, minY)
    look(maxX, minY)
    look(maxX, maxY)
    look(minX, maxY)
    return isLeft && isRight
  }

  /// Whether a ring goes round a position that is not on it.
  private static func rounds(_ ring: [Coordinate], _ position: Coordinate) -> Bool {
    var isInside = false
    for (a, b) in zip(ring, ring.dropFirst()) where (a.y > position.y) != (b.y > position.y) {
      let sign = Orientation.sign(a.x, a.y, b.x, b.y, position.x, position.y)
      if (sign > 0) == (b.y > a.y) { isInside.toggle() }
    }
    return isInside
  }
}
