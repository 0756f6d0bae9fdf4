import SimpleFeatures
import Storage
import Workflows

/// The parameters of a question for features, read and checked.
struct ItemQuery: Sendable {
  var ask = PublishedLayer.Ask()
  var system: SystemNames.System

  static let known = [
    "bbox", "bbox-crs", "datetime", "limit", "crs", "after", "run", "f", "filter", "filter-lang",
    "filter-crs",
  ]

  private static let mayBeEmpty = ["bbox", "datetime", "filter"]

  init(_ asked: Question, _ layer: PublishedLayer, mostFeatures: Int) throws {
    // What is left empty, as a form leaves it, is not asked for.
    let parameters = Self.mayBeEmpty.reduce(asked.parameters) { asked, name in
      asked[name] == "" ? asked.with(name, nil) : asked
    }
    let properties = layer.queryable.filter { !Self.known.contains($0.name) }
    try parameters.requireKnown(Self.known + properties.map(\.name))
    system = try Self.system("crs", parameters)
    // Checked whether or not there is something that they are the systems of.
    for name in ["bbox-crs", "filter-crs"] { _ = try Self.system(name, parameters) }
    if let language = parameters["filter-lang"], !FilterValues.languages.contains(language) {
      throw Problem.badParameter(
        "filter-lang",
        "is \(language.prefix(40)); it is \(FilterValues.languages.joined(separator: " or "))")
    }
    ask.crs = system.crs
    ask.limit = try Self.limit(parameters, most: mostFeatures)
    if let text = parameters["after"] {
      guard let key = Int64(text) else {
        throw Problem.badParameter("after", "is \(text.prefix(40)); it comes from a next link")
      }
      ask.after = key
    }
    var parts: [Filter] = []
    if let text = parameters["bbox"] {
      let from = try Self.system("bbox-crs", parameters)
      switch try Self.boxes(text, from) {
      case let boxes where boxes.count == 1: ask.box = boxes[0]
      case let boxes:
        parts.append(.any(boxes.map { .place(.intersects, $0.place) }))
      }
    }
    if let text = parameters["datetime"] {
      parts.append(
        try TimeSpan(text, clock: layer.clock).filter(layer.schema, clock: layer.clock))
    }
    if let text = parameters["filter"] {
      let values = FilterValues(layer: layer, system: try Self.system("filter-crs", parameters))
      parts.append(
        try FilterValues.filter(text, language: parameters["filter-lang"] ?? "cql2-text", values))
    }
    for field in properties {
      guard let text = parameters[field.name] else { continue }
      parts.append(.compare(field.name, .equal, try Self.value(text, field)))
    }
    ask.filter = .all(parts)
  }

  static func system(
    _ name: String, _ parameters: Parameters
  ) throws(Problem) -> SystemNames.System {
    guard let system = SystemNames.system(parameters[name] ?? SystemNames.world) else {
      throw .badParameter(
        name, "is \((parameters[name] ?? "").prefix(80)), which is none of the collection's crs")
    }
    return system
  }

  /// One that asks for more than there may be gets as many as there may be.
  private static func limit(_ parameters: Parameters, most: Int) throws(Problem) -> Int {
    guard let text = parameters["limit"] else { return 10 }
    guard let limit = Int(text), limit >= 1 else {
      throw .badParameter("limit", "is \(text.prefix(40)); it is a number from 1 to \(most)")
    }
    return min(limit, most)
  }

  /// Two where the box goes over the 180th meridian.
  private static func boxes(_ text: String, _ system: SystemNames.System) throws -> [BoundingBox] {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.filter { $0 != " " })
    }
    let sides: [Double]
    switch numbers.count {
    case 4: sides = numbers.compactMap { $0 }
    // The heights of a box of six are passed over: nothing here has one.
    case 6: sides = [0, 1, 3, 4].compactMap { numbers[$0] }
    default: sides = []
    }
    guard sides.count == 4, numbers.allSatisfy({ $0?.isFinite == true }) else {
      throw Problem.badParameter(
        "bbox", "is \(text.prefix(80)); it is west,south,east,north in numbers")
    }
    let west = system.isNorthFirst ? sides[1] : sides[0]
    let south = system.isNorthFirst ? sides[0] : sides[1]
    let east = system.isNorthFirst ? sides[3] : sides[2]
    let north = system.isNorthFirst ? sides[2] : sides[3]
    guard south <= north else {
      throw Problem.badParameter("bbox", "has its south \(south) north of its north \(north)")
    }
    guard system.crs.isKnownGeographic else {
      guard west <= east else {
        throw Problem.badParameter("bbox", "has its west \(west) east of its east \(east)")
      }
      let box = BoundingBox(minX: west, minY: south, maxX: east, maxY: north)
      guard let world = try box.inWorld(from: system.crs) else {
        throw Problem.badParameter("bbox", "lies outside its system")
      }
      return [world]
    }
    guard (-360...360).contains(west), (-360...360).contains(east), (-90...90).contains(south),
      (-90...90).contains(north)
    else { throw Problem.badParameter("bbox", "lies outside the world: \(text.prefix(80))") }
    if west <= east { return [BoundingBox(minX: west, minY: south, maxX: east, maxY: north)] }
    return [
      BoundingBox(minX: west, minY: south, maxX: max(west, 180), maxY: north),
      BoundingBox(minX: min(east, -180), minY: south, maxX: east, maxY: north),
    ]
  }

  /// A text as the value of a column.
  static func value(_ text: String, _ field: FeatureSchema.Field) throws(Problem) -> AttributeValue
  {
    var value: AttributeValue?
    switch field.type {
    case .text: value = .text(text)
    case .integer: value = Int64(text).map { .integer($0) }
    case .real: value = Double(text).flatMap { $0.isFinite ? .real($0) : nil }
    case .boolean: value = ["true": true, "false": false][text].map { .boolean($0) }
    case .day: value = DayNumber(text).map { .day($0) }
    case .instant: value = TimeSpan.instant(text).map { .instant($0) }
    }
    guard let value else {
      throw .badParameter(field.name, "is \(text.prefix(60)), which is no \(field.type.rawValue)")
    }
    return value
  }
}
