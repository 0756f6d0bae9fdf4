import Foundation
public import SimpleFeatures

/// The offsets of Chinese web maps against WGS 84, in degrees.
///
/// The formulas are known from what services return, not from a standard: they agree with the
/// services to about a metre. Outside a box around China nothing moves; the box is crude and also
/// holds Taiwan, Korea and Mongolia.
///
/// > Artoria2e5. "PRCoords" (CC0): the constants, and what is known of their origin.
public enum ChineseOffset: Sendable, Hashable {
  /// 火星坐标: Amap, Tencent, Google's map of China.
  case gcj02
  /// Baidu's, on top of GCJ-02.
  case bd09

  /// `nil` for systems without an offset.
  public init?(_ crs: CRS) {
    switch crs {
    case .gcj02: self = .gcj02
    case .bd09: self = .bd09
    case .epsg: return nil
    }
  }

  /// Where the offsets apply, as longitudes and latitudes.
  public static let box = BoundingBox(minX: 72.004, minY: 0.8293, maxX: 137.8347, maxY: 55.8271)

  /// From WGS 84 to this system.
  public func applied(to position: Coordinate) -> Coordinate {
    guard Self.box.contains(position) else { return position }
    let offset = Self.gcj02(fromWGS84: position)
    return self == .gcj02 ? offset : Self.bd09(fromGCJ02: offset)
  }

  /// From this system to WGS 84: undoes `applied(to:)` to three micrometres.
  public func removed(from position: Coordinate) -> Coordinate {
    guard Self.box.contains(position) else { return position }
    let offset =
      self == .gcj02 ? position : Self.inverse(of: position, steps: 6, by: Self.bd09(fromGCJ02:))
    return Self.inverse(of: offset, steps: 4, by: Self.gcj02(fromWGS84:))
  }

  /// From WGS 84 to this system, in place.
  public func apply(x: inout MutableSpan<Double>, y: inout MutableSpan<Double>) {
    precondition(x.count == y.count, "columns of one length")
    for index in x.indices {
      let moved = applied(to: Coordinate(x: x[index], y: y[index]))
      x[index] = moved.x
      y[index] = moved.y
    }
  }

  /// From this system to WGS 84, in place.
  public func remove(x: inout MutableSpan<Double>, y: inout MutableSpan<Double>) {
    precondition(x.count == y.count, "columns of one length")
    for index in x.indices {
      let moved = removed(from: Coordinate(x: x[index], y: y[index]))
      x[index] = moved.x
      y[index] = moved.y
    }
  }

  /// By steps of p ← p − (f(p) − q). For GCJ-02 four leave micrometres; BD-09 ripples faster,
  /// and each step leaves a fiftieth.
  private static func inverse(
    of position: Coordinate, steps: Int, by forward: (Coordinate) -> Coordinate
  ) -> Coordinate {
    var guess = position
    for _ in 0..<steps {
      let image = forward(guess)
      guess.x -= image.x - position.x
      guess.y -= image.y - position.y
    }
    return guess
  }

  /// Krasovsky's ellipsoid of 1940; the equator of WGS 84 in its place errs by a centimetre.
  private static let semiMajorAxis = 6_378_245.0
  private static let eccentricitySquared = 0.00669342162296594323

  private static func gcj02(fromWGS84 position: Coordinate) -> Coordinate {
    let x = position.x - 105
    let y = position.y - 35
    let root = x.magnitude.squareRoot()
    let ripple = 20 * sin(6 * .pi * x) + 20 * sin(2 * .pi * x)
    let northWaves =
      ripple + 20 * sin(.pi * y) + 40 * sin(.pi * y / 3)
      + 160 * sin(.pi * y / 12) + 320 * sin(.pi * y / 30)
    let eastWaves =
      ripple + 20 * sin(.pi * x) + 40 * sin(.pi * x / 3)
      + 150 * sin(.pi * x / 12) + 300 * sin(.pi * x / 30)
    let northMetres =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + northWaves * 2 / 3
    let eastMetres =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + eastWaves * 2 / 3
    let latitude = position.y * .pi / 180
    let sine = sin(latitude)
    let w = 1 - eccentricitySquared * sine * sine
    let meridian = semiMajorAxis * (1 - eccentricitySquared) / (w * w.squareRoot())
    let parallel = semiMajorAxis / w.squareRoot() * cos(latitude)
    return Coordinate(
      x: position.x + eastMetres * 180 / (.pi * parallel),
      y: position.y + northMetres * 180 / (.pi * meridian))
  }

  private static func bd09(fromGCJ02 position: Coordinate) -> Coordinate {
    let step = Double.pi * 3000 / 180
    let radius =
      (position.x * position.x + position.y * position.y).squareRoot()
      + 2e-5 * sin(position.y * step)
    let angle = atan2(position.y, position.x) + 3e-6 * cos(position.x * step)
    return Coordinate(x: radius * cos(angle) + 0.0065, y: radius * sin(angle) + 0.006)
  }
}
