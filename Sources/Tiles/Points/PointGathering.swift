import SimpleFeatures

/// What tiles of points are made of, as the points come.
struct PointGathering {
  /// The kinds that are counted, numbered as they come.
  struct Kinds {
    private(set) var names: [String] = []
    private(set) var ofRows: [UInt8] = []
    /// They are no kinds then, and none is counted.
    private(set) var areTooMany = false
    private var numbers: [String: UInt8] = [:]

    mutating func number(of value: AttributeValue) -> UInt8 {
      guard case .text(let text) = value, !areTooMany else { return PointTiles.unknownKind }
      if let known = numbers[text] { return known }
      guard names.count < PointSummary.mostKinds else {
        areTooMany = true
        names = []
        ofRows = []
        return PointTiles.unknownKind
      }
      let number = UInt8(names.count)
      numbers[text] = number
      names.append(text)
      return number
    }

    mutating func append(_ number: UInt8) {
      if !areTooMany { ofRows.append(number) }
    }
  }

  let schema: FeatureSchema
  let countedField: Int?
  let worstField: Int?
  let keptFields: [Int]
  private(set) var attributes: TileAttributes
  private(set) var points: [PointColumns.Point] = []
  private(set) var kinds = Kinds()
  private(set) var severityOfRow: [Int32] = []
  private var kindOfNumber: [UInt32: UInt8] = [:]
  private var rows = 0

  init(
    _ schema: FeatureSchema, _ summary: PointSummary,
    offsetSeconds: @escaping @Sendable (Instant) -> Int
  ) {
    let names = schema.fields.map(\.name)
    self.schema = schema
    countedField = summary.counted.flatMap(names.firstIndex)
    worstField = summary.worst.flatMap(names.firstIndex)
    keptFields = names.indices.filter { summary.kept.contains(names[$0]) }
    attributes = TileAttributes(
      fields: schema.fields, names: summary.names.subtracting([summary.counted ?? ""]),
      offsetSeconds: offsetSeconds)
  }

  /// Each of its positions is a point.
  mutating func add(_ feature: any FeatureRow) throws {
    let id = feature.id.tileID ?? PointColumns.noID
    var isPlaced = false
    try feature.geometry()?.forEachCoordinate { coordinate in
      guard let position = WorldPosition(coordinate) else { return }
      isPlaced = true
      points.append(
        PointColumns.Point(morton: position.morton, row: UInt32(rows), id: id))
    }
    guard isPlaced else { return }
    attributes.append(feature)
    if let countedField { kinds.append(kind(of: feature, countedField)) }
    if let worstField {
      severityOfRow.append(
        Self.severity(feature.value(worstField, as: schema.fields[worstField].type)))
    }
    rows += 1
  }

  /// By the number that the row's value has in the attributes already.
  private mutating func kind(of feature: any FeatureRow, _ field: Int) -> UInt8 {
    let number = attributes.number(row: rows, field: field)
    if let known = kindOfNumber[number] { return known }
    let kind = kinds.number(of: feature.value(field, as: schema.fields[field].type))
    kindOfNumber[number] = kind
    return kind
  }

  private static func severity(_ value: AttributeValue) -> Int32 {
    guard case .integer(let number) = value else { return -1 }
    return Int32(clamping: max(0, number))
  }

  /// What a field's value means to tiles; found once, where it first comes.
  private struct Meaning {
    var number: UInt32
    var kind: UInt8
    var severity: Int32
  }

  mutating func add(_ table: PointTable) {
    precondition(table.fields.count == schema.fields.count, "a column for each field")
    let count = table.rows?.count ?? table.ids.count
    points.reserveCapacity(count)
    attributes.reserve(rows: count)
    var meanings = table.fields.map { _ in [Meaning?](repeating: nil, count: 256) }
    for place in 0..<count {
      let row = table.rows?[place] ?? place
      let coordinate = Coordinate(x: table.longitudes[row], y: table.latitudes[row])
      guard let position = WorldPosition(coordinate) else { continue }
      points.append(
        PointColumns.Point(
          morton: position.morton, row: UInt32(rows),
          id: UInt64(exactly: table.ids[row]) ?? PointColumns.noID))
      rows += 1
      for field in table.fields.indices {
        let code = table.fields[field].codes[row]
        let meaning: Meaning
        if let known = meanings[field][Int(code)] {
          meaning = known
        } else {
          meaning = meant(table.fields[field].value(code), field)
          meanings[field][Int(code)] = meaning
        }
        attributes.append(number: meaning.number)
        if field == countedField { kinds.append(meaning.kind) }
        if field == worstField { severityOfRow.append(meaning.severity) }
      }
    }
  }

  private mutating func meant(_ value: AttributeValue, _ field: Int) -> Meaning {
    Meaning(
      number: attributes.number(of: value),
      kind: field == countedField ? kinds.number(of: value) : PointTiles.unknownKind,
      severity: Self.severity(value))
  }
}
