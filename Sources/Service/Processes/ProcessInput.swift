import SimpleFeatures

/// One input of a process: what it is called, what it may be, and how that is told in a schema.
struct ProcessInput: Sendable {
  enum Kind: Sendable {
    case number(ClosedRange<Double>)
    case integer(ClosedRange<Int>)
    /// One of these.
    case word([String])
    /// Some of these.
    case words([String])
    case text
    case texts
    case flag
    case day
    /// A day, or two with a slash between.
    case span
    /// West, south, east, north; with its `crs` as an object.
    case box
    /// A GeoJSON geometry, feature or collection with surfaces.
    case surface
    /// CQL2: a text, or an object of CQL2 JSON.
    case filter
  }

  var name: String
  var title: String
  var kind: Kind
  var fallback: JSON?
  var isRequired = false

  init(_ name: String, _ title: String, _ kind: Kind, _ fallback: JSON? = nil) {
    self.name = name
    self.title = title
    self.kind = kind
    self.fallback = fallback
  }

  static func required(_ name: String, _ title: String, _ kind: Kind) -> ProcessInput {
    var input = ProcessInput(name, title, kind)
    input.isRequired = true
    return input
  }

  // MARK: Telling

  var description: JSON {
    var members: [(String, JSON)] = [
      ("title", .text(title)), ("minOccurs", .integer(isRequired ? 1 : 0)), ("schema", schema),
    ]
    if case .box = kind { members.append(("additionalParameters", .object([]))) }
    return .object(members)
  }

  var schema: JSON {
    var members: [(String, JSON)] =
      switch kind {
      case .number(let range):
        [
          ("type", "number"), ("minimum", .real(range.lowerBound)),
          ("maximum", .real(range.upperBound)),
        ]
      case .integer(let range):
        [
          ("type", "integer"), ("minimum", .integer(range.lowerBound)),
          ("maximum", .integer(range.upperBound)),
        ]
      case .word(let words): [("type", "string"), ("enum", .array(words.map { .text($0) }))]
      case .words(let words):
        [
          ("type", "array"),
          (
            "items",
            .object([("type", "string"), ("enum", .array(words.map { .text($0) }))])
          ),
        ]
      case .text: [("type", "string")]
      case .texts:
        // One alone may stand without its list.
        [
          (
            "oneOf",
            .array([
              .object([
                ("type", "array"), ("maxItems", .integer(Self.mostTexts)),
                ("items", .object([("type", "string")])),
              ]),
              .object([("type", "string")]),
            ])
          )
        ]
      case .flag: [("type", "boolean")]
      case .day: [("type", "string"), ("format", "date")]
      case .span: [("type", "string"), ("example", "2026-07-20/2026-07-26")]
      case .box:
        [
          (
            "oneOf",
            .array([
              .object([
                ("type", "array"), ("minItems", 4), ("maxItems", 4),
                ("items", .object([("type", "number")])),
              ]),
              .object([
                ("type", "object"), ("required", .array(["bbox"])), ("format", "ogc-bbox"),
              ]),
            ])
          )
        ]
      case .surface: [("type", "object"), ("format", "geojson-geometry")]
      case .filter:
        [("oneOf", .array([.object([("type", "string")]), .object([("type", "object")])]))]
      }
    if let fallback { members.append(("default", fallback)) }
    return .object(members)
  }

  private static let mostTexts = 200

  // MARK: Reading

  /// - Throws: 400, which names the input.
  func check(_ value: JSON) throws(Problem) {
    switch (kind, value) {
    case (.number(let range), _):
      guard let number = value.number, range.contains(number) else {
        throw fault(value, "a number from \(range.lowerBound) to \(range.upperBound)")
      }
    case (.integer(let range), _):
      guard case .integer(let number) = value, range.contains(number) else {
        throw fault(value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    case (.word(let words), _):
      guard let word = value.text, words.contains(word) else {
        throw fault(value, words.joined(separator: ", "))
      }
    case (.words(let words), _):
      guard let items = value.items, items.allSatisfy({ $0.text.map(words.contains) == true })
      else { throw fault(value, "a list of " + words.joined(separator: ", ")) }
    case (.text, .text), (.span, .text), (.flag, .boolean), (.filter, .text), (.filter, .object),
      (.surface, .object), (.box, .object), (.box, .array), (.texts, .text):
      break
    case (.texts, .array(let items)):
      guard items.allSatisfy({ $0.text != nil }), items.count <= Self.mostTexts else {
        throw fault(value, "a list of at most \(Self.mostTexts) texts")
      }
    case (.day, .text(let text)):
      guard DayNumber(text) != nil else { throw fault(value, "a day such as 2026-07-26") }
    case (.text, _), (.span, _), (.day, _): throw fault(value, "a text")
    case (.texts, _): throw fault(value, "a list of texts")
    case (.flag, _): throw fault(value, "true or false")
    case (.filter, _): throw fault(value, "CQL2: a text, or an object")
    case (.surface, _): throw fault(value, "a GeoJSON object")
    case (.box, _): throw fault(value, "a list of four numbers, or an object with bbox")
    }
  }

  private func fault(_ value: JSON, _ expected: String) -> Problem {
    let shown = String(decoding: value.bytes.prefix(200), as: UTF8.self).prefix(60)
    return .badInput(name, "is \(shown); it is \(expected)")
  }
}

extension Problem {
  /// - Parameter fault: goes on after the input's name.
  static func badInput(_ name: String, _ fault: String) -> Problem {
    Problem(
      status: 400, title: "Bad input", detail: "The input \(name) \(fault).", parameter: name)
  }
}
