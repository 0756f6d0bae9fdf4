public import SimpleFeatures

/// Features to GeoJSON (RFC 7946), one at a time, in constant memory: WGS 84, no `crs` member,
/// outer rings against the clock and holes with it.
///
/// > H. Butler et al. "The GeoJSON Format." RFC 7946, 2016.
public struct GeoJSONWriter: ~Copyable {
  public enum Form: Sendable, Hashable {
    case collection
    /// One feature a line, without record separators, as most programs read it (RFC 8142 calls
    /// for them; `GeoJSONReader` takes both). It has no place for members of a collection.
    case sequence
    /// Features with commas between them, without the collection around: a stretch of a collection
    /// whose beginning and end another writer has written.
    case stretch
  }

  public struct Options: Sendable {
    public var form = Form.collection
    /// Places of a coordinate; 7 are a centimetre.
    public var decimals = 7
    /// Places of a property; `nil` writes the shortest text that reads back as the same double.
    public var propertyDecimals: Int?
    /// Each feature says its `bbox`, and the collection at its end.
    public var writesBoundingBoxes = false
    /// Foreign members of the collection, such as `name`, `audience`, `run`.
    public var members: [(name: String, value: AttributeValue)] = []
    /// The offset from UTC, in seconds, that an instant is written in.
    public var offsetSeconds: @Sendable (Instant) -> Int = { _ in 0 }

    public init() {}
  }

  /// Between two features of a collection.
  public static let separator: StaticString = ",\n"

  private let options: Options
  private let sink: ByteSink
  /// `"name":` of each property, with the comma before it, one behind the other.
  private let keys: [UInt8]
  /// Where each ends.
  private let keyEnds: [Int]
  /// Of the fields, where they are known beforehand.
  private let types: [AttributeType]
  var page: TextPage
  let decimals: Int
  private var isFirst = true
  private var box: BoundingBox?
  private static let pageBytes = 64 << 10

  /// - Parameter fields: the names of the properties, in the order of every feature's values.
  public init(fields: [String], to sink: ByteSink, options: Options = Options()) {
    self.init(fields: fields, types: [], to: sink, options: options)
  }

  private init(
    fields: [String], types: [AttributeType], to sink: ByteSink, options: Options
  ) {
    precondition((0...9).contains(options.decimals))
    self.types = types
    self.options = options
    self.sink = sink
    decimals = options.decimals
    var keys: [UInt8] = []
    keyEnds = fields.enumerated().map { index, name in
      if index > 0 { keys.append(ASCII.comma) }
      JSONEscapes.append(name, to: &keys)
      keys.append(ASCII.colon)
      return keys.count
    }
    self.keys = keys
    page = TextPage(capacity: Self.pageBytes + 4096)
    if options.form == .collection { begin() }
  }

  public init(schema: FeatureSchema, to sink: ByteSink, options: Options = Options()) {
    self.init(
      fields: schema.fields.map(\.name), types: schema.fields.map(\.type), to: sink,
      options: options)
  }

  private mutating func begin() {
    put("{\"type\":\"FeatureCollection\",")
    for member in options.members {
      JSONEscapes.append(member.name, to: &page)
      page.append(ASCII.colon)
      append(member.value)
      page.append(ASCII.comma)
    }
    put("\"features\":[\n")
  }

  public mutating func write(_ feature: Feature) throws(FormatError) {
    try write(feature.geometry, id: feature.id, values: feature.values)
  }

  /// - Parameter values: one for each field.
  /// - Complexity: O(bytes written). Allocates nothing for numbers, texts and points.
  public mutating func write(
    _ geometry: Geometry?, id: AttributeValue = .unknown, values: [AttributeValue]
  ) throws(FormatError) {
    precondition(values.count == keyEnds.count, "a value for each field")
    try begin(geometry, id)
    for index in keyEnds.indices {
      Self.append(keys, from: index == 0 ? 0 : keyEnds[index - 1], to: keyEnds[index], &page)
      append(values[index])
    }
    endFeature()
  }

