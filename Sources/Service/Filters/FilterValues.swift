import SimpleFeatures
import Storage
import Workflows

/// What a filter's words mean for one layer: which columns there are, and what a value is in them.
struct FilterValues {
  enum Value: Hashable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    /// A day or an instant as it was typed.
    case time(String)
  }

  let layer: PublishedLayer
  /// Of geometries in the filter.
  let system: SystemNames.System

  static let relations: [String: Filter.Relation] = [
    "S_INTERSECTS": .intersects, "S_DISJOINT": .disjoint, "S_WITHIN": .within,
    "S_CONTAINS": .contains, "S_TOUCHES": .touches, "S_CROSSES": .crosses,
    "S_OVERLAPS": .overlaps, "S_EQUALS": .equals,
  ]

  static let languages = ["cql2-text", "cql2-json"]
  private static let mostParts = 500

  /// - Throws: 400, which names the parameter.
  static func filter(
    _ text: String, language: String, _ values: FilterValues
  ) throws -> Filter {
    let filter: Filter
    switch language {
    case "cql2-text": filter = try FilterText.filter(text, values)
    case "cql2-json": filter = try FilterJSON.filter(text, values)
    default:
      throw Problem.badParameter(
        "filter-lang", "is none that is read here: \(languages.joined(separator: " and ")) are")
    }
    try requireModest(filter)
    return filter
  }

  static func requireModest(_ filter: Filter) throws(Problem) {
    guard filter.size <= mostParts else {
      throw .badParameter("filter", "has more than \(mostParts) parts")
    }
  }

  private func field(_ name: String) throws(Problem) -> FeatureSchema.Field {
    guard let field = layer.queryable.first(where: { $0.name == name }) else {
      throw .badParameter(
        "filter",
        "names \(name.prefix(60)), which is none of "
          + layer.queryable.map(\.name).joined(separator: ", "))
    }
    return field
  }

  func like(_ name: String, _ pattern: String, _ ignoresCase: Bool) throws(Problem) -> Filter {
    let field = try field(name)
    guard field.type == .text else {
      throw .badParameter("filter", "has LIKE on \(name), which is no text")
    }
    return .like(name, pattern, ignoresCase: ignoresCase)
  }

  func compare(
    _ name: String, _ comparison: Filter.Comparison, _ value: Value, _ ignoresCase: Bool
  ) throws(Problem) -> Filter {
    let field = try field(name)
    switch (field.type, value) {
    case (.text, .text(let text)):
      return .compare(name, comparison, .text(text), ignoresCase: ignoresCase)
    case (.boolean, .boolean(let flag)): return .compare(name, comparison, .boolean(flag))
    case (.integer, .number(let number)), (.real, .number(let number)):
      return .compare(name, comparison, .real(number))
    case (.day, .time(let text)), (.day, .text(let text)):
      let span = try time(text)
      return try compare(name, comparison, span, isDay: true)
    case (.instant, .time(let text)), (.instant, .text(let text)):
      return try compare(name, comparison, try time(text), isDay: false)
    default:
      throw .badParameter("filter", "compares \(name) with what is no \(field.type.rawValue)")
    }
  }

  private func time(_ text: String) throws(Problem) -> TimeSpan {
    do throws(Problem) {
      return try TimeSpan(text, clock: layer.clock)
    } catch {
      throw .badParameter("filter", "has the time \(text.prefix(60)), which is none")
    }
  }

  /// A day as a value for an instant is all of its instants.
  private func compare(
    _ name: String, _ comparison: Filter.Comparison, _ span: TimeSpan, isDay: Bool
  ) throws(Problem) -> Filter {
    guard let from = span.from, let to = span.to else {
      throw .badParameter("filter", "compares \(name) with an open span")
    }
    func value(_ instant: Instant) -> AttributeValue {
      isDay ? .day(layer.clock.day(of: instant)) : .instant(instant)
    }
    switch comparison {
    case .less, .greaterOrEqual: return .compare(name, comparison, value(from))
    case .lessOrEqual, .greater: return .compare(name, comparison, value(to))
    case .equal, .notEqual:
      let within = Filter.all([
        .compare(name, .greaterOrEqual, value(from)), .compare(name, .lessOrEqual, value(to)),
      ])
      return comparison == .equal ? within : .not(within)
    }
  }

  /// `T_AFTER(occurred_from, TIMESTAMP('…'))` and its like.
  func temporal(_ function: String, _ name: String, _ text: String) throws(Problem) -> Filter {
    let field = try field(name)
    guard field.type == .instant || field.type == .day else {
      throw .badParameter("filter", "has \(function.prefix(20)) on \(name), which is no time")
    }
    let isDay = field.type == .day
    let span = try time(text)
    func value(_ instant: Instant) -> AttributeValue {
      isDay ? .day(layer.clock.day(of: instant)) : .instant(instant)
    }
    var parts: [Filter] = []
    switch function {
    case "T_AFTER":
      guard let to = span.to else { return .any([]) }
      return .compare(name, .greater, value(to))
    case "T_BEFORE":
      guard let from = span.from else { return .any([]) }
      return .compare(name, .less, value(from))
    case "T_DURING", "T_INTERSECTS", "T_EQUALS", "T_DISJOINT":
      if let from = span.from { parts.append(.compare(name, .greaterOrEqual, value(from))) }
      if let to = span.to { parts.append(.compare(name, .lessOrEqual, value(to))) }
      return function == "T_DISJOINT" ? .not(.all(parts)) : .all(parts)
    default: throw .badParameter("filter", "has \(function.prefix(20)), which is not known here")
    }
  }

  /// A column that may be asked for.
  func known(_ name: String) throws(Problem) -> String { try field(name).name }

  /// A geometry of the filter in WGS 84.
  func place(_ geometry: Geometry) throws(Problem) -> Geometry {
    let turned =
      system.isNorthFirst
      ? geometry.mapPositions { line in line.map { Coordinate(x: $0.y, y: $0.x) } } : geometry
    var isPlace = true
    let moved = try? turned.inWorld(from: system.crs)
    moved?.forEachCoordinate { if abs($0.x) > 180 || abs($0.y) > 90 { isPlace = false } }
    guard let moved, isPlace else {
      throw Problem.badParameter("filter", "has a geometry outside the world")
    }
    return moved
  }
}
