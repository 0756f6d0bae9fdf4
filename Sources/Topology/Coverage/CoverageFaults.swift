public import SimpleFeatures

/// Where surfaces that should part an area between them do not: positions that two of them hold,
/// and positions that none holds although all around is held.
///
/// Boxes are swept from west to east, so only neighbours are intersected. Gaps are what is missing
/// from the union with its holes filled; a narrow gap that is open to the outside is found by
/// closing the union by half its width.
///
/// Coordinates must be metres, and what is straight in the source must be straight in them: a
/// vertex on a neighbour's edge else looks like a sliver.
public struct CoverageFaults {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Two surfaces hold it.
    case overlap
    /// No surface holds it.
    case gap
    /// An overlap or a gap that is narrower than `sliverMetres`: two tracings of one border.
    case sliver
    /// The rings cross: the surface cannot be compared.
    case invalid
  }

  public struct Fault: Sendable {
    public var kind: Kind
    /// Whether two surfaces hold it, where it is a sliver.
    public var isOverlap: Bool
    /// The surfaces that hold it or border on it, at most `CoverageFaults.mostItems`, ascending.
    public var items: [Int]
    public var areaSquareMetres: Double
    /// Twice the area by the length of the border: the width of what is long and narrow.
    public var widthMetres: Double
    public var geometry: Geometry
  }

  /// What is narrower is a sliver. Metres.
  public var sliverMetres = 2.0
  /// What is smaller is rounding and is passed over. Square metres.
  public var minimumSquareMetres = 1.0

  public static let mostItems = 8

  private let context: TopologyContext

  public init(context: TopologyContext) { self.context = context }

  /// - Complexity: near O(n log n) where surfaces have a bounded number of neighbours.
  public func find(in surfaces: [Geometry]) throws(TopologyError) -> [Fault] {
    var faults: [Fault] = []
    var shapes: [Shape?] = []
    for (index, surface) in surfaces.enumerated() {
      if try context.validityFault(of: surface) != nil {
        // An area that crosses itself has none that means anything.
        faults.append(
          Fault(
            kind: .invalid, isOverlap: false, items: [index], areaSquareMetres: 0, widthMetres: 0,
            geometry: surface))
        shapes.append(nil)
      } else {
        shapes.append(try Shape(surface, in: context))
      }
    }
    try forEachNeighbours(shapes) { (one, other, first, second) throws(TopologyError) in
      let common = try one.geometry.intersection(other.geometry)
      guard try common.area() >= minimumSquareMetres else { return }
      for polygon in try common.value().polygons {
        if let fault = try fault(polygon, isOverlap: true, items: [first, second]) {
          faults.append(fault)
        }
      }
    }
    faults += try gaps(shapes, surfaces)
    return faults
  }

  private final class Shape {
    let geometry: GEOSGeometry
    let box: BoundingBox

    init?(_ surface: Geometry, in context: TopologyContext) throws(TopologyError) {
      guard let box = surface.boundingBox else { return nil }
      self.box = box
      geometry = try GEOSGeometry(surface, in: context)
    }
  }

  /// Pairs whose boxes share more than a border, each once, the lower number first.
  private func forEachNeighbours(
    _ shapes: [Shape?], _ body: (Shape, Shape, Int, Int) throws(TopologyError) -> Void
  ) throws(TopologyError) {
    let order = shapes.indices.filter { shapes[$0] != nil }.sorted {
      (shapes[$0]?.box.minX ?? 0, $0) < (shapes[$1]?.box.minX ?? 0, $1)
    }
    var open: [Int] = []
    for index in order {
      guard let own = shapes[index] else { continue }
      open.removeAll { (shapes[$0]?.box.maxX ?? 0) <= own.box.minX }
      for earlier in open {
        guard let other = shapes[earlier], other.box.minY < own.box.maxY,
          own.box.minY < other.box.maxY
        else { continue }
        if earlier < index {
          try body(other, own, earlier, index)
        } else {
          try body(own, other, index, earlier)
        }
      }
      open.append(index)
    }
  }

  private func gaps(
    _ shapes: [Shape?], _ surfaces: [Geometry]
  ) throws(TopologyError) -> [Fault] {
    let valid = shapes.indices.filter { shapes[$0] != nil }.map { surfaces[$0] }
    guard !valid.isEmpty else { return [] }
    let whole = try GEOSGeometry(collecting: valid, in: context).merged()
    let filled = try GEOSGeometry(
      collecting: try whole.value().polygons.map { .polygon(Polygon(exterior: $0.exterior)) },
      in: context
    ).merged()
    var missing = try filled.subtracting(whole).value().polygons
    let half = sliverMetres / 2
    let closed = try filled.buffered(by: half).buffered(by: -half)
    missing += try closed.subtracting(filled).value().polygons
    var faults: [Fault] = []
    for polygon in missing {
      guard let box = BoundingBox(polygon.exterior),
        var fault = try fault(polygon, isOverlap: false, items: [])
      else { continue }
      let near = box.expanded(by: sliverMetres)
      let place = try GEOSGeometry(.polygon(polygon), in: context)
      for (index, shape) in shapes.enumerated() where fault.items.count < Self.mostItems {
        guard let shape, shape.box.intersects(near) else { continue }
        if try shape.geometry.isWithin(distance: 1e-3, of: place) { fault.items.append(index) }
      }
      faults.append(fault)
    }
    return faults
  }

  private func fault(
    _ polygon: Polygon, isOverlap: Bool, items: [Int]
  ) throws(TopologyError) -> Fault? {
    let geometry = try GEOSGeometry(.polygon(polygon), in: context)
    let area = try geometry.area()
    guard area >= minimumSquareMetres else { return nil }
    let border = try geometry.length()
    let width = border > 0 ? 2 * area / border : 0
    return Fault(
      kind: width < sliverMetres ? .sliver : isOverlap ? .overlap : .gap, isOverlap: isOverlap,
      items: items, areaSquareMetres: area, widthMetres: width, geometry: .polygon(polygon))
  }
}
