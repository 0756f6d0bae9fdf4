public import SimpleFeatures

/// How many metres on the ground are a metre on paper, as a round number: 1:120 000.
public struct MapScale: Sendable, Hashable, Comparable {
  public let denominator: Double

  /// The steps in which scales are offered, times a power of ten.
  private static let steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

  public init?(denominator: Double) {
    guard denominator.isFinite, denominator >= 1 else { return nil }
    self.denominator = denominator
  }

  /// The largest round scale at which a ground extent fits a size on paper; no larger than 1:500,
  /// so that a single point has a scale too.
  ///
  /// - Parameter extent: in metres.
  public init(fitting extent: BoundingBox, in size: PaperSize) {
    let width = max(size.width, 1e-6) / 1000
    let height = max(size.height, 1e-6) / 1000
    // The tolerance keeps 100 km on exactly 1 m from needing the next scale.
    let least = max(extent.width / width, extent.height / height, 500) * (1 - 1e-9)
    var power = 1.0
    while power * 10 <= least { power *= 10 }
    let step = Self.steps.first { $0 * power >= least } ?? 10
    denominator = step * power
  }

  /// The larger denominator is the smaller scale and stands first.
  public static func < (first: MapScale, second: MapScale) -> Bool {
    first.denominator > second.denominator
  }

  /// `1:120 000`, with spaces that do not break.
  public var text: String { "1:" + Self.grouped(denominator) }

  static func grouped(_ number: Double) -> String {
    var digits = String(Int64(number.rounded()))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: "\u{00A0}")
  }
}

/// Where a piece of ground lies on paper: a rectangle, the ground at its centre, and a scale.
public struct MapView: Sendable, Hashable {
  public let rectangle: Rectangle
  /// In metres of the map's CRS.
  public let centre: Coordinate
  public let scale: MapScale

  public init(rectangle: Rectangle, centre: Coordinate, scale: MapScale) {
    self.rectangle = rectangle
    self.centre = centre
    self.scale = scale
  }

  /// The largest round scale at which the extent fits, the extent in the middle.
  public init(rectangle: Rectangle, fitting extent: BoundingBox) {
    self.init(
      rectangle: rectangle, centre: extent.centre,
      scale: MapScale(fitting: extent, in: rectangle.size))
  }

  /// Millimetres on paper for a metre on the ground.
  public var millimetresPerMetre: Double { 1000 / scale.denominator }

  public func paper(_ position: Coordinate) -> PaperPoint {
    PaperPoint(
      x: rectangle.x + rectangle.width / 2 + (position.x - centre.x) * millimetresPerMetre,
      y: rectangle.y + rectangle.height / 2 - (position.y - centre.y) * millimetresPerMetre)
  }

  public func paper(_ box: BoundingBox) -> Rectangle {
    let corner = paper(Coordinate(x: box.minX, y: box.maxY))
    return Rectangle(
      x: corner.x, y: corner.y, width: box.width * millimetresPerMetre,
      height: box.height * millimetresPerMetre)
  }

  /// The ground that the rectangle shows, in metres.
  public var ground: BoundingBox {
    let half = PaperSize(
      width: rectangle.width / 2 / millimetresPerMetre,
      height: rectangle.height / 2 / millimetresPerMetre)
    return BoundingBox(
      minX: centre.x - half.width, minY: centre.y - half.height, maxX: centre.x + half.width,
      maxY: centre.y + half.height)
  }
}
