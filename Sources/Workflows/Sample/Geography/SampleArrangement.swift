import SimpleFeatures
import Topology

/// The faces into which lines divide the plane, and which of them meet.
///
/// All borders are noded together, once, and put on the raster of the files. Two faces that touch
/// therefore share the same vertices, and so do the units that are put together from them: there
/// is no gap and no overlap between neighbours.
struct SampleArrangement: Sendable {
  struct Edge: Hashable, Sendable {
    var low: SamplePoint
    var high: SamplePoint

    init(_ start: SamplePoint, _ end: SamplePoint) {
      low = min(start, end)
      high = max(start, end)
    }

    var metres: Double { low.metres.distance(to: high.metres) }
  }

  struct Face: Sendable {
    /// In degrees, on the raster.
    var polygon: Polygon
    /// A place inside, on the plane.
    var inside: Coordinate
    var edges: [Edge]
    var area: Double
  }

  private(set) var faces: [Face] = []
  /// The faces at each edge, one or two.
  private(set) var facesAtEdge: [Edge: [Int]] = [:]

  /// - Parameter lines: on the plane; they may cross and overlap.
  init(_ lines: [[Coordinate]], in topology: TopologyContext) throws {
    for polygon in try topology.polygonize(lines) {
      guard let inside = try topology.pointOnSurface(of: .polygon(polygon)) else { continue }
      let rings = polygon.rings.map(Self.rastered)
      guard let exterior = rings.first, exterior.count >= 4 else { continue }
      let kept = [exterior] + rings.dropFirst().filter { $0.count >= 4 }
      let edges = kept.flatMap { ring in zip(ring, ring.dropFirst()).map { Edge($0, $1) } }
      let degrees = kept.map { $0.map(\.degrees) }
      for edge in edges { facesAtEdge[edge, default: []].append(faces.count) }
      faces.append(
        Face(
          polygon: Polygon(exterior: degrees[0], holes: Array(degrees.dropFirst())),
          inside: inside, edges: edges, area: polygon.planarArea))
    }
  }

  private static func rastered(_ ring: [Coordinate]) -> [SamplePoint] {
    var points: [SamplePoint] = []
    for position in ring {
      let point = SamplePoint(position)
      if point != points.last { points.append(point) }
    }
    return points
  }

  /// The faces across the edges of a face, with the length of border in common.
  func neighbours(of face: Int) -> [(face: Int, metres: Double)] {
    var lengths: [Int: Double] = [:]
    for edge in faces[face].edges {
      for other in facesAtEdge[edge] ?? [] where other != face {
        lengths[other, default: 0] += edge.metres
      }
    }
    return lengths.map { ($0.key, $0.value) }.sorted { $0.face < $1.face }
  }

  /// Faces of one owner that hang together, by the lowest face first.
  func components(of members: [Int], owner: [Int?]) -> [[Int]] {
    var left = Set(members)
    var components: [[Int]] = []
    for start in members where left.remove(start) != nil {
      var component = [start]
      var next = 0
      while next < component.count {
        for (other, _) in neighbours(of: component[next])
        where owner[other] == owner[start] && left.remove(other) != nil {
          component.append(other)
        }
        next += 1
      }
      components.append(component.sorted())
    }
    return components
  }
}
