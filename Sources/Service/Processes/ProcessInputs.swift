import SimpleFeatures
import Storage
import Workflows

/// The inputs of one execution, each of them checked.
struct ProcessInputs: Sendable {
  private let values: [String: JSON]
  /// How text and JSON filters are read, and times; `nil` where the store has no incidents.
  private let incidents: PublishedLayer?
  /// The first digits of the codes that may be looked at; empty for all.
  private let scopeArea: String

  /// - Parameters:
  ///   - document: the body of the request.
  ///   - area: of whoever asks.
  /// - Throws: 400, which names the input.
  init(
    _ document: JSON, of process: ServiceProcess, incidents: PublishedLayer?, area: String
  ) throws(Problem) {
    guard case .object(let members) = document else {
      throw .badRequest("The body is \(document.kind); it is an object with inputs.")
    }
    for (name, _) in members where !["inputs", "outputs", "response", "mode"].contains(name) {
      throw .badRequest(
        "The body has \(name.prefix(40)), which is not known here; it has inputs, outputs and "
          + "response.")
    }
    var values: [String: JSON] = [:]
    switch document["inputs"] {
    case nil: break
    case .object(let given):
      for (name, value) in given {
        guard let input = process.inputs.first(where: { $0.name == name }) else {
          throw .badInput(
            String(name.prefix(60)),
            "is not known here; known are "
              + process.inputs.map(\.name).sorted().joined(separator: ", "))
        }
        try input.check(value)
        values[name] = value
      }
    case .some(let other): throw .badInput("inputs", "is \(other.kind); it is an object")
    }
    for input in process.inputs where input.isRequired && values[input.name] == nil {
      throw .badInput(input.name, "is missing: \(input.title)")
    }
    self.values = values
    self.incidents = incidents
    scopeArea = area
  }

  // MARK: One by one

  func number(_ name: String) -> Double? { values[name]?.number }

  func integer(_ name: String) -> Int? {
    if case .integer(let number)? = values[name] { number } else { nil }
  }

  func text(_ name: String) -> String? { values[name]?.text }

  func flag(_ name: String) -> Bool {
    if case .boolean(let flag)? = values[name] { flag } else { false }
  }

  func texts(_ name: String) -> [String] {
    switch values[name] {
    case .text(let text): [text]
    case let other: other?.items?.compactMap(\.text) ?? []
    }
  }

  func word<T: RawRepresentable>(_ name: String, _ type: T.Type) -> T? where T.RawValue == String {
    text(name).flatMap(T.init(rawValue:))
  }

  func day(_ name: String) -> DayNumber? { text(name).flatMap { DayNumber($0) } }

  // MARK: Places

  /// The area that was asked for, as far as it may be looked at.
  func area() throws(Problem) -> String {
    let asked = text("area") ?? ""
    if asked.isEmpty { return scopeArea }
    guard asked.count <= 20, asked.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw .badInput("area", "is \(asked.prefix(40)); it is the first digits of a code")
    }
    if asked.hasPrefix(scopeArea) { return asked }
    guard scopeArea.hasPrefix(asked) else {
      throw .badInput("area", "is \(asked), which is not yours to look at: \(scopeArea) is")
    }
    return scopeArea
  }

  /// Degrees of WGS 84.
  func box() throws(Problem) -> BoundingBox? {
    guard let value = values["bbox"] else { return nil }
    let list = value.items ?? value["bbox"]?.items ?? []
    let sides = list.compactMap(\.number)
    guard list.count == 4, sides.count == 4, sides[0] <= sides[2], sides[1] <= sides[3],
      abs(sides[0]) <= 180, abs(sides[2]) <= 180, abs(sides[1]) <= 90, abs(sides[3]) <= 90
    else { throw .badInput("bbox", "is no west, south, east, north in degrees") }
    if let name = value["crs"]?.text, SystemNames.system(name)?.name != SystemNames.world {
      throw .badInput("bbox", "names the crs \(name.prefix(80)); it is \(SystemNames.world)")
    }
    return BoundingBox(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3])
  }

  func surfaces(_ name: String) throws(Problem) -> Geometry? {
    guard let value = values[name] else { return nil }
    guard let polygons = GeometryJSON.surfaces(value), !polygons.isEmpty else {
      throw .badInput(name, "has no surface, or a ring that is not closed")
    }
    let surface = Geometry.multiPolygon(polygons)
    var isPlace = true
    surface.forEachCoordinate { if abs($0.x) > 180 || abs($0.y) > 90 { isPlace = false } }
    guard isPlace else { throw .badInput(name, "lies outside the world") }
    return surface
  }

  // MARK: Incidents

  /// - Throws: 400, which names the input.
  func scope() throws -> AnalysisScope {
    var scope = AnalysisScope()
    scope.categories = texts("category")
    scope.area = try area()
    scope.box = try box()
    scope.basis = word("time-basis", TimeBasis.self) ?? .occurred
    scope.stage = word("stage", Stage.self) ?? .calls
    guard let incidents else {
      throw Problem(
        status: 409, title: "Nothing to count", detail: "The store has no incidents.")
    }
    if let text = text("datetime") {
      do throws(Problem) {
        let span = try TimeSpan(text, clock: incidents.clock)
        scope.from = span.from.map(incidents.clock.day)
        scope.to = span.to.map(incidents.clock.day)
      } catch {
        throw Problem.badInput(
          "datetime", "is \(text.prefix(60)); it is a day, or two with / between")
      }
    }
    scope.condition = try condition(incidents)
    return scope
  }

  private func condition(_ incidents: PublishedLayer) throws -> Filter? {
    guard let world = SystemNames.system(SystemNames.world) else { return nil }
    let reader = FilterValues(layer: incidents, system: world)
    switch values["filter"] {
    case nil: return nil
    case .text(let text):
      return try FilterValues.filter(
        text, language: self.text("filter-lang") ?? "cql2-text", reader)
    case .some(let tree):
      let filter = try FilterJSON.filter(tree, reader)
      try FilterValues.requireModest(filter)
      return filter
    }
  }
}
