import SimpleFeatures

/// The members of one object, gathered in any order.
struct GeoJSONDraft {
  var line: Int
  var type: GeoJSONType?
  var id = AttributeValue.unknown
  var geometry: Geometry?
  var properties: [GeoJSONFeature.Property] = []
  var parts: [Geometry]?
  var hasCoordinates = false
  /// `features` was met.
  var isCollection = false
  var droppedHeights = 0
  /// One bit a member, against duplicates.
  var seen: UInt16 = 0
}

/// What the member `type` says.
enum GeoJSONType: Equatable {
  case feature, collection
  case geometry(Geometry.Kind)
  case other(String)

  init(_ name: String) {
    switch name {
    case "Feature": self = .feature
    case "FeatureCollection": self = .collection
    default:
      let kind = Geometry.Kind.allCases.first { $0.name == name }
      self = kind.map { .geometry($0) } ?? .other(name)
    }
  }

  var name: String {
    switch self {
    case .feature: "Feature"
    case .collection: "FeatureCollection"
    case .geometry(let kind): kind.name
    case .other(let name): name
    }
  }
}

/// The members that mean something; all others are passed over.
enum GeoJSONMember: UInt16 {
  case type, id, geometry, properties, features, coordinates, geometries, crs, name

  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= 2 else { return nil }
    let member: GeoJSONMember
    let name: StaticString
    // First letter and length tell them apart.
    switch (bytes[0], bytes.count) {
    case (0x74, 4): (member, name) = (.type, "type")
    case (0x69, 2): (member, name) = (.id, "id")
    case (0x67, 8): (member, name) = (.geometry, "geometry")
    case (0x70, 10): (member, name) = (.properties, "properties")
    case (0x66, 8): (member, name) = (.features, "features")
    case (0x63, 11): (member, name) = (.coordinates, "coordinates")
    case (0x67, 10): (member, name) = (.geometries, "geometries")
    case (0x63, 3): (member, name) = (.crs, "crs")
    case (0x6E, 4): (member, name) = (.name, "name")
    default: return nil
    }
    for index in bytes.indices where bytes[index] != name.utf8Start[index] { return nil }
    self = member
  }
}

extension GeoJSONReader {

  /// Takes an object's members into the draft.
  ///
  /// - Returns: `true` when it stopped inside the array of `features`.
  mutating func readMembers(
    isTopLevel: Bool, resuming: Bool
  ) throws(FormatError) -> Bool {
    if resuming {
      guard try scanner.isFollowed(closing: ASCII.closeBrace) else { return false }
    } else {
      scanner.position += 1
      if try scanner.take(ASCII.closeBrace) { return false }
    }
    repeat {
      let member = try readMemberName()
      if let member {
        if draft.seen & 1 << member.rawValue != 0 {
          guard !draft.isCollection else {
            throw FormatError(
              .syntax, "a member of the collection stands twice", line: scanner.line,
              found: "\(member)")
          }
          scanner.note(.syntax, "the member \(member) stands twice")
        }
        draft.seen |= 1 << member.rawValue
      }
      if member == .features, isTopLevel, draft.type ?? .collection == .collection,
        try scanner.take(ASCII.openBracket)
      {
        draft.isCollection = true
        return true
      }
      try readMember(member, isTopLevel: isTopLevel)
    } while try scanner.isFollowed(closing: ASCII.closeBrace)
    return false
  }

  private mutating func readMemberName() throws(FormatError) -> GeoJSONMember? {
    let key = try scanner.string()
    let member =
      key.isEscaped
      ? scanner.decode(key).flatMap { GeoJSONMember(Array($0.utf8).span) }
      : scanner.buffer.withSpan(key.range) { GeoJSONMember($0) }
    try scanner.need(ASCII.colon)
    return member
  }

