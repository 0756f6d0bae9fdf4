import SimpleFeatures
import Storage

/// Reads a filter in CQL2 JSON into the same tree as `FilterText` does.
///
/// > OGC 21-065r2 (Common Query Language, CQL2), clause 7 and annex B.
struct FilterJSON {
  private let values: FilterValues

  /// - Throws: 400, which says what was expected.
  static func filter(_ text: String, _ values: FilterValues) throws -> Filter {
    do throws(Problem) {
      return try filter(JSON(Array(text.utf8), what: "It"), values)
    } catch {
      throw error.parameter == nil
        ? FilterTokens.fault(String(error.detail.dropLast())) : error
    }
  }

  static func filter(_ tree: JSON, _ values: FilterValues) throws(Problem) -> Filter {
    try FilterJSON(values: values).filter(tree, depth: 0)
  }

  // MARK: Logic

  private func filter(_ node: JSON, depth: Int) throws(Problem) -> Filter {
    guard depth <= 40 else { throw FilterTokens.fault("it is nested too deep") }
    if case .boolean(let flag) = node { return flag ? .all([]) : .any([]) }
    guard let (op, args) = Self.operation(node) else {
      throw FilterTokens.fault("an object with op and args was expected, not \(node.kind)")
    }
    switch op {
    case "and", "or":
      guard args.count >= 2 else { throw FilterTokens.fault("\(op) takes two args or more") }
      var parts: [Filter] = []
      for part in args { parts.append(try filter(part, depth: depth + 1)) }
      return op == "and" ? .all(parts) : .any(parts)
    case "not":
      guard args.count == 1 else { throw FilterTokens.fault("not takes one arg") }
      return .not(try filter(args[0], depth: depth + 1))
    case "isNull":
      guard args.count == 1 else { throw FilterTokens.fault("isNull takes one arg") }
      return .isUnknown(try values.known(try property(args[0])))
    default: return try predicate(op, args)
    }
  }

  private static func operation(_ node: JSON) -> (op: String, args: [JSON])? {
    guard let op = node["op"]?.text, let args = node["args"]?.items else { return nil }
    return (op, args)
  }

  // MARK: Predicates

  private func predicate(_ op: String, _ args: [JSON]) throws(Problem) -> Filter {
    if let comparison = Filter.Comparison(rawValue: op) {
      guard args.count == 2 else { throw FilterTokens.fault("\(op) takes two args") }
      // A value before the column: the same with the signs turned.
      if Self.isColumn(args[0]) {
        let (name, folds) = try folded(args[0])
        return try values.compare(name, comparison, try value(args[1]), folds)
      }
      let (name, folds) = try folded(args[1])
      return try values.compare(name, comparison.turned, try value(args[0]), folds)
    }
    if let relation = FilterValues.relations[op.uppercased()], op.hasPrefix("s_") {
      guard args.count == 2 else { throw FilterTokens.fault("\(op) takes two args") }
      _ = try property(args[0])
      return .place(relation, try values.place(try geometry(args[1])))
    }
    if op.hasPrefix("t_") {
      guard args.count == 2 else { throw FilterTokens.fault("\(op) takes two args") }
      return try values.temporal(op.uppercased(), try property(args[0]), try span(args[1]))
    }
    switch op {
    case "like":
      guard args.count == 2, let pattern = Self.unfolded(args[1]).text else {
        throw FilterTokens.fault("like takes a property and a text")
      }
      let (name, folds) = try folded(args[0])
      return try values.like(name, pattern, folds)
    case "between":
      guard args.count == 3 else { throw FilterTokens.fault("between takes three args") }
      let (name, folds) = try folded(args[0])
      return .all([
        try values.compare(name, .greaterOrEqual, try value(args[1]), folds),
        try values.compare(name, .lessOrEqual, try value(args[2]), folds),
      ])
    case "in":
      guard args.count == 2, let list = args[1].items else {
        throw FilterTokens.fault("in takes a property and a list")
      }
      let (name, folds) = try folded(args[0])
      var parts: [Filter] = []
      for item in list {
        parts.append(try values.compare(name, .equal, try value(item), folds))
      }
      return .any(parts)
    default: throw FilterTokens.fault("\(op.prefix(40)) is no op that is read here")
    }
  }

  // MARK: Columns and values

  private static func isColumn(_ node: JSON) -> Bool { unfolded(node)["property"] != nil }

  /// What stands in a casei.
  private static func unfolded(_ node: JSON) -> JSON {
    guard let (op, args) = operation(node), op == "casei", args.count == 1 else { return node }
    return args[0]
  }

