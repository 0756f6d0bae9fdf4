public import SimpleFeatures

/// The class breaks and colours of every layer, decoded from `styles/ramps.json`: the one place
/// where they stand. Sheets, map styles and legends all read it.
public struct Ramps: Sendable, Hashable, Codable {
  /// By the promised name of the layer: `hotspots`, `coastline` …
  public let layers: [String: Ramp]

  /// Reads and checks the file; an unknown key is an error that names it.
  public init(json: [UInt8]) throws(CartographyError) {
    self = try StyleFile.decode(Ramps.self, from: json)
    for (name, ramp) in layers.sorted(by: { $0.key < $1.key }) {
      try ramp.check(place: "layers.\(name)")
    }
  }

  public subscript(layer: String) -> Ramp? { layers[layer] }

  /// The ramp of a layer that must have one.
  public func ramp(_ layer: String) throws(CartographyError) -> Ramp {
    guard let ramp = layers[layer] else {
      throw CartographyError(
        place: "layers", message: "the layer “\(layer)” has no ramp in ramps.json")
    }
    return ramp
  }
}

/// How one layer is told in colour: which property decides, and the look of each class.
public struct Ramp: Sendable, Hashable, Codable {
  /// What the geometry is drawn as.
  public enum Role: String, Sendable, Hashable, Codable { case area, line, point }

  /// The layer's name in a legend.
  public let zh: String
  public let en: String
  /// The property that decides the class; `nil` where all features look the same.
  public let property: String?
  public let geometry: Role
  /// In the order of the legend. Numbers ascend; the class without `value` and `upTo`, if any,
  /// stands last and takes the rest.
  public let classes: [RampClass]

  public func title(_ language: SheetLanguage) -> String { language == .chinese ? zh : en }

  /// The index of the class of a value: an equal text, or the first number not below it; else the
  /// class that takes the rest. `unknown` has the class of the rest only.
  ///
  /// - Complexity: O(classes).
  public func classIndex(of value: AttributeValue) -> Int? {
    let found: Int?
    switch value {
    case .text(let text): found = classes.firstIndex { $0.value == text }
    case .boolean(let truth): found = classes.firstIndex { $0.value == (truth ? "true" : "false") }
    case .integer(let number):
      found = numberClass(Double(number)) ?? classes.firstIndex { $0.value == String(number) }
    case .real(let number): found = numberClass(number)
    case .unknown, .day, .instant: found = nil
    }
    return found ?? classes.firstIndex { $0.takesTheRest }
  }

  /// With every length on paper multiplied.
  func scaled(by factor: Double) -> Ramp {
    Ramp(
      zh: zh, en: en, property: property, geometry: geometry,
      classes: classes.map { $0.scaled(by: factor) })
  }

  private func numberClass(_ number: Double) -> Int? {
    classes.firstIndex { $0.upTo.map { number <= $0 } ?? false }
  }

  func check(place: String) throws(CartographyError) {
    func fail(_ place: String, _ message: String) -> CartographyError {
      CartographyError(place: place, message: message)
    }
    guard !classes.isEmpty else { throw fail(place, "it has no class") }
    var values: Set<String> = []
    var highest = -Double.infinity
    for (index, item) in classes.enumerated() {
      let here = "\(place).classes[\(index)]"
      if let value = item.value, !values.insert(value).inserted {
        throw fail("\(here).value", "“\(value)” stands twice")
      }
      if let upTo = item.upTo {
        guard upTo > highest else { throw fail("\(here).upTo", "numbers must ascend") }
        highest = upTo
      }
      guard item.value == nil || item.upTo == nil else {
        throw fail(here, "a class has either value or upTo")
      }
      guard !item.takesTheRest || index == classes.count - 1 else {
        throw fail(here, "the class without value and upTo must stand last")
      }
      guard property != nil || item.takesTheRest else {
        throw fail(here, "a class with value or upTo needs the layer's property")
      }
      try item.check(place: here, role: geometry)
    }
  }
}

