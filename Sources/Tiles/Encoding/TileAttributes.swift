import SimpleFeatures

/// The attributes of a layer's features, a row each, as numbers of values.
struct TileAttributes: Sendable {
  let fields: [FeatureSchema.Field]
  private(set) var pool = ValuePool()
  /// Row after row, one number a field.
  private var cells: [UInt32] = []
  private var last: [(value: AttributeValue, number: UInt32)]
  private let offsetSeconds: @Sendable (Instant) -> Int

  init(
    fields: [FeatureSchema.Field], offsetSeconds: @escaping @Sendable (Instant) -> Int
  ) {
    self.fields = fields
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
