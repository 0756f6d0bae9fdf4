import Glibc
import SimpleFeatures
public import Storage
import Topology

/// Looks for overlaps, gaps and slivers between the governance grids, and keeps them as the layer
/// `grid_faults`.
///
/// Grids are compared in degrees stretched to metres about their middle, so that what shares a
/// border in the file shares it here: lengths are right to a few thousandths within a county.
public struct FindGridFaults {
  /// What is narrower is a sliver, in metres.
  public var sliverMetres = 2.0
  /// What is smaller is rounding, in square metres.
  public var minimumSquareMetres = 1.0

  public init() {}

  public struct Report: Sendable, Codable {
    public struct Fault: Sendable, Codable {
      public var kind: String
      /// The codes of the grids that hold it or border on it.
      public var grids: [String]
      public var areaSquareMetres: Double
      public var widthMetres: Double
    }

    public var grids: Int
    public var overlaps: Int
    public var gaps: Int
    public var slivers: Int
    public var invalid: Int
    public var overlapSquareMetres: Double
    public var gapSquareMetres: Double
    /// The largest first.
    public var faults: [Fault]
  }

  /// - Parameter keeping: whether the faults become the layer; else they are only reported.
  /// - Complexity: near O(n log n) in the grids.
  public func run(in store: any SpatialStore, keeping: Bool = true) throws -> Report {
    let grids = try store.answer(GridAreas())
    guard !grids.isEmpty else {
      throw WorkflowError.failed("the store has no grids to check: import grids first")
    }
    let plane = LocalPlane(grids.compactMap(\.geometry.boundingBox))
    var finder = CoverageFaults(context: try TopologyContext())
    finder.sliverMetres = sliverMetres
    finder.minimumSquareMetres = minimumSquareMetres
    var faults = try finder.find(in: grids.map { plane.metres($0.geometry) })
    faults.sort { ($1.areaSquareMetres, $0.items[0]) < ($0.areaSquareMetres, $1.items[0]) }
    if keeping {
      try store.write { transaction in
        try transaction.run(ClearGridFaults())
        for (index, fault) in faults.enumerated() {
          try transaction.run(
            InsertGridFault(
              number: index + 1, kind: fault.kind.rawValue,
              grids: fault.items.map { grids[$0].code }.joined(separator: " "),
              areaSquareMetres: fault.areaSquareMetres, widthMetres: fault.widthMetres,
              geometry: .multiPolygon(plane.degrees(fault.geometry).polygons)))
        }
      }
    }
    func sum(_ isSuch: (CoverageFaults.Fault) -> Bool) -> Double {
      faults.filter(isSuch).reduce(0) { $0 + $1.areaSquareMetres }
    }
    return Report(
      grids: grids.count, overlaps: faults.count { $0.kind == .overlap },
      gaps: faults.count { $0.kind == .gap }, slivers: faults.count { $0.kind == .sliver },
      invalid: faults.count { $0.kind == .invalid },
      overlapSquareMetres: sum(\.isOverlap),
      gapSquareMetres: sum { !$0.isOverlap },
      faults: faults.map {
        .init(
          kind: $0.kind.rawValue, grids: $0.items.map { grids[$0].code },
          areaSquareMetres: $0.areaSquareMetres, widthMetres: $0.widthMetres)
      })
  }
}

/// Degrees stretched to metres by one factor each way: straight lines stay straight.
private struct LocalPlane {
  private let origin: Coordinate
  private let metresEast: Double
  private let metresNorth: Double

  /// > WGS 84: a = 6,378,137 m, e² = 0.00669437999014.
  init(_ boxes: [BoundingBox]) {
    let box = boxes.dropFirst().reduce(boxes.first) { $0?.union($1) }
    origin = box?.centre ?? Coordinate(x: 0, y: 0)
    let sine = sin(origin.y * .pi / 180)
    let w = 1 - 0.00669437999014 * sine * sine
    metresNorth = 6_378_137 * (1 - 0.00669437999014) / (w * w.squareRoot()) * .pi / 180
    metresEast = 6_378_137 / w.squareRoot() * cos(origin.y * .pi / 180) * .pi / 180
  }

  func metres(_ geometry: Geometry) -> Geometry {
    geometry.mapPositions { list in
      list.map {
        Coordinate(x: ($0.x - origin.x) * metresEast, y: ($0.y - origin.y) * metresNorth)
      }
    }
  }

  func degrees(_ geometry: Geometry) -> Geometry {
    geometry.mapPositions { list in
      list.map {
        Coordinate(x: $0.x / metresEast + origin.x, y: $0.y / metresNorth + origin.y)
      }
    }
  }
}
