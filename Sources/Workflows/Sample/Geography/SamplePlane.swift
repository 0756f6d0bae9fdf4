import SimpleFeatures

/// A flat plane in metres around 120° E, 26.8° N, on which the sample's shapes are constructed.
///
/// It is a linear map of degrees, so what is straight here is straight in the file, and a border
/// that two cells share stays one border. Lengths that are written out do not come from here.
enum SamplePlane {
  static let originLongitude = 120.0
  static let originLatitude = 26.8
  /// Metres of one degree at the origin, on the ellipsoid of WGS 84.
  static let eastMetres = 99_429.879
  static let northMetres = 110_800.382

  static func metres(_ degrees: Coordinate) -> Coordinate {
    Coordinate(
      x: (degrees.x - originLongitude) * eastMetres, y: (degrees.y - originLatitude) * northMetres)
  }

  /// Degrees on the raster of seven decimals (one centimetre) that the files are written in.
  static func degrees(_ metres: Coordinate) -> Coordinate {
    SamplePoint(metres).degrees
  }

  static func metres(_ rings: Polygon) -> Polygon {
    Polygon(
      exterior: rings.exterior.map { metres($0) },
      holes: rings.holes.map { $0.map { metres($0) } })
  }

  static func degrees(_ rings: Polygon) -> Polygon {
    Polygon(
      exterior: rings.exterior.map { degrees($0) },
      holes: rings.holes.map { $0.map { degrees($0) } })
  }
}

/// A position as whole numbers of 1e-7 degrees: two shapes share a vertex when these are equal.
struct SamplePoint: Hashable, Comparable, Sendable {
  var east: Int32
  var north: Int32

  /// From the plane; the study area lies far inside the range of the numbers.
  init(_ metres: Coordinate) {
    let longitude = metres.x / SamplePlane.eastMetres + SamplePlane.originLongitude
    let latitude = metres.y / SamplePlane.northMetres + SamplePlane.originLatitude
    east = Int32(clamping: Int((longitude * 1e7).rounded()))
    north = Int32(clamping: Int((latitude * 1e7).rounded()))
  }

  var degrees: Coordinate { Coordinate(x: Double(east) / 1e7, y: Double(north) / 1e7) }
  var metres: Coordinate { SamplePlane.metres(degrees) }

  static func < (left: SamplePoint, right: SamplePoint) -> Bool {
    (left.east, left.north) < (right.east, right.north)
  }
}

extension Coordinate {
  func squaredDistance(to other: Coordinate) -> Double {
    (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y)
  }

  func distance(to other: Coordinate) -> Double { squaredDistance(to: other).squareRoot() }

  /// The place at a distance in a direction, counted anticlockwise from east in radians.
  func moved(east: Double, north: Double) -> Coordinate {
    Coordinate(x: x + east, y: y + north)
  }
}
