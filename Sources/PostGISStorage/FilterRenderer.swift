import SimpleFeatures
import Storage

/// A page of features as one statement: the layer's own statement, with the filter around it.
///
/// Names come from the layer's schema alone, and every value is bound. PostgreSQL inlines the
/// layer's statement, so that keys and the indexes on geometry are used.
struct FilterRenderer {
  private let layer: Layer
  private let columns: [String: (place: Int, type: AttributeType)]
  private(set) var values: [SQLValue]

  private init(_ layer: Layer, _ query: LayerQuery) {
    self.layer = layer
    columns = Dictionary(
      layer.schema.fields.enumerated().map { ($1.name, ($0, $1.type)) },
      uniquingKeysWith: { first, _ in first })
    values = query.arguments
  }

  /// - Throws: `StorageError.engine` where the filter names what the layer lacks.
  static func page(_ page: FeaturePage, of layer: Layer) throws(StorageError) -> (
    ServerStatement.Text, [SQLValue]
  ) {
    var renderer = FilterRenderer(layer, page.query)
    var condition = try renderer.condition(page)
    if let after = page.after {
      condition += " AND f.id > \(renderer.bind(.integer(after), "bigint"))"
    }
    if let last = page.through {
      condition += " AND f.id <= \(renderer.bind(.integer(last), "bigint"))"
    }
    if let key = page.key { condition += " AND f.id = \(renderer.bind(.integer(key), "bigint"))" }
    if let keys = page.keys {
      let list = "{\(keys.map(String.init).joined(separator: ","))}"
      condition += " AND f.id = ANY (\(renderer.bind(.text(list), "bigint[]")))"
    }
    // Without a limit: a null, which is none.
    let limit = renderer.bind(SQLValue(page.limit), "bigint")
    return (
      renderer.filled("page", PackageResources.page_sql, condition: condition, limit: limit),
      renderer.values
    )
  }

  static func count(_ page: FeaturePage, of layer: Layer) throws(StorageError) -> (
    ServerStatement.Text, [SQLValue]
  ) {
    var renderer = FilterRenderer(layer, page.query)
    let condition = try renderer.condition(page)
    return (
      renderer.filled(
        "page_count", PackageResources.page_count_sql, condition: condition, limit: "",
        isOrdered: false),
      renderer.values
    )
  }

  private func filled(
    _ name: String, _ resource: [UInt8], condition: String, limit: String, isOrdered: Bool = true
  ) -> ServerStatement.Text {
    let whole = layer.statement.serverText.sql
    let names = ["id", "geom"] + layer.schema.fields.indices.map { "c\($0)" }
    let text = String(decoding: resource, as: UTF8.self)
      .replacing("{columns}", with: names.joined(separator: ", "))
      .replacing("{condition}", with: condition)
      .replacing("{limit}", with: limit)
      // Last, so that nothing in the layer's own words is taken for a place.
      .replacing("{layer}", with: isOrdered ? whole : Self.unordered(whole))
    return ServerStatement.Text(name: name, sql: text, isPassing: true)
  }

  /// A layer's statement without its order, which each ends with: the server would sort what is
  /// only counted, and read shards one after the other.
  static func unordered(_ sql: String) -> String {
    let lines = sql.split(separator: "\n")
    let end = lines.lastIndex { $0.hasPrefix("ORDER BY") } ?? lines.endIndex
    return lines[..<end].joined(separator: "\n")
  }

  private mutating func bind(_ value: SQLValue, _ type: String) -> String {
    values.append(value)
    return "$\(values.count)::\(type)"
  }

  // MARK: Conditions

  private mutating func condition(_ page: FeaturePage) throws(StorageError) -> String {
    var parts = ["true"]
    if let box = page.box {
      let geometry = bind(.geometry(box.place), "geometry")
      parts.append("ST_Intersects(f.geom, \(geometry))")
    }
    // In brackets: it may be one of several, and all else goes for each of them.
    parts.append("(\(try text(page.filter)))")
    return parts.joined(separator: " AND ")
  }

  private mutating func text(_ filter: Filter) throws(StorageError) -> String {
    switch filter {
    case .all(let parts): return try joined(parts, " AND ", empty: "true")
    case .any(let parts): return try joined(parts, " OR ", empty: "false")
    case .not(let part): return "NOT (\(try text(part)))"
    case .compare(let name, let comparison, let value, let ignoresCase):
      let (column, type) = try column(name)
      let bound = bind(Self.sql(value), type)
      return ignoresCase
        ? "lower(\(column)) \(comparison.rawValue) lower(\(bound))"
        : "\(column) \(comparison.rawValue) \(bound)"
    case .like(let name, let pattern, let ignoresCase):
      let (column, _) = try column(name)
      return "\(column) \(ignoresCase ? "ILIKE" : "LIKE") \(bind(.text(pattern), "text"))"
    case .oneOf(let name, let values):
      let (column, type) = try column(name)
      let bound = values.map { bind(Self.sql($0), type) }
      return bound.isEmpty ? "false" : "\(column) IN (\(bound.joined(separator: ", ")))"
    case .isUnknown(let name): return "\(try column(name).0) IS NULL"
    case .place(let relation, let geometry):
      return "\(Self.function(relation))(f.geom, \(bind(.geometry(geometry), "geometry")))"
    }
  }

  private mutating func joined(
    _ parts: [Filter], _ word: String, empty: String
  ) throws(StorageError) -> String {
    var texts: [String] = []
    for part in parts { texts.append("(\(try text(part)))") }
    return texts.isEmpty ? empty : texts.joined(separator: word)
  }

  /// The column, and the type that values for it have; texts are ordered by their bytes, as SQLite
  /// does it.
  private func column(_ name: String) throws(StorageError) -> (String, String) {
    guard let (place, type) = columns[name] else {
      throw .engine(statement: "page", message: "\(layer.name) has no column \(name)")
    }
    switch type {
    case .text: return ("f.c\(place)::text COLLATE \"C\"", "text")
    case .real: return ("f.c\(place)::float8", "float8")
    case .boolean, .integer, .day, .instant: return ("f.c\(place)::bigint", "bigint")
    }
  }

  private static func sql(_ value: AttributeValue) -> SQLValue {
    switch value {
    case .unknown: .null
    case .boolean(let flag): .integer(flag ? 1 : 0)
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .text(let text): .text(text)
    case .day(let day): SQLValue(day)
    case .instant(let instant): SQLValue(instant)
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
}
