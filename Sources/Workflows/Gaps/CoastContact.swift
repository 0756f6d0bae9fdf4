import Projections
import SimpleFeatures
import Storage
import Topology

/// Which stretch of the coast a zone belongs to: the one whose line is nearest to the zone's border.
struct CoastContact {
  private let lines: [Geometry]
  private let boxes: [BoundingBox]
  private let segments: [CoverRegister.Segment]
  private let toMetres: Transformation
  private let topology: TopologyContext

  init(_ segments: [CoverRegister.Segment], metric: CRS) throws {
    toMetres = try Transformation(from: .wgs84, to: metric)
    topology = try TopologyContext()
    var (lines, boxes, kept): ([Geometry], [BoundingBox], [CoverRegister.Segment]) = ([], [], [])
    for segment in segments {
      let line = try toMetres.forward(segment.geometry)
      guard let box = line.boundingBox else { continue }
      lines.append(line)
      boxes.append(box)
      kept.append(segment)
    }
    (self.lines, self.boxes, self.segments) = (lines, boxes, kept)
  }

  /// `nil` where the store has no coast. Of equals the one that comes first.
  ///
  /// - Parameter geometry: in WGS 84.
  /// - Complexity: O(segments), and a distance for each that may be nearer than the best.
  func nearest(
    to geometry: Geometry
  ) throws -> (segment: CoverRegister.Segment, metres: Double)? {
    let zone = try toMetres.forward(geometry)
    guard let box = zone.boundingBox else { return nil }
    let away = boxes.map { other in
      let dx = max(0, max(other.minX - box.maxX, box.minX - other.maxX))
      let dy = max(0, max(other.minY - box.maxY, box.minY - other.maxY))
      return (dx * dx + dy * dy).squareRoot()
    }
    let prepared = try PreparedGEOSGeometry(zone, in: topology)
    var best: (index: Int, metres: Double)?
    for index in away.indices.sorted(by: { (away[$0], $0) < (away[$1], $1) }) {
      if let best, away[index] > best.metres { break }
      let metres = try prepared.distance(to: GEOSGeometry(lines[index], in: topology))
      if best.map({ (metres, index) < ($0.metres, $0.index) }) ?? true { best = (index, metres) }
    }
    return best.map { (segments[$0.index], $0.metres) }
  }
}
