import SimpleFeatures

/// Surfaces that are asked often whether they hold a position.
///
/// The edges lie in horizontal bands, so an answer looks at the edges of one band only. A position
/// on the border may be answered either way.
struct SampleRegion: Sendable {
  let polygons: [Polygon]
  let box: BoundingBox
  private var bands: [[Edge]]
  private let bandHeight: Double

  private struct Edge: Sendable {
    var low: Coordinate
    var high: Coordinate
  }

  /// `nil` when there is no surface.
  init?(_ polygons: [Polygon]) {
    guard let box = BoundingBox(polygons.lazy.flatMap(\.exterior)) else { return nil }
    self.polygons = polygons
    self.box = box
    let edges = polygons.lazy.flatMap(\.rings).reduce(0) { $0 + $1.count }
    let count = min(2000, max(1, edges / 6))
    bandHeight = max(box.height / Double(count), 1e-9)
    bands = Array(repeating: [], count: count)
    for ring in polygons.flatMap(\.rings) {
      for (start, end) in zip(ring, ring.dropFirst()) where start.y != end.y {
        let edge = start.y < end.y ? Edge(low: start, high: end) : Edge(low: end, high: start)
        for band in band(of: edge.low.y)...band(of: edge.high.y) { bands[band].append(edge) }
      }
    }
  }

  private func band(of y: Double) -> Int {
    min(max(Int((y - box.minY) / bandHeight), 0), bands.count - 1)
  }

  func contains(_ place: Coordinate) -> Bool {
    guard box.contains(place) else { return false }
    var isInside = false
    for edge in bands[band(of: place.y)] where edge.low.y <= place.y && place.y < edge.high.y {
      let share = (place.y - edge.low.y) / (edge.high.y - edge.low.y)
      if edge.low.x + share * (edge.high.x - edge.low.x) > place.x { isInside.toggle() }
    }
    return isInside
  }

  /// All of the square around the place lies inside, as far as its corners tell.
  func contains(_ place: Coordinate, margin: Double) -> Bool {
    contains(place) && contains(place.moved(east: margin, north: margin))
      && contains(place.moved(east: -margin, north: margin))
      && contains(place.moved(east: margin, north: -margin))
      && contains(place.moved(east: -margin, north: -margin))
  }
}

extension Polygon {
  /// The planar area of the outer ring without its holes, in the square of the unit.
  var planarArea: Double {
    abs(Self.signedArea(exterior)) - holes.reduce(0) { $0 + abs(Self.signedArea($1)) }
  }

  static func signedArea(_ ring: [Coordinate]) -> Double {
    guard let origin = ring.first else { return 0 }
    var twice = 0.0
    for (start, end) in zip(ring, ring.dropFirst()) {
      twice += (start.x - origin.x) * (end.y - origin.y) - (end.x - origin.x) * (start.y - origin.y)
    }
    return twice / 2
  }

  var planarLength: Double {
    zip(exterior, exterior.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
  }
}
