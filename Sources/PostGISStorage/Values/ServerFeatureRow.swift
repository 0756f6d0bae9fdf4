import SimpleFeatures

/// The row of a layer's statement under the cursor: key, geometry, then the fields.
final class ServerFeatureRow: FeatureRow {
  private var place: (result: OpaquePointer, row: Int32, statement: String)?

  func moveTo(_ row: borrowing ServerRow) { place = (row.result, row.row, row.statement) }

  func leave() { place = nil }

  /// Its reader alone may ask, while it stands on a row.
  private var row: ServerRow {
    guard let place else { preconditionFailure("a row was kept beyond its turn") }
    return ServerRow(result: place.result, row: place.row, statement: place.statement)
  }

  var id: AttributeValue { .integer(row.integer(0)) }
  var hasGeometry: Bool { !row.isNull(1) }
  func geometry() throws -> Geometry? { try row.geometry(1) }
  func isUnknown(_ field: Int) -> Bool { row.isNull(field + 2) }
  func integer(_ field: Int) -> Int64 { row.integer(field + 2) }
  func real(_ field: Int) -> Double { row.real(field + 2) }
  func withText(_ field: Int, _ body: (Span<UInt8>) -> Void) { row.withText(field + 2, body) }
}