  private mutating func readMember(
    _ member: GeoJSONMember?, isTopLevel: Bool
  ) throws(FormatError) {
    switch member {
    case .type:
      if try scanner.peek() == ASCII.quote {
        draft.type = try readType()
      } else {
        scanner.note(.value, "type is no string")
        try scanner.skipValue(depth: options.maximalDepth)
      }
    case .id: draft.id = try readValue()
    case .geometry: draft.geometry = try readGeometry(depth: options.maximalDepth)
    case .properties: try readProperties()
    case .coordinates:
      try tree.read(&scanner)
      draft.hasCoordinates = true
      draft.droppedHeights += tree.droppedHeights
    case .geometries: draft.parts = try readGeometries(depth: options.maximalDepth)
    case .crs where isTopLevel: try readCRS()
    case .name where isTopLevel:
      if case .text(let text) = try readValue() { name = text }
    default: try scanner.skipValue(depth: options.maximalDepth)
    }
  }

  /// The feature that the draft is, or its fault.
  mutating func finishDraft() -> GeoJSONStep {
    if draft.type != .feature {
      let isBare = draft.hasCoordinates || draft.parts != nil
      if isBare {
        draft.geometry = geometry(draft.type, draft.hasCoordinates, draft.parts)
      } else {
        scanner.note(
          .value, draft.type == nil ? "the feature has no type" : "type is not Feature",
          found: draft.type?.name, expected: "Feature")
      }
    }
    if scanner.fault == nil, let broken = draft.geometry?.structuralFault {
      scanner.note(.value, broken.description, field: "geometry")
    }
    if scanner.fault != nil {
      defer { scanner.fault = nil }
      return .fault(fault())
    }
    droppedHeights += draft.droppedHeights
    return .feature(
      GeoJSONFeature(
        id: draft.id, geometry: draft.geometry, properties: draft.properties, index: features,
        line: draft.line, droppedHeights: draft.droppedHeights))
  }

  // MARK: Geometry

  private mutating func readGeometry(depth: Int) throws(FormatError) -> Geometry? {
    guard depth > 0 else {
      throw FormatError(.limit, "geometries nest too deep", line: scanner.line)
    }
    guard try scanner.peek() == ASCII.openBrace else {
      if try readValue() != .unknown {
        scanner.note(.value, "the geometry is no object", field: "geometry")
      }
      return nil
    }
    scanner.position += 1
    var type: GeoJSONType?
    var hasCoordinates = false
    var parts: [Geometry]?
    var isFollowed = try !scanner.take(ASCII.closeBrace)
    while isFollowed {
      switch try readMemberName() {
      case .type where try scanner.peek() == ASCII.quote:
        type = try readType()
      case .coordinates:
        try tree.read(&scanner)
        hasCoordinates = true
        draft.droppedHeights += tree.droppedHeights
      case .geometries:
        parts = try readGeometries(depth: depth - 1)
        hasCoordinates = false
      default: try scanner.skipValue(depth: depth)
      }
      isFollowed = try scanner.isFollowed(closing: ASCII.closeBrace)
    }
    return geometry(type, hasCoordinates, parts)
  }

  private mutating func readGeometries(depth: Int) throws(FormatError) -> [Geometry] {
    guard try scanner.take(ASCII.openBracket) else {
      scanner.note(.value, "geometries is no array")
      try scanner.skipValue(depth: depth)
      return []
    }
    var parts: [Geometry] = []
    if try scanner.take(ASCII.closeBracket) { return parts }
    repeat {
      if let part = try readGeometry(depth: depth) { parts.append(part) }
    } while try scanner.isFollowed(closing: ASCII.closeBracket)
    return parts
  }

  private mutating func readType() throws(FormatError) -> GeoJSONType {
    let text = try scanner.string()
    let isPoint = scanner.buffer.withSpan(text.range) { $0.count == 5 && $0[0] == 0x50 }
    if isPoint && scanner.decode(text) == "Point" { return .geometry(.point) }
    return GeoJSONType(scanner.decode(text) ?? "")
  }