  /// As `write`, for a feature under a cursor, of a writer that was made with the schema.
  public mutating func write(_ row: any FeatureRow) throws {
    precondition(types.count == keyEnds.count, "a type for each field")
    try begin(row.geometry(), row.id)
    for index in keyEnds.indices {
      Self.append(keys, from: index == 0 ? 0 : keyEnds[index - 1], to: keyEnds[index], &page)
      guard !row.isUnknown(index) else {
        put("null")
        continue
      }
      switch types[index] {
      case .text: row.withText(index) { JSONEscapes.append($0, to: &page) }
      case .integer: DecimalText.append(row.integer(index), to: &page)
      case .real: append(real: row.real(index))
      case .boolean: append(.boolean(row.integer(index) != 0))
      case .instant: append(Instant(row.integer(index)))
      case .day: append(row.value(index, as: .day))
      }
    }
    endFeature()
  }

  /// Hands over what was written so far, so that another writer can go on.
  public mutating func flush() throws(FormatError) {
    guard !page.isEmpty else { return }
    try sink.hand(page)
    page.removeAll()
  }

  /// Closes the collection and hands over what is left. Without it the text is cut off.
  public mutating func finish() throws(FormatError) {
    if options.form == .collection {
      put("\n]")
      if let box { appendBox(box) }
      put("}\n")
    }
    try flush()
  }

  // MARK: Pieces

  /// Up to the properties.
  private mutating func begin(_ geometry: Geometry?, _ id: AttributeValue) throws(FormatError) {
    if page.count >= Self.pageBytes { try flush() }
    let (start, wasFirst) = (page.count, isFirst)
    beginFeature(id)
    if let geometry {
      guard append(geometry) else {
        // The feature never was: the caller may go on with the next.
        page.removeLast(page.count - start)
        isFirst = wasFirst
        throw FormatError(.value, "a coordinate is not a number", field: "geometry")
      }
      if options.writesBoundingBoxes, let box = geometry.boundingBox { appendFeatureBox(box) }
    } else {
      put("null")
    }
    put(",\"properties\":{")
  }

  private mutating func beginFeature(_ id: AttributeValue) {
    if !isFirst && options.form != .sequence { put(GeoJSONWriter.separator) }
    isFirst = false
    put("{\"type\":\"Feature\",")
    if id != .unknown {
      put("\"id\":")
      append(id)
      page.append(ASCII.comma)
    }
    put("\"geometry\":")
  }

  private mutating func endFeature() {
    put("}}")
    if options.form == .sequence { page.append(ASCII.lineFeed) }
  }

  private mutating func append(_ value: AttributeValue) {
    switch value {
    case .unknown: put("null")
    case .boolean(let value): value ? put("true") : put("false")
    case .integer(let value): DecimalText.append(value, to: &page)
    case .real(let value): append(real: value)
    case .text(let value): JSONEscapes.append(value, to: &page)
    case .day(let day):
      page.append(ASCII.quote)
      InstantText.append(day, to: &page)
      page.append(ASCII.quote)
    case .instant(let instant): append(instant)
    }
  }

  private mutating func append(real value: Double) {
    // JSON has no infinity and no not-a-number.
    guard value.isFinite else { return put("null") }
    if let decimals = options.propertyDecimals {
      DecimalText.append(value, decimals: decimals, to: &page)
    } else {
      DecimalText.appendShortest(value, to: &page)
    }
  }

  private mutating func append(_ instant: Instant) {
    page.append(ASCII.quote)
    InstantText.append(instant, offsetSeconds: options.offsetSeconds(instant), to: &page)
    page.append(ASCII.quote)
  }

  /// Neither retained nor copied on the way.
  private static func append(
    _ bytes: borrowing [UInt8], from start: Int, to end: Int, _ page: inout TextPage
  ) {
    bytes.withUnsafeBufferPointer { page.append(contentsOf: $0.extracting(start..<end)) }
  }

  private mutating func appendFeatureBox(_ box: BoundingBox) {
    self.box = self.box?.union(box) ?? box
    appendBox(box)
  }

  private mutating func appendBox(_ box: BoundingBox) {
    put(",\"bbox\":[")
    for (index, side) in [box.minX, box.minY, box.maxX, box.maxY].enumerated() {
      if index > 0 { page.append(ASCII.comma) }
      DecimalText.append(side, decimals: decimals, to: &page)
    }
    page.append(ASCII.closeBracket)
  }

  mutating func put(_ text: StaticString) { page.append(text) }
}
