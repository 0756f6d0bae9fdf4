public import SimpleFeatures

/// What a feature of a layer must be to be chosen: a closed tree that each store renders in its own
/// words. Names are those of the layer's schema; values are bound, never written into a statement.
///
/// A comparison with what is unknown is neither true nor false, as in SQL, and does not choose.
public indirect enum Filter: Sendable, Hashable {
  public enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// How a feature's place lies to another, as in OGC Simple Features.
  public enum Relation: String, Sendable, Hashable, CaseIterable {
    case intersects, disjoint, within, contains, touches, crosses, overlaps, equals
  }

  /// All of these; true where there is none.
  case all([Filter])
  /// One of these at least; false where there is none.
  case any([Filter])
  case not(Filter)
  /// - Parameter ignoresCase: of ASCII letters.
  case compare(String, Comparison, AttributeValue, ignoresCase: Bool = false)
  /// A text with `%` for any letters, `_` for one, and a backslash before either as itself.
  case like(String, String, ignoresCase: Bool = false)
  case oneOf(String, [AttributeValue])
  case isUnknown(String)
  /// The feature's place to one in WGS 84.
  case place(Relation, Geometry)

  /// Every column that the choice depends on.
  public var names: Set<String> {
    switch self {
    case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.names) }
    case .not(let part): part.names
    case .compare(let name, _, _, _), .like(let name, _, _), .oneOf(let name, _),
      .isUnknown(let name):
      [name]
    case .place: []
    }
  }

  /// How many leaves it has: a store refuses what is absurd.
  public var size: Int {
    switch self {
    case .all(let parts), .any(let parts): parts.reduce(1) { $0 + $1.size }
    case .not(let part): 1 + part.size
    case .oneOf(_, let values): 1 + values.count
    case .compare, .like, .isUnknown, .place: 1
    }
  }
}

/// Some features of a layer, one page of them, in the order of their keys: a page begins behind the
/// last key of the page before it, so that it costs the same wherever it lies.
public struct FeaturePage: Sendable, Hashable {
  public var query: LayerQuery
  public var filter: Filter
  /// Degrees of WGS 84: the feature's place meets it.
  public var box: BoundingBox?
  /// The last key of the page before.
  public var after: Int64?
  /// No key beyond this one.
  public var through: Int64?
  /// Only the feature of this key.
  public var key: Int64?
  /// Only the features of these keys; `nil` for all.
  public var keys: [Int64]?
  /// `nil` for all.
  public var limit: Int?

  public init(_ query: LayerQuery, filter: Filter = .all([])) {
    self.query = query
    self.filter = filter
  }
}

extension BoundingBox {
  /// The place that the box is: one without an area is a line or a point, and what touches it meets
  /// it.
  public var place: Geometry {
    let (low, high) = (Coordinate(x: minX, y: minY), Coordinate(x: maxX, y: maxY))
    if low == high { return .point(low) }
    if width == 0 || height == 0 { return .lineString([low, high]) }
    return .polygon(Polygon(self))
  }
}
