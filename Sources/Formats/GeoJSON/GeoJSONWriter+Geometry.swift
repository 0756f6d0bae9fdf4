import SimpleFeatures

extension GeoJSONWriter {
  /// `false` when a coordinate is not finite; what was written so far is then worth nothing.
  mutating func append(_ geometry: Geometry) -> Bool {
    put("{\"type\":\"")
    page.append(geometry.kind.name)
    if case .geometryCollection(let parts) = geometry {
      put("\",\"geometries\":[")
      for (index, part) in parts.enumerated() {
        if index > 0 { page.append(ASCII.comma) }
        guard append(part) else { return false }
      }
      put("]}")
      return true
    }
    put("\",\"coordinates\":")
    guard appendCoordinates(geometry) else { return false }
    page.append(ASCII.closeBrace)
    return true
  }

  private mutating func appendCoordinates(_ geometry: Geometry) -> Bool {
    switch geometry {
    case .point(let position):
      append(position)
      return position.isFinite
    case .lineString(let line), .multiPoint(let line): return append(line, reversed: false)
    case .multiLineString(let lines):
      return appendList(lines) { writer, line in writer.append(line, reversed: false) }
    case .polygon(let polygon): return append(polygon)
    case .multiPolygon(let polygons):
      return appendList(polygons) { writer, polygon in writer.append(polygon) }
    case .geometryCollection: return false
    }
  }

  private mutating func append(_ polygon: Polygon) -> Bool {
    guard !polygon.exterior.isEmpty else {
      put("[]")
      return true
    }
    page.append(ASCII.openBracket)
    guard append(polygon.exterior, reversed: Self.doubleArea(polygon.exterior) < 0) else {
      return false
    }
    for hole in polygon.holes {
      page.append(ASCII.comma)
      guard append(hole, reversed: Self.doubleArea(hole) > 0) else { return false }
    }
    page.append(ASCII.closeBracket)
    return true
  }

  private mutating func append(_ positions: [Coordinate], reversed: Bool) -> Bool {
    page.append(ASCII.openBracket)
    var isFinite = true
    for index in positions.indices {
      if index > 0 { page.append(ASCII.comma) }
      let position = positions[reversed ? positions.count - 1 - index : index]
      isFinite = isFinite && position.isFinite
      append(position)
    }
    page.append(ASCII.closeBracket)
    return isFinite
  }

  private mutating func appendList<Element>(
    _ elements: [Element], _ body: (inout GeoJSONWriter, Element) -> Bool
  ) -> Bool {
    page.append(ASCII.openBracket)
    for (index, element) in elements.enumerated() {
      if index > 0 { page.append(ASCII.comma) }
      guard body(&self, element) else { return false }
    }
    page.append(ASCII.closeBracket)
    return true
  }

  @inline(__always) mutating func append(_ position: Coordinate) {
    guard position.isFinite else { return }
    page.append(ASCII.openBracket)
    DecimalText.append(position.x, decimals: decimals, to: &page)
    page.append(ASCII.comma)
    DecimalText.append(position.y, decimals: decimals, to: &page)
    page.append(ASCII.closeBracket)
  }

  /// Twice the signed area, positive against the clock, around the first position so that large
  /// coordinates do not drown it.
  private static func doubleArea(_ ring: [Coordinate]) -> Double {
    guard let origin = ring.first else { return 0 }
    var sum = 0.0
    for index in 1..<max(ring.count, 1) {
      let (from, to) = (ring[index - 1], ring[index])
      sum += (from.x - origin.x) * (to.y - origin.y) - (to.x - origin.x) * (from.y - origin.y)
    }
    return sum
  }
}
