import SimpleFeatures

/// The attributes of a layer's features, a row each, as numbers of values.
struct TileAttributes: Sendable {
  let fields: [FeatureSchema.Field]
  private(set) var pool = ValuePool()
  /// Row after row, one number a field.
  private var cells: [UInt32] = []
  private var last: [(value: AttributeValue, number: UInt32)]
  private let offsetSeconds: @Sendable (Instant) -> Int

  /// Whether a field's texts hardly ever come twice.
  private let areNames: [Bool]

  /// - Parameter names: fields of texts that hardly ever come twice.
  init(
    fields: [FeatureSchema.Field], names: Set<String> = [],
    offsetSeconds: @escaping @Sendable (Instant) -> Int
  ) {
    self.fields = fields
    areNames = fields.map { names.contains($0.name) }
    self.offsetSeconds = offsetSeconds
    last = fields.map { _ in (.unknown, 0) }
  }

  var count: Int { fields.isEmpty ? 0 : cells.count / fields.count }

  /// - Parameter values: in the order of the fields.
  mutating func append(_ values: [AttributeValue]) {
    for column in fields.indices {
      let value = column < values.count ? values[column] : .unknown
      // Neighbours in a file often share a value.
      if value != last[column].value {
        last[column] = (value, pool.number(of: value, offsetSeconds: offsetSeconds))
      }
      cells.append(last[column].number)
    }
  }

  /// The next row, from under a cursor: a text goes on as its bytes.
  mutating func append(_ row: any FeatureRow) {
    for (column, field) in fields.enumerated() {
      cells.append(row.isUnknown(column) ? 0 : number(of: row, column, field.type))
    }
  }

  private mutating func number(
    of row: any FeatureRow, _ column: Int, _ type: AttributeType
  ) -> UInt32 {
    guard type == .text else {
      let value = row.value(column, as: type)
      // Neighbours in a file often share a value.
      if value != last[column].value {
        last[column] = (value, pool.number(of: value, offsetSeconds: offsetSeconds))
      }
      return last[column].number
    }
    var number: UInt32 = 0
    row.withText(column) { text in
      number = areNames[column] ? pool.add(text) : pool.number(ofText: text)
    }
    return number
  }

  /// The number of a value, which a row is then given by `append(number:)`.
  mutating func number(of value: AttributeValue) -> UInt32 {
    pool.number(of: value, offsetSeconds: offsetSeconds)
  }

  /// The next cell of the row under way.
  mutating func append(number: UInt32) { cells.append(number) }

  mutating func reserve(rows: Int) { cells.reserveCapacity(rows * fields.count) }

  /// A number for each row, by its values alone.
  func digests() -> [UInt64] {
    let values = pool.digests()
    return (0..<count).map { row in
      var hash = StableHash()
      for field in fields.indices { hash.combine(values[Int(number(row: row, field: field))]) }
      return hash.value
    }
  }

  func number(row: Int, field: Int) -> UInt32 { cells[row * fields.count + field] }
}
