import CPostgres
import SimpleFeatures
import Storage

/// A row of a layer's statement under a cursor: key, geometry, then the fields.
final class ServerFeature: FeatureRow {
  private let statement: String
  private var result: OpaquePointer?
  private var row: Int32 = 0

  init(statement: String) { self.statement = statement }

  func move(to row: borrowing ServerRow) {
    result = row.result
    self.row = row.row
  }

  /// Only asked while the row is there.
  private func read<T>(_ body: (borrowing ServerRow) throws -> T, otherwise: T) rethrows -> T {
    guard let result else { return otherwise }
    return try body(ServerRow(result: result, row: row, statement: statement))
  }

  var id: AttributeValue { .integer(read({ $0.integer(0) }, otherwise: 0)) }
  func geometry() throws -> Geometry? { try read({ try $0.geometry(1) }, otherwise: nil) }
  func isUnknown(_ field: Int) -> Bool { read({ $0.isNull(field + 2) }, otherwise: true) }
  func integer(_ field: Int) -> Int64 { read({ $0.integer(field + 2) }, otherwise: 0) }
  func real(_ field: Int) -> Double { read({ $0.real(field + 2) }, otherwise: 0) }

  func withText(_ field: Int, _ body: (Span<UInt8>) -> Void) {
    guard let result, let start = PQgetvalue(result, row, Int32(field + 2)) else { return }
    let count = Int(PQgetlength(result, row, Int32(field + 2)))
    start.withMemoryRebound(to: UInt8.self, capacity: count) { start in
      let text = UnsafeBufferPointer(start: start, count: count)
      body(text.span)
    }
  }
}
