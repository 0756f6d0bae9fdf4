public import SimpleFeatures

/// A thing on the map: its geometry in metres of the map's CRS, and the value that its layer's
/// ramp looks at.
public struct MapFeature: Sendable, Hashable {
  public var geometry: Geometry
  public var value: AttributeValue
  /// A count to show as the area of a circle, for points; `nil` for a plain symbol.
  public var count: Double?

  public init(geometry: Geometry, value: AttributeValue = .unknown, count: Double? = nil) {
    self.geometry = geometry
    self.value = value
    self.count = count
  }
}

/// Features that are drawn by one ramp.
public struct MapLayer: Sendable {
  public internal(set) var ramp: Ramp
  public let features: [MapFeature]
  /// Whether the legend names it.
  public var inLegend: Bool
  /// The class of each feature; −1 where the ramp has none, and the feature is not drawn.
  let classes: [Int]
  let boxes: [BoundingBox?]
  /// The largest and smallest count, for the size of circles.
  let largestCount: Double?
  let smallestCount: Double?

  /// - Complexity: O(positions).
  public init(ramp: Ramp, features: [MapFeature], inLegend: Bool = true) {
    self.ramp = ramp
    self.features = features
    self.inLegend = inLegend
    classes = features.map { ramp.classIndex(of: $0.value) ?? -1 }
    boxes = features.map(\.geometry.boundingBox)
    largestCount = features.lazy.compactMap(\.count).filter(\.isFinite).max()
    smallestCount = features.lazy.compactMap(\.count).filter(\.isFinite).min()
  }

  /// How many features are not drawn, because their value has no class.
  public var withoutClass: Int { classes.lazy.filter { $0 < 0 }.count }

  /// The classes that some feature in a piece of ground has, in the order of the ramp.
  public func presentClasses(in ground: BoundingBox) -> [Int] {
    var present = [Bool](repeating: false, count: ramp.classes.count)
    for (index, box) in zip(classes, boxes) where index >= 0 && !present[index] {
      if let box, box.intersects(ground) { present[index] = true }
    }
    return present.indices.filter { present[$0] }
  }
}

/// A name on the map.
public struct MapLabel: Sendable, Hashable {
  /// Which style of `sheet.json` it takes. `water` and `region` stand on their place, the others
  /// beside it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case town, village, water, cluster, region
  }

  public var text: String
  /// In metres of the map's CRS.
  public var position: Coordinate
  public var kind: Kind
  /// The larger is placed first and wins the room; equals in their order.
  public var priority: Int

  public init(text: String, position: Coordinate, kind: Kind, priority: Int) {
    self.text = text
    self.position = position
    self.kind = kind
    self.priority = priority
  }
}
