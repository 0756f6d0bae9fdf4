import SimpleFeatures
import Storage

/// A filter asked of a feature in memory, with three truth values as in SQL: the slow, obvious way.
struct FilterOracle {
  let schema: FeatureSchema

  func holds(_ filter: Filter, _ feature: Feature) -> Bool? {
    switch filter {
    case .all(let parts):
      let answers = parts.map { holds($0, feature) }
      return answers.contains(false) ? false : answers.contains(nil) ? nil : true
    case .any(let parts):
      let answers = parts.map { holds($0, feature) }
      return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    case .not(let part): return holds(part, feature).map { !$0 }
    case .isUnknown(let name): return value(name, feature) == .unknown
    case .compare(let name, let comparison, let value, let ignoresCase):
      guard let order = order(self.value(name, feature), value, ignoresCase) else { return nil }
      return switch comparison {
      case .equal: order == 0
      case .notEqual: order != 0
      case .less: order < 0
      case .lessOrEqual: order <= 0
      case .greater: order > 0
      case .greaterOrEqual: order >= 0
      }
    case .oneOf(let name, let values):
      let own = value(name, feature)
      guard own != .unknown, !values.isEmpty else { return values.isEmpty ? false : nil }
      return values.contains { order(own, $0, false) == 0 }
    case .like(let name, let pattern, let ignoresCase):
      guard case .text(let text) = value(name, feature) else { return nil }
      return ignoresCase
        ? like(Array(text.lowercased()), Array(pattern.lowercased()))
        : like(Array(text), Array(pattern))
    case .place: return nil
    }
  }

  private func value(_ name: String, _ feature: Feature) -> AttributeValue {
    schema.fields.firstIndex { $0.name == name }.map { feature.values[$0] } ?? .unknown
  }

  /// Below, at or above 0; `nil` where one is unknown.
  private func order(
    _ left: AttributeValue, _ right: AttributeValue, _ ignoresCase: Bool
  ) -> Int? {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): return nil
    case (.text(let a), .text(let b)):
      let (x, y) = ignoresCase ? (a.lowercased(), b.lowercased()) : (a, b)
      let (u, v) = (Array(x.utf8), Array(y.utf8))
      return u == v ? 0 : u.lexicographicallyPrecedes(v) ? -1 : 1
    default:
      guard let a = number(left), let b = number(right) else { return nil }
      return a == b ? 0 : a < b ? -1 : 1
    }
  }

  private func number(_ value: AttributeValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .boolean(let flag): flag ? 1 : 0
    case .day(let day): Double(day.number)
    case .instant(let instant): Double(instant.seconds)
    case .unknown, .text: nil
    }
  }

  private func like(_ text: [Character], _ pattern: [Character]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = Array(pattern.dropFirst())
    switch first {
    case "%": return (0...text.count).contains { like(Array(text[$0...]), rest) }
    case "_": return !text.isEmpty && like(Array(text.dropFirst()), rest)
    case "\\":
      guard let letter = rest.first else { return false }
      return text.first == letter && like(Array(text.dropFirst()), Array(rest.dropFirst()))
    default: return text.first == first && like(Array(text.dropFirst()), rest)
    }
  }
}

/// Filters made up from a layer's own values.
struct FilterMaker {
  var random: SplitMix
  let schema: FeatureSchema
  let features: [Feature]

  mutating func filter(depth: Int = 3) -> Filter {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 5:
      return .all((0..<Int.random(in: 0...3, using: &random)).map { _ in filter(depth: depth - 1) })
    case 6:
      return .any((0..<Int.random(in: 0...3, using: &random)).map { _ in filter(depth: depth - 1) })
    case 7: return .not(filter(depth: depth - 1))
    case let kind: return leaf(kind)
    }
  }

  private mutating func leaf(_ kind: Int) -> Filter {
    let place = Int.random(in: 0..<schema.fields.count, using: &random)
    let field = schema.fields[place]
    func any(_ random: inout SplitMix) -> AttributeValue {
      let known = features.randomElement(using: &random)?.values[place] ?? .unknown
      return known == .unknown ? .integer(1) : known
    }
    let comparison =
      Filter.Comparison.allCases.randomElement(using: &random) ?? .equal
    switch kind {
    case 0: return .isUnknown(field.name)
    case 1: return .oneOf(field.name, (0..<3).map { _ in typed(any(&random), field) })
    case 2 where field.type == .text:
      guard case .text(let text) = any(&random) else { return .isUnknown(field.name) }
      let letters = Array(text)
      let cut = Int.random(in: 0...letters.count, using: &random)
      var pattern = String(letters[..<cut]) + "%"
      if Bool.random(using: &random), cut > 1 { pattern = "_" + pattern.dropFirst() }
      return .like(field.name, pattern, ignoresCase: Bool.random(using: &random))
    default:
      return .compare(field.name, comparison, typed(any(&random), field))
    }
  }

  /// A value that the column can be compared with.
  private func typed(_ value: AttributeValue, _ field: FeatureSchema.Field) -> AttributeValue {
    switch (field.type, value) {
    case (.text, .integer(let number)): .text("\(number)")
    case (.real, .integer(let number)): .real(Double(number))
    case (.day, .integer(let number)): .day(DayNumber(Int32(number)))
    case (.instant, .integer(let number)): .instant(Instant(number))
    case (.boolean, .integer(let number)): .boolean(number != 0)
    default: value
    }
  }
}

/// Steele, Lea and Flood's SplitMix64.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