  private mutating func geometry(
    _ type: GeoJSONType?, _ hasCoordinates: Bool, _ parts: [Geometry]?
  ) -> Geometry? {
    guard case .geometry(let kind) = type else {
      scanner.note(
        .value, type == nil ? "the geometry has no type" : "no type of geometry",
        field: "geometry", found: type?.name, expected: "Point, Polygon or another of the seven")
      return nil
    }
    if kind == .geometryCollection {
      if let parts { return .geometryCollection(parts) }
      scanner.note(.value, "a GeometryCollection has no geometries", field: "geometry")
      return nil
    }
    guard hasCoordinates else {
      scanner.note(.value, "the \(kind.name) has no coordinates", field: "geometry")
      return nil
    }
    return tree.geometry(kind, &scanner)
  }

  // MARK: Properties and other values

  private mutating func readProperties() throws(FormatError) {
    guard try scanner.take(ASCII.openBrace) else {
      if try readValue() != .unknown {
        scanner.note(.value, "properties are no object", field: "properties")
      }
      return
    }
    keys.begin()
    draft.properties.reserveCapacity(keys.count)
    var isFollowed = try !scanner.take(ASCII.closeBrace)
    while isFollowed {
      let key = try scanner.string()
      let name = keys.remembered(key, scanner.buffer) ?? keys.learn(scanner.decode(key) ?? "")
      try scanner.need(ASCII.colon)
      let before = scanner.fault == nil
      let value = try readValue()
      if before, scanner.fault != nil { scanner.fault?.field = name }
      draft.properties.append(GeoJSONFeature.Property(name: name, value: value))
      isFollowed = try scanner.isFollowed(closing: ASCII.closeBrace)
    }
    if let twice = keys.duplicate(among: draft.properties) {
      scanner.note(.syntax, "the property stands twice", field: twice)
    }
  }

  private mutating func readValue() throws(FormatError) -> AttributeValue {
    switch try scanner.peek() {
    case ASCII.quote: return scanner.decode(try scanner.string()).map { .text($0) } ?? .unknown
    case ASCII.openBrace, ASCII.openBracket:
      return try scanner.rawValue(depth: options.maximalDepth).map { .text($0) } ?? .unknown
    default:
      let (word, range) = try scanner.word()
      switch word {
      case .null: return .unknown
      case .boolean(let value): return .boolean(value)
      case .number: return number(range)
      }
    }
  }

  /// Whole numbers beyond 64 bits are most likely identifiers: they stay the text they are.
  private mutating func number(_ range: Range<Int>) -> AttributeValue {
    let value: AttributeValue? = scanner.buffer.withSpan(range) { bytes in
      guard let number = DecimalNumber(bytes, strict: true) else { return nil }
      if let integer = number.integer { return .integer(integer) }
      if number.isInteger { return .text(FieldParser.text(bytes)) }
      return number.nearestDouble(bytes).map { .real($0) }
    }
    if value == nil { scanner.noteNumber(range) }
    return value ?? .unknown
  }

  /// `{"type": "name", "properties": {"name": "EPSG:4490"}}` of GeoJSON 2008; a bare string too.
  private mutating func readCRS() throws(FormatError) {
    guard try scanner.peek() == ASCII.openBrace else {
      if case .text(let text) = try readValue() { crsName = text }
      return
    }
    try readCRSName(of: "properties")
  }

  /// Goes down one member and takes its `name`.
  private mutating func readCRSName(of wanted: String) throws(FormatError) {
    scanner.position += 1
    var isFollowed = try !scanner.take(ASCII.closeBrace)
    while isFollowed {
      let key = scanner.decode(try scanner.string())
      try scanner.need(ASCII.colon)
      let next = try scanner.peek()
      if key == wanted, next == ASCII.openBrace {
        try readCRSName(of: "name")
      } else if key == wanted, next == ASCII.quote {
        crsName = scanner.decode(try scanner.string())
      } else {
        try scanner.skipValue(depth: options.maximalDepth)
      }
      isFollowed = try scanner.isFollowed(closing: ASCII.closeBrace)
    }
  }
}
