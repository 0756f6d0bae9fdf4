import CPostgres
import SimpleFeatures
import Storage

/// The values of one call, in the forms that the prepared statement takes them in: binary where
/// the type is a number or a geometry, text otherwise.
struct BinaryParameters {
  private var bytes: [UInt8] = []
  /// Where each value begins in `bytes`; -1 for null.
  private var starts: [Int] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  /// - Throws: where a number does not fit the column.
  init(_ values: [SQLValue], of statement: ServerStatement) throws(StorageError) {
    for (index, type) in statement.parameterTypes.enumerated() {
      let value = index < values.count ? values[index] : .null
      let start = bytes.count
      guard let format = try append(value, as: type, statement.name) else {
        starts.append(-1)
        lengths.append(0)
        formats.append(1)
        continue
      }
      starts.append(start)
      lengths.append(Int32(bytes.count - start))
      formats.append(format)
      // A text ends with a zero.
      if format == 0 { bytes.append(0) }
    }
  }

  private static let asText: Int32 = 0
  private static let asBinary: Int32 = 1

  /// - Returns: the form it was written in; `nil` for null.
  private mutating func append(
    _ value: SQLValue, as type: Oid, _ statement: String
  ) throws(StorageError) -> Int32? {
    switch (value, type) {
    case (.null, _): return nil
    case (.integer(let value), ServerType.int8):
      NetworkOrder.append(value, to: &bytes)
      return Self.asBinary
    case (.integer(let value), ServerType.int4):
      NetworkOrder.append(try Self.fitting(value, Int32.self, statement), to: &bytes)
      return Self.asBinary
    case (.integer(let value), ServerType.int2):
      NetworkOrder.append(try Self.fitting(value, Int16.self, statement), to: &bytes)
      return Self.asBinary
    case (.real(let value), ServerType.float8):
      NetworkOrder.append(value.bitPattern, to: &bytes)
      return Self.asBinary
    case (.integer(let value), ServerType.float8):
      NetworkOrder.append(Double(value).bitPattern, to: &bytes)
      return Self.asBinary
    case (.geometry(let value), _):
      bytes += ExtendedWKB.encode(value)
      return Self.asBinary
    case (.integer(let value), _): bytes += Array(String(value).utf8)
    case (.real(let value), _): bytes += Array("\(value)".utf8)
    case (.text(let value), _): bytes += Array(value.utf8)
    }
    return Self.asText
  }

  private static func fitting<T: FixedWidthInteger>(
    _ value: Int64, _ type: T.Type, _ statement: String
  ) throws(StorageError) -> T {
    guard let fitting = T(exactly: value) else {
      throw .engine(statement: statement, message: "a number is too large for its column")
    }
    return fitting
  }

  func send(over connection: OpaquePointer, statement: String) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      let base = buffer.baseAddress.map { UnsafeRawPointer($0) }
      let empty = "".utf8CString
      return empty.withUnsafeBufferPointer { empty in
        let pointers: [UnsafePointer<CChar>?] = starts.map { start in
          guard start >= 0 else { return nil }
          return base.map { ($0 + start).assumingMemoryBound(to: CChar.self) } ?? empty.baseAddress
        }
        return PQsendQueryPrepared(
          connection, statement, Int32(pointers.count), pointers, lengths, formats, 1) == 1
      }
    }
  }
}
