import SimpleFeatures
import Storage
import Workflows

/// Reads a filter in CQL2 text: comparisons of a column with a value, LIKE, IN, BETWEEN, IS NULL,
/// AND, OR, NOT, CASEI, the spatial and the temporal functions.
///
/// > OGC 21-065r2 (Common Query Language, CQL2), annex B.
struct FilterText {
  private var tokens: ArraySlice<FilterTokens.Token>
  private let values: FilterValues
  private var depth = 0

  /// - Throws: 400, which says what was expected.
  static func filter(_ text: String, _ values: FilterValues) throws -> Filter {
    var reader = FilterText(tokens: try FilterTokens(text).tokens[...], values: values)
    let filter = try reader.either()
    guard let left = reader.tokens.first else { return filter }
    throw FilterTokens.fault("“\(Self.shown(left))” stands behind its end")
  }

  private init(tokens: ArraySlice<FilterTokens.Token>, values: FilterValues) {
    self.tokens = tokens
    self.values = values
  }

  // MARK: Words

  private static func shown(_ token: FilterTokens.Token?) -> String {
    switch token {
    case .word(let word), .name(let word), .text(let word), .sign(let word):
      String(word.prefix(40))
    case .number(let number): "\(number)"
    case nil: "the end"
    }
  }

  private mutating func takes(word: String) -> Bool {
    guard case .word(let next)? = tokens.first, next.uppercased() == word else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func takes(sign: String) -> Bool {
    guard tokens.first == .sign(sign) else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func require(sign: String) throws(Problem) {
    guard takes(sign: sign) else {
      throw FilterTokens.fault("“\(sign)” was expected, not “\(Self.shown(tokens.first))”")
    }
  }

  private mutating func require(word: String) throws(Problem) {
    guard takes(word: word) else {
      throw FilterTokens.fault("\(word) was expected, not “\(Self.shown(tokens.first))”")
    }
  }

  // MARK: Logic

  private mutating func either() throws -> Filter {
    depth += 1
    defer { depth -= 1 }
    // A filter of brackets alone would use up the stack.
    guard depth <= 40 else { throw FilterTokens.fault("its brackets are nested too deep") }
    var parts = [try both()]
    while takes(word: "OR") { parts.append(try both()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws -> Filter {
    var parts = [try one()]
    while takes(word: "AND") { parts.append(try one()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func one() throws -> Filter {
    var isDenied = false
    while takes(word: "NOT") { isDenied.toggle() }
    let filter: Filter
    if takes(sign: "(") {
      filter = try either()
      try require(sign: ")")
    } else {
      filter = try predicate()
    }
    return isDenied ? .not(filter) : filter
  }

  // MARK: Predicates

  private mutating func predicate() throws -> Filter {
    if case .word(let word)? = tokens.first, tokens.dropFirst().first == .sign("(") {
      let function = word.uppercased()
      if let relation = FilterValues.relations[function] {
        tokens.removeFirst(2)
        _ = try column()
        try require(sign: ",")
        let geometry = try self.geometry()
        try require(sign: ")")
        return .place(relation, try values.place(geometry))
      }
      if function.hasPrefix("T_") {
        tokens.removeFirst(2)
        let name = try column()
        try require(sign: ",")
        let span = try span()
        try require(sign: ")")
        return try values.temporal(function, name, span)
      }
    }
    if case .word(let word)? = tokens.first, ["TRUE", "FALSE"].contains(word.uppercased()),
      !isComparison(tokens.dropFirst().first)
    {
      tokens.removeFirst()
      return word.uppercased() == "TRUE" ? .all([]) : .any([])
    }
    // A value before the column: the same with the signs turned.
    if let value = try value() {
      let comparison = try comparison()
      let (name, ignoresCase) = try folded()
      return try values.compare(name, comparison.turned, value, ignoresCase)
    }
    return try columnPredicate()
  }

  private mutating func columnPredicate() throws -> Filter {
    let (name, ignoresCase) = try folded()
    if takes(word: "IS") {
      let isDenied = takes(word: "NOT")
      try require(word: "NULL")
      return isDenied ? .not(.isUnknown(name)) : .isUnknown(name)
    }
    let isDenied = takes(word: "NOT")
    let filter: Filter
    if takes(word: "LIKE") {
      let isFolded = takes(word: "CASEI")
      if isFolded { try require(sign: "(") }
      guard case .text(let pattern)? = tokens.popFirst() else {
        throw FilterTokens.fault("LIKE takes a text in quotes")
      }
      if isFolded { try require(sign: ")") }
      filter = try values.like(name, pattern, ignoresCase)
    } else if takes(word: "IN") {
      try require(sign: "(")
      var list: [FilterValues.Value] = []
      repeat { list.append(try requireValue()) } while takes(sign: ",")
      try require(sign: ")")
      filter = .any(try list.map { try values.compare(name, .equal, $0, ignoresCase) })
    } else if takes(word: "BETWEEN") {
      let low = try requireValue()
      try require(word: "AND")
      let high = try requireValue()
      filter = .all([
        try values.compare(name, .greaterOrEqual, low, ignoresCase),
        try values.compare(name, .lessOrEqual, high, ignoresCase),
      ])
    } else {
      guard !isDenied else { throw FilterTokens.fault("NOT stands before LIKE, IN or BETWEEN") }
      let comparison = try comparison()
      return try values.compare(name, comparison, try requireValue(), ignoresCase)
    }
    return isDenied ? .not(filter) : filter
  }

  private func isComparison(_ token: FilterTokens.Token?) -> Bool {
    if case .sign(let sign)? = token { Filter.Comparison(rawValue: sign) != nil } else { false }
  }

  private mutating func comparison() throws(Problem) -> Filter.Comparison {
    guard case .sign(let sign)? = tokens.first, let comparison = Filter.Comparison(rawValue: sign)
    else {
      throw FilterTokens.fault("a comparison was expected, not “\(Self.shown(tokens.first))”")
    }
    tokens.removeFirst()
    return comparison
  }

  // MARK: Columns and values

  private mutating func column() throws(Problem) -> String {
    switch tokens.popFirst() {
    case .word(let name), .name(let name): return name
    case let other: throw FilterTokens.fault("a column was expected, not “\(Self.shown(other))”")
    }
  }

  /// A column, or one in CASEI.
  private mutating func folded() throws(Problem) -> (name: String, ignoresCase: Bool) {
    guard case .word(let word)? = tokens.first, word.uppercased() == "CASEI",
      tokens.dropFirst().first == .sign("(")
    else { return (try column(), false) }
    tokens.removeFirst(2)
    let name = try column()
    try require(sign: ")")
    return (name, true)
  }

  private mutating func requireValue() throws(Problem) -> FilterValues.Value {
    guard let value = try value() else {
      throw FilterTokens.fault("a value was expected, not “\(Self.shown(tokens.first))”")
    }
    return value
  }

  private mutating func value() throws(Problem) -> FilterValues.Value? {
    switch tokens.first {
    case .text(let text):
      tokens.removeFirst()
      return .text(text)
    case .number(let number):
      tokens.removeFirst()
      return .number(number)
    case .word(let word):
      let isCall = tokens.dropFirst().first == .sign("(")
      switch word.uppercased() {
      case "TRUE", "FALSE":
        tokens.removeFirst()
        return .boolean(word.uppercased() == "TRUE")
      case "DATE" where isCall, "TIMESTAMP" where isCall:
        tokens.removeFirst(2)
        guard case .text(let text)? = tokens.popFirst() else {
          throw FilterTokens.fault("\(word) takes a text in quotes")
        }
        try require(sign: ")")
        return .time(text)
      case "CASEI" where isCall:
        guard case .text(let text)? = tokens.dropFirst(2).first else { return nil }
        tokens.removeFirst(3)
        try require(sign: ")")
        return .text(text)
      default: return nil
      }
    default: return nil
    }
  }

  /// An instant, a day, or `INTERVAL('from','to')`, as the parameter `datetime` has it.
  private mutating func span() throws(Problem) -> String {
    if takes(word: "INTERVAL") {
      try require(sign: "(")
      guard case .text(let from)? = tokens.popFirst() else {
        throw FilterTokens.fault("INTERVAL takes two texts in quotes")
      }
      try require(sign: ",")
      guard case .text(let to)? = tokens.popFirst() else {
        throw FilterTokens.fault("INTERVAL takes two texts in quotes")
      }
      try require(sign: ")")
      return "\(from)/\(to)"
    }
    guard case .time(let text)? = try value() else {
      throw FilterTokens.fault("a time was expected, not “\(Self.shown(tokens.first))”")
    }
    return text
  }

  // MARK: Geometry

  private mutating func geometry() throws(Problem) -> Geometry {
    guard case .word(let word)? = tokens.popFirst() else {
      throw FilterTokens.fault("a geometry such as POINT(120 27) was expected")
    }
    switch word.uppercased() {
    case "BBOX":
      try require(sign: "(")
      let sides = try numbers(separated: true)
      try require(sign: ")")
      guard sides.count == 4, sides[0] <= sides[2], sides[1] <= sides[3] else {
        throw FilterTokens.fault("BBOX takes west, south, east, north")
      }
      return .polygon(
        Polygon(BoundingBox(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3])))
    case "POINT":
      let line = try line()
      guard line.count == 1 else { throw FilterTokens.fault("POINT takes one position") }
      return .point(line[0])
    case "LINESTRING":
      let line = try line()
      guard line.count > 1 else { throw FilterTokens.fault("LINESTRING takes two positions") }
      return .lineString(line)
    case "POLYGON": return .polygon(try polygon())
    case "MULTIPOLYGON":
      try require(sign: "(")
      var polygons: [Polygon] = []
      repeat { polygons.append(try polygon()) } while takes(sign: ",")
      try require(sign: ")")
      return .multiPolygon(polygons)
    default: throw FilterTokens.fault("\(word.prefix(40)) is no geometry that is read here")
    }
  }

  private mutating func polygon() throws(Problem) -> Polygon {
    try require(sign: "(")
    var rings: [[Coordinate]] = []
    repeat { rings.append(try line()) } while takes(sign: ",")
    try require(sign: ")")
    guard rings.allSatisfy({ $0.count > 3 && $0.first == $0.last }) else {
      throw FilterTokens.fault("a ring has four positions or more, the last the first again")
    }
    return Polygon(exterior: rings[0], holes: Array(rings.dropFirst()))
  }

  private mutating func line() throws(Problem) -> [Coordinate] {
    try require(sign: "(")
    var line: [Coordinate] = []
    repeat {
      let numbers = try numbers(separated: false)
      guard numbers.count == 2 else { throw FilterTokens.fault("a position has two numbers") }
      line.append(Coordinate(x: numbers[0], y: numbers[1]))
    } while takes(sign: ",")
    try require(sign: ")")
    return line
  }

  private mutating func numbers(separated: Bool) throws(Problem) -> [Double] {
    var numbers: [Double] = []
    repeat {
      guard case .number(let number)? = tokens.first else { break }
      tokens.removeFirst()
      numbers.append(number)
    } while separated ? takes(sign: ",") : true
    return numbers
  }
}

extension Filter.Comparison {
  /// With its sides changed.
  var turned: Filter.Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