  private func folded(_ node: JSON) throws(Problem) -> (name: String, folds: Bool) {
    (try property(Self.unfolded(node)), node["op"]?.text == "casei")
  }

  private func property(_ node: JSON) throws(Problem) -> String {
    guard let name = node["property"]?.text else {
      throw FilterTokens.fault("an object with property was expected, not \(node.kind)")
    }
    return name
  }

  private func value(_ node: JSON) throws(Problem) -> FilterValues.Value {
    let node = Self.unfolded(node)
    switch node {
    case .text(let text): return .text(text)
    case .boolean(let flag): return .boolean(flag)
    case .integer, .real:
      if let number = node.number { return .number(number) }
    case .object:
      if let text = (node["date"] ?? node["timestamp"])?.text { return .time(text) }
    case .null, .array: break
    }
    throw FilterTokens.fault("a value was expected, not \(node.kind)")
  }

  private func span(_ node: JSON) throws(Problem) -> String {
    if let text = (node["date"] ?? node["timestamp"])?.text { return text }
    if let ends = node["interval"]?.items, ends.count == 2, let from = ends[0].text,
      let to = ends[1].text
    {
      return "\(from)/\(to)"
    }
    throw FilterTokens.fault("a date, a timestamp or an interval was expected, not \(node.kind)")
  }

  private func geometry(_ node: JSON) throws(Problem) -> Geometry {
    if let sides = node["bbox"]?.items?.compactMap(\.number), node["type"] == nil {
      guard sides.count == 4, sides[0] <= sides[2], sides[1] <= sides[3] else {
        throw FilterTokens.fault("bbox takes west, south, east, north")
      }
      return .polygon(
        Polygon(BoundingBox(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3])))
    }
    guard let geometry = GeometryJSON.geometry(node) else {
      throw FilterTokens.fault("a GeoJSON geometry was expected, not \(node.kind)")
    }
    return geometry
  }
}

/// GeoJSON geometries in a document that was read.
///
/// > H. Butler et al. "The GeoJSON Format." RFC 7946, 2016.
enum GeometryJSON {
  private static let mostPositions = 100_000

  /// `nil` for what is no geometry: a ring that is not closed, a position without two numbers.
  static func geometry(_ node: JSON) -> Geometry? {
    guard let type = node["type"]?.text, let coordinates = node["coordinates"] else { return nil }
    switch type {
    case "Point": return position(coordinates).map { .point($0) }
    case "MultiPoint": return line(coordinates, least: 1).map { .multiPoint($0) }
    case "LineString": return line(coordinates, least: 2).map { .lineString($0) }
    case "MultiLineString":
      return all(coordinates) { line($0, least: 2) }.map { .multiLineString($0) }
    case "Polygon": return polygon(coordinates).map { .polygon($0) }
    case "MultiPolygon": return all(coordinates, polygon).map { .multiPolygon($0) }
    default: return nil
    }
  }

  /// The surfaces of a geometry, a feature or a collection; `nil` where it is none of them.
  static func surfaces(_ node: JSON) -> [Polygon]? {
    switch node["type"]?.text {
    case "FeatureCollection": node["features"].flatMap { all($0, surfaces) }?.flatMap { $0 }
    case "Feature": node["geometry"].flatMap(surfaces)
    case "GeometryCollection": node["geometries"].flatMap { all($0, surfaces) }?.flatMap { $0 }
    default: geometry(node)?.polygons
    }
  }

  private static func all<T>(_ node: JSON, _ read: (JSON) -> T?) -> [T]? {
    guard let items = node.items, !items.isEmpty else { return nil }
    let found = items.compactMap(read)
    return found.count == items.count ? found : nil
  }

  private static func position(_ node: JSON) -> Coordinate? {
    guard let numbers = node.items, (2...4).contains(numbers.count), let x = numbers[0].number,
      let y = numbers[1].number
    else { return nil }
    return Coordinate(x: x, y: y)
  }

  private static func line(_ node: JSON, least: Int) -> [Coordinate]? {
    guard let positions = all(node, position), (least...mostPositions).contains(positions.count)
    else { return nil }
    return positions
  }

  private static func polygon(_ node: JSON) -> Polygon? {
    guard let rings = all(node, { line($0, least: 4) }),
      rings.allSatisfy({ $0.first == $0.last })
    else { return nil }
    return Polygon(exterior: rings[0], holes: Array(rings.dropFirst()))
  }
}
