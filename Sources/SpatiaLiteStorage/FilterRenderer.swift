import SimpleFeatures
import Storage

/// A page of features as one statement: the layer's own statement, with the filter around it.
///
/// Names come from the layer's schema alone, and every value is bound. SQLite flattens the layer's
/// statement into the outer one, so that keys and indexes are used.
struct FilterRenderer {
  /// Tables whose key is the layer's key, with an R-tree on their geometry.
  private static let indexed: [String: String] = [
    "units": "unit", "grids": "grid", "lattice": "grid", "villages": "village",
    "coastline": "coast_segment", "sea_cells": "sea_cell", "aquaculture_zones": "aquaculture_zone",
    "storms": "storm", "storm_points": "storm_point", "stations": "station",
    "service_areas": "service_area", "cameras": "camera", "hazards": "hazard",
    "patrols": "patrol", "incidents": "incident", "hotspots": "grid", "data_quality": "grid",
  ]

  private let layer: Layer
  private let columns: [String: Int]
  private(set) var values: [SQLValue]

  init(_ layer: Layer, _ query: LayerQuery) {
    self.layer = layer
    columns = Dictionary(
      layer.schema.fields.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first })
    values = query.arguments
  }

  /// - Throws: `StorageError.engine` where the filter names what the layer lacks.
  static func page(_ page: FeaturePage, of layer: Layer) throws(StorageError) -> (
    String, [SQLValue]
  ) {
    var renderer = FilterRenderer(layer, page.query)
    var condition = try renderer.condition(page)
    if let after = page.after { condition += " AND f.id > \(renderer.bind(.integer(after)))" }
    if let last = page.through { condition += " AND f.id <= \(renderer.bind(.integer(last)))" }
    if let key = page.key { condition += " AND f.id = \(renderer.bind(.integer(key)))" }
    if let keys = page.keys {
      let list = renderer.bind(.text("[\(keys.map(String.init).joined(separator: ","))]"))
      condition += " AND f.id IN (SELECT value FROM json_each(\(list)))"
    }
    // Without a limit SQLite takes minus one.
    let limit = renderer.bind(.integer(Int64(page.limit ?? -1)))
    return (
      renderer.filled(PackageResources.page_sql, condition: condition, limit: limit),
      renderer.values
    )
  }

  static func count(_ page: FeaturePage, of layer: Layer) throws(StorageError) -> (
    String, [SQLValue]
  ) {
    var renderer = FilterRenderer(layer, page.query)
    let condition = try renderer.condition(page)
    return (
      renderer.filled(
        PackageResources.page_count_sql, condition: condition, limit: "", isOrdered: false),
      renderer.values
    )
  }

  private func filled(
    _ resource: [UInt8], condition: String, limit: String, isOrdered: Bool = true
  ) -> String {
    let statement = layer.statement.text ?? ""
    let names = ["id", "geom"] + layer.schema.fields.indices.map { "c\($0)" }
    return String(decoding: resource, as: UTF8.self)
      .replacing("{columns}", with: names.joined(separator: ", "))
      .replacing("{condition}", with: condition)
      .replacing("{limit}", with: limit)
      // Last, so that nothing in the layer's own words is taken for a place.
      .replacing("{layer}", with: isOrdered ? statement : Self.unordered(statement))
  }

  /// A layer's statement without the order at its end: with one, SQLite does not flatten it into a
  /// count, and reads all of the layer for a box of it.
  private static func unordered(_ statement: String) -> String {
    guard let order = statement.ranges(of: "\nORDER BY ").last,
      !statement[order.upperBound...].contains(")")
    else { return statement }
    return String(statement[..<order.lowerBound])
  }

  private mutating func bind(_ value: SQLValue) -> String {
    values.append(value)
    return "$\(values.count)"
  }

  // MARK: Conditions

  private mutating func condition(_ page: FeaturePage) throws(StorageError) -> String {
    var parts = ["1"]
    if let box = page.box { parts.append(meets(box)) }
    // In brackets: it may be one of several, and all else goes for each of them.
    parts.append("(\(try text(page.filter)))")
    return parts.joined(separator: " AND ")
  }

  /// What the R-tree says for certain is not asked again: its boxes are a little larger than the
  /// features, so one that lies inside has its feature inside. The tree is read once; only what
  /// lies across the border is looked up in the table.
  private mutating func meets(_ box: BoundingBox) -> String {
    let geometry = bind(.geometry(box.place))
    guard let table = Self.indexed[layer.name] else {
      return "ST_Intersects(f.geom, \(geometry)) = 1"
    }
    let (west, south) = (bind(.real(box.minX)), bind(.real(box.minY)))
    let (east, north) = (bind(.real(box.maxX)), bind(.real(box.maxY)))
    let near =
      "SELECT pkid FROM idx_\(table)_geom WHERE xmin <= \(east) AND xmax >= \(west)"
      + " AND ymin <= \(north) AND ymax >= \(south)"
    let inside = "xmin >= \(west) AND xmax <= \(east) AND ymin >= \(south) AND ymax <= \(north)"
    let across =
      "(SELECT ST_Intersects(e.geom, \(geometry)) FROM \(table) e WHERE e.rowid = pkid) = 1"
    return "f.id IN (\(near) AND ((\(inside)) OR \(across)))"
  }

  private mutating func text(_ filter: Filter) throws(StorageError) -> String {
    switch filter {
    case .all(let parts): return try joined(parts, " AND ", empty: "1")
    case .any(let parts): return try joined(parts, " OR ", empty: "0")
    case .not(let part): return "NOT (\(try text(part)))"
    case .compare(let name, let comparison, let value, let ignoresCase):
      let column = try column(name)
      let bound = bind(try sql(value, name))
      return ignoresCase
        ? "lower(\(column)) \(comparison.rawValue) lower(\(bound))"
        : "\(column) \(comparison.rawValue) \(bound)"
    case .like(let name, let pattern, let ignoresCase):
      let column = try column(name)
      // SQLite's LIKE looks past the case of letters, its GLOB does not.
      return ignoresCase
        ? "\(column) LIKE \(bind(.text(pattern))) ESCAPE '\\'"
        : "\(column) GLOB \(bind(.text(Self.glob(pattern))))"
    case .oneOf(let name, let values):
      let column = try column(name)
      var bound: [String] = []
      for value in values { bound.append(bind(try sql(value, name))) }
      return bound.isEmpty ? "0" : "\(column) IN (\(bound.joined(separator: ", ")))"
    case .isUnknown(let name): return "\(try column(name)) IS NULL"
    case .place(let relation, let geometry):
      let bound = bind(.geometry(geometry))
      let test = "\(Self.function(relation))(f.geom, \(bound)) = 1"
      // Whatever is not disjoint has boxes that meet.
      guard relation != .disjoint, let box = geometry.boundingBox,
        let table = Self.indexed[layer.name]
      else { return test }
      let (west, south) = (bind(.real(box.minX)), bind(.real(box.minY)))
      let (east, north) = (bind(.real(box.maxX)), bind(.real(box.maxY)))
      return "(f.id IN (SELECT pkid FROM idx_\(table)_geom WHERE xmin <= \(east)"
        + " AND xmax >= \(west) AND ymin <= \(north) AND ymax >= \(south)) AND \(test))"
    }
  }

  private mutating func joined(
    _ parts: [Filter], _ word: String, empty: String
  ) throws(StorageError) -> String {
    var texts: [String] = []
    for part in parts { texts.append("(\(try text(part)))") }
    return texts.isEmpty ? empty : texts.joined(separator: word)
  }

  private func column(_ name: String) throws(StorageError) -> String {
    guard let index = columns[name] else {
      throw .engine(statement: "page", message: "\(layer.name) has no column \(name)")
    }
    return "f.c\(index)"
  }

  private func sql(_ value: AttributeValue, _ name: String) throws(StorageError) -> SQLValue {
    switch value {
    case .unknown: return .null
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .integer(let number): return .integer(number)
    case .real(let number): return .real(number)
    case .text(let text): return .text(text)
    case .day(let day): return SQLValue(day)
    case .instant(let instant): return SQLValue(instant)
    }
  }

  private static func function(_ relation: Filter.Relation) -> String {
    switch relation {
    case .intersects: "ST_Intersects"
    case .disjoint: "ST_Disjoint"
    case .within: "ST_Within"
    case .contains: "ST_Contains"
    case .touches: "ST_Touches"
    case .crosses: "ST_Crosses"
    case .overlaps: "ST_Overlaps"
    case .equals: "ST_Equals"
    }
  }

  /// `a%b_\%` as SQLite's GLOB writes it: `a*b?%`.
  static func glob(_ pattern: String) -> String {
    var glob = ""
    var isEscaped = false
    for letter in pattern {
      switch letter {
      case "\\" where !isEscaped:
        isEscaped = true
        continue
      case "%" where !isEscaped: glob.append("*")
      case "_" where !isEscaped: glob.append("?")
      case "*", "?", "[": glob += "[\(letter)]"
      default: glob.append(letter)
      }
      isEscaped = false
    }
    return glob
  }
}
