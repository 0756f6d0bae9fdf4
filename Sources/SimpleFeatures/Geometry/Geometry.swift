/// A geometry of OGC Simple Features (OGC 06-103r4), in two dimensions, as a value.
///
/// Heights and measures of an input are dropped by the reader, which says so.
public indirect enum Geometry: Sendable, Hashable {
  case point(Coordinate)
  case lineString([Coordinate])
  case polygon(Polygon)
  case multiPoint([Coordinate])
  case multiLineString([[Coordinate]])
  case multiPolygon([Polygon])
  case geometryCollection([Geometry])
}

/// A surface: a closed outer ring and closed holes. The first position of a ring stands again at
/// its end.
public struct Polygon: Sendable, Hashable {
  public var exterior: [Coordinate]
  public var holes: [[Coordinate]]

  public init(exterior: [Coordinate], holes: [[Coordinate]] = []) {
    self.exterior = exterior
    self.holes = holes
  }

  public init(_ box: BoundingBox) {
    self.init(exterior: [
      Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY),
      Coordinate(x: box.maxX, y: box.maxY), Coordinate(x: box.minX, y: box.maxY),
      Coordinate(x: box.minX, y: box.minY),
    ])
  }

  /// The outer ring first.
  public var rings: [[Coordinate]] { [exterior] + holes }
}

extension Geometry {
  /// The seven types, with the names of the standard and the numbers of WKB.
  public enum Kind: UInt32, Sendable, CaseIterable {
    case point = 1
    case lineString
    case polygon
    case multiPoint
    case multiLineString
    case multiPolygon
    case geometryCollection

    /// As GeoJSON and `geometry_columns` write it.
    public var name: String {
      switch self {
      case .point: "Point"
      case .lineString: "LineString"
      case .polygon: "Polygon"
      case .multiPoint: "MultiPoint"
      case .multiLineString: "MultiLineString"
      case .multiPolygon: "MultiPolygon"
      case .geometryCollection: "GeometryCollection"
      }
    }
  }

  public var kind: Kind {
    switch self {
    case .point: .point
    case .lineString: .lineString
    case .polygon: .polygon
    case .multiPoint: .multiPoint
    case .multiLineString: .multiLineString
    case .multiPolygon: .multiPolygon
    case .geometryCollection: .geometryCollection
    }
  }

  /// The surfaces in it; empty for points and lines.
  public var polygons: [Polygon] {
    switch self {
    case .polygon(let polygon): [polygon]
    case .multiPolygon(let polygons): polygons
    case .geometryCollection(let parts): parts.flatMap(\.polygons)
    case .point, .lineString, .multiPoint, .multiLineString: []
    }
  }

  /// The lines in it, the borders of surfaces not among them.
  public var lines: [[Coordinate]] {
    switch self {
    case .lineString(let line): [line]
    case .multiLineString(let lines): lines
    case .geometryCollection(let parts): parts.flatMap(\.lines)
    case .point, .polygon, .multiPoint, .multiPolygon: []
    }
  }

  /// Every position, in order.
  ///
  /// - Complexity: O(positions).
  public func forEachCoordinate(_ body: (Coordinate) -> Void) {
    switch self {
    case .point(let position): body(position)
    case .lineString(let positions), .multiPoint(let positions):
      for position in positions { body(position) }
    case .multiLineString(let lines):
      for line in lines { for position in line { body(position) } }
    case .polygon(let polygon):
      for ring in polygon.rings { for position in ring { body(position) } }
    case .multiPolygon(let polygons):
      for polygon in polygons {
        for ring in polygon.rings { for position in ring { body(position) } }
      }
    case .geometryCollection(let parts):
      for part in parts { part.forEachCoordinate(body) }
    }
  }

  /// The same geometry with every list of positions replaced; lists keep their order and role.
  ///
  /// One list is one ring, one line or one multi-point, so a transformation can work on whole
  /// columns.
  public func mapPositions<Failure: Error>(
    _ transform: ([Coordinate]) throws(Failure) -> [Coordinate]
  ) throws(Failure) -> Geometry {
    switch self {
    case .point(let position):
      return .point(try transform([position])[0])
    case .lineString(let line): return .lineString(try transform(line))
    case .multiPoint(let points): return .multiPoint(try transform(points))
    case .multiLineString(let lines):
      var moved: [[Coordinate]] = []
      for line in lines { moved.append(try transform(line)) }
      return .multiLineString(moved)
    case .polygon(let polygon): return .polygon(try polygon.mapPositions(transform))
    case .multiPolygon(let polygons):
      var moved: [Polygon] = []
      for polygon in polygons { moved.append(try polygon.mapPositions(transform)) }
      return .multiPolygon(moved)
    case .geometryCollection(let parts):
      var moved: [Geometry] = []
      for part in parts { moved.append(try part.mapPositions(transform)) }
      return .geometryCollection(moved)
    }
  }

  /// `nil` when the geometry holds no finite position.
  public var boundingBox: BoundingBox? {
    var box: BoundingBox?
    forEachCoordinate { position in
      guard position.isFinite else { return }
      box = box?.union(BoundingBox(position)) ?? BoundingBox(position)
    }
    return box
  }
}

extension Polygon {
  public func mapPositions<Failure: Error>(
    _ transform: ([Coordinate]) throws(Failure) -> [Coordinate]
  ) throws(Failure) -> Polygon {
    var moved = Polygon(exterior: try transform(exterior))
    for hole in holes { moved.holes.append(try transform(hole)) }
    return moved
  }
}