/// One class of a ramp: which values it holds, its words, and its look. Lengths are millimetres on
/// paper.
public struct RampClass: Sendable, Hashable, Codable {
  /// The shape of a point.
  public enum Symbol: String, Sendable, Hashable, Codable, CaseIterable {
    case circle, square, diamond, triangle, cross
  }

  /// The text that belongs to the class.
  public let value: String?
  /// The largest number that belongs to the class.
  public let upTo: Double?
  public let zh: String
  public let en: String
  public let fill: Colour?
  public let stroke: Colour?
  /// In millimetres.
  public let strokeWidth: Double?
  /// Lengths of dash and gap, in millimetres.
  public let dash: [Double]?
  /// Drawn over the fill, so that the class is told apart without colour.
  public let hatch: Hatch?
  /// From 0 to 1; 1 where it is not given. Of the fill and the hatch, not of the stroke.
  public let opacity: Double?
  /// For points; a circle where it is not given.
  public let symbol: Symbol?
  /// The diameter of a point, in millimetres.
  public let size: Double?

  public func label(_ language: SheetLanguage) -> String { language == .chinese ? zh : en }

  /// Neither a text nor a number decides.
  public var takesTheRest: Bool { value == nil && upTo == nil }

  /// With every length on paper multiplied.
  func scaled(by factor: Double) -> RampClass {
    RampClass(
      value: value, upTo: upTo, zh: zh, en: en, fill: fill, stroke: stroke,
      strokeWidth: strokeWidth.map { $0 * factor }, dash: dash.map { $0.map { $0 * factor } },
      hatch: hatch.map {
        Hatch(
          pattern: $0.pattern, colour: $0.colour, spacing: $0.spacing * factor,
          width: $0.width * factor)
      }, opacity: opacity, symbol: symbol, size: size.map { $0 * factor })
  }

  func with(opacity: Double) -> RampClass {
    RampClass(
      value: value, upTo: upTo, zh: zh, en: en, fill: fill, stroke: stroke,
      strokeWidth: strokeWidth, dash: dash, hatch: hatch, opacity: opacity, symbol: symbol,
      size: size)
  }

  /// A line around a place, without a ground.
  var isBorder: Bool { fill == nil && hatch == nil }

  func check(place: String, role: Ramp.Role) throws(CartographyError) {
    func fail(_ key: String, _ message: String) -> CartographyError {
      CartographyError(place: "\(place).\(key)", message: message)
    }
    if let opacity, !(0...1).contains(opacity) { throw fail("opacity", "it must be in 0…1") }
    for (key, length) in [("strokeWidth", strokeWidth), ("size", size)] {
      if let length, !(length > 0) { throw fail(key, "a length must be above 0") }
    }
    if let dash, dash.isEmpty || dash.contains(where: { !($0 > 0) }) {
      throw fail("dash", "it needs lengths above 0")
    }
    if let hatch, !(hatch.spacing > hatch.width && hatch.width > 0) {
      throw fail("hatch", "it needs spacing > width > 0")
    }
    guard (stroke == nil) == (strokeWidth == nil) else {
      throw fail("stroke", "stroke and strokeWidth come together")
    }
    switch role {
    case .area:
      guard fill != nil || stroke != nil || hatch != nil else {
        throw fail("fill", "an area needs a fill, a hatch or a stroke")
      }
    case .line:
      guard stroke != nil else { throw fail("stroke", "a line needs a stroke") }
    case .point:
      guard fill != nil || stroke != nil, size != nil else {
        throw fail("size", "a point needs a size and a fill or a stroke")
      }
    }
  }
}

/// A pattern of lines or dots; lengths in millimetres on paper.
public struct Hatch: Sendable, Hashable, Codable {
  /// `diagonal` rises to the right, `backDiagonal` falls.
  public enum Pattern: String, Sendable, Hashable, Codable, CaseIterable {
    case diagonal, backDiagonal, cross, horizontal, vertical, dots
  }

  public let pattern: Pattern
  public let colour: Colour
  /// From one line to the next.
  public let spacing: Double
  /// Of a line, or the diameter of a dot.
  public let width: Double
}
