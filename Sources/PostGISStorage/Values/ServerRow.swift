import CPostgres
import SimpleFeatures
import Storage

/// One row of a binary result. Numbers are read by the type that the server says they have.
struct ServerRow: ResultRow, ~Copyable {
  let result: OpaquePointer
  let row: Int32
  let statement: String

  func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(column)) == 1 }

  func integer(_ column: Int) -> Int64 {
    guard let value = bytes(column) else { return 0 }
    switch PQftype(result, Int32(column)) {
    case ServerType.int8: return NetworkOrder.integer(at: value, as: Int64.self)
    case ServerType.int4: return Int64(NetworkOrder.integer(at: value, as: Int32.self))
    case ServerType.int2: return Int64(NetworkOrder.integer(at: value, as: Int16.self))
    case ServerType.boolean: return value.pointee == 0 ? 0 : 1
    case ServerType.text: return Int64(text(column)) ?? 0
    default: return Int64(exactly: real(column).rounded(.towardZero)) ?? 0
    }
  }

  func real(_ column: Int) -> Double {
    guard let value = bytes(column) else { return 0 }
    switch PQftype(result, Int32(column)) {
    case ServerType.float8:
      return Double(bitPattern: NetworkOrder.integer(at: value, as: UInt64.self))
    case ServerType.float4:
      return Double(Float(bitPattern: NetworkOrder.integer(at: value, as: UInt32.self)))
    case ServerType.numeric: return Self.numeric(value, length(column))
    case ServerType.text: return Double(text(column)) ?? 0
    default: return Double(integer(column))
    }
  }

  func text(_ column: Int) -> String {
    guard let value = bytes(column) else { return "" }
    return String(
      decoding: UnsafeRawBufferPointer(start: value, count: length(column)), as: UTF8.self)
  }

  func withText(_ column: Int, _ body: (Span<UInt8>) -> Void) {
    guard let value = bytes(column) else { return }
    let text = UnsafeRawBufferPointer(start: value, count: length(column))
    body(text.bindMemory(to: UInt8.self).span)
  }

  func geometry(_ column: Int) throws(StorageError) -> Geometry? {
    guard let value = bytes(column) else { return nil }
    do {
      return try ExtendedWKB.decode(UnsafeRawBufferPointer(start: value, count: length(column)))
    } catch {
      throw .damaged("\(statement): \(error)")
    }
  }

  func value(_ column: Int) throws(StorageError) -> SQLValue {
    guard !isNull(column) else { return .null }
    guard let value = TaggedValue.decode(text(column)) else {
      throw .damaged("\(statement): a value of the journal cannot be read")
    }
    return value
  }

  private func bytes(_ column: Int) -> UnsafePointer<CChar>? {
    isNull(column) ? nil : UnsafePointer(PQgetvalue(result, row, Int32(column)))
  }

  private func length(_ column: Int) -> Int { Int(PQgetlength(result, row, Int32(column))) }

  /// `numeric`: four 16-bit words (digits, weight, sign, scale), then digits of base 10,000. Read
  /// through its decimal text, so that the double is the nearest one.
  private static func numeric(_ value: UnsafePointer<CChar>, _ length: Int) -> Double {
    func word(_ index: Int) -> Int {
      guard 2 * index + 2 <= length else { return 0 }
      return Int(NetworkOrder.integer(at: value + 2 * index, as: Int16.self))
    }
    let sign = UInt16(truncatingIfNeeded: word(2))
    guard sign == 0 || sign == 0x4000 else { return .nan }
    var digits = ""
    for index in 0..<max(0, word(0)) {
      let four = String(10_000 + word(4 + index))
      digits += four.dropFirst()
    }
    guard !digits.isEmpty else { return 0 }
    // The first digit stands for 10000^weight.
    let exponent = 4 * (word(1) + 1) - digits.count
    return Double("\(sign == 0 ? "" : "-")\(digits)e\(exponent)") ?? .nan
  }
}
